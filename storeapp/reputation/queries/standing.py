"""Where each channel stands on its platform's ladders: the shop's own figures held against the rule book."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Connection, func, select

from storeapp.reputation.ladder_rows import Aim, ChannelLadders, Criterion, Figure, LadderRow
from storeapp.reputation.queries.ratings import channels
from storeapp.reputation.queries.windows import (
    Edges,
    Ratings,
    Sales,
    day_after,
    deliveries_between,
    first_sale,
    ratings_between,
    sales_between,
    typed_figures,
)
from storeapp.reputation.records import ChannelName
from storeapp.reputation.rules import STARS
from storeapp.reputation.standings import STEPS, Goal, Tally
from storeapp.rulebook import judging, shapes
from storeapp.rulebook.judging import Reading
from storeapp.rulebook.ladders import Book, Gate, Ladder, Metric, Window, book
from storeapp.store.tables import RatingMonth, ReviewMonth

PACE_WEEKS = (12, 52)  # the shop's own pace: the last 12 weeks, else the last year
MID_MONTH = 15
NOTED = {"mean": "rating", "prior_mean": "rating", "ratio": "positive_percent"}
UNKNOWN = Figure(None, "missing")


def standings(conn: Connection, today: date) -> list[ChannelLadders]:
    """Every channel whose platform has ladders, by name."""
    return [ladders_of(conn, one, today) for one in channels(conn) if book().of_platform(one.platform)]


def ladders_of(conn: Connection, channel: ChannelName, today: date) -> ChannelLadders:
    """One channel."""
    reader = _Channel(conn, channel, today, typed_figures(conn, channel.id), book())
    rows, aims = [], []
    for ladder in reader.book.of_platform(channel.platform):
        rows.append(reader.row(ladder))
        aims += reader.aims(ladder, rows[-1])
    return ChannelLadders(channel, tuple(rows), tuple(aims))


@dataclass
class _Channel:
    """Reads one channel's figures, each window only once."""

    conn: Connection
    channel: ChannelName
    today: date
    typed: Mapping[str, Figure]
    book: Book
    _ratings: dict[tuple[date | None, date], Ratings] = field(default_factory=dict)
    _edges: Edges = field(default_factory=dict)
    _sales: dict[tuple[date | None, date], Sales] = field(default_factory=dict)

    def row(self, ladder: Ladder) -> LadderRow:
        """A ladder with the shop's place on it."""
        if ladder.shape == "gates":
            return self._gates(ladder)
        if ladder.shape == "banded":
            return self._banded(ladder)
        figure = self._figure(ladder)
        place = judging.place_of(ladder, figure.value) if ladder.levels and figure.value is not None else None
        points = ladder.shape == "counter"
        return LadderRow(
            **_head(ladder),
            unit="points" if points else "percent" if ladder.shape == "ratio" else "stars",
            figure=figure,
            window=self._window(ladder, figure),
            level=place.level.title if place and place.level else "",
            following=place.following.title if place and place.following else "",
            following_at=place.following.start if place and place.following else 0,
            missing=place.missing if place else 0,
            share=place.share if place else 0,
            decimals=0 if points else ladder.values.get("decimals", 2),
        )

    def aims(self, ladder: Ladder, row: LadderRow) -> list[Aim]:
        """What a target can be set for: figures that are counted from the shop's own ratings."""
        tally = self._tally(ladder)
        if tally is None or row.figure.origin != "computed" or row.figure.value is None:
            return []
        value = row.figure.value
        if tally.goal == "points":
            target = row.following_at or value
        else:
            top = 5.0 if tally.goal == "rating" else 100.0
            step = tally.step or STEPS[tally.goal]
            target = min(top, round(shapes.rounded(value, step) + step, 1))
        return [Aim(ladder.id, ladder.title, tally, self._pace(), target)]

    def _figure(self, ladder: Ladder) -> Figure:
        if ladder.typed:
            return self._noted(ladder)
        ratings = self._rated(self._window(ladder))
        if not (ratings.count if ladder.shape in ("counter", "ratio") else ratings.stars.total):
            return self._noted(ladder)
        values, stars = ladder.values, ratings.stars
        if ladder.shape == "counter":
            return Figure(float(shapes.counter(ratings.kinds, values["points"])), "computed", ratings.count)
        if ladder.shape == "ratio":
            whole = sum(ratings.kinds[kind] for kind in values["whole"])
            return Figure(shapes.ratio(ratings.kinds, values["part"], values["whole"]), "computed", whole)
        total = sum(star * stars[star] for star in STARS)
        if ladder.shape == "prior_mean":
            value = shapes.prior_mean(total, stars.total, values["prior"], values["weight"])
        elif ladder.shape == "mean_of_means":
            value = shapes.mean_of_means(_by_product(self.conn, self.channel.id), values["least"])
        elif ladder.shape == "decayed_mean":
            value = _decayed(self.conn, self.channel.id, ladder, self.today)
        else:
            value = stars.mean
        return Figure(value, "computed" if value is not None else "missing", stars.total)

    def _noted(self, ladder: Ladder) -> Figure:
        """What was typed for the ladder itself, else the figure that its channel shows."""
        shown = "score" if ladder.typed and ladder.shape == "mean" else NOTED.get(ladder.shape, "")
        return self.typed.get(ladder.id) or self.typed.get(shown, UNKNOWN)

    def _window(self, ladder: Ladder, figure: Figure | None = None) -> Window:
        """The window in use; a short one with many orders, and for ever with few ratings."""
        few = ladder.values.get("lifetime_up_to")
        if few is not None and self._rated(ladder.window).count <= few:
            return Window()
        if ladder.short_window is not None:
            return judging.window_of(ladder, self._sold(ladder.short_window[0], day_after(self.today)).orders)
        return ladder.window

    def _rated(self, window: Window, end: date | None = None) -> Ratings:
        last = end or day_after(self.today)
        key = (window.before(last), last)
        if key not in self._ratings:
            self._ratings[key] = ratings_between(self.conn, self.channel.id, *key, self._edges)
        return self._ratings[key]

    def _sold(self, window: Window, end: date) -> Sales:
        key = (window.before(end), end)
        if key not in self._sales:
            self._sales[key] = sales_between(self.conn, self.channel.id, *key)
        return self._sales[key]

    def _pace(self) -> float | None:
        for weeks in PACE_WEEKS:
            good = self._rated(Window(days=7 * weeks)).kinds["positive"]
            if good:
                return good / weeks
        return None

    def _tally(self, ladder: Ladder) -> Tally | None:
        if ladder.typed:
            return None
        ratings, values = self._rated(self._window(ladder)), ladder.values
        goal: Goal
        if ladder.shape in ("mean", "prior_mean"):
            goal, stars = "rating", ratings.stars
            weight = values.get("weight", 0)
            total = sum(star * stars[star] for star in STARS) + weight * values.get("prior", 0)
            lowest = next((float(star) for star in STARS[:-1] if stars[star]), None)
            return Tally(goal, total, stars.total + weight, 5.0, 1.0, lowest)
        if ladder.shape == "ratio":
            good, whole = (sum(ratings.kinds[kind] for kind in values[name]) for name in ("part", "whole"))
            step = 10.0 ** -values["decimals"]
            return Tally("percent", good, whole, 1.0, 0.0, 0.0 if whole > good else None, step)
        if ladder.shape == "counter":
            points = values["points"]
            lowest = next((float(points[kind]) for kind in ("negative", "neutral") if ratings.kinds[kind]), None)
            score = shapes.counter(ratings.kinds, points)
            return Tally("points", score, ratings.count, points["positive"], points["negative"], lowest)
        return None

    def _gates(self, ladder: Ladder) -> LadderRow:
        window, look = self._window(ladder), ladder.next_look(self.today)
        end = self.today.replace(day=ladder.day_of_month or 1) if window.whole else day_after(self.today)
        levels = [level for level in ladder.levels if level.gates]
        gates = {(one.metric, one.op, one.limit): one for level in levels[:1] for one in level.gates}
        now = {gate.metric: self._measure(gate, window, end) for level in levels for gate in level.gates}
        later = {gate.metric: self._measure(gate, window, look) for level in levels for gate in level.gates if look}
        reached = judging.gate_level(ladder, {name: _reading(one) for name, one in now.items()})
        expected = judging.gate_level(ladder, {name: _reading(one) for name, one in later.items()}) if look else None
        criteria = [self._criterion(one, window, now[one.metric], later.get(one.metric)) for one in gates.values()]
        return LadderRow(
            **_head(ladder),
            unit="level",
            figure=UNKNOWN,
            window=window,
            level=ladder.levels[reached].title if reached is not None else "",
            following=ladder.levels[0].title if reached != 0 else "",
            criteria=tuple(criteria),
            next_look=look,
            expected_level=ladder.levels[expected].title if expected is not None else "",
        )

    def _criterion(self, gate: Gate, window: Window, figure: Figure, later: Figure | None) -> Criterion:
        metric, reading = self.book.metrics[gate.metric], _reading(figure)
        return Criterion(
            metric=metric,
            gate=gate,
            window=gate.window or window,
            figure=figure,
            met=judging.gate_met(gate, reading),
            margin=judging.margin(gate, figure.value) if figure.value is not None else None,
            afford=judging.can_afford(gate, reading, metric.unit),
            expected=later if later is not None and later.origin == "computed" else None,
        )

    def _measure(self, gate: Gate, window: Window, end: date) -> Figure:
        """The shop's own figure where its rows can tell one, else what was typed, never both in one."""
        used = gate.window or window
        counted = self._counted(self.book.metrics[gate.metric], used, end)
        return counted or self.typed.get(gate.metric, UNKNOWN)

    def _counted(self, metric: Metric, window: Window, end: date) -> Figure | None:
        if metric.own == "reviews":
            return _of_ratings(metric.id, self._rated(window, end))
        if metric.own != "orders":
            return None
        first = first_sale(self.conn, self.channel.id)
        if first is None:
            return None
        if metric.id == "days_selling":
            return Figure(float((end - first).days), "computed")
        if metric.id in ("on_time_delivery", "late_delivery_rate"):
            start = window.before(end) or first
            promised, late = deliveries_between(self.conn, self.channel.id, start, end)
            part = promised - late if metric.id == "on_time_delivery" else late
            return Figure(100 * part / promised, "computed", promised, late) if promised else None
        sales = self._sold(window, end)
        if metric.id == "orders":
            return Figure(float(sales.orders), "computed", sales.orders)
        other = any(minor for currency, minor in sales.items_minor.items() if currency != "USD")
        return None if other else Figure(sales.items_minor.get("USD", 0) / 100, "computed", sales.orders)

    def _banded(self, ladder: Ladder) -> LadderRow:
        names = ladder.values["metrics"]
        known = {name: self.typed[name].value or 0.0 for name in names if name in self.typed}
        level = judging.band_level(ladder, known)
        criteria = [
            self._criterion(Gate(name, "<=", ladder.levels[0].most[place]), ladder.window, figure, None)
            for place, name in enumerate(names)
            for figure in (self.typed.get(name, UNKNOWN),)
        ]
        title = level.title if level else ""
        following = "" if level is ladder.levels[0] else ladder.levels[0].title
        return LadderRow(
            **_head(ladder),
            unit="level",
            figure=UNKNOWN,
            window=ladder.window,
            level=title,
            following=following,
            criteria=tuple(criteria),
        )


