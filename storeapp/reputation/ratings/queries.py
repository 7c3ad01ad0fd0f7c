"""Ratings by channel, month, star and product, read from the kept sums, so that a long history costs nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from sqlalchemy import ColumnElement, Connection, case, func, literal, select

from storeapp.kernel.clock import from_utc_text
from storeapp.kernel.rating_words import in_words
from storeapp.kernel.review_kinds import PRODUCT, SELLER, UNSAID, counted_apart
from storeapp.reputation.ratings.records import (
    ChannelName,
    ChannelSnapshot,
    KindCount,
    MonthCount,
    OtherScale,
    ProductStars,
    ReplySpeed,
)
from storeapp.reputation.ratings.rules import (
    BAD,
    Span,
    StarCounts,
    median,
    span_of,
)
from storeapp.store.tables import Channel, Product, RatingMonth, RatingSnapshot, Review, ReviewMonth
from storeapp.store.tables.review_kinds import Counted, counts_for_products, in_rating

SHOWN = ("rating", "positive_percent", "score")  # what a channel shows to buyers; other figures are its ladders'
SPEED_SAMPLE = 200  # replies looked at for the median time to a reply


def channels(conn: Connection) -> list[ChannelName]:
    """Every channel by name; the scale is that of its newest review, 5 stars where it has none."""
    found = []
    wanted = select(Channel.id, Channel.platform, Channel.name, Channel.time_zone).order_by(Channel.name, Channel.id)
    for channel_id, platform, name, time_zone in conn.execute(wanted).all():
        newest = conn.execute(
            select(func.max(RatingMonth.month)).where(RatingMonth.channel_id == channel_id)
        ).scalar_one()
        latest = conn.execute(
            select(Review.scale, Review.stars)
            .where(Review.channel_id == channel_id)
            .order_by(Review.posted_on.desc(), Review.id.desc())
            .limit(1)
        ).first()
        star_scale = latest is None or (latest.scale == 5 and latest.stars is not None)
        found.append(ChannelName(channel_id, platform, name, star_scale, newest or None, time_zone))
    return found


def star_channels(conn: Connection) -> tuple[int, ...]:
    """The ids of the channels that rate in stars: only theirs are averaged together, on every page and in reports."""
    return tuple(one.id for one in channels(conn) if one.star_scale)


def month_counts(
    conn: Connection, channel_ids: Sequence[int], first: str, last: str, product: int | None = None,
    counted: Counted | None = None,
) -> list[MonthCount]:  # fmt: skip
    """The kept sums from month `first` to `last` ("2026-07"), both included, of one product or of all.

    `counted`: the kinds that count, of channels that tell them apart.
    """
    table: type[RatingMonth | ReviewMonth] = RatingMonth if product is None else ReviewMonth
    figures = (func.sum(table.reviews), func.sum(table.replied), func.sum(table.apart))
    wanted = (
        select(table.channel_id, table.month, table.stars, *figures)
        .where(table.channel_id.in_(channel_ids), table.month.between(first, last), in_rating(table, counted or {}))
        .group_by(table.channel_id, table.month, table.stars)
        .order_by(table.channel_id, table.month, table.stars)
    )
    if product is not None:
        wanted = wanted.where(ReviewMonth.product_id == product)
    return [MonthCount(*row) for row in conn.execute(wanted)]


def stars_by_month(sums: Iterable[MonthCount]) -> dict[str, StarCounts]:
    """The stars of each month, channels added together."""
    found: dict[str, StarCounts] = {}
    for count in sums:
        own = StarCounts.of({count.stars: count.reviews}, count.apart)
        found[count.month] = found.get(count.month, StarCounts()) + own
    return found


def first_month(conn: Connection, channel_ids: Sequence[int]) -> str | None:
    """The earliest month with a review, None without any dated one."""
    months = [
        conn.execute(
            select(func.min(RatingMonth.month)).where(RatingMonth.channel_id == one, RatingMonth.month > "")
        ).scalar_one()
        for one in channel_ids
    ]
    return min((month for month in months if month), default=None)


def last_posted(conn: Connection, channel_id: int) -> str | None:
    """The day of a channel's newest review."""
    found: str | None = conn.execute(
        select(func.max(Review.posted_on)).where(Review.channel_id == channel_id)
    ).scalar_one()
    return found


