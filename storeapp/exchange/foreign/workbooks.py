"""Excel and LibreOffice workbooks: real dates and numbers are written out as text that can't be misread."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import islice
from pathlib import Path
from typing import Any

from storeapp.exchange.foreign.limits import CELL_CHARACTERS
from storeapp.exchange.foreign.tables import CHUNK, FIRST_CHUNK, Row
from storeapp.kernel.errors import UserError
from storeapp.kernel.text import _


class Figure(str):
    """A cell that the workbook holds as a number: it says nothing about how texts are written."""

    __slots__ = ()


@dataclass
class Sheet:
    """One sheet, from its first row, whatever is empty above or beside it."""

    workbook: Any
    name: str

    def chunks(self) -> Iterator[list[Row]]:
        """Rows as text, `CHUNK` at a time."""
        rows = iter(self.workbook.get_sheet_by_name(self.name).iter_rows())
        size = FIRST_CHUNK
        while chunk := list(islice(rows, size)):
            size = CHUNK
            yield [[cell_text(cell) for cell in row] for row in chunk]


def open_workbook(path: Path, name: str) -> Any:
    """The workbook through calamine; UserError if it is damaged or not one."""
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError

    try:
        return CalamineWorkbook.from_path(str(path))
    except PasswordError as why:
        raise protected(name) from why
    except (CalamineError, OSError, ValueError) as why:
        raise UserError(
            _(
                "{file} can't be opened as a workbook: it is damaged. Open it in Excel or LibreOffice, save it again "
                "as .xlsx or .csv, and drop that."
            ).format(file=name)
        ) from why


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
        height, width = _size(workbook, candidate)
        if height >= 2 and width >= 1:
            return candidate, names
        filled = filled or (candidate if height else "")
    if not filled:
        raise UserError(_("{file} has no rows: all its sheets are empty.").format(file=name))
    return filled, names


def _size(workbook: Any, sheet: str) -> tuple[int, int]:
    from python_calamine import CalamineError

    try:
        found = workbook.get_sheet_by_name(sheet)
    except (CalamineError, ValueError):  # a chart sheet, a damaged one
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
        return Figure(int(value)) if abs(value) < 10**15 else f"{value:.14E}".replace(".00000000000000", "")
    text = f"{value:.10f}".rstrip("0")
    whole, _point, part = text.partition(".")
    return Figure(f"{whole}.{part}0" if len(part) == 3 else text)  # three digits after a point could be thousands
