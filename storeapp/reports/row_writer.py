"""Writes the rows of one sheet as the sheet's own XML, row by row, into a file that lies beside the workbook."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable, Sequence
from datetime import date
from typing import IO, TYPE_CHECKING, Any
from xml.sax.saxutils import escape

from storeapp.kernel.cells import cell_text, escaped, needs_quote
from storeapp.kernel.money import exponent
from storeapp.reports.cell_styles import SheetColumn, headings, lines_of

if TYPE_CHECKING:
    from storeapp.reports.workbook import ReportBook

MOST_ROWS = 1_048_575  # of a sheet, below its head
EPOCH = date(1899, 12, 30).toordinal()
HIGHEST, MOST_SHOWN = 409, 2400  # points of a row, and characters that it can show at most
BUFFER = 1 << 20
REMEMBERED = 5000  # different values of a column whose cells are kept: the same channel or day comes again and again
SHORT = 60  # longer texts hardly come again
# A text without any of these, and short enough for a cell, is written as it is.
_ODD = re.compile("[\x00-\x1f&<>\ud800-\udfff\ufffe\uffff]|_x")
_SAFE_LENGTH = 16_000
Cell = Callable[[Any], str]


class RowWriter:
    """Puts rows into one sheet. Openpyxl's own append makes an object, three context managers and a guess of each cell;
    here a cell is a piece of text, and one that comes again is looked up.

    `out` holds what stands between the tags of the sheet's rows.
    """

    def __init__(self, book: ReportBook, sheet: Any, fields: Sequence[SheetColumn]) -> None:
        from openpyxl.utils import get_column_letter

        self._book, self._sheet, self._fields = book, sheet, fields
        # The book closes it once it is packed or dropped.
        self.out: IO[bytes] = tempfile.TemporaryFile(buffering=BUFFER)  # noqa: SIM115
        self._begins = [f'<c r="{get_column_letter(number)}' for number in range(1, len(fields) + 1)]
        self._number = 0
        self._long = [(place, each.width) for place, each in enumerate(fields) if each.kind == "long"]
        self._cells = [self._cell_of(each) for each in fields]

    def header(self) -> None:
        """The titles of the columns."""
        self._number += 1
        deepest = max(lines_of(each.title, each.width) for each in self._fields)
        styles = [self._book.style(each.kind, "header") for each in self._fields]
        cells = [
            f'{begin}{self._number}"{_text_cell(style, title)}'
            for begin, style, title in zip(self._begins, styles, headings(self._fields), strict=True)
        ]
        high = max(30, 16 * deepest)
        self.out.write(f'<row r="{self._number}" ht="{high}" customHeight="1">{"".join(cells)}</row>'.encode())

    def row(self, values: Sequence[Any]) -> None:
        """One row of values in the order of the fields; None leaves a cell empty."""
        self._number += 1
        at = f'{self._number}"'
        deepest = 1
        for place, width in self._long:  # LibreOffice makes no room for wrapped text by itself
            if (text := values[place]) and (len(text) > width / 2 or "\n" in text):
                deepest = max(deepest, lines_of(text[:MOST_SHOWN], width))
        high = f' ht="{min(15 * deepest, HIGHEST)}"' if deepest > 1 else ""
        cells = [
            begin + at + cell(value)
            for begin, cell, value in zip(self._begins, self._cells, values, strict=True)
            if value is not None and value != ""
        ]
        self.out.write(f'<row r="{at}{high}>{"".join(cells)}</row>'.encode())

    def close(self) -> None:
        """The rows are no longer needed."""
        self.out.close()

    def _cell_of(self, field: SheetColumn) -> Cell:
        """What writes a value of a column: all of its cell that comes after the address."""
        if field.kind in ("text", "id", "long"):
            return self._texts(field)
        if field.kind == "money":
            return self._amounts()
        style = self._book.style(field.kind)
        if field.kind in ("date", "month"):
            return _remembering(lambda day: f' s="{style}"><v>{_serial(day)}</v></c>')
        return lambda value: f' s="{style}"><v>{value!r}</v></c>'

    def _texts(self, field: SheetColumn) -> Cell:
        style, quoted = self._book.style(field.kind), self._book.style(field.kind, "quoted")
        known: dict[str, str] = {}

        def write(value: str) -> str:
            held = known.get(value)
            if held is not None:
                return held
            plain = value
            if len(value) > _SAFE_LENGTH or _ODD.search(value):
                plain, cut = cell_text(value)
                if cut:
                    self._book.note_cut(self._sheet.title, self._number, field.title, len(value))
            made = _text_cell(quoted if needs_quote(plain) else style, plain)
            if len(value) <= SHORT and len(known) < REMEMBERED:
                known[value] = made
            return made

        return write

    def _amounts(self) -> Cell:
        known: dict[str, tuple[str, int]] = {}

        def write(value: tuple[int | None, str]) -> str:
            minor, currency = value
            if minor is None:
                return "/>"
            if currency not in known:
                known[currency] = self._book.style("money", "", currency), 10 ** exponent(currency)
            style, units = known[currency]
            return f' s="{style}"><v>{minor / units if units > 1 else minor!r}</v></c>'

        return write


def _text_cell(style: str, value: str) -> str:
    space = ' xml:space="preserve"' if value[:1].isspace() or value[-1:].isspace() else ""
    said = escape(escaped(value)) if _ODD.search(value) else value
    return f' s="{style}" t="inlineStr"><is><t{space}>{said}</t></is></c>'


def _remembering(make: Cell) -> Cell:
    known: dict[Any, str] = {}

    def write(value: Any) -> str:
        held = known.get(value)
        if held is None:
            held = make(value)
            if len(known) < REMEMBERED:
                known[value] = held
        return held

    return write


def _serial(day: str) -> int:
    """An ISO day as a spreadsheet counts days."""
    return date.fromisoformat(day).toordinal() - EPOCH
