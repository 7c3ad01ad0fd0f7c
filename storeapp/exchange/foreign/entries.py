"""Keeps apart what the rows of one order add up to, so that another file can add to it and the same one does not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from storeapp.exchange.foreign.formats import Format
from storeapp.orders import listed_amounts

ENTRIES = "parts"  # the column of staged orders
COLUMNS = {
    "orders.total": "total_minor", "orders.shipping": "shipping_minor", "orders.discount": "discount_minor",
    "orders.tax": "tax_minor", "orders.paid_amount": "paid_minor", "orders.refunded": "refunded_minor",
}  # fmt: skip


class Entries:
    """Names each amount of a format's `sums` by its item, or by its reference, day and amount."""

    def __init__(self, form: Format) -> None:
        self._source = form.id
        self._sums = sorted(form.sums, key=lambda name: COLUMNS[name]) if form.id else []
        self._seen: Counter[tuple[str, str]] = Counter()

    def add(self, got: dict[str, Any], orders: Sequence[Any], listings: Sequence[Any], lines: Sequence[Any]) -> None:
        """Write `orders.parts`: one text a row, None where a row adds nothing. `orders`: what tells orders apart."""
        named = [name for name in self._sums if name in got]
        if not named:
            return
        own = got.get("orders.entry") or [None] * len(orders)
        amounts = list(zip(*(got[name] for name in named), strict=True))
        found: list[str | None] = []
        for order, listing, line, entry, values in zip(orders, listings, lines, own, amounts, strict=True):
            if not any(values):
                found.append(None)
                continue
            key = line if listing is not None and line is not None else entry or ""
            self._seen[order, key] += 1
            if (nth := self._seen[order, key]) > 1:
                key = f"{key}#{nth}"
            of_row = zip(named, values, strict=True)
            found.append(
                "\n".join(listed_amounts.line(COLUMNS[n], self._source, key, value) for n, value in of_row if value)
            )
        if any(found):
            got["orders.parts"] = found
