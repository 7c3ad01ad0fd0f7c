"""Likely ranges of a share and of the difference of two: published values, and what must hold for any counts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storeapp.kernel.likely import Range, newcombe, wilson

samples = st.integers(0, 400).flatmap(lambda total: st.tuples(st.integers(0, total), st.just(total)))


@pytest.mark.parametrize(
    ("good", "total", "low"),
    [
        (0, 0, 0.0),
        (1, 1, 0.2065),
        (2, 2, 0.3424),
        (10, 10, 0.7225),
        (95, 100, 0.8882),
        (100, 101, 0.9460),
        (600, 1000, 0.5693),
        (5500, 10000, 0.5402),
        (0, 5, 0.0),
    ],
)
def test_wilson_gives_the_worked_examples(good, total, low):
    assert wilson(good, total).low == pytest.approx(low, abs=0.00006)


def test_wilson_of_nothing_says_nothing():
    assert wilson(0, 0) == Range(0.0, 1.0)


def test_wilson_of_38_of_164_is_the_range_on_todays_card():
    likely = wilson(38, 164)
    assert (round(likely.low, 2), round(likely.high, 2)) == (0.17, 0.30)


# Newcombe 1998, Statistics in Medicine 17:873-890, table II, method 10.
@pytest.mark.parametrize(
    ("first", "second", "low", "high"),
    [
        ((56, 70), (48, 80), 0.0524, 0.3339),
        ((9, 10), (3, 10), 0.1705, 0.8090),
        ((6, 7), (2, 7), 0.0582, 0.8062),
        ((5, 56), (0, 29), -0.0381, 0.1926),
        ((0, 10), (0, 20), -0.1611, 0.2775),
        ((0, 10), (0, 10), -0.2775, 0.2775),
        ((10, 10), (0, 20), 0.6791, 1.0),
        ((10, 10), (0, 10), 0.6075, 1.0),
    ],
)
def test_newcombe_gives_the_published_ranges(first, second, low, high):
    likely = newcombe(*first, *second)
    assert (likely.low, likely.high) == (pytest.approx(low, abs=0.0001), pytest.approx(high, abs=0.0001))


@given(samples, samples)
def test_a_difference_lies_in_its_range_and_turns_with_its_sides(first, second):
    likely, turned = newcombe(*first, *second), newcombe(*second, *first)
    assert (likely.low, likely.high) == (pytest.approx(-turned.high), pytest.approx(-turned.low))
    assert -1 <= likely.low <= likely.high <= 1
    if first[1] and second[1]:
        assert likely.low - 1e-9 <= first[0] / first[1] - second[0] / second[1] <= likely.high + 1e-9
