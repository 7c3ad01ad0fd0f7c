"""Text tables: comma, semicolon, tab or bar, found by content, with the quotes that the file really uses."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import islice
from pathlib import Path

from storeapp.exchange.foreign.limits import CELL_CHARACTERS
from storeapp.exchange.foreign.tables import CHUNK, FIRST_CHUNK, Row
from storeapp.kernel.cells import bare
from storeapp.kernel.errors import UserError
from storeapp.kernel.text import _

DELIMITERS = (",", ";", "\t", "|")
_LINE = 1 << 20
_SEP = re.compile(r"^\ufeff?\s*\"?sep=(.)\"?,*\s*$", re.IGNORECASE)


@dataclass
class Delimited:
    """A text file read as rows; `quoted` says whether quotation marks hold cells together."""

    path: Path
    name: str
    encoding: str
    delimiter: str
    quoted: bool
    marks_inside: bool = False  # byte order marks or NUL characters stand in the text and are left out
    guarded: bool = False  # our own file of rejected rows: what a spreadsheet takes for a formula has an apostrophe

    def chunks(self) -> Iterator[list[Row]]:
        """Rows from the first line on, `CHUNK` at a time."""
        codec = "utf-8-sig" if self.encoding == "utf-8" else self.encoding
        with self.path.open("r", encoding=codec, errors="replace", newline="") as file:
            lines: Iterator[str] = iter(partial(file.readline, _LINE), "")
            if self.marks_inside:
                lines = (line.replace("\ufeff", "").replace("\x00", "") for line in lines)
            reader = rows_of(lines, self.delimiter, self.quoted)
            done = 0
            try:
                while chunk := list(islice(reader, CHUNK if done else FIRST_CHUNK)):
                    done += len(chunk)
                    yield [[bare(cell) for cell in row] for row in chunk] if self.guarded else chunk
            except csv.Error as why:
                raise UserError(
                    _(
                        "{file} can't be read beyond about row {row}: a cell there never ends, mostly "
                        "because of a single quotation mark. Export the file again or correct that row."
                    ).format(file=self.name, row=f"{done + 1:,}")
                ) from why


def rows_of(lines: Iterator[str], delimiter: str, quoted: bool) -> Iterator[Row]:
    """The csv reader with our limits."""
    csv.field_size_limit(CELL_CHARACTERS)
    if quoted:
        return csv.reader(lines, delimiter=delimiter, quotechar='"', doublequote=True, strict=False)
    return csv.reader(lines, delimiter=delimiter, quoting=csv.QUOTE_NONE)


def some_rows(text: str, delimiter: str, quoted: bool, limit: int = 60) -> list[Row]:
    """The first rows of a piece of text; what can't be parsed ends them."""
    found: list[Row] = []
    try:
        for row in islice(rows_of(iter(io.StringIO(text, newline="")), delimiter, quoted), limit):
            found.append(row)
    except csv.Error:
        return found
    return found


def sniff(text: str, knows: Callable[[Row], int]) -> tuple[str, bool]:
    """The delimiter and whether quotation marks count, from the first stretch of the text."""
    said = _SEP.match(text.partition("\n")[0].strip("\r"))
    if said:
        return said.group(1), quotes_count(text, said.group(1))
    best: tuple[float, float, str] = (0, 0, ",")
    for delimiter in DELIMITERS:
        if delimiter not in text:
            continue
        rows = [row for row in some_rows(text, delimiter, True) if any(cell.strip() for cell in row)]
        widths = [len(row) for row in rows[:-1] or rows if len(row) > 1]
        if not widths:
            continue
        usual = max(set(widths), key=lambda w: (widths.count(w), w))
        even = sum(w == usual for w in widths) / max(1, len(rows[:-1] or rows))
        known = max((knows(row) for row in rows[:40]), default=0)
        best = max(best, (float(known), even * (1 + min(usual, 30) / 100), delimiter))
    return best[2], quotes_count(text, best[2])


def quotes_count(text: str, delimiter: str) -> bool:
    """Whether quotation marks hold cells together.

    Files with tabs often have none and carry inch marks and stray quotes instead; there, marks count only where
    cells open and close with them.
    """
    if delimiter != "\t" or '"' not in text:
        return True
    opened = closed = 0
    for cell in re.split(r"[\t\r\n]", text):
        opened += cell.startswith('"') and len(cell) > 1
        closed += cell.endswith('"') and len(cell) > 1 and cell.startswith('"')
    return opened > 0 and closed >= opened * 0.6
