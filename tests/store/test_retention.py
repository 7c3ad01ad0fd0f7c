"""Thinning of backups: Anki's rule, over 400 days, and with clocks that jump."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from functools import cache
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storeapp.store.retention import BackupAge, superfluous

START = datetime(2026, 1, 1, 9, 0, tzinfo=timezone.utc)
DAY = timedelta(days=1)


def thin(backups: list[BackupAge], now: datetime) -> list[BackupAge]:
    going = set(superfluous(backups, now))
    return [backup for place, backup in enumerate(backups) if place not in going]


@cache
def lived(days: int, a_day: int = 3) -> tuple[tuple[BackupAge, ...], datetime]:
    backups: list[BackupAge] = []
    now = START
    for day in range(days):
        for hour in range(a_day):
            now = START + day * DAY + timedelta(hours=3 * hour)
            backups = thin([*backups, BackupAge(now, True)], now)
    return tuple(backups), now


def test_after_400_days_of_three_a_day() -> None:
    backups, now = lived(400)
    ages = [(now - backup.made) / DAY for backup in backups]
    assert len([age for age in ages if age < 2]) == 6
    older = sorted(age for age in ages if age >= 2)
    daily, weekly, monthly = older[:12], older[12:22], older[22:]
    assert len(monthly) == 9
    assert [round(b - a) for a, b in pairwise(daily)] == [1] * 11
    assert [round(b - a) for a, b in pairwise(weekly)][1:] == [7] * 8  # the first week is partly one of days
    assert weekly[1] - weekly[0] <= 7
    assert all(20 <= round(b - a) <= 36 for a, b in pairwise(monthly[1:]))  # the last Sunday of each month
    months = [(now - age * DAY).month for age in monthly]
    assert months == [11, 10, 9, 8, 7, 6, 5, 4, 3]
    assert older[-1] > 300


@pytest.mark.parametrize("days", [0, 1, 2, 13, 40, 130])
def test_young_shops_keep_their_first_days(days: int) -> None:
    backups, now = lived(days + 1, a_day=1)
    assert len([b for b in backups if now - b.made < 2 * DAY]) == min(days + 1, 2)
    if days < 14:
        assert len(backups) == days + 1


@pytest.mark.parametrize("jump", [-3650, -400, -30, -3, 3, 30, 400, 3650])
def test_a_clock_that_jumps_never_costs_the_newest_backups(jump: int) -> None:
    backups, now = lived(400)
    for wrong in (now + jump * DAY, now):
        after = thin([*backups, BackupAge(wrong, True)], wrong)
        newest = max(backups, key=lambda backup: backup.made)
        assert BackupAge(wrong, True) in after
        assert newest in after
        assert len(after) >= 15
        backups = tuple(after)


def test_nothing_goes_unless_a_newer_good_one_stays() -> None:
    old = [BackupAge(START + hour * timedelta(hours=1), False) for hour in range(5)]
    now = START + 100 * DAY
    assert thin(old, now) == old
    good = BackupAge(START - DAY, True)
    assert thin([*old, good], now) == [*old, good]
    newer = BackupAge(START + DAY, True)
    assert thin([*old, good, newer], now) == [good, newer]


def test_a_broken_one_takes_no_good_ones_place() -> None:
    noon, night = BackupAge(START, True), BackupAge(START + timedelta(hours=8), False)
    last = BackupAge(START + 50 * DAY, True)
    assert thin([noon, night, last], START + 60 * DAY) == [noon, last]


moments = st.datetimes(datetime(2024, 1, 1), datetime(2028, 1, 1), timezones=st.just(timezone.utc))  # noqa: DTZ001


@given(st.lists(st.builds(BackupAge, moments, st.booleans()), max_size=60), moments)
def test_the_newest_good_backup_always_stays(backups: list[BackupAge], now: datetime) -> None:
    after = thin(backups, now)
    good = [backup for backup in backups if backup.verified]
    if good:
        assert max(good, key=lambda backup: backup.made) in after
    else:
        assert after == backups
    assert thin(after, now) == after
