"""What Today reads from every room: the lines of work, the figures beside them, and what is done already."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from importlib import import_module

from sqlalchemy import ColumnElement, Connection, func, literal_column, select

from storeapp.aftersales import queries as aftersales
from storeapp.aftersales.records import DueRow
from storeapp.kernel.clock import Clock, utc_text
from storeapp.kernel.days import last_months
from storeapp.kernel.money import Money, totals
from storeapp.kernel.rows import dataclass
from storeapp.kernel.text import recall
from storeapp.orders.sales import last_sale, net, sold
from storeapp.reputation.changes.detection import Alert
from storeapp.reputation.changes.queries import alerts as changes_alerts
from storeapp.reputation.links.queries.doubles import noted_doubles, open_pairs
from storeapp.reputation.ratings.queries import channels, counted_in, last_posted, month_counts, reply_speed, stars_ever
from storeapp.reputation.ratings.records import ChannelName
from storeapp.reputation.ratings.rules import (
    BAD,
    MonthRating,
    Span,
    StarCounts,
    leads_with_all,
    rolling,
    span_of,
    trend,
)
from storeapp.reputation.ratings.rules import Trend as Trend
from storeapp.reputation.reviews.queries.listing import bad_waiting, review_count
from storeapp.reputation.reviews.records import ReviewFilters, ReviewRow
from storeapp.store.shop_settings import shop_setting
from storeapp.store.sql import ask
from storeapp.store.tables import Action, Channel, HelperWorkbook, ImportBatch, Order, Review
from storeapp.today.rules import FRESH_DAYS, SALES_DAYS, SHOWN_OLD, SHOWN_REVIEWS, STALE_DAYS, Line, days_old

ALWAYS_NEW = frozenset({"orders", "reviews"})  # kinds of data that every week brings more of
FINISHED = ("work", "import", "merge", "fold")  # kinds of actions that are work done, not a setting, a note or a name
SNOOZED = "today.snoozed"  # shop setting: {key of a line: UTC text until which it is put off}
_SOLD: ColumnElement[bool] = literal_column(sold())
_NET: ColumnElement[int] = literal_column(net())


@dataclass(frozen=True, slots=True)
class Waiting:
    """Bad reviews without a reply: those shown one by one, longest wait first, and how many there are in all."""

    shown: tuple[ReviewRow, ...]
    total: int


@dataclass(frozen=True, slots=True)
class StaleFile:
    """The newest file of one kind that came in for a channel, too long ago. `kind`: orders or reviews."""

    channel_id: int
    platform: str
    channel: str
    kind: str
    file_name: str
    imported_at: str
    days: int


@dataclass(frozen=True, slots=True)
class Unlinked:
    """Reviews of the last 12 months that name an order the shop doesn't know."""

    channel_id: int
    platform: str
    channel: str
    reviews: int


@dataclass(frozen=True, slots=True)
class RatingCard:
    """The rating of the star channels over the span, month by month, against the span before, and of all time."""

    span: Span
    channels: int
    points: tuple[MonthRating, ...]
    stars: StarCounts
    before: StarCounts
    ever: StarCounts

    @property
    def now(self) -> MonthRating:
        """The newest month."""
        return self.points[-1]

    @property
    def trend(self) -> Trend | None:
        """The change against the span before, as the overview has it; None where either has no rating."""
        return trend(self.stars, self.before)

    @property
    def quiet(self) -> bool:
        """Whether the rating of all time is told first."""
        return leads_with_all(self.stars, self.ever)


@dataclass(frozen=True, slots=True)
class ReplyCard:
    """Of `asked` reviews with 1 to 3 stars, `replied` have an answer; `hours` is the median, None without any."""

    span: Span
    asked: int
    replied: int
    hours: float | None


@dataclass(frozen=True, slots=True)
class SalesCard:
    """Sales of the 30 days up to `until`, and of the 30 before, by currency as orders/sales defines them.

    `past`: nothing newer.
    """

    until: date
    past: bool
    orders: int
    orders_before: int
    sales: dict[str, Money]
    sales_before: dict[str, Money]


@dataclass(frozen=True, slots=True)
class ChannelLine:
    """One channel in short: its rating over the span it has, None where it doesn't rate in stars.

    `ever`: a quiet channel, whose rating and number of reviews are those of all time.
    """

    channel: ChannelName
    rating: float | None
    reviews: int
    last_review: str | None
    last_order: str | None
    ever: bool = False


@dataclass(frozen=True, slots=True)
class TodayFigures:
    """Everything beside the list; None where the shop has no data for a card."""

    rating: RatingCard | None
    replies: ReplyCard | None
    sales: SalesCard | None
    channels: tuple[ChannelLine, ...]
    issues: str = ""  # what cases cost in the month so far, in words


def waiting(conn: Connection, today: date) -> Waiting:
    """Fresh bad reviews without a reply; of a shop that has only old ones, the newest few."""
    total = review_count(conn, ReviewFilters(reply="waiting"))
    if not total:
        return Waiting((), 0)
    since = (today - timedelta(days=FRESH_DAYS)).isoformat()
    fresh = bad_waiting(conn, since, SHOWN_REVIEWS)
    if fresh:
        return Waiting(tuple(fresh), total)
    newest = bad_waiting(conn, None, SHOWN_OLD, oldest_first=False)
    return Waiting(tuple(reversed(newest)), total)


