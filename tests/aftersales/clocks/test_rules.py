"""The two clocks: due instants over weekends, holidays and changes of clocks, working hours, and what a case shows."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storeapp.aftersales.clocks.rules import (
    WorkingHours,
    checked_day,
    checked_holidays,
    day_words,
    due_at,
    hours_from,
    left_words,
    rows_of,
    running,
    working_due,
    working_time,
)
from storeapp.kernel.errors import UserError
from storeapp.rulebook.clocks import CasePlace, checked_length, clock_rules, clocks_for, owners_clocks

BERLIN = "Europe/Berlin"
UTC = timezone.utc


def berlin(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(BERLIN))


WORK = WorkingHours(zone=BERLIN)


@pytest.mark.parametrize(
    ("start", "length", "unit", "due"),
    [
        ("2026-07-18 10:00", 48, "hours", "2026-07-20 10:00"),
        ("2026-03-28 10:00", 48, "hours", "2026-03-30 11:00"),  # clocks are put forward on the 29th
        ("2026-10-24 10:00", 48, "hours", "2026-10-26 09:00"),  # and back on the 25th
        ("2026-03-28 10:00", 2, "days", "2026-03-30 10:00"),
        ("2026-03-28 02:30", 1, "days", "2026-03-29 03:30"),  # 2:30 doesn't exist that day
        ("2026-07-17 10:00", 3, "business_days", "2026-07-22 10:00"),  # Friday to Wednesday
        ("2026-07-18 10:00", 3, "business_days", "2026-07-22 10:00"),  # so from Saturday
        ("2026-12-23 10:00", 3, "business_days", "2026-12-29 10:00"),  # the 25th is a holiday
    ],
)
def test_a_clock_is_due(start, length, unit, due):
    found = due_at(berlin(start), length, unit, BERLIN, frozenset({date(2026, 12, 25)}))
    assert found == berlin(due)


@pytest.mark.parametrize(
    ("start", "hours", "due"),
    [
        ("2026-07-16 10:00", 8, "2026-07-17 10:00"),  # 7 hours on Thursday, 1 on Friday
        ("2026-07-17 16:00", 8, "2026-07-20 16:00"),  # over the weekend
        ("2026-07-18 12:00", 8, "2026-07-20 17:00"),
        ("2026-03-27 16:00", 8, "2026-03-30 16:00"),  # over the change of clocks
    ],
)
def test_working_hours_pass(start, hours, due):
    assert working_due(berlin(start), hours, WORK) == berlin(due)


def test_holidays_and_divided_days_count():
    divided = WorkingHours((checked_day("9-12, 14-17"),) * 7, frozenset({date(2026, 7, 17)}), BERLIN)
    assert working_due(berlin("2026-07-16 11:00"), 5, divided) == berlin("2026-07-18 10:00")
    assert working_time(berlin("2026-07-16 11:00"), berlin("2026-07-18 10:00"), divided) == timedelta(hours=5)
    assert working_due(berlin("2026-07-16 11:00"), 5, WorkingHours(((),) * 7, zone=BERLIN)) is None


START = datetime(2025, 1, 1, tzinfo=UTC)
instants = st.integers(0, 2 * 365 * 24 * 60).map(lambda minutes: START + timedelta(minutes=minutes))


@given(instants, st.integers(1, 60), st.sampled_from(["", BERLIN, "America/New_York", "Asia/Shanghai"]))
def test_so_much_working_time_lies_before_it_is_due(start, hours, zone):
    work = WorkingHours(zone=zone)
    due = working_due(start, hours, work)
    assert due is not None
    assert due > start
    assert working_time(start, due, work) == timedelta(hours=hours)
    assert working_time(due, start, work) == -timedelta(hours=hours)


def test_a_platforms_row_takes_the_place_of_the_houses_own():
    assert [one.id for one in clocks_for(CasePlace("etsy"), clock_rules())] == ["CK-ETSY-REPLY", "CK-ETSY"]
    assert [one.id for one in clocks_for(CasePlace("own"), clock_rules())] == ["CK-HOUSE-REPLY"]
    assert [one.id for one in clocks_for(CasePlace("ebay", "GB"), clock_rules())] == ["CK-HOUSE-REPLY", "CK-EBAY"]
    assert [one.id for one in clocks_for(CasePlace("ebay", "US"), clock_rules())] == ["CK-HOUSE-REPLY"]
    withdrawn = clocks_for(CasePlace("own", country="RU", reason="BUY_REMORSE"), clock_rules())
    assert [one.id for one in withdrawn] == ["CK-HOUSE-REPLY", "CK-RU-PAY"]


def test_every_row_says_where_it_comes_from():
    for one in clock_rules():
        assert one.source
        assert one.title
        assert one.ends
        assert one.checked_on
        assert one.certainty in ("V", "S", "K", "house")
        assert one.starts in ("message", "case")
        assert one.unit in ("hours", "days", "business_days")
        assert one.sure is (one.certainty != "K")


def test_an_owners_length_stands_in_the_place_of_the_printed_one():
    book = owners_clocks({"CK-ALI": (5, "my seller page"), "CK-GONE": (1, "")})
    own = next(one for one in book if one.id == "CK-ALI")
    assert (own.length, own.printed, own.own, own.own_source, own.sure) == (5, 4, True, "my seller page", True)
    assert len(book) == len(clock_rules())


def test_both_clocks_of_a_case_run_and_warn():
    rules = clocks_for(CasePlace("etsy"), clock_rules())
    asked = "2026-07-16T08:00:00Z"  # 10:00 in Berlin, a Thursday
    early = running(rules, asked, "2026-07-16T07:00:00Z", BERLIN, WORK, berlin("2026-07-16 12:00"))
    assert [(one.rule, one.urgent) for one in early] == [
        ("CK-ETSY-REPLY", "fine"),
        ("", "fine"),
        ("CK-ETSY", "fine"),
    ]
    assert early[1].due_at == berlin("2026-07-17 10:00")
    assert [left_words(one) for one in early] == ["22 h left", "6 working hours left", "45 h left"]
    late = running(rules, asked, "2026-07-16T07:00:00Z", BERLIN, WORK, berlin("2026-07-17 09:30"))
    assert [one.urgent for one in late] == ["soon", "soon", "fine"]
    assert [left_words(one) for one in late[:2]] == ["30 min left", "30 working minutes left"]
    over = running(rules, asked, "2026-07-16T07:00:00Z", BERLIN, WORK, berlin("2026-07-17 12:00"))
    assert [one.urgent for one in over] == ["over", "over", "fine"]
    assert [left_words(one) for one in over[:2]] == ["2 h over", "2 h over"]


def test_an_answered_message_has_no_clock():
    rules = clocks_for(CasePlace("etsy"), clock_rules())
    found = running(rules, None, "2026-07-16T07:00:00Z", BERLIN, WORK, berlin("2026-07-16 12:00"))
    assert [one.rule for one in found] == ["CK-ETSY"]


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("9-17", "9:00-17:00"),
        ("9:00–12:30， 14-18", "9:00-12:30, 14:00-18:00"),
        ("", ""),
        ("9：30-17", "9:30-17:00"),
    ],
)
def test_hours_as_they_are_typed(typed, read):
    assert day_words(checked_day(typed)) == read
    assert checked_day(read) == checked_day(typed)


@pytest.mark.parametrize("typed", ["9", "17-9", "9-25", "9-12, 11-14", "nine-five", "9-17-18", "9:75-17"])
def test_hours_that_are_none_are_refused(typed):
    with pytest.raises(UserError):
        checked_day(typed)


def test_holidays_and_lengths_as_they_are_typed():
    assert checked_holidays("2026-12-25, 2026-12-26\n2027-01-01") == {
        date(2026, 12, 25),
        date(2026, 12, 26),
        date(2027, 1, 1),
    }
    with pytest.raises(UserError, match=r"31\.12"):
        checked_holidays("31.12.2026")
    assert checked_length(" 36 ") == 36
    for wrong in ("0", "2.5", "a day", "5000", "-3"):
        with pytest.raises(UserError):
            checked_length(wrong)


def test_usual_hours_are_nine_to_five_on_weekdays():
    assert [day_words(day) for day in WorkingHours().week] == ["9:00-17:00"] * 5 + [""] * 2
    assert WorkingHours().week[0] == ((time(9), time(17)),)


def test_hours_are_kept_as_rows():
    own = WorkingHours((checked_day("9-12, 14-17"), *(((),) * 6)), frozenset({date(2026, 12, 25)}), BERLIN, 4)
    assert hours_from(reversed(rows_of(own)), BERLIN, 4) == own
    assert hours_from([(None, "2026-12-25", "", "")]) == WorkingHours(holidays=frozenset({date(2026, 12, 25)}))
