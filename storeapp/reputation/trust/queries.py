"""What the tab Trust reads: the scorecard from kept sums and small indexes, mentions in windows, and the rivals."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, case, func, literal, literal_column, select, text

from storeapp.channels.rules import PLATFORMS, platform_title
from storeapp.kernel.clock import from_utc_text
from storeapp.kernel.likely import Range
from storeapp.orders.sales import last_sale, sold
from storeapp.reputation.ratings.queries import channels, latest_snapshots, month_counts, stars_by_month
from storeapp.reputation.ratings.rules import StarCounts, mean_range, month_plus, rolling, span_of
from storeapp.reputation.trust.rivals import RivalFigures
from storeapp.reputation.trust.rules import (
    MONTHS,
    WORD_OF_MOUTH,
    Heard,
    OrderMonthSum,
    Scorecard,
    scorecard_months,
    way_of,
)
from storeapp.store import search
from storeapp.store.sql import ask, how_many
from storeapp.store.tables import Customer, Mention, Order, OrderMonth, RatingMonth, Rival, RivalSnapshot

# Written out, not bound: SQLite uses the partial indexes only when it can see these very words.
_SOLD: ColumnElement[bool] = literal_column(sold())
_ORDER_SAYS: ColumnElement[bool] = literal_column("orders.heard_from <> ''")
# The few buyers who say something first, their orders then; left alone, SQLite walks all orders of the year.
_BUYERS_ANSWERS = text(
    "SELECT substr(o.placed_on, 1, 7), c.heard_from, count(*), "
    f"{how_many('c.first_order_on < o.placed_on')} "
    "FROM customers AS c CROSS JOIN orders AS o ON o.customer_id = c.id "
    f"WHERE c.heard_from <> '' AND o.heard_from = '' AND {sold('o')} AND"
    " o.placed_on >= :first AND o.placed_on < :after GROUP BY 1, 2"
)
ARTICLE = "article"  # the kind of mentions that own articles count as
_OFFERED = 200  # rivals' snapshots read at most, newest first


_MENTION: tuple[Any, ...] = (
    *(Mention.id, Mention.kind, Mention.said_on, Mention.title, Mention.url, Mention.note, Mention.customer_id),
    *(func.coalesce(Customer.name, ""), Mention.reach, Mention.reward),
)


@dataclass(frozen=True, slots=True)
class MentionRow:
    """A mention with the name of its buyer, "" where none is named."""

    id: int
    kind: str
    said_on: str
    title: str
    url: str
    note: str
    customer_id: int | None
    buyer: str
    reach: int | None = None
    reward: str = ""


@dataclass(frozen=True, slots=True)
class RivalSnapshotRow:
    """What a rival showed on a day."""

    id: int
    taken_on: str
    figures: RivalFigures
    note: str


@dataclass(frozen=True, slots=True)
class RivalRow:
    """A rival with its snapshots, oldest first."""

    id: int
    platform: str
    name: str
    url: str
    note: str
    snapshots: tuple[RivalSnapshotRow, ...]

    @property
    def latest(self) -> RivalSnapshotRow | None:
        """The newest of them."""
        return self.snapshots[-1] if self.snapshots else None


@dataclass(frozen=True, slots=True)
class OwnFigures:
    """The shop itself on one platform: the rating of the last 12 months with ratings, with its likely range, the
    number of ratings ever, the orders ever, the rolling rating by month, and what the platform showed last.
    """

    platform: str
    name: str
    rating: float | None
    likely: Range | None
    ratings: int
    orders: int
    by_month: tuple[tuple[str, float], ...]
    shown: float | None
    shown_on: str


@dataclass(frozen=True, slots=True)
class Rivalry:
    """Every rival, the shop's own figures on each platform, and what there is to choose from."""

    rivals: tuple[RivalRow, ...]
    own: tuple[OwnFigures, ...]
    platforms: tuple[tuple[str, str], ...]  # (platform, title) a rival may be on, the shop's own ones first


