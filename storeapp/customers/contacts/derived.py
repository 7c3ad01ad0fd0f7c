"""Keeps in step who opted out: a customer one of whose addresses did, also one who was erased and came in again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from storeapp.customers.contacts.rules import address_hash
from storeapp.kernel.progress import Progress
from storeapp.kernel.text import N_
from storeapp.store.bulk import LISTED, STRETCH, json_ids, plain_number, plain_rows, run, run_many
from storeapp.store.derived import CHUNK, Derived, Recount, stretches

if TYPE_CHECKING:
    from sqlalchemy import Connection

_BY_PERSON = LISTED.replace("id IN", "coalesce(merged_into, id) IN")


class OptedOut(Derived):
    """Fills `customers.opted_out`: 1 for everybody of a person of whom one address opted out."""

    name, title = "opted out", N_("Saved totals")
    reads: Mapping[str, frozenset[str]] = {
        "customers": frozenset({"email", "phone", "merged_into"}),
        "identities": frozenset({"customer_id", "merged_from", "channel_id", "kind", "key"}),
        "opt_outs": frozenset({"hash"}),
    }

    def __init__(self) -> None:
        self._people: set[int] = set()
        self._all = False
        self._idle: bool | None = None

    def take_out(self, conn: Connection, table: str, rows: str, value: str) -> None:
        """Note whose rows are about to change."""
        self._note(conn, table, rows, value)

    def put_in(self, conn: Connection, table: str, rows: str, value: str) -> None:
        """Note whose rows changed."""
        self._note(conn, table, rows, value)

    def done(self, conn: Connection) -> None:
        """Look at the addresses of the people concerned."""
        if self._all:
            self.rebuild(conn)
        people = [] if self._all else sorted(self._people)
        for place in range(0, len(people), CHUNK):
            self._settle(conn, _BY_PERSON, people[place : place + CHUNK])
        self._people.clear()
        self._all, self._idle = False, None

    def rebuild(self, conn: Connection) -> None:
        """Look at everybody's addresses."""
        hashes = _hashes(conn)
        run(conn, "UPDATE customers SET opted_out = 0 WHERE opted_out <> 0")
        if hashes:
            out = {person for person, own in _addresses(conn, STRETCH, stretches(conn, "customers")) if own in hashes}
            _mark(conn, sorted(out))

    def recount(self, conn: Connection, progress: Progress) -> Recount:
        """Count the customers whose mark isn't what their addresses say; they were looked at with their sales."""
        hashes = _hashes(conn)
        marked = {row[0] for row in plain_rows(conn, "SELECT id FROM customers WHERE opted_out <> 0")}
        if not hashes:
            return Recount(0, len(marked))
        progress.check()
        out = {person for person, own in _addresses(conn, STRETCH, stretches(conn, "customers")) if own in hashes}
        people = f"SELECT id FROM customers WHERE {_BY_PERSON}"
        due = {row[0] for row in plain_rows(conn, people, json_ids(sorted(out)))}
        return Recount(0, len(due ^ marked))

    def _note(self, conn: Connection, table: str, rows: str, value: str) -> None:
        if table == "opt_outs":
            self._all = True  # anybody may have the address: only its hash is known
            return
        if self._all or self._unused(conn):
            return
        if table == "customers":
            found = plain_rows(conn, f"SELECT id, coalesce(merged_into, id) FROM customers WHERE {rows}", value)
        else:
            found = plain_rows(conn, f"SELECT customer_id, customer_id FROM identities WHERE {rows}", value)
        self._people.update(number for row in found for number in row)

    def _unused(self, conn: Connection) -> bool:
        if self._idle is None:
            self._idle = plain_number(conn, "SELECT count(*) FROM opt_outs") == 0
        return self._idle

    def _settle(self, conn: Connection, rows: str, people: list[int]) -> None:
        hashes, value = _hashes(conn), json_ids(people)
        run(conn, f"UPDATE customers SET opted_out = 0 WHERE opted_out <> 0 AND {rows}", value)
        _mark(conn, sorted({person for person, own in _addresses(conn, rows, [value]) if own in hashes}))


def _hashes(conn: Connection) -> set[str]:
    return {row[0] for row in plain_rows(conn, "SELECT hash FROM opt_outs")}


def _addresses(conn: Connection, rows: str, values: Iterable[str]) -> Iterator[tuple[int, str]]:
    """(person, hash of an address) of customers; `rows` is a condition on `customers`."""
    for value in values:
        own = f"SELECT coalesce(merged_into, id), email, phone FROM customers WHERE {rows}"
        for person, email, phone in plain_rows(conn, own, value):
            yield person, address_hash("email", email)
            yield person, address_hash("phone", phone)
        of_channel = (
            "SELECT i.customer_id, i.channel_id, i.kind, i.key FROM identities i WHERE i.customer_id IN "
            f"(SELECT coalesce(merged_into, id) FROM customers WHERE {rows})"
        )
        for person, channel, kind, key in plain_rows(conn, of_channel, value):
            yield person, address_hash(kind, key, channel)


def _mark(conn: Connection, people: list[int]) -> None:
    rows = [(person, person) for person in people]
    run_many(conn, "UPDATE customers SET opted_out = 1 WHERE id = ? OR merged_into = ?", rows)
