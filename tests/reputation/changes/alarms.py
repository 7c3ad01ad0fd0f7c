"""Walks a shop's ratings day by day and counts the alarms, on shuffled data and after a drop that was put in."""

from __future__ import annotations

import csv
import json
import random
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from pathlib import Path

from storeapp.reputation.changes import detection as alerts
from storeapp.reputation.changes.detection import (
    COMPLAINT,
    DROP,
    FLOOD,
    PRODUCT,
    PRODUCT_SIZES,
    SIZES,
    AlertRules,
    Mark,
    Pace,
    ReviewDay,
    Sum,
)
from storeapp.reputation.ratings.rules import month_plus

Place = tuple[str, int]  # a kind and what it is about
THEME, THEME_COMPLAINT, THEMES = "theme", "complaint of a theme", 12
START_AFTER = 90  # days of history before alarms are counted


@dataclass(frozen=True)
class Rated:
    """One rating of a shop."""

    day: str
    channel: int
    product: int
    stars: int


@dataclass
class Alarms:
    """What went off: (day, kind, subject), over `months` months."""

    found: list[tuple[str, str, int]]
    months: float

    @property
    def a_month(self) -> float:
        return len(self.found) / self.months if self.months else 0.0


def shuffled(ratings: Sequence[Rated], seed: int) -> list[Rated]:
    """The same days, channels and products, with the stars dealt out anew within each channel."""
    dice = random.Random(seed)
    by_channel: dict[int, list[int]] = defaultdict(list)
    for one in ratings:
        by_channel[one.channel].append(one.stars)
    for stars in by_channel.values():
        dice.shuffle(stars)
    return [Rated(one.day, one.channel, one.product, by_channel[one.channel].pop()) for one in ratings]


