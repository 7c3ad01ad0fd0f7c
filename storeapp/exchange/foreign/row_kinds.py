"""Rows of reports that mix entries: what is left out and why, amounts in several columns, money given back."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any

from storeapp.exchange.foreign.formats import Format
from storeapp.exchange.foreign.tables import Row
from storeapp.exchange.foreign.test_orders import TestOrders
from storeapp.exchange.foreign.texts import title_key
from storeapp.kernel.paths import resource
from storeapp.kernel.text import plural
from storeapp.orders.listed_amounts import refund_key

Values = list[Any]
Got = dict[str, Values]
SIGNLESS = ("orders.refunded", "orders.discount", "lines.discount")  # some platforms write them as less than nothing
STAYS = ("orders.number", "orders.external_id", "orders.currency", "customers.")  # of a row that only gives back


class RowKinds:
    """Tells the entries of one table apart by the words of its format."""

    def __init__(self, form: Format, header: Row, indexes: Mapping[str, Sequence[int]]) -> None:
        """`indexes`: the columns of each field."""
        self._width = len(header)
        self._days = [i for name in ("orders.placed", "reviews.posted") for i in indexes.get(name, ())]
        self._numbers = list(indexes.get("orders.number", ()))
        self.totals = 0  # rows that sum up the others
        at = {title_key(name): index for index, name in reversed(list(enumerate(header)))}
        self._skip = [(at[name], values) for name, values in form.skip.items() if name in at]
        stay = {name: values | form.refunds.get(name, frozenset()) for name, values in form.keep.items()}
        self._keep = [(at[name], values) for name, values in stay.items() if name in at]
        self._refunds = [(at[name], values) for name, values in form.refunds.items() if name in at]
        self._private = [(at[name], values) for name, values in form.private_reply.items() if name in at]
        self._state = form.state
        self._references = [at[name] for name in form.entry_key if name in at]
        self.tests = TestOrders(header, self._numbers)
        self.adds = {name: [at[h] for h in headers if h in at] for name, headers in form.adds.items()}
        self.unpublished = 0  # rows that `skip` names: reviews that nobody sees
        self.others = 0  # rows that `keep` doesn't name: fees, payouts

    @property
    def skipped(self) -> int:
        """Rows that were left out."""
        return self.unpublished + self.others + self.totals + self.tests.rows

    def chosen(self, rows: Sequence[Row]) -> list[bool] | None:
        """Which rows are entries of the kind that the file is read for; None for all."""
        sums = _totals().match
        wanted = [not (sums(row[0] or next(filter(None, row), "")) and self._sums_up(row)) for row in rows]
        totals = wanted.count(False)
        real = self.tests.wanted(rows)
        if not totals and not self._skip and not self._keep and real is None:
            return None
        self.totals += totals
        for rules, stay in ((self._skip, False), (self._keep, True)):
            before = wanted.count(False)
            for index, values in rules:
                wanted = [
                    want and (title_key(row[index]) in values) is stay for want, row in zip(wanted, rows, strict=True)
                ]
            if stay:
                self.others += wanted.count(False) - before
            else:
                self.unpublished += wanted.count(False) - before
        return wanted if real is None else [want and is_real for want, is_real in zip(wanted, real, strict=True)]

    def _sums_up(self, row: Row) -> bool:
        """Whether a row that begins with a word for a total is one: without a day, a number and many cells."""
        if any(row[index].strip() for index in self._days):
            return False
        if self._numbers:
            return all(not row[index].strip() or _totals().match(row[index]) for index in self._numbers)
        return sum(1 for cell in row if cell.strip()) * 2 <= self._width + 1

    def add_up(self, rows: Sequence[Row], got: Got, read: Callable[[str, list[str], int], Values]) -> None:
        """Amounts that stand in several columns of a row: their sum. `read`: field, cells and column to minor units."""
        for name, indexes in self.adds.items():
            parts = [read(name, [row[index] for row in rows], index) for index in indexes]
            got[name] = [
                sum(filled) if (filled := [amount for amount in amounts if amount is not None]) else None
                for amounts in zip(*parts, strict=True)
            ]

    def hide_private(self, rows: Sequence[Row], got: Got) -> None:
        """Take out replies that only the reviewer got: buyers see none."""
        for index, values in self._private:
            private = [title_key(row[index]) in values for row in rows]
            for name in [name for name in got if name == "reviews.reply" or name.startswith("reviews.replied")]:
                got[name] = [None if hidden else value for hidden, value in zip(private, got[name], strict=True)]

    @staticmethod
    def take_signs_off(got: Got) -> None:
        """Refunds and discounts are amounts, whether the file writes them with a minus or without."""
        for name in SIGNLESS:
            if name in got:
                got[name] = [abs(amount) if amount else amount for amount in got[name]]

    def give_back(self, rows: Sequence[Row], got: Got) -> None:
        """Turn refund rows into an amount of their order, with nothing else of an order; say what the others are."""
        back = [False] * len(rows)
        for index, values in self._refunds:
            back = [found or title_key(row[index]) in values for found, row in zip(back, rows, strict=True)]
        if self._state:
            got["orders.state"] = [None if gives else self._state for gives in back]
        references = [" ".join(row[index] for index in self._references).strip() for row in rows]
        if not any(back):
            if any(references):
                got["orders.entry"] = references
            return
        amounts = got.get("orders.total") or [None] * len(rows)
        stated = got.get("orders.refunded") or [None] * len(rows)
        refunded = [
            abs(amount) if gives and amount is not None else own
            for gives, amount, own in zip(back, amounts, stated, strict=True)
        ]
        days = zip(got.get("orders.placed_at") or refunded, got.get("orders.placed_on") or refunded, strict=True)
        entries: Values = [
            refund_key(str(at or on or ""), amount or 0, said) if gives else said
            for gives, (at, on), amount, said in zip(back, days, refunded, references, strict=True)
        ]
        for name, cells in got.items():
            if not name.startswith(STAYS):
                got[name] = [None if gives else cell for gives, cell in zip(back, cells, strict=True)]
        got["orders.refunded"], got["orders.entry"] = refunded, entries

    def said(self, records: Sequence[str]) -> Iterator[str]:
        """A sentence each for the rows that were left out."""
        if self.unpublished and "reviews" in records:
            yield plural(
                "{count} review that is not public (pending, rejected, spam, a question) was left out.",
                "{count} reviews that are not public (pending, rejected, spam, questions) were left out.",
                self.unpublished,
            )
        elif self.unpublished:
            yield plural("{count} row was left out.", "{count} rows were left out.", self.unpublished)
        if self.others:
            yield plural(
                "{count} row is not an order (a fee, a payout, another entry) and was left out.",
                "{count} rows are not orders (fees, payouts, other entries) and were left out.",
                self.others,
            )
        yield from self.tests.said()


@cache
def _totals() -> re.Pattern[str]:
    with resource("wordlists", "totals.toml").open("rb") as file:
        words = tomllib.load(file)["words"]
    shapes = "|".join(sorted(map(re.escape, words), key=len, reverse=True))
    return re.compile(rf"\s*(?:{shapes})[\s:：.()=\-–0-9]*\Z", re.IGNORECASE)


def part_of(form: Format) -> Mapping[str, str]:
    """Folded header -> the field to whose amount it adds."""
    return {header: name for name, headers in form.adds.items() for header in headers}
