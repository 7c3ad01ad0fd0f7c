"""Reads the ledger of contacts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Select, func, or_, select

from storeapp.customers.matching import email_key, phone_key
from storeapp.kernel.clock import from_utc_text, utc_text
from storeapp.store.listing import batches
from storeapp.store.tables import Contact, Customer


@dataclass(frozen=True, slots=True)
class ContactRow:
    """One message that went out; `sent_at` is UTC text, `customer_id` the customer it was sent to, merged or not."""

    id: int
    customer_id: int
    order_id: int | None
    sent_at: str
    purpose: str
    through: str
    counts: bool
    about: str


def contacts_of(conn: Connection, customer_id: int, most: int = 50) -> list[ContactRow]:
    """What was sent to a person under all of their merged names, the newest first."""
    table = Contact
    columns = (table.id, table.customer_id, table.order_id, table.sent_at, table.purpose, table.through)
    wanted = select(*columns, table.counts, table.about).where(table.customer_id.in_(_person(customer_id)))
    found = conn.execute(wanted.order_by(table.sent_at.desc(), table.id.desc()).limit(most))
    return [ContactRow(*row[:6], bool(row.counts), row.about) for row in found]


def counted_since(conn: Connection, customer_id: int, since: str) -> list[datetime]:
    """When messages that count to the frequency cap went to a person, from a UTC text on, the oldest first."""
    wanted = select(Contact.sent_at).where(
        Contact.customer_id.in_(_person(customer_id)), Contact.counts == 1, Contact.sent_at >= since
    )
    return [from_utc_text(at) for at in conn.execute(wanted.order_by(Contact.sent_at, Contact.id)).scalars()]


def _person(customer_id: int) -> Select[Any]:
    home = func.coalesce(Customer.merged_into, Customer.id)
    mine = select(home).where(Customer.id == customer_id).scalar_subquery()
    return select(Customer.id).where((Customer.id == mine) | (Customer.merged_into == mine))


def addresses_of(conn: Connection, people: Sequence[int]) -> dict[int, frozenset[str]]:
    """The e-mail addresses and phone numbers of people (ids), as keys that are alike for one address."""
    home = func.coalesce(Customer.merged_into, Customer.id)
    found: dict[int, set[str]] = {}
    for batch in batches(people):
        rows = conn.execute(
            select(home, Customer.email, Customer.phone).where(
                or_(Customer.id.in_(batch), Customer.merged_into.in_(batch))
            )
        )
        for person, email, phone in rows:
            found.setdefault(person, set()).update(_keys(email, phone))
    return {person: frozenset(keys) for person, keys in found.items()}


def addresses_heard(conn: Connection, now: datetime, days: int = 30) -> dict[str, list[tuple[int, datetime]]]:
    """By address: (person, when) of the messages of the last days that count to the cap."""
    home = func.coalesce(Customer.merged_into, Customer.id)
    wanted = (
        select(home, Customer.email, Customer.phone, Contact.sent_at)
        .join(Customer.__table__, Customer.id == Contact.customer_id)
        .where(Contact.counts == 1, Contact.sent_at > utc_text(now - timedelta(days=days)))
        .order_by(Contact.sent_at, Contact.id)
    )
    found: dict[str, list[tuple[int, datetime]]] = {}
    for person, email, phone, at in conn.execute(wanted):
        for key in _keys(email, phone):
            found.setdefault(key, []).append((person, from_utc_text(at)))
    return found


def _keys(email: str, phone: str) -> set[str]:
    keys = (email_key(email), phone_key(phone))
    return {f"{kind} {key}" for kind, key in zip(("email", "phone"), keys, strict=True) if key}
