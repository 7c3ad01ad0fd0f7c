"""What is kept of the days of cases: the same as adding everything up, whatever is done to cases and causes."""

from __future__ import annotations

import time
from datetime import date

import pytest

from storeapp.aftersales.causes import service
from storeapp.aftersales.causes.derived import CaseDays
from storeapp.aftersales.causes.queries.causes import cause_list
from storeapp.aftersales.causes.queries.costs import cost_lines, costs, costs_by_cause, last_days
from storeapp.aftersales.causes.queries.metrics import case_count, case_facts
from storeapp.aftersales.causes.rules import CauseFields
from storeapp.aftersales.merging import service as merging
from storeapp.kernel.money import Money
from storeapp.kernel.progress import Progress
from storeapp.store import journal
from storeapp.store.tables import Case, CaseEntry, OrderLine, Product
from tests.aftersales.causes import laid

TODAY = date(2026, 7, 16)
PERIODS = [last_days(days, TODAY, channel) for days in (1, 7, 90) for channel in (None, 1, 2)]


@pytest.fixture
def shop(db, make):
    """Cases of two channels with costs of every kind, one with a cause, on both sides of midnight in many zones."""
    channels = [make.channel(name=name, currency="EUR") for name in ("Etsy", "Own")]
    lamp, shade = make.product(title="Lamp", cost_minor=2100, cost_currency="EUR"), make.product(title="Shade")
    order = make.order(channel_id=channels[0], placed_on="2026-07-01")
    line = make.line(order, product_id=lamp)
    made = []
    with db.write("Laid rows") as tx:
        for day in ("2026-07-16", "2026-07-15", "2026-07-09", "2026-07-01", "2026-04-17", "2026-01-01"):
            for hour, channel in ((0, channels[0]), (5, channels[1]), (23, None)):
                at = f"{day}T{hour:02}:30:00Z"
                one = laid.case(tx, day, "DEL_LATE", channel_id=channel, product_id=lamp, opened_at=at)
                laid.entry(tx, one, "refund", day, 100, at=at)
                laid.entry(tx, one, "replacement", day, at=at)
                laid.entry(tx, one, "time", day, minutes=7, at=at)
                made.append(one)
        laid.entry(tx, made[0], "label", "2026-07-16", 490, "USD", at="2026-07-16T06:00:00Z")
        laid.entry(tx, made[1], "replacement", "2026-07-15", order_line_id=line, at="2026-07-15T06:00:00Z")
    service.add_cause(db, CauseFields("Sorting", "DEL_LATE"), made[:5])
    return {"cases": made, "lamp": lamp, "shade": shade, "line": line}


def kept_is_right(db):
    with db.read() as conn:
        assert CaseDays().recount(conn, Progress()).wrong == 0
        for period in PERIODS:
            slow = {(one.key, one.money.currency): one.money.minor for one in cost_lines(conn, "cause", period)}
            assert costs_by_cause(conn, period) == slow
            assert {one.money.currency: one.money.minor for one in costs(conn, period) if one.money.minor} == {
                code: sum(minor for (_key, currency), minor in slow.items() if currency == code) for _key, code in slow
            }
            assert case_count(conn, period) == len(case_facts(conn, period))


def test_whatever_is_done_the_days_are_right(db, shop):
    cases = shop["cases"]
    kept_is_right(db)
    merging.merge(db, cases[0], cases[6:8])
    kept_is_right(db)
    service.link(db, 1, "case", [cases[10]])
    service.unlink(db, 1, "case", cases[1])
    with db.write("Other prices") as tx:
        tx.update(Product, shop["lamp"], cost_minor=1)
        tx.update(OrderLine, shop["line"], product_id=shop["shade"])
        tx.update(Case, cases[2], channel_id=2)
        tx.update(CaseEntry, 1, amount_minor=5000, at="2026-07-02T12:00:00Z")
        tx.delete(CaseEntry, [4])
    kept_is_right(db)
    service.remove_cause(db, 1)
    kept_is_right(db)
    for _times in range(5):
        journal.undo(db)
        kept_is_right(db)
    with db.write("Made anew") as tx:
        CaseDays().rebuild(tx.connection)
    kept_is_right(db)


@pytest.mark.parametrize("zone", ["Asia/Kolkata", "America/Los_Angeles", "Pacific/Kiritimati"])
def test_days_of_the_owners_zone_are_counted(db, shop, zone, monkeypatch):
    monkeypatch.setenv("TZ", zone)
    time.tzset()
    try:
        kept_is_right(db)
    finally:
        monkeypatch.undo()
        time.tzset()


def test_the_list_tells_what_was_opened_in_the_period(db, shop):
    service.set_hour_rate(db, Money(6000, "EUR"))
    kept_is_right(db)
    with db.read() as conn:
        found = cause_list(conn, last_days(90, TODAY))
    assert [(one.title, one.cases, one.recent) for one in found.lines] == [("", 7, 7), ("Sorting", 5, 5)]
