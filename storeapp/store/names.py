"""Keeps beside each customer how their name sounds, so that names spelt alike are found through an index."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import Connection

from storeapp.kernel.names import name_key
from storeapp.store.bulk import STRETCH, json_ids, plain_rows

CHUNK = 5000  # customers at a time


class Names:
    """Fills `customers.name_key` from the name."""

    reads: Mapping[str, frozenset[str]] = {"customers": frozenset({"name"})}

    def take_out(self, conn: Connection, table: str, rows: str, value: str) -> None:
        """Nothing: a key stands in its own row."""

    def put_in(self, conn: Connection, table: str, rows: str, value: str) -> None:
        """Work the keys out anew."""
        found = plain_rows(conn, f"SELECT id, name, name_key FROM {table} WHERE {rows}", value)
        changed = [(key, number) for number, name, known in found if (key := name_key(name)) != known]
        if changed:
            conn.exec_driver_sql("UPDATE customers SET name_key = ? WHERE id = ?", changed)

    def done(self, conn: Connection) -> None:
        """Nothing is left to do."""


def rebuild(conn: Connection) -> None:
    """Work out every key anew, inside the caller's transaction."""
    names = Names()
    last = conn.exec_driver_sql("SELECT max(id) FROM customers").scalar() or 0
    for start in range(1, last + 1, CHUNK):
        names.put_in(conn, "customers", STRETCH, json_ids((start, start + CHUNK - 1)))


def recount(conn: Connection) -> int:
    """The number of customers whose key is not that of their name."""
    wrong, last = 0, conn.exec_driver_sql("SELECT max(id) FROM customers").scalar() or 0
    for start in range(1, last + 1, CHUNK):
        stretch = json_ids((start, start + CHUNK - 1))
        found = plain_rows(conn, f"SELECT name, name_key FROM customers WHERE {STRETCH}", stretch)
        wrong += sum(name_key(name) != known for name, known in found)
    return wrong
