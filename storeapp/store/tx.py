"""The verbs that write: each keeps the journal, the sums and the search index in step inside one transaction."""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterable, Sequence
from typing import Any, TypeVar, cast

from sqlalchemy import Connection, Table, text

from storeapp.kernel.clock import Clock, utc_text
from storeapp.kernel.outcome import Outcome
from storeapp.kernel.progress import Progress
from storeapp.kernel.sentences import Sentence
from storeapp.store import row_images, row_sums
from storeapp.store.bulk import LISTED, Selected, insert_selected_sql, insert_sql, json_ids, plain_rows
from storeapp.store.derived import DerivedRows, Kinds
from storeapp.store.journal_writer import JournalWriter
from storeapp.store.tables import Action, Base, IdCounter
from storeapp.store.tables.base import derived_columns
from storeapp.store.writers import Writer

T = TypeVar("T")
CHUNK = 2000  # rows handed to SQLite at once
STRETCH_ROWS = 10_000  # rows that SQL inserts between two steps of the progress


def table_of(table: type[Base] | Table) -> Table:
    """The Core table behind a mapped class."""
    return table if isinstance(table, Table) else cast(Table, table.__table__)


class Tx:
    """One action in the making. Made by `Database.write` only.

    `connection` is for reads; writes go through the verbs. `touched` holds the topics changed so far, `now` the
    action's instant as UTC text, `derived` what is kept in step with the rows.
    """

    def __init__(
        self,
        connection: Connection,
        title: str,
        kind: str,
        by: Writer,
        clock: Clock,
        progress: Progress,
        derived: Kinds,
    ) -> None:
        self.connection = connection
        self.title, self.kind, self.by = title, kind, by
        self.clock, self.now = clock, utc_text(clock.now())
        self.undoable = True
        self.undoes: int | None = None
        self.touched: set[str] = set()
        self.progress = progress
        self.rows = 0
        self.rehearsing = False
        self._unrecorded = self._noted = False
        self._counters: dict[str, int] = {}
        self._started: dict[str, int] = {}
        self.action_id = self._take_ids("actions", 1)
        self._journal = JournalWriter(connection, self.action_id)
        self._derived = DerivedRows(connection, derived)
        self.derived = self._derived.kinds

    def insert(self, table: type[Base] | Table, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> range:
        """Insert rows of plain values in the order of `columns` (without "id").

        Columns left out get their default. Returns the new ids, contiguous and never used before.
        """
        target = self._writable(table)
        if "id" in columns:
            raise ValueError("ids are given by the store")
        sql = insert_sql(target, ("id", *columns))
        first = following = self._next_id(target.name)
        source = iter(rows)
        while chunk := list(itertools.islice(source, CHUNK)):
            numbered = [(number, *row) for number, row in enumerate(chunk, following)]
            self.connection.exec_driver_sql(sql, numbered)
            following += len(chunk)
            self.progress.check()
        return self._inserted(target, range(first, following))

    def insert_selected(
        self, table: type[Base] | Table, selected: Selected, count: int, rest: Iterable[Sequence[Any]] = ()
    ) -> range:
        """Insert `count` rows: those that SQL makes without their values passing through Python, and `rest`.

        Those are given as (number, *values in the order of `selected.columns`). Each number from 1 to `count` comes
        once in both together; it gives the id. Rows made by SQL are steps of the progress.
        """
        target = self._writable(table)
        ids = range(first := self._next_id(target.name), first + count)
        sql, done = insert_selected_sql(target, selected), 0
        for start in range(1, count + 1, STRETCH_ROWS):
            found = self.connection.exec_driver_sql(sql, (first - 1, start, start + STRETCH_ROWS - 1)).rowcount
            done += found
            self.progress.step(found)
        one_by_one, source = insert_sql(target, ("id", *selected.columns)), iter(rest)
        while chunk := [(first - 1 + row[0], *row[1:]) for row in itertools.islice(source, CHUNK)]:
            self.connection.exec_driver_sql(one_by_one, chunk)
            done += len(chunk)
            self.progress.check()
        if done != count:
            raise RuntimeError(f"{done} rows of {target.name} instead of {count}")
        return self._inserted(target, ids)

    def _inserted(self, target: Table, ids: range) -> range:
        if ids:
            self._counters[target.name] = ids.stop
            self._journal.inserted(target.name, ids.start, ids.stop - 1)
            self._derived.fresh(target.name, ids.start, ids.stop - 1)
            self._count(target, len(ids))
        return ids

    def insert_one(self, table: type[Base] | Table, **values: Any) -> int:
        """Insert one row and return its id."""
        return self.insert(table, tuple(values), [tuple(values.values())])[0]

    def update(self, table: type[Base] | Table, row_id: int, **values: Any) -> bool:
        """Set columns of one row; True if something really changed."""
        return self.update_many(table, tuple(values), [(row_id, *values.values())]) == 1

    def update_many(self, table: type[Base] | Table, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> int:
        """Set `columns` of many rows given as (id, *values); the number of rows that really changed."""
        target = self._writable(table)
        self._refuse_kept(target, columns)
        changed = 0
        source = iter(rows)
        while chunk := list(itertools.islice(source, row_images.CHUNK)):
            wanted = {row[0]: tuple(row[1:]) for row in chunk}  # the last wins where a row comes twice
            changed += self._update_chunk(target, columns, wanted)
            self.progress.check()
        self._count(target, changed)
        return changed

    def delete(self, table: type[Base] | Table, ids: Iterable[int]) -> int:
        """Delete rows by id, keeping their images; the number of rows that were there."""
        target = self._writable(table)
        columns = tuple(target.columns.keys())
        gone = 0
        source = iter(ids)
        while chunk := list(itertools.islice(source, row_images.CHUNK)):
            found = self._rows(target, columns, chunk)
            if not found:
                continue
            numbers = [row[0] for row in found]
            self._derived.before(target.name, numbers)
            self.connection.execute(
                text(f"DELETE FROM {target.name} WHERE id IN (SELECT value FROM json_each(:ids))"),
                {"ids": json_ids(numbers)},
            )
            self._journal.deleted(target.name, columns, found)
            gone += len(found)
            self.progress.check()
        self._count(target, gone)
        return gone

    def put_back(self, table: Table, columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
        """Insert rows under the ids they had before; only the journal does this."""
        keep = [place for place, name in enumerate(columns) if name in table.columns]
        names = [columns[place] for place in keep]
        plain = [tuple(row) for row in rows]
        if len(keep) < len(columns):  # a newer version dropped some
            plain = [tuple(row[place] for place in keep) for row in plain]
        self.connection.exec_driver_sql(insert_sql(table, names), plain)
        numbers = sorted(row[names.index("id")] for row in plain)
        first = last = numbers[0]
        for number in [*numbers[1:], numbers[-1] + 2]:  # the last one only closes the last stretch
            if number != last + 1:
                self._journal.inserted(table.name, first, last)
                first = number
            last = number
        self._derived.after(table.name, numbers)
        self._count(table, len(rows))

    def rename(self, title: str) -> None:
        """Give the action its final title."""
        self.title = title

    def rehearse(self) -> None:
        """Roll everything back at the end although the block ended well: the exact dry run."""
        self.rehearsing = True

    def note_only(self) -> None:
        """Write the action's line although no row changes, for what was done to the shop as a whole."""
        self._noted, self.undoable = True, False

    def leave_no_record(self) -> None:
        """Write without a line in the journal; only redo does this, which takes an undo's line away."""
        self._journal.quiet = self._unrecorded = True

    def outcome(self, value: T) -> Outcome[T]:
        """What a verb returns, with the topics touched so far."""
        if self.rehearsing or not self.rows:
            return Outcome(value)
        return Outcome(value, frozenset(self.touched | {"history"}), self.action_id)

    def settle(self) -> None:
        """Bring kept sums and search index up to date now, for a verb that reads them before its end."""
        self._derived.settle(self.progress)

    def finish(self) -> bool:
        """Write the journal's row; False if nothing changed and there is nothing to commit."""
        if not self.rows and not self._noted:
            return False
        self._journal.flush()
        self._write_counters()
        if not self._unrecorded:
            self._write_action()
        self.settle()
        return True

    def touching(self, table: str, ids: Sequence[int]) -> None:
        """Rows of the journal itself are about to change or to go; only the journal says this."""
        self._derived.before(table, ids)

    def rewrite(self, table: type[Base], columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
        """Put rows (without "id") in the place of all rows of a table that the journal doesn't keep."""
        target = table_of(table)
        if target.info["journaled"]:
            raise ValueError(f"{target.name} is kept by the journal")
        self.connection.exec_driver_sql(f"DELETE FROM {target.name}")
        if plain := [tuple(row) for row in rows]:
            self.connection.exec_driver_sql(insert_sql(target, columns), plain)
        self._derived.row_sums.anew(self.connection, target.name)

    def _write_counters(self) -> None:
        following = [(name, number) for name, number in self._counters.items()]
        names = json.dumps([name for name, _number in following])
        with self._derived.row_sums.around(self.connection, IdCounter.__tablename__, row_sums.NAMED, names):
            self.connection.exec_driver_sql(
                f"INSERT INTO {IdCounter.__tablename__} VALUES (?, ?) "
                "ON CONFLICT (table_name) DO UPDATE SET next_id = excluded.next_id",
                following,
            )

    def _write_action(self) -> None:
        self.connection.execute(
            table_of(Action).insert(),
            {
                "id": self.action_id,
                "title": str(self.title),
                "kind": self.kind,
                "who": self.by.name,
                "writer": self.by.kind,
                "account": self.by.account,
                "at": self.now,
                "rows": self.rows,
                "undoable": int(self.undoable),
                "state": "done",
                "undoes": self.undoes,
                "said": self.title.kept() if isinstance(self.title, Sentence) else None,
            },
        )
        self._derived.fresh("actions", self.action_id, self.action_id)
        first, last = self.connection.exec_driver_sql(
            "SELECT min(id), max(id) FROM changes WHERE action_id = ?", (self.action_id,)
        ).one()
        if first is not None:
            self._derived.fresh("changes", first, last)

    def _update_chunk(self, table: Table, columns: Sequence[str], wanted: dict[int, tuple[Any, ...]]) -> int:
        found = self._rows(table, ("id", *columns), list(wanted))
        changes = [(row[0], list(row[1:]), list(wanted[row[0]])) for row in found if tuple(row[1:]) != wanted[row[0]]]
        if not changes:
            return 0
        places = [p for p in range(len(columns)) if any(old[p] != new[p] for _, old, new in changes)]
        names = [columns[p] for p in places]
        self._derived.before(table.name, [row_id for row_id, _, _ in changes], names)
        changes = [(i, [old[p] for p in places], [new[p] for p in places]) for i, old, new in changes]
        sets = ", ".join(f'"{name}" = ?' for name in names)
        self.connection.exec_driver_sql(
            f"UPDATE {table.name} SET {sets} WHERE id = ?", [(*new, row_id) for row_id, _, new in changes]
        )
        self._journal.updated(table.name, names, changes)
        return len(changes)

    def _rows(self, table: Table, columns: Sequence[str], ids: Sequence[int]) -> list[list[Any]]:
        names = ", ".join(f'"{name}"' for name in columns)
        sql = f"SELECT {names} FROM {table.name} WHERE {LISTED} ORDER BY id"
        return [list(row) for row in plain_rows(self.connection, sql, json_ids(ids))]

    def _writable(self, table: type[Base] | Table) -> Table:
        target = table_of(table)
        if not target.info.get("journaled"):
            raise ValueError(f"{target.name} is kept by the store itself")
        return target

    def _refuse_kept(self, table: Table, columns: Sequence[str]) -> None:
        kept = derived_columns(table).intersection(columns)
        if kept:
            raise ValueError(f"{', '.join(sorted(kept))} of {table.name} are kept by the store itself")

    def _count(self, table: Table, rows: int) -> None:
        if rows:
            self.rows += rows
            self.touched.add(table.info["topic"])

    def _next_id(self, name: str) -> int:
        if name not in self._counters:
            kept = self.connection.exec_driver_sql(
                "SELECT next_id FROM id_counters WHERE table_name = ?", (name,)
            ).scalar()
            if kept is None:
                kept = (self.connection.exec_driver_sql(f"SELECT max(id) FROM {name}").scalar() or 0) + 1
            self._counters[name] = kept
        return self._counters[name]

    def _take_ids(self, name: str, count: int) -> int:
        first = self._next_id(name)
        self._counters[name] = first + count
        return first
