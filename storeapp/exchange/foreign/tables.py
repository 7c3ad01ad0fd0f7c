"""A foreign file as a plain table: which row is the header, which rows are data, whatever stands around them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from storeapp.exchange.foreign.limits import COLUMNS, too_many_rows
from storeapp.kernel.errors import UserError
from storeapp.kernel.text import N_, _

CHUNK = 4_000
FIRST_CHUNK = 600  # what is read again after the file was recognised
HEAD_ROWS = 60
SAMPLE_ROWS = 400
EXTRA_CELLS = 20  # kept of a row that is too long
TOO_MANY_CELLS = N_("The row has more cells than the header: a separator is inside a value")
SWALLOWED = N_("A quotation mark is opened and never closed, so several rows ended up in one cell")

Row = list[str]


class TableSource(Protocol):
    """Rows of a foreign file from its very first one, any number of times."""

    def chunks(self) -> Iterator[list[Row]]:
        """Stretches of rows; an empty row stays as an empty list, so that row numbers are a spreadsheet's."""


@dataclass(slots=True)
class Block:
    """Some data rows: their numbers as a spreadsheet shows them, their cells, and rows whose cells don't fit."""

    numbers: Sequence[int]
    cells: list[Row]
    broken: list[tuple[int, Row, str]] = field(default_factory=list)


@dataclass
class Table:
    """One sheet or text file with its header found. `first` is the index of the first data row in the source."""

    source: TableSource
    header: Row
    first: int
    header_row: int  # as a spreadsheet shows it; 0 if the file has none
    rows_limit: int
    row_base: int = 1  # number of the source's first row
    name: str = ""
    footer: re.Pattern[str] | None = None
    notes: str = ""  # what stands above the header, a line a row
    marked_up: bool = True  # cells may carry entities and tags; False where the way here has undone them
    described: frozenset[str] = frozenset()  # texts that mark a row of explanations under the header
    delimiter: str = ""
    skipped: int = 0  # rows left out by the last reading: blank ones don't count, footers and repeated headers do

    def blocks(self) -> Iterator[Block]:
        """The data rows, blank rows, footers and repeated headers left out."""
        width, header = len(self.header), [cell.strip() for cell in self.header]
        raw_header = self.header
        at, self.skipped = 0, 0
        careful = _Careful(self)
        for chunk in self.source.chunks():
            base = at
            at += len(chunk)
            if at <= self.first:
                continue
            if base < self.first:
                chunk = chunk[self.first - base :]
                base = self.first
            if at - self.first > self.rows_limit:
                raise too_many_rows(self.name, self.rows_limit)
            plain = not careful.waiting and not self.footer and not (self.described and base == self.first)
            if plain and all(len(row) == width and (row[0] or any(row)) and row != raw_header for row in chunk):
                yield Block(range(base + self.row_base, base + self.row_base + len(chunk)), chunk)
            else:
                yield careful.block(chunk, base + self.row_base, header, base == self.first)
        self.skipped += len(careful.waiting)


class _Careful:
    """Looks at each row on its own: blank, footer, header once more, too long, too short."""

    def __init__(self, table: Table) -> None:
        self.table, self.width = table, len(table.header)
        self.waiting: list[tuple[int, Row]] = []  # rows that are a footer if nothing but such rows follows
        self.after_blank = False

    def block(self, chunk: list[Row], number: int, header: Row, first: bool) -> Block:
        table, width = self.table, self.width
        numbers: list[int] = []
        cells: list[Row] = []
        made = Block(numbers, cells)
        for offset, row in enumerate(chunk):
            here = number + offset
            filled = [cell for cell in row if cell and not cell.isspace()]
            if not filled:
                self.after_blank = True
                continue
            if [cell.strip() for cell in row[:width]] == header:
                table.skipped += 1
                continue
            if first and table.described and any(c.strip().casefold() in table.described for c in filled[:8]):
                table.skipped += 1
                first = False
                continue
            if table.footer and table.footer.search(" ".join(filled)):
                self.waiting.append((here, row))
                continue
            if width >= 4 and len(filled) <= 2 and (self.after_blank or self.waiting or len(row) < width):
                self.waiting.append((here, row))
                continue
            self._release(made)
            self.after_blank = False
            self._take(made, here, row)
        return made

    def _release(self, made: Block) -> None:
        for number, row in self.waiting:
            if self.table.footer and self.table.footer.search(" ".join(filter(None, row))):
                self.table.skipped += 1
            else:
                self._take(made, number, row)
        self.waiting.clear()

    def _take(self, made: Block, number: int, row: Row) -> None:
        width = self.width
        if len(row) > width:
            if any(cell.strip() for cell in row[width:]):
                made.broken.append((number, row[: width + EXTRA_CELLS], TOO_MANY_CELLS))
                return
            row = row[:width]
        elif len(row) < width:
            row = row + [""] * (width - len(row))
        delimiter = self.table.delimiter
        if delimiter and width > 2:
            for cell in row:
                if "\n" in cell and cell.count(delimiter) >= 2 * (width - 1) and _is_rows(cell, delimiter, width):
                    made.broken.append((number, row, SWALLOWED))
                    return
        made.numbers.append(number)  # type: ignore[attr-defined]
        made.cells.append(row)


