from __future__ import annotations

import time
from datetime import date, datetime, timedelta, timezone

import pytest

from storeapp.kernel.clock import Clock, FixedClock, from_utc_text, local_day, utc_text

LATE_EVENING = datetime(2026, 7, 15, 23, 30, tzinfo=timezone.utc)


def test_an_instant_survives_its_text():
    moment = datetime(2026, 7, 16, 11, 14, 5, tzinfo=timezone(timedelta(hours=2)))
    assert utc_text(moment) == "2026-07-16T09:14:05Z"
    assert from_utc_text(utc_text(moment)) == moment


def test_today_is_the_calendar_day_of_the_channels_zone():
    clock = FixedClock(LATE_EVENING)
    assert clock.today("Asia/Tokyo") == date(2026, 7, 16)
    assert clock.today("America/New_York") == date(2026, 7, 15)


@pytest.mark.parametrize(("zone", "day"), [("Asia/Jakarta", 16), ("UTC", 15), ("America/Los_Angeles", 15)])
def test_the_day_of_an_instant_is_that_of_the_owners_clock(monkeypatch, zone, day):
    with monkeypatch.context() as elsewhere:
        elsewhere.setenv("TZ", zone)
        time.tzset()
        assert local_day(utc_text(LATE_EVENING)) == date(2026, 7, day)
    time.tzset()


def test_a_fixed_clock_stands_still_until_moved():
    clock = FixedClock(LATE_EVENING)
    assert clock.now() == LATE_EVENING
    clock.at += timedelta(days=1)
    assert clock.now() == LATE_EVENING + timedelta(days=1)


def test_the_machines_clock_is_aware():
    assert Clock().now().utcoffset() == timedelta(0)
