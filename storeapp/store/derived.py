"""Keeps what is derived from rows in step: a row's part is taken out before it changes and added when all is done."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol

from sqlalchemy import Connection

from storeapp.kernel.progress import Progress
from storeapp.store import names, row_sums, search, summaries, theming
from storeapp.store.bulk import LISTED, STRETCH, json_ids

CHUNK = 5000  # ids in one statement


class Derived(Protocol):
    """One kind of derived data: which columns of which tables it reads, and how a row's part goes in and out.

    `rows` is LISTED or STRETCH, `value` what it is bound to.
    """

    reads: Mapping[str, frozenset[str]]

    def take_out(self, conn: Connection, table: str, rows: str, value: str) -> None:
        """Remove the part of rows that are still as they were."""

    def put_in(self, conn: Connection, table: str, rows: str, value: str) -> None:
        """Add the part of rows that are now as they shall stay."""

    def done(self, conn: Connection) -> None:
        """All parts are in."""


class DerivedRows:
    """Knows which rows changed in this transaction, for each kind of derived data apart."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self.row_sums = row_sums.RowSums()
        self._kinds: tuple[Derived, ...] = (
            *(summaries.Sums(), search.SearchText(), names.Names(), theming.Themes()),
            self.row_sums,
        )
        self._dirty: list[dict[str, set[int]]] = [{} for _ in self._kinds]
        self._fresh: dict[str, list[list[int]]] = {}

    def fresh(self, table: str, first: int, last: int) -> None:
        """Rows `first` to `last` are new."""
        stretches = self._fresh.setdefault(table, [])
        if stretches and stretches[-1][1] + 1 == first:
            stretches[-1][1] = last
        else:
            stretches.append([first, last])

    def before(self, table: str, ids: Sequence[int], columns: Iterable[str] | None = None) -> None:
        """These rows are about to change in these columns, or, without columns, to go."""
        new_from = self._fresh[table][0][0] if table in self._fresh else None
        old = [i for i in ids if new_from is None or i < new_from]
        for kind, dirty in zip(self._kinds, self._dirty, strict=True):
            reads = kind.reads.get(table)
            if reads is None or (columns is not None and reads.isdisjoint(columns)):
                continue
            known = dirty.setdefault(table, set())
            first_time = [i for i in old if i not in known]
            if first_time:
                kind.take_out(self._connection, table, LISTED, json_ids(first_time))
                known.update(first_time)

    def after(self, table: str, ids: Iterable[int]) -> None:
        """These rows came back under their old ids."""
        numbers = list(ids)
        for kind, dirty in zip(self._kinds, self._dirty, strict=True):
            if table in kind.reads:
                dirty.setdefault(table, set()).update(numbers)

    def settle(self, progress: Progress) -> None:
        """Bring everything derived up to date."""
        for kind, dirty in zip(self._kinds, self._dirty, strict=True):
            for table in kind.reads:
                for first, last in self._fresh.get(table, ()):
                    for start in range(first, last + 1, CHUNK):
                        stretch = json_ids((start, min(start + CHUNK - 1, last)))
                        kind.put_in(self._connection, table, STRETCH, stretch)
                        progress.check()
                ids = sorted(dirty.get(table, ()))
                for place in range(0, len(ids), CHUNK):
                    kind.put_in(self._connection, table, LISTED, json_ids(ids[place : place + CHUNK]))
                    progress.check()
            kind.done(self._connection)
            dirty.clear()
        self._fresh.clear()