def scorecard(conn: Connection, today: date) -> Scorecard:
    """The last 12 months, or those up to the newest month with orders, ratings or mentions."""
    known = channels(conn)
    rated = [one for one in known if one.star_scale and one.newest_month]
    newest = [
        conn.execute(select(func.max(OrderMonth.month))).scalar_one() or "",
        (conn.execute(select(func.max(Mention.said_on))).scalar_one() or "")[:7],
        *(one.newest_month or "" for one in rated),
    ]
    span = span_of(MONTHS, today, max(newest) or None)
    first, after = f"{span.first}-01", f"{month_plus(span.last, 1)}-01"
    stars = stars_by_month(month_counts(conn, [one.id for one in rated], span.first, span.last))
    months = scorecard_months(
        span.months,
        _order_sums(conn, span.first, span.last),
        _first_orders(conn, first, after),
        _heard(conn, first, after),
        stars,
        _mention_counts(conn, first, after),
    )
    apart = tuple(one.name for one in known if not one.star_scale)
    names = tuple(one.name for one in rated)
    if span.last != f"{today:%Y-%m}":
        return Scorecard(span, months, bool(max(newest)), names, apart)
    until = _newest_order(conn, today)
    before = _orders_up_to(conn, until) if until is not None else 0
    return Scorecard(span, months, bool(max(newest)), names, apart, span.last, until, before)


def _newest_order(conn: Connection, today: date) -> date | None:
    """The newest day of today's month with a sale: imports may lag behind today."""
    month = {"first": f"{today:%Y-%m}-01", "last": today.isoformat()}
    found: str | None = ask(conn, last_sale("placed_on BETWEEN :first AND :last"), **month).scalar()
    return date.fromisoformat(found) if found else None


def _orders_up_to(conn: Connection, day: date) -> int:
    """Sales of the month before up to the same day of it."""
    month = month_plus(f"{day:%Y-%m}", -1)
    inside = Order.placed_on.between(f"{month}-01", f"{month}-{day.day:02}")
    wanted = select(func.count()).select_from(Order).where(inside, _SOLD)
    found: int = conn.execute(wanted).scalar_one()
    return found


def _order_sums(conn: Connection, first: str, last: str) -> list[OrderMonthSum]:
    wanted = (
        select(OrderMonth.month, func.sum(OrderMonth.orders), func.sum(OrderMonth.sold), func.sum(OrderMonth.known))
        .where(OrderMonth.month.between(first, last))
        .group_by(OrderMonth.month)
    )
    return [OrderMonthSum(*row) for row in conn.execute(wanted)]


def _first_orders(conn: Connection, first: str, after: str) -> dict[str, int]:
    month = func.substr(Customer.first_order_on, 1, 7)
    wanted = (
        select(month, func.count())
        .where(Customer.first_order_on >= first, Customer.first_order_on < after)
        .group_by(month)
    )
    return {row[0]: row[1] for row in conn.execute(wanted)}


def _heard(conn: Connection, first: str, after: str) -> list[Heard]:
    """An order's own answer counts, else its buyer's."""
    month = func.substr(Order.placed_on, 1, 7)
    inside = (_ORDER_SAYS, _SOLD, Order.placed_on >= first, Order.placed_on < after)
    own = select(month, Order.heard_from, func.count()).where(*inside).group_by(month, Order.heard_from)
    counts = [(one, answer, orders, 0) for one, answer, orders in conn.execute(own)]
    ways = {answer: way_of(answer) for _month, answer, _orders, _again in counts}
    # Who came back is asked of word of mouth only: all of its other answers come from the index alone.
    mouth = [answer for answer, way in ways.items() if way == WORD_OF_MOUTH]
    returning = (
        select(month, Order.heard_from, literal(0), func.count())
        .join(Customer, Customer.id == Order.customer_id)
        .where(*inside, Order.heard_from.in_(mouth), Customer.first_order_on < Order.placed_on)
        .group_by(month, Order.heard_from)
    )
    counts += conn.execute(returning) if mouth else []
    counts += [
        (row[0], row[1], row[2], row[3]) for row in conn.execute(_BUYERS_ANSWERS, {"first": first, "after": after})
    ]
    ways |= {answer: way_of(answer) for _month, answer, _orders, _again in counts if answer not in ways}
    return [Heard(one, ways[answer], orders, again) for one, answer, orders, again in counts if ways[answer]]


