"""Costs as they are read: by reason, product, month, cause; replacements at cost, time at its price, merged cases."""

from __future__ import annotations

from datetime import date

import pytest

from storeapp.aftersales.causes.queries.costs import (
    HOUR,
    INTO,
    Period,
    case_costs,
    cost_lines,
    costs,
    last_days,
    sales,
    this_month,
)
from storeapp.kernel.money import Money
from storeapp.store.shop_settings import set_shop_setting
from storeapp.store.tables import Case, OwnerRate
from tests.aftersales.causes import laid

TODAY = date(2026, 7, 16)
QUARTER = last_days(90, TODAY)


@pytest.fixture
def shop(db, make):
    """Two products, a case each with costs, one of long ago."""
    channel = make.channel(name="Etsy", currency="EUR")
    lamp = make.product(title="Lamp", cost_minor=2100, cost_currency="EUR")
    shade = make.product(title="Shade")
    order = make.order(channel_id=channel, currency="EUR", placed_on="2026-07-02", items_minor=10000, total_minor=10000)
    with db.write("Laid rows") as tx:
        broken = laid.case(tx, "2026-07-03", "DEL_DAMAGE", order, product_id=lamp, channel_id=channel)
        missing = laid.case(tx, "2026-06-20", "ORD_MISSING", product_id=shade)
        old = laid.case(tx, "2026-01-05", "DEL_DAMAGE", product_id=lamp)
        laid.entry(tx, broken, "refund", "2026-07-04", 1800)
        laid.entry(tx, broken, "replacement", "2026-07-04")
        laid.entry(tx, broken, "label", "2026-07-04", 690)
        laid.entry(tx, broken, "note", "2026-07-04", words="no cost")
        laid.entry(tx, missing, "replacement", "2026-06-21")
        laid.entry(tx, missing, "postage", "2026-06-21", 500)
        laid.entry(tx, missing, "time", "2026-06-21", minutes=20)
        laid.entry(tx, missing, "refund", "2026-06-22", 1000, "USD")
        laid.entry(tx, old, "refund", "2026-01-06", 9900)
    return {"broken": broken, "missing": missing, "old": old, "lamp": lamp, "shade": shade, "channel": channel}


def lines(db, part, period=QUARTER):
    with db.read() as conn:
        return {(one.words, str(one.money)): one.cases for one in cost_lines(conn, part, period)}


def test_costs_by_reason_stay_apart_by_currency(db, shop):
    assert lines(db, "reason") == {
        ("Damaged in transit", "€45.90"): 1,
        ("Part is missing", "€5.00"): 1,
        ("Part is missing", "$10.00"): 1,
    }


def test_costs_by_product_channel_month_and_kind(db, shop):
    assert lines(db, "product") == {("Lamp", "€45.90"): 1, ("Shade", "€5.00"): 1, ("Shade", "$10.00"): 1}
    assert lines(db, "channel") == {("Etsy", "€45.90"): 1, ("Not known", "€5.00"): 1, ("Not known", "$10.00"): 1}
    assert lines(db, "month") == {("2026-07", "€45.90"): 1, ("2026-06", "€5.00"): 1, ("2026-06", "$10.00"): 1}
    assert lines(db, "kind") == {
        ("Refunds", "€18.00"): 2,
        ("Refunds", "$10.00"): 2,
        ("Replacements", "€21.00"): 2,
        ("Postage", "€11.90"): 2,
    }
    assert lines(db, "reason", Period("", "2026-07-16", shop["channel"])) == {("Damaged in transit", "€45.90"): 1}


def test_what_has_no_price_is_said(db, shop):
    with db.read() as conn:
        found = costs(conn, QUARTER)
    assert [(str(one.money), str(one.sales), one.unpriced, one.untimed) for one in found] == [
        ("€50.90", "€100.00", 1, 20),
        ("$10.00", "None", 0, 0),
    ]
    assert found[0].share == pytest.approx(0.509)


def test_time_costs_once_the_owner_says_what_an_hour_does(db, shop):
    with db.write("Set") as tx:
        set_shop_setting(tx, HOUR, {"minor": 3000, "currency": "EUR"})
    assert lines(db, "reason")["Part is missing", "€15.00"] == 1
    with db.read() as conn:
        assert costs(conn, QUARTER)[0].untimed == 0


def test_currencies_are_turned_by_the_owners_rate_from_its_day_on(db, shop):
    with db.write("Set") as tx:
        set_shop_setting(tx, INTO, "EUR")
        tx.insert_one(OwnerRate, currency="USD", into_currency="EUR", rate_on="2026-06-23", rate=0.5)
    assert ("Part is missing", "$10.00") in lines(db, "reason")
    with db.write("Set") as tx:
        tx.insert_one(OwnerRate, currency="USD", into_currency="EUR", rate_on="2026-06-01", rate=0.9)
    assert lines(db, "reason") == {("Damaged in transit", "€45.90"): 1, ("Part is missing", "€14.00"): 1}


def test_causes_have_what_their_cases_cost_and_the_rest_has_none_yet(db, shop):
    with db.write("Laid rows") as tx:
        laid.cause(tx, "Box 2 corner", (shop["broken"],), supplier="Box maker", batch="7/2")
    assert lines(db, "cause") == {
        ("Box 2 corner", "€45.90"): 1,
        ("No cause found yet", "€5.00"): 1,
        ("No cause found yet", "$10.00"): 1,
    }
    assert lines(db, "supplier")["Box maker", "€45.90"] == 1
    assert lines(db, "batch")["7/2", "€45.90"] == 1


def test_a_merged_case_costs_under_the_one_on_top(db, shop):
    with db.write("Merged") as tx:
        tx.update(Case, shop["missing"], merged_into=shop["broken"])
    assert lines(db, "reason") == {("Damaged in transit", "€50.90"): 1, ("Damaged in transit", "$10.00"): 1}
    with db.read() as conn:
        assert case_costs(conn, shop["broken"]) == ([Money(5090, "EUR"), Money(1000, "USD")], 1)
    with db.write("Taken apart") as tx:
        tx.update(Case, shop["missing"], merged_into=None)
    with db.read() as conn:
        assert case_costs(conn, shop["broken"]) == ([Money(4590, "EUR")], 0)


def test_every_part_adds_up_to_the_whole(db, shop):
    with db.read() as conn:
        whole = {one.money.currency: one.money.minor for one in costs(conn, Period("", "2026-07-16"))}
        assert whole == {"EUR": 14990, "USD": 1000}
        for part in ("reason", "product", "supplier", "batch", "channel", "month", "cause", "kind"):
            sums: dict[str, int] = {}
            for one in cost_lines(conn, part, Period("", "2026-07-16")):
                sums[one.money.currency] = sums.get(one.money.currency, 0) + one.money.minor
            assert sums == whole, part


def test_sales_of_a_month_so_far_and_of_days(db, shop):
    with db.read() as conn:
        assert sales(conn, this_month(TODAY)) == {"EUR": Money(10000, "EUR")}
        assert sales(conn, Period("2026-07-02", "2026-07-02")) == {"EUR": Money(10000, "EUR")}
        assert sales(conn, Period("2026-07-03", "2026-07-09")) == {}
    assert this_month(TODAY).whole_months
    assert not QUARTER.whole_months