def stale_files(conn: Connection, today: date) -> list[StaleFile]:
    """Per channel and kind of data the newest import that held it, a week old or older; the oldest first.

    Lists of products or customers are brought in when they change: they ask for nothing.
    """
    table = ImportBatch
    wanted = (
        select(table.channel_id, Channel.platform, Channel.name, table.kinds, table.file_name, table.imported_at)
        .join(Channel, Channel.id == table.channel_id)
        .order_by(table.imported_at, table.id)
    )
    newest: dict[tuple[int, str], StaleFile] = {}
    for row in conn.execute(wanted):
        age = days_old(row.imported_at, today)
        for kind in ALWAYS_NEW.intersection(row.kinds.split()):
            newest[row.channel_id, kind] = StaleFile(
                row.channel_id, row.platform, row.name, kind, row.file_name, row.imported_at, age
            )
    found = [one for one in newest.values() if one.days >= STALE_DAYS]
    return sorted(found, key=lambda one: (one.imported_at, one.kind))


@dataclass(frozen=True, slots=True)
class OverdueWorkbook:
    """A workbook that a helper should have sent back by now; `helper` "" where no name was noted."""

    id: int
    helper: str
    file_name: str
    rows: int
    until_on: str


def overdue_workbooks(conn: Connection, today: date) -> list[OverdueWorkbook]:
    """Workbooks given to helpers that are not back although their day is over, the longest overdue first."""
    table = HelperWorkbook
    wanted = select(table.id, table.helper, table.file_name, table.rows, func.coalesce(table.until_on, ""))
    late = wanted.where(table.back_at.is_(None), table.until_on < today.isoformat())
    return [OverdueWorkbook(*row) for row in conn.execute(late.order_by(table.until_on, table.id))]


def unlinked(conn: Connection, today: date) -> list[Unlinked]:
    """Channels whose reviews of the last 12 months name orders that aren't in the shop."""
    since = last_months(12, today).isoformat()
    # Written out, so that SQLite sees the condition of the index ix_reviews_loose.
    loose: ColumnElement[bool] = literal_column("reviews.order_id IS NULL AND reviews.order_number <> ''")
    found = []
    for channel in channels(conn):
        wanted = select(func.count()).select_from(Review)
        reviews = conn.execute(
            wanted.where(Review.channel_id == channel.id, Review.posted_on >= since, loose)
        ).scalar_one()
        if reviews:
            found.append(Unlinked(channel.id, channel.platform, channel.name, reviews))
    return found


@dataclass(frozen=True, slots=True)
class Doubtful:
    """Reviews that may be known ones, edited, and those that an older version took in twice."""

    asked: int
    doubles: int


def request_lines(conn: Connection, now: datetime) -> list[Line]:
    """The line about review requests, where they were ever looked at."""
    if ask(conn, "SELECT 1 FROM request_looks LIMIT 1").first() is None:
        return []
    lines: list[Line] = import_module("storeapp.today.requests").request_lines(conn, now)
    return lines


def aftersales_lines(conn: Connection, now: datetime, today: date) -> list[Line]:
    """Clocks of cases that run out and fixes that can be judged, where a case is open or a cause was noted."""
    open_ones = "SELECT 1 FROM cases WHERE state IN ('open', 'waiting') LIMIT 1"
    if ask(conn, open_ones).first() is None and ask(conn, "SELECT 1 FROM causes LIMIT 1").first() is None:
        return []
    told = {one.case_id for one in promises(conn, today)}  # by their promises
    lines: list[Line] = import_module("storeapp.today.aftersales").aftersales_lines(conn, now, today, told)
    return lines


def article_lines(conn: Connection, today: date, clock: Clock | None = None) -> list[Line]:
    """Articles that should come out or be looked at again, where any was ever planned or published.

    With a `clock` those finished are held against the rules.
    """
    if ask(conn, "SELECT 1 FROM publications LIMIT 1").first() is None:
        return []
    lines: list[Line] = import_module("storeapp.today.articles").article_lines(conn, today, clock)
    return lines


def issue_costs(conn: Connection, today: date) -> str:
    """What cases cost in the month so far, with its share of sales; "" where nothing was ever recorded."""
    if ask(conn, "SELECT 1 FROM case_entries WHERE kind <> 'note' LIMIT 1").first() is None:
        return ""
    words: str = import_module("storeapp.today.aftersales").issue_costs(conn, today)
    return words


def doubtful(conn: Connection) -> Doubtful:
    """What only the owner can tell of reviews that came again."""
    return Doubtful(open_pairs(conn), noted_doubles(conn))


