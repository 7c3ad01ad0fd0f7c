"""Items of an order that are no goods: shipping, discounts, gift cards, tips and fees, by what they are called."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any

from storeapp.exchange.foreign.texts import title_key
from storeapp.kernel.paths import resource
from storeapp.kernel.text import plural

Values = Sequence[Any]
_WORD = re.compile(r"[^\W\d_]+(?:['’&\-][^\W\d_]+)*")
MOST_WORDS = 8  # of a title that may name no goods
LONGEST = 4  # words of one word of wordlists/lines.toml
LESS = ("discount", "gift card")  # what a line of less than nothing may be, wherever its title says so


class LineKinds:
    """Tells the kind of each line of one file; "" for goods."""

    def __init__(self) -> None:
        self.count: Counter[str] = Counter()
        self._memo: dict[tuple[str, bool], str] = {}

    def of_rows(self, got: Mapping[str, Values], count: int) -> list[str]:
        """One kind for each of `count` rows, from their fields."""
        empty: Values = [None] * count
        prices, pieces = got.get("lines.price", empty), got.get("lines.quantity", [1] * count)
        amounts = [
            total if total is not None or price is None or piece is None else price * piece
            for total, price, piece in zip(got.get("lines.total", empty), prices, pieces, strict=True)
        ]
        return self.read(got.get("products.title", empty), got.get("products.external_id", empty), amounts)

    def read(self, titles: Values, ids: Values, amounts: Values) -> list[str]:
        """One kind a row. `ids`: listing numbers, which only goods have; `amounts`: what each line came to."""
        found = []
        for title, listing, amount in zip(titles, ids, amounts, strict=True):
            less = amount is not None and amount < 0
            if not title or (listing and not less):
                found.append("")
                continue
            key = (title, less)
            if key not in self._memo:
                self._memo[key] = kind_of(title, less)
            found.append(self._memo[key])
            if self._memo[key]:
                self.count[self._memo[key]] += 1
        return found

    def said(self) -> Iterator[str]:
        """A sentence about them, where there are any."""
        if self.count:
            yield plural(
                "{count} item is shipping, a discount, a gift card, a tip or a fee: it stays with its order and "
                "is not counted as a product.",
                "{count} items are shipping, discounts, gift cards, tips or fees: they stay with their orders "
                "and are not counted as products.",
                self.count.total(),
            )


def kind_of(title: str, less: bool = False) -> str:
    """What a title names: a key of `kinds` in wordlists/lines.toml, "" for goods. `less`: it came to less than 0."""
    kinds, beside, starts = _words()
    folded = title_key(title)
    if folded in kinds:
        return kinds[folded]
    words = _WORD.findall(folded)
    if len(words) > MOST_WORDS and not less:
        return ""
    for first in [place for place, word in enumerate(words) if word in starts]:
        for after in range(min(len(words), first + LONGEST), first, -1):
            kind = kinds.get(" ".join(words[first:after]), "")
            if kind and (beside.issuperset(words[:first] + words[after:]) or (less and kind in LESS)):
                return kind
    return ""


def without(keys: Values, kinds: Sequence[str]) -> Values:
    """The listing keys of goods; None for what is none."""
    return [None if kind else key for key, kind in zip(keys, kinds, strict=True)] if any(kinds) else keys


@cache
def _words() -> tuple[dict[str, str], frozenset[str], frozenset[str]]:
    """(word -> its kind, the words that may stand beside one, the first words of all kinds)."""
    with resource("wordlists", "lines.toml").open("rb") as file:
        table = tomllib.load(file)
    kinds = {title_key(word): kind for kind, words in table["kinds"].items() for word in words}
    starts = frozenset(found[0] for word in kinds if (found := _WORD.findall(word)))
    return kinds, frozenset(map(title_key, table["beside"]["words"])), starts
