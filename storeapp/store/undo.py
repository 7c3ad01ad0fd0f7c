"""Goes backwards through the changes of one action and takes back what nothing later depends on."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Table, text

from storeapp.kernel.rows import dataclass
from storeapp.kernel.text import N_, _
from storeapp.store import row_images
from storeapp.store.bulk import LISTED, json_ids
from storeapp.store.tables import Base
from storeapp.store.tx import Tx
from storeapp.store.writers import place_and_name

CHANGED = N_("changed since")
NEEDED = N_("other records belong to it")
LOST = N_("what it belongs to is gone")
TAKEN = N_("another record has its place")
NAMED = 1000  # kept rows that are named; more are only counted


@dataclass(frozen=True, slots=True)
class KeptRow:
    """A row that was left as it is: its table and id, what it is called, and why (a sentence part to translate).

    `by` names another writer who changed it since, "" where the one who undoes did so.
    """

    table: str
    id: int
    label: str
    why: str
    by: str = ""

    @property
    def reason(self) -> str:
        """Why, in the owner's language."""
        return _("changed since by {who}").format(who=self.by) if self.by else _(self.why)


@dataclass(frozen=True, slots=True)
class _Change:
    id: int
    table: Table
    op: str
    first: int
    last: int
    image: bytes


class ActionUndo:
    """One undo in progress: `undone` and `gone` count rows, `kept` names them."""

    def __init__(self, tx: Tx, action_id: int) -> None:
        self._tx = tx
        self._conn = tx.connection
        self._action_id = action_id
        self.undone = 0
        self.gone = 0
        self.kept: list[KeptRow] = []
        self.kept_count = 0

    def run(self) -> None:
        """Take back change by change, the last one first; never more than one image in memory."""
        rows = self._conn.exec_driver_sql("SELECT rows FROM actions WHERE id = ?", (self._action_id,)).scalar()
        self._tx.progress.begin("", rows or 0)
        ways = {"insert": self._remove, "update": self._restore, "delete": self._bring_back}
        for change in self._changes():
            ways[change.op](change)

    def _changes(self) -> Iterator[_Change]:
        below = 1 << 62
        while row := self._conn.exec_driver_sql(
            "SELECT id, table_name, op, first_id, last_id, image FROM changes "
            "WHERE action_id = ? AND id < ? ORDER BY id DESC LIMIT 1",
            (self._action_id, below),
        ).first():
            below = row[0]
            table = Base.metadata.tables.get(row[1])
            if table is not None:  # a table that a newer version dropped has nothing to take back
                yield _Change(row[0], table, row[2], row[3], row[4], row[5] or b"")

    def _remove(self, change: _Change) -> None:
        table = change.table
        for last in range(change.last, change.first - 1, -row_images.CHUNK):
            first = max(change.first, last - row_images.CHUNK + 1)
            there = self._there(table, range(first, last + 1))
            self.gone += last - first + 1 - len(there)
            changed = self._changed_later(change, there)
            needed = self._needed(table, [i for i in there if i not in changed])
            self._keep(table, changed, CHANGED, by=self._changers(change, changed))
            self._keep(table, needed, NEEDED)
            self.undone += self._tx.delete(table, [i for i in there if i not in changed and i not in needed])
            self._tx.progress.step(last - first + 1)

    def _changed_later(self, change: _Change, ids: Sequence[int]) -> set[int]:
        """Which of these rows other actions left different from how this change left them."""
        if not ids:
            return set()
        wanted = set(ids)
        firsts: dict[tuple[int, str], Any] = {}
        lasts: dict[tuple[int, str], Any] = {}
        # A merge only lends a customer's rows to another one: that is no change of the row.
        only_lent = "merged_from" in change.table.columns
        merges = (
            "AND action_id NOT IN (SELECT id FROM actions WHERE kind = 'merge' UNION "
            "SELECT u.id FROM actions u JOIN actions m ON m.id = u.undoes WHERE m.kind = 'merge') "
        )
        for (image,) in self._conn.exec_driver_sql(
            "SELECT image FROM changes WHERE table_name = ? AND first_id <= ? AND last_id >= ? AND op = 'update' "
            f"AND id > ? AND action_id NOT IN (?, ?) {merges if only_lent else ''}ORDER BY id",
            (change.table.name, max(ids), min(ids), change.id, self._action_id, self._tx.action_id),
        ):
            update = row_images.updated(image)
            for row_id, before, after in update.rows:
                if row_id in wanted:
                    for name, old, new in zip(update.columns, before, after, strict=True):
                        firsts.setdefault((row_id, name), old)
                        lasts[row_id, name] = new
        return {row_id for (row_id, name), old in firsts.items() if lasts[row_id, name] != old}

    def _changers(self, change: _Change, ids: Iterable[int]) -> dict[int, str]:
        """Those of these rows that another writer was the last to change since, and that writer in words."""
        wanted = set(ids)
        last: dict[int, str] = {}
        if not wanted:
            return last
        later = text(
            "SELECT c.image, a.writer, a.who, a.account FROM changes c JOIN actions a ON a.id = c.action_id "
            "WHERE c.table_name = :name AND c.first_id <= :last AND c.last_id >= :first AND c.op = 'update' "
            "AND c.id > :change AND c.action_id <> :action ORDER BY c.id"
        )
        bound = {
            "name": change.table.name,
            "first": min(wanted),
            "last": max(wanted),
            "change": change.id,
            "action": self._action_id,
        }
        for image, writer, who, account in self._conn.execute(later, bound):
            own = self._tx.by.wrote(writer, who, account)
            last.update((row[0], "" if own else place_and_name(writer, who)) for row in row_images.updated(image).rows)
        return {row_id: words for row_id, words in last.items() if words and row_id in wanted}

    def _needed(self, table: Table, ids: Sequence[int]) -> set[int]:
        """Which of these rows other rows point to."""
        found: set[int] = set()
        for child in Base.metadata.tables.values():
            for key in child.foreign_keys:
                if key.column.table is table and ids:
                    found.update(
                        self._conn.exec_driver_sql(
                            f"SELECT DISTINCT {key.parent.name} FROM {child.name} "
                            f"WHERE {key.parent.name} IN (SELECT value FROM json_each(?))",
                            (json_ids(ids),),
                        ).scalars()
                    )
        return found

    def _restore(self, change: _Change) -> None:
        table = change.table
        update = row_images.updated(change.image)
        names = [name for name in update.columns if name in table.columns]
        now = self._values(table, names, [row[0] for row in update.rows])
        wanted: dict[int, dict[str, Any]] = {}
        changed: set[int] = set()
        for row_id, before, after in reversed(update.rows):
            if row_id not in now:
                self.gone += 1
                continue
            fields = [
                (name, old, new)
                for name, old, new in zip(update.columns, before, after, strict=True)
                if old != new and name in now[row_id]
            ]
            if any(now[row_id][name] != new for name, _, new in fields):
                changed.add(row_id)
            else:
                wanted[row_id] = {name: old for name, old, _ in fields}
        self._keep(table, changed, CHANGED, by=self._changers(change, changed))
        lost = self._lost(table, [values | {"id": row_id} for row_id, values in wanted.items()])
        self._keep(table, lost, LOST)
        rows = {row_id: values for row_id, values in wanted.items() if row_id not in lost}
        if any(set(names).intersection(key) for key in _unique_keys(table)):
            self._set_one_by_one(table, rows)
        else:
            filled = [(row_id, *(values.get(n, now[row_id][n]) for n in names)) for row_id, values in rows.items()]
            self.undone += self._tx.update_many(table, names, filled)
        self._tx.progress.step(len(update.rows))

    def _set_one_by_one(self, table: Table, rows: dict[int, dict[str, Any]]) -> None:
        """Where a value must be the only one of its kind, each row frees the place for the next."""
        for row_id, values in rows.items():
            stored = self._values(table, table.columns.keys(), [row_id])[row_id]
            if self._taken(table, [stored | values]):
                self._keep(table, {row_id}, TAKEN)
            elif values:
                self.undone += self._tx.update(table, row_id, **values)

    def _bring_back(self, change: _Change) -> None:
        table = change.table
        image = row_images.deleted(change.image)
        records = [dict(zip(image.columns, row, strict=True)) for row in image.rows]
        there = set(self._there(table, [record["id"] for record in records]))
        records = [record for record in records if record["id"] not in there]
        lost = self._lost(table, records)
        self._keep(table, lost, LOST, {record["id"]: record for record in records})
        records = [record for record in records if record["id"] not in lost]
        taken = self._taken(table, records)
        self._keep(table, taken, TAKEN, {record["id"]: record for record in records})
        back = [[record[name] for name in image.columns] for record in records if record["id"] not in taken]
        if back:
            self._tx.put_back(table, image.columns, back)
            self.undone += len(back)
        self._tx.progress.step(len(image.rows))

    def _there(self, table: Table, ids: Iterable[int]) -> list[int]:
        found = self._conn.exec_driver_sql(f"SELECT id FROM {table.name} WHERE {LISTED} ORDER BY id", (json_ids(ids),))
        return list(found.scalars())

    def _values(self, table: Table, names: Sequence[str], ids: Iterable[int]) -> dict[int, dict[str, Any]]:
        columns = ", ".join(f'"{name}"' for name in ("id", *names))
        found = self._conn.exec_driver_sql(f"SELECT {columns} FROM {table.name} WHERE {LISTED}", (json_ids(ids),))
        return {row[0]: dict(zip(names, row[1:], strict=True)) for row in found}

    def _lost(self, table: Table, records: Sequence[dict[str, Any]]) -> set[int]:
        """The ids of those records that would point to a row that is no more."""
        lost: set[int] = set()
        for key in table.foreign_keys:
            name = key.parent.name
            pointing = {record["id"]: record[name] for record in records if record.get(name) is not None}
            there = set(self._there(key.column.table, set(pointing.values()))) if pointing else set()
            lost.update(row_id for row_id, target in pointing.items() if target not in there)
        return lost

    def _taken(self, table: Table, records: Sequence[dict[str, Any]]) -> set[int]:
        """The ids of those records that would hold what only one row may hold, and another one holds it."""
        taken: set[int] = set()
        for key in _unique_keys(table):
            names = sorted(key)
            values = [[record["id"], *(record[n] for n in names)] for record in records if key.issubset(record)]
            if values:
                same = " AND ".join(f't."{name}" = j.value ->> {place + 1}' for place, name in enumerate(names))
                found = self._conn.exec_driver_sql(
                    f"SELECT j.value ->> 0 FROM json_each(?) j CROSS JOIN {table.name} t ON {same} "
                    "WHERE t.id <> j.value ->> 0",
                    (json.dumps(values),),
                )
                taken.update(found.scalars())
        return taken

    def _keep(
        self,
        table: Table,
        ids: Iterable[int],
        why: str,
        records: dict[int, dict[str, Any]] | None = None,
        by: Mapping[int, str] | None = None,
    ) -> None:
        numbers = sorted(ids)
        self.kept_count += len(numbers)
        numbers = numbers[: NAMED - len(self.kept)]
        if not numbers:
            return
        names = table.info["label"]
        if records is None:
            records = self._values(table, names, numbers)
        for row_id in numbers:
            record = records.get(row_id, {})
            label = next((str(record[name]) for name in names if record.get(name)), f"#{row_id}")
            self.kept.append(KeptRow(table.name, row_id, label[:80], why, (by or {}).get(row_id, "")))


def _unique_keys(table: Table) -> list[frozenset[str]]:
    """The sets of columns of which no two rows may have the same values."""
    keys = [frozenset(index.columns.keys()) for index in table.indexes if index.unique]
    keys += [frozenset([column.name]) for column in table.columns if column.unique]
    return keys
