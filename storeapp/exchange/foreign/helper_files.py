"""Reads a file that may be a helper workbook, in the reading process: the rows of every sheet as plain values.

Whatever the file has become (renamed, saved by another program, sorted, as .csv or .ods), its rows bear their codes.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from html import unescape
from itertools import islice
from pathlib import Path
from typing import Any

from storeapp.exchange.foreign import limits
from storeapp.exchange.foreign.delimited import Delimited, sniff
from storeapp.exchange.foreign.encoding import encoding_of, look_at_bytes
from storeapp.exchange.foreign.workbooks import open_workbook, protected, readable
from storeapp.kernel.errors import UserError
from storeapp.kernel.text import _

BLOCK = 500  # rows told at once
MOST_ROWS, MOST_COLUMNS = 120_000, 400
MOST_BYTES = 64 << 20
MOST_COVERED = 200_000  # cells under merged ones
_OLE = b"\xd0\xcf\x11\xe0"
Tell = Callable[..., None]


def read(path: Path, name: str, tell: Tell) -> None:
    """Tell the rows of a file: `sheet=` begins one, `rows=` are lists of cells from the first row on.

    A cell is a text, a number, a truth, None, {"d": ISO text} for a date, {"f": text} for what a formula gave, or
    {"e": text} for an error, "" for a cell that a merged one covers.
    UserError with a sentence for a file that can't be read.
    """
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            start = file.read(8)
    except OSError as why:
        raise UserError(_("{file} can't be found or read any more. Choose it again.").format(file=name)) from why
    if not size:
        raise UserError(_("{file} is empty. Ask the helper to save and send it again.").format(file=name))
    if size > MOST_BYTES:
        raise UserError(_("{file} is far larger than any workbook for a helper. It was not opened.").format(file=name))
    if start.startswith(b"PK"):
        limits.check_workbook(path, name)
        _read_workbook(path, name, tell)
    elif start.startswith(_OLE):
        if "EncryptedPackage".encode("utf-16-le") in path.read_bytes()[: 1 << 22]:
            raise protected(name)
        _read_workbook(path, name, tell)
    else:
        _read_text(path, name, tell)


def _read_workbook(path: Path, name: str, tell: Tell) -> None:
    from python_calamine import SheetTypeEnum, SheetVisibleEnum

    book = open_workbook(path, name)
    formulas, failed = _formulas(path)
    total = 0
    for sheet in book.sheets_metadata:
        if sheet.typ != SheetTypeEnum.WorkSheet:
            continue
        tell(sheet=sheet.name, hidden=sheet.visible != SheetVisibleEnum.Visible)
        with readable(name):
            opened = book.get_sheet_by_name(sheet.name)
            rows, merged = iter(opened.iter_rows()), opened.merged_cell_ranges or ()
        here, bad, at = formulas.get(sheet.name, {}), failed.get(sheet.name, {}), 0
        for row, column in islice(_covered(merged), MOST_COVERED):
            bad.setdefault(row, {})[column] = ""
        while block := list(islice(rows, BLOCK)):
            total += len(block)
            if total > MOST_ROWS:
                raise limits.too_many_rows(name, MOST_ROWS)
            tell(rows=[_plain_row(row, here.get(at + n), bad.get(at + n)) for n, row in enumerate(block)])
            at += len(block)


def _covered(merged: Sequence[tuple[tuple[int, int], tuple[int, int]]]) -> Iterator[tuple[int, int]]:
    """The places (row, column, from 0) under merged cells, but the one each shows."""
    for (top, left), (bottom, right) in merged:
        for row in range(top, bottom + 1):
            yield from (
                (row, column) for column in range(left, min(right + 1, MOST_COLUMNS)) if (row, column) != (top, left)
            )


def _plain_row(row: list[Any], formulas: set[int] | None, failed: Mapping[int, str] | None) -> list[Any]:
    plain = [cell if isinstance(cell, str) else _plain(cell) for cell in row[:MOST_COLUMNS]]
    for place in formulas or ():
        if place < len(plain):
            cell = plain[place]
            plain[place] = {"f": str(cell["d"]) if isinstance(cell, dict) else _words(cell)}
    for place, shown in (failed or {}).items():
        if place < len(plain) and plain[place] in ("", None):
            plain[place] = {"e": shown}
    while plain and plain[-1] in ("", None):
        plain.pop()
    return plain


def _words(cell: Any) -> str:
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else f"{cell:.10g}"
    return "" if cell is None else str(cell)


def _plain(cell: Any) -> Any:
    if cell is None or isinstance(cell, bool):
        return cell
    if isinstance(cell, int | float):
        return float(cell) if cell == cell and abs(cell) != float("inf") else None
    if isinstance(cell, datetime | date):
        return {"d": cell.isoformat()}
    if isinstance(cell, time | timedelta):
        return str(cell)
    return str(cell)


def _read_text(path: Path, name: str, tell: Tell) -> None:
    look = look_at_bytes(path)
    encoding = encoding_of(look, lambda text: 0).encoding
    if look.nul_bytes * 20 > look.size and not encoding.startswith("utf-16"):
        raise UserError(_("{file} is no table.").format(file=name))
    head = look.head.decode("utf-8-sig" if encoding == "utf-8" else encoding, "replace")
    delimiter, quoted = sniff(head.replace("\x00", "").lstrip("\ufeff"), len)
    tell(sheet="", hidden=False)
    total = 0
    for chunk in Delimited(path, name, encoding, delimiter, quoted, look.marks_inside).chunks():
        total += len(chunk)
        if total > MOST_ROWS:
            raise limits.too_many_rows(name, MOST_ROWS)
        for first in range(0, len(chunk), BLOCK):
            tell(rows=[row[:MOST_COLUMNS] for row in chunk[first : first + BLOCK]])


_FORMULA = re.compile(
    rb"<(?:\w{1,20}:)?c\b[^<>]{0,200}?\br=\"([A-Z]{1,3})(\d{1,7})\"[^<>]{0,200}>\s*<(?:\w{1,20}:)?f\b"
)
_FAILED = re.compile(
    rb"<(?:\w{1,20}:)?c\b(?=[^<>]{0,200}\bt=\"e\")[^<>]{0,200}?\br=\"([A-Z]{1,3})(\d{1,7})\"[^<>]{0,200}>"
    rb"(?:(?!</(?:\w{1,20}:)?c>).){0,2000}?<(?:\w{1,20}:)?v>([^<]{0,40})<",
    re.DOTALL,
)
_SHEET = re.compile(r"<(?:\w+:)?sheet\b([^<>]*)/?>")
_RELATION = re.compile(r"<(?:\w+:)?Relationship\b([^<>]*)/?>")
_PART = re.compile(r"([\w:]+)=\"([^\"]*)\"")


Marked = dict[str, dict[int, set[int]]]
Failed = dict[str, dict[int, dict[int, str]]]


def _formulas(path: Path) -> tuple[Marked, Failed]:
    """By sheet and row (from 0) the columns (from 0) that hold formulas, and those that show an error or are covered by
    a merged cell; empty for what is no .xlsx or .ods.
    """
    found: Marked = {}
    failed: Failed = {}
    if not zipfile.is_zipfile(path):
        return found, failed
    with zipfile.ZipFile(path) as packed:
        names = set(packed.namelist())
        if "content.xml" in names:
            return _marks_of_ods(packed.read("content.xml"))
        for sheet, part in _sheet_parts(packed, names):
            content = packed.read(part)
            for letters, row in _FORMULA.findall(content):
                found.setdefault(sheet, {}).setdefault(int(row) - 1, set()).add(_column(letters))
            for letters, row, shown in _FAILED.findall(content) if b't="e"' in content else ():
                said = unescape(shown.decode("utf-8", "replace"))
                failed.setdefault(sheet, {}).setdefault(int(row) - 1, {})[_column(letters)] = said
    return found, failed


def _column(letters: bytes) -> int:
    column = 0
    for letter in letters:
        column = column * 26 + letter - 64
    return column - 1


def _sheet_parts(packed: zipfile.ZipFile, names: set[str]) -> Iterator[tuple[str, str]]:
    if not {"xl/workbook.xml", "xl/_rels/workbook.xml.rels"} <= names:
        return
    relations = {}
    for said in _RELATION.findall(packed.read("xl/_rels/workbook.xml.rels").decode("utf-8", "replace")):
        parts = dict(_PART.findall(said))
        relations[parts.get("Id", "")] = parts.get("Target", "")
    for said in _SHEET.findall(packed.read("xl/workbook.xml").decode("utf-8", "replace")):
        parts = dict(_PART.findall(said))
        target = relations.get(next((value for key, value in parts.items() if key.endswith(":id")), ""), "")
        part = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
        if part in names:
            yield unescape(parts.get("name", "")), part


_ODS = re.compile(
    rb"<table:table\b[^<>]*?\btable:name=\"([^\"]*)\"|<(table:table-row|table:table-cell|table:covered-table-cell)\b([^<>]*)>"
)
_TIMES = re.compile(rb"number-(?:rows|columns)-repeated=\"(\d{1,7})\"")


def _marks_of_ods(content: bytes) -> tuple[Marked, Failed]:
    """LibreOffice's sheets repeat rows and cells by a number; a formula stands in its cell."""
    found: Marked = {}
    failed: Failed = {}
    if b"table:formula=" not in content and b"table:covered-table-cell" not in content:
        return found, failed
    sheet, row, following, column = "", -1, 0, 0
    for name, kind, said in _ODS.findall(content):
        times = int(match[1]) if (match := _TIMES.search(said)) else 1
        if name:
            sheet, row, following, column = unescape(name.decode("utf-8", "replace")), -1, 0, 0
        elif kind == b"table:table-row":
            row, column = following, 0
            following += times
        else:
            places = range(column, min(column + times, MOST_COLUMNS))
            if b"table:formula=" in said:
                found.setdefault(sheet, {}).setdefault(row, set()).update(places)
            if kind == b"table:covered-table-cell":
                failed.setdefault(sheet, {}).setdefault(row, {}).update(dict.fromkeys(places, ""))
            column += times
    return found, failed
