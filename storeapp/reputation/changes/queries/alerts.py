"""Reads the changes that matter: a few hundred rows through indexes and the kept sums, whatever the shop's history."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from sqlalchemy import Connection, func, select

from storeapp.kernel.rating_words import rating_words
from storeapp.kernel.text import _
from storeapp.reputation.changes import detection as rule
from storeapp.reputation.changes import sentences as words
from storeapp.reputation.changes.detection import (
    COMPLAINT,
    DROP,
    EDITED,
    FLOOD,
    PRODUCT,
    VANISHED,
    Alert,
    AlertRules,
    Mark,
    Pace,
    Sum,
)
from storeapp.reputation.changes.queries.reads import MONTHS, PRODUCTS_LOOKED_AT, Reads, conn_rows, sum_of
from storeapp.reputation.changes.sentences import ReviewChange, Subject
from storeapp.reputation.ratings.chance import at_least
from storeapp.reputation.ratings.queries import channels, month_counts
from storeapp.reputation.ratings.records import ChannelName
from storeapp.reputation.ratings.rules import month_plus
from storeapp.store.shop_settings import shop_setting
from storeapp.store.tables import (
    AlertState,
    Review,
    ReviewAbsence,
    ReviewVersion,
)

WORTH = 0.3  # chance up to which a product is looked at rating by rating
THEMES_LOOKED_AT = 40
TOLD_LOOKED_AT = 500  # edits and absences, newest first


def alert_rules(conn: Connection) -> AlertRules:
    """What the owner wants to be told."""
    return AlertRules.from_json(shop_setting(conn, rule.SETTING, {}))


def alert_states(conn: Connection) -> dict[str, rule.State]:
    """What the owner said of alerts, by key."""
    rows = conn.execute(select(AlertState.key, AlertState.state, AlertState.until, AlertState.noted_at))
    return {row[0]: rule.State(row[1], row[2], row[3]) for row in rows}


def alerts(conn: Connection, today: date, now: str) -> list[Alert]:
    """What is to be told on a day, the gravest first; `now` is the instant as UTC text."""
    rules = alert_rules(conn)
    return rule.telling(all_alerts(conn, today, rules), alert_states(conn), rules.off, now, today)


def all_alerts(conn: Connection, today: date, rules: AlertRules) -> list[Alert]:
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


class _Look(Reads):
    """One look at the shop."""

    def __init__(self, conn: Connection, today: date, rules: AlertRules, known: Sequence[ChannelName]) -> None:
        super().__init__(conn, today, rules)
        self.known = known
        self.channels = {one.id: Subject(one.id, one.name, one.platform) for one in known}
        rated = [one.id for one in known if one.newest_month]
        self.months = {one: defaultdict(Sum) for one in rated}
        for count in month_counts(conn, rated, month_plus(self.month, -MONTHS), self.month):
            if count.stars:
                self.months[count.channel_id][count.month] += sum_of(count.stars, count.reviews, count.apart)
        self.pace = Pace({one: rule.a_month(months, self.month) for one, months in self.months.items()})

    @classmethod
    def of(cls, conn: Connection, today: date, rules: AlertRules) -> _Look:
        return cls(conn, today, rules, channels(conn))

    def drops(self) -> Iterable[Alert]:
        tests = self.pace.tests()
        for channel, months in self.months.items():
            sizes = rule.usable(rule.SIZES, self.pace.ratings[channel])
            marks = self.marks(Review.channel_id, channel, sizes[-1])
            found = self._turn(marks, months, sizes, tests, DROP, rule.FEWEST_BEFORE)
            if found is not None:
                yield words.turned(DROP, self.channels[channel], found, self.today)

    def products(self) -> Iterable[Alert]:
        tests = self.pace.product_tests()
        often = self.doubtful()
        sums = self.product_months(often)
        for product in often:
            months = sums[product]
            if not _worth_a_look(months, self.month):
                continue
            marks = self.marks(Review.product_id, product, rule.PRODUCT_SIZES[-1])
            found = self._turn(marks, months, rule.PRODUCT_SIZES, tests, PRODUCT, rule.FEWEST_BEFORE_PRODUCT)
            if found is not None:
                yield words.turned(PRODUCT, Subject(product, self.title(product)), found, self.today)

    def complaints(self) -> Iterable[Alert]:
        recent = self.recent_bad()
        drawn: Counter[str] = Counter()
        for stars in range(1, 6):
            wanted = select(Review.posted_on, func.count()).where(Review.stars == stars, *self.lately())
            drawn.update(dict(conn_rows(self.conn, wanted.group_by(Review.posted_on))))
        year = [rule.year_before(months, self.month) for months in self.months.values()]
        whole = sum((one for one in year), Sum())
        tests = 3 * max(1.0, whole.bad / 12)  # a bad review is of one product and about two themes
        limit = rule.limit(COMPLAINT, tests, self.rules.times)
        close = [
            (product, hits)
            for product, hits in _often((one.product, one.mark) for one in recent if one.product)
            if _close(hits, self.rules)
        ][:PRODUCTS_LOOKED_AT]
        sums, days = self.product_months([one for one, _ in close]), self.product_days([one for one, _ in close])
        for product, hits in close:
            before = rule.year_before(sums[product], self.month)
            own = before.all >= rule.FEWEST_BEFORE_PRODUCT
            base = (before.bad, before.all) if own else (whole.bad, whole.all)
            found = rule.cluster(hits, days[product], base, self.rules, tests, limit)
            if found is not None and base[1]:
                yield words.clustered("product", Subject(product, self.title(product)), found, self.today)
        for theme, hits in _often(self.themes_of(recent))[:THEMES_LOOKED_AT]:
            if _close(hits, self.rules) and whole.all >= rule.FEWEST_BEFORE:
                found = rule.cluster(hits, drawn, (self.theme_before(theme), whole.all), self.rules, tests, limit)
                if found is not None:
                    yield words.clustered("theme", Subject(theme, self.theme_name(theme)), found, self.today)

    def floods(self) -> Iterable[Alert]:
        since = (self.today - timedelta(days=rule.FLOOD_READS)).isoformat()
        for channel in self.known:
            if not channel.newest_month or channel.newest_month < month_plus(self.month, -1):
                continue
            usual, joined = self.busiest(channel.id)
            if not usual:
                continue
            days = self.days(channel.id, since)
            found = rule.flood(days, usual, joined, self.today)
            if found is not None:
                ids = self.flood_ids(channel.id, found)
                yield words.flooded(self.channels[channel.id], found, ids, self.today)

    def edits(self) -> Iterable[Alert]:
        table = ReviewVersion
        since = (self.today - timedelta(days=rule.TOLD_DAYS)).isoformat()
        newest = select(table.id).order_by(table.id.desc()).limit(TOLD_LOOKED_AT)
        wanted = (
            select(Review.channel_id, table.seen_at, Review.id, table.rating, Review.rating, Review.scale, Review.stars)
            .add_columns(func.substr(table.text, 1, 200), func.substr(Review.text, 1, 200), Review.posted_on)
            .join(Review, Review.id == table.review_id)
            .where(table.id.in_(newest), table.seen_at >= since, table.rating.is_not(None))
            .order_by(table.id)
        )
        groups: dict[tuple[int, str], list[ReviewChange]] = defaultdict(list)
        for channel, seen_at, review, rating, current, scale, stars, before, now, day in self.conn.execute(wanted):
            was, is_now = self._said(channel, rating, scale), self._said(channel, current, scale)
            worse = current is not None and current < rating
            groups[channel, seen_at].append(ReviewChange(review, was, is_now, worse, stars, before, now, day))
        for (channel, seen_at), changes in groups.items():
            if channel in self.channels and seen_at > self.first_import(channel):
                yield words.edited(self.channels[channel], seen_at, changes, self.today)

    def _said(self, channel: int, rating: float | None, scale: float) -> str:
        platform = next((one.platform for one in self.known if one.id == channel), "")
        return rating_words(platform, rating, scale) or _("unrated")

    def absences(self) -> Iterable[Alert]:
        table = ReviewAbsence
        since = (self.today - timedelta(days=rule.TOLD_DAYS)).isoformat()
        newest = (
            select(table.review_id, table.noticed_at)
            .where(table.back_at.is_(None), table.noticed_at >= since)
            .order_by(table.id.desc())
            .limit(TOLD_LOOKED_AT)
        )
        noticed = dict(conn_rows(self.conn, newest))
        wanted = (
            select(Review.channel_id, Review.id, Review.rating, Review.scale, Review.stars)
            .add_columns(func.substr(Review.text, 1, 200), Review.posted_on)
            .where(Review.id.in_(list(noticed)))
            .order_by(Review.id.desc())
        )
        groups: dict[tuple[int, str], list[ReviewChange]] = defaultdict(list)
        for channel, review, rating, scale, stars, text, day in self.conn.execute(wanted):
            rated = self._said(channel, rating, scale)
            groups[channel, noticed[review]].append(ReviewChange(review, "", rated, False, stars, text, text, day))
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


def _often(found: Iterable[tuple[int, Mark]]) -> list[tuple[int, list[Mark]]]:
    """The marks by what they are about, oldest first; what comes most often first."""
    groups: dict[int, list[Mark]] = defaultdict(list)
    for number, mark in found:
        groups[number].append(mark)
    return sorted(groups.items(), key=lambda one: (-len(one[1]), one[0]))


def _worth_a_look(months: dict[str, Sum], month: str) -> bool:
    """Whether one, two or three months of a product look at all worse than the year before them."""
    now = Sum()
    for back in range(3):
        now += months[month_plus(month, -back)]
        before = rule.year_before(months, month_plus(month, -back))
        if at_least(now.bad, now.all, before.bad, before.all) <= WORTH:
            return True
    return False


def _close(hits: Sequence[Mark], rules: AlertRules) -> bool:
    """Whether as many complaints as the owner set lie within as many days."""
    days = [date.fromisoformat(one.day) for one in hits]
    apart = (late - early for early, late in zip(days, days[rules.same - 1 :], strict=False))
    return any(one.days < rules.days for one in apart)
