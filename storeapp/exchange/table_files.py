"""A table in a file (xlsx, xls, ods, csv, txt) as the text that pasting it would bring, whatever it is about."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from storeapp.kernel import child
from storeapp.kernel.errors import UserError
from storeapp.kernel.progress import Progress
from storeapp.kernel.scratch import saying_no_room
from storeapp.kernel.text import _

LARGEST = 20 << 20  # bytes
MOST_ROWS = 100_000


@saying_no_room()
def table_text(path: Path, progress: Progress) -> str:
    """The rows of the first visible sheet that has any, with tabs between cells and days as ISO days.

    UserError with a sentence where the file is gone, no table, or too large; Cancelled.
    """
    try:
        size = path.stat().st_size
    except OSError as why:
        raise UserError(_("{file} can't be found or read any more. Choose it again.").format(file=path.name)) from why
    if size > LARGEST:
        raise UserError(_("{file} is too large to be a table of figures. Nothing was kept.").format(file=path.name))
    if not size:
        raise UserError(_("{file} is empty. Nothing was kept.").format(file=path.name))
    sheets: list[tuple[bool, list[list[Any]]]] = []

    def hear(word: Mapping[str, Any]) -> None:
        if "sheet" in word:
            sheets.append((bool(word["hidden"]), []))
        elif "rows" in word:
            sheets[-1][1].extend(word["rows"])

    try:
        child.run("reader", {"table": str(path), "name": path.name}, progress, hear)
    except child.ChildStoppedError as why:
        message = _("{file} can't be read as a table. Save it again as .xlsx or .csv. Nothing was kept.")
        raise UserError(message.format(file=path.name)) from why
    rows = next((rows for hidden, rows in sheets if rows and not hidden), [])
    out = io.StringIO()
    csv.writer(out, delimiter="\t", lineterminator="\n").writerows([_words(cell) for cell in row] for row in rows)
    return out.getvalue()


def _words(cell: Any) -> str:
    if isinstance(cell, dict):
        told = str(cell.get("d", cell.get("f", "")))
        return told.partition("T")[0] if "d" in cell else told
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else f"{cell:.10g}"
    return "" if cell is None else str(cell)
