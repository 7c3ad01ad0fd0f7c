"""What the page reads beside the window: its head, and the record beside the list."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from storeapp.kernel.beside import Said
from storeapp.orders import buyers, queries, service
from storeapp.orders.queries import ViewRow
from storeapp.orders.records import RecordCounts
from storeapp.orders.ui.lists import KINDS
from storeapp.orders.ui.views import ready, saved

Beside = Callable[[str, Any, int], Said | None]  # what a room above says of a record


@dataclass(frozen=True, slots=True)
class Head:
    """The counts of the tabs, (id, name) of the channels, the saved views, the size of every view by its id, and the
    reviews without an order."""

    counts: RecordCounts
    channels: list[tuple[int, str]]
    views: list[ViewRow]
    sizes: dict[int, int]
    loose_reviews: int = 0


def head(conn: Any) -> Head:
    """What stands above the lists."""
    channels = [(number, name) for number, name, _count in queries.channel_counts(conn)]
    kept = queries.views_of(conn, service.PAGE)
    sizes = {}
    for key, tab, wanted in (*ready(), *saved(kept)):
        if tab in KINDS:
            sizes[key] = KINDS[tab].windows().count(conn, replace(wanted, sort=KINDS[tab].sort))
    return Head(queries.counts(conn), channels, kept, sizes, queries.reviews_without_order(conn))


def customer(conn: Any, record: int, beside: Beside) -> tuple[Any, ...] | None:
    """The customer, their row of the list, their story, the number of orders left out of it, and what is beside."""
    found = buyers.customer(conn, record)
    rows = queries.BuyerList().rows_of(conn, [record])
    if found is None or not rows:
        return None
    events, older = queries.story_of_customer(conn, record)
    return found, rows[0], events, older, beside("customer", conn, record)


def order(conn: Any, record: int, beside: Beside) -> tuple[Any, ...] | None:
    """The order, what happened to it, and what is beside."""
    found = queries.order(conn, record)
    return None if found is None else (found, queries.story_of_order(conn, record), beside("order", conn, record))


def product(conn: Any, record: int, _beside: Beside) -> tuple[Any, ...] | None:
    """The product and its latest reviews."""
    found = queries.product(conn, record)
    return None if found is None else (found, queries.story_of_product(conn, record))


RECORDS: dict[str, Callable[..., tuple[Any, ...] | None]] = {
    "customers": customer,
    "orders": order,
    "products": product,
}
