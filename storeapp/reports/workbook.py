"""Writes tidy sheets row by row: real dates and numbers, text that stays text, styles made once; openpyxl within."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from storeapp.kernel.cells import cell_text, escaped, needs_quote
from storeapp.kernel.money import exponent
from storeapp.kernel.text import language
from storeapp.reports.cell_styles import (
    FACE,
    FACES,
    SheetColumn,
    headings,
    lines_of,
    make_style,
    mark_cells,
    name_default_font,
    name_table,
)

SPACE = "{http://www.w3.org/XML/1998/namespace}space"
EPOCH = date(1899, 12, 30).toordinal()
Adder = Callable[[Any], None]


@dataclass(frozen=True, slots=True)
class Cut:
    """A text that was too long for a cell: the sheet's title, the row as the spreadsheet shows it, and the column."""

    sheet: str
    row: int
    column: str
    length: int


HIGHEST, MOST_SHOWN = 409, 2400  # points of a row, and characters that it can show at most
MADE_HERE = "storeapp"  # by this the import knows that the texts are as they were typed, with no page's markup
MARKED = "C2410C"  # of the tabs of sheets that carry a mark


class ReportBook:
    """A workbook in the making; sheets are written one after the other, each row at once.

    `mark` stands before the name of every sheet and at the head of every printed page.
    """

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
        self.written: list[tuple[str, int]] = []  # the tables so far: title and rows
        self._face = FACES.get(language(), FACE)
        name_default_font(self.book, self._face)

    def sheet(self, title: str, landscape: bool = True, one_page: bool = False) -> Any:
        """A new sheet, set up for print on A4, one page wide; `one_page`: one high too, lest charts break."""
        from openpyxl.worksheet.properties import PageSetupProperties

        sheet = self.book.create_sheet(_sheet_title(f"{self.mark} {title}".strip()))
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

        `step` is called with each block's number of rows. None leaves a cell empty.
        """
        from openpyxl.utils import get_column_letter

        sheet = self.sheet(title)
        sheet.freeze_panes = "A2"
        sheet.print_title_rows = "1:1"
        for number, each in enumerate(fields, 1):
            sheet.column_dimensions[get_column_letter(number)].width = each.width
        writer = RowWriter(self, sheet, fields)
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
        writer.end()
        return count

    def plain(self, value: str) -> str:
        """A text as a cell of the summary can hold it."""
        return escaped(cell_text(value)[0])

    def save(self, path: Path) -> None:
        """Write the file; the book can't be used afterwards. OSError where the disk is full."""
        from openpyxl.writer.excel import ExcelWriter

        archive = ZipFile(path, "w", ZIP_DEFLATED, allowZip64=True)
        try:
            ExcelWriter(self.book, archive).save()
        except BaseException:
            # Left to itself it would try once more to write its end, and complain on the terminal.
            raw, archive.fp = archive.fp, None
            if raw is not None:
                with suppress(OSError):
                    raw.close()
            raise

    def drop(self) -> None:
        """Remove what an unfinished book left in the system's folder for temporary files."""
        for sheet in self.book.worksheets:
            writer = sheet._writer
            if writer is not None and Path(writer.out).exists():
                if sheet._rows is not None:
                    sheet._rows.close()
                writer.close()
                writer.cleanup()