def _is_rows(cell: str, delimiter: str, width: int) -> bool:
    """Whether the lines inside one cell look like rows of the table themselves."""
    lines = cell.splitlines()[1:-1] or cell.splitlines()[1:]
    return bool(lines) and sum(line.count(delimiter) >= width - 1 for line in lines) * 2 > len(lines)


def wrapped(header: Row, sample: Sequence[Row]) -> bool:
    """Whether rows stand as whole lines in their first cells under a header of many columns."""
    width = len(header)
    if width < 4 or not sample:
        return False
    lines = [row for row in sample if sum(1 for cell in row[1:] if cell.strip(" ;\t")) * 4 < width]
    whole = sum(max(map(row[0].count, ",;\t")) * 2 >= width - 1 for row in lines)
    return whole * 4 > len(sample)  # notes of several lines stand between them


def clean_header(row: Sequence[str]) -> Row:
    """Header cells without byte order marks, quotes of a formula, blanks at the ends or line breaks inside."""
    cells = [re.sub(r"\s+", " ", cell.replace("\ufeff", "").strip().strip("\x00")).strip() for cell in row]
    while cells and not cells[-1]:
        cells.pop()
    return cells


def find_header(head: list[Row], knows: Callable[[Row], int]) -> int | None:
    """The index of the header row among the first rows; None if the table has no header.

    `knows` says how many cells of a row a known format or word list would use as column names.
    """
    filled = [sum(1 for cell in row if cell.strip()) for row in head]
    scores = [knows(row) for row in head[:40]]
    best = max(scores, default=0)
    if best >= 2:
        return scores.index(best)
    usual = max(set(filled), key=lambda n: (filled.count(n) * n, n), default=0)  # wide rows are the table
    for index, row in enumerate(head):
        if not filled[index]:
            continue
        if filled[index] < min(usual * 0.6, usual - 1):
            continue
        return index if scores[index : index + 1] == [1] or _reads_like_names(row, head[index + 1 :]) else None
    return None


def _reads_like_names(row: Row, below: list[Row]) -> bool:
    """Names of columns are short words, not numbers, and differ from what stands below them."""
    cells = [cell.strip() for cell in row if cell.strip()]
    if any(len(cell) > 120 for cell in cells) or len(set(cells)) * 2 < len(cells):
        return False
    numbers = sum(_numeric(cell) for cell in cells)
    if numbers == 0:
        return True
    under = [cell.strip() for line in below[:10] for cell in line if cell.strip()]
    share = sum(map(_numeric, under)) / len(under) if under else 0
    return numbers / len(cells) < share * 0.5


def _numeric(cell: str) -> bool:
    return bool(re.fullmatch(r"[-+(]?[^\w\s]{0,2}\s?[0-9][0-9.,:/ \-T]*[%)]?\s?[^\w\s]{0,2}", cell))


def check_width(header: Row, name: str) -> None:
    """UserError if a table is wider than any export."""
    if len(header) > COLUMNS:
        raise UserError(
            _("{file} has {count} columns, more than any export. Delete the empty columns and drop it again.").format(
                file=name, count=f"{len(header):,}"
            )
        )
