"""Reads what an evidence pack is made of, and the requests to take reviews down with how they ended."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, select

from storeapp.kernel.money import Money, order_total
from storeapp.kernel.rating_words import rating_words, shown_stars
from storeapp.kernel.review_kinds import kind_of
from storeapp.kernel.text import _
from storeapp.reputation.removal.rules import DatedWording, RemovalFacts
from storeapp.rulebook.removal import ground_of
from storeapp.store.shop_settings import shop_setting
from storeapp.store.tables import (
    Channel,
    Customer,
    Order,
    Product,
    RemovalRequest,
    Review,
    ReviewAbsence,
    ReviewVersion,
)

MOST = 500  # requests shown, newest first


@dataclass(frozen=True, slots=True)
class RemovalRow:
    """One request. `title`: its ground in words; `text`: the first words of the review."""

    id: int
    review_id: int
    platform: str
    channel: str
    stars: int | None  # None where the platform rates in words
    rating: str
    text: str
    ground: str
    title: str
    asked_on: str
    outcome: str
    decided_on: str | None
    note: str
    answers: dict[str, Any]


def removal_facts(conn: Connection, review_id: int) -> RemovalFacts | None:
    """All that is known of a review, None if it is gone."""
    review = conn.execute(select(Review.__table__).where(Review.id == review_id)).first()
    if review is None:
        return None
    channel = conn.execute(select(Channel.platform, Channel.name).where(Channel.id == review.channel_id)).one()
    order = conn.execute(select(Order.__table__).where(Order.id == review.order_id)).first()
    product = conn.execute(select(Product.title).where(Product.id == review.product_id)).scalar()
    buyer = conn.execute(select(Customer.name).where(Customer.id == review.customer_id)).scalar()
    gone = select(ReviewAbsence.noticed_at).where(ReviewAbsence.review_id == review_id, ReviewAbsence.back_at.is_(None))
    return RemovalFacts(
        review_id=review_id,
        platform=channel.platform,
        channel=channel.name,
        kind=kind_of(review.kind, channel.platform),
        shop=str(shop_setting(conn, "shop_name", "") or ""),
        wordings=_wordings(conn, review),
        reviewer=review.reviewer,
        buyer=buyer or "",
        customer_id=review.customer_id,
        product=product or "",
        order_number=review.order_number if order is None else order.number,
        order_status="" if order is None else order.status,
        placed_on=None if order is None else order.placed_on,
        shipped_on=None if order is None else order.shipped_on,
        delivered_on=None if order is None else order.delivered_on,
        due_on=None if order is None else order.due_on,
        total=None if order is None else order_total(order.total_minor, order.items_minor, order.currency),
        refunded=Money(order.refunded_minor, order.currency) if order is not None and order.refunded_minor else None,
        gone_at=conn.execute(gone).scalar(),
        reply=review.reply if review.replied_on else "",
    )


def _wordings(conn: Connection, review: Any) -> tuple[DatedWording, ...]:
    table = ReviewVersion
    former = conn.execute(
        select(table.rating, table.title, table.text, table.posted_on, table.seen_at)
        .where(table.review_id == review.id)
        .order_by(table.id)
    )
    platform = conn.execute(select(Channel.platform).where(Channel.id == review.channel_id)).scalar_one()
    found = [DatedWording(rating_words(platform, row[0], review.scale), *row[1:]) for row in former]
    said = rating_words(platform, review.rating, review.scale)
    now = DatedWording(said, review.title, review.text, review.posted_on)
    return (*found, now)


def removal_requests(conn: Connection, review_id: int | None = None) -> list[RemovalRow]:
    """The requests of one review, or of all, the newest first."""
    table = RemovalRequest
    own: list[ColumnElement[bool]] = [] if review_id is None else [table.review_id == review_id]
    wanted = (
        select(
            *(table.__table__, Channel.platform, Channel.name.label("channel")),
            *(Review.rating, Review.scale, Review.stars, Review.title, Review.text),
        )
        .join(Review, Review.id == table.review_id)
        .join(Channel, Channel.id == Review.channel_id)
        .where(*own)
        .order_by(table.asked_on.desc(), table.id.desc())
        .limit(MOST)
    )
    return [_request(row) for row in conn.execute(wanted)]


def _request(row: Any) -> RemovalRow:
    known = ground_of(row.ground)
    return RemovalRow(
        id=row.id,
        review_id=row.review_id,
        platform=row.platform,
        channel=row.channel,
        stars=shown_stars(row.stars, row.scale),
        rating=rating_words(row.platform, row.rating, row.scale),
        text=" ".join((row.title or row.text).split())[:200],
        ground=row.ground,
        title=_(known[1].title) if known is not None else row.ground,
        asked_on=row.asked_on,
        outcome=row.outcome,
        decided_on=row.decided_on,
        note=row.note,
        answers=json.loads(row.answers),
    )
