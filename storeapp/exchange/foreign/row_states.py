"""The state of an order, from the words and dates of its rows; each row of an order may bear its own."""

from __future__ import annotations

import re
from collections.abc import Hashable, Mapping, Sequence
from typing import Any

from storeapp.exchange.foreign.plan import TablePlan
from storeapp.exchange.foreign.statuses import RANK, Statuses, from_dates
from storeapp.orders.sales import CALLED_OFF, NEVER_SOLD, SENT_BACK

Values = Sequence[Any]
Got = dict[str, Any]  # field -> one value a row
STATUS_COLUMNS = ("orders.status", "orders.status_payment", "orders.status_shipping", "orders.status_return")
_ENDED = frozenset((*NEVER_SOLD, *SENT_BACK))


class RowStates:
    """An order is as far as the furthest of its rows that stands; it is called off only where all of them are."""

    def __init__(self, connection: Any, file_no: int, plan: TablePlan) -> None:
        self.connection, self.file_no, self._plan, self._form = connection, file_no, plan, plan.format
        self.statuses = Statuses(plan.format.status, plan.statuses)
        self._said: Values | None = None  # of the latest rows, each by itself
        self._state: dict[Hashable, str] = {}
        self._off: dict[Hashable, list[int]] = {}  # rows that were called off

    def of_orders(
        self, rows: Sequence[int], got: Got, count: int, orders: Values, have: Mapping[Hashable, int]
    ) -> Values | None:
        """One state a row, that of its whole order so far; `got` then holds the file's word for it.

        `orders`: what tells the orders apart; `have`: where those of earlier blocks are staged. They are put right.
        """
        said = self._of_rows(got, count)
        self._said = said
        if said is None:
            return None
        words = got.get("orders.status")
        moved = self._further(orders, said, words, rows)
        if not moved:
            return said
        state = self._state
        self.connection.executemany(
            "UPDATE orders SET status = ?, status_raw = coalesce(?, status_raw) WHERE seq = ?",
            [(state[order], word, have[order]) for order, word in moved.items() if order in have],
        )
        if words is not None:
            got["orders.status"] = [moved.get(order, word) for order, word in zip(orders, words, strict=True)]
        return [state[order] if order in moved else one for order, one in zip(orders, said, strict=True)]

    def _further(self, orders: Values, said: Values, words: Values | None, rows: Sequence[int]) -> dict[Hashable, Any]:
        """The orders that a later row brings further than the first one did, each with the word of that row."""
        state, moved = self._state, dict[Hashable, Any]()
        for index, (order, one) in enumerate(zip(orders, said, strict=True)):
            if one is None:
                continue
            if one in NEVER_SOLD:
                self._off.setdefault(order, []).append(rows[index])
            known = state.setdefault(order, one)
            if known != one and _reach(one) > _reach(known):
                state[order] = one
                moved[order] = words[index] if words is not None else None
        return moved

    def kinds_of(self, kinds: Sequence[str]) -> list[str | None]:
        """The kinds of the latest rows' lines: "" only where a row says that it stands, None where none says so."""
        if self._said is None:
            return [kind or None for kind in kinds]
        return [
            kind or (None if said is None or said in NEVER_SOLD else "")
            for kind, said in zip(kinds, self._said, strict=True)
        ]

    def mark_called_off(self) -> None:
        """Take the lines that were called off, while others of their order were sold, out of what that came to."""
        off = [(row,) for order, rows in self._off.items() if self._state[order] not in NEVER_SOLD for row in rows]
        if not off:
            return
        self.connection.execute("CREATE TEMP TABLE IF NOT EXISTS off_rows (row INTEGER PRIMARY KEY)")
        self.connection.execute("DELETE FROM temp.off_rows")
        self.connection.executemany("INSERT OR IGNORE INTO temp.off_rows VALUES (?)", off)
        self.connection.execute(
            "UPDATE lines SET kind = ? WHERE file_no = ? AND row IN (SELECT row FROM temp.off_rows)",
            (CALLED_OFF, self.file_no),
        )

    def _of_rows(self, got: Got, count: int) -> Values | None:
        """What each row says of itself: its words, else its dates; None where no row says anything."""
        columns = [got[name] for name in STATUS_COLUMNS if name in got]
        derived = from_dates(
            got.get("orders.canceled_on"), got.get("orders.delivered_on"), got.get("orders.shipped_on"),
            got.get("orders.paid_on"), count,
        )  # fmt: skip
        found: Values = derived
        if "orders.state" in got:
            found = [said or usual for said, usual in zip(found, got["orders.state"], strict=True)]
        if "orders.refunded" in got and "orders.total" in got and not columns:
            amounts = zip(found, got["orders.refunded"], got["orders.total"], strict=True)
            found = ["refunded" if back and whole and back >= whole else s for s, back, whole in amounts]
        if columns:
            canceled = got.get("orders.canceled_on") or [None] * count
            named = [name for name in STATUS_COLUMNS if name in got]
            payment = named.index("orders.status_payment") if "orders.status_payment" in got else None
            said = self.statuses.read(columns, payment, got.get("orders.payment_method"), derived)
            # Dates speak where the state is blank; that a date of payment is missing says nothing then.
            by_date = [day if day != "created" else None for day in derived]
            found = [
                "canceled" if day and s not in {"refunded", "returned"} else s or dated
                for s, day, dated in zip(said, canceled, by_date, strict=True)
            ]
            blank = self._form.status_blank
            found = [s or blank for s in found] if blank else found
        for name, (pattern, status) in self._patterns().items():
            found = [status if value and pattern(value) else s for value, s in zip(got[name], found, strict=True)]
        return found if any(found) else None

    def _patterns(self) -> dict[str, tuple[Any, str]]:
        return {
            name: (re.compile(p).search, s)
            for name, (p, s) in self._form.status_if.items()
            if name in self._plan.indexes
        }


def _reach(state: str) -> tuple[bool, int]:
    return state not in _ENDED, RANK.get(state, 0)
