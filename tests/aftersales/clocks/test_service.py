"""The clocks of cases in a shop: which run, what the owner changed, and which cases press."""

from __future__ import annotations

from datetime import datetime, timezone

import pytest

from storeapp.aftersales.clocks import service
from storeapp.aftersales.clocks.queries import clock_book, clocks_of, pressing, working_hours
from storeapp.aftersales.clocks.rules import WorkingHours, checked_day, checked_holidays
from storeapp.channels.queries import corrections
from storeapp.channels.service import correct_clock, restore_rule
from storeapp.kernel.errors import UserError
from storeapp.rulebook.corrections import corrected_book
from storeapp.store import journal
from storeapp.store.tables import Case
from tests.aftersales.causes import laid

NOW = datetime(2026, 7, 16, 9, tzinfo=timezone.utc)


def read(db, ask, *args):
    with db.read() as conn:
        return ask(conn, *args)


@pytest.fixture
def cases(db, make):
    """One on Etsy with a message of yesterday, one on eBay in Britain, one answered, one closed."""
    etsy = make.channel(name="Etsy")
    ebay = make.channel(name="eBay", platform="ebay", currency="GBP", time_zone="Europe/London")
    with db.write("Laid rows") as tx:
        asked = laid.case(tx, "2026-07-15", channel_id=etsy)
        laid.entry(tx, asked, "in", "", at="2026-07-15T10:00:00Z", made_at="2026-07-15T10:00:00Z")
        claim = laid.case(tx, "2026-07-13", channel_id=ebay)
        answered = laid.case(tx, "2026-07-16")
        laid.entry(tx, answered, "in", "2026-07-15")
        laid.entry(tx, answered, "out", "2026-07-16")
        closed = laid.case(tx, "2026-07-01", channel_id=etsy, state="closed", closed_at="2026-07-02T12:00:00Z")
    return asked, claim, answered, closed


def test_both_clocks_of_a_message_run_and_the_answer_stops_them(db, cases):
    asked, claim, answered, closed = cases
    platform = [one for one in read(db, clocks_of, asked, NOW) if not one.working]
    assert [(one.rule, one.urgent) for one in platform] == [("CK-ETSY-REPLY", "soon"), ("CK-ETSY", "fine")]
    assert [one.rule for one in read(db, clocks_of, asked, NOW) if one.working] == [""]
    assert [(one.rule, one.due_at.isoformat()) for one in read(db, clocks_of, claim, NOW)] == [
        ("CK-EBAY", "2026-07-16T12:00:00+00:00")
    ]
    assert read(db, clocks_of, answered, NOW) == ()
    assert read(db, clocks_of, closed, NOW) == ()


def test_what_presses_stands_by_what_is_due_first(db, cases):
    asked, claim, _answered, _closed = cases
    assert [(one.case_id, one.clock.rule) for one in read(db, pressing, NOW)] == [
        (asked, "CK-ETSY-REPLY"),
        (claim, "CK-EBAY"),
    ]
    with db.write("Merged") as tx:
        tx.update(Case, claim, merged_into=asked)
    assert [one.case_id for one in read(db, pressing, NOW)] == [asked]


def test_the_owner_knows_a_length_better(db, cases):
    asked = cases[0]
    correct_clock(db, "CK-ETSY-REPLY", "36", "my shop's page")
    assert correct_clock(db, "CK-ETSY-REPLY", "36", "my shop's page").action_id is None
    own = next(one for one in read(db, clock_book) if one.id == "CK-ETSY-REPLY")
    assert (own.length, own.own, own.own_source) == (36, True, "my shop's page")
    clock = next(one for one in read(db, clocks_of, asked, NOW) if one.rule == "CK-ETSY-REPLY")
    assert clock.due_at == datetime(2026, 7, 16, 22, tzinfo=timezone.utc)
    assert [one.rule for one in read(db, corrections)] == ["CK-ETSY-REPLY"]
    assert corrected_book(read(db, corrections)).ladders == corrected_book(()).ladders
    correct_clock(db, "CK-ETSY-REPLY", "24")
    assert not any(one.own for one in read(db, clock_book))
    journal.undo(db)
    assert restore_rule(db, "CK-ETSY-REPLY", "length").value
    assert restore_rule(db, "CK-ETSY-REPLY", "length").action_id is None
    for wrong in (("CK-ETSY-REPLY", "soon"), ("CK-GONE", "5")):
        with pytest.raises(UserError):
            correct_clock(db, *wrong)


def test_working_hours_are_kept_and_taken_back(db):
    assert read(db, working_hours) == WorkingHours()
    own = WorkingHours((checked_day("10-14"),) * 6 + ((),), checked_holidays("2026-12-25"), answer=4)
    service.set_hours(db, own)
    assert service.set_hours(db, own).action_id is None
    assert read(db, working_hours) == own
    with pytest.raises(UserError, match="at least one day"):
        service.set_hours(db, WorkingHours(((),) * 7))
    journal.undo(db)
    assert read(db, working_hours) == WorkingHours()
