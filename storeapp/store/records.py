"""The journal's rows of the action in progress, gathered and written in batches; and the SQL of bulk inserts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Connection, Table

from storeapp.store import images

BATCH = 200  # changes held before they are written

# Conditions on a table's id with one bound value, which is what `json_ids` made: of a list of ids, of the two ends.
LISTED = "id IN (SELECT value FROM json_each(?1))"
STRETCH = "id BETWEEN json_extract(?1, '$[0]') AND json_extract(?1, '$[1]')"


def json_ids(ids: Iterable[int]) -> str:
    """Ids as a JSON list, for `IN (SELECT value FROM json_each(?))`: one bound value however many ids."""
    return "[" + ",".join(map(str, ids)) + "]"


def plain_rows(conn: Connection, sql: str, *values: Any) -> list[tuple[Any, ...]]:
    """All rows as the driver's own tuples, for bulk reading: SQLAlchemy's rows cost three times as much."""
    cursor = conn.connection.cursor()
    try:
        cursor.execute(sql, values)
        return list(cursor.fetchall())
    finally:
        cursor.close()


def _literal(value: Any) -> str:
    if isinstance(value, str):
        return "'" + value.replace("'", "''") + "'"
    return "NULL" if value is None else repr(value)


def insert_sql(table: Table, given: Sequence[str]) -> str:
    """INSERT with one ? per given column; columns left out get their declared default as a literal."""
    unknown = [name for name in given if name not in table.columns]
    if unknown:
        raise ValueError(f"{table.name} has no column {', '.join(unknown)}")
    rest = {
        column.name: _literal(getattr(column.default, "arg", None))
        for column in table.columns
        if column.name not in given and column.default is not None
    }
    names = ", ".join(f'"{name}"' for name in (*given, *rest))
    values = ", ".join((*("?" for _ in given), *rest.values()))
    return f"INSERT INTO {table.name} ({names}) VALUES ({values})"


class Records:
    """Writes `changes`: inserts as stretches of ids, updates and deletions as images of up to 500 rows."""

    def __init__(self, connection: Connection, action_id: int) -> None:
        self.quiet = False
        self._connection = connection
        self._action_id = action_id
        self._waiting: list[tuple[str, str, int, int, int, bytes | None]] = []
        self._open: list[Any] | None = None  # the last update of single rows, still growing: table, columns, rows

    def inserted(self, table: str, first: int, last: int) -> None:
        """Rows `first` to `last` are new."""
        self._close()
        if self._waiting:
            name, op, start, end, rows, _ = self._waiting[-1]
            if op == "insert" and name == table and (end + 1 == first or last + 1 == start):
                self._waiting[-1] = (name, op, min(start, first), max(end, last), rows + last - first + 1, None)
                return
        self._add(table, "insert", first, last, last - first + 1, None)

    def updated(self, table: str, columns: Sequence[str], rows: list[tuple[int, list[Any], list[Any]]]) -> None:
        """Rows as (id, before, after); alike neighbours are kept in one image as long as no row comes twice."""
        if self._open is not None:
            name, names, kept, ids = self._open
            fits = name == table and names == list(columns) and len(kept) + len(rows) <= images.CHUNK
            if fits and not any(row[0] in ids for row in rows):
                kept.extend(rows)
                ids.update(row[0] for row in rows)
                return
        self._close()
        self._open = [table, list(columns), list(rows), {row[0] for row in rows}]

    def deleted(self, table: str, columns: Sequence[str], rows: list[list[Any]]) -> None:
        """Whole rows that are gone; values in the order of `columns`."""
        self._close()
        place = list(columns).index("id")
        ids = [row[place] for row in rows]
        self._add(table, "delete", min(ids), max(ids), len(rows), images.pack(columns, rows))

    def flush(self) -> None:
        """Write what waits."""
        self._close()
        if self._waiting and not self.quiet:
            self._connection.exec_driver_sql(
                "INSERT INTO changes (action_id, table_name, op, first_id, last_id, rows, image) "
                "VALUES (?, ?, ?, ?, ?, ?, ?)",
                [(self._action_id, *change) for change in self._waiting],
            )
        self._waiting.clear()

    def _close(self) -> None:
        if self._open is not None:
            table, columns, rows, ids = self._open
            self._open = None
            self._add(table, "update", min(ids), max(ids), len(rows), images.pack(columns, rows))

    def _add(self, table: str, op: str, first: int, last: int, rows: int, image: bytes | None) -> None:
        self._waiting.append((table, op, first, last, rows, image))
        if len(self._waiting) >= BATCH:
            self.flush()
