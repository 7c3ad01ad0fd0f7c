"""The journal's rows of the action in progress, gathered and written in batches."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection

from storeapp.store import row_images

BATCH = 200  # changes held before they are written


class JournalWriter:
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
            fits = name == table and names == list(columns) and len(kept) + len(rows) <= row_images.CHUNK
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
        self._add(table, "delete", min(ids), max(ids), len(rows), row_images.pack(columns, rows))

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
            self._add(table, "update", min(ids), max(ids), len(rows), row_images.pack(columns, rows))

    def _add(self, table: str, op: str, first: int, last: int, rows: int, image: bytes | None) -> None:
        self._waiting.append((table, op, first, last, rows, image))
        if len(self._waiting) >= BATCH:
            self.flush()
