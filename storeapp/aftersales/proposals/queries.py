"""Which cases are proposed: how many, a stretch of them with why, and single ones."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, and_, func, or_, select

from storeapp.aftersales.proposals.records import Proposal, ProposalFilters, Record
from storeapp.aftersales.proposals.rules import LATE, MISSING, ProposalFacts, supposed
from storeapp.aftersales.reasons.queries import reason_titles
from storeapp.kernel.text import _
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


def proposal_count(conn: Connection, today: date, channel: int | None = None) -> int:
    """How many cases are proposed."""
    wanted = select(func.count()).select_from(CaseProposal).where(*_due(conn, today, channel))
    return conn.execute(wanted).scalar_one()


def proposals(
    conn: Connection,
    today: date,
    first: int = 0,
    limit: int | None = 200,
    channel: int | None = None,
    backwards: bool = False,
) -> list[Proposal]:
    """A stretch of the proposals, the newest first; `limit` None for all, `backwards`: counted from the end."""
    wanted = _rows().where(*_due(conn, today, channel))
    order = (CaseProposal.day_on, CaseProposal.id)
    found = conn.execute(
        wanted.order_by(*(order if backwards else (one.desc() for one in order))).offset(first).limit(limit)
    ).all()
    return [one for place in range(0, len(found), _READ) for one in _filled(conn, found[place : place + _READ])]


class ProposalListing:
    """The proposals as a table reads them."""

    def count(self, conn: Connection, wanted: ProposalFilters) -> int:
        """How many there are."""
        return proposal_count(conn, date.fromisoformat(wanted.today), wanted.channel)

    def rows(
        self, conn: Connection, wanted: ProposalFilters, first: int, limit: int, backwards: bool
    ) -> Sequence[Proposal]:
        """A window of them."""
        return proposals(conn, date.fromisoformat(wanted.today), first, limit, wanted.channel, backwards)

    def position(self, conn: Connection, wanted: ProposalFilters, row_id: int) -> int | None:
        """The number of a row, None if it isn't in the list."""
        due = _due(conn, date.fromisoformat(wanted.today), wanted.channel)
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


def _due(conn: Connection, today: date, channel: int | None) -> list[ColumnElement[bool]]:
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
    themes: dict[int, list[str]] = {}
    reviews = [row.review_id for row in rows if row.review_id is not None]
    wanted = select(ReviewTheme.review_id, Theme.starter).join(Theme, Theme.id == ReviewTheme.theme_id)
    for review, starter in conn.execute(wanted.where(ReviewTheme.review_id.in_(reviews), Theme.starter != "")):
        themes.setdefault(review, []).append(starter)
    titles = reason_titles(conn) if rows else {}
    for row in rows:
        late = None
        if row.signs & LATE and row.delivered_on and row.due_on:
            late = (date.fromisoformat(row.delivered_on) - date.fromisoformat(row.due_on)).days
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
            reason_title=titles.get(known.reason) or _("Reason not known"),
            why=known.why,
        )