def all_time(conn: Connection, channel_ids: Sequence[int]) -> dict[int, int]:
    """Reviews of each channel ever, dated or not."""
    wanted = (
        select(RatingMonth.channel_id, func.sum(RatingMonth.reviews))
        .where(RatingMonth.channel_id.in_(channel_ids))
        .group_by(RatingMonth.channel_id)
    )
    return {row[0]: row[1] for row in conn.execute(wanted)}


def stars_ever(conn: Connection, channel_ids: Sequence[int], counted: Counted) -> dict[int, StarCounts]:
    """The stars of each channel ever, dated or not."""
    wanted = (
        select(RatingMonth.channel_id, RatingMonth.stars, func.sum(RatingMonth.reviews))
        .where(RatingMonth.channel_id.in_(channel_ids), RatingMonth.stars > 0, in_rating(RatingMonth, counted))
        .group_by(RatingMonth.channel_id, RatingMonth.stars)
    )
    found: dict[int, StarCounts] = {}
    for channel, stars, reviews in conn.execute(wanted):
        found[channel] = found.get(channel, StarCounts()) + StarCounts.of({stars: reviews})
    return found


def other_scale(conn: Connection, channel_id: int, since: str) -> OtherScale | None:
    """The mean of a channel that doesn't rate in stars, from the day `since` on, on the scale it uses most."""
    wanted = (
        select(Review.scale, func.avg(Review.rating), func.count())
        .where(Review.channel_id == channel_id, Review.posted_on >= since, Review.rating.is_not(None))
        .group_by(Review.scale)
        .order_by(func.count().desc(), Review.scale)
        .limit(1)
    )
    row = conn.execute(wanted).first()
    if row is None:
        return None
    scale, mean, reviews = row
    positive = None
    if in_words(scale):
        rated = (Review.channel_id == channel_id, Review.posted_on >= since, Review.scale == scale)
        kinds = select(Review.stars, func.count()).where(*rated).group_by(Review.stars)
        counts = {row[0]: row[1] for row in conn.execute(kinds)}
        good, bad = counts.get(5, 0), counts.get(1, 0)
        positive = good / (good + bad) if good + bad else None
    return OtherScale(mean, scale, reviews, positive)


def latest_snapshots(conn: Connection) -> dict[int, ChannelSnapshot]:
    """The newest figure each channel itself showed, by channel id."""
    table = RatingSnapshot
    wanted = select(table.channel_id, table.taken_on, table.metric, table.value, table.count)
    ordered = conn.execute(wanted.where(table.metric.in_(SHOWN)).order_by(table.taken_on, table.id))
    return {row.channel_id: ChannelSnapshot(*row) for row in ordered}


def reply_speed(conn: Connection, since: str) -> ReplySpeed:
    """Hours from review to reply, the median of the newest answered reviews with 1 to 3 stars posted since a day."""
    waits: list[float] = []
    for stars in BAD:
        wanted = (
            select(Review.posted_at, Review.replied_at)
            .where(Review.stars == stars, Review.posted_on >= since)
            .where(Review.posted_at.is_not(None), Review.replied_at.is_not(None))
            .order_by(Review.posted_on.desc(), Review.id.desc())
            .limit(SPEED_SAMPLE)
        )
        for posted, replied in conn.execute(wanted):
            if posted and replied:
                waits.append(max(0.0, (from_utc_text(replied) - from_utc_text(posted)).total_seconds() / 3600))
    return ReplySpeed(median(waits), len(waits))


