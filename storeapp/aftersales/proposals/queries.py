"""Which cases are proposed: how many, a stretch of them with why, and single ones."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, and_, func, or_, select

from storeapp.aftersales.proposals.records import Proposal, ProposalFilters, Record
from storeapp.aftersales.proposals.rules import (
    LATE,
    MISSING,
    REFUNDED,
    RETURNED,
    SETTLED,
    ProposalFacts,
    Supposed,
    supposed,
    unknown_title,
)
from storeapp.aftersales.reasons.queries import reason_titles
from storeapp.orders import return_reasons
from storeapp.store.tables import (
    CaseProposal,
    Channel,
    Customer,
    Order,
    OrderLine,
    Product,
    Review,
    ReviewTheme,
    Theme,
)

LONGEST_WORDS = 300  # of a review, in a list
_READ = 500  # rows filled with their themes at a time


def proposal_count(conn: Connection, today: date, channel: int | None = None, sign: int = 0) -> int:
    """How many cases are proposed."""
    wanted = select(func.count()).select_from(CaseProposal).where(*_due(conn, today, channel, sign))
    return conn.execute(wanted).scalar_one()


def proposals(
    conn: Connection,
    today: date,
    first: int = 0,
    limit: int | None = 200,
    channel: int | None = None,
    backwards: bool = False,
    sign: int = 0,
) -> list[Proposal]:
    """A stretch of the proposals, the newest first; `limit` None for all, `backwards`: counted from the end."""
    order = (CaseProposal.day_on, CaseProposal.id)
    wanted = select(CaseProposal.id).where(*_due(conn, today, channel, sign))
    sorted_ids = wanted.order_by(*(order if backwards else (one.desc() for one in order))).offset(first).limit(limit)
    # The ids first: what is skipped then costs no look at orders, buyers and reviews.
    ids = conn.execute(sorted_ids).scalars().all()
    made: list[Proposal] = []
    for place in range(0, len(ids), _READ):
        part = ids[place : place + _READ]
        rows = {row.id: row for row in conn.execute(_rows().where(CaseProposal.id.in_(part)))}
        made += _filled(conn, [rows[number] for number in part if number in rows])
    return made


class ProposalListing:
    """The proposals as a table reads them."""

    def count(self, conn: Connection, wanted: ProposalFilters) -> int:
        """How many there are."""
        return proposal_count(conn, date.fromisoformat(wanted.today), wanted.channel, wanted.sign)

    def rows(
        self, conn: Connection, wanted: ProposalFilters, first: int, limit: int, backwards: bool
    ) -> Sequence[Proposal]:
        """A window of them."""
        return proposals(conn, date.fromisoformat(wanted.today), first, limit, wanted.channel, backwards, wanted.sign)

    def position(self, conn: Connection, wanted: ProposalFilters, row_id: int) -> int | None:
        """The number of a row, None if it isn't in the list."""
        due = _due(conn, date.fromisoformat(wanted.today), wanted.channel, wanted.sign)
        mine = conn.execute(select(CaseProposal.day_on).where(CaseProposal.id == row_id, *due)).scalar()
        if mine is None:
            return None
        above = or_(CaseProposal.day_on > mine, and_(CaseProposal.day_on == mine, CaseProposal.id > row_id))
        return conn.execute(select(func.count()).select_from(CaseProposal).where(above, *due)).scalar_one()


def proposal(conn: Connection, row_id: int) -> Proposal | None:
    """One proposal, None where it is none any more."""
    return next(_filled(conn, conn.execute(_rows().where(CaseProposal.id == row_id)).all()), None)


def proposals_of(conn: Connection, records: Sequence[Record]) -> list[Proposal]:
    """These proposals, as far as they still are some."""
    made: list[Proposal] = []
    for place in range(0, len(records), _READ):
        part = records[place : place + _READ]
        orders, reviews = ([number for kind, number in part if kind == wanted] for wanted in ("order", "review"))
        mine = or_(
            CaseProposal.order_id.in_(orders),
            and_(CaseProposal.order_id.is_(None), CaseProposal.review_id.in_(reviews)),
        )
        made += _filled(conn, conn.execute(_rows().where(mine)).all())
    return made


def likely_reason(conn: Connection, review_id: int | None, order_id: int | None) -> Supposed:
    """What a case about a review, an order or both most likely has as its reason, and what speaks for it."""
    wanted = select(Review.title, Review.text).where(Review.id == review_id)
    review = conn.execute(wanted).first() if review_id is not None else None
    known = select(Channel.platform, Order.cancel_reason, Order.return_reason, Order.delivered_on, Order.due_on).join(
        Channel, Channel.id == Order.channel_id
    )
    order = conn.execute(known.where(Order.id == order_id)).first() if order_id is not None else None
    late = _days_late(order.delivered_on, order.due_on) if order is not None else None
    facts = ProposalFacts(
        signs=LATE if late else 0,
        platform=order.platform if order is not None else "",
        given=(order.cancel_reason or "") if order is not None else "",
        sent_back=return_reasons.parts(order.return_reason or "") if order is not None else (),
        days_late=late,
        themes=_themes(conn, [review_id] if review_id is not None else []).get(review_id or 0, ()),
        delivered=order is not None and order.delivered_on is not None,
        words=f"{review.title} {review.text}" if review is not None else "",
    )
    return supposed(facts, reason_titles(conn))


