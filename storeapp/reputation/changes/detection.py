"""Changes that matter: what a shop's reviews do that chance does not explain, and what an owner said about it.

The tests. `turn`: of the last 5, 10, 20 ... 1,280 ratings, are more bad (1 to 3 stars) than the same shuffled with the
12 whole months before would give? `cluster`: the same for the bad reviews of one theme or product within a few days.
`flood`: far more reviews in 1, 3 or 7 days than the busiest month had, by Poisson's law and by a factor.

The threshold. Every new rating is looked at once per size, so chance passes a limit p at most p x ratings x sizes times
a month, whatever the number of channels and products (Bonferroni over all tests of a month). Windows overlap, so chance
passes in clumps of CLUMP tests or more that are one alarm: p is BUDGET x CLUMP / tests for all channels together.
tests/bench/bench_alerts.py measures alarms a month on shuffled data, and how soon a real drop is seen.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import field
from datetime import date, timedelta
from typing import Any

from storeapp.kernel.rows import dataclass
from storeapp.kernel.text import N_
from storeapp.reputation.ratings.chance import at_least, poisson_at_least
from storeapp.reputation.ratings.rules import BAD, month_plus

DROP, PRODUCT, COMPLAINT, FLOOD, EDITED, VANISHED = "drop", "product", "complaint", "flood", "edited", "vanished"
KINDS = {
    DROP: N_("A channel's rating drops"),
    PRODUCT: N_("A product turns bad"),
    COMPLAINT: N_("The same complaint several times in a few days"),
    FLOOD: N_("A flood of reviews"),
    EDITED: N_("Reviews that buyers edited"),
    VANISHED: N_("Reviews that went away"),
}
SETTING = "alerts"  # shop setting: what `AlertRules` holds
SIZES = (5, 10, 20, 40, 80, 160, 320, 640, 1280)
PRODUCT_SIZES = (5, 10, 20, 40, 80)
BUDGET = {
    DROP: 0.25,
    PRODUCT: 0.15,
    COMPLAINT: 0.15,
}  # false alarms a month that chance may make, all channels together
CLUMP = {DROP: 8.0, PRODUCT: 8.0, COMPLAINT: 1.0}  # tests that chance passes together; measured: 15, as windows overlap
STRICTEST_NEEDED = 0.02  # p is never above this, however few ratings a shop gets
FEWEST_BAD = 3
FEWEST_BEFORE = 20  # ratings of the year before without which a shop's usual share isn't known
FEWEST_BEFORE_PRODUCT = 10
FRESH_DAYS = 60  # a change is news as long as its latest rating is no older
WINDOW_DAYS = 365  # the oldest rating a window may reach back to
FLOOD_DAYS = (1, 3, 7)
FLOOD_FEWEST, FLOOD_TIMES, FLOOD_TIMES_BAD, FLOOD_CHANCE = 8, 5.0, 3.0, 1e-6
FLOOD_BEFORE = 28  # days before a stretch that tell the present pace, as a shop may be growing
FLOOD_LOOSE = 0.8  # share of reviews usually joined to orders, from which loose ones are odd
RECENT_DAYS = 14  # the days in which complaints and floods are looked for
FLOOD_READS = RECENT_DAYS + FLOOD_DAYS[-1] + FLOOD_BEFORE
TOLD_DAYS = 30  # how long edits and vanished reviews are told
MOST_IDS = 500  # reviews a line opens


@dataclass(frozen=True, slots=True)
class AlertRules:
    """What the owner wants to be told: kinds switched off, how easily, and what makes a complaint the same."""

    off: tuple[str, ...] = ()
    times: float = 1.0  # of the budget of false alarms: 0.33 seldom, 1 as calibrated, 3 often
    same: int = 3
    days: int = 7

    def to_json(self) -> dict[str, Any]:
        """As the shop keeps it."""
        return {"off": sorted(self.off), "times": self.times, "same": self.same, "days": self.days}

    @classmethod
    def from_json(cls, saved: Mapping[str, Any]) -> AlertRules:
        """What `to_json` wrote; anything odd counts as not set."""
        plain = cls()
        off = tuple(one for one in saved.get("off", ()) if one in KINDS)
        times = saved.get("times") if saved.get("times") in TIMES else plain.times
        same = saved.get("same") if saved.get("same") in SAME else plain.same
        days = saved.get("days") if saved.get("days") in DAYS else plain.days
        return cls(off, float(times or plain.times), int(same or plain.same), int(days or plain.days))


TIMES = (0.33, 1.0, 3.0)
SAME = (2, 3, 4, 5, 8)
DAYS = (3, 7, 14, 30)


@dataclass(frozen=True, slots=True)
class Mark:
    """One rating: the review's id, its day and its stars."""

    id: int
    day: str
    stars: int


