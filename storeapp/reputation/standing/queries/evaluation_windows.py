"""Ratings and orders of one channel between two days: whole months from the kept sums, the edges from the rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, case, func, literal_column, or_, select, text

from storeapp.kernel.review_kinds import UNSAID
from storeapp.orders.sales import NEVER_SOLD, net, sold
from storeapp.reputation.ratings.rules import StarCounts
from storeapp.reputation.standing.records import Figure
from storeapp.rulebook.ladders import months_back
from storeapp.store.tables import Case, CaseOrder, Order, OrderMonth, RatingMonth, RatingSnapshot, Review
from storeapp.store.tables.review_kinds import is_kind, stored_as

_SOLD: ColumnElement[int] = literal_column(sold())
_NET: ColumnElement[int] = literal_column(net())
NOT_YET_SENT = ("created", "approved", "invoiced", "processing", "paid")


@dataclass(frozen=True, slots=True)
class WindowRatings:
    """What was rated between two days; good, neutral and bad hold stars (4 and 5, 3, 1 and 2) and such words alike."""

    stars: StarCounts
    kinds: dict[str, int]

    @property
    def count(self) -> int:
        """All that say good, neutral or bad."""
        return sum(self.kinds.values())


@dataclass(frozen=True, slots=True)
class Sales:
    """Sales between two days, and what they came to by currency, in minor units, as orders/sales defines both.

    `by_status` counts all orders, cancelled ones too.
    """

    orders: int
    net_minor: dict[str, int]
    by_status: dict[str, int] = field(default_factory=dict)

    def count(self, *statuses: str) -> int:
        """How many have one of these statuses."""
        return sum(self.by_status.get(status, 0) for status in statuses)

    @property
    def all(self) -> int:
        """Every order, cancelled ones too."""
        return sum(self.by_status.values())


# Of one channel: reviews by stars in a part of a month, and the hundredths by which they lie above those stars.
Edges = dict[tuple[date, date, str], tuple[dict[int, int], int]]


def ratings_between(
    conn: Connection, channel: int, first: date | None, end: date, read: Edges | None = None, kind: str = ""
) -> WindowRatings:
    """Ratings from `first` up to, not including, `end`; without a first day all there are, undated ones too.

    `kind`: only reviews of that kind, UNSAID for those of which nobody said it.

    `read` keeps the parts of months that were counted before: windows that end on one day share their last one.
    """
    known: Edges = {} if read is None else read
    found: Counter[int] = Counter()
    apart, table = 0, RatingMonth
    months, edges = _split(first, end)
    sums = (func.sum(table.reviews), func.sum(table.apart))
    wanted = select(table.stars, *sums).where(table.channel_id == channel).group_by(table.stars)
    if months is not None:
        wanted = wanted.where(table.month >= months[0], table.month < months[1])
    if kind:
        wanted = wanted.where(table.kind == stored_as(kind))
    only = [is_kind(kind)] if kind else []
    for stars, reviews, above in conn.execute(wanted):
        found[stars] += reviews
        apart += above
    for start, stop in edges:
        key = (start, stop, kind)
        if key not in known:
            rows = select(func.coalesce(Review.stars, 0), func.count()).where(*_posted(channel, start, stop), *only)
            counts = {row[0]: row[1] for row in conn.execute(rows.group_by(Review.stars))}
            # Its own small index holds the few that lie between two stars.
            between = select(func.sum(Review.apart)).where(*_posted(channel, start, stop), *only, text("apart <> 0"))
            known[key] = counts, conn.execute(between).scalar() or 0
        counts, above = known[key]
        found.update(counts)
        apart += above
    kinds = {
        "positive": found[4] + found[5],
        "neutral": found[3],
        "negative": found[1] + found[2],
    }
    return WindowRatings(StarCounts.of(found, apart), kinds)


def sales_between(conn: Connection, channel: int, first: date | None, end: date) -> Sales:
    """Orders placed from `first` up to, not including, `end`."""
    table = OrderMonth
    months, edges = _split(first, end)
    wanted = (
        select(
            *(table.status, table.currency),
            *(func.sum(table.orders), func.sum(table.sold), func.sum(table.sales_minor)),
        )
        .where(table.channel_id == channel)
        .group_by(table.status, table.currency)
    )
    if months is not None:
        wanted = wanted.where(table.month >= months[0], table.month < months[1])
    rows: list[Any] = list(conn.execute(wanted))
    for start, stop in edges:
        edge = (
            select(Order.status, Order.currency, func.count(), func.sum(_SOLD), func.sum(_NET))
            .where(Order.channel_id == channel)
            .where(Order.placed_on >= start.isoformat(), Order.placed_on < stop.isoformat())
            .group_by(Order.status, Order.currency)
        )
        rows += conn.execute(edge)
    minor, statuses = Counter[str](), Counter[str]()
    orders = 0
    for status, currency, count, counted, sales in rows:
        statuses[status] += count
        orders += counted
        minor[currency] += sales
    return Sales(orders, dict(minor), dict(statuses))


def first_sale(conn: Connection, channel: int) -> date | None:
    """The day of the first order that counts."""
    mine = select(Order.placed_on).where(Order.channel_id == channel, Order.placed_on.is_not(None), _SOLD)
    day = conn.execute(mine.order_by(Order.placed_on).limit(1)).scalar()
    return date.fromisoformat(day) if day else None


def deliveries_between(conn: Connection, channel: int, first: date, end: date) -> tuple[int, int]:
    """Orders placed in the window that were delivered and had a promised day, and how many of them came late."""
    late = case(
        (and_(Order.delivered_at.is_not(None), Order.due_at.is_not(None)), Order.delivered_at > Order.due_at),
        else_=Order.delivered_on > Order.due_on,
    )
    promised = or_(
        and_(Order.delivered_at.is_not(None), Order.due_at.is_not(None)),
        and_(Order.delivered_on.is_not(None), Order.due_on.is_not(None)),
    )
    row = conn.execute(
        select(func.count(), func.coalesce(func.sum(late), 0))
        .where(Order.channel_id == channel, Order.status == "delivered", promised)
        .where(Order.placed_on >= first.isoformat(), Order.placed_on < end.isoformat())
    ).one()
    return row[0], row[1]


def dispatched_between(conn: Connection, channel: int, first: date, end: date, days: float) -> tuple[int, int]:
    """Orders placed in the window that were sent or should have been within `days` by its end, and those sent late.

    (0, 0) where no order of the window tells when it was sent.
    """
    open_still = and_(
        Order.shipped_on.is_(None),
        Order.status.in_(NOT_YET_SENT),
        func.julianday(Order.placed_on) + days < func.julianday(end.isoformat()) - 1,
    )
    late = case((open_still, 1), else_=func.julianday(Order.shipped_on) - func.julianday(Order.placed_on) > days)
    sent, told, slow = conn.execute(
        select(func.count(), func.count(Order.shipped_on), func.coalesce(func.sum(late), 0))
        .where(Order.channel_id == channel, Order.status.not_in(NEVER_SOLD))
        .where(Order.placed_on >= first.isoformat(), Order.placed_on < end.isoformat())
        .where(or_(Order.shipped_on.is_not(None), open_still))
    ).one()
    return (sent, slow) if told else (0, 0)


def orders_gone_wrong(conn: Connection, channel: int, first: date, end: date, kind: str = "") -> int | None:
    """Orders placed in the window that have a review of 1 or 2 stars or a case; one counts once.

    `kind`: reviews of that kind count. None where nobody said of a bad one that it is, or is not.
    """
    placed = (Order.channel_id == channel, Order.placed_on >= first.isoformat(), Order.placed_on < end.isoformat())
    rated = (
        select(Review.order_id)
        .where(Review.channel_id == channel, Review.posted_on >= first.isoformat(), Review.stars.in_((1, 2)))
        .where(Review.order_id.is_not(None))
    )
    unsaid = select(Order.id).where(*placed, Order.id.in_(rated.where(is_kind(UNSAID)))).limit(1)
    if kind and conn.execute(unsaid).first():
        return None
    rated = rated.where(is_kind(kind)) if kind else rated
    complained = select(CaseOrder.order_id).join(Case, Case.id == CaseOrder.case_id).where(Case.channel_id == channel)
    either = or_(Order.id.in_(rated), Order.id.in_(complained))
    return conn.execute(select(func.count()).select_from(Order).where(*placed, either)).scalar_one()


def cases_between(conn: Connection, channel: int, first: date, end: date) -> int | None:
    """Cases of the channel opened in the window; None where none was ever kept."""
    opened = func.substr(Case.opened_at, 1, 10)
    mine = and_(opened >= first.isoformat(), opened < end.isoformat())
    kept, inside = conn.execute(
        select(func.count(), func.coalesce(func.sum(case((mine, 1), else_=0)), 0)).where(Case.channel_id == channel)
    ).one()
    return inside if kept else None


def typed_figures(conn: Connection, channel: int, until: date | None = None) -> dict[str, Figure]:
    """The newest figure of each metric that the owner typed or a file brought, with its day; noted up to `until`."""
    table = RatingSnapshot
    wanted = select(table.metric, table.value, table.count, table.taken_on).where(table.channel_id == channel)
    if until is not None:
        wanted = wanted.where(table.taken_on <= until.isoformat())
    return {
        metric: Figure(value, "typed", count, None, taken_on)
        for metric, value, count, taken_on in conn.execute(wanted.order_by(table.taken_on, table.id))
    }


def _posted(channel: int, start: date, stop: date) -> Iterator[ColumnElement[bool]]:
    yield Review.channel_id == channel
    yield Review.posted_on >= start.isoformat()
    yield Review.posted_on < stop.isoformat()


def _split(first: date | None, end: date) -> tuple[tuple[str, str] | None, list[tuple[date, date]]]:
    """The whole months inside, as ("2026-05", month after them), and the days around them; (None, []): everything."""
    if first is None:
        return None, []
    whole = first if first.day == 1 else months_back(first.replace(day=1), -1)
    last = end.replace(day=1)
    if whole >= last:
        return ("", ""), [(first, end)] if first < end else []
    edges = [(start, stop) for start, stop in ((first, whole), (last, end)) if start < stop]
    return (f"{whole:%Y-%m}", f"{last:%Y-%m}"), edges


def day_after(day: date) -> date:
    """The next day."""
    return day + timedelta(days=1)
