"""One review whole: its order, its buyer, its earlier wordings; and the saved views of the list."""

from __future__ import annotations

from sqlalchemy import Connection, func, select

from storeapp.kernel.money import Money, order_total
from storeapp.kernel.titles import short_title
from storeapp.reputation.reviews.queries.listing import rows_of
from storeapp.reputation.reviews.records import BuyerFacts, EarlierWording, Removal, ReviewDetail, ReviewOrder
from storeapp.store.tables import Channel, Customer, Order, OrderLine, Product, RemovalRequest, Review, ReviewVersion
from storeapp.store.tables.product_names import NAMED


def review_detail(conn: Connection, review_id: int) -> ReviewDetail | None:
    """One review with its order, buyer and earlier wordings; None if it is gone."""
    wanted = (
        select(Review.text, Review.reply, Review.order_id, Review.customer_id, Channel.time_zone)
        .join(Channel, Channel.id == Review.channel_id)
        .where(Review.id == review_id)
    )
    review = conn.execute(wanted).first()
    if review is None:
        return None
    table = ReviewVersion
    versions = conn.execute(
        select(table.title, table.text, table.rating, table.posted_on, table.seen_at)
        .where(table.review_id == review_id)
        .order_by(table.id.desc())
    )
    return ReviewDetail(
        row=rows_of(conn, [review_id])[0],
        text=review.text,
        reply=review.reply,
        time_zone=review.time_zone,
        earlier=tuple(EarlierWording(*version) for version in versions),
        order=_order_facts(conn, review.order_id),
        buyer=_buyer_facts(conn, review.customer_id),
        removal=_removal(conn, review_id),
        namesakes=len(namesakes(conn, review_id)),
    )


def namesakes(conn: Connection, review_id: int) -> list[int]:
    """The orders of its channel that bear the number a review names, while it is joined to none."""
    wanted = (
        select(Order.id)
        .join(Review, (Review.channel_id == Order.channel_id) & (Review.order_number == Order.number))
        .where(Review.id == review_id, Review.order_id.is_(None), Review.order_number != "")
    )
    return list(conn.execute(wanted).scalars())


def _removal(conn: Connection, review_id: int) -> Removal | None:
    table = RemovalRequest
    wanted = (
        select(table.outcome, func.coalesce(table.decided_on, table.asked_on))
        .where(table.review_id == review_id)
        .order_by(table.id.desc())
        .limit(1)
    )
    found = conn.execute(wanted).first()
    return None if found is None else Removal(found[0], found[1])


def _order_facts(conn: Connection, order_id: int | None) -> ReviewOrder | None:
    order = conn.execute(select(Order.__table__).where(Order.id == order_id)).first()
    if order is None:
        return None
    goods = select(func.sum(OrderLine.quantity)).where(OrderLine.order_id == order_id, OrderLine.kind == "")
    items = conn.execute(goods).scalar() or 0
    return ReviewOrder(
        id=order.id,
        number=order.number,
        status=order.status,
        placed_on=order.placed_on,
        shipped_on=order.shipped_on,
        delivered_on=order.delivered_on,
        due_on=order.due_on,
        items=items,
        total=order_total(order.total_minor, order.items_minor, order.currency),
        refunded=Money(abs(order.refunded_minor), order.currency) if order.refunded_minor else None,
    )


def _buyer_facts(conn: Connection, customer_id: int | None) -> BuyerFacts | None:
    buyer = conn.execute(select(Customer.__table__).where(Customer.id == customer_id)).first()
    if buyer is None:
        return None
    reviews = conn.execute(
        select(func.count()).select_from(Review).where(Review.customer_id == customer_id)
    ).scalar_one()
    return BuyerFacts(
        id=buyer.id,
        name=buyer.name,
        orders=buyer.order_count,
        first_order_on=buyer.first_order_on,
        last_order_on=buyer.last_order_on,
        reviews=reviews,
        do_not_contact=bool(buyer.do_not_contact),
    )


def product_title(conn: Connection, product: int) -> str:
    """A product's name, "" for one that is gone."""
    return short_title(conn.execute(select(NAMED).where(Product.id == product)).scalar() or "")
