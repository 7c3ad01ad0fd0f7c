"""Rows of an order whose first row was left out: what only that row says of the order would be missing."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from storeapp.exchange.foreign.tables import Row
from storeapp.kernel.text import N_

HEADLESS = N_("The first row of this order can't be read")
_OF_ORDERS = ("orders.", "customers.")


class Heads:
    """Follows the rows of one table: Shopify's files say who bought, and for how much, in the first row only."""

    def __init__(self, records: Collection[str], indexes: Mapping[str, Sequence[int]]) -> None:
        numbers = indexes.get("orders.number", ()) if "lines" in records else ()
        self.number = numbers[0] if numbers else -1
        self._facts = [i for name, places in indexes.items() if name.startswith(_OF_ORDERS) for i in places]
        self._lost: dict[str, set[int]] = {}  # order number -> columns that its lost first row had filled
        self._above = ""  # the number of the row before, if that row came in

    def headless(self, cells: Sequence[Row], bad: Collection[int]) -> list[int]:
        """The rows that would come in without their order, beside those that are `bad` already."""
        if self.number < 0 or not cells:
            return []
        if not bad and not self._lost:
            self._above = cells[-1][self.number]
            return []
        found = []
        for place, row in enumerate(cells):
            number = row[self.number]
            if place in bad:
                if number and number != self._above:
                    self._lost.setdefault(number, self._filled(row))
                self._above = number if number == self._above else ""
                continue
            if number in self._lost:
                if self._lost[number] - self._filled(row):
                    found.append(place)
                    self._above = ""
                    continue
                del self._lost[number]
            self._above = number
        return found

    def _filled(self, row: Row) -> set[int]:
        return {index for index in self._facts if row[index].strip()}
