"""Writes tidy sheets row by row: real dates and numbers, text that stays text, styles made once; openpyxl within."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from io import BytesIO
from itertools import chain, islice
from pathlib import Path
from shutil import copyfileobj
from typing import TYPE_CHECKING, Any
from zipfile import ZIP_DEFLATED, ZipFile

from storeapp.kernel.cells import cell_text, escaped
from storeapp.kernel.clock import check_clock
from storeapp.kernel.saving import saving
from storeapp.kernel.text import language
from storeapp.reports.cell_styles import (
    FACE,
    FACES,
    SheetColumn,
    make_style,
    mark_cells,
    name_default_font,
    name_table,
)
from storeapp.reports.row_writer import BUFFER, MOST_ROWS, RowWriter

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from storeapp.store.db import Database

Adder = Callable[[Any], None]
_EMPTY = re.compile(rb"<sheetData\s*(?:/>|></sheetData>)")  # where the rows of a sheet go
MADE_HERE = "storeapp"  # by this the import knows that the texts are as they were typed, with no page's markup
MARKED = "C2410C"  # of the tabs of sheets that carry a mark


@dataclass(frozen=True, slots=True)
class Cut:
    """A text that was too long for a cell: the sheet's title, the row as the spreadsheet shows it, and the column."""

    sheet: str
    row: int
    column: str
    length: int