def _mention_counts(conn: Connection, first: str, after: str) -> dict[tuple[str, str], int]:
    month = func.substr(Mention.said_on, 1, 7)
    wanted = (
        select(month, Mention.kind, func.count())
        .where(Mention.said_on >= first, Mention.said_on < after)
        .group_by(month, Mention.kind)
    )
    found = {(row[0], row[1]): row[2] for row in conn.execute(wanted)}
    for name, count in _own_articles(conn, first, after).items():
        found[name, ARTICLE] = found.get((name, ARTICLE), 0) + count
    return found


def _own_articles(conn: Connection, first: str, after: str) -> Counter[str]:
    """How many of the shop's own articles came out in each month; one that is noted as a mention counts there."""
    rows = ask(
        conn,
        "SELECT DISTINCT p.article_id, p.published_at FROM publications p WHERE p.published_at IS NOT NULL "
        "AND p.cancelled_at IS NULL AND p.published_at >= :first AND p.published_at < :after "
        "AND NOT EXISTS (SELECT 1 FROM mentions m WHERE m.kind = 'article' AND m.url <> '' AND m.url = p.url)",
        first=(date.fromisoformat(first) - timedelta(days=1)).isoformat(),
        after=(date.fromisoformat(after) + timedelta(days=1)).isoformat(),
    )
    months = {(row[0], from_utc_text(row[1]).astimezone().strftime("%Y-%m")) for row in rows}
    return Counter(month for _article, month in months if first[:7] <= month < after[:7])


def mention_count(conn: Connection, kind: str = "") -> int:
    """Number of mentions of a kind, "" of all."""
    wanted = select(func.count()).select_from(Mention)
    found: int = conn.execute(wanted.where(Mention.kind == kind) if kind else wanted).scalar_one()
    return found


@dataclass(frozen=True, slots=True)
class PostSum:
    """Buyers' own posts of a span: how many, how many saw those of which it is known (None: of none), and how many
    were rewarded without saying so."""

    posts: int
    reach: int | None
    untold: int


def posts_since(conn: Connection, since: str) -> PostSum:
    """Buyers' own posts that appeared on the ISO day `since` or later, "" for all."""
    untold = func.coalesce(func.sum(case((Mention.reward == "untold", 1), else_=0)), 0)
    wanted = select(func.count(), func.sum(Mention.reach), untold).where(Mention.kind == "post")
    row = conn.execute(wanted.where(Mention.said_on >= since)).one()
    return PostSum(int(row[0]), None if row[1] is None else int(row[1]), int(row[2]))


def mention_rows(
    conn: Connection, kind: str, first: int, limit: int, backwards: bool = False, oldest_first: bool = False
) -> list[MentionRow]:
    """Mentions, newest first or `oldest_first`; `backwards` counts from the end of that order."""
    up = oldest_first != backwards
    order = (Mention.said_on.asc(), Mention.id.asc()) if up else (Mention.said_on.desc(), Mention.id.desc())
    wanted = (
        select(*_MENTION)
        .outerjoin(Customer, Customer.id == Mention.customer_id)
        .order_by(*order)
        .offset(first)
        .limit(limit)
    )
    return [MentionRow(*row) for row in conn.execute(wanted.where(Mention.kind == kind) if kind else wanted)]


def mention(conn: Connection, mention_id: int) -> MentionRow | None:
    """One mention, None if it is gone."""
    wanted = select(*_MENTION).outerjoin(Customer, Customer.id == Mention.customer_id)
    row = conn.execute(wanted.where(Mention.id == mention_id)).first()
    return MentionRow(*row) if row is not None else None


