"""Sales, units, products, repeat buyers and the last sale are the same figure wherever the shop shows them."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from storeapp.kernel.money import Money
from storeapp.orders import queries as orders
from storeapp.orders.records import OrderFilters
from storeapp.reports import queries as reports
from storeapp.reports.rules import Scope
from storeapp.reputation.standing.queries.evaluation_windows import first_sale, sales_between
from storeapp.reputation.trust.queries import rivalry, scorecard
from storeapp.store.db import Database
from storeapp.store.tables import Order
from storeapp.today import queries as today
from storeapp.today.stats import ShopStats, shop_stats
from tests import kept
from tests.make import Make

TODAY = date(2026, 6, 30)
# (what it is, its fields, what it brings in minor units, the pieces that count)
ORDERS: tuple[tuple[str, dict[str, Any], int, int], ...] = (
    ("paid", {"status": "paid"}, 2000, 1),
    ("canceled", {"status": "canceled", "items_minor": 14_000}, 0, 0),
    ("voided", {"status": "canceled", "status_raw": "voided", "items_minor": 2000}, 0, 0),
    ("not to be had", {"status": "unavailable"}, 0, 0),
    ("never paid", {"status": "created"}, 0, 0),
    ("authorized only", {"status": "approved"}, 0, 0),
    ("paid on delivery, still here", {"status": "created", "due_on": "2026-06-20"}, 0, 0),
    ("paid on delivery, on its way", {"status": "shipped", "shipped_on": "2026-06-03"}, 2000, 1),
    ("sent, never paid, not to be paid on delivery", {"status": "created", "shipped_on": "2026-06-03"}, 0, 0),
    ("refunded in part", {"status": "delivered", "refunded_minor": 500}, 1500, 1),
    ("refunded in part, written with a minus", {"status": "delivered", "refunded_minor": -500}, 1500, 1),
    ("refunded with its shipping", {"status": "refunded", "total_minor": 2500, "refunded_minor": 2500}, 0, 1),
    ("refunded, no file says how much", {"status": "refunded", "refunded_minor": None}, 0, 1),
    ("of a list of items only", {"status": "unknown", "total_minor": None}, 2000, 1),
    ("of a list of totals only", {"status": "paid", "items_minor": None}, 2000, 1),
)


@pytest.fixture
def shop(db: Database, make: Make) -> Database:
    """One order of each kind, each of its own day, all by two buyers; and a product of which every order was void."""
    channel, mug, lamp = make.channel(), make.product(title="Mug"), make.product(title="Lamp")
    often, never = make.customer(name="Often"), make.customer(name="Never")
    for day, (_kind, fields, sold, _pieces) in enumerate(ORDERS, 1):
        void = sold == 0 and fields["status"] != "refunded"
        made = make.order(
            **{"channel_id": channel, "customer_id": never if void else often, "placed_on": f"2026-06-{day:02}"}
            | fields
        )
        make.line(made, product_id=lamp if void else mug, title="Lamp" if void else "Mug", quantity=1)
        if not void:
            make.line(made, product_id=None, title="Postage", quantity=1, total_minor=700, kind="shipping")
    return db


def figures(db: Database) -> ShopStats:
    with db.read() as conn:
        return shop_stats(conn)


def test_every_page_and_report_says_what_the_command_line_says(shop: Database) -> None:
    net, pieces = sum(each[2] for each in ORDERS), sum(each[3] for each in ORDERS)
    said = figures(shop)
    assert (said.sales, said.refunds) == ({"USD": Money(net, "USD").plain()}, {"USD": "55.00"})
    assert (said.orders, said.orders_sold, said.units) == (len(ORDERS), pieces, pieces)
    assert (said.products_sold, said.repeat_customers, said.last_sale_on) == (1, 1, "2026-06-15")
    with shop.read() as conn:
        card = today.sales_card(conn, TODAY)
        assert card is not None
        assert (card.orders, card.sales) == (pieces, {"USD": Money(net, "USD")})
        assert today.figures(conn, TODAY).channels[0].last_order == "2026-06-15"
        report = reports.figures(conn, Scope("all"))
        assert (report.orders, report.sold, report.sales) == (len(ORDERS), pieces, {"USD": net})
        assert (report.refunds, report.customers, report.repeat) == ({"USD": 5500}, 1, 1)
        assert reports.newest(conn)[0] == "2026-06-15"
        listed = {row[0]: tuple(row[4:7]) for row in reports.product_rows(conn, Scope("all"), ["USD"])}
        assert listed == {"Mug": (pieces, pieces, "2026-06-15"), "Lamp": (0, 0, None)}
        sold = sales_between(conn, 1, None, TODAY)
        assert (sold.orders, sold.net_minor, sold.all) == (pieces, {"USD": net}, len(ORDERS))
        part = sales_between(conn, 1, date(2026, 6, 1), date(2026, 6, 29))  # days of a month, not its kept sum
        assert (part.orders, part.net_minor) == (pieces, {"USD": net})
        assert first_sale(conn, 1) == date(2026, 6, 1)
        month = scorecard(conn, TODAY).month("2026-06")
        assert (month.orders, month.unsold, month.known, month.repeat) == (
            *(pieces, len(ORDERS) - pieces, pieces),
            pieces - 1,
        )
        assert [own.orders for own in rivalry(conn, TODAY).own] == [pieces]


def test_lists_of_customers_and_products_say_the_same(shop: Database) -> None:
    net, pieces = sum(each[2] for each in ORDERS), sum(each[3] for each in ORDERS)
    with shop.read() as conn:
        found = {row.name: row for row in orders.BuyerList().rows(conn, OrderFilters(), 0, 10)}
        often, never = found["Often"], found["Never"]
        assert (often.orders, often.totals, often.last_order_on) == (pieces, (Money(net, "USD"),), "2026-06-15")
        assert (never.orders, never.totals, never.first_order_on, never.last_order_on) == (0, (), None, None)
        assert [row.name for row in orders.BuyerList().rows(conn, OrderFilters(repeat=True), 0, 10)] == ["Often"]
        sold = {row.title: (row.units, row.orders) for row in orders.ProductList().rows(conn, OrderFilters(), 0, 10)}
        assert sold == {"Mug": (pieces, pieces), "Lamp": (0, 0)}
        best = orders.ProductList().rows(conn, OrderFilters(sort="units"), 0, 1)
        assert [row.title for row in best] == ["Mug"]
        assert len(orders.OrderList().rows(conn, OrderFilters(), 0, 50)) == len(ORDERS)  # a list shows every order


@pytest.mark.parametrize(("kind", "fields", "sold", "pieces"), ORDERS, ids=[each[0] for each in ORDERS])
def test_each_kind_of_order_counts_as_it_should(
    db: Database, make: Make, kind: str, fields: dict[str, Any], sold: int, pieces: int
) -> None:
    make.line(make.order(**fields), quantity=1)
    said = figures(db)
    assert (said.sales.get("USD", "0.00"), said.units) == (Money(sold, "USD").plain(), pieces)


def test_sums_follow_an_order_that_changes_its_mind(shop: Database) -> None:
    before = figures(shop)
    with shop.write("Paid at last") as tx:
        tx.update_many(Order, ("paid_on",), [(5, "2026-06-06")])
    after = figures(shop)
    assert (after.orders_sold, after.units) == (before.orders_sold + 1, before.units + 1)
    with shop.write("Canceled") as tx:
        tx.update_many(Order, ("status",), [(5, "canceled")])
    assert figures(shop).sales == before.sales
    with shop.read() as conn:
        assert kept.recount(conn).wrong == 0
