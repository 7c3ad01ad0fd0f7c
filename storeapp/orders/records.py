"""The rows and questions of the page of customers and orders, as they travel between queries and window."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from storeapp.kernel.filters import changes, from_saved
from storeapp.kernel.money import Money, order_total


@dataclass(frozen=True, slots=True)
class OrderFilters:
    """Which rows a list shows, and in which order; empty means all.

    `since`, `until`: ISO days of the order (customers: of the last order), both included. `repeat`: buyers with
    several orders. `product`, `customer`: ids. `group`: of customers, how many orders that key of
    groups/rules.GROUPS asks for. `sort` is a column's id of the list, "" for its own order.
    """

    channels: tuple[int, ...] = ()
    statuses: tuple[str, ...] = ()
    since: str | None = None
    until: str | None = None
    reviewed: bool | None = None
    late: bool | None = None
    repeat: bool | None = None
    do_not_contact: bool | None = None
    noted: bool | None = None
    countries: tuple[str, ...] = ()
    customer: int | None = None
    product: int | None = None
    group: str = ""
    search: str = ""
    sort: str = ""
    descending: bool = True

    def to_json(self) -> dict[str, Any]:
        """Only what differs from "all, newest first"."""
        return changes(self)

    @classmethod
    def from_json(cls, saved: Mapping[str, Any]) -> OrderFilters:
        """What `to_json` wrote; unknown keys are passed over, so that a newer program's view still opens."""
        return from_saved(cls, saved)


@dataclass(frozen=True, slots=True)
class OrderRow:
    """One order of the list.

    `stars` is the worst of its reviews, None without any; `rating` of `scale` the worst on the channel's own scale.
    """

    id: int
    number: str
    channel_id: int
    platform: str
    channel: str
    placed_on: str | None
    customer_id: int | None
    buyer: str
    units: int
    item: str
    item_label: str  # the owner's short name of the item's product, "" for none
    status: str
    late: bool
    currency: str
    total_minor: int | None
    items_minor: int | None
    refunded_minor: int | None
    country: str
    reviews: int
    stars: int | None
    rating: float | None
    scale: float
    noted: bool

    @property
    def total(self) -> Money | None:
        """What the order came to; the sum of its items, which says so, where no file states a total."""
        return order_total(self.total_minor, self.items_minor, self.currency)


@dataclass(frozen=True, slots=True)
class BuyerRow:
    """One customer of the list. `totals`: one sum per currency; `channels`: (platform, name) pairs."""

    id: int
    name: str
    orders: int
    first_order_on: str | None
    last_order_on: str | None
    totals: tuple[Money, ...]
    channels: tuple[tuple[str, str], ...]
    reviews: int
    stars: float | None
    country: str
    language: str
    consent: str
    do_not_contact: bool
    noted: bool


@dataclass(frozen=True, slots=True)
class ProductRow:
    """One product of the list: what was sold of it, and the mean of its star reviews (None without any)."""

    id: int
    title: str
    sku: str
    category: str
    channels: tuple[tuple[str, str], ...]
    units: int
    orders: int
    reviews: int
    stars: float | None
    price: Money | None
    cost: Money | None = None
    label: str = ""  # the owner's short name, "" for none

    @property
    def name(self) -> str:
        """What it is called in a list of products."""
        return self.label or self.title


@dataclass(frozen=True, slots=True)
class LineRow:
    """One item of an order."""

    product_id: int | None
    title: str
    sku: str
    options: str
    quantity: int
    total: Money | None
    label: str = ""


@dataclass(frozen=True, slots=True)
class OrderRecord:
    """All that is kept about one order; `amounts` maps items, shipping, discount, tax, total, paid, refunded."""

    row: OrderRow
    days: Mapping[str, str | None]
    instants: Mapping[str, str | None]
    status_raw: str
    cancel_reason: str
    city: str
    note: str
    amounts: Mapping[str, Money]
    lines: tuple[LineRow, ...]
    time_zone: str
    source: tuple[str, int] | None
    heard_from: str = ""
    discount_code: str = ""
    return_reason: str = ""
    tracking: str = ""


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened between the shop and a buyer.

    `kind`: ordered, shipped, delivered, late, canceled, refunded, reviewed, edited, replied. `on` is the channel's own
    day, `at` the instant in UTC where known. `text` is what was written, `rating` of `scale` what was rated.
    `label` is the owner's short name of the product.
    """

    kind: str
    on: str | None
    at: str | None
    platform: str
    channel: str
    time_zone: str = ""
    order_id: int | None = None
    number: str = ""
    review_id: int | None = None
    product: str = ""
    text: str = ""
    stars: int | None = None
    rating: float | None = None
    scale: float = 5.0
    money: Money | None = None
    days: int = 0
    label: str = ""


@dataclass(frozen=True, slots=True)
class RecordCounts:
    """How many customers, orders and products the shop has."""

    customers: int
    orders: int
    products: int
