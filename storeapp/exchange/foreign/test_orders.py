"""Orders that were only placed to try the shop: how files mark them, and leaving them out."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any

from storeapp.exchange.foreign.tables import Row
from storeapp.exchange.foreign.texts import flag, title_key
from storeapp.kernel.paths import resource
from storeapp.kernel.text import plural

_PARTED = re.compile(r"[,;|\n]")


class TestOrders:
    """Knows the test orders of one file by their number; later rows of an order say nothing of it."""

    __test__ = False  # no class of tests, whatever its name begins with

    def __init__(self, header: Row, numbers: Sequence[int]) -> None:
        """`numbers`: the columns of the order's number."""
        self.rows = 0
        self.orders: set[str] = set()
        self._numbers = numbers
        named = [title_key(name) for name in header]
        self._marks = [
            (index, check)
            for mark, check in _CHECKS.items()
            for index, name in enumerate(named)
            if numbers and name in _words()[mark]["columns"]
        ]

    def wanted(self, rows: Sequence[Row]) -> list[bool] | None:
        """Which rows belong to real orders; None for all."""
        if not self._marks:
            return None
        keys = [next((row[index].strip() for index in self._numbers if row[index].strip()), "") for row in rows]
        for index, check in self._marks:
            self.orders.update(key for key, row in zip(keys, rows, strict=True) if key and check(row[index]))
        if not self.orders:
            return None
        real = [key not in self.orders for key in keys]
        self.rows += real.count(False)
        return real

    def said(self) -> Iterator[str]:
        """A sentence about them, where there are any."""
        if self.orders:
            yield plural("{count} test order was left out.", "{count} test orders were left out.", len(self.orders))


def _is_flagged(cell: str) -> bool:
    return flag(cell.strip() or None) == "yes"


def _is_test_payment(cell: str) -> bool:
    return title_key(cell) in _words()["payment"]["words"]


def _is_tagged(cell: str) -> bool:
    return any(title_key(part) in _words()["tags"]["words"] for part in _PARTED.split(cell))


_CHECKS: Mapping[str, Callable[[str], bool]] = {"flag": _is_flagged, "payment": _is_test_payment, "tags": _is_tagged}


@cache
def _words() -> Mapping[str, Mapping[str, frozenset[str]]]:
    with resource("wordlists", "tests.toml").open("rb") as file:
        table: Mapping[str, Mapping[str, Any]] = tomllib.load(file)
    return {
        mark: {name: frozenset(map(title_key, listed)) for name, listed in lists.items()}
        for mark, lists in table.items()
    }
