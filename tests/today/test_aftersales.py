"""Today's lines of after-sales: clocks that run out, fixes that can be judged, and what cases cost this month."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from storeapp.aftersales import service as cases
from storeapp.aftersales.causes import service
from storeapp.aftersales.causes.queries.effects import judged_now
from storeapp.aftersales.causes.rules import CauseFields, Fix
from storeapp.aftersales.promises import service as promises
from storeapp.aftersales.rules import Promised
from storeapp.kernel.errors import UserError
from storeapp.kernel.targets import OpenCase, OpenPage
from storeapp.today import queries
from storeapp.today.lines import promise_lines
from storeapp.today.rules import urgent_first
from tests.aftersales.causes import laid

TODAY = date(2026, 7, 16)


def lines(db, clock):
    with db.read() as conn:
        return queries.aftersales_lines(conn, clock.now(), TODAY)


def test_a_shop_without_cases_has_no_lines(db, clock):
    assert lines(db, clock) == []
    with db.read() as conn:
        assert queries.issue_costs(conn, TODAY) == ""


def test_clocks_that_run_out_come_first_and_the_rest_in_one_line(db, make, clock):
    etsy = make.channel(name="Etsy")
    with db.write("Laid rows") as tx:
        for number in range(7):
            one = laid.case(tx, "2026-07-10", channel_id=etsy, title=f"Lamp {number}")
            laid.entry(tx, one, "in", "", at=f"2026-07-1{number % 5}T08:00:00Z", made_at="2026-07-10T08:00:00Z")
        fresh = laid.case(tx, "2026-07-16", channel_id=etsy)
        laid.entry(tx, fresh, "in", "", at="2026-07-16T08:00:00Z", made_at="2026-07-16T08:00:00Z")
    found = lines(db, clock)
    assert len(found) == 6
    assert (found[0].tone, found[0].target) == ("negative", OpenCase(1))
    assert found[-1].title == "2 more cases are about to run out"
    assert fresh not in [one.target.id for one in found[:5]]
    assert len({one.key for one in found}) == 6


def test_a_fix_is_told_when_it_can_be_judged_until_its_cause_is_closed(db, clock):
    cause = service.add_cause(db, CauseFields("Corner")).value
    service.record_fix(db, cause, Fix("Stronger corners", done="2026-05-10"))
    (line,) = lines(db, clock)
    assert (line.title, line.target) == ("See whether the fix worked: Corner", OpenPage("aftersales", "causes"))
    service.set_state(db, cause, "closed")
    assert lines(db, clock) == []
    young = service.add_cause(db, CauseFields("Sorting")).value
    service.record_fix(db, young, Fix("Other carrier", done="2026-07-01"))
    assert lines(db, clock) == []


def test_a_fix_that_is_watched_longer_comes_back_then(db, clock):
    cause = service.add_cause(db, CauseFields("Corner")).value
    with pytest.raises(UserError):
        service.watch_longer(db, cause)
    service.record_fix(db, cause, Fix("Stronger corners", done="2026-05-10"))
    assert service.watch_longer(db, cause).value == "2026-09-14"
    with db.read() as conn:
        judged = {day: judged_now(conn, date.fromisoformat(day)) for day in ("2026-07-16", "2026-09-13", "2026-09-14")}
        assert [len(found) for found in judged.values()] == [0, 0, 1]
        assert judged["2026-09-14"][0][2] == 127
        assert judged_now(conn, date(2026, 9, 29)) == []
    service.record_fix(db, cause, Fix("Another box", done="2026-05-12"))
    assert len(lines(db, clock)) == 1


def test_the_months_costs_stand_beside_its_sales(db, make, clock):
    order = make.order(placed_on="2026-07-02", items_minor=10000, total_minor=10000)
    with db.write("Laid rows") as tx:
        one = laid.case(tx, "2026-07-03", order=order)
        laid.entry(tx, one, "refund", "2026-07-04", 500, "USD")
        laid.entry(tx, one, "refund", "2026-06-04", 700, "USD")
    with db.read() as conn:
        words = "Cost of issues in July $5.00, 5.0% of sales\n100.0 cases per 100 orders"
        assert queries.issue_costs(conn, TODAY) == words
        assert queries.figures(conn, TODAY).issues == words


def test_what_is_over_stands_before_what_is_due_and_no_promise_is_left_out(db, clock, make):
    for day in ("2026-07-16", "2026-07-13", *("2026-07-14",) * 6):
        case = cases.open_plain(db, f"Lamp of {day}").value
        promises.promise(db, case, Promised("answer", due_on=day))
    with db.read() as conn:
        found = list(promise_lines(queries.promises(conn, TODAY), TODAY, show_names=False))
    assert len(found) == 6
    assert (found[-1].title, found[-1].tone) == ("3 more promises are due", "negative")
    assert found[-1].target == OpenPage("aftersales", "promises")
    soon = replace(found[0], key="soon", tone="warning")
    plain = replace(found[0], key="plain", tone="plain")
    assert [one.tone for one in urgent_first([plain, soon, *found])] == ["negative"] * 6 + ["warning", "plain"]
