"""What the planner of the next level reads: the cheapest genuine products of a channel, and its own rates."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, func, select

from storeapp.kernel.days import last_months
from storeapp.reputation.standing.planning import EntryProduct, OwnRates
from storeapp.reputation.standing.queries.evaluation_windows import day_after
from storeapp.reputation.standing.queries.measures import Measures
from storeapp.rulebook.brushing import FakeOrderRule, on_fake_orders
from storeapp.rulebook.regions import region_of
from storeapp.store.tables import Channel, Listing, Order, OrderLine, Product

MOST = 40


@dataclass(frozen=True, slots=True)
class PlanFacts:
    """All the planner shows of a channel; its rules on fake orders, platforms' own first."""

    channel: int
    currency: str
    products: tuple[EntryProduct, ...]
    rates: OwnRates
    rules: tuple[FakeOrderRule, ...]


def plan_facts(conn: Connection, channel: int, today: date) -> PlanFacts:
    """What one channel's planner needs."""
    row = conn.execute(
        select(Channel.platform, Channel.region, Channel.locale, Channel.currency).where(Channel.id == channel)
    ).one()
    figures = Measures(conn, channel, today, {}, row.currency)
    first, after = last_months(12, today), day_after(today)
    ratings, sales = figures.rated_between(first, after), figures.sold_between(first, after)
    rates = OwnRates(sales.orders, ratings.count, ratings.kinds["positive"], figures.order_pace())
    rules = on_fake_orders(row.platform, row.region or region_of(row.locale, row.currency))
    return PlanFacts(channel, row.currency, tuple(entry_products(conn, channel)), rates, tuple(rules))


def entry_products(conn: Connection, channel: int) -> list[EntryProduct]:
    """The cheapest products listed on a channel, by the listing's price, else by the last price one was sold at."""
    sold_at = (
        select(OrderLine.price_minor)
        .join(Order, Order.id == OrderLine.order_id)
        .where(OrderLine.product_id == Listing.product_id, OrderLine.price_minor > 0, Order.channel_id == channel)
        .order_by(OrderLine.id.desc())
        .limit(1)
        .correlate(Listing)
        .scalar_subquery()
    )
    money = (
        select(OrderLine.currency)
        .where(OrderLine.product_id == Listing.product_id, OrderLine.currency != "")
        .order_by(OrderLine.id.desc())
        .limit(1)
        .correlate(Listing)
        .scalar_subquery()
    )
    price = func.coalesce(func.nullif(Listing.price_minor, 0), sold_at)
    wanted = (
        select(
            *(Product.id, Product.title, price.label("price"), Listing.currency, money.label("sold_in")),
            *(Product.cost_minor, Product.cost_currency, Product.label),
        )
        .join(Product, Product.id == Listing.product_id)
        .where(Listing.channel_id == channel, price > 0)
        .order_by(price, Product.id)
        .limit(MOST)
    )
    rows, seen = [], set()
    for row in conn.execute(wanted):
        if row.id not in seen:
            seen.add(row.id)
            rows.append(row)
    wanted_sold = (
        select(OrderLine.product_id, func.sum(OrderLine.quantity))
        .where(OrderLine.product_id.in_(seen), OrderLine.counts == 1)
        .group_by(OrderLine.product_id)
    )
    pieces = dict(conn.execute(wanted_sold).all())
    return [
        EntryProduct(
            *(row.id, row.title, row.price, row.currency or row.sold_in or ""),
            *(row.cost_minor, row.cost_currency, pieces.get(row.id, 0), row.label),
        )
        for row in rows
    ]