class ReportBook:
    """A workbook in the making; sheets are written one after the other, each row at once.

    `mark` stands before the name of every sheet and at the head of every printed page. `most_rows` of a sheet.
    """

    most_rows = MOST_ROWS

    def __init__(self, title: str, subject: str, author: str, made: datetime, mark: str = "") -> None:
        import openpyxl

        self.book = openpyxl.Workbook(write_only=True)
        self.cuts: list[Cut] = []
        self.mark = mark
        properties = self.book.properties
        properties.title, properties.subject, properties.creator = title, subject, author
        properties.created = properties.modified = made.replace(tzinfo=None)
        properties.lastModifiedBy = author
        properties.keywords = MADE_HERE
        self._styles: dict[tuple[str, ...], str] = {}
        self._tables: list[str] = []
        self._rows: dict[str, RowWriter] = {}  # of the sheets that are tables, by the sheet's title
        self.written: list[tuple[str, int]] = []  # the tables so far: title and rows
        self._face = FACES.get(language(), FACE)
        name_default_font(self.book, self._face)

    def sheet(self, title: str, landscape: bool = True, one_page: bool = False) -> Any:
        """A new sheet, set up for print on A4, one page wide; `one_page`: one high too, lest charts break."""
        from openpyxl.worksheet.properties import PageSetupProperties

        sheet = self.book.create_sheet(_sheet_title(f"{self.mark} {title}".strip()))
        if not one_page:  # those that are read like a page bear their title themselves
            head = sheet.oddHeader.left
            head.text, head.font, head.size = _footer(title), f"{self._face},Bold", 14
        if self.mark:
            sheet.oddHeader.center.text = _footer(self.mark)
            sheet.sheet_properties.tabColor = MARKED
        sheet.page_setup.orientation = "landscape" if landscape else "portrait"
        sheet.page_setup.paperSize = sheet.PAPERSIZE_A4 if hasattr(sheet, "PAPERSIZE_A4") else 9
        sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, int(one_page)
        sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
        margins = sheet.page_margins
        margins.left = margins.right = 0.5
        margins.top = margins.bottom = 0.75  # room for the lines at the head and foot of the paper
        margins.header = margins.footer = 0.3
        sheet.oddFooter.left.text = _footer(self.book.properties.title)
        sheet.oddFooter.center.text = "&A"
        sheet.oddFooter.right.text = "&P / &N"
        return sheet

    def style(self, kind: str, role: str = "", currency: str = "") -> str:
        """The number of a cell style; each is made once."""
        key = (kind, role, currency)
        if key not in self._styles:
            self._styles[key] = str(make_style(self.book, self._face, kind, role, currency))
        return self._styles[key]

    def table(
        self, title: str, fields: Sequence[SheetColumn], rows: Iterable[Sequence[Any]], step: Adder | None = None
    ) -> int:
        """A sheet with a frozen, filterable header and the rows below it; returns their number.

        `step` is called with each block's number of rows. None leaves a cell empty. What a sheet has no room for stands
        on a second one.
        """
        left, written, part = iter(rows), 0, 1
        while True:
            named = title if part == 1 else f"{title[:20]} {part}"
            count = self._table(named, fields, islice(left, self.most_rows), step)
            written, part = written + count, part + 1
            more = next(left, None) if count == self.most_rows else None
            if more is None:
                return written
            left = chain((more,), left)

    def _table(
        self, title: str, fields: Sequence[SheetColumn], rows: Iterable[Sequence[Any]], step: Adder | None
    ) -> int:
        from openpyxl.utils import get_column_letter

        sheet = self.sheet(title)
        sheet.freeze_panes = "A2"
        sheet.print_title_rows = "1:1"
        for number, each in enumerate(fields, 1):
            sheet.column_dimensions[get_column_letter(number)].width = each.width
        writer = self._rows[sheet.title] = RowWriter(self, sheet, fields)
        writer.header()
        count = 0
        for row in rows:
            writer.row(row)
            count += 1
            if step is not None and count % 500 == 0:
                step(500)
        if step is not None:
            step(count % 500)
        self._tables.append(name_table(sheet, title, fields, count, self._tables))
        self.written.append((title, count))
        if count:
            mark_cells(sheet, fields, count)
        return count

    def note_cut(self, sheet: str, row: int, column: str, length: int) -> None:
        """A text was too long for its cell."""
        self.cuts.append(Cut(sheet, row, column, length))

    def plain(self, value: str) -> str:
        """A text as a cell of the summary can hold it."""
        return escaped(cell_text(value)[0])

    def save(self, path: Path) -> None:
        """Write the file; the book can't be used afterwards. OSError where the disk is full."""
        from openpyxl.writer.excel import ExcelWriter

        archive = ZipFile(path, "w", ZIP_DEFLATED, allowZip64=True)
        try:
            writer = ExcelWriter(self.book, archive)
            writer.write_worksheet = partial(self._pack, writer, writer.write_worksheet)
            writer.save()
        except BaseException:
            # Left to itself it would try once more to write its end, and complain on the terminal.
            raw, archive.fp = archive.fp, None
            if raw is not None:
                with suppress(OSError):
                    raw.close()
            raise

    def _pack(self, writer: Any, by_itself: Adder, sheet: Any) -> None:
        """Put a sheet whose rows lie in a file into the archive: openpyxl writes what stands around them."""
        if sheet.title not in self._rows:
            by_itself(sheet)
            return
        from openpyxl.drawing.spreadsheet_drawing import SpreadsheetDrawing
        from openpyxl.worksheet._writer import WorksheetWriter

        sheet._drawing = SpreadsheetDrawing()
        sheet._drawing.charts, sheet._drawing.images = sheet._charts, sheet._images
        around = BytesIO()
        made = WorksheetWriter(sheet, out=around)
        made.write_top()
        made.write_rows()
        made.write_tail()
        made.close()
        sheet._rels = made._rels
        head, tail = _EMPTY.split(around.getvalue(), 1)
        rows = self._rows.pop(sheet.title)
        with writer._archive.open(sheet.path[1:], "w", force_zip64=True) as entry:
            entry.write(head + b"<sheetData>")
            rows.out.seek(0)
            copyfileobj(rows.out, entry, BUFFER)
            entry.write(b"</sheetData>" + tail)
        rows.close()
        writer.manifest.append(sheet)

    def drop(self) -> None:
        """Remove what an unfinished book left in the system's folder for temporary files."""
        for rows in self._rows.values():
            rows.close()
        for sheet in self.book.worksheets:
            writer = sheet._writer
            if writer is not None and Path(writer.out).exists():
                if sheet._rows is not None:
                    sheet._rows.close()
                writer.close()
                writer.cleanup()


def write_beside(db: Database, out: Path, fill: Callable[[Connection, Path, datetime], None]) -> Path:
    """The workbook that `fill` makes beside its place first; an earlier one is replaced. Gives its path."""
    out = out if out.suffix.lower() == ".xlsx" else out.with_name(out.name + ".xlsx")
    now = db.clock.now()
    check_clock(now)
    with saving(out) as temporary, db.read() as conn:
        fill(conn, temporary, now)
    return out


def _sheet_title(title: str) -> str:
    """A sheet's title without the characters a spreadsheet refuses, at most 31 long."""
    plain = "".join(" " if c in r"[]:*?/\'" else c for c in title)
    return plain[:31].strip() or "Sheet"


def _footer(text: str) -> str:
    """A text in which "&" begins no code of a page footer."""
    return text.replace("&", "&&")
