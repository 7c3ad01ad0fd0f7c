"""An order's state in our words, from the platform's words, or from the dates that the row carries."""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache

from storeapp.kernel.paths import resource

RANK = {
    "created": 1, "approved": 2, "invoiced": 3, "paid": 4, "processing": 5, "shipped": 6, "delivered": 7,
    "unavailable": 8, "canceled": 9, "returned": 10, "refunded": 11,
}  # fmt: skip

_UNPAID = frozenset({"created", "approved"})
_PREPARED = frozenset({"invoiced", "processing"})


@cache
def _common() -> Mapping[str, str]:
    with resource("wordlists", "statuses.toml").open("rb") as file:
        return {word: ours for ours, words in tomllib.load(file).items() for word in words}


class Statuses:
    """Reads one or several status columns of one file; words it does not know are counted."""

    def __init__(self, words: Mapping[str, str], chosen: Mapping[str, str] | None = None) -> None:
        self._words, self._chosen = words, chosen or {}
        self.mapped: Counter[str] = Counter()  # words that the owner told the meaning of
        self._memo: dict[tuple[str | None, ...], str | None] = {}
        self.unknown: Counter[str] = Counter()

    def ours(self, word: str) -> str | None:
        """Our word for theirs; None if it is not known, "" where the platform's word says nothing."""
        folded = " ".join(word.casefold().split())
        found = self._words.get(folded)
        if found is None:
            found = _common().get(folded)
        state, dash, _detail = folded.partition(" - ")
        return self.ours(state) if found is None and dash else found  # "shipped - whatever comes next"

    def read(self, columns: Sequence[Sequence[str | None]], payment: int | None = None) -> list[str | None]:
        """One status a row: the furthest state that any of the columns names; "unknown" for words we don't know.

        `payment`: the column that speaks of payment alone. What is unpaid there goes no further by being prepared.
        """
        found = []
        for row in zip(*columns, strict=True):
            if row not in self._memo:
                self._memo[row] = self._one(row, payment)
            status = self._memo[row]
            if self._chosen:
                self.mapped.update(word for word in row if word and " ".join(word.casefold().split()) in self._chosen)
            if status == "unknown":
                self.unknown[next((w for w in row if w and self.ours(w) is None), "")] += 1
            found.append(status)
        return found

    def _one(self, row: Sequence[str | None], payment: int | None) -> str | None:
        words = [word for word in row if word]
        paid = row[payment] if payment is not None else None
        unpaid = self.ours(paid) if paid else None
        known = [status for status in map(self.ours, words) if status]
        if known:
            furthest = max(known, key=lambda status: RANK.get(status, 0))
            return unpaid if unpaid in _UNPAID and furthest in _PREPARED and unpaid else furthest
        return "unknown" if any(self.ours(word) is None for word in words) else None


def from_dates(
    canceled: Sequence[str | None] | None,
    delivered: Sequence[str | None] | None,
    shipped: Sequence[str | None] | None,
    paid: Sequence[str | None] | None,
    count: int,
) -> list[str | None]:
    """What the dates of a row say about its state where no word does; unpaid where the file has a date for that."""
    found: list[str | None] = [None if paid is None else "created"] * count
    for days, status in ((paid, "paid"), (shipped, "shipped"), (delivered, "delivered"), (canceled, "canceled")):
        if days is not None:
            found = [status if day else before for day, before in zip(days, found, strict=True)]
    return found
