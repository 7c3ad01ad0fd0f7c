"""What helpers do with workbooks, and how a test looks at what came back."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import openpyxl

from storeapp.exchange.helper_workbooks import service
from storeapp.exchange.helper_workbooks.records import ReturnComparison, Workbook
from storeapp.exchange.helper_workbooks.service import GivenWork
from storeapp.store.db import Database

Edit = Callable[[Any], None]


def give(db: Database, out: Path, task: str, **said: Any) -> Workbook:
    """Save a workbook for Mia."""
    return service.give_out(db, out, GivenWork(task, helper="Mia", **said)).value.workbook


def edit(path: Path, change: Edit, out: Path | None = None) -> Path:
    """What a helper does with the sheet of the rows."""
    book = openpyxl.load_workbook(path)
    change(book.worksheets[1])
    book.save(out or path)
    return out or path


def column(sheet: Any, title: str) -> int:
    """The place of a column by its title."""
    return next(cell.column for cell in sheet[1] if cell.value == title)


def filling(cells: Iterable[tuple[int, str, Any]]) -> Edit:
    """Types values into (row of the sheet, title)."""

    def change(sheet: Any) -> None:
        for row, title, value in cells:
            sheet.cell(row, column(sheet, title)).value = value

    return change


def back(db: Database, path: Path) -> ReturnComparison:
    """The one comparison of a file."""
    [found] = service.take_back(db, path).value
    return found


def states(found: ReturnComparison) -> dict[tuple[int, str], str]:
    """(row number, column) -> state."""
    return {(one.number, one.column): one.state for one in found.changes}
