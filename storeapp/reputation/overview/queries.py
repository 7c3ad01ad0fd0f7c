"""How the shop stands: per channel and over all star channels, for the page's overview."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from sqlalchemy import Connection

from storeapp.reputation.overview.records import ChannelStanding, Overview, ProductRanking
from storeapp.reputation.ratings.queries import (
    all_time,
    channels,
    counted_kinds,
    kind_counts,
    last_posted,
    latest_snapshots,
    month_counts,
    other_scale,
    product_stars,
    reply_speed,
    span_asked,
    stars_by_month,
    stars_ever,
)
from storeapp.reputation.ratings.records import Asked, ChannelName, ChannelSnapshot, MonthCount
from storeapp.reputation.ratings.rules import BAD, SPAN, Span, StarCounts, month_plus, months_between, rolling, span_of
from storeapp.reputation.replies.queries import reply_rates
from storeapp.reputation.reviews.queries.listing import review_count, review_rows
from storeapp.reputation.reviews.records import ReviewFilters, ReviewRow
from storeapp.store.tables.review_kinds import Counted

SHORTEST, LONGEST = 12, 60  # months the chart shows
FRESH_DAYS, WAITING_SHOWN = 30, 6  # bad reviews of this age are shown, longest wait first


def overview(conn: Connection, asked: Asked, today: date) -> Overview:
    """Everything the overview shows; costs the same whatever the number of reviews."""
    known = [one for one in channels(conn) if not asked.channels or one.id in asked.channels]
    rated = [one for one in known if one.star_scale and one.newest_month]
    span = span_asked(conn, rated or known, asked.months, today)
    shown = _shown(span)
    kinds = kind_counts(conn, known)
    counted = counted_kinds(kinds)
    sums = month_counts(conn, [one.id for one in known], _from(span, shown, asked), span.last, asked.product, counted)
    mixed = {one.id for one in rated}
    by_month = stars_by_month(count for count in sums if count.channel_id in mixed)
    points = tuple(rolling(by_month, shown.months))
    snapshots = latest_snapshots(conn)
    ever = all_time(conn, [one.id for one in known])
    whole = stars_ever(conn, [one.id for one in rated], counted) if asked.product is None else {}
    standings = tuple(
        replace(
            _standing(conn, one, asked, span, shown, sums, snapshots.get(one.id), ever.get(one.id, 0), today, counted),
            all_stars=whole.get(one.id, StarCounts()),
            kinds=kinds.get(one.id, ()),
        )
        for one in known
    )
    bad = [count for count in sums if count.stars in BAD and span.first <= count.month <= span.last]
    waiting = ReviewFilters(channels=asked.channels, product=asked.product, reply="waiting")
    return Overview(
        span=span,
        shown=shown,
        standings=standings,
        points=points,
        now=_added(by_month, span),
        before=_added(by_month, span.before) if asked.months else StarCounts(),
        speed=reply_speed(conn, f"{span.first}-01"),
        waiting=review_count(conn, waiting),
        longest=_longest(conn, waiting, today),
        rates=tuple(reply_rates(conn, today, known)),
        bad=sum(count.reviews for count in bad),
        answered=sum(count.replied for count in bad),
    )


def _longest(conn: Connection, waiting: ReviewFilters, today: date) -> tuple[ReviewRow, ...]:
    since = (today - timedelta(days=FRESH_DAYS)).isoformat()
    fresh = review_rows(conn, replace(waiting, since=since, descending=False), 0, WAITING_SHOWN)
    return tuple(fresh or review_rows(conn, waiting, 0, WAITING_SHOWN))


def product_ranking(conn: Connection, asked: Asked, today: date, compare: bool = True) -> ProductRanking:
    """The products of the star channels with their stars in the period and, to `compare`, in the one before."""
    known = [one for one in channels(conn) if not asked.channels or one.id in asked.channels]
    rated = [one for one in known if one.star_scale and one.newest_month]
    span = span_asked(conn, rated or known, asked.months, today)
    found = product_stars(conn, [one.id for one in rated], span if asked.months else None, compare)
    if asked.product is not None:
        found = [one for one in found if one.product_id == asked.product]
    return ProductRanking(span, tuple(found), bool(rated))


def _shown(span: Span) -> Span:
    """The months of the chart: those of the period, at least twelve and at most sixty."""
    length = max(SHORTEST, min(LONGEST, months_between(span.first, span.last) + 1))
    return replace(span, first=month_plus(span.last, 1 - length))


def _from(span: Span, shown: Span, asked: Asked) -> str:
    """The first month that anything on the page needs."""
    earliest = min(month_plus(shown.first, 1 - SPAN), span.first)
    return min(earliest, span.before.first) if asked.months else earliest


def _added(by_month: dict[str, StarCounts], span: Span) -> StarCounts:
    found = StarCounts()
    for month, counts in by_month.items():
        if span.first <= month <= span.last:
            found += counts
    return found


def _standing(
    conn: Connection,
    channel: ChannelName,
    asked: Asked,
    span: Span,
    shown: Span,
    sums: Sequence[MonthCount],
    snapshot: ChannelSnapshot | None,
    ever: int,
    today: date,
    counted: Counted,
) -> ChannelStanding:
    """One channel over the page's span, or over its own last months if it has nothing newer."""
    own = span
    if asked.months and channel.newest_month and channel.newest_month < span.first:
        own = span_of(asked.months, today, channel.newest_month)
        first = min(own.before.first, month_plus(own.last, 2 - 2 * SPAN))
        sums = month_counts(conn, [channel.id], first, own.last, asked.product, counted)
        shown = _shown(own)
    mine = [count for count in sums if count.channel_id == channel.id]
    by_month = stars_by_month(mine)
    inside = [count for count in mine if own.first <= count.month <= own.last]
    # A rating counts one kind, but a bad review of any kind waits for a reply.
    every = month_counts(conn, [channel.id], own.first, own.last, asked.product) if channel.id in counted else inside
    bad = [count for count in every if count.stars in BAD]
    return ChannelStanding(
        channel=channel,
        span=own,
        reviews=sum(count.reviews for count in inside),
        now=_added(by_month, own),
        before=_added(by_month, own.before) if asked.months else StarCounts(),
        points=tuple(rolling(by_month, shown.months)) if channel.star_scale else (),
        bad=sum(count.reviews for count in bad),
        answered=sum(count.replied for count in bad),
        last_posted=last_posted(conn, channel.id),
        other=None if channel.star_scale else other_scale(conn, channel.id, f"{own.first}-01"),
        snapshot=snapshot,
        ever=ever,
    )
