"""Days and waits as the owner reads them."""

from __future__ import annotations

import time
from datetime import date

import pytest

from storeapp.kernel.days import (
    ago,
    clock_time,
    last_day,
    last_months,
    long_day,
    month_and_year,
    short_day,
    spoken_day,
    stretch,
)

TODAY = date(2026, 7, 16)


def test_a_day_is_named_as_short_as_it_can_be():
    assert long_day(TODAY) == "Thursday 16 July 2026"
    assert spoken_day(TODAY, TODAY) == "today"
    assert spoken_day(date(2026, 7, 15), TODAY) == "yesterday"
    assert spoken_day(date(2026, 7, 9), TODAY) == "9 July"
    assert spoken_day(date(2023, 5, 1), TODAY) == "1 May 2023"
    assert short_day(date(2026, 6, 23), TODAY) == "23 Jun"
    assert short_day(date(2025, 12, 31), TODAY) == "31 Dec 2025"
    assert month_and_year("2025-08") == "Aug 2025"


@pytest.mark.parametrize(
    ("hours", "said"),
    [
        (0, "0 h"),
        (31, "31 h"),
        (47, "47 h"),
        (48, "2 days"),
        (24 * 89, "89 days"),
        (24 * 90, "3 months"),
        (24 * 729, "24 months"),
        (24 * 730, "2 years"),
        (24 * 2900, "7 years"),
    ],
)
def test_a_wait_is_said_in_the_unit_that_reads_best(hours, said):
    assert stretch(hours) == said


def test_how_long_ago():
    assert [ago(day, TODAY) for day in (TODAY, date(2026, 7, 15), date(2026, 7, 7))] == [
        "today",
        "yesterday",
        "9 days ago",
    ]


@pytest.mark.parametrize(
    ("count", "today", "first"),
    [
        (12, date(2026, 7, 16), date(2025, 8, 1)),
        (12, date(2026, 12, 31), date(2026, 1, 1)),
        (12, date(2024, 2, 29), date(2023, 3, 1)),
        (1, date(2026, 1, 31), date(2026, 1, 1)),
        (3, date(2026, 1, 1), date(2025, 11, 1)),
    ],
)
def test_the_last_months_are_this_one_so_far_and_whole_ones(count, today, first):
    assert last_months(count, today) == first


def test_the_last_day_of_a_month():
    assert [last_day(month) for month in ("2026-12", "2024-02", "2026-02")] == [
        "2026-12-31",
        "2024-02-29",
        "2026-02-28",
    ]


def test_a_time_names_its_zone_where_that_is_not_the_owners(monkeypatch):
    monkeypatch.setenv("TZ", "Europe/Berlin")
    time.tzset()
    try:
        noon = "2026-07-16T10:00:00Z"
        assert clock_time(noon, "") == "12:00"
        assert clock_time(noon, "Europe/Paris") == "12:00"  # another name, the same clocks
        assert clock_time(noon, "America/New_York") == "06:00 (New York time)"
        assert clock_time(noon, "UTC") == "10:00 (UTC time)"
        assert (clock_time(None, "UTC"), clock_time("~", "UTC")) == ("", "")
    finally:
        monkeypatch.undo()
        time.tzset()
