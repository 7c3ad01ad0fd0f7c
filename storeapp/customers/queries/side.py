"""Two customers beside each other, with what tells an owner whether they are one person."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, func, select

from storeapp.customers.merging import FIELDS
from storeapp.customers.queries.record import IdentityRow, customer
from storeapp.kernel.money import Money, order_total
from storeapp.store.tables import Channel, Customer, Order, Review

LATEST = 3  # orders that are shown of each


@dataclass(frozen=True, slots=True)
class SideOrder:
    """One order in a few words; `placed_on` is the channel's own day."""

    id: int
    number: str
    platform: str
    channel: str
    placed_on: str | None
    total: Money | None


@dataclass(frozen=True, slots=True)
class PairSide:
    """One of the two: `values` maps merging.FIELDS (and last_order_on) to what is stored."""

    id: int
    values: Mapping[str, Any]
    identities: tuple[IdentityRow, ...]
    orders: int
    reviews: int
    latest: tuple[SideOrder, ...]


def sides(conn: Connection, one_id: int, other_id: int) -> tuple[PairSide, PairSide] | None:
    """The two customers, first the one to keep: with more orders, else the older one. None if one is gone."""
    found = [_side(conn, number) for number in (one_id, other_id)]
    one, other = found
    if one is None or other is None or one.id == other.id:
        return None
    first, second = sorted((one, other), key=lambda side: (-side.orders, side.id))
    return first, second


def _side(conn: Connection, customer_id: int) -> PairSide | None:
    record = customer(conn, customer_id)
    if record is None:
        return None
    names = (*FIELDS, "last_order_on")
    columns = [getattr(Customer, name) for name in names]
    row = conn.execute(select(*columns).where(Customer.id == record.id)).one()
    reviews = select(func.count()).select_from(Review).where(Review.customer_id == record.id)
    latest = conn.execute(
        select(
            *(Order.id, Order.number, Channel.platform, Channel.name, Order.placed_on),
            *(Order.total_minor, Order.items_minor, Order.currency),
        )
        .join(Channel, Channel.id == Order.channel_id)
        .where(Order.customer_id == record.id)
        .order_by(Order.placed_on.desc(), Order.id.desc())
        .limit(LATEST)
    )
    return PairSide(
        id=record.id,
        values=dict(zip(names, row, strict=True)),
        identities=record.identities,
        orders=record.order_count,
        reviews=int(conn.execute(reviews).scalar_one()),
        latest=tuple(
            SideOrder(number, name, platform, channel, day, order_total(total, items, currency))
            for number, name, platform, channel, day, total, items, currency in latest
        ),
    )