def rating_card(conn: Connection, known: Sequence[ChannelName], today: date) -> RatingCard | None:
    """The rating now, None without a rated review."""
    rated = [channel for channel in known if channel.star_scale and channel.newest_month]
    if not rated:
        return None
    span = span_of(12, today, max(channel.newest_month or "" for channel in rated))
    by_month: dict[str, StarCounts] = {}
    in_span = set()
    counted = counted_in(conn, rated)
    mine = [channel.id for channel in rated]
    for count in month_counts(conn, mine, span.before.first, span.last, counted=counted):
        month = by_month.get(count.month, StarCounts())
        by_month[count.month] = month + StarCounts.of({count.stars: count.reviews}, count.apart)
        if count.month >= span.first and count.stars:
            in_span.add(count.channel_id)
    points = tuple(rolling(by_month, span.months))
    if points[-1].rating is None:
        return None
    stars = sum((by_month.get(month, StarCounts()) for month in span.months), StarCounts())
    before = sum((by_month.get(month, StarCounts()) for month in span.before.months), StarCounts())
    ever = sum(stars_ever(conn, mine, counted).values(), StarCounts())
    return RatingCard(span, len(in_span), points, stars, before, ever)


def reply_card(conn: Connection, known: Sequence[ChannelName], today: date) -> ReplyCard | None:
    """How many bad reviews of the span were answered, None where there was none."""
    newest = max((channel.newest_month or "" for channel in known), default="")
    span = span_of(12, today, newest or None)
    counts = month_counts(conn, [channel.id for channel in known], span.first, span.last)
    bad = [count for count in counts if count.stars in BAD]
    asked = sum(count.reviews for count in bad)
    if not asked:
        return None
    speed = reply_speed(conn, f"{span.first}-01")
    return ReplyCard(span, asked, sum(count.replied for count in bad), speed.hours)


def sales_card(conn: Connection, today: date) -> SalesCard | None:
    """Orders and sales of the last 30 days, or of the last 30 days that have any; None without dated orders."""
    newest = ask(conn, last_sale()).scalar()
    if newest is None:
        return None
    past = days_old(newest, today) >= SALES_DAYS
    until = date.fromisoformat(newest) if past else today
    orders, sales = _sales(conn, until)
    orders_before, sales_before = _sales(conn, until - timedelta(days=SALES_DAYS))
    return SalesCard(until, past, orders, orders_before, sales, sales_before)


def _sales(conn: Connection, until: date) -> tuple[int, dict[str, Money]]:
    first = until - timedelta(days=SALES_DAYS - 1)
    wanted = (
        select(Order.currency, func.count(), func.coalesce(func.sum(_NET), 0))
        .where(Order.placed_on.between(first.isoformat(), until.isoformat()))
        .where(_SOLD)
        .group_by(Order.currency)
    )
    rows = conn.execute(wanted).all()
    return sum(row[1] for row in rows), totals(Money(row[2], row[0]) for row in rows if row[2])


def channel_lines(conn: Connection, known: Sequence[ChannelName], today: date) -> list[ChannelLine]:
    """Every channel with its own last 12 months that have reviews, a quiet one with all of its ratings."""
    found = []
    counted = counted_in(conn, known)
    ever = stars_ever(conn, [channel.id for channel in known], counted)
    for channel in known:
        span = span_of(12, today, channel.newest_month)
        stars, reviews = StarCounts(), 0
        for count in month_counts(conn, [channel.id], span.first, span.last, counted=counted):
            stars += StarCounts.of({count.stars: count.reviews}, count.apart)
            reviews += count.reviews
        last_order = ask(conn, last_sale("channel_id = :channel"), channel=channel.id).scalar()
        whole = ever.get(channel.id, StarCounts())
        quiet = channel.star_scale and leads_with_all(stars, whole)
        if quiet:
            stars, reviews = whole, whole.total
        rating = stars.mean if channel.star_scale else None
        posted = last_posted(conn, channel.id)
        found.append(ChannelLine(channel, rating, reviews, posted, last_order, quiet))
    return found


def figures(conn: Connection, today: date) -> TodayFigures:
    """The cards beside the list."""
    known = channels(conn)
    return TodayFigures(
        rating_card(conn, known, today),
        reply_card(conn, known, today),
        sales_card(conn, today),
        tuple(channel_lines(conn, known, today)),
        issue_costs(conn, today),
    )


def done_since(conn: Connection, midnight: datetime, limit: int = 20) -> tuple[int, list[str]]:
    """How much finished work stands since an instant, and the titles of the newest."""
    mine = (Action.at >= utc_text(midnight), Action.state == "done", Action.kind.in_(FINISHED), Action.undoable == 1)
    count = conn.execute(select(func.count()).select_from(Action).where(*mine)).scalar_one()
    found = conn.execute(select(Action.said, Action.title).where(*mine).order_by(Action.id.desc()).limit(limit))
    return count, [recall(said, title) for said, title in found]


def snoozed(conn: Connection) -> dict[str, str]:
    """The lines that are put off: until when, by key."""
    return dict(shop_setting(conn, SNOOZED, {}))


def alerts(conn: Connection, today: date, now: datetime) -> list[Alert]:
    """The changes that matter that are to be told now, the gravest first."""
    return changes_alerts.alerts(conn, today, utc_text(now))


def promises(conn: Connection, today: date) -> list[DueRow]:
    """Promises of open cases that are due."""
    return aftersales.due(conn, today)
