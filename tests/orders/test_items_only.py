"""An order of which only the items are known shows their sum, and says "items only" wherever it is shown."""

from __future__ import annotations

from storeapp.customers.queries import sides
from storeapp.kernel.money import ItemsOnly, Money, order_total
from storeapp.orders import queries
from storeapp.orders.queries import OrderList
from storeapp.orders.records import OrderFilters
from storeapp.orders.ui.sentences import event_detail
from storeapp.reports import queries as report_queries
from storeapp.reports import sheets
from storeapp.reports.rules import Scope
from storeapp.reputation.removal.queries import removal_facts
from storeapp.reputation.reviews.queries.one_review import review_detail
from storeapp.store.db import Database
from tests.make import Make


def test_a_sum_of_items_says_so() -> None:
    assert order_total(None, None, "USD") is None
    assert str(order_total(100, 2499, "USD")) == str(Money(100, "USD"))
    assert str(order_total(None, 2499, "EUR")) == "€24.99, items only"
    assert ItemsOnly(2499, "EUR").plain() == "24.99"


def test_it_is_said_in_every_list_panel_and_report(db: Database, make: Make) -> None:
    ann, bo = make.customer("ann", name="Ann"), make.customer("bo", name="Bo")
    channel = make.channel(name="Shop", currency="EUR")
    known = {"channel_id": channel, "currency": "EUR", "status": "paid"}
    only = make.order(**known, customer_id=ann, number="1", items_minor=2499, total_minor=None, placed_on="2026-07-01")
    whole = make.order(**known, customer_id=ann, number="2", items_minor=900, total_minor=1000, placed_on="2026-07-02")
    make.order(**known, customer_id=bo, number="3", items_minor=None, total_minor=None, placed_on="2026-07-03")
    make.line(only, title="Lamp", quantity=1, total_minor=2499, currency="EUR")
    review = make.review(
        channel_id=channel, order_id=only, customer_id=ann, stars=5, rating=5.0, posted_on="2026-07-05"
    )
    said = "€24.99, items only"
    with db.read() as conn:
        listed = OrderList().rows(conn, OrderFilters(sort="total"), 0, 9)
        assert [(row.number, str(row.total or "")) for row in listed] == [("1", said), ("2", "€10.00"), ("3", "")]
        assert OrderList().position(conn, OrderFilters(sort="total"), only) == 0
        told = [event_detail(event) for event in queries.story_of_customer(conn, ann)[0] if event.kind == "ordered"]
        assert told == ["€10.00", f"{said}, Lamp"]
        pair = sides(conn, ann, bo)
        assert pair is not None
        assert [str(order.total) for side in pair for order in side.latest] == ["€10.00", said, "None"]
        detail, facts = review_detail(conn, review), removal_facts(conn, review)
        assert detail is not None
        assert detail.order is not None
        assert facts is not None
        assert (str(detail.order.total), str(facts.total)) == (said, said)
        rows = list(report_queries.order_rows(conn, Scope("all")))
        cells = list(sheets.order_cells(rows, lambda number, name: name, str))
    names = [field.title for field in sheets.ORDERS]
    place = names.index("Total")
    assert [(row[place], row[-1]) for row in cells] == [
        ((2499, "EUR"), "items only"), ((1000, "EUR"), ""), (None, ""),
    ]  # fmt: skip
    assert {len(row) for row in cells} == {len(names)}
    assert whole != only
