"""Reads one customer with the names by which the channels know them."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, func, select

from storeapp.store.tables import Channel, Customer, CustomerMerge, Identity, ImportBatch, Order


@dataclass(frozen=True, slots=True)
class IdentityRow:
    """How one channel knows a customer: `kind` is handle, email, phone, account or order_account."""

    platform: str
    channel: str
    kind: str
    value: str


@dataclass(frozen=True, slots=True)
class PartRow:
    """A customer who was merged into another one: their own name, their orders, and when they were merged (UTC)."""

    id: int
    name: str
    orders: int
    merged_at: str


@dataclass(frozen=True, slots=True)
class CustomerRecord:
    """All that is kept about one customer. Days are ISO days; `source` is the file and row of the latest value.

    `parts`: the other customers the owner merged into this one, if any.
    """

    id: int
    name: str
    email: str
    phone: str
    language: str
    country: str
    city: str
    consent: str
    do_not_contact: bool
    note: str
    order_count: int
    first_order_on: str | None
    last_order_on: str | None
    identities: tuple[IdentityRow, ...]
    source: tuple[str, int] | None
    heard_from: str
    parts: tuple[PartRow, ...]


def customer(conn: Connection, customer_id: int) -> CustomerRecord | None:
    """The customer, or the one they were merged into; None if there is none of that id."""
    customer_id = person(conn, customer_id)
    row = conn.execute(select(*Customer.__table__.columns).where(Customer.id == customer_id)).first()
    if row is None:
        return None
    known = conn.execute(
        select(Channel.platform, Channel.name, Identity.kind, Identity.value)
        .join(Channel, Channel.id == Identity.channel_id)
        .where(Identity.customer_id == customer_id, Identity.kind != "order_account")
        .order_by(Channel.id, Identity.id)
    )
    file_name = None
    if row.source_batch is not None:
        wanted = select(ImportBatch.file_name).where(ImportBatch.id == row.source_batch)
        file_name = conn.execute(wanted).scalar()
    return CustomerRecord(
        id=row.id,
        name=row.name,
        email=row.email,
        phone=row.phone,
        language=row.language,
        country=row.country,
        city=row.city,
        consent=row.consent,
        do_not_contact=bool(row.do_not_contact),
        note=row.note,
        order_count=row.order_count,
        first_order_on=row.first_order_on,
        last_order_on=row.last_order_on,
        identities=tuple(IdentityRow(*each) for each in known),
        source=(file_name, row.source_row) if file_name and row.source_row else None,
        heard_from=row.heard_from,
        parts=parts(conn, customer_id),
    )


def person(conn: Connection, customer_id: int) -> int:
    """The customer themselves, or whom they were merged into."""
    into = conn.execute(select(Customer.merged_into).where(Customer.id == customer_id)).scalar()
    return customer_id if into is None else into


def parts(conn: Connection, customer_id: int) -> tuple[PartRow, ...]:
    """The customers merged into this one, also through others, those merged last first."""
    orders = select(func.count()).where(Order.merged_from == Customer.id).scalar_subquery()
    found = conn.execute(
        select(Customer.id, Customer.name, orders, CustomerMerge.merged_at)
        .join(CustomerMerge, CustomerMerge.lost_id == Customer.id)
        .where(Customer.merged_into == customer_id)
        .order_by(CustomerMerge.id.desc())
    )
    return tuple(PartRow(*row) for row in found)
