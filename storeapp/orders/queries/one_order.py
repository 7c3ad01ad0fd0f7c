"""One order, one product, and the counts on the tabs."""

from __future__ import annotations

from sqlalchemy import Connection, func, select

from storeapp.kernel.money import Money
from storeapp.orders.queries.buyer_list import BuyerList
from storeapp.orders.queries.order_list import OrderList
from storeapp.orders.queries.product_list import ProductList
from storeapp.orders.records import LineRow, OrderFilters, OrderRecord, ProductRow, RecordCounts
from storeapp.orders.rules import DAYS
from storeapp.store.sql import ask
from storeapp.store.tables import Channel, ImportBatch, Order, OrderLine, OrderMonth, Product

AMOUNTS = ("items", "shipping", "discount", "tax", "total", "paid", "refunded")


def counts(conn: Connection) -> RecordCounts:
    """How many customers, orders and products there are; orders from the kept sums."""
    return RecordCounts(
        customers=BuyerList().count(conn, OrderFilters()),
        orders=int(conn.execute(select(func.coalesce(func.sum(OrderMonth.orders), 0))).scalar_one()),
        products=conn.execute(select(func.count()).select_from(Product)).scalar_one(),
    )


def reviews_without_order(conn: Connection) -> int:
    """How many reviews name no order and were linked to none, from the kept sums and one small index."""
    unlinked = ask(conn, "SELECT coalesce(sum(reviews - linked), 0) FROM rating_months").scalar_one()
    waiting = ask(conn, "SELECT count(*) FROM reviews WHERE order_id IS NULL AND order_number <> ''")
    return max(0, int(unlinked) - int(waiting.scalar_one()))


def order(conn: Connection, order_id: int) -> OrderRecord | None:
    """The order with its lines, or None if there is none of that id."""
    rows = OrderList().rows_of(conn, [order_id])
    if not rows:
        return None
    row = conn.execute(
        select(*Order.__table__.columns, Channel.time_zone, ImportBatch.file_name)
        .join(Channel, Channel.id == Order.channel_id)
        .outerjoin(ImportBatch, ImportBatch.id == Order.source_batch)
        .where(Order.id == order_id)
    ).one()
    amounts = {name: getattr(row, f"{name}_minor") for name in AMOUNTS}
    instants = {name: getattr(row, name.removesuffix("_on") + "_at", None) for name in DAYS}
    return OrderRecord(
        row=rows[0],
        days={name: getattr(row, name) for name in DAYS},
        instants=instants,
        status_raw=row.status_raw,
        cancel_reason=row.cancel_reason,
        city=row.ship_city,
        note=row.note,
        amounts={name: Money(minor, row.currency) for name, minor in amounts.items() if minor is not None},
        lines=_lines(conn, order_id),
        time_zone=row.time_zone,
        source=(row.file_name, row.source_row) if row.file_name and row.source_row else None,
        heard_from=row.heard_from,
        discount_code=row.discount_code,
        return_reason=row.return_reason,
        tracking=row.tracking,
    )


def _lines(conn: Connection, order_id: int) -> tuple[LineRow, ...]:
    wanted = (
        select(
            OrderLine.product_id,
            func.coalesce(func.nullif(OrderLine.title, ""), Product.title, "").label("title"),
            func.coalesce(Product.label, "").label("label"),
            OrderLine.sku,
            OrderLine.options,
            OrderLine.quantity,
            OrderLine.total_minor,
            OrderLine.currency,
        )
        .outerjoin(Product, Product.id == OrderLine.product_id)
        .where(OrderLine.order_id == order_id)
        .order_by(OrderLine.id)
    )
    return tuple(
        LineRow(
            product_id=line.product_id,
            title=line.title,
            sku=line.sku,
            options=line.options,
            quantity=line.quantity,
            total=None if line.total_minor is None else Money(line.total_minor, line.currency),
            label=line.label,
        )
        for line in conn.execute(wanted)
    )


def product(conn: Connection, product_id: int) -> ProductRow | None:
    """The product as the list shows it, or None."""
    rows = ProductList().rows_of(conn, [product_id])
    return rows[0] if rows else None
