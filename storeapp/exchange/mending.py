"""The file of rejected rows: the owner mends it and drops it again."""

from __future__ import annotations

import csv
import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

from storeapp.exchange.reading import opened
from storeapp.kernel.cells import cell_text, escaped, guarded, needs_quote
from storeapp.kernel.scratch import drop_part, part_of
from storeapp.kernel.text import _


def save_rejected(path: Path, file_no: int, out: Path) -> int:
    """Write the rejected rows in the file's own layout with one more column "Reason"; the number of rows written.

    Mended and dropped again, the file imports: the reason is a column that nothing is made of. An `out` that ends in
    .xlsx gets a workbook, everything else a text table with the file's own separator.
    """
    with opened(path) as connection:
        header, delimiter = connection.execute(
            "SELECT header, delimiter FROM files WHERE file_no = ?", (file_no,)
        ).fetchone()
        rows = connection.execute(
            "SELECT row, reason, cells FROM rejected WHERE file_no = ? ORDER BY row, seq", (file_no,)
        ).fetchall()
    names = json.loads(header)
    lines = []
    for _row, reason, cells in rows:
        given = json.loads(cells)[: len(names)]
        lines.append([*given, *[""] * (len(names) - len(given)), reason])
    write: Callable[[Path, list[str], list[list[str]], str], None]
    write = _write_workbook if out.suffix.lower() == ".xlsx" else _write_text
    temporary = part_of(out)
    try:
        write(temporary, [*names, _("Reason")], lines, delimiter or ",")
        os.replace(temporary, out)
    finally:
        drop_part(temporary)
    return len(lines)


def _write_text(out: Path, header: list[str], lines: list[list[str]], delimiter: str) -> None:
    with out.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, delimiter=delimiter)
        writer.writerow([guarded(cell) for cell in header])
        writer.writerows([guarded(cell) for cell in line] for line in lines)


def _write_workbook(out: Path, header: list[str], lines: list[list[str]], delimiter: str) -> None:
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheet = book.create_sheet(_("Rejected rows"))
    for line in [header, *lines]:
        sheet.append([_cell(sheet, value) for value in line])
    book.save(out)


def _cell(sheet: Any, value: str) -> Any:
    """A cell that stays text whatever it starts with."""
    from openpyxl.cell import WriteOnlyCell

    plain, _cut = cell_text(value)
    cell = WriteOnlyCell(sheet, value=None)
    cell.value = escaped(plain)
    cell.data_type = "s"
    cell.quotePrefix = needs_quote(plain)
    return cell
