"""Cells that can't be read, put together by column and reason, and what the owner wants done with all of one kind."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from dataclasses import field as part
from typing import Any

from storeapp.exchange.foreign.tables import Block
from storeapp.kernel.text import N_, _, plural

OUT, EMPTY, USE, ORDER = "out", "empty", "use", "order"
NOT_AN_EMAIL = N_("Not an e-mail address")
USUAL = {NOT_AN_EMAIL: EMPTY}  # what is done where the owner says nothing; else the row is left out
EXAMPLES = 3
_EMAIL = re.compile(r"[^@\s,;]+@[^@\s,;]+\.[^@\s,;.]{2,}")

Mends = Mapping[tuple[str, str], tuple[str, str]]  # (field, reason) -> (action, value)


@dataclass
class Trouble:
    """All cells of one column with one reason. `kind` is cell, key, status or currency; `action` what is done.

    `code` is the reason as the program names it in any language, `reason` what the owner reads.
    """

    kind: str
    field: str
    column: str
    code: str
    reason: str
    action: str
    value: str = ""
    count: int = 0
    first: int = 0
    examples: list[str] = part(default_factory=list)

    def add(self, row: int, value: str) -> None:
        """Count one more cell; the first few different values are kept."""
        self.count += 1
        self.first = self.first or row
        if len(self.examples) < EXAMPLES and value[:60] not in self.examples:
            self.examples.append(value[:60])

    def as_json(self) -> dict[str, Any]:
        """For the staging file."""
        return asdict(self)


class Troubles:
    """The troubles of one table as its rows come by."""

    def __init__(self, mends: Mends) -> None:
        self._mends = mends
        self._found: dict[tuple[str, str], Trouble] = {}

    def action(self, name: str, reason: str) -> tuple[str, str]:
        """What is done with cells of a field that have this reason, and with which value."""
        return self._mends.get((name, reason), (USUAL.get(reason, OUT), ""))

    def note(self, name: str, column: str, reason: str, row: int, value: str, kind: str = "cell") -> None:
        """Take down one cell."""
        found = self._found.get((name, reason))
        if found is None:
            action, instead = self.action(name, reason)
            found = self._found[name, reason] = Trouble(kind, name, column, reason, _(reason), action, instead)
        found.add(row, value)

    def all(self) -> list[Trouble]:
        """Those that leave rows out first, the most frequent first."""
        return sorted(self._found.values(), key=lambda one: (one.action != OUT, -one.count))


class Unreadable:
    """The cells with bytes that are no letters in the file's encoding: how many, and the first few places."""

    def __init__(self, header: Sequence[str]) -> None:
        self.header, self.count = header, 0
        self._places: list[str] = []

    def look_at(self, block: Block) -> None:
        """Take down the marked cells of some rows."""
        for number, cells in zip(block.numbers, block.cells, strict=True):
            if "\ufffd" not in "".join(cells):
                continue
            for at in [at for at, cell in enumerate(cells) if "\ufffd" in cell]:
                self.count += 1
                if len(self._places) < EXAMPLES:
                    self._places.append(_("row {row}, {column}").format(row=f"{number:,}", column=self.header[at]))

    def sentence(self) -> str:
        """What the owner reads."""
        places = "; ".join(self._places) + (" …" if self.count > len(self._places) else "")
        return plural(
            "{count} cell has characters that can't be read; they show as “�”: {{places}}.",
            "{count} cells have characters that can't be read; they show as “�”: {{places}}.",
            self.count,
        ).format(places=places)


def malformed(values: Sequence[str]) -> set[str]:
    """The values that are meant as an e-mail address and can't be one; masked ones are no mistake of anybody's."""
    return {
        value
        for value in set(values)
        if value.strip() and "*" not in value and not _EMAIL.fullmatch(value.strip("<>;, '\t"))
    }