def product_stars(
    conn: Connection, channel_ids: Sequence[int], span: Span | None, compare: bool = True
) -> list[ProductStars]:
    """Each product's stars in the span (None: ever) and, if they are to be compared, in the one before it."""
    table = ReviewMonth
    now: ColumnElement[int] = func.sum(table.reviews)
    before: ColumnElement[int] = literal(0)
    apart: ColumnElement[int] = func.sum(table.apart)
    apart_before: ColumnElement[int] = literal(0)
    if span is not None and compare:
        now = func.sum(case((table.month >= span.first, table.reviews), else_=0))
        before = func.sum(case((table.month < span.first, table.reviews), else_=0))
        apart = func.sum(case((table.month >= span.first, table.apart), else_=0))
        apart_before = func.sum(case((table.month < span.first, table.apart), else_=0))
    wanted = (
        select(table.product_id, table.stars, now, before, apart, apart_before)
        # The sum keeps SQLite from seeking by channel: read in the order of products, nothing has to be sorted.
        .where((table.channel_id + 0).in_(channel_ids), table.product_id > 0, table.stars > 0)
        .where(counts_for_products(table))
        .group_by(table.product_id, table.stars)
    )
    if span is not None:
        wanted = wanted.where(table.month.between(span.before.first if compare else span.first, span.last))
    found: dict[int, tuple[StarCounts, StarCounts]] = {}
    for product, stars, reviews, earlier, above, above_earlier in conn.execute(wanted):
        own, own_before = found.get(product, (StarCounts(), StarCounts()))
        found[product] = (
            own + StarCounts.of({stars: reviews}, above), own_before + StarCounts.of({stars: earlier}, above_earlier)
        )  # fmt: skip
    titles = _titles(conn, found)
    return [
        ProductStars(product, *titles[product], counts, earlier)
        for product, (counts, earlier) in found.items()
        if product in titles and counts.total
    ]


def _titles(conn: Connection, products: Iterable[int]) -> dict[int, tuple[str, str]]:
    """Title and short name by product."""
    ids = list(products)
    found: dict[int, tuple[str, str]] = {}
    for start in range(0, len(ids), 500):
        wanted = select(Product.id, Product.title, Product.label).where(Product.id.in_(ids[start : start + 500]))
        found.update((product, (title, label)) for product, title, label in conn.execute(wanted))
    return found


def kind_counts(conn: Connection, channels: Sequence[ChannelName]) -> dict[int, tuple[KindCount, ...]]:
    """What each channel that counts kinds apart has of each kind, ever."""
    mine = [one.id for one in channels if counted_apart(one.platform)]
    if not mine:
        return {}
    table = RatingMonth
    wanted = (
        select(table.channel_id, table.kind, table.stars, func.sum(table.reviews), func.sum(table.apart))
        .where(table.channel_id.in_(mine))
        .group_by(table.channel_id, table.kind, table.stars)
    )
    found: dict[int, dict[str, KindCount]] = {one: {} for one in mine}
    for channel, kind, stars, reviews, apart in conn.execute(wanted):
        before = found[channel].get(kind, KindCount(kind or UNSAID, 0, StarCounts()))
        rated = before.stars + StarCounts.of({stars: reviews}, apart)
        found[channel][kind] = KindCount(before.kind, before.reviews + reviews, rated)
    return {channel: tuple(kinds[kind] for kind in sorted(kinds)) for channel, kinds in found.items()}


def counted_kinds(counts: Mapping[int, Sequence[KindCount]]) -> Counted:
    """The kinds that make a channel's rating: what is said of the seller and of nobody, else its product reviews."""
    found: Counted = {}
    for channel, kinds in counts.items():
        has = {one.kind for one in kinds}
        found[channel] = ("", SELLER) if has & {SELLER, UNSAID} else (PRODUCT,)
    return found


def counted_in(conn: Connection, channels: Sequence[ChannelName]) -> Counted:
    """The kinds that make the rating of each channel that counts kinds apart."""
    return counted_kinds(kind_counts(conn, channels))


def unsaid(conn: Connection, channels: Sequence[ChannelName]) -> int:
    """How many reviews nobody said the kind of, on channels that count kinds apart."""
    return sum(one.reviews for kinds in kind_counts(conn, channels).values() for one in kinds if one.kind == UNSAID)


def span_asked(conn: Connection, known: Sequence[ChannelName], months: int | None, today: date) -> Span:
    """The months a page shows: the last ones up to today, or to the newest review of these channels; None: ever."""
    newest = max((one.newest_month or "" for one in known), default="") or None
    if months is not None:
        return span_of(months, today, newest)
    last = max(newest or "", f"{today:%Y-%m}")
    return Span(first_month(conn, [one.id for one in known]) or last, last)