class Walk:
    """Takes ratings in day by day, and looks at the end of each day as Today does.

    Which theme a review has is drawn, as the real files don't say it: THEMES of them, one a review.
    """

    def __init__(self, seed: int = 1) -> None:
        self.marks: dict[Place, list[Mark]] = defaultdict(list)  # oldest first
        self.months: dict[Place, dict[str, Sum]] = defaultdict(dict)
        self.bad: dict[Place, list[Mark]] = defaultdict(list)
        self.days: dict[int, dict[str, ReviewDay]] = defaultdict(dict)
        self.busy: dict[int, dict[str, Counter[str]]] = defaultdict(lambda: defaultdict(Counter))
        self.drawn: Counter[str] = Counter()
        self.drawn_of: dict[int, Counter[str]] = defaultdict(Counter)
        self.channels: set[int] = set()
        self.done: dict[Place, str] = {}
        self.number = 0
        self._dice = random.Random(seed)

    def take(self, ratings: Iterable[Rated]) -> set[Place]:
        """A day's ratings; the places at which something may have changed."""
        touched: set[Place] = set()
        for one in ratings:
            self.number += 1
            self.channels.add(one.channel)
            mark = Mark(self.number, one.day, one.stars)
            theme = self._dice.randrange(THEMES)
            for place in ((DROP, one.channel), (PRODUCT, one.product), (THEME, theme)):
                self.marks[place].append(mark)
                sums = self.months[place]
                sums[one.day[:7]] = sums.get(one.day[:7], Sum()) + Sum(1, int(one.stars <= 3), one.stars)
                touched.add(place)
                if one.stars <= 3:
                    self.bad[place].append(mark)
            self.drawn[one.day] += 1
            self.drawn_of[one.product][one.day] += 1
            self.busy[one.channel][one.day[:7]].update(all=1, bad=int(one.stars <= 2))
            known = self.days[one.channel].get(one.day, ReviewDay())
            self.days[one.channel][one.day] = ReviewDay(known.all + 1, known.bad + int(one.stars <= 2))
            if one.stars <= 3:
                touched |= {(COMPLAINT, one.product), (THEME_COMPLAINT, theme)}
        return touched

    def look(self, day: str, touched: Iterable[Place]) -> list[tuple[str, str, int]]:
        """The alarms of this evening."""
        pace = Pace({one: alerts.a_month(self.months[DROP, one], day[:7]) for one in self.channels})
        year = sum((alerts.year_before(self.months[DROP, one], day[:7]) for one in self.channels), Sum())
        found = []
        for place in sorted(touched):
            if place[0] in (DROP, PRODUCT):
                since = self._turn(place, pace)
            elif place[0] in (COMPLAINT, THEME_COMPLAINT):
                since = self._complaint(place, year, day)
            else:
                continue
            if since is not None and since > self.done.get(place, ""):
                self.done[place] = day
                found.append((day, *place))
        for channel in {number for kind, number in touched if kind == DROP}:
            since = self._flood(channel, day)
            if since is not None and since > self.done.get((FLOOD, channel), ""):
                self.done[FLOOD, channel] = day
                found.append((day, FLOOD, channel))
        return found

    def _turn(self, place: Place, pace: Pace) -> str | None:
        kind, subject = place
        tests = pace.tests() if kind == DROP else pace.product_tests()
        sizes = alerts.usable(SIZES, pace.ratings[subject]) if kind == DROP else PRODUCT_SIZES
        latest = self.marks[place][: -sizes[-1] - 1 : -1]
        fewest = alerts.FEWEST_BEFORE if kind == DROP else alerts.FEWEST_BEFORE_PRODUCT
        turn = alerts.turn(latest, self.months[place], sizes, tests, alerts.limit(kind, tests), fewest)
        return turn.since if turn is not None else None

    def _complaint(self, place: Place, year: Sum, day: str) -> str | None:
        kind, subject = place
        own = (PRODUCT if kind == COMPLAINT else THEME, subject)
        first = (date.fromisoformat(day) - timedelta(days=alerts.RECENT_DAYS + 7)).isoformat()
        hits = [mark for mark in self.bad[own][-50:] if mark.day >= first]
        if len(hits) < 3 or year.all < alerts.FEWEST_BEFORE:
            return None
        before = alerts.year_before(self.months[own], day[:7])
        base = (before.bad, year.all)
        if kind == COMPLAINT:
            enough = before.all >= alerts.FEWEST_BEFORE_PRODUCT
            base = (before.bad, before.all) if enough else (year.bad, year.all)
        drawn = self.drawn if kind == THEME_COMPLAINT else self.drawn_of[subject]
        tests = 3 * max(1.0, year.bad / 12)
        found = alerts.cluster(hits, _since(drawn, first), base, AlertRules(), tests, alerts.limit(COMPLAINT, tests))
        return found.since if found is not None else None

    def _flood(self, channel: int, day: str) -> str | None:
        days = self.days[channel]
        if days[day].all < 3:
            return None
        months = [self.busy[channel][month_plus(day[:7], -back)] for back in range(1, 13)]
        if sum(one["all"] for one in months) < alerts.FEWEST_BEFORE:
            return None
        usual = {what: max(one[what] for one in months) / 30.4 for what in ("all", "bad")}
        found = alerts.flood(days, usual, 0.0, date.fromisoformat(day))
        return found.since if found is not None else None


def _since(drawn: Counter[str], first: str) -> dict[str, int]:
    return {day: drawn[day] for day in _days_from(first) if day in drawn}


def _days_from(first: str) -> list[str]:
    start = date.fromisoformat(first)
    return [(start + timedelta(days=step)).isoformat() for step in range(alerts.RECENT_DAYS + 8)]


def walk(ratings: Sequence[Rated]) -> Alarms:
    """All alarms of a history; the owner says "done" to each on the day it comes."""
    by_day: dict[str, list[Rated]] = defaultdict(list)
    for one in ratings:
        by_day[one.day].append(one)
    days = sorted(by_day)
    steps, found = Walk(), []
    first = date.fromisoformat(days[0])
    for day in days:
        touched = steps.take(by_day[day])
        if (date.fromisoformat(day) - first).days >= START_AFTER:
            found += steps.look(day, touched)
    months = ((date.fromisoformat(days[-1]) - first).days - START_AFTER) / 30.4
    return Alarms(found, months)