class RowWriter:
    """Puts rows into one sheet.

    openpyxl's own append makes three context managers a cell and guesses its type; here a row is one small tree, which
    is twice as fast. It uses the same stream, styles and packaging.
    """

    def __init__(self, book: ReportBook, sheet: Any, fields: Sequence[SheetColumn]) -> None:
        from openpyxl.utils import get_column_letter

        self._book, self._sheet, self._fields = book, sheet, fields
        self._letters = [get_column_letter(number) for number in range(1, len(fields) + 1)]
        self._styles = [book.style(each.kind) for each in fields]
        self._quoted = [book.style(each.kind, "quoted") for each in fields]
        self._number = 0
        self._long = [(place, each.width) for place, each in enumerate(fields) if each.kind == "long"]
        sheet._get_writer()
        sheet._rows = _stream(sheet)
        next(sheet._rows)
        from openpyxl.xml.functions import Element, SubElement

        self._element, self._sub = Element, SubElement
        self._adders = [self._adder(number, each.kind) for number, each in enumerate(fields)]

    def header(self) -> None:
        """The titles of the columns."""
        self._number += 1
        deepest = max(lines_of(each.title, each.width) for each in self._fields)
        row = self._element("row", {"r": str(self._number), "ht": str(max(30, 16 * deepest)), "customHeight": "1"})
        for letter, each, title in zip(self._letters, self._fields, headings(self._fields), strict=True):
            self._put_text(row, letter, self._book.style(each.kind, "header"), title)
        self._sheet._rows.send(row)

    def row(self, values: Sequence[Any]) -> None:
        """One row of values in the order of the fields; None leaves a cell empty."""
        self._number += 1
        row = self._element("row", {"r": str(self._number)})
        deepest = 1
        for place, width in self._long:  # LibreOffice makes no room for wrapped text by itself
            if (text := values[place]) and len(text) > width / 2:
                deepest = max(deepest, lines_of(text[:MOST_SHOWN], width))
        if deepest > 1:
            row.set("ht", str(min(15 * deepest, HIGHEST)))
        for value, add in zip(values, self._adders, strict=True):
            if value is not None:
                add(row, value)
        self._sheet._rows.send(row)

    def end(self) -> None:
        """No more rows come."""
        self._sheet.close()

    def _adder(self, place: int, kind: str) -> Callable[[Any, Any], None]:
        letter, style = self._letters[place], self._styles[place]

        if kind in ("text", "id", "long"):
            quoted, title = self._quoted[place], self._fields[place].title

            def add_text(row: Any, value: Any) -> None:
                if value == "":
                    return
                plain, cut = cell_text(value)
                if cut:
                    self._book.cuts.append(Cut(self._sheet.title, self._number, title, len(value)))
                self._put_text(row, letter, quoted if needs_quote(plain) else style, plain)

            return add_text
        if kind in ("date", "month"):
            return lambda row, value: self._put_number(row, letter, style, _serial(value))
        if kind == "money":
            return lambda row, value: self._put_money(row, letter, *value)
        return lambda row, value: self._put_number(row, letter, style, value)

    def _put_text(self, row: Any, letter: str, style: str, value: str) -> None:
        cell = self._sub(row, "c", {"r": f"{letter}{self._number}", "s": style, "t": "inlineStr"})
        said = self._sub(self._sub(cell, "is"), "t")
        if value[:1].isspace() or value[-1:].isspace():
            said.set(SPACE, "preserve")
        said.text = escaped(value)

    def _put_number(self, row: Any, letter: str, style: str, value: float) -> None:
        cell = self._sub(row, "c", {"r": f"{letter}{self._number}", "s": style})
        self._sub(cell, "v").text = repr(value)

    def _put_money(self, row: Any, letter: str, minor: int | None, currency: str) -> None:
        if minor is not None:
            places = exponent(currency)
            amount = minor / 10**places if places else minor
            self._put_number(row, letter, self._book.style("money", "", currency), amount)


def _serial(day: str) -> int:
    """An ISO day as a spreadsheet counts days."""
    return date.fromisoformat(day).toordinal() - EPOCH


def _stream(sheet: Any) -> Generator[None, Any, None]:
    """Takes rows as trees and writes them into the sheet's stream, as openpyxl's own generator does with cells."""
    stream = sheet._writer.xf.send(True)
    with stream.element("sheetData"):
        try:
            while True:
                row = yield
                stream.write(row)
        except GeneratorExit:
            pass
    sheet._writer.xf.send(None)


def _sheet_title(title: str) -> str:
    """A sheet's title without the characters a spreadsheet refuses, at most 31 long."""
    plain = "".join(" " if c in r"[]:*?/\'" else c for c in title)
    return plain[:31].strip() or "Sheet"


def _footer(text: str) -> str:
    """A text in which "&" begins no code of a page footer."""
    return text.replace("&", "&&")
