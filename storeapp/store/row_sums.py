"""Sums over the content of rows: what a disk changed by itself, and SQLite can't see, is found by them.

Each row has the CRC-32 of all its values, each 32 neighbours of a table their sum. A row's share is taken out before
the row changes and added when all is done, so that a change of one row never covers up what befell another one.
Columns and tables that are counted anew by the check (kept sums, themes, search words) are left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from typing import Any

from sqlalchemy import Connection

from storeapp.kernel.rows import dataclass
from storeapp.store.bulk import STRETCH, json_ids, plain_rows
from storeapp.store.tables import Base
from storeapp.store.tables.base import derived_columns

TABLE = "row_sums"
BITS = 5  # 32 rows have one sum
MASK = (1 << 48) - 1  # a sum of 65,536 rows' CRCs; small enough for SQLite to add two of them
NAMED = "table_name IN (SELECT value FROM json_each(?1))"  # a condition like LISTED, for rows that have a name only
_ALL = json_ids((-(1 << 62), 1 << 62))


@dataclass(frozen=True, slots=True)
class RowStretch:
    """Neighbouring rows whose content is not what was written: the table, the first and the last id they may have."""

    table: str
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class SumsFound:
    """How many rows were looked at, and which groups of them are not what was written."""

    looked_at: int
    wrong: list[RowStretch]


def summed() -> list[str]:
    """The tables whose rows are summed."""
    return [name for name, table in Base.metadata.tables.items() if table.info["summed"]]


def _select(table: str, columns: Mapping[str, bool], rows: str) -> str:
    """Per group: its place, the sum of its rows' CRCs, the number of rows. `columns`: whether they may hold nothing."""
    derived = derived_columns(Base.metadata.tables[table])
    # Nothing must differ from an empty value, and each value must end somewhere.
    values = ", ".join(
        f'ifnull("{name}", char(30))' if nullable else f'"{name}"'
        for name, nullable in sorted(columns.items())
        if name not in derived
    )
    content = f"CAST(concat_ws(char(31), rowid, {values}) AS BLOB)"
    return (
        f"SELECT rowid >> {BITS} AS place, sum(row_crc({content})) AS total, count(*) AS rows FROM {table} "
        f"WHERE {rows} GROUP BY 1"
    )


@cache
def _statement(table: str, rows: str) -> str:
    columns = {column.name: bool(column.nullable) for column in Base.metadata.tables[table].columns}
    return _select(table, columns, rows.replace("id BETWEEN", "rowid BETWEEN"))


class RowSums:
    """Keeps the sums of one transaction in step; a kind of derived data, see derived."""

    def __init__(self) -> None:
        self.reads: Mapping[str, frozenset[str]] = _reads()
        self._delta: dict[tuple[str, int], int] = {}

    def take_out(self, conn: Connection, table: str, rows: str, value: str) -> None:
        """Take the share of rows out that are still as they were."""
        self._add(conn, table, rows, value, -1)

    def put_in(self, conn: Connection, table: str, rows: str, value: str) -> None:
        """Add the share of rows that are as they shall stay."""
        self._add(conn, table, rows, value, 1)

    def done(self, conn: Connection) -> None:
        """Write what was gathered."""
        changed = [(table, place, delta & MASK) for (table, place), delta in self._delta.items() if delta]
        self._delta.clear()
        if changed:
            conn.exec_driver_sql(
                f"INSERT INTO {TABLE} VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET sum = (sum + excluded.sum) & {MASK}",
                changed,
            )

    @contextmanager
    def around(self, conn: Connection, table: str, rows: str, value: str) -> Iterator[None]:
        """For rows that change inside the block and are not rows of the owner's."""
        self.take_out(conn, table, rows, value)
        yield
        self.put_in(conn, table, rows, value)

    def anew(self, conn: Connection, table: str) -> None:
        """A whole table was written anew."""
        conn.exec_driver_sql(f"DELETE FROM {TABLE} WHERE table_name = ?", (table,))
        self.put_in(conn, table, STRETCH, _ALL)

    def _add(self, conn: Connection, table: str, rows: str, value: str, sign: int) -> None:
        for place, total, _count in plain_rows(conn, _statement(table, rows), value):
            key = (table, place)
            self._delta[key] = self._delta.get(key, 0) + sign * total


@cache
def _reads() -> Mapping[str, frozenset[str]]:
    tables = Base.metadata.tables
    return {
        name: frozenset(tables[name].columns.keys()) - derived_columns(tables[name])
        for name in summed()
        if "id" in tables[name].columns
    }


def rebuild(raw: Any) -> None:
    """Take the rows of a shop as they are, inside the caller's transaction: for a new schema, or a new shop."""
    raw.execute(f"DELETE FROM {TABLE}")
    for table, columns in _there(raw):
        raw.execute(f"INSERT INTO {TABLE} SELECT '{table}', place, total FROM ({_select(table, columns, '1')})")


def keep_wrong(raw: Any, wrong: Iterable[RowStretch]) -> None:
    """After `rebuild`: what a disk had changed before stays found."""
    for group in wrong:
        raw.execute(
            f"UPDATE {TABLE} SET sum = (sum + 1) & {MASK} WHERE table_name = ? AND place = ?",
            (group.table, group.first >> BITS),
        )


def compare(raw: Any) -> SumsFound:
    """Sum all rows of a shop and compare; nothing is looked at in a shop that is too old to have sums."""
    looked_at, wrong = 0, []
    if raw.execute("SELECT 1 FROM sqlite_schema WHERE name = ?", (TABLE,)).fetchone() is None:
        return SumsFound(0, [])
    kept: dict[str, dict[int, int]] = {}
    for table, place, total in raw.execute(f"SELECT table_name, place, sum FROM {TABLE}"):
        kept.setdefault(table, {})[place] = total
    for table, columns in _there(raw):
        due = kept.pop(table, {})
        for place, total, count in raw.execute(_select(table, columns, "1")):
            looked_at += count
            if due.pop(place, 0) != total:
                wrong.append(_group(table, place))
        wrong += [_group(table, place) for place, total in due.items() if total]
    return SumsFound(looked_at, wrong)


def _group(table: str, place: int) -> RowStretch:
    return RowStretch(table, place << BITS, ((place + 1) << BITS) - 1)


def _there(raw: Any) -> Iterator[tuple[str, dict[str, bool]]]:
    """The summed tables that a file has, with the columns it has: they are others in an older revision."""
    for table in summed():
        columns = {row[1]: not row[3] for row in raw.execute(f'PRAGMA table_info("{table}")')}
        if columns:
            yield table, columns
