"""Orders of one file that bear the same number: which row belongs to which of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from storeapp.exchange.foreign.people import Identity
from storeapp.orders.identity import OTHER, Seen, sameness, seen

Facts = tuple[Any, ...]  # external id, day, kind and key of the buyer, e-mail, phone, name


class Twins:
    """Numbers the orders that share a number, as their rows come by: 0 for the first, then 1, 2 ..."""

    def __init__(self) -> None:
        self._last: dict[str, tuple[Facts, int]] = {}  # number -> what its latest row said, and of which order
        self._orders: dict[str, list[Seen]] = {}  # numbers whose rows differ
        self._above = ""  # the number of the row before

    def places(self, got: dict[str, Any], who: Sequence[Identity]) -> list[int] | None:
        """For each row, which of the orders of its number it is about; None where all are the only one."""
        numbers: Sequence[str] = got["orders.number"]
        empty: list[None] = [None] * len(numbers)
        names = ("orders.external_id", "orders.placed_on")
        contacts = ("customers.email", "customers.phone", "customers.name")
        rows = zip(
            *(got.get(name, empty) for name in names),
            [one[0] for one in who],
            [one[2] for one in who],
            *(got.get(name, empty) for name in contacts),
            strict=True,
        )
        found, last, above = [], self._last, self._above
        for number, facts in zip(numbers, rows, strict=True):
            known = last.get(number)
            if known is None:
                last[number] = facts, 0
                found.append(0)
            elif known[0] == facts or (number == above and known[0][0] and not facts[0]):
                found.append(known[1])  # an item below the row that has the platform's id
            else:
                found.append(self._place(number, known, facts))
            above = number
        self._above = above
        return found if any(found) else None

    def _place(self, number: str, known: tuple[Facts, int], facts: Facts) -> int:
        before, place = known
        if all(new is None or new == old for new, old in zip(facts, before, strict=True)):
            return place  # an item whose row says no more than the order's first
        orders = self._orders.setdefault(number, [_seen(before)])
        one = _seen(facts)
        found = [sameness(order, one) for order in orders]
        best = max(found)
        if best == OTHER:
            orders.append(one)
            place = len(orders) - 1
        elif found[place] < best:
            place = found.index(best)
        orders[place].add(one)
        filled = tuple(old if new is None and known[1] == place else new
                       for new, old in zip(facts, before, strict=True))  # fmt: skip
        self._last[number] = filled, place
        return place


def _seen(facts: Facts) -> Seen:
    external_id, day, kind, key, mail, phone, name = facts
    return seen(external_id, day, (kind, key), mail, phone, name)


def marked(numbers: Sequence[str], places: list[int] | None) -> list[Any] | None:
    """Order numbers, told apart where several orders bear the same; None where none do."""
    if places is None:
        return None
    return [(number, place) if place else number for number, place in zip(numbers, places, strict=True)]
