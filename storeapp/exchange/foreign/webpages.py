"""Tables inside web pages and XML spreadsheets, which some shops export under the name of a workbook."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path

from storeapp.exchange.foreign.limits import CELL_CHARACTERS, COLUMNS, WORKBOOK_ROWS, too_many_rows
from storeapp.exchange.foreign.tables import CHUNK, Row

PAGE_BYTES = 32 << 20
UNCLOSED = 1 << 18  # characters of one tag or comment that never ends
TABLES = 50
GAP = 10_000  # rows that an XML spreadsheet may leap over
_STEP = 1 << 14
_ROWS = frozenset({"tr", "row"})
_CELLS = frozenset({"td", "th", "cell"})
_TABLES = frozenset({"table"})
_SILENT = frozenset({"script", "style", "comment"})
_BREAKS = frozenset({"br", "p", "div", "li"})
_BLANKS = re.compile("[ \t\r\n\f\u00a0]+")


@dataclass
class Grid:
    """One table as rows of cells, from its first row on."""

    rows: list[Row] = field(default_factory=list)
    nested: bool = False  # it holds other tables, so it lays out a page

    @property
    def is_plain(self) -> bool:
        """Whether it is a table of data: a header, a row and two columns at least."""
        return not self.nested and len(self.rows) >= 2 and max(map(len, self.rows)) >= 2

    def chunks(self) -> Iterator[list[Row]]:
        """The rows, `CHUNK` at a time."""
        for start in range(0, len(self.rows), CHUNK):
            yield self.rows[start : start + CHUNK]


def read_tables(path: Path, encoding: str, name: str) -> list[Grid]:
    """The tables of data in a page, in its order; none where it can't be read within its limits."""
    if path.stat().st_size > PAGE_BYTES:
        return []
    page = _Page(name)
    codec = "utf-8-sig" if encoding == "utf-8" else encoding
    try:
        with path.open("r", encoding=codec, errors="replace") as file:
            while piece := file.read(_STEP):
                page.feed(piece.replace("\x00", ""))
                if len(page.rawdata) > UNCLOSED or len(page.tables) > TABLES:
                    return []
        page.close()
    except (_NotPlainError, AssertionError):  # the latter is how the parser says that "<![" or "<!x" is no declaration
        return []
    return [table for table in page.tables if table.is_plain]


class _NotPlainError(Exception):
    """The page holds no table that an export would write."""


class _Page(HTMLParser):
    """Collects the cells of every table; closing tags may be missing, as browsers allow."""

    def __init__(self, name: str) -> None:
        super().__init__(convert_charrefs=True)
        self.name = name
        self.tables: list[Grid] = []
        self._open: list[Grid] = []
        self._row: Row | None = None
        self._cell: list[str] | None = None
        self._length = 0
        self._wide = 1
        self._below: dict[int, tuple[int, str]] = {}  # column -> rows still covered by a cell above, its text
        self._down = 1
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _TABLES:
            self._end_row()
            for outer in self._open:
                outer.nested = True
            self._below.clear()
            self._silent = 0
            self._open.append(Grid())
            self.tables.append(self._open[-1])
        elif tag in _SILENT:
            self._silent += 1
        elif not self._open:
            return
        elif tag in _ROWS:
            self._end_row()
            self._begin_row(dict(attrs))
        elif tag in _CELLS:
            self._begin_cell(dict(attrs))
        elif tag in _BREAKS and self._cell:
            self._cell.append("\n")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag in _CELLS | _SILENT:  # <Cell/> of an XML spreadsheet
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in _SILENT:
            self._silent = max(0, self._silent - 1)
        elif tag in _CELLS:
            self._end_cell()
        elif tag in _ROWS:
            self._end_row()
        elif tag in _TABLES and self._open:
            self._end_row()
            self._open.pop()
            self._below.clear()

    def handle_data(self, data: str) -> None:
        if self._cell is not None and not self._silent and self._length < CELL_CHARACTERS:
            self._cell.append(_BLANKS.sub(" ", data))
            self._length += len(data)

    def _begin_row(self, attributes: dict[str, str | None]) -> None:
        rows = self._open[-1].rows
        skipped = _number(attributes.get("ss:index"), WORKBOOK_ROWS) - 1 - len(rows)
        if skipped > GAP:
            raise _NotPlainError
        rows += [[] for _ in range(skipped)]
        if len(rows) >= WORKBOOK_ROWS:
            raise too_many_rows(self.name, WORKBOOK_ROWS)
        self._row = []
        self._cover()

    def _begin_cell(self, attributes: dict[str, str | None]) -> None:
        if self._row is None:
            self._begin_row({})
        assert self._row is not None
        self._end_cell()
        self._row += [""] * (_number(attributes.get("ss:index"), COLUMNS) - 1 - len(self._row))
        merged = _number(attributes.get("ss:mergeacross"), COLUMNS)
        self._wide = max(1, _number(attributes.get("colspan"), COLUMNS), merged + 1 if merged else 1)
        self._down = max(1, _number(attributes.get("rowspan"), WORKBOOK_ROWS))
        self._cell, self._length = [], 0

    def _end_cell(self) -> None:
        if self._cell is None or self._row is None:
            return
        lines = [line.strip() for line in "".join(self._cell).split("\n")]
        text = "\n".join(lines).strip()
        at = len(self._row)
        if at <= COLUMNS:  # one more than allowed is enough to be refused
            self._row += [text, *[""] * (self._wide - 1)]
            if self._down > 1:
                self._below |= {at + n: (self._down - 1, text if n == 0 else "") for n in range(self._wide)}
        self._cell = None
        self._cover()

    def _cover(self) -> None:
        """Put in the cells that reach down from the rows above."""
        while self._row is not None and (above := self._below.get(len(self._row))):
            left, text = above
            at = len(self._row)
            self._row.append(text)
            if left > 1:
                self._below[at] = (left - 1, text)
            else:
                del self._below[at]

    def _end_row(self) -> None:
        self._end_cell()
        if self._row is not None and self._open:
            self._open[-1].rows.append(self._row)
        self._row = None


def _number(text: str | None, most: int) -> int:
    """A number in an attribute, 0 where there is none, at most `most`."""
    return min(most, int(text)) if text and text.isascii() and text.isdigit() and len(text) < 10 else 0