def _days_late(delivered: str | None, due: str | None) -> int | None:
    """By how many days it came late; None where it came in time or that isn't known."""
    if not delivered or not due or delivered <= due:
        return None
    return (date.fromisoformat(delivered) - date.fromisoformat(due)).days


def _themes(conn: Connection, reviews: Sequence[int]) -> dict[int, list[str]]:
    """The starter themes that reviews speak of."""
    found: dict[int, list[str]] = {}
    wanted = select(ReviewTheme.review_id, Theme.starter).join(Theme, Theme.id == ReviewTheme.theme_id)
    for review, starter in conn.execute(wanted.where(ReviewTheme.review_id.in_(reviews), Theme.starter != "")):
        found.setdefault(review, []).append(starter)
    return found


def _due(conn: Connection, today: date, channel: int | None, sign: int) -> list[ColumnElement[bool]]:
    """Parcels are overdue from their day on, and only where a channel tells of parcels that arrived."""
    overdue = select(CaseProposal.channel_id).where(CaseProposal.signs == MISSING).distinct()
    silent = [
        one
        for (one,) in conn.execute(overdue).all()
        if conn.execute(select(Order.id).where(Order.channel_id == one, Order.status == "delivered").limit(1)).first()
        is None
    ]
    found: list[ColumnElement[bool]] = [CaseProposal.from_on <= today.isoformat()]
    if channel is not None:
        found.append(CaseProposal.channel_id == channel)
    if sign == SETTLED:
        found.append(CaseProposal.signs.in_((REFUNDED, RETURNED, REFUNDED | RETURNED)))
    elif sign:
        found.append(CaseProposal.signs.bitwise_and(sign) != 0)
    if silent:
        found.append(or_(CaseProposal.signs != MISSING, CaseProposal.channel_id.not_in(silent)))
    return found


def _rows() -> Select[*tuple[Any, ...]]:
    title = func.coalesce(func.nullif(Product.label, ""), Product.title)
    line = (
        select(func.coalesce(title, OrderLine.title))
        .select_from(OrderLine)
        .outerjoin(Product, Product.id == OrderLine.product_id)
        .where(OrderLine.order_id == CaseProposal.order_id, OrderLine.kind == "")
        .order_by(OrderLine.id)
        .limit(1)
        .correlate(CaseProposal)
        .scalar_subquery()
    )
    reviewed = select(title).where(Product.id == Review.product_id).correlate(Review).scalar_subquery()
    buyer = func.coalesce(Order.customer_id, Review.customer_id)
    return (
        select(
            CaseProposal.id,
            CaseProposal.order_id,
            CaseProposal.review_id,
            CaseProposal.channel_id,
            CaseProposal.signs,
            CaseProposal.day_on,
            Channel.platform,
            Channel.name.label("channel"),
            func.coalesce(Order.number, Review.order_number, "").label("number"),
            buyer.label("customer_id"),
            func.coalesce(Customer.name, Order.buyer_name, Review.reviewer, "").label("customer"),
            func.coalesce(line, reviewed, "").label("product"),
            Order.cancel_reason,
            Order.return_reason,
            Order.delivered_on,
            Order.due_on,
            Review.stars,
            func.coalesce(Review.title, "").label("headline"),
            func.substr(func.coalesce(Review.text, ""), 1, LONGEST_WORDS).label("text"),
        )
        .join(Channel, Channel.id == CaseProposal.channel_id)
        .outerjoin(Order, Order.id == CaseProposal.order_id)
        .outerjoin(Review, Review.id == CaseProposal.review_id)
        .outerjoin(Customer, Customer.id == buyer)
    )


def _filled(conn: Connection, rows: Sequence[Row[Any]]) -> Iterator[Proposal]:
    themes = _themes(conn, [row.review_id for row in rows if row.review_id is not None])
    titles = reason_titles(conn) if rows else {}
    for row in rows:
        late = _days_late(row.delivered_on, row.due_on) if row.signs & LATE else None
        words = " ".join(f"{row.headline} {row.text}".split())
        known = supposed(
            ProposalFacts(
                signs=row.signs,
                platform=row.platform,
                given=row.cancel_reason or "",
                sent_back=return_reasons.parts(row.return_reason or ""),
                days_late=late,
                themes=tuple(themes.get(row.review_id, ())),
                delivered=row.delivered_on is not None,
                words=words,
            ),
            titles,
        )
        yield Proposal(
            id=row.id,
            record=("order", row.order_id) if row.order_id is not None else ("review", row.review_id),
            channel_id=row.channel_id,
            platform=row.platform,
            channel=row.channel,
            order_id=row.order_id,
            review_id=row.review_id,
            number=row.number,
            customer_id=row.customer_id,
            customer=row.customer,
            product=row.product,
            day_on=row.day_on,
            stars=row.stars,
            words=words[:LONGEST_WORDS],
            reason=known.reason,
            reason_title=titles.get(known.reason) or unknown_title(row.signs),
            why=known.why,
        )