@dataclass(frozen=True, slots=True)
class Sum:
    """Ratings of a time: all, the bad ones, and their stars added up."""

    all: int = 0
    bad: int = 0
    stars: float = 0

    def __add__(self, other: Sum) -> Sum:
        return Sum(self.all + other.all, self.bad + other.bad, self.stars + other.stars)

    @property
    def mean(self) -> float | None:
        """Their average, None without any."""
        return self.stars / self.all if self.all else None


@dataclass(frozen=True, slots=True)
class Turn:
    """Of the `now.all` latest ratings `now.bad` are bad, against `before`; `p` by chance; `months` between chances."""

    now: Sum
    before: Sum
    p: float
    months: float
    since: str
    until: str
    bad_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Cluster:
    """`hits` of the `drawn` ratings of `days` days ending with `until` complain of the same."""

    hits: int
    drawn: int
    hits_before: int
    before: int
    days: int
    since: str
    until: str
    months: float
    ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Flood:
    """`count` reviews in `days` days, where the busiest month had `usual` in as many. `what`: all, bad or loose."""

    what: str
    count: int
    days: int
    usual: float
    since: str
    until: str


@dataclass(frozen=True, slots=True)
class ReviewDay:
    """Reviews of one channel on one day: all, those of 1 and 2 stars, those without an order."""

    all: int = 0
    bad: int = 0
    loose: int = 0


@dataclass(frozen=True, slots=True)
class Alert:
    """A change that matters, with the very reviews it stands on.

    `key` is kind and subject; `since` the day of the oldest evidence, `found` that of the newest. `severity`: bad, warn
    or plain. `total` counts the evidence, of which `ids` holds at most MOST_IDS.
    """

    kind: str
    key: str
    severity: str
    title: str
    detail: str
    tag: str
    since: str
    found: str
    ids: tuple[int, ...]
    total: int
    platform: str = ""


@dataclass(frozen=True, slots=True)
class State:
    """What the owner said of an alert: "snoozed" `until` an instant, or "done" at `noted_at`."""

    state: str
    until: str | None
    noted_at: str


@dataclass(frozen=True)
class Pace:
    """How many tests chance gets a month: ratings a month of every channel, times the sizes each can fill."""

    ratings: Mapping[int, float] = field(default_factory=dict)  # by channel

    @property
    def all(self) -> float:
        """Ratings a month in all channels."""
        return sum(self.ratings.values())

    def tests(self) -> float:
        """Looks a month at a channel's last ratings."""
        return sum(rate * len(usable(SIZES, rate)) for rate in self.ratings.values())

    def product_tests(self) -> float:
        """Looks a month at a product's last ratings: every rating is of one product, so their number cancels out."""
        return self.all * len(PRODUCT_SIZES)


def usable(sizes: Sequence[int], a_month: float) -> tuple[int, ...]:
    """The sizes that half a year of ratings fills; always the smallest."""
    return tuple(size for size in sizes if size == sizes[0] or size <= 6 * a_month)


def a_month(months: Mapping[str, Sum], month: str) -> float:
    """Ratings a month: over the year before `month`, as far as it has any, or what this month has already."""
    lived = [back for back in range(1, 13) if months.get(month_plus(month, -back), Sum()).all]
    rate = year_before(months, month).all / max(lived) if lived else 0.0
    return max(rate, float(months.get(month, Sum()).all))


def limit(kind: str, tests: float, times: float = 1.0) -> float:
    """The p below which a finding counts, where chance gets `tests` a month."""
    return min(STRICTEST_NEEDED, BUDGET[kind] * CLUMP[kind] * times / max(tests, 1e-9))


def turn(
    marks: Sequence[Mark],
    months: Mapping[str, Sum],
    sizes: Sequence[int],
    tests: float,
    limit_p: float,
    fewest_before: int = FEWEST_BEFORE,
) -> Turn | None:
    """The window of latest ratings (`marks`, newest first) that chance explains least, None if it explains all.

    `months`: sums by month; a window is compared with the 12 whole months before the one it begins in.
    """
    best: Turn | None = None
    bad, stars = 0, 0
    ends = set(sizes)
    for place, mark in enumerate(marks, 1):
        bad += mark.stars in BAD
        stars += mark.stars
        if place not in ends or bad < FEWEST_BAD:
            continue
        before = year_before(months, mark.day[:7])
        if before.all < max(fewest_before, min(place, 40)) or bad * before.all <= place * before.bad:
            continue
        p = at_least(bad, place, before.bad, before.all)
        if p <= limit_p and (best is None or p < best.p):
            ids = tuple(one.id for one in marks[:place] if one.stars in BAD)
            between = CLUMP[DROP] / max(p * tests, 1e-12)
            best = Turn(Sum(place, bad, stars), before, p, between, mark.day, marks[0].day, ids)
    return best


