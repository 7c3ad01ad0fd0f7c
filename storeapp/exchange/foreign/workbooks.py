"""Excel and LibreOffice workbooks: real dates and numbers are written out as text that can't be misread."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import Any

from storeapp.exchange.foreign.limits import CELL_CHARACTERS
from storeapp.exchange.foreign.tables import CHUNK, FIRST_CHUNK, Row
from storeapp.kernel.errors import UserError
from storeapp.kernel.text import _


class NumberCell(str):
    """A cell that the workbook holds as a number: it says nothing about how texts are written."""

    __slots__ = ()


@dataclass
class WorkbookSheet:
    """One sheet, from its first row, whatever is empty above or beside it."""

    workbook: Any
    name: str
    file: str

    def chunks(self) -> Iterator[list[Row]]:
        """Rows as text, `CHUNK` at a time."""
        with readable(self.file):
            rows = iter(self.workbook.get_sheet_by_name(self.name).iter_rows())
        size = FIRST_CHUNK
        while chunk := list(islice(rows, size)):
            size = CHUNK
            yield [[cell_text(cell) for cell in row] for row in chunk]


class EmptySheetError(UserError):
    """There is nothing in a sheet: no header and no rows."""


def open_workbook(path: Path, name: str) -> Any:
    """The workbook through calamine; UserError if it is damaged or not one."""
    with readable(name):
        facts = path.stat()
        return _opened(str(path), facts.st_size, facts.st_mtime_ns)


@lru_cache(maxsize=1)
def _opened(path: str, size: int, changed: int) -> Any:
    """The workbook that was opened last is kept: its sheets are read one after the other."""
    from python_calamine import CalamineWorkbook

    return CalamineWorkbook.from_path(path)


@contextmanager
def readable(name: str) -> Iterator[None]:
    """What goes wrong in calamine, as a sentence; a malformed cell reference makes it panic, which is no Exception."""
    from python_calamine import CalamineError, PasswordError

    try:
        yield
    except PasswordError as why:
        raise protected(name) from why
    except (CalamineError, OSError, ValueError) as why:
        raise _damaged(name) from why
    except BaseException as why:
        if type(why).__name__ != "PanicException":
            raise
        raise _damaged(name) from why


def _damaged(name: str) -> UserError:
    return UserError(
        _(
            "{file} can't be opened as a workbook: it is damaged. Open it in Excel or LibreOffice, save it again "
            "as .xlsx or .csv, and drop that."
        ).format(file=name)
    )


def sheet_names(path: Path, name: str) -> tuple[list[str], list[str]]:
    """The visible sheets of a workbook and the hidden ones, without charts and macros; UserError if it is damaged."""
    from python_calamine import SheetTypeEnum, SheetVisibleEnum

    sheets = [one for one in open_workbook(path, name).sheets_metadata if one.typ == SheetTypeEnum.WorkSheet]
    visible = [one.name for one in sheets if one.visible == SheetVisibleEnum.Visible]
    return visible, [one.name for one in sheets if one.name not in visible]


def protected(name: str) -> UserError:
    """The refusal of a workbook with a password."""
    return UserError(
        _("{file} is protected by a password. Save it without one in Excel (File, Info), then drop it again.").format(
            file=name
        )
    )


def choose_sheet(workbook: Any, wanted: str, name: str) -> tuple[str, list[str]]:
    """The wanted sheet, else the first one with at least a header and a row; and the names of all sheets."""
    names = list(workbook.sheet_names)
    if wanted in names:
        return wanted, names
    filled = ""
    for candidate in names:
        height, width = _size(workbook, candidate, name)
        if height >= 2 and width >= 1:
            return candidate, names
        filled = filled or (candidate if height else "")
    if not filled:
        raise EmptySheetError(_("{file} has no rows: all its sheets are empty.").format(file=name))
    return filled, names


def _size(workbook: Any, sheet: str, name: str) -> tuple[int, int]:
    try:
        with readable(name):
            found = workbook.get_sheet_by_name(sheet)
    except UserError:  # a chart sheet, a damaged one
        return 0, 0
    return found.height, found.width


def cell_text(cell: Any) -> str:
    """One cell as text: whole numbers without a point, days and instants as ISO text."""
    if isinstance(cell, str):
        return cell if len(cell) <= CELL_CHARACTERS else cell[:CELL_CHARACTERS]
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float):
        return _number(cell)
    if isinstance(cell, datetime):
        midnight = cell.hour == cell.minute == cell.second == 0
        return cell.date().isoformat() if midnight else cell.strftime("%Y-%m-%d %H:%M:%S")
    if isinstance(cell, date | time):
        return cell.isoformat()
    if isinstance(cell, timedelta):
        return str(cell)
    return "" if cell is None else str(cell)


def _number(value: float) -> str:
    """Fifteen digits are all that a workbook keeps; more digits mean that the id was lost, and it shows as 1E+17."""
    if value != value or value in {float("inf"), float("-inf")}:
        return ""
    if value.is_integer():
        return NumberCell(int(value)) if abs(value) < 10**15 else f"{value:.14E}".replace(".00000000000000", "")
    text = f"{value:.10f}".rstrip("0")
    whole, _point, part = text.partition(".")
    return NumberCell(f"{whole}.{part}0" if len(part) == 3 else text)  # three digits after a point could be thousands
