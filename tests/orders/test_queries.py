"""The lists of orders, customers and products: filters, orders, windows, and the stories."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import Connection, text

from storeapp.kernel.money import Money
from storeapp.orders import queries
from storeapp.orders.queries import BuyerList, OrderList, ProductList
from storeapp.orders.records import OrderFilters
from storeapp.store.db import Database
from storeapp.store.listing import Windows
from storeapp.store.tables import ReviewVersion
from tests.make import Make


@pytest.fixture
def shop(db: Database, make: Make) -> Database:
    """Three buyers, two channels, seven orders."""
    etsy = make.channel(name="Etsy", currency="USD")
    own = make.channel(name="Own shop", platform="own", currency="EUR")
    lamp = make.product(title="Lamp", sku="L1", listed_on=etsy)
    throw = make.product(title="Throw", listed_on=own)
    ann = make.customer("ann", etsy, name="Ann Miller", country="US", consent="yes")
    bea = make.customer("bea", own, name="Bea Lind", country="DE", do_not_contact=1, note="call")
    make.customer(name="Cid")
    days = ("2026-01-05", "2026-02-05", "2026-02-06", "2026-03-01", "2026-03-02", "2026-03-03")
    for number, day in enumerate(days):
        order = make.order(
            channel_id=etsy if number % 2 else own,
            currency="USD" if number % 2 else "EUR",
            customer_id=ann if number < 4 else bea,
            number=f"N{number}",
            placed_on=day,
            status="delivered" if number != 3 else "canceled",
            delivered_on="2026-03-20",
            due_on="2026-03-10" if number == 0 else "2026-04-01",
            total_minor=1000 + number,
            ship_country="US" if number < 4 else "DE",
            note="x" if number == 5 else "",
        )
        make.line(order, product_id=lamp if number < 4 else throw, title="Lamp" if number < 4 else "Throw", quantity=2)
    make.order(channel_id=own, number="undated", placed_on=None, status="unknown", customer_id=None, buyer_name="Guest")
    make.review(channel_id=etsy, order_id=2, product_id=lamp, customer_id=ann, stars=2, text="dim")
    make.review(channel_id=own, order_id=5, product_id=throw, customer_id=bea, stars=None, rating=3.0, scale=3.0)
    return db


@pytest.fixture
def conn(shop: Database) -> Any:
    with shop.read() as connection:
        yield connection


def numbers(conn: Connection, wanted: OrderFilters) -> list[str]:
    rows = OrderList()
    found = [row.number for row in rows.rows(conn, wanted, 0, 100)]
    assert rows.count(conn, wanted) == len(found)
    return found


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (OrderFilters(), "N5 N4 N3 N2 N1 N0 undated"),
        (OrderFilters(descending=False), "undated N0 N1 N2 N3 N4 N5"),
        (OrderFilters(channels=(1,)), "N5 N3 N1"),
        (OrderFilters(channels=(1, 2), since="2026-02-05", until="2026-03-01"), "N3 N2 N1"),
        (OrderFilters(statuses=("canceled", "unknown")), "N3 undated"),
        (OrderFilters(statuses=("canceled",), channels=(2,)), ""),
        (OrderFilters(late=True), "N0"),
        (OrderFilters(late=False, statuses=("delivered",)), "N5 N4 N2 N1"),
        (OrderFilters(reviewed=True), "N4 N1"),
        (OrderFilters(reviewed=False, channels=(1,)), "N5 N3"),
        (OrderFilters(repeat=True), "N5 N4 N3 N2 N1 N0"),
        (OrderFilters(do_not_contact=True), "N5 N4"),
        (OrderFilters(noted=True), "N5"),
        (OrderFilters(countries=("DE",)), "N5 N4"),
        (OrderFilters(customer=1), "N3 N2 N1 N0"),
        (OrderFilters(product=2), "N5 N4"),
        (OrderFilters(search="N4"), "N4"),
        (OrderFilters(search="guest"), "undated"),
        (OrderFilters(sort="number", descending=False), "N0 N1 N2 N3 N4 N5 undated"),
        (OrderFilters(sort="total", channels=(1,)), "N5 N3 N1"),
        (OrderFilters(sort="status", descending=False), "N3 N0 N1 N2 N4 N5 undated"),
    ],
)
def test_orders_are_filtered_and_ordered(conn: Connection, wanted: OrderFilters, found: str) -> None:
    assert numbers(conn, wanted) == found.split()


LISTS = (
    (OrderList, ("", "placed", "number", "total", "status", "country")),
    (BuyerList, ("", "last", "orders", "name", "number", "first", "country", "consent")),
    (ProductList, ("", "title", "sku", "category", "units", "reviews", "stars")),
)


@pytest.mark.parametrize(("kind", "sorts"), LISTS)
def test_windows_agree_with_the_whole_list(
    conn: Connection, kind: type[Windows[Any, OrderFilters]], sorts: tuple[str, ...]
) -> None:
    for sort in sorts:
        for descending in (True, False):
            wanted = OrderFilters(sort=sort, descending=descending)
            rows = kind()
            whole = rows.ids(conn, wanted, 0, 1000)
            assert len(whole) == rows.count(conn, wanted) > 0
            assert [one for first in range(len(whole)) for one in rows.ids(conn, wanted, first, 1)] == whole
            assert rows.ids(conn, wanted, 0, 1000, backwards=True) == whole[::-1]
            assert kind().ids(conn, wanted, 1, 1, backwards=True) == whole[::-1][1:2]
            for place, number in enumerate(whole):
                assert rows.position(conn, wanted, number) == place, (sort, descending)
            turned = rows.ids(conn, replace(wanted, descending=not descending), 0, 1000)
            assert turned == whole[::-1]


def test_a_row_outside_the_filters_has_no_place(conn: Connection) -> None:
    assert OrderList().position(conn, OrderFilters(late=True), 5) is None
    assert OrderList().position(conn, OrderFilters(search="N4"), 5) == 0


def test_an_order_says_what_it_is(conn: Connection) -> None:
    [row] = OrderList().rows(conn, OrderFilters(search="N1"), 0, 1)
    assert (row.units, row.item, row.reviews, row.stars) == (2, "Lamp", 1, 2)
    assert row.total == Money(1001, "USD")
    assert (row.buyer, row.customer_id, row.platform) == ("Ann Miller", 1, "etsy")
    [other] = OrderList().rows(conn, OrderFilters(search="N4"), 0, 1)
    assert (other.reviews, other.stars, other.rating, other.scale) == (1, None, 3.0, 3.0)


def test_customers_add_up_by_currency_and_leave_canceled_orders_out(conn: Connection) -> None:
    rows = {row.name: row for row in BuyerList().rows(conn, OrderFilters(), 0, 10)}
    assert rows["Ann Miller"].totals == (Money(4000, "EUR"), Money(2000, "USD"))
    assert rows["Ann Miller"].channels == (("etsy", "Etsy"), ("own", "Own shop"))
    assert (rows["Ann Miller"].orders, rows["Ann Miller"].stars) == (3, 2.0)
    assert rows["Cid"].totals == ()
    assert rows["Bea Lind"].do_not_contact


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (OrderFilters(), "Bea Ann Cid"),
        (OrderFilters(sort="orders"), "Ann Bea Cid"),
        (OrderFilters(repeat=False), "Cid"),
        (OrderFilters(channels=(2,)), "Bea Ann"),
        (OrderFilters(do_not_contact=True), "Bea"),
        (OrderFilters(reviewed=False), "Cid"),
        (OrderFilters(noted=True), "Bea"),
        (OrderFilters(since="2026-03-02"), "Bea"),
        (OrderFilters(statuses=("canceled",)), "Ann"),
        (OrderFilters(search="lind"), "Bea"),
        (OrderFilters(search="bea"), "Bea"),
        (OrderFilters(countries=("US",)), "Ann"),
    ],
)
def test_customers_are_filtered_and_ordered(conn: Connection, wanted: OrderFilters, found: str) -> None:
    rows = BuyerList().rows(conn, wanted, 0, 10)
    assert [row.name.split()[0] for row in rows] == found.split()
    assert BuyerList().count(conn, wanted) == len(rows)


def test_products_say_what_was_sold(conn: Connection) -> None:
    rows = {row.title: row for row in ProductList().rows(conn, OrderFilters(), 0, 10)}
    assert (rows["Lamp"].units, rows["Lamp"].orders, rows["Lamp"].reviews, rows["Lamp"].stars) == (6, 3, 1, 2.0)
    assert (rows["Throw"].reviews, rows["Throw"].stars) == (1, None)
    assert [row.title for row in ProductList().rows(conn, OrderFilters(sort="units"), 0, 9)] == ["Lamp", "Throw"]
    assert ProductList().count(conn, OrderFilters(channels=(2,))) == 1


def test_counts_and_choices(conn: Connection) -> None:
    counts = queries.counts(conn)
    assert (counts.customers, counts.orders, counts.products) == (3, 7, 2)
    assert queries.channel_counts(conn) == [(2, "Own shop", 4), (1, "Etsy", 3)]
    assert dict(queries.status_counts(conn)) == {"delivered": 5, "canceled": 1, "unknown": 1}
    assert dict(queries.countries(conn)) == {"US": 1, "DE": 1}


def test_a_buyers_story_in_the_order_of_time(db: Database, make: Make) -> None:
    channel = make.channel(time_zone="Europe/Berlin")
    buyer = make.customer()
    order = make.order(
        channel_id=channel,
        customer_id=buyer,
        number="A1",
        status="refunded",
        placed_on="2026-05-01",
        shipped_on="2026-05-02",
        delivered_on="2026-05-09",
        due_on="2026-05-07",
        refunded_minor=500,
    )
    make.line(order, title="Lamp", quantity=3)
    review = make.review(
        channel_id=channel,
        order_id=order,
        customer_id=buyer,
        posted_on="2026-05-10",
        edited_on="2026-05-14",
        replied_on="2026-05-11",
        reply="Sorry",
        text="Good now",
        stars=5,
    )
    with db.write("An earlier wording") as tx:
        tx.insert_one(
            ReviewVersion,
            review_id=review,
            rating=1.0,
            text="Broken",
            posted_on="2026-05-10",
            seen_at="2026-05-14T00:00:00Z",
        )
    with db.read() as conn:
        events, older = queries.story_of_customer(conn, buyer)
        assert queries.story_of_order(conn, order) == events
    assert older == 0
    assert [event.kind for event in events] == [
        "edited",
        "replied",
        "reviewed",
        "refunded",
        "late",
        "shipped",
        "ordered",
    ]
    told = {event.kind: event for event in events}
    assert told["late"].days == 2
    assert told["reviewed"].text == "Broken"
    assert told["reviewed"].stars == 1
    assert told["edited"].text == "Good now"
    assert told["refunded"].money == Money(500, "USD")
    assert (told["ordered"].product, told["ordered"].days) == ("Lamp", 3)


def test_lists_walk_their_indexes(conn: Connection) -> None:
    """No sort is made for the orders that open with the page, whatever the usual filters."""
    for kind, wanted in (
        (OrderList(), OrderFilters()),
        (OrderList(), OrderFilters(channels=(1,))),
        (OrderList(), OrderFilters(channels=(1, 2))),
        (OrderList(), OrderFilters(statuses=("paid",))),
        (OrderList(), OrderFilters(statuses=("paid", "shipped"))),
        (OrderList(), OrderFilters(customer=1)),
        (OrderList(), OrderFilters(since="2026-01-01", late=True)),
        (BuyerList(), OrderFilters()),
        (BuyerList(), OrderFilters(sort="orders")),
        (BuyerList(), OrderFilters(sort="name")),
        (ProductList(), OrderFilters()),
    ):
        plan = explain(conn, kind, wanted)
        assert "TEMP B-TREE" not in plan, (wanted, plan)


@pytest.mark.parametrize("sort", ["", "total"])
@pytest.mark.parametrize(
    "wanted",
    [
        OrderFilters(channels=(1, 2)),
        OrderFilters(channels=(1, 2), statuses=("paid", "shipped")),
        OrderFilters(channels=(1,), statuses=("delivered",)),
        OrderFilters(channels=(1, 2), statuses=("delivered",)),
    ],
)
def test_a_jump_into_the_middle_of_a_filtered_list_reads_no_order_on_the_way(
    conn: Connection, wanted: OrderFilters, sort: str
) -> None:
    plan = explain(conn, OrderList(), replace(wanted, sort=sort))
    assert "COVERING INDEX" in plan, plan
    assert "TEMP B-TREE" not in plan, plan


@pytest.mark.parametrize(
    "wanted",
    [OrderFilters(channels=(1,)), OrderFilters(statuses=("delivered",)), OrderFilters(channels=(2, 1))],
)
def test_orders_by_total_are_those_that_the_filters_choose(conn: Connection, wanted: OrderFilters) -> None:
    by_total = replace(wanted, sort="total")
    assert "COVERING INDEX ix_orders_total" in explain(conn, OrderList(), by_total)
    found = OrderList().rows(conn, by_total, 0, 100)
    plain = OrderList().rows(conn, wanted, 0, 100)
    assert found
    assert {row.id for row in found} == {row.id for row in plain}
    worth = [(row.currency, row.total_minor if row.total_minor is not None else row.items_minor or -1) for row in found]
    assert worth == sorted(worth, reverse=True)
    assert OrderList().count(conn, by_total) == len(found)
    assert [OrderList().position(conn, by_total, row.id) for row in found] == list(range(len(found)))


def explain(conn: Connection, kind: Windows[Any, OrderFilters], wanted: OrderFilters) -> str:
    asked: list[str] = []

    class Asking:
        def execute(self, statement: Any, binds: Any = None) -> Any:
            asked.append(str(statement.compile(compile_kwargs={"literal_binds": True})))
            return conn.execute(statement, binds or {})

    kind.ids(Asking(), wanted, 0, 10)  # type: ignore[arg-type]
    return "\n".join(str(row) for row in conn.execute(text(f"EXPLAIN QUERY PLAN {asked[0]}")))
