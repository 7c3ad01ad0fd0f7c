"""The sheet of review requests: the funnel's and the rates' own figures, and how sure they are."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

import pytest
from click.testing import CliRunner
from openpyxl import load_workbook

from storeapp.commands import cli
from storeapp.reports import service
from storeapp.reports.request_rates import RATES, sheet
from storeapp.reports.rules import Scope
from storeapp.solicitation import outcomes
from storeapp.solicitation import service as requests
from storeapp.solicitation.records import Words
from storeapp.store.tables import ReviewRequest

NOON = datetime(2026, 7, 16, 18, 0, tzinfo=timezone.utc)
LATER = NOON + timedelta(days=31)
TITLES = [field.title for field in RATES]
ALL, PLAN, TEMPLATE = "All delivered in the period", "By plan", "Asked in the period, by template"


@pytest.fixture
def shop(db, make, clock):
    """Five orders of Etsy: asked and answered, asked, reviewed unasked, canceled, ready; one of the own shop, asked."""
    clock.at = NOON
    etsy = make.channel(platform="etsy", name="Etsy", time_zone="America/New_York", region="US")
    own = make.channel(platform="own", name="Own", time_zone="America/New_York", region="US")

    def order(channel, **more):
        plain = {"status": "delivered", "delivered_on": "2026-07-01", "ship_country": "US"}
        buyer = make.customer(country="US", email=f"b{len(orders)}@shop.example")
        orders.append(make.order(channel_id=channel, customer_id=buyer, **(plain | more)))

    orders: list[int] = []
    for more in ({}, {}, {}, {"status": "canceled"}, {}):
        order(etsy, **more)
    order(own)
    requests.mark_sent(db, [orders[0], orders[5]], Words("Plain", "en", "A"))
    requests.mark_sent(db, [orders[1]])
    make.review(channel_id=etsy, order_id=orders[0], posted_on="2026-07-20", stars=2)
    make.review(channel_id=etsy, order_id=orders[2], posted_on="2026-07-05", stars=5)
    service.look_at_requests(db)
    return {"etsy": etsy, "own": own}


def rows(db, scope, now):
    with db.read() as conn:
        found = sheet(conn, scope, now).rows
    return {(row[0], row[1]): dict(zip(TITLES, row, strict=True)) for row in found}


def test_the_rows_say_what_the_pages_say(db, shop):
    found = rows(db, Scope("all"), LATER)
    with db.read() as conn:
        whole = outcomes.funnel(conn, LATER)
        plain = {one.key: one for one in outcomes.rates(conn, "template", LATER)}["Plain"]
    assert set(found) == {
        (ALL, ""), (PLAN, "Etsy"), (PLAN, "Own shop"), (TEMPLATE, "Plain"), (TEMPLATE, "Without a template"),
    }  # fmt: skip
    row = found[ALL, ""]
    assert (row["Eligible"], row["Asked"], row["Reviewed after asking"]) == (5, 3, 1)
    assert row["Reviewed before anybody asked"] == 1
    assert row["Reviewed of asked, percent"] == pytest.approx(100 / 3)
    assert row["Of asked, likely from"] == 100 * whole.of_asked.low
    assert row["Reviewed of eligible, percent"] == pytest.approx(20)
    assert row["Of eligible, likely to"] == 100 * whole.of_eligible.high
    words = f"Too early to call: it takes {whole.of_asked.more} more requests"
    assert row["How sure is the share of asked"] == words
    by = found[TEMPLATE, "Plain"]
    assert (by["Eligible"], by["Asked"], by["Reviewed after asking"]) == (None, 2, 1)
    assert by["Of asked, likely to"] == 100 * plain.high
    assert found[PLAN, "Etsy"]["Asked"] + found[PLAN, "Own shop"]["Asked"] == 3


def test_answers_that_may_still_come_are_counted_apart_and_no_rate_is_made_up(db, shop):
    found = rows(db, Scope("all"), NOON)
    assert (found[ALL, ""]["Asked"], found[ALL, ""]["Answer may still come"]) == (3, 2)
    none = found[PLAN, "Own shop"]
    assert (none["Asked"], none["Answer may still come"], none["Reviewed of asked, percent"]) == (1, 1, None)
    assert none["How sure is the share of asked"] == "Nothing to say yet"


def test_enough_requests_are_called(db, shop, make):
    channel = shop["own"]
    orders = [make.order(channel_id=channel, delivered_on="2026-05-01", status="delivered") for _ in range(120)]
    with db.write("Asked in June") as tx:
        columns = ("order_id", "kind", "sent_at", "through", "plan", "template")
        sent = [(order, "first", "2026-06-01T09:00:00Z", "email", "own", "Old") for order in orders]
        tx.insert(ReviewRequest, columns, sent)
    service.look_at_requests(db)
    row = rows(db, Scope("all"), LATER)[TEMPLATE, "Old"]
    assert (row["Asked"], row["Reviewed after asking"]) == (120, 0)
    assert row["How sure is the share of asked"] == "Enough requests to call it"


def test_a_channel_and_a_period_narrow_plans_and_templates(db, shop):
    own = rows(db, Scope("own", channels=(shop["own"],)), LATER)
    assert set(own) == {(ALL, ""), (PLAN, "Own shop"), (TEMPLATE, "Plain")}
    assert own[TEMPLATE, "Plain"]["Asked"] == 1
    assert rows(db, Scope("own", "2026-01-01", "2026-05-31"), LATER) == {}


def test_the_saved_workbook_has_orders_that_nobody_looked_at_yet(db, make, clock, tmp_path):
    clock.at = NOON
    etsy = make.channel(platform="etsy", name="Etsy", time_zone="America/New_York", region="US")
    make.order(channel_id=etsy, status="delivered", delivered_on="2026-07-01", ship_country="US")
    out = tmp_path / "out.xlsx"
    done = CliRunner().invoke(cli, ["report", str(out), "--shop", str(db.folder)], obj=clock)
    assert done.exit_code == 0, done.output
    head, row, *_plans = load_workbook(out)["Review requests"].values
    assert list(head) == TITLES
    assert row[:4] == (ALL, None, 1, 0)
