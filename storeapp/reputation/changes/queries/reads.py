"""The small readings that changes that matter are found in: each through an index or from the kept sums."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, Connection, bindparam, func, select

from storeapp.kernel.rows import dataclass
from storeapp.reputation.changes import detection as rule
from storeapp.reputation.changes.detection import AlertRules, Mark, Sum
from storeapp.reputation.ratings.rules import BAD, month_plus
from storeapp.store.tables import (
    ImportBatch,
    Product,
    RatingMonth,
    Review,
    ReviewMonth,
    ReviewTheme,
    Theme,
    ThemeMonth,
)
from storeapp.store.tables.product_names import NAMED
from storeapp.store.tables.review_kinds import counts_for_products

if TYPE_CHECKING:
    from sqlalchemy.orm import InstrumentedAttribute

PRODUCT_DAYS = 90  # in which a product must have had bad reviews to be looked at
PRODUCTS_LOOKED_AT = 100
BAD_LOOKED_AT = 4000  # bad reviews of each star, newest first
MONTHS = 25  # a window may begin a year ago, and is compared with the year before it
# Made once: putting such a statement together costs as much as running it.
_MARKS = {
    column.key: select(Review.id, Review.posted_on, Review.stars)
    .where(column == bindparam("value"), Review.posted_on.between(bindparam("since"), bindparam("until")))
    .where(Review.stars.is_not(None))
    .order_by(Review.posted_on.desc(), Review.id.desc())
    .limit(bindparam("most"))
    for column in (Review.channel_id, Review.product_id)
}


@dataclass(frozen=True, slots=True)
class Bad:
    """A bad review with its product, None where that isn't known."""

    mark: Mark
    product: int | None


