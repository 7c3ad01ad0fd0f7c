"""The figures of after-sales: the worked values of the rule book, and repeats of one reason."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storeapp.aftersales.causes.metrics import (
    CaseFact,
    Portion,
    median,
    nearest_rank,
    repeat_rate,
    repeats,
    wait_words,
    waits,
)


def test_the_worked_values_of_the_rule_book():
    assert median([10, 20, 300]) == 20
    assert sum([10, 20, 300]) / 3 == 110
    assert Portion(172, 200).share == pytest.approx(0.86)
    assert Portion(6, 150).share == pytest.approx(0.04)
    gaps = [7, 14, 21, 29, 30, 31, 31, 47, 60, 90]
    assert (nearest_rank(gaps, 0.4), nearest_rank(gaps, 0.8)) == (29, 47)


def test_waits_leave_out_what_can_not_be():
    found = waits([1.0, 2.0, 30.0, -5.0])
    assert (found.count, found.median, found.ninth) == (3, 2.0, 30.0)
    assert waits([]).median is None


def facts(*rows: tuple[str, str, int | None, int | None]) -> list[CaseFact]:
    return [CaseFact(number, *row) for number, row in enumerate(rows, 1)]


def test_three_of_one_size_in_ninety_days_are_a_pattern():
    cases = facts(
        ("2026-04-20", "PRD_SIZE", 7, 1),
        ("2026-06-01", "PRD_SIZE", 7, 2),
        ("2026-07-16", "PRD_SIZE", 7, 3),
        ("2026-07-16", "DEL_LATE", 7, 3),
        ("2026-01-01", "PRD_SIZE", 8, 4),
        ("2026-07-16", "PRD_SIZE", 8, 5),
    )
    found = repeats(cases, "product", 3)
    assert [(one.record, one.reason, one.cases) for one in found] == [(7, "PRD_SIZE", (1, 2, 3))]
    assert repeats(facts(*[("2026-01-01", "", 7, 1)] * 5), "product", 3) == []


def test_ninety_one_days_apart_are_two_stories():
    near = facts(("2026-01-01", "PRD_SIZE", 7, 1), ("2026-04-01", "PRD_SIZE", 7, 1))
    far = facts(("2026-01-01", "PRD_SIZE", 7, 1), ("2026-04-02", "PRD_SIZE", 7, 1))
    assert repeat_rate(near) == Portion(1, 1)
    assert repeat_rate(far) == Portion(0, 1)
    assert repeat_rate(near, "customer") == Portion(1, 1)


def test_a_repeat_rate_counts_records_once():
    cases = facts(
        ("2026-07-01", "PRD_SIZE", 1, None),
        ("2026-07-02", "PRD_SIZE", 1, None),
        ("2026-07-02", "DEL_LATE", 1, None),
        ("2026-07-02", "DEL_LATE", 2, None),
        ("2026-07-02", "DEL_LATE", None, None),
    )
    assert repeat_rate(cases) == Portion(1, 2)


days = st.integers(0, 400).map(lambda count: (date(2026, 1, 1) + timedelta(days=count)).isoformat())
rows = st.lists(st.tuples(days, st.sampled_from(["A", "B", ""]), st.integers(1, 3), st.none()), max_size=25)


@given(rows, st.integers(2, 4))
def test_a_pattern_is_just_what_a_look_at_every_stretch_finds(found, least):
    cases = facts(*found)
    slow = set()
    for one in cases:
        first = date.fromisoformat(one.day)
        near = [
            other
            for other in cases
            if (other.product, other.reason) == (one.product, one.reason)
            and 0 <= (date.fromisoformat(other.day) - first).days <= 90
        ]
        if one.reason and len(near) >= least:
            slow.add((one.product, one.reason))
    assert {(one.record, one.reason) for one in repeats(cases, "product", least)} == slow


@pytest.mark.parametrize(
    ("hours", "words"), [(1 / 3, "20 min"), (3.5, "3.5 h"), (24, "24 h"), (76.8, "3.2 days"), (48, "2 days")]
)
def test_waits_in_words(hours, words):
    assert wait_words(hours) == words


def test_a_part_larger_than_its_whole_is_no_share():
    assert Portion(3, 2).share is None
    assert Portion(0, 0).share is None
    assert Portion(0, 5).likely is not None
