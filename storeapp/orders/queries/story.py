"""A buyer's whole story with the shop: orders, deliveries, reviews, replies and refunds in the order of time."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import ColumnElement, Connection, func, or_, select

from storeapp.kernel.money import Money, order_total
from storeapp.orders.records import Event
from storeapp.orders.rules import days_late, is_late
from storeapp.store.tables import Channel, Order, OrderLine, Product, Review, ReviewVersion

MOST = 120  # orders and reviews told; older ones are counted only


def story_of_customer(conn: Connection, customer_id: int) -> tuple[list[Event], int]:
    """What happened with one customer, newest first, and how many older orders are left out."""
    orders = conn.execute(
        _orders(Order.customer_id == customer_id).order_by(Order.placed_on.desc(), Order.id.desc()).limit(MOST)
    ).all()
    whole = conn.execute(select(func.count()).select_from(Order).where(Order.customer_id == customer_id)).scalar_one()
    bought = select(Order.id).where(Order.customer_id == customer_id)
    events = [event for row in orders for event in _of_order(row)]
    events += _of_reviews(conn, or_(Review.customer_id == customer_id, Review.order_id.in_(bought)))
    return _newest_first(events), max(0, whole - MOST)


def story_of_order(conn: Connection, order_id: int) -> list[Event]:
    """What happened with one order, newest first."""
    rows = conn.execute(_orders(Order.id == order_id)).all()
    events = [event for row in rows for event in _of_order(row)]
    return _newest_first(events + _of_reviews(conn, Review.order_id == order_id))


def story_of_product(conn: Connection, product_id: int, limit: int = 40) -> list[Event]:
    """The latest reviews of one product with their replies, newest first."""
    return _newest_first(_of_reviews(conn, Review.product_id == product_id, limit))


def _newest_first(events: list[Event]) -> list[Event]:
    steps = {kind: number for number, kind in enumerate(("ordered", "shipped", "delivered", "late", "reviewed"))}

    def when(event: Event) -> tuple[str, str, int]:
        # Days first: instants are not known of every event, and a day is the same for both kinds.
        return event.on or "", event.at or "", steps.get(event.kind, 9)

    return sorted(events, key=when, reverse=True)


def _orders(condition: ColumnElement[bool]) -> Any:
    mine = (OrderLine.order_id == Order.id, OrderLine.kind == "")
    first_line = select(OrderLine.title).where(*mine).order_by(OrderLine.id).limit(1)
    called = select(Product.label).join(OrderLine, OrderLine.product_id == Product.id).where(*mine)
    return (
        select(
            *Order.__table__.columns,
            Channel.platform,
            Channel.name.label("channel"),
            Channel.time_zone,
            first_line.scalar_subquery().label("item"),
            called.order_by(OrderLine.id).limit(1).scalar_subquery().label("label"),
            select(func.sum(OrderLine.quantity)).where(*mine).scalar_subquery().label("units"),
        )
        .join(Channel, Channel.id == Order.channel_id)
        .where(condition)
    )


def _of_order(row: Any) -> Iterator[Event]:
    def event(kind: str, on: str | None, at: str | None = None, **more: Any) -> Event:
        known = {"order_id": row.id, "number": row.number, "time_zone": row.time_zone, "product": row.item or ""}
        known |= {"label": row.label or ""}
        return Event(kind, on, at, row.platform, row.channel, **(known | more))

    def money(minor: int | None) -> Money | None:
        return None if minor is None else Money(minor, row.currency)

    total = order_total(row.total_minor, row.items_minor, row.currency)
    yield event("ordered", row.placed_on, row.placed_at, money=total, days=row.units or 0)
    if row.shipped_on:
        yield event("shipped", row.shipped_on, row.shipped_at)
    if row.delivered_on:
        late = is_late("delivered", row.delivered_on, row.due_on, row.delivered_at, row.due_at)
        missed = days_late(row.delivered_on, row.due_on) if late else 0
        yield event("late" if late else "delivered", row.delivered_on, row.delivered_at, days=missed)
    if row.canceled_on or row.status == "canceled":
        yield event("canceled", row.canceled_on or row.placed_on, text=row.cancel_reason)
    if row.refunded_minor:
        # No channel's file says when it was paid back: it stands behind the latest thing that is known.
        latest = max(filter(None, (row.canceled_on, row.delivered_on, row.shipped_on, row.placed_on)), default=None)
        yield event("refunded", latest, "~", money=money(abs(row.refunded_minor)))


def _of_reviews(conn: Connection, condition: ColumnElement[bool], limit: int = MOST) -> list[Event]:
    rows = conn.execute(
        select(
            *Review.__table__.columns,
            Channel.platform,
            Channel.name.label("channel"),
            Channel.time_zone,
            func.coalesce(Product.title, "").label("product"),
            func.coalesce(Product.label, "").label("label"),
        )
        .join(Channel, Channel.id == Review.channel_id)
        .outerjoin(Product, Product.id == Review.product_id)
        .where(condition)
        .order_by(Review.posted_on.desc(), Review.id.desc())
        .limit(limit)
    ).all()
    earlier: dict[int, list[Any]] = {}
    for start in range(0, len(rows), 400):
        ids = [row.id for row in rows[start : start + 400]]
        versions = select(*ReviewVersion.__table__.columns).where(ReviewVersion.review_id.in_(ids))
        for version in conn.execute(versions.order_by(ReviewVersion.id)):
            earlier.setdefault(version.review_id, []).append(version)
    return [event for row in rows for event in _of_review(row, earlier.get(row.id, []))]


def _of_review(row: Any, earlier: list[Any]) -> Iterator[Event]:
    def event(kind: str, on: str | None, at: str | None, text: str, **more: Any) -> Event:
        known = {"order_id": row.order_id, "number": row.order_number, "time_zone": row.time_zone}
        known |= {"review_id": row.id, "product": row.product, "label": row.label, "text": text}
        known |= {"scale": row.scale}
        return Event(kind, on, at, row.platform, row.channel, **(known | more))

    said = ". ".join(filter(None, (row.title, row.text)))
    if earlier:
        first = earlier[0]
        whole = _whole_stars(first.rating) if row.scale == 5 and row.stars is not None else None
        yield event("reviewed", row.posted_on, row.posted_at, first.text, stars=whole, rating=first.rating)
        edited = row.edited_on or earlier[-1].seen_at[:10]
        yield event("edited", edited, None, said, stars=row.stars, rating=row.rating)
    else:
        yield event("reviewed", row.posted_on, row.posted_at, said, stars=row.stars, rating=row.rating)
    if row.replied_on:
        yield event("replied", row.replied_on, row.replied_at, row.reply)


def _whole_stars(rating: float | None) -> int | None:
    return None if rating is None else max(1, min(5, round(rating)))