class Reads:
    """Reads around one day. `months`: the sums of each channel that rates in stars, by month."""

    def __init__(self, conn: Connection, today: date, rules: AlertRules) -> None:
        self.conn, self.today, self.rules = conn, today, rules
        self.month = today.isoformat()[:7]
        self.months: dict[int, dict[str, Sum]] = {}

    def marks(self, column: InstrumentedAttribute[Any], value: int, most: int) -> list[Mark]:
        """The latest ratings of a channel or a product, newest first."""
        since = (self.today - timedelta(days=rule.WINDOW_DAYS)).isoformat()
        given = {"value": value, "since": since, "until": self.today.isoformat(), "most": most}
        rows: Sequence[Any] = self.conn.execute(_MARKS[column.key], given).all()
        return [Mark(*row) for row in rows]

    def doubtful(self) -> list[int]:
        """The products with the most bad reviews lately."""
        since = (self.today - timedelta(days=PRODUCT_DAYS)).isoformat()
        bad: Counter[int] = Counter()
        for stars in BAD:
            newest = (
                select(Review.product_id)
                .where(Review.stars == stars, Review.posted_on.between(since, self.today.isoformat()))
                .order_by(Review.posted_on.desc(), Review.id.desc())
                .limit(BAD_LOOKED_AT)
                .subquery()
            )
            rows = conn_rows(self.conn, select(newest.c.product_id, func.count()).group_by(newest.c.product_id))
            bad.update({product: count for product, count in rows if product is not None})
        return [product for product, count in bad.most_common(PRODUCTS_LOOKED_AT) if count >= rule.FEWEST_BAD]

    def product_months(self, products: Sequence[int]) -> dict[int, dict[str, Sum]]:
        """Each product's sums by month."""
        table = ReviewMonth
        wanted = (
            select(table.product_id, table.month, table.stars, func.sum(table.reviews), func.sum(table.apart))
            .where(table.product_id.in_(products), table.stars > 0)
            .where(table.month.between(month_plus(self.month, -MONTHS), self.month), counts_for_products(table))
            .group_by(table.product_id, table.month, table.stars)
        )
        found: dict[int, dict[str, Sum]] = {one: defaultdict(Sum) for one in products}
        for product, month, stars, reviews, apart in self.conn.execute(wanted):
            found[product][month] += sum_of(stars, reviews, apart)
        return found

    def product_days(self, products: Sequence[int]) -> dict[int, dict[str, int]]:
        """Each product's ratings of the last days, by day."""
        wanted = (
            select(Review.product_id, Review.posted_on, func.count())
            .where(Review.product_id.in_(products), *self.lately(), Review.stars.is_not(None))
            .where(counts_for_products(Review))
            .group_by(Review.product_id, Review.posted_on)
        )
        found: dict[int, dict[str, int]] = {one: {} for one in products}
        rows: Sequence[Any] = self.conn.execute(wanted).all()
        for product, day, count in rows:
            found[product][day] = count
        return found

    def lately(self) -> tuple[ColumnElement[bool], ...]:
        """The days in which complaints are looked for."""
        since = (self.today - timedelta(days=rule.RECENT_DAYS + self.rules.days)).isoformat()
        return (Review.posted_on.between(since, self.today.isoformat()),)

    def recent_bad(self) -> list[Bad]:
        """The bad reviews of these days, oldest first."""
        found = []
        for stars in BAD:
            wanted = (
                select(Review.id, Review.posted_on, Review.stars, Review.product_id)
                .where(Review.stars == stars, *self.lately())
                .order_by(Review.posted_on.desc(), Review.id.desc())
                .limit(BAD_LOOKED_AT)
            )
            rows: Sequence[Any] = self.conn.execute(wanted).all()
            found += [Bad(Mark(*row[:3]), row[3]) for row in rows]
        return sorted(found, key=lambda one: (one.mark.day, one.mark.id))

    def themes_of(self, recent: Sequence[Bad]) -> list[tuple[int, Mark]]:
        """(theme, rating) of bad reviews, oldest first."""
        marks = {one.mark.id: one.mark for one in recent}
        found: list[tuple[int, Mark]] = []
        numbers = list(marks)
        for start in range(0, len(numbers), 500):
            part = numbers[start : start + 500]
            wanted = select(ReviewTheme.theme_id, ReviewTheme.review_id).where(ReviewTheme.review_id.in_(part))
            found += [(theme, marks[review]) for theme, review in self.conn.execute(wanted)]
        return sorted(found, key=lambda one: (one[1].day, one[1].id))

    def theme_before(self, theme: int) -> int:
        """Bad reviews of a theme in the year before this month."""
        table = ThemeMonth
        wanted = select(func.coalesce(func.sum(table.reviews), 0)).where(
            table.theme_id == theme,
            table.channel_id.in_(list(self.months)),
            table.month.between(month_plus(self.month, -12), month_plus(self.month, -1)),
            table.stars.in_(BAD),
        )
        return int(self.conn.execute(wanted).scalar_one())

    def theme_name(self, theme: int) -> str:
        """What the owner calls a theme."""
        return self.conn.execute(select(Theme.name).where(Theme.id == theme)).scalar() or ""

    def title(self, product: int) -> str:
        """A product's short name, else its title."""
        return self.conn.execute(select(NAMED).where(Product.id == product)).scalar() or ""

    def busiest(self, channel: int) -> tuple[dict[str, float], float]:
        """Reviews a day of each kind in the busiest month of the year before; the share that has an order."""
        table = RatingMonth
        wanted = select(table.month, table.stars, table.reviews, table.linked).where(
            table.channel_id == channel, table.month.between(month_plus(self.month, -12), month_plus(self.month, -1))
        )
        months: dict[str, Counter[str]] = defaultdict(Counter)
        for month, stars, reviews, linked in self.conn.execute(wanted):
            months[month].update(all=reviews, loose=reviews - linked, bad=reviews if stars in (1, 2) else 0)
        whole = sum(one["all"] for one in months.values())
        if whole < rule.FEWEST_BEFORE:
            return {}, 0.0
        usual = {what: max(one[what] for one in months.values()) / 30.4 for what in ("all", "bad", "loose")}
        return usual, 1 - sum(one["loose"] for one in months.values()) / whole

    def days(self, channel: int, since: str) -> dict[str, rule.ReviewDay]:
        """Reviews of a channel by day since one."""
        loose = Review.order_id.is_(None)
        wanted = (
            select(Review.posted_on, Review.stars, loose, func.count())
            .where(Review.channel_id == channel, Review.posted_on.between(since, self.today.isoformat()))
            .group_by(Review.posted_on, Review.stars, loose)
        )
        days: dict[str, rule.ReviewDay] = {}
        rows: Sequence[Any] = self.conn.execute(wanted).all()
        for day, stars, is_loose, count in rows:
            known = days.get(day, rule.ReviewDay())
            bad = count if stars in (1, 2) else 0
            days[day] = rule.ReviewDay(known.all + count, known.bad + bad, known.loose + (count if is_loose else 0))
        return days

    def flood_ids(self, channel: int, found: rule.Flood) -> list[int]:
        """The reviews of a flood, newest first."""
        wanted = select(Review.id).where(
            Review.channel_id == channel, Review.posted_on.between(found.since, found.until)
        )
        if found.what == "bad":
            wanted = wanted.where(Review.stars.in_((1, 2)))
        elif found.what == "loose":
            wanted = wanted.where(Review.order_id.is_(None))
        newest = wanted.order_by(Review.posted_on.desc(), Review.id.desc()).limit(rule.MOST_IDS)
        return list(self.conn.execute(newest).scalars())

    def first_import(self, channel: int) -> str:
        """When a channel was first imported, "" if never."""
        wanted = select(func.min(ImportBatch.imported_at)).where(ImportBatch.channel_id == channel)
        return self.conn.execute(wanted).scalar() or ""


def conn_rows(conn: Connection, wanted: Any) -> list[tuple[Any, Any]]:
    """The rows of a statement with two columns."""
    return [(row[0], row[1]) for row in conn.execute(wanted)]


def sum_of(stars: int, reviews: int, apart: int) -> Sum:
    """Reviews of one star as a sum."""
    return Sum(reviews, reviews if stars in BAD else 0, stars * reviews + apart / 100)