def etsy(data: Path) -> list[Rated]:
    """The small sticker shop: 83 ratings in three years."""
    rows = json.loads((data / "etsy_small_shop" / "reviews.json").read_text("utf-8"))
    found = []
    for row in rows:
        month, day, year = row["date_reviewed"].split("/")
        found.append(Rated(f"{year}-{month}-{day}", 1, 0, row["star_rating"]))
    return _sorted(found)


def olist(data: Path, channels: int = 3) -> list[Rated]:
    """Olist's ratings with their product, dealt to some channels by their order."""
    folder = data / "olist_dev"
    product = {row["order_id"]: row["product_id"] for row in _rows(folder / "olist_order_items_dataset.csv")}
    numbers: dict[str, int] = {}
    found = []
    for row in _rows(folder / "olist_order_reviews_dataset.csv"):
        title = product.get(row["order_id"], "")
        number = numbers.setdefault(title, len(numbers) + 1)
        channel = 2 + int(row["order_id"][:6], 16) % channels
        found.append(Rated(row["review_creation_date"][:10], channel, number, int(row["review_score"])))
    return _sorted(found)


def sports(data: Path) -> list[Rated]:
    """Amazon's sports reviews of 2016 and later, by product."""
    numbers: dict[str, int] = {}
    found = []
    for row in _rows(data / "amazon_reviews" / "amazon_sports_10k.csv"):
        day = datetime.fromtimestamp(int(row["timestamp"]) / 1000, timezone.utc).date().isoformat()
        number = 100_000 + numbers.setdefault(row["parent_asin"], len(numbers))
        if day >= "2016":
            found.append(Rated(day, 10, number, round(float(row["rating"]))))
    return _sorted(found)


def tokopedia(data: Path, seed: int = 4) -> list[Rated]:
    """PRDECT-ID: true stars and products; days, which it hasn't, spread over three years."""
    dice = random.Random(seed)
    numbers: dict[str, int] = {}
    found = []
    for row in _rows(data / "id_marketplaces" / "PRDECT-ID_Dataset.csv", ";"):
        number = 200_000 + numbers.setdefault(row["Product Name"], len(numbers))
        day = date(2016, 1, 1) + timedelta(days=dice.randrange(1095))
        found.append(Rated(day.isoformat(), 20, number, int(row["Customer Rating"])))
    return _sorted(found)


def together(*shops: Sequence[Rated]) -> list[Rated]:
    """Several shops as the channels of one: moved so that all end on the same day."""
    ends = [date.fromisoformat(shop[-1].day) for shop in shops]
    last = max(ends)
    moved = []
    for shop, end in zip(shops, ends, strict=True):
        for one in shop:
            day = date.fromisoformat(one.day) + (last - end)
            moved.append(Rated(day.isoformat(), one.channel, one.product, one.stars))
    return _sorted(moved)


def dropping(a_month: int, seed: int, good: float = 4.8, bad: float = 4.4, months: int = 18) -> tuple[list[Rated], int]:
    """Ratings with a mean of `good` for some months, then of `bad`; and how many there are before the drop."""
    dice = random.Random(seed)
    found = []
    for number in range((months + 12) * a_month):
        day = date(2024, 1, 1) + timedelta(days=round(number * 30.4 / a_month))
        mean = good if number < months * a_month else bad
        found.append(Rated(day.isoformat(), 1, 0, _star(dice, mean)))
    return found, months * a_month


def _star(dice: random.Random, mean: float) -> int:
    """5 stars, or one of 1 to 4 in the proportions of a shop's lower ratings, so that the mean comes out."""
    lower, shares = (4, 3, 2, 1), (0.45, 0.2, 0.12, 0.23)
    loss = sum((5 - star) * share for star, share in zip(lower, shares, strict=True))
    return dice.choices(lower, shares)[0] if dice.random() < (5 - mean) / loss else 5


def _sorted(found: Iterable[Rated]) -> list[Rated]:
    return sorted(found, key=lambda one: one.day)


def _rows(path: Path, delimiter: str = ",") -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        yield from csv.DictReader(file, delimiter=delimiter)
