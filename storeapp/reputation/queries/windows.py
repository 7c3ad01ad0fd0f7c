"""Ratings and orders of one channel between two days: whole months from the kept sums, the edges from the rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, case, func, or_, select

from storeapp.reputation.ladder_rows import Figure
from storeapp.reputation.rules import StarCounts
from storeapp.rulebook.ladders import months_back
from storeapp.store.tables import Order, OrderMonth, RatingMonth, RatingSnapshot, Review

VOID = ("canceled", "unavailable")  # orders that never became a sale
GOOD_NEUTRAL_BAD = 3.0  # the scale of channels that rate without stars


@dataclass(frozen=True, slots=True)
class Ratings:
    """What was rated between two days; good, neutral and bad hold stars (4 and 5, 3, 1 and 2) and such words alike."""

    stars: StarCounts
    kinds: dict[str, int]

    @property
    def count(self) -> int:
        """All that say good, neutral or bad."""
        return sum(self.kinds.values())


@dataclass(frozen=True, slots=True)
class Sales:
    """Orders between two days without cancelled ones, and what they came to by currency, in minor units."""

    orders: int
    items_minor: dict[str, int]


Edges = dict[tuple[date, date], dict[int, int]]  # of one channel: reviews by stars in a part of a month


def ratings_between(
    conn: Connection, channel: int, first: date | None, end: date, read: Edges | None = None
) -> Ratings:
    """Ratings from `first` up to, not including, `end`; without a first day all there are, undated ones too.

    `read` keeps the parts of months that were counted before: windows that end on one day share their last one.
    """
    known: Edges = {} if read is None else read
    found: Counter[int] = Counter()
    table = RatingMonth
    months, edges = _split(first, end)
    wanted = select(table.stars, func.sum(table.reviews)).where(table.channel_id == channel).group_by(table.stars)
    if months is not None:
        wanted = wanted.where(table.month >= months[0], table.month < months[1])
    for stars, reviews in conn.execute(wanted):
        found[stars] += reviews
    for start, stop in edges:
        if (start, stop) not in known:
            rows = select(func.coalesce(Review.stars, 0), func.count()).where(*_posted(channel, start, stop))
            known[start, stop] = {row[0]: row[1] for row in conn.execute(rows.group_by(Review.stars))}
        found.update(known[start, stop])
    kinds = {
        "positive": found[4] + found[5],
        "neutral": found[3],
        "negative": found[1] + found[2],
    }
    if found[0]:
        for rating, reviews in conn.execute(_in_words(channel, first, end)):
            kinds["positive" if rating == GOOD_NEUTRAL_BAD else "neutral" if rating == 2 else "negative"] += reviews
    return Ratings(StarCounts.of(found), kinds)


def sales_between(conn: Connection, channel: int, first: date | None, end: date) -> Sales:
    """Orders placed from `first` up to, not including, `end`."""
    table = OrderMonth
    months, edges = _split(first, end)
    wanted = (
        select(table.currency, func.sum(table.orders), func.sum(table.items_minor))
        .where(table.channel_id == channel, table.status.not_in(VOID))
        .group_by(table.currency)
    )
    if months is not None:
        wanted = wanted.where(table.month >= months[0], table.month < months[1])
    orders, minor = 0, Counter[str]()
    rows: list[Any] = list(conn.execute(wanted))
    for start, stop in edges:
        edge = (
            select(Order.currency, func.count(), func.coalesce(func.sum(Order.items_minor), 0))
            .where(Order.channel_id == channel, Order.status.not_in(VOID))
            .where(Order.placed_on >= start.isoformat(), Order.placed_on < stop.isoformat())
            .group_by(Order.currency)
        )
        rows += conn.execute(edge)
    for currency, count, items in rows:
        orders += count
        minor[currency] += items
    return Sales(orders, dict(minor))


def first_sale(conn: Connection, channel: int) -> date | None:
    """The day of the first order."""
    day = conn.execute(select(func.min(Order.placed_on)).where(Order.channel_id == channel)).scalar()
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


def typed_figures(conn: Connection, channel: int) -> dict[str, Figure]:
    """The newest figure of each metric that the owner typed or a file brought, with its day."""
    table = RatingSnapshot
    wanted = select(table.metric, table.value, table.count, table.taken_on).where(table.channel_id == channel)
    return {
        metric: Figure(value, "typed", count, None, taken_on)
        for metric, value, count, taken_on in conn.execute(wanted.order_by(table.taken_on, table.id))
    }


def _posted(channel: int, start: date, stop: date) -> Iterator[ColumnElement[bool]]:
    yield Review.channel_id == channel
    yield Review.posted_on >= start.isoformat()
    yield Review.posted_on < stop.isoformat()


def _in_words(channel: int, first: date | None, end: date) -> Select[float | None, int]:
    wanted = select(Review.rating, func.count()).where(
        Review.channel_id == channel, Review.stars.is_(None), Review.scale == GOOD_NEUTRAL_BAD
    )
    if first is not None:
        wanted = wanted.where(Review.posted_on >= first.isoformat(), Review.posted_on < end.isoformat())
    return wanted.where(Review.rating.is_not(None)).group_by(Review.rating)


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
