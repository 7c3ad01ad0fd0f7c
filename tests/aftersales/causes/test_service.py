"""Causes worked with: found, linked, offered, declined, fixed, judged, taken back; and all of it a second time."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from storeapp.aftersales.causes import service
from storeapp.aftersales.causes.metrics import Portion
from storeapp.aftersales.causes.queries.causes import (
    cause_facts,
    cause_list,
    cause_of,
    linked,
    matching_cause,
    offered_cases,
    offered_reviews,
)
from storeapp.aftersales.causes.queries.costs import HOUR, last_days, rates
from storeapp.aftersales.causes.queries.effects import cause_detail, fixes
from storeapp.aftersales.causes.rules import CauseFields, Fix
from storeapp.kernel.errors import UserError
from storeapp.kernel.money import Money
from storeapp.store import journal
from storeapp.store.shop_settings import shop_setting
from tests.aftersales.causes import laid

TODAY = date(2026, 7, 16)
BOX = CauseFields("Box 2 corner gives way", "DEL_DAMAGE")


def read(db, ask, *args):
    with db.read() as conn:
        return ask(conn, *args)


def offers(db, cause):
    with db.read() as conn:
        facts = cause_facts(conn, cause)
        return {(one.kind, one.id) for one in (*offered_cases(conn, facts), *offered_reviews(conn, facts))}


@pytest.fixture
def cases(db, make):
    """Two damaged lamps, one damaged shade, one late lamp."""
    lamp, shade = make.product(title="Lamp"), make.product(title="Shade")
    with db.write("Laid rows") as tx:
        rows = [("DEL_DAMAGE", lamp), ("DEL_DAMAGE", lamp), ("DEL_DAMAGE", shade), ("DEL_LATE", lamp)]
        made = [
            laid.case(tx, f"2026-07-0{n}", reason, product_id=product) for n, (reason, product) in enumerate(rows, 1)
        ]
        for one in made:
            laid.entry(tx, one, "refund", "2026-07-10", 1000)
    return {"lamp": lamp, "shade": shade, "all": made}


def test_a_cause_is_found_from_cases_and_offers_others_like_them(db, cases):
    first, second, third, late = cases["all"]
    cause = service.add_cause(db, CauseFields("Corner", "DEL_DAMAGE", cases["lamp"]), [first]).value
    assert offers(db, cause) == {("case", second)}
    wide = service.add_cause(db, BOX).value
    assert offers(db, wide) == {("case", second), ("case", third)}
    assert read(db, cause_of, "case", first) == (cause, "Corner")
    assert read(db, matching_cause, second) == (cause, "Corner")
    assert read(db, matching_cause, third) == (wide, BOX.title)
    assert read(db, matching_cause, late) is None
    assert offers(db, service.add_cause(db, CauseFields("Nobody knows")).value) == set()


def test_a_declined_offer_stays_declined_and_can_be_linked_by_hand(db, cases):
    first, second, third, _late = cases["all"]
    cause = service.add_cause(db, BOX, [first]).value
    assert service.decline(db, cause, "case", second).value
    assert not service.decline(db, cause, "case", second).value
    assert offers(db, cause) == {("case", third)}
    assert service.link(db, cause, "case", [third, third]).value == 1
    assert service.link(db, cause, "case", [third]).action_id is None
    assert offers(db, cause) == set()
    assert service.unlink(db, cause, "case", third).value == 1
    assert offers(db, cause) == set()
    assert service.link(db, cause, "case", [second]).value == 1
    assert {one.id for one in read(db, linked, cause)} == {first, second}
    journal.undo(db)
    assert {one.id for one in read(db, linked, cause)} == {first}
    assert offers(db, cause) == set()


def test_a_linked_case_moves_and_a_removed_cause_lets_go(db, cases):
    first = cases["all"][0]
    one, other = (service.add_cause(db, CauseFields(title)).value for title in ("One", "Other"))
    service.link(db, one, "case", [first])
    service.link(db, other, "case", [first])
    assert read(db, cause_of, "case", first) == (other, "Other")
    service.remove_cause(db, other)
    assert read(db, cause_of, "case", first) is None
    journal.undo(db)
    assert read(db, cause_of, "case", first) == (other, "Other")


def test_low_ratings_that_speak_of_it_are_offered(db, make):
    lamp = make.product(title="Lamp")
    bad = make.review(stars=1, text="Arrived broken", product_id=lamp, posted_on="2026-07-01")
    make.review(stars=5, text="Not broken at all", product_id=lamp, posted_on="2026-07-01")
    make.review(stars=1, text="Never answered", product_id=lamp, posted_on="2026-07-01")
    make.review(stars=1, text="Arrived broken", posted_on="2026-07-01")
    cause = service.add_cause(db, CauseFields("Corner", "DEL_DAMAGE", lamp)).value
    assert offers(db, cause) == {("review", bad)}
    service.link(db, cause, "review", [bad])
    detail = read(db, cause_detail, cause, TODAY)
    assert (detail.cases, detail.reviews, [one.words for one in detail.linked]) == (0, 1, ["Arrived broken"])


def test_causes_are_ranked_by_cost_and_the_dearest_unsolved_one_is_next(db, cases):
    first, second, third, late = cases["all"]
    solved = service.add_cause(db, CauseFields("Corner"), [first, second]).value
    service.record_fix(db, solved, Fix("Double corners", done="2026-07-10"))
    service.add_cause(db, CauseFields("Sorting"), [late])
    found = read(db, cause_list, last_days(90, TODAY))
    assert [(one.title, one.recent, round(one.share.running, 2)) for one in found.lines] == [
        ("Corner", 2, 0.5),
        ("", 1, 0.75),
        ("Sorting", 1, 1.0),
    ]
    assert found.lines[1].cases == 1
    assert (found.total, found.next_worth.title) == (Money(4000, "EUR"), "Sorting")
    assert third


@pytest.fixture
def fixed(db, make):
    """A year of orders, ten a day; one of ten breaks until April, one of a hundred afterwards."""
    lamp = make.product(title="Lamp")
    channel = make.channel(name="Etsy", currency="EUR")
    broken = []
    with db.write("Laid rows") as tx:
        make.tx = tx
        day = date(2026, 1, 1)
        number = 0
        while day <= TODAY:
            for _count in range(3):
                order = make.order(channel_id=channel, placed_on=day.isoformat(), currency="EUR")
                make.line(order, product_id=lamp)
                number += 1
                if number % (10 if day < date(2026, 4, 1) else 60) == 0:
                    opened = min(TODAY, day + timedelta(days=4)).isoformat()
                    case = laid.case(tx, opened, "DEL_DAMAGE", order, product_id=lamp)
                    laid.entry(tx, case, "refund", opened, 2000)
                    broken.append(case)
            day += timedelta(days=1)
        make.tx = None
    cause = service.add_cause(db, CauseFields("Corner", "DEL_DAMAGE", lamp), broken).value
    return cause, broken


def test_a_fix_is_judged_by_the_rate_before_and_after(db, fixed):
    cause, broken = fixed
    before = read(db, cause_detail, cause, TODAY)
    assert before.effect is None
    assert before.months[-1].month == "2026-07"
    assert [one.portion.whole for one in before.months if one.month == "2026-05"] == [93]
    service.record_fix(db, cause, Fix("Double corners", "Me", None, Money(38, "EUR"), "2026-04-01", "2026-04-15"))
    found = read(db, cause_detail, cause, TODAY)
    assert found.facts.state == "fixed"
    effect = found.effect
    assert (effect.sides.before, effect.sides.settling) == ((date(2026, 1, 1), date(2026, 3, 31)), 4)
    assert effect.sides.after == (date(2026, 4, 15), date(2026, 7, 12))
    assert (effect.judged.before, effect.judged.after) == (Portion(27, 270), Portion(4, 267))
    assert (effect.judged.verdict, effect.undecided) == ("real", 0)
    assert effect.spent == Money(38 * 279, "EUR")
    assert effect.saved.each == Money(2000, "EUR")
    assert effect.saved.low < effect.saved.cases < effect.saved.high
    assert found.costs == (Money(2000 * len(broken), "EUR"),)
    (line,) = read(db, fixes, TODAY)
    assert (line.title, line.judged) == ("Corner", effect.judged)


def test_cases_that_nobody_decided_about_keep_a_verdict_open(db, fixed):
    cause, broken = fixed
    service.record_fix(db, cause, Fix("Double corners", done="2026-04-01"))
    with db.read() as conn:
        facts = cause_facts(conn, cause)
    with db.write("Laid rows") as tx:
        new = [laid.case(tx, "2026-06-20", "DEL_DAMAGE", product_id=facts.product_id) for _count in range(40)]
    found = read(db, cause_detail, cause, TODAY).effect
    assert (found.judged.verdict, found.undecided) == ("early", 40)
    service.link(db, cause, "case", new[:30])
    for one in new[30:]:
        service.decline(db, cause, "case", one)
    found = read(db, cause_detail, cause, TODAY).effect
    assert (found.judged.verdict, found.undecided) == ("none", 0)
    assert broken


def test_orders_of_all_products_are_counted_by_whole_months_and_days_alike(db, fixed):
    cause, broken = fixed
    wide = service.add_cause(db, CauseFields("Corner of any box", "DEL_DAMAGE"), broken).value
    for one in (cause, wide):
        service.record_fix(db, one, Fix("Double corners", began="2026-04-03", done="2026-04-15"))
    narrow = read(db, cause_detail, cause, TODAY).effect
    assert narrow is None or narrow.judged.before.part == 0  # its cases moved to the other cause
    found = read(db, cause_detail, wide, TODAY).effect
    assert (found.judged.before, found.judged.after) == (Portion(27, 270), Portion(4, 267))


def test_a_fix_to_come_is_started_and_one_that_came_back_is_open(db, cases):
    cause = service.add_cause(db, BOX).value
    with pytest.raises(UserError, match="Record the fix first"):
        service.set_state(db, cause, "fixed")
    service.record_fix(db, cause, Fix("Double corners", done="2026-08-01"))
    assert read(db, cause_facts, cause).state == "fixing"
    service.record_fix(db, cause, Fix("Double corners", done="2026-07-01"))
    assert service.record_fix(db, cause, Fix("Double corners", done="2026-07-01")).action_id is None
    assert read(db, cause_facts, cause).state == "fixed"
    service.came_back(db, cause)
    detail = read(db, cause_detail, cause, TODAY)
    assert detail.facts.state == "open"
    assert [(one.day, one.words) for one in detail.notes] == [("2026-07-16", "It came back")]
    with pytest.raises(UserError, match="one currency"):
        service.record_fix(db, cause, Fix("Box", once=Money(1, "EUR"), each=Money(1, "USD"), done="2026-07-01"))


def test_notes_are_of_a_day_that_has_come(db, cases):
    cause = service.add_cause(db, BOX).value
    note = service.add_note(db, cause, "Drop test of 20 parcels: 1 dent", "2026-07-02", "Helper 1").value
    for words, day in (("", "2026-07-02"), ("x", "2026-07-17"), ("x", "yesterday")):
        with pytest.raises(UserError):
            service.add_note(db, cause, words, day)
    service.remove_note(db, note)
    assert read(db, cause_detail, cause, TODAY).notes == ()
    journal.undo(db)
    assert read(db, cause_detail, cause, TODAY).notes[0].who == "Helper 1"


def test_what_is_wrong_is_refused(db, cases):
    with pytest.raises(UserError, match="title"):
        service.add_cause(db, CauseFields("  "))
    with pytest.raises(UserError, match="product is gone"):
        service.add_cause(db, CauseFields("Corner", product_id=99))
    cause = service.add_cause(db, BOX).value
    with pytest.raises(UserError, match="case is gone"):
        service.link(db, cause, "case", [cases["all"][0], 99])
    with pytest.raises(UserError, match="cause is gone"):
        service.link(db, 99, "case", cases["all"])
    assert read(db, cause_detail, 99, TODAY) is None


def test_rates_and_the_price_of_an_hour(db):
    service.set_rate(db, "USD", "EUR", "2026-07-01", "0,9")
    assert service.set_rate(db, "USD", "EUR", "2026-07-01", "0.9").action_id is None
    service.set_rate(db, "USD", "EUR", "2026-07-01", "0.8")
    assert [str(one.rate) for one in read(db, rates)] == ["0.8"]
    with pytest.raises(UserError):
        service.set_rate(db, "USD", "USD", "2026-07-01", "1")
    service.remove_rate(db, "USD", "EUR", "2026-07-01")
    assert read(db, rates) == []
    service.set_hour_rate(db, Money(3000, "EUR"))
    assert service.set_hour_rate(db, Money(3000, "EUR")).action_id is None
    assert read(db, shop_setting, HOUR) == {"minor": 3000, "currency": "EUR"}
    service.set_hour_rate(db, None)
    assert read(db, shop_setting, HOUR) is None
