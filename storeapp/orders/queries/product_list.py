"""The list of products, with what was sold of them and how they were rated."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, case, func, literal_column, select

from storeapp.kernel.money import Money
from storeapp.orders.records import OrderFilters, ProductRow
from storeapp.store.listing import Windows, batches
from storeapp.store.sql import aside
from storeapp.store.tables import Channel, Listing, OrderLine, Product, ReviewMonth
from storeapp.store.tables.product_names import NAMED
from storeapp.store.tables.review_kinds import counts_for_products

_LISTED_ON: Any = literal_column(aside("listings.channel_id"))  # the product's few listings, not all of a channel


class ProductList(Windows[ProductRow, OrderFilters]):
    """Products by title, units sold, number of reviews or rating."""

    kind = "products"
    table = Product

    def conditions(self, wanted: OrderFilters) -> list[ColumnElement[bool]]:
        found: list[ColumnElement[bool]] = []
        if wanted.channels:
            listed = select(Listing.id).where(Listing.product_id == Product.id, _LISTED_ON.in_(wanted.channels))
            found.append(listed.exists())
        if wanted.reviewed is not None:
            known = select(ReviewMonth.id).where(ReviewMonth.product_id == Product.id, ReviewMonth.reviews > 0).exists()
            found.append(known if wanted.reviewed else ~known)
        if wanted.noted is not None:
            found.append(Product.note != "" if wanted.noted else Product.note == "")
        if wanted.product is not None:
            found.append(Product.id == wanted.product)
        return found

    def indexed(self, wanted: OrderFilters) -> tuple[Any, ...] | None:
        return (NAMED, Product.id) if wanted.sort in ("", "title") else None

    def ordered(self, wanted: OrderFilters) -> Select[Any]:
        ids = select(Product.id)
        if wanted.sort == "units":
            sold = _units().subquery()
            sums = ids.outerjoin(sold, sold.c.product_id == Product.id)
            return sums.order_by(func.coalesce(sold.c.units, 0), Product.id)
        if wanted.sort in ("reviews", "stars"):
            said = _stars().subquery()
            sums = ids.outerjoin(said, said.c.product_id == Product.id)
            figure: Any = func.coalesce(said.c.reviews, 0) if wanted.sort == "reviews" else said.c.stars
            return sums.order_by(figure, Product.id)
        column: Any = {"sku": Product.sku, "category": Product.category}.get(wanted.sort, NAMED)
        return ids.order_by(column, NAMED, Product.id)

    def rows_of(self, conn: Connection, ids: Sequence[int]) -> list[ProductRow]:
        found: dict[int, ProductRow] = {}
        for batch in batches(ids):
            units = {row.product_id: row for row in conn.execute(_units().where(OrderLine.product_id.in_(batch)))}
            said = {row.product_id: row for row in conn.execute(_stars().where(ReviewMonth.product_id.in_(batch)))}
            channels, prices = _listed(conn, batch)
            columns = (Product.id, Product.title, Product.label, Product.sku, Product.category)
            wanted = select(*columns, Product.cost_minor, Product.cost_currency).where(Product.id.in_(batch))
            for row in conn.execute(wanted):
                sold, rated = units.get(row.id), said.get(row.id)
                found[row.id] = ProductRow(
                    id=row.id,
                    title=row.title,
                    sku=row.sku,
                    category=row.category,
                    channels=tuple(channels.get(row.id, ())),
                    units=sold.units if sold else 0,
                    orders=sold.orders if sold else 0,
                    reviews=rated.reviews if rated else 0,
                    stars=rated.stars if rated else None,
                    price=prices.get(row.id),
                    cost=None if row.cost_minor is None else Money(row.cost_minor, row.cost_currency),
                    label=row.label,
                )
        return [found[one] for one in ids if one in found]


def _units() -> Select[Any]:
    """Pieces and orders that count as sold, by product."""
    pieces: Any = func.sum(OrderLine.quantity).label("units")
    bought: Any = func.count(OrderLine.order_id.distinct()).label("orders")
    # Kept with the lines, so that the index alone answers: see orders/derived.
    return select(OrderLine.product_id, pieces, bought).where(OrderLine.counts == 1).group_by(OrderLine.product_id)


def _stars() -> Select[Any]:
    """Reviews and the mean of those that carry stars, by product, from the kept sums."""
    rated: Any = func.sum(case((ReviewMonth.stars > 0, ReviewMonth.reviews), else_=0))
    mean: Any = func.sum(ReviewMonth.reviews * ReviewMonth.stars + ReviewMonth.apart / 100.0) / func.nullif(rated, 0)
    counted: Any = func.sum(ReviewMonth.reviews).label("reviews")
    wanted = select(ReviewMonth.product_id, counted, mean.label("stars")).where(counts_for_products(ReviewMonth))
    return wanted.group_by(ReviewMonth.product_id)


def _listed(conn: Connection, ids: Sequence[int]) -> tuple[dict[int, list[tuple[str, str]]], dict[int, Money]]:
    """The channels that list each product, and the price of its first listing."""
    wanted = (
        select(Listing.product_id, Channel.platform, Channel.name, Listing.price_minor, Listing.currency)
        .join(Channel, Channel.id == Listing.channel_id)
        .where(Listing.product_id.in_(ids))
        .order_by(Listing.product_id, Channel.id, Listing.id)
    )
    channels: dict[int, list[tuple[str, str]]] = defaultdict(list)
    prices: dict[int, Money] = {}
    for product, platform, name, minor, currency in conn.execute(wanted):
        if (platform, name) not in channels[product]:
            channels[product].append((platform, name))
        if minor is not None:
            prices.setdefault(product, Money(minor, currency))
    return channels, prices
