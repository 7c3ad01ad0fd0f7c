"""The list of customers, with what their orders and reviews add up to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, func, literal_column, or_, select

from storeapp.customers.queries import person
from storeapp.kernel.money import Money
from storeapp.orders.groups.rules import RECENT
from storeapp.orders.queries.order_list import PLAIN_CHANNEL, PLAIN_STATUS
from storeapp.orders.records import BuyerRow, OrderFilters
from storeapp.orders.sales import kept, sold
from storeapp.store.listing import Windows, batches
from storeapp.store.tables import Channel, Customer, Identity, Order, Review

_KNOWN_ON: Any = literal_column("+identities.channel_id")  # the customer's few rows, not all of a channel
# Customers who became part of another one are listed nowhere. By id, so that an index can be walked without the rows.
LISTED: ColumnElement[bool] = literal_column(
    "customers.id NOT IN (SELECT id FROM customers WHERE merged_into IS NOT NULL)"
)


class BuyerList(Windows[BuyerRow, OrderFilters]):
    """Customers by last order, number of orders, name or number."""

    kind = "customers"
    table = Customer

    def conditions(self, wanted: OrderFilters) -> list[ColumnElement[bool]]:
        found: list[ColumnElement[bool]] = [LISTED]
        if wanted.channels:
            here = select(Identity.id).where(Identity.customer_id == Customer.id, _KNOWN_ON.in_(wanted.channels))
            bought = select(Order.id).where(Order.customer_id == Customer.id, PLAIN_CHANNEL.in_(wanted.channels))
            found.append(or_(here.exists(), bought.exists()))
        if wanted.statuses:
            stated = select(Order.id).where(Order.customer_id == Customer.id, PLAIN_STATUS.in_(wanted.statuses))
            found.append(stated.exists())
        if wanted.since:
            found.append(Customer.last_order_on >= wanted.since)
        if wanted.until:
            found.append(Customer.last_order_on <= wanted.until)
        if wanted.repeat is not None:
            found.append(Customer.order_count > 1 if wanted.repeat else Customer.order_count <= 1)
        if wanted.group in RECENT:  # the others go by the day of the last order alone
            number = RECENT.index(wanted.group) + 1
            most = number == len(RECENT)
            found.append(Customer.order_count >= number if most else Customer.order_count == number)
        if wanted.do_not_contact is not None:
            found.append(Customer.do_not_contact == int(wanted.do_not_contact))
        if wanted.noted is not None:
            found.append(Customer.note != "" if wanted.noted else Customer.note == "")
        if wanted.countries:
            found.append(Customer.country.in_(wanted.countries))
        if wanted.customer is not None:
            found.append(Customer.id == wanted.customer)
        if wanted.reviewed is not None:
            known = select(Review.id).where(Review.customer_id == Customer.id).exists()
            found.append(known if wanted.reviewed else ~known)
        return found

    def position(self, conn: Connection, wanted: OrderFilters, row_id: int) -> int | None:
        """The place of a customer, or of the person they were merged into."""
        return super().position(conn, wanted, person(conn, row_id))

    def quick_count(self, conn: Connection, wanted: OrderFilters) -> int | None:
        """All of them: every row but the few that are part of another."""
        if replace(wanted, sort="", descending=True) != OrderFilters():
            return None
        merged = select(func.count()).select_from(Customer).where(Customer.merged_into.is_not(None))
        every = conn.execute(select(func.count()).select_from(Customer)).scalar_one()
        return int(every - conn.execute(merged).scalar_one())

    def indexed(self, wanted: OrderFilters) -> tuple[Any, ...] | None:
        return {
            "": (Customer.last_order_on, Customer.id),
            "last": (Customer.last_order_on, Customer.id),
            "orders": (Customer.order_count, Customer.id),
            "name": (Customer.name, Customer.id),
            "number": (Customer.id,),
        }.get(wanted.sort)

    def ordered(self, wanted: OrderFilters) -> Select[Any]:
        column: Any = {
            "first": Customer.first_order_on,
            "country": Customer.country,
            "consent": Customer.consent,
        }.get(wanted.sort, Customer.last_order_on)
        return select(Customer.id).order_by(column, Customer.id)

    def rows_of(self, conn: Connection, ids: Sequence[int]) -> list[BuyerRow]:
        found: dict[int, BuyerRow] = {}
        for batch in batches(ids):
            totals = _totals(conn, batch)
            channels = _channels(conn, batch)
            reviews = _reviews(conn, batch)
            for row in conn.execute(_WANTED.where(Customer.id.in_(batch))):
                said, stars = reviews.get(row.id, (0, None))
                found[row.id] = BuyerRow(
                    id=row.id,
                    name=row.name,
                    orders=row.order_count,
                    first_order_on=row.first_order_on,
                    last_order_on=row.last_order_on,
                    totals=tuple(totals.get(row.id, ())),
                    channels=tuple(sorted(channels.get(row.id, ()))),
                    reviews=said,
                    stars=stars,
                    country=row.country,
                    language=row.language,
                    consent=row.consent,
                    do_not_contact=bool(row.do_not_contact),
                    noted=bool(row.noted),
                )
        return [found[one] for one in ids if one in found]


_WANTED = select(
    Customer.id,
    Customer.name,
    Customer.order_count,
    Customer.first_order_on,
    Customer.last_order_on,
    Customer.country,
    Customer.language,
    Customer.consent,
    Customer.do_not_contact,
    (Customer.note != "").label("noted"),
)


def _totals(conn: Connection, ids: Sequence[int]) -> dict[int, list[Money]]:
    """What the customers bought, net of refunds, one sum per currency."""
    total: Any = func.sum(literal_column(kept()))
    buyer: Any = Order.customer_id
    wanted = (
        select(buyer, Order.currency, total)
        .where(Order.customer_id.in_(ids), literal_column(sold()))
        .group_by(Order.customer_id, Order.currency)
        .having(total != 0)
        .order_by(Order.customer_id, total.desc(), Order.currency)
    )
    found: dict[int, list[Money]] = defaultdict(list)
    for customer, currency, minor in conn.execute(wanted):
        found[customer].append(Money(minor, currency))
    return found


def _channels(conn: Connection, ids: Sequence[int]) -> dict[int, set[tuple[str, str]]]:
    """Where the customers are known or have bought."""
    known = select(Identity.customer_id, Identity.channel_id).where(Identity.customer_id.in_(ids))
    bought = select(Order.customer_id, Order.channel_id).where(Order.customer_id.in_(ids))
    both = known.union(bought).subquery()
    wanted = select(both.c.customer_id, Channel.platform, Channel.name).join(Channel, Channel.id == both.c.channel_id)
    found: dict[int, set[tuple[str, str]]] = defaultdict(set)
    for customer, platform, name in conn.execute(wanted):
        found[customer].add((platform, name))
    return found


def _reviews(conn: Connection, ids: Sequence[int]) -> dict[int, tuple[int, float | None]]:
    wanted = select(Review.customer_id, func.count(), func.avg(Review.stars + Review.apart / 100.0)).where(
        Review.customer_id.in_(ids)
    )
    return {row[0]: (row[1], row[2]) for row in conn.execute(wanted.group_by(Review.customer_id))}