def year_before(months: Mapping[str, Sum], month: str) -> Sum:
    """The 12 whole months before one."""
    total = Sum()
    for back in range(1, 13):
        total += months.get(month_plus(month, -back), Sum())
    return total


def cluster(
    hits: Sequence[Mark],
    drawn: Mapping[str, int],
    before: tuple[int, int],
    rules: AlertRules,
    tests: float,
    limit_p: float,
) -> Cluster | None:
    """The days in which the same complaint (`hits`, oldest first) came oftener than chance explains, newest first.

    `drawn`: ratings by day; `before`: (complaints, ratings) of the year before.
    """
    best: Cluster | None = None
    for last in range(len(hits) - 1, rules.same - 2, -1):
        until = hits[last].day
        since = (date.fromisoformat(until) - timedelta(days=rules.days - 1)).isoformat()
        inside = [one for one in hits[: last + 1] if one.day >= since]
        if len(inside) < rules.same:
            continue
        ratings = sum(count for day, count in drawn.items() if since <= day <= until)
        p = at_least(len(inside), max(ratings, len(inside)), *before)
        if p <= limit_p and (best is None or len(inside) > best.hits):
            ids = tuple(one.id for one in inside)
            between = CLUMP[COMPLAINT] / max(p * tests, 1e-12)
            best = Cluster(
                len(inside), max(ratings, len(inside)), *before, rules.days, inside[0].day, until, between, ids
            )
    return best


def flood(days: Mapping[str, ReviewDay], busiest: Mapping[str, float], joined: float, today: date) -> Flood | None:
    """The stretch of the last days with far more reviews than usual, the oddest kind first: bad, loose, all.

    `busiest`: reviews a day of each kind in the busiest month of the year before; `joined`: the share of reviews that
    usually have an order.
    """
    for what, times in (("bad", FLOOD_TIMES_BAD), ("loose", FLOOD_TIMES_BAD), ("all", FLOOD_TIMES)):
        if what == "loose" and joined < FLOOD_LOOSE:
            continue
        found = _stretch(days, what, busiest.get(what, 0.0), times, today)
        if found is not None:
            return found
    return None


def _stretch(days: Mapping[str, ReviewDay], what: str, a_day: float, times: float, today: date) -> Flood | None:
    best: Flood | None = None
    for back in range(RECENT_DAYS):
        until = today - timedelta(days=back)
        count = 0
        for length in range(1, FLOOD_DAYS[-1] + 1):
            since = (until - timedelta(days=length - 1)).isoformat()
            count += getattr(days.get(since, ReviewDay()), what)
            if length not in FLOOD_DAYS or count < FLOOD_FEWEST or count < times * a_day * length:
                continue
            usual = max(a_day, _lately(days, what, since)) * length
            if count < times * usual:
                continue
            if poisson_at_least(count, usual) <= FLOOD_CHANCE and (best is None or count > best.count):
                best = Flood(what, count, length, usual, since, until.isoformat())
    return best


def _lately(days: Mapping[str, ReviewDay], what: str, since: str) -> float:
    """Reviews a day in the weeks before a day."""
    first = date.fromisoformat(since) - timedelta(days=FLOOD_BEFORE)
    before = ((first + timedelta(days=step)).isoformat() for step in range(FLOOD_BEFORE))
    return sum(int(getattr(days.get(day, ReviewDay()), what)) for day in before) / FLOOD_BEFORE


def telling(
    alerts: Iterable[Alert], states: Mapping[str, State], off: Sequence[str], now: str, today: date
) -> list[Alert]:
    """The alerts to show, gravest first: not switched off, not snoozed, and with evidence newer than a "done"."""
    shown = []
    for one in alerts:
        if one.kind in off:
            continue
        said = states.get(one.key)
        if said is not None and said.state == "snoozed" and (said.until or "") > now:
            continue
        if said is not None and said.state == "done" and one.since <= said.noted_at[:10]:
            continue
        shown.append(one)
    order = {"bad": 0, "warn": 1, "plain": 2}
    return sorted(shown, key=lambda one: (order[one.severity], -date.fromisoformat(one.found).toordinal(), one.key))
