"""What is derived from rows and kept in step with them: a row's part is taken out before it changes, added when all is
done. Which kinds there are is told by `storeapp/derived.py`; each belongs to the room whose rows it is derived from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from sqlalchemy import Connection

from storeapp.kernel.progress import Progress
from storeapp.kernel.rows import dataclass
from storeapp.store import row_sums
from storeapp.store.bulk import LISTED, STRETCH, json_ids, plain_rows, run_many

if TYPE_CHECKING:
    from storeapp.store.tx import Tx

CHUNK = 5000  # ids in one statement


@dataclass(frozen=True, slots=True)
class Recount:
    """How many kept values were looked at, and how many differ from what they are derived from."""

    looked_at: int
    wrong: int

    def __add__(self, other: Recount) -> Recount:
        return Recount(self.looked_at + other.looked_at, self.wrong + other.wrong)


class Derived:
    """One kind of derived data; made anew for each transaction. A room overrides what its kind needs.

    `name`: under which its version is kept, "" for what nothing is kept of. `title`: what "Check my data" calls it, a
    sentence part to translate; kinds of one title are counted together. `twice`: what a recount finds wrong are records
    that are there twice, and no rebuild mends it. `reads`: the columns of the tables it is derived from.

    `rows` is LISTED or STRETCH, a condition on the table's id; `value` what it is bound to.
    """

    name = ""
    title = ""
    twice = False
    reads: Mapping[str, frozenset[str]] = {}

    def version(self) -> int:
        """Changes whenever the same rows would give something else: opening a shop then rebuilds this kind."""
        return 1

    def take_out(self, conn: Connection, table: str, rows: str, value: str) -> None:
        """Remove the part of rows that are still as they were."""

    def put_in(self, conn: Connection, table: str, rows: str, value: str) -> None:
        """Add the part of rows that are now as they shall stay."""

    def done(self, conn: Connection) -> None:
        """All parts are in."""

    def rebuild(self, conn: Connection) -> None:
        """Derive everything anew, inside the caller's transaction."""

    def recount(self, conn: Connection, progress: Progress) -> Recount:
        """Compare what is kept with what it is derived from; changes nothing."""
        del conn, progress
        return Recount(0, 0)

    def after_undo(self, tx: Tx) -> None:
        """An action was taken back: bring rows to what follows from those that are there now."""


Kinds = Sequence[type[Derived]]


class DerivedRows:
    """Knows which rows changed in this transaction, for each kind of derived data apart."""

    def __init__(self, connection: Connection, kinds: Kinds) -> None:
        self._connection = connection
        self.row_sums = row_sums.RowSums()
        self.kinds = [kind() for kind in kinds]
        self._all: tuple[Derived | row_sums.RowSums, ...] = (*self.kinds, self.row_sums)
        self._dirty: list[dict[str, set[int]]] = [{} for _ in self._all]
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
        for kind, dirty in zip(self._all, self._dirty, strict=True):
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
        for kind, dirty in zip(self._all, self._dirty, strict=True):
            if table in kind.reads:
                dirty.setdefault(table, set()).update(numbers)

    def settle(self, progress: Progress) -> None:
        """Bring everything derived up to date."""
        changed = set(self._fresh).union(*self._dirty)
        for kind, dirty in zip(self._all, self._dirty, strict=True):
            tables = [table for table in kind.reads if table in changed]
            if not tables and kind is not self.row_sums:  # sums of rows also have what is not the owner's, see `around`
                continue
            for table in tables:
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


def stretches(conn: Connection, table: str) -> Iterable[str]:
    """All ids of a table in stretches, each the value of STRETCH."""
    last = conn.exec_driver_sql(f"SELECT max(id) FROM {table}").scalar() or 0
    for start in range(1, last + 1, CHUNK):
        yield json_ids((start, start + CHUNK - 1))


def stale(conn: Connection, kinds: Kinds) -> list[Derived]:
    """The kinds that another version of the program derived, or none yet, in their order."""
    kept = dict(plain_rows(conn, "SELECT name, version FROM derived_versions"))
    made = [kind() for kind in kinds if kind.name]
    return [kind for kind in made if kept.get(kind.name) != kind.version()]


def note_versions(conn: Connection, kinds: Iterable[Derived]) -> None:
    """Keep that these kinds are now as this version of the program derives them."""
    run_many(
        conn,
        "INSERT INTO derived_versions (name, version) VALUES (?, ?) "
        "ON CONFLICT (name) DO UPDATE SET version = excluded.version",
        [(kind.name, kind.version()) for kind in kinds if kind.name],
    )
