"""The list of orders."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, func, literal_column, select

from storeapp.orders.records import OrderFilters, OrderRow
from storeapp.orders.rules import is_late
from storeapp.store.listing import Windows, batches
from storeapp.store.tables import Channel, Customer, Order, OrderLine, OrderMonth, Product, Review

# The unary plus keeps SQLite from choosing that column's index, so that the one that gives the order is walked.
PLAIN_CHANNEL: Any = literal_column("+orders.channel_id")
PLAIN_STATUS: Any = literal_column("+orders.status")
# As the index ix_orders_total has it: the total, else the sum of the items.
WORTH: ColumnElement[int] = literal_column("coalesce(orders.total_minor, orders.items_minor)")
LATE: ColumnElement[bool] = literal_column(
    "(orders.status = 'delivered' AND CASE WHEN orders.delivered_at IS NOT NULL AND orders.due_at IS NOT NULL "
    "THEN orders.delivered_at > orders.due_at "
    "ELSE coalesce(orders.delivered_on > orders.due_on, 0) END)"
)


class OrderList(Windows[OrderRow, OrderFilters]):
    """Orders by day, number, total or status."""

    kind = "orders"
    table = Order

    def conditions(self, wanted: OrderFilters) -> list[ColumnElement[bool]]:
        found: list[ColumnElement[bool]] = []
        by_total = _by_total(wanted)
        if len(wanted.channels) == 1 and not by_total:
            found.append(Order.channel_id == wanted.channels[0])
        elif wanted.channels:
            found.append(PLAIN_CHANNEL.in_(wanted.channels))
        if len(wanted.statuses) == 1 and not by_total:
            found.append(Order.status == wanted.statuses[0])
        elif wanted.statuses:
            found.append(PLAIN_STATUS.in_(wanted.statuses))
        if wanted.since:
            found.append(Order.placed_on >= wanted.since)
        if wanted.until:
            found.append(Order.placed_on <= wanted.until)
        if wanted.customer is not None:
            found.append(Order.customer_id == wanted.customer)
        if wanted.product is not None:
            found.append(Order.id.in_(select(OrderLine.order_id).where(OrderLine.product_id == wanted.product)))
        if wanted.countries:
            found.append(Order.ship_country.in_(wanted.countries))
        if wanted.late is not None:
            found.append(LATE if wanted.late else ~LATE)
        if wanted.noted is not None:
            found.append(Order.note != "" if wanted.noted else Order.note == "")
        if wanted.reviewed is not None:
            known = select(Review.id).where(Review.order_id == Order.id).exists()
            found.append(known if wanted.reviewed else ~known)
        found += self._about_the_buyer(wanted)
        return found

    def _about_the_buyer(self, wanted: OrderFilters) -> list[ColumnElement[bool]]:
        found: list[ColumnElement[bool]] = []
        buyer = select(Customer.id).where(Customer.id == Order.customer_id)
        if wanted.repeat is not None:
            known = buyer.where(Customer.order_count > 1).exists()
            found.append(known if wanted.repeat else ~known)
        if wanted.do_not_contact is not None:
            barred = buyer.where(Customer.do_not_contact == 1).exists()
            found.append(barred if wanted.do_not_contact else ~barred)
        return found

    def indexed(self, wanted: OrderFilters) -> tuple[Any, ...] | None:
        if wanted.product is not None:
            return None  # few rows, found through the lines
        if wanted.sort in ("", "placed"):
            return (Order.placed_on, Order.id)
        if _by_total(wanted):
            return (Order.currency, WORTH, Order.id)
        if wanted.sort == "number" and len(wanted.channels) == 1:
            return (Order.number, Order.id)
        return None

    def ordered(self, wanted: OrderFilters) -> Select[Any]:
        chosen: dict[str, tuple[Any, ...]] = {
            "number": (Order.number, Order.id),
            "total": (Order.currency, WORTH, Order.id),
            "status": (Order.status, Order.placed_on, Order.id),
            "country": (Order.ship_country, Order.placed_on, Order.id),
        }
        return select(Order.id).order_by(*chosen.get(wanted.sort, (Order.placed_on, Order.id)))

    def quick_count(self, conn: Connection, wanted: OrderFilters) -> int | None:
        """From the kept sums, wherever channel, status, whole months and lateness say it all."""
        others = (wanted.reviewed, wanted.repeat, wanted.do_not_contact, wanted.noted, wanted.customer, wanted.product)
        if any(other is not None for other in others) or wanted.countries or wanted.since or wanted.until:
            return None
        counted: Any = OrderMonth.orders
        if wanted.late is not None:
            counted = OrderMonth.late if wanted.late else OrderMonth.orders - OrderMonth.late
        found = select(func.coalesce(func.sum(counted), 0))
        if wanted.channels:
            found = found.where(OrderMonth.channel_id.in_(wanted.channels))
        if wanted.statuses:
            found = found.where(OrderMonth.status.in_(wanted.statuses))
        return int(conn.execute(found).scalar_one())

    def rows_of(self, conn: Connection, ids: Sequence[int]) -> list[OrderRow]:
        found: dict[int, OrderRow] = {}
        for batch in batches(ids):
            items = _items(conn, batch)
            reviews = _reviews(conn, batch)
            for row in conn.execute(_WANTED.where(Order.id.in_(batch))):
                found[row.id] = _row(row, *items.get(row.id, (0, "", "")), reviews.get(row.id, (0, None, None, 5.0)))
        return [found[one] for one in ids if one in found]


def _by_total(wanted: OrderFilters) -> bool:
    """Whether ix_orders_total gives the list: it holds channel and status, so that no order is read on the way."""
    others = replace(wanted, sort="", descending=True, channels=(), statuses=())
    return wanted.sort == "total" and others == OrderFilters()


_WANTED = (
    select(
        Order.id,
        Order.number,
        Order.channel_id,
        Channel.platform,
        Channel.name.label("channel"),
        Order.placed_on,
        Order.customer_id,
        func.coalesce(Customer.name, Order.buyer_name).label("buyer"),
        Order.status,
        Order.delivered_on,
        Order.due_on,
        Order.delivered_at,
        Order.due_at,
        Order.currency,
        Order.total_minor,
        Order.items_minor,
        Order.refunded_minor,
        Order.ship_country,
        (Order.note != "").label("noted"),
    )
    .join(Channel, Channel.id == Order.channel_id)
    .outerjoin(Customer, Customer.id == Order.customer_id)
)


Said = tuple[int, int | None, float | None, float]  # reviews, worst stars, worst rating, its scale


def _row(row: Any, units: int, item: str, label: str, said: Said) -> OrderRow:
    reviews, stars, rating, scale = said
    return OrderRow(
        id=row.id,
        number=row.number,
        channel_id=row.channel_id,
        platform=row.platform,
        channel=row.channel,
        placed_on=row.placed_on,
        customer_id=row.customer_id,
        buyer=row.buyer,
        units=units,
        item=item,
        item_label=label,
        status=row.status,
        late=is_late(row.status, row.delivered_on, row.due_on, row.delivered_at, row.due_at),
        currency=row.currency,
        total_minor=row.total_minor,
        items_minor=row.items_minor,
        refunded_minor=row.refunded_minor,
        country=row.ship_country,
        reviews=reviews,
        stars=stars,
        rating=rating,
        scale=scale,
        noted=bool(row.noted),
    )


def _items(conn: Connection, ids: Sequence[int]) -> dict[int, tuple[int, str, str]]:
    """Units, and the title and short name of the first of the goods, by order."""
    found = conn.execute(
        select(
            *(OrderLine.order_id, OrderLine.quantity, OrderLine.title, OrderLine.kind),
            func.coalesce(Product.label, ""),
        )
        .outerjoin(Product, Product.id == OrderLine.product_id)
        .where(OrderLine.order_id.in_(ids))
        .order_by(OrderLine.order_id, OrderLine.id)
    )
    items: dict[int, tuple[int, str, str]] = {}
    for order_id, quantity, title, kind, label in found:
        units, first, called = items.get(order_id, (0, "", ""))
        if not kind:
            units, (first, called) = units + quantity, (first, called) if first else (title, label)
        items[order_id] = (units, first, called)
    return items


def _reviews(conn: Connection, ids: Sequence[int]) -> dict[int, Said]:
    """What was said about each order."""
    order_id: Any = Review.order_id
    worst = (func.min(Review.stars), func.min(Review.rating), func.max(Review.scale))
    wanted = select(order_id, func.count(), *worst).where(Review.order_id.in_(ids)).group_by(order_id)
    return {number: (count, stars, rating, scale) for number, count, stars, rating, scale in conn.execute(wanted)}


def countries(conn: Connection) -> list[tuple[str, int]]:
    """The countries customers live in with their number, the most frequent first."""
    listed = (Customer.country != "", Customer.merged_into.is_(None))
    wanted = select(Customer.country, func.count()).where(*listed).group_by(Customer.country)
    return [(country, count) for country, count in conn.execute(wanted.order_by(func.count().desc(), Customer.country))]


def channel_counts(conn: Connection) -> list[tuple[int, str, int]]:
    """(id, name, orders) of every channel, the one with most orders first."""
    orders: Any = func.coalesce(func.sum(OrderMonth.orders), 0)
    wanted = (
        select(Channel.id, Channel.name, orders)
        .outerjoin(OrderMonth, OrderMonth.channel_id == Channel.id)
        .group_by(Channel.id)
        .order_by(orders.desc(), Channel.id)
    )
    return [(number, name, int(count)) for number, name, count in conn.execute(wanted)]


def status_counts(conn: Connection) -> list[tuple[str, int]]:
    """(status, orders), the most frequent first."""
    orders: Any = func.sum(OrderMonth.orders)
    wanted = (
        select(OrderMonth.status, orders)
        .group_by(OrderMonth.status)
        .having(orders > 0)
        .order_by(orders.desc(), OrderMonth.status)
    )
    return [(status, int(count)) for status, count in conn.execute(wanted)]
