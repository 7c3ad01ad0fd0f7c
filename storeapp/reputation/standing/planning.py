"""What the next level costs with small honest sales: sales, weeks, money a rating, and when it pays."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil
from typing import Literal

Refusal = Literal["", "no orders", "no ratings", "too fast", "no cost", "other currency", "reached"]
FASTEST = 3.0  # times the shop's own pace: beyond it strangers alone don't buy


@dataclass(frozen=True, slots=True)
class EntryProduct:
    """A low-priced product of a channel: its price there, what it costs the shop (None: not typed), pieces sold."""

    id: int
    title: str
    price_minor: int
    currency: str
    cost_minor: int | None
    cost_currency: str
    sold: int
    label: str = ""  # the owner's short name

    @property
    def name(self) -> str:
        """What it is called in a list of products."""
        return self.label or self.title


@dataclass(frozen=True, slots=True)
class OwnRates:
    """A channel's own last 12 months: orders, ratings and good ones of them; orders a week now (None: none)."""

    orders: int
    ratings: int
    good: int
    pace: float | None

    @property
    def per_order(self) -> float | None:
        """Good ratings that an order brings; None without orders."""
        return min(1.0, self.good / self.orders) if self.orders else None


@dataclass(frozen=True, slots=True)
class Assumed:
    """What the owner types: the channel's fee in percent, postage paid for one in minor units, sales a week expected
    (None: the shop's own pace), profit a month the level would bring, and the months in which it shall pay."""

    fee_percent: float = 0.0
    shipping_minor: int = 0
    pace: float | None = None
    worth_minor: int | None = None
    months: int = 12


@dataclass(frozen=True, slots=True)
class TargetPlan:
    """The answer, money in minor units. `margin` is what one sale leaves (below 0: it costs), `per_rating` what one
    good rating costs (below 0: it earns), `total` all of it; `pays_after` months, 0 where the sales pay for themselves,
    None without a worth. `refused`: why there is no plan, then the rest is empty."""

    refused: Refusal
    sales: int = 0
    weeks: float = 0.0
    margin: int = 0
    per_rating: int = 0
    total: int = 0
    pays_after: float | None = None
    worth_it: bool | None = None


def plan(needed: int | None, product: EntryProduct, own: OwnRates, assumed: Assumed) -> TargetPlan:
    """What `needed` good ratings take with sales of one product."""
    refused = _refusal(needed, product, own, assumed)
    rate, pace = own.per_order, assumed.pace or own.pace
    if refused or not needed or not rate or not pace or product.cost_minor is None:
        return TargetPlan(refused or "reached")
    fee = round(product.price_minor * assumed.fee_percent / 100)
    margin = product.price_minor - product.cost_minor - fee - assumed.shipping_minor
    sales = ceil(needed / rate - 1e-9)
    total = -margin * sales
    pays_after = None
    if assumed.worth_minor:
        pays_after = max(0.0, total / assumed.worth_minor)
    worth_it = None if pays_after is None else pays_after <= assumed.months
    return TargetPlan("", sales, sales / pace, margin, round(-margin / rate), total, pays_after, worth_it)


def _refusal(needed: int | None, product: EntryProduct, own: OwnRates, assumed: Assumed) -> Refusal:
    if not needed:
        return "reached"
    if not own.orders or not own.pace:
        return "no orders"
    if not own.per_order:
        return "no ratings"
    if assumed.pace is not None and assumed.pace > FASTEST * own.pace:
        return "too fast"
    if product.cost_minor is None:
        return "no cost"
    return "other currency" if product.cost_currency != product.currency else ""