def buyers_like(conn: Connection, words: str, limit: int = 8) -> list[tuple[int, str]]:
    """Buyers whose name or address holds these words, to name the one who wrote a post."""
    if not words.strip():
        return []
    ids = [hit.id for hit in search.find(conn, words, ("customers",), limit)]
    wanted = select(Customer.id, Customer.name).where(Customer.id.in_(ids), Customer.merged_into.is_(None))
    names = {row[0]: row[1] for row in conn.execute(wanted)}
    return [(one, names[one]) for one in ids if one in names]


def rivalry(conn: Connection, today: date) -> Rivalry:
    """The rivals in their order, and the shop on each platform it sells on."""
    listed = conn.execute(
        select(Rival.id, Rival.platform, Rival.name, Rival.url, Rival.note).order_by(Rival.position, Rival.id)
    ).all()
    rivals = tuple(RivalRow(*row, snapshots=_snapshots(conn, row[0])) for row in listed)
    own = _own(conn, today)
    mine = [one.platform for one in own]
    keys = [*mine, *(key for key in PLATFORMS if key not in mine)]
    return Rivalry(rivals, own, tuple((key, platform_title(key)) for key in keys))


def _snapshots(conn: Connection, rival: int) -> tuple[RivalSnapshotRow, ...]:
    wanted = (
        select(
            RivalSnapshot.id,
            RivalSnapshot.taken_on,
            RivalSnapshot.rating,
            RivalSnapshot.ratings,
            RivalSnapshot.positive_percent,
            RivalSnapshot.sales,
            RivalSnapshot.note,
        )
        .where(RivalSnapshot.rival_id == rival)
        .order_by(RivalSnapshot.taken_on.desc())
        .limit(_OFFERED)
    )
    rows = [
        RivalSnapshotRow(number, day, RivalFigures(rating, ratings, positive, sales), note)
        for number, day, rating, ratings, positive, sales, note in conn.execute(wanted)
    ]
    return tuple(reversed(rows))


def _own(conn: Connection, today: date) -> tuple[OwnFigures, ...]:
    known = channels(conn)
    shown = latest_snapshots(conn)
    rated, ordered = RatingMonth, OrderMonth
    ratings = _totals(conn, select(rated.channel_id, func.sum(rated.reviews)).group_by(rated.channel_id))
    orders = _totals(conn, select(ordered.channel_id, func.sum(ordered.sold)).group_by(ordered.channel_id))
    found = []
    for platform in sorted({one.platform for one in known}):
        mine = [one for one in known if one.platform == platform]
        stars = [one for one in mine if one.star_scale and one.newest_month]
        span = span_of(MONTHS, today, max((one.newest_month or "" for one in stars), default="") or None)
        first = month_plus(span.last, 1 - 3 * MONTHS)
        by_month = stars_by_month(month_counts(conn, [one.id for one in stars], month_plus(first, -MONTHS), span.last))
        shown_months = [month_plus(first, step) for step in range(3 * MONTHS)]
        points = tuple((p.month, p.rating) for p in rolling(by_month, shown_months) if p.rating is not None)
        now = StarCounts()
        for month in span.months:
            now += by_month.get(month, StarCounts())
        told = [shot for one in mine if (shot := shown.get(one.id)) is not None and shot.metric == "rating"]
        latest = max(told, key=lambda shot: shot.taken_on, default=None)
        found.append(
            OwnFigures(
                platform,
                ", ".join(one.name for one in mine),
                now.mean,
                mean_range(now),
                sum(ratings.get(one.id, 0) for one in mine),
                sum(orders.get(one.id, 0) for one in mine),
                points,
                latest.value if latest is not None else None,
                latest.taken_on if latest is not None else "",
            )
        )
    return tuple(found)


def _totals(conn: Connection, wanted: Select[int, int]) -> dict[int, int]:
    return {row[0]: row[1] for row in conn.execute(wanted)}
