"""Reads the changes that matter: a few hundred rows through indexes and the kept sums, whatever the shop's history."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, func, select

from storeapp.reputation import alert_words as words
from storeapp.reputation import alerts as rule
from storeapp.reputation.alert_words import Change, Subject
from storeapp.reputation.alerts import COMPLAINT, DROP, EDITED, FLOOD, PRODUCT, VANISHED, Alert, Mark, Pace, Rules, Sum
from storeapp.reputation.queries.ratings import channels, month_counts
from storeapp.reputation.records import ChannelName
from storeapp.reputation.rules import BAD, month_plus
from storeapp.store.shop_settings import shop_setting
from storeapp.store.tables import (
    AlertState,
    ImportBatch,
    Product,
    RatingMonth,
    Review,
    ReviewAbsence,
    ReviewMonth,
    ReviewTheme,
    ReviewVersion,
    Theme,
    ThemeMonth,
)

PRODUCT_DAYS = 90  # in which a product must have had bad reviews to be looked at
PRODUCTS_LOOKED_AT = 100
BAD_LOOKED_AT = 4000  # bad reviews of each star, newest first
THEMES_LOOKED_AT = 40
TOLD_LOOKED_AT = 500  # edits and absences, newest first
MONTHS = 25  # a window may begin a year ago, and is compared with the year before it


@dataclass(frozen=True, slots=True)
class Found:
    """The alerts to show, and what the owner wants to be told."""

    shown: tuple[Alert, ...]
    rules: Rules


def alert_rules(conn: Connection) -> Rules:
    """What the owner wants to be told."""
    return Rules.from_json(shop_setting(conn, rule.SETTING, {}))


def alert_states(conn: Connection) -> dict[str, rule.State]:
    """What the owner said of alerts, by key."""
    rows = conn.execute(select(AlertState.key, AlertState.state, AlertState.until, AlertState.noted_at))
    return {row[0]: rule.State(row[1], row[2], row[3]) for row in rows}


def alerts(conn: Connection, today: date, now: str) -> Found:
    """What is to be told on a day; `now` is the instant as UTC text."""
    rules = alert_rules(conn)
    return Found(tuple(rule.telling(all_alerts(conn, today, rules), alert_states(conn), rules.off, now, today)), rules)


def all_alerts(conn: Connection, today: date, rules: Rules) -> list[Alert]:
    """Every change of the kinds that are on, whatever the owner said of it."""
    look = _Look.of(conn, today, rules)
    found: list[Alert] = []
    if DROP not in rules.off:
        found += look.drops()
    if PRODUCT not in rules.off:
        found += look.products()
    if COMPLAINT not in rules.off:
        turned = {one.key.removeprefix(f"{PRODUCT}:") for one in found if one.kind == PRODUCT}
        same = {f"{COMPLAINT}:product:{number}" for number in turned}
        found += [one for one in look.complaints() if one.key not in same]
    if FLOOD not in rules.off:
        found += look.floods()
    if EDITED not in rules.off:
        found += look.edits()
    if VANISHED not in rules.off:
        found += look.absences()
    return found


class _Look:
    """One look at the shop."""

    def __init__(self, conn: Connection, today: date, rules: Rules, known: Sequence[ChannelName]) -> None:
        self.conn, self.today, self.rules = conn, today, rules
        self.known = known
        self.month = today.isoformat()[:7]
        self.channels = {one.id: Subject(one.id, one.name, one.platform) for one in known}
        rated = [one.id for one in known if one.star_scale and one.newest_month]
        self.months: dict[int, dict[str, Sum]] = {one: defaultdict(Sum) for one in rated}
        for count in month_counts(conn, rated, month_plus(self.month, -MONTHS), self.month):
            if count.stars:
                self.months[count.channel_id][count.month] += _sum(count.stars, count.reviews)
        self.pace = Pace({one: rule.a_month(months, self.month) for one, months in self.months.items()})

    @classmethod
    def of(cls, conn: Connection, today: date, rules: Rules) -> _Look:
        return cls(conn, today, rules, channels(conn))

    def drops(self) -> Iterable[Alert]:
        tests = self.pace.tests()
        for channel, months in self.months.items():
            sizes = rule.usable(rule.SIZES, self.pace.ratings[channel])
            marks = self._marks(Review.channel_id == channel, sizes[-1])
            found = self._turn(marks, months, sizes, tests, DROP, rule.FEWEST_BEFORE)
            if found is not None:
                yield words.turned(DROP, self.channels[channel], found, self.today)

    def products(self) -> Iterable[Alert]:
        tests = self.pace.product_tests()
        for product, title in self._doubtful():
            months = self._product_months(product)
            marks = self._marks(Review.product_id == product, rule.PRODUCT_SIZES[-1])
            found = self._turn(marks, months, rule.PRODUCT_SIZES, tests, PRODUCT, rule.FEWEST_BEFORE_PRODUCT)
            if found is not None:
                yield words.turned(PRODUCT, Subject(product, title), found, self.today)

    def complaints(self) -> Iterable[Alert]:
        recent = self._recent_bad()
        drawn: Counter[str] = Counter()
        for stars in range(1, 6):
            wanted = select(Review.posted_on, func.count()).where(Review.stars == stars, *self._lately())
            drawn.update(dict(conn_rows(self.conn, wanted.group_by(Review.posted_on))))
        year = [rule.year_before(months, self.month) for months in self.months.values()]
        whole = sum((one for one in year), Sum())
        tests = 3 * max(1.0, whole.bad / 12)  # a bad review is of one product and about two themes
        limit = rule.limit(COMPLAINT, tests, self.rules.times)
        for product, hits in _often((one.product, one.mark) for one in recent if one.product):
            if len(hits) >= self.rules.same:
                before = self._product_before(product)
                own = before.all >= rule.FEWEST_BEFORE_PRODUCT
                base = (before.bad, before.all) if own else (whole.bad, whole.all)
                ratings = self._product_days(product)
                found = rule.cluster(hits, ratings, base, self.rules, tests, limit)
                if found is not None and base[1]:
                    yield words.clustered("product", Subject(product, self._title(product)), found, self.today)
        for theme, hits in _often(self._themes_of(recent))[:THEMES_LOOKED_AT]:
            if len(hits) >= self.rules.same and whole.all >= rule.FEWEST_BEFORE:
                found = rule.cluster(hits, drawn, (self._theme_before(theme), whole.all), self.rules, tests, limit)
                if found is not None:
                    yield words.clustered("theme", Subject(theme, self._theme_name(theme)), found, self.today)

    def floods(self) -> Iterable[Alert]:
        since = (self.today - timedelta(days=rule.RECENT_DAYS + rule.FLOOD_DAYS[-1])).isoformat()
        for channel in self.known:
            if not channel.newest_month or channel.newest_month < month_plus(self.month, -1):
                continue
            usual, joined = self._busiest(channel.id)
            if not usual:
                continue
            days = self._days(channel.id, since)
            found = rule.flood(days, usual, joined, self.today)
            if found is not None:
                ids = self._flood_ids(channel.id, found)
                yield words.flooded(self.channels[channel.id], found, ids, self.today)

    def edits(self) -> Iterable[Alert]:
        table = ReviewVersion
        since = (self.today - timedelta(days=rule.TOLD_DAYS)).isoformat()
        newest = select(table.id).order_by(table.id.desc()).limit(TOLD_LOOKED_AT)
        wanted = (
            select(Review.channel_id, table.seen_at, Review.id, table.rating, Review.scale, Review.stars)
            .add_columns(func.substr(table.text, 1, 200), func.substr(Review.text, 1, 200), Review.posted_on)
            .join(Review, Review.id == table.review_id)
            .where(table.id.in_(newest), table.seen_at >= since, table.rating.is_not(None))
            .order_by(table.id)
        )
        groups: dict[tuple[int, str], list[Change]] = defaultdict(list)
        for channel, seen_at, review, rating, scale, stars, before, now, day in self.conn.execute(wanted):
            old = round(rating) if scale == 5 else None
            groups[channel, seen_at].append(Change(review, old, stars, before, now, day))
        for (channel, seen_at), changes in groups.items():
            if channel in self.channels and seen_at > self._first_import(channel):
                yield words.edited(self.channels[channel], seen_at, changes, self.today)

    def absences(self) -> Iterable[Alert]:
        table = ReviewAbsence
        since = (self.today - timedelta(days=rule.TOLD_DAYS)).isoformat()
        wanted = (
            select(Review.channel_id, table.noticed_at, Review.id, Review.stars)
            .add_columns(func.substr(Review.text, 1, 200), Review.posted_on)
            .join(Review, Review.id == table.review_id)
            .where(table.back_at.is_(None), table.noticed_at >= since)
            .order_by(table.id.desc())
            .limit(TOLD_LOOKED_AT)
        )
        groups: dict[tuple[int, str], list[Change]] = defaultdict(list)
        for channel, noticed_at, review, stars, text, day in self.conn.execute(wanted):
            groups[channel, noticed_at].append(Change(review, stars, stars, text, text, day))
        for (channel, noticed_at), gone in groups.items():
            if channel in self.channels:
                yield words.vanished(self.channels[channel], noticed_at, gone, self.today)

    def _turn(
        self,
        marks: list[Mark],
        months: dict[str, Sum],
        sizes: Sequence[int],
        tests: float,
        kind: str,
        fewest: int,
    ) -> rule.Turn | None:
        fresh = (self.today - timedelta(days=rule.FRESH_DAYS)).isoformat()
        if not marks or marks[0].day < fresh:
            return None
        return rule.turn(marks, months, sizes, tests, rule.limit(kind, tests, self.rules.times), fewest)

    def _marks(self, where: ColumnElement[bool], most: int) -> list[Mark]:
        since = (self.today - timedelta(days=rule.WINDOW_DAYS)).isoformat()
        wanted = (
            select(Review.id, Review.posted_on, Review.stars)
            .where(where, Review.posted_on.between(since, self.today.isoformat()), Review.stars.is_not(None))
            .order_by(Review.posted_on.desc(), Review.id.desc())
            .limit(most)
        )
        rows: Sequence[Any] = self.conn.execute(wanted).all()
        return [Mark(*row) for row in rows]

    def _doubtful(self) -> list[tuple[int, str]]:
        """The products with the most bad reviews lately."""
        since = (self.today - timedelta(days=PRODUCT_DAYS)).isoformat()
        bad: Counter[int] = Counter()
        for stars in BAD:
            newest = (
                select(Review.product_id)
                .where(Review.stars == stars, Review.posted_on.between(since, self.today.isoformat()))
                .order_by(Review.posted_on.desc())
                .limit(BAD_LOOKED_AT)
                .subquery()
            )
            rows = conn_rows(self.conn, select(newest.c.product_id, func.count()).group_by(newest.c.product_id))
            bad.update({product: count for product, count in rows if product is not None})
        often = [product for product, count in bad.most_common(PRODUCTS_LOOKED_AT) if count >= rule.FEWEST_BAD]
        return [(product, self._title(product)) for product in often]

    def _product_months(self, product: int) -> dict[str, Sum]:
        table = ReviewMonth
        wanted = (
            select(table.month, table.stars, func.sum(table.reviews))
            .where(table.product_id == product, table.stars > 0)
            .where(table.month.between(month_plus(self.month, -MONTHS), self.month))
            .group_by(table.month, table.stars)
        )
        months: dict[str, Sum] = defaultdict(Sum)
        for month, stars, reviews in self.conn.execute(wanted):
            months[month] += _sum(stars, reviews)
        return months

    def _product_before(self, product: int) -> Sum:
        return rule.year_before(self._product_months(product), self.month)

    def _product_days(self, product: int) -> dict[str, int]:
        wanted = select(Review.posted_on, func.count()).where(
            Review.product_id == product, *self._lately(), Review.stars.is_not(None)
        )
        return dict(conn_rows(self.conn, wanted.group_by(Review.posted_on)))

    def _lately(self) -> tuple[ColumnElement[bool], ...]:
        since = (self.today - timedelta(days=rule.RECENT_DAYS + self.rules.days)).isoformat()
        return (Review.posted_on.between(since, self.today.isoformat()),)

    def _recent_bad(self) -> list[_Bad]:
        found = []
        for stars in BAD:
            wanted = (
                select(Review.id, Review.posted_on, Review.stars, Review.product_id)
                .where(Review.stars == stars, *self._lately())
                .order_by(Review.posted_on.desc())
                .limit(BAD_LOOKED_AT)
            )
            rows: Sequence[Any] = self.conn.execute(wanted).all()
            found += [_Bad(Mark(*row[:3]), row[3]) for row in rows]
        return sorted(found, key=lambda one: (one.mark.day, one.mark.id))

    def _themes_of(self, recent: Sequence[_Bad]) -> list[tuple[int, Mark]]:
        marks = {one.mark.id: one.mark for one in recent}
        found: list[tuple[int, Mark]] = []
        numbers = list(marks)
        for start in range(0, len(numbers), 500):
            part = numbers[start : start + 500]
            wanted = select(ReviewTheme.theme_id, ReviewTheme.review_id).where(ReviewTheme.review_id.in_(part))
            found += [(theme, marks[review]) for theme, review in self.conn.execute(wanted)]
        return sorted(found, key=lambda one: (one[1].day, one[1].id))

    def _theme_before(self, theme: int) -> int:
        table = ThemeMonth
        wanted = select(func.coalesce(func.sum(table.reviews), 0)).where(
            table.theme_id == theme,
            table.channel_id.in_(list(self.months)),
            table.month.between(month_plus(self.month, -12), month_plus(self.month, -1)),
            table.stars.in_(BAD),
        )
        return int(self.conn.execute(wanted).scalar_one())

    def _theme_name(self, theme: int) -> str:
        return self.conn.execute(select(Theme.name).where(Theme.id == theme)).scalar() or ""

    def _title(self, product: int) -> str:
        return self.conn.execute(select(Product.title).where(Product.id == product)).scalar() or ""

    def _busiest(self, channel: int) -> tuple[dict[str, float], float]:
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

    def _days(self, channel: int, since: str) -> dict[str, rule.Day]:
        loose = Review.order_id.is_(None)
        wanted = (
            select(Review.posted_on, Review.stars, loose, func.count())
            .where(Review.channel_id == channel, Review.posted_on.between(since, self.today.isoformat()))
            .group_by(Review.posted_on, Review.stars, loose)
        )
        days: dict[str, rule.Day] = {}
        rows: Sequence[Any] = self.conn.execute(wanted).all()
        for day, stars, is_loose, count in rows:
            known = days.get(day, rule.Day())
            bad = count if stars in (1, 2) else 0
            days[day] = rule.Day(known.all + count, known.bad + bad, known.loose + (count if is_loose else 0))
        return days

    def _flood_ids(self, channel: int, found: rule.Flood) -> list[int]:
        wanted = select(Review.id).where(
            Review.channel_id == channel, Review.posted_on.between(found.since, found.until)
        )
        if found.what == "bad":
            wanted = wanted.where(Review.stars.in_((1, 2)))
        elif found.what == "loose":
            wanted = wanted.where(Review.order_id.is_(None))
        newest = wanted.order_by(Review.posted_on.desc(), Review.id.desc()).limit(rule.MOST_IDS)
        return list(self.conn.execute(newest).scalars())

    def _first_import(self, channel: int) -> str:
        wanted = select(func.min(ImportBatch.imported_at)).where(ImportBatch.channel_id == channel)
        return self.conn.execute(wanted).scalar() or ""


@dataclass(frozen=True, slots=True)
class _Bad:
    mark: Mark
    product: int | None


def conn_rows(conn: Connection, wanted: Any) -> list[tuple[Any, Any]]:
    """The rows of a statement with two columns."""
    return [(row[0], row[1]) for row in conn.execute(wanted)]


def _sum(stars: int, reviews: int) -> Sum:
    return Sum(reviews, reviews if stars in BAD else 0, stars * reviews)


def _often(found: Iterable[tuple[int, Mark]]) -> list[tuple[int, list[Mark]]]:
    """The marks by what they are about, oldest first; what comes most often first."""
    groups: dict[int, list[Mark]] = defaultdict(list)
    for number, mark in found:
        groups[number].append(mark)
    return sorted(groups.items(), key=lambda one: (-len(one[1]), one[0]))
