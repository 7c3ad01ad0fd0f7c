"""Keeps beside each customer how their name sounds, so that names spelt alike are found through an index; and after an
undo gives every row to the person it belongs to."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from storeapp.customers import people
from storeapp.kernel.names import name_key
from storeapp.kernel.progress import Progress
from storeapp.kernel.text import N_
from storeapp.store.bulk import STRETCH, plain_rows, run_many
from storeapp.store.derived import Derived, Recount, stretches

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from storeapp.store.tx import Tx


class CustomerNames(Derived):
    """Fills `customers.name_key` from the name."""

    name, title = "sounds of names", N_("Saved totals")
    reads: Mapping[str, frozenset[str]] = {"customers": frozenset({"name"})}

    def put_in(self, conn: Connection, table: str, rows: str, value: str) -> None:
        """Work the keys out anew."""
        found = plain_rows(conn, f"SELECT id, name, name_key FROM {table} WHERE {rows}", value)
        changed = [(key, number) for number, name, known in found if (key := name_key(name)) != known]
        run_many(conn, "UPDATE customers SET name_key = ? WHERE id = ?", changed)

    def rebuild(self, conn: Connection) -> None:
        """Work every key out anew."""
        for stretch in stretches(conn, "customers"):
            self.put_in(conn, "customers", STRETCH, stretch)

    def recount(self, conn: Connection, progress: Progress) -> Recount:
        """Count the customers whose key is not that of their name; they were looked at with their sales."""
        wrong = 0
        for stretch in stretches(conn, "customers"):
            progress.check()
            found = plain_rows(conn, f"SELECT name, name_key FROM customers WHERE {STRETCH}", stretch)
            wrong += sum(name_key(name) != known for name, known in found)
        return Recount(0, wrong)


class MergedCustomers(Derived):
    """Which person each row belongs to, by the merges that there are."""

    def after_undo(self, tx: Tx) -> None:
        """Give every row to the person it belongs to now."""
        people.settle(tx)
