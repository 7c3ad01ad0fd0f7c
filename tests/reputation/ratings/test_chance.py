"""Chance: tails counted by hand and by drawing, and the words for them."""

from __future__ import annotations

from itertools import combinations
from math import exp, isclose

import pytest

from storeapp.reputation.ratings.chance import at_least, how_rare, poisson_at_least, usually


def by_hand(hits: int, drawn: int, hits_before: int, before: int) -> float:
    """The same by going through every possible draw."""
    marks = [1] * (hits + hits_before) + [0] * (drawn + before - hits - hits_before)
    draws = list(combinations(marks, drawn))
    return sum(sum(draw) >= hits for draw in draws) / len(draws)


@pytest.mark.parametrize("case", [(3, 5, 2, 9), (2, 4, 1, 8), (5, 5, 0, 10), (1, 3, 4, 6), (0, 3, 4, 6), (3, 4, 6, 6)])
def test_the_tail_is_that_of_every_possible_draw(case):
    assert isclose(at_least(*case), by_hand(*case), rel_tol=1e-9)


def test_tails_of_big_shops_stay_finite():
    assert 0 < at_least(300, 1280, 20_000, 200_000) < 1e-20
    assert at_least(0, 1280, 20_000, 200_000) == 1.0


def test_the_poisson_tail():
    assert isclose(poisson_at_least(1, 2.0), 1 - exp(-2), rel_tol=1e-9)
    assert isclose(poisson_at_least(3, 2.0), 1 - exp(-2) * (1 + 2 + 2), rel_tol=1e-9)
    assert poisson_at_least(0, 2.0) == 1.0
    assert poisson_at_least(5, 0.0) == 0.0


@pytest.mark.parametrize(
    ("months", "said"),
    [
        (1, "once in 1 month."),
        (5.9, "once in 5 months."),
        (23, "once in 23 months."),
        (24, "once in 2 years."),
        (50, "once in 4 years."),
        (1300, "once in 100 years."),
    ],
)
def test_rarity_is_said_in_the_unit_that_reads_best(months, said):
    assert how_rare(months) == f"By chance alone this would happen less than {said}"


def test_what_is_usual():
    assert usually(75, 1000, 40) == "usually 3 of 40"
    assert usually(1, 1000, 40) == "usually none of 40"
    assert usually(0, 0, 40) == "usually none of 40"
