"""Reads the ledger of contacts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, func, select

from storeapp.kernel.clock import from_utc_text
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
