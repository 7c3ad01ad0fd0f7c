"""Buyers of the sample shop who are known twice: the same person on two channels, for the list of duplicates."""

from __future__ import annotations

from dataclasses import dataclass

from storeapp.sample.rules import SampleBuyer, Trade
from storeapp.sample.script import Script

# What the two have in common, their channels, and the country both live in.
RECIPES = (
    ("merged", "own", "etsy", "DE"),
    ("email", "own", "etsy", "DE"),
    ("email", "own", "etsy", "ES"),
    ("email", "own", "etsy", "FR"),
    ("phone", "own", "amazon", "DE"),
    ("phone", "own", "amazon", "AT"),
    ("handle", "etsy", "ebay", "GB"),
    ("city", "etsy", "ebay", "GB"),
    ("city", "own", "amazon", "FR"),
)


@dataclass(frozen=True, slots=True)
class Double:
    """Two buyers, by index, who are one person; `kind` is what gives them away, "merged" where the owner saw it."""

    kind: str
    first: int
    second: int


def plant(script: Script, trade: Trade) -> list[Double]:
    """Make a few of the later buyers of one channel the same persons as buyers of another."""
    keys = {place.key: index for index, place in enumerate(script.places)}
    used: set[int] = set()
    found = []
    for number, (kind, one, other, country) in enumerate(RECIPES):
        first, second = (_late(trade.buyers, keys[key], country, used) for key in (one, other))
        if first is None or second is None:
            continue
        _liken(trade.buyers[first], trade.buyers[second], kind, keys[other], number)
        found.append(Double(kind, first, second))
    return found


def _late(buyers: list[SampleBuyer], place: int, country: str, used: set[int]) -> int | None:
    for index in range(len(buyers) * 9 // 10, 0, -1):
        buyer = buyers[index]
        if index not in used and list(buyer.known) == [place] and buyer.country == country and not buyer.do_not_contact:
            used.add(index)
            return index
    return None


def _liken(one: SampleBuyer, other: SampleBuyer, kind: str, place: int, number: int) -> None:
    given, _blank, family = one.name.partition(" ")
    other.name = f"{given[:1]}. {family}" if kind == "email" and one.country == "ES" else one.name
    other.town, other.language = one.town, one.language
    if kind in ("email", "merged"):
        other.email = one.email
    elif kind == "phone":
        one.phone = other.phone = one.phone or f"+49 000 77{number:05d}"
    elif kind == "handle":
        other.known[place] = ("handle", next(iter(one.known.values()))[1])
