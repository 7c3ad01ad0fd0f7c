"""What a foreign file may cost, checked before anything parses it, and held by the system while it is parsed."""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

from storeapp.kernel.errors import UserError
from storeapp.kernel.process_limits import ProcessLimits, allow_more_time
from storeapp.kernel.text import _

READING = ProcessLimits(memory=1 << 30, seconds=240)  # of the reading process
TEXT_BYTES = 600 << 20
JSON_BYTES = 96 << 20
ROWS = 1_000_000
WORKBOOK_ROWS = 500_000
COLUMNS = 1_000
CELL_CHARACTERS = 200_000
PACKED_ENTRIES = 2_000
UNPACKED_BYTES = 300 << 20
PACKED_RATIO = 200
FAR_AREA = 25_000_000  # cells of the rectangle that a sheet's outermost cells span
AREA_FREE, AREA_PER_BYTE = 1_000_000, 40  # cells of it that a small file may span, and more for each of its bytes
LAST_COLUMN, LAST_ROW = 16_384, 1_048_576  # of any spreadsheet
FILES = 200
PATIENCE = 2.0  # seconds of computing that any file may take
PATIENCE_BYTES = 512 << 10  # bytes for which it may take a second more
PACKED = 8  # how much larger a packed file mostly is

# Bounded, and never past the next "<": a file of nothing but "<c" would be searched through for each of them.
_CELL = re.compile(rb"<(?:\w{1,20}:)?c\b[^<>]{0,300}?\sr=\"([A-Z]{1,12})([0-9]{1,15})\"[^<>]{0,300}?(/?)>")
_REPEATED = re.compile(rb"number-rows-repeated=\"([0-9]{1,15})\"[^<>]{0,300}>")
_DOCTYPE = re.compile(rb"<!DOCTYPE|<!ENTITY")


def allow(size: int, packed: bool) -> None:
    """Give this process the time that a file of this size may take; more means that the file means harm."""
    seconds = PATIENCE + size * (PACKED if packed else 1) / PATIENCE_BYTES
    allow_more_time(min(seconds, READING.seconds))


def check_zip(path: Path, name: str) -> list[zipfile.ZipInfo]:
    """The entries of a zip file that is sound and not a bomb; UserError with a sentence otherwise."""
    try:
        with zipfile.ZipFile(path) as packed:
            entries = packed.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, EOFError) as why:
        raise damaged(name) from why
    if len(entries) > PACKED_ENTRIES:
        raise UserError(_("{file} contains {count} packed files, which no export does. It was not opened.").format(
            file=name, count=f"{len(entries):,}"))  # fmt: skip
    if any(entry.flag_bits & 1 for entry in entries):
        raise UserError(
            _("{file} is protected by a password. Unpack it or save it without a password, then drop it again.").format(
                file=name
            )
        )
    total = sum(entry.file_size for entry in entries)
    packed_size = max(1, sum(entry.compress_size for entry in entries))
    ratio = max((e.file_size / max(1, e.compress_size) for e in entries if e.file_size > 1 << 20), default=0)
    if total > UNPACKED_BYTES or (total / packed_size > PACKED_RATIO and total > 1 << 20) or ratio > PACKED_RATIO:
        raise UserError(
            _(
                "{file} unpacks to {size} MB, far more than an export needs. It was not opened. Save the "
                "sheet you need as CSV and drop that."
            ).format(file=name, size=f"{total >> 20:,}")
        )
    return entries


def check_workbook(path: Path, name: str) -> None:
    """Refuse an xlsx or ods whose parts carry DTDs or whose cells span a rectangle that no reader can hold."""
    for entry in check_zip(path, name):
        if not entry.filename.lower().endswith((".xml", ".rels")):
            continue
        sheet = entry.filename.startswith("xl/worksheets/")
        repeated = 0
        last_column = last_row = 0
        for number, piece in enumerate(_pieces(path, entry, name)):
            if number == 0 and _DOCTYPE.search(piece[:4096]):
                raise UserError(
                    _("{file} contains instructions (a DTD) that no export needs. It was not opened.").format(file=name)
                )
            if sheet:
                column, row = _outermost(piece)
                last_column, last_row = max(last_column, column), max(last_row, row)
            elif entry.filename == "content.xml":
                repeated += _repeated(piece)
        if last_column > LAST_COLUMN or last_row > LAST_ROW:
            raise damaged(name)
        if repeated > min(WORKBOOK_ROWS, AREA_FREE // 20 + AREA_PER_BYTE * entry.compress_size):
            raise too_many_rows(name, WORKBOOK_ROWS)
        if last_row > WORKBOOK_ROWS and last_row * max(last_column, 1) <= FAR_AREA:
            raise too_many_rows(name, WORKBOOK_ROWS)
        if last_column * last_row > min(FAR_AREA, AREA_FREE + AREA_PER_BYTE * entry.compress_size):
            raise UserError(
                _(
                    "{file} has a value far from the others, in row {row}, column {column}. Delete the empty rows and "
                    "columns around your data, or save the sheet as CSV, and drop it again."
                ).format(file=name, row=f"{last_row:,}", column=f"{last_column:,}")
            )


def _repeated(piece: bytes) -> int:
    """How many rows a stretch of LibreOffice's XML makes by repeating one that holds something."""
    total = 0
    for found in _REPEATED.finditer(piece):
        row = piece[found.end() : found.end() + 400].partition(b"</table:table-row")[0]
        if b"office:value" in row or b"<text:p" in row:
            total += int(found.group(1))
    return total


def too_many_rows(name: str, limit: int) -> UserError:
    """The refusal of a file that is too long to be read in one piece."""
    return UserError(
        _("{file} has more than {count} rows. Export a shorter time, for example one year, and drop the parts.").format(
            file=name, count=f"{limit:,}"
        )
    )


def _pieces(path: Path, entry: zipfile.ZipInfo, name: str) -> Iterator[bytes]:
    """The part in megabytes that overlap a little, so that no cell reference is cut in two."""
    tail = b""
    try:
        with zipfile.ZipFile(path) as packed, packed.open(entry) as part:
            while chunk := part.read(1 << 20):
                yield tail + chunk
                tail = chunk[-200:]
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, ValueError, RuntimeError, NotImplementedError) as why:
        raise damaged(name) from why


def damaged(name: str) -> UserError:
    """The refusal of a packed file that ends too early or fails its own checks."""
    return UserError(_("{file} is damaged, or its download stopped too early. Download it again.").format(file=name))


def _outermost(piece: bytes) -> tuple[int, int]:
    """The highest column and row number of the cells with a value in a stretch of sheet XML."""
    column = row = 0
    widest = b""
    for letters, digits, empty in _CELL.findall(piece):
        if empty:
            continue
        if (len(letters), letters) > (len(widest), widest):
            widest = letters
        row = max(row, int(digits))
    for letter in widest:
        column = column * 26 + letter - 64
    return column, row
