"""The plan for the next level in numbers worked out by hand, and what it refuses."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from storeapp.kernel.errors import UserError
from storeapp.kernel.money import Money
from storeapp.orders import service as orders
from storeapp.reputation.standing.planning import Assumed, EntryProduct, OwnRates, plan
from storeapp.reputation.standing.queries.entry_products import plan_facts
from storeapp.rulebook.brushing import fake_order_rules, on_fake_orders
from storeapp.store import journal
from storeapp.store.tables import Listing, Product
from tests.make import Make

TODAY = date(2026, 7, 16)
STICKERS = EntryProduct(1, "Stickers", 500, "EUR", 300, "EUR", 40)
OWN = OwnRates(orders=400, ratings=110, good=100, pace=8.0)


def test_sales_weeks_and_what_a_rating_costs():
    found = plan(37, STICKERS, OWN, Assumed(fee_percent=10, shipping_minor=200, worth_minor=5000, months=6))
    assert found.margin == 500 - 300 - 50 - 200
    assert (found.sales, found.weeks) == (148, 18.5)  # one good rating from four orders
    assert (found.per_rating, found.total) == (200, 7400)
    assert found.pays_after == pytest.approx(1.48)
    assert found.worth_it


def test_sales_that_leave_something_pay_at_once():
    found = plan(10, STICKERS, OWN, Assumed(worth_minor=5000))
    assert (found.margin, found.total, found.pays_after) == (200, -8000, 0.0)


def test_a_level_that_pays_too_late():
    found = plan(37, STICKERS, OWN, Assumed(shipping_minor=700, worth_minor=500, months=12))
    assert not found.worth_it


def test_without_a_worth_nothing_is_compared():
    assert plan(10, STICKERS, OWN, Assumed()).worth_it is None


@pytest.mark.parametrize(
    ("product", "own", "assumed", "needed", "why"),
    [
        (STICKERS, OWN, Assumed(), 0, "reached"),
        (STICKERS, OWN, Assumed(), None, "reached"),
        (STICKERS, replace(OWN, orders=0), Assumed(), 5, "no orders"),
        (STICKERS, replace(OWN, pace=None), Assumed(), 5, "no orders"),
        (STICKERS, replace(OWN, good=0), Assumed(), 5, "no ratings"),
        (STICKERS, OWN, Assumed(pace=25), 5, "too fast"),
        (replace(STICKERS, cost_minor=None), OWN, Assumed(), 5, "no cost"),
        (replace(STICKERS, cost_currency="USD"), OWN, Assumed(), 5, "other currency"),
    ],
)
def test_what_it_refuses(product, own, assumed, needed, why):
    assert plan(needed, product, own, assumed).refused == why


def test_a_pace_up_to_three_times_the_own_is_planned_with():
    assert plan(37, STICKERS, OWN, Assumed(pace=16)).weeks == 9.25


def test_every_rule_on_fake_orders_is_sourced_and_dated():
    for one in fake_order_rules():
        assert one.source
        assert one.certainty in ("V", "S", "K")
        assert one.checked_on >= date(2026, 1, 1)


@pytest.mark.parametrize(
    ("platform", "region", "first", "also"),
    [("taobao", "CN", "BR-CN-17", "BR-ANY"), ("etsy", "US", "BR-ETSY", "BR-US"), ("own", "EU", "BR-EU", "BR-ANY")],
)
def test_each_channel_gets_its_platforms_and_its_regions_rules(platform, region, first, also):
    found = [one.id for one in on_fake_orders(platform, region)]
    assert found[0] == first
    assert also in found


def test_the_cheapest_products_with_the_channels_own_rates(db):
    with db.write("A shop") as tx:
        make = Make(db, tx)
        channel = make.channel(name="Etsy", platform="etsy", currency="EUR")
        dear, cheap, sold = (make.product(title=title) for title in ("Lamp", "Stickers", "Card"))
        for product, price in ((dear, 9900), (cheap, 300), (sold, None)):
            row = {"channel_id": channel, "key": f"id:{product}", "price_minor": price, "currency": "EUR"}
            tx.insert_one(Listing, product_id=product, **row)
        for number in range(8):
            order = make.order(channel_id=channel, placed_on="2026-07-01", currency="EUR")
            make.line(order, product_id=sold, price_minor=450, quantity=2, currency="EUR")
            if number < 2:
                make.review(channel_id=channel, stars=5, posted_on="2026-07-05")
    orders.set_cost(db, cheap, Money(120, "EUR"))
    with db.read() as conn:
        facts = plan_facts(conn, channel, TODAY)
    assert [(one.title, one.price_minor, one.sold) for one in facts.products] == [
        ("Stickers", 300, 0),
        ("Card", 450, 16),
        ("Lamp", 9900, 0),
    ]
    assert (facts.products[0].cost_minor, facts.products[1].cost_minor) == (120, None)
    assert (facts.rates.orders, facts.rates.good, facts.rates.per_order) == (8, 2, 0.25)


def test_a_cost_is_kept_undone_and_refused_below_zero(db, make):
    product = make.product(title="Stickers")

    def cost():
        with db.read() as conn:
            row = conn.execute(Product.__table__.select().where(Product.id == product)).one()
        return row.cost_minor, row.cost_currency

    assert orders.set_cost(db, product, Money(120, "EUR")).value
    assert cost() == (120, "EUR")
    journal.undo(db)
    assert cost() == (None, "")
    with pytest.raises(UserError, match="below 0"):
        orders.set_cost(db, product, Money(-1, "EUR"))
    with pytest.raises(UserError, match="gone"):
        orders.set_cost(db, 999, None)