def _head(ladder: Ladder) -> dict[str, Any]:
    names = ("id", "title", "region", "source", "plain", "estimate")
    return {name: getattr(ladder, name) for name in names}


def _reading(figure: Figure) -> Reading:
    return Reading(figure.value, figure.count, figure.bad)


def _of_ratings(metric: str, ratings: Ratings) -> Figure | None:
    stars = ratings.stars
    if metric == "ratings":
        return Figure(float(ratings.count), "computed", ratings.count) if ratings.count else None
    if metric == "average_rating":
        return Figure(stars.mean, "computed", stars.total) if stars.total else None
    bad = ratings.kinds["neutral"] + ratings.kinds["negative"]
    if not ratings.count:
        return None
    return Figure(100 * (ratings.count - bad) / ratings.count, "computed", ratings.count, bad)


def _by_product(conn: Connection, channel: int) -> list[tuple[float, int]]:
    table = ReviewMonth
    wanted = (
        select(func.sum(table.stars * table.reviews), func.sum(table.reviews))
        .where(table.channel_id == channel, table.product_id > 0, table.stars > 0, table.reviews > 0)
        .group_by(table.product_id)
    )
    return [(float(total), number) for total, number in conn.execute(wanted)]


def _decayed(conn: Connection, channel: int, ladder: Ladder, today: date) -> float | None:
    """By months, each as old as its middle: an estimate, as the platform's own curve is not published."""
    values, table = ladder.values, RatingMonth
    weight = shapes.late_decay(values["full_days"], values["base"], values["span_days"])
    wanted = (
        select(table.month, table.stars, table.reviews)
        .where(table.channel_id == channel, table.month > "", table.stars > 0, table.reviews > 0)
        .order_by(table.month.desc(), table.stars)
    )
    left, total, whole = int(values["newest_full"]), 0.0, 0.0
    for month, stars, reviews in conn.execute(wanted):
        age = max(timedelta(), today - date(int(month[:4]), int(month[5:7]), MID_MONTH)).days
        full = min(left, reviews)
        left -= full
        own = full + (reviews - full) * weight(age)
        total, whole = total + own * stars, whole + own
    return total / whole if whole else None
