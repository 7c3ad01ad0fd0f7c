"""An order's state in our words, from the platform's words, or from the dates that the row carries."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache
from itertools import repeat

from storeapp.exchange.foreign.texts import word_key
from storeapp.kernel.paths import resource

RANK = {
    "created": 1, "approved": 2, "invoiced": 3, "paid": 4, "processing": 5, "shipped": 6, "delivered": 7,
    "unavailable": 8, "canceled": 9, "returned": 10, "refunded": 11,
}  # fmt: skip

_WORD = re.compile(r"\w+")
_UNPAID = frozenset({"created", "approved"})
_PREPARED = frozenset({"invoiced", "processing"})
_SENT = frozenset({"shipped", "delivered"})


@cache
def _common() -> Mapping[str, str]:
    with resource("wordlists", "statuses.toml").open("rb") as file:
        return {word_key(word): ours for ours, words in tomllib.load(file).items() for word in words}


class Statuses:
    """Reads one or several status columns of one file; words it does not know are counted."""

    def __init__(self, words: Mapping[str, str], chosen: Mapping[str, str] | None = None) -> None:
        self._words = {word_key(word): status for word, status in words.items()}
        self._chosen = chosen or {}
        self.mapped: Counter[str] = Counter()  # words that the owner told the meaning of
        self._memo: dict[tuple[Sequence[str | None], str | None, str | None], str | None] = {}
        self.unknown: Counter[str] = Counter()

    def ours(self, word: str) -> str | None:
        """Our word for theirs; None if it is not known, "" where the platform's word says nothing."""
        folded = word_key(word)
        found = self._words.get(folded)
        if found is None:
            found = _common().get(folded)
        state, dash, _detail = folded.partition(" - ")
        return self.ours(state) if found is None and dash else found  # "shipped - whatever comes next"

    def read(
        self,
        columns: Sequence[Sequence[str | None]],
        payment: int | None = None,
        methods: Sequence[str | None] | None = None,
        dates: Sequence[str | None] | None = None,
    ) -> list[str | None]:
        """One status a row: the furthest state that any of the columns names; "unknown" for words we don't know.

        `payment`: the column that speaks of payment alone. What is unpaid there goes no further by being prepared or
        sent, unless the payment `methods` say that it is paid on delivery. `dates`: the states that days tell of.
        """
        found = []
        for row, method, day in zip(
            zip(*columns, strict=True), methods or repeat(None), dates or repeat(None), strict=False
        ):
            key = (row, method, day)
            if key not in self._memo:
                self._memo[key] = self._one(row, payment, is_on_delivery(method or ""), day)
            status = self._memo[key]
            if self._chosen:
                self.mapped.update(word for word in row if word and word_key(word) in self._chosen)
            if status == "unknown":
                self.unknown[next((w for w in row if w and self.ours(w) is None), "")] += 1
            found.append(status)
        return found

    def _one(self, row: Sequence[str | None], payment: int | None, on_delivery: bool, day: str | None) -> str | None:
        words = [word for word in row if word]
        paid = row[payment] if payment is not None else None
        unpaid = self.ours(paid) if paid else None
        known = [status for status in map(self.ours, words) if status]
        if not known:
            return "unknown" if any(self.ours(word) is None for word in words) else None
        furthest = max(known, key=lambda status: RANK.get(status, 0))
        if on_delivery and furthest in _UNPAID and day in _SENT:
            return day
        stays = _PREPARED if on_delivery else _PREPARED | _SENT
        return unpaid if unpaid and unpaid in _UNPAID and furthest in stays else furthest


def is_on_delivery(method: str) -> bool:
    """Whether a payment method is cash on delivery, in the words of any of the platforms."""
    words, within = _payments()
    folded = " ".join(method.casefold().split())
    return any(part in folded for part in within) or bool(words.intersection(_WORD.findall(folded)) or folded in words)


@cache
def _payments() -> tuple[frozenset[str], tuple[str, ...]]:
    with resource("wordlists", "payments.toml").open("rb") as file:
        table = tomllib.load(file)
    return frozenset(map(str.casefold, table["words"])), tuple(map(str.casefold, table["within"]))


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
