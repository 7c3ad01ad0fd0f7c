"""What a channel's own rows say of a criterion, each window read only once; typed figures beside them, never mixed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from sqlalchemy import Connection, func, select

from storeapp.kernel.money import exponent
from storeapp.kernel.review_kinds import UNSAID
from storeapp.reputation.standing.queries.evaluation_windows import (
    Edges,
    Sales,
    WindowRatings,
    cases_between,
    day_after,
    deliveries_between,
    dispatched_between,
    first_sale,
    orders_gone_wrong,
    ratings_between,
    sales_between,
)
from storeapp.reputation.standing.records import Figure
from storeapp.rulebook.ladders import Gate, Metric, Window
from storeapp.store.tables import Listing, RatingMonth

UNKNOWN = Figure(None, "missing")
LONG_AGO = date(1900, 1, 1)
FRESH_DAYS = 60  # a figure typed within these comes before a count that may differ from the platform's
PACE_WEEKS = (12, 52)  # the shop's own pace: the last 12 weeks, else the last year
FAILED = {
    "cancelled": ("canceled", "unavailable"),
    "failed": ("canceled", "unavailable", "returned", "refunded"),
    "returned": ("returned", "refunded"),
}


@dataclass
class Measures:
    """One channel's figures as of a day; `currency` is the one it sells in."""

    conn: Connection
    channel: int
    today: date
    typed: Mapping[str, Figure]
    currency: str = ""
    past: bool = False  # the day is over: what came later doesn't count, however long the window
    counts: str = ""  # the kind of reviews that count, see Ladder
    _ratings: dict[tuple[date | None, date, str], WindowRatings] = field(default_factory=dict)
    _edges: Edges = field(default_factory=dict)
    _sales: dict[tuple[date | None, date], Sales] = field(default_factory=dict)
    _first: list[date | None] = field(default_factory=list)

    def counting(self, kind: str) -> Measures:
        """The same of reviews of one kind, "" for all; what was read is kept for both."""
        return replace(self, counts=kind)

    def unsaid(self, window: Window) -> int:
        """Ratings of a window that would count if somebody had said what they are."""
        return self.counting(UNSAID).rated(window).count if self.counts else 0

    def rated(self, window: Window, end: date | None = None) -> WindowRatings:
        """Ratings of a window that ends before `end`, tomorrow if none is given."""
        last = end or day_after(self.today)
        first = window.before(last)
        return self.rated_between(LONG_AGO if first is None and self.past else first, last)

    def rated_between(self, first: date | None, end: date) -> WindowRatings:
        """Ratings from `first` up to, not including, `end`."""
        key = (first, end, self.counts)
        if key not in self._ratings:
            self._ratings[key] = ratings_between(self.conn, self.channel, first, end, self._edges, self.counts)
        return self._ratings[key]

    def sold(self, window: Window, end: date) -> Sales:
        """Orders of a window."""
        first = window.before(end)
        return self.sold_between(LONG_AGO if first is None and self.past else first, end)

    def sold_between(self, first: date | None, end: date) -> Sales:
        """Orders from `first` up to, not including, `end`."""
        key = (first, end)
        if key not in self._sales:
            self._sales[key] = sales_between(self.conn, self.channel, *key)
        return self._sales[key]

    @property
    def first_sale(self) -> date | None:
        """The day of the first order."""
        if not self._first:
            self._first.append(first_sale(self.conn, self.channel))
        return self._first[0]

    def pace(self) -> float | None:
        """Good ratings a week; None where a year brought none."""
        for weeks in PACE_WEEKS:
            good = self.rated(Window(days=7 * weeks)).kinds["positive"]
            if good:
                return good / weeks
        return None

    def order_pace(self) -> float | None:
        """Orders a week; None where a year brought none."""
        for weeks in PACE_WEEKS:
            orders = self.sold(Window(days=7 * weeks), day_after(self.today)).orders
            if orders:
                return orders / weeks
        return None

    def measure(self, metric: Metric, gate: Gate, window: Window, end: date) -> Figure:
        """The shop's own figure where its rows can tell one, else what was typed.

        A count that may differ from the platform's gives way to a figure typed in the last 60 days.
        """
        typed = self._of_orders(self.typed.get(metric.id), metric, gate.window or window, end)
        if typed is not None and metric.note and date.fromisoformat(typed.taken_on) >= end - timedelta(days=FRESH_DAYS):
            return typed
        return self.counted(metric, gate, gate.window or window, end) or typed or UNKNOWN

    def _of_orders(self, typed: Figure | None, metric: Metric, window: Window, end: date) -> Figure | None:
        """A typed share with the orders it is of: a limit given as a number of bad ones is held against it too."""
        if typed is None or typed.value is None or metric.of != "orders":
            return typed
        orders = self.sold(window, end).orders
        return replace(typed, count=orders, bad=round(typed.value * orders / 100)) if orders else typed

    def counted(self, metric: Metric, gate: Gate, window: Window, end: date) -> Figure | None:
        """The figure from the shop's own rows; None where they can't tell it."""
        if metric.own == "reviews":
            return _of_ratings(metric.id, self.rated(window, end))
        if metric.own == "listings":
            wanted = select(func.count()).where(Listing.channel_id == self.channel)
            listed = self.conn.execute(wanted).scalar_one()
            return Figure(float(listed), "computed", listed) if listed else None
        if not metric.own or self.first_sale is None:
            return None
        start = window.before(end) or self.first_sale
        if metric.own in FAILED:
            sales = self.sold(window, end)
            return _share(sales.count(*FAILED[metric.own]), sales.all)
        if metric.own == "cases":
            cases = cases_between(self.conn, self.channel, start, end)
            return None if cases is None else _share(cases, self.sold(window, end).orders)
        if metric.own == "defects":
            orders = self.sold(window, end).orders
            if not orders or not self._linked():
                return None
            wrong = orders_gone_wrong(self.conn, self.channel, start, end, self.counts)
            return None if wrong is None else _share(wrong, orders)
        if metric.own == "dispatch":
            return self._dispatch(metric, start, end)
        return self._orders(metric, gate, window, start, end)

    def _orders(self, metric: Metric, gate: Gate, window: Window, start: date, end: date) -> Figure | None:
        if metric.id == "days_selling" and self.first_sale is not None:
            return Figure(float((end - self.first_sale).days), "computed")
        if metric.id in ("on_time_delivery", "late_delivery_rate"):
            promised, late = deliveries_between(self.conn, self.channel, start, end)
            return _share(late, promised, good=metric.id == "on_time_delivery")
        sales = self.sold(window, end)
        if metric.id == "orders":
            return Figure(float(sales.orders), "computed", sales.orders)
        currency, _limit = gate.money(self.currency)
        other = any(minor for code, minor in sales.net_minor.items() if code != currency)
        whole = sales.net_minor.get(currency, 0) / 10 ** exponent(currency)
        return None if other else Figure(whole, "computed", sales.orders)

    def _dispatch(self, metric: Metric, start: date, end: date) -> Figure | None:
        promised = self.typed.get("handling_days")
        if promised is None or promised.value is None:
            return None
        sent, late = dispatched_between(self.conn, self.channel, start, end, promised.value)
        return _share(late, sent, good=metric.id == "shipped_on_time_plain")

    def _linked(self) -> bool:
        wanted = select(func.sum(RatingMonth.linked)).where(RatingMonth.channel_id == self.channel)
        return bool(self.conn.execute(wanted).scalar())


def _share(bad: int, whole: int, good: bool = False) -> Figure | None:
    """The share of bad ones, or of good ones, in percent; None of nothing."""
    if not whole:
        return None
    return Figure(100 * (whole - bad if good else bad) / whole, "computed", whole, bad)


def _of_ratings(metric: str, ratings: WindowRatings) -> Figure | None:
    stars = ratings.stars
    if metric == "ratings":
        return Figure(float(ratings.count), "computed", ratings.count) if ratings.count else None
    if metric == "average_rating":
        return Figure(stars.mean, "computed", stars.total) if stars.total else None
    return _share(ratings.kinds["neutral"] + ratings.kinds["negative"], ratings.count, good=True)
