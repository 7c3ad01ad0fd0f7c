"""What a target takes, in numbers worked out by hand."""

from __future__ import annotations

import pytest

from storeapp.reputation.standing.targets import RatingTally, good_needed, take, threshold_of


def stars(total, count, lowest=1.0):
    return RatingTally("rating", total, count, 5.0, 1.0, lowest)


@pytest.mark.parametrize(
    ("count", "mean", "target", "needed"),
    [(100, 4.2, 4.5, 60), (40, 3.8, 4.5, 56), (10, 5.0, 4.5, 0), (100, 4.2, 5.0, None), (0, 0, 4.5, 1)],
)
def test_stars_needed(count, mean, target, needed):
    assert good_needed(count * mean, count, target, 5.0) == needed


def test_what_shows_as_the_target():
    assert threshold_of("rating", 4.8) == 4.75
    assert threshold_of("percent", 99.0) == 98.95
    assert threshold_of("points", 500) == 500


def test_a_shown_rating_of_an_own_shop():
    found = take(stars(1044, 221, lowest=2.0), 4.8, 3.6)  # 4.724
    assert found.needed == 23
    assert found.weeks == pytest.approx(23 / 3.6)
    assert (found.after_bad, found.after_turned) == (38, 11)
    assert (found.afford, found.why) == (0, "")


def test_the_number_is_enough_and_one_less_is_not():
    for total, count in ((401, 99), (37, 11), (3, 3)):
        needed = take(stars(total, count), 4.6, 1.0).needed
        assert (total + 5 * needed) / (count + needed) >= 4.55
        assert (total + 5 * (needed - 1)) / (count + needed - 1) < 4.55


def test_a_reached_target_says_how_many_bad_ones_it_bears():
    found = take(stars(490, 100), 4.8, 2.0)
    assert (found.needed, found.why, found.weeks) == (0, "reached", None)
    assert found.afford == 4
    assert (490 + 4) / 104 >= 4.75 > (490 + 5) / 105


def test_a_hundred_percent_cannot_be_shown_after_many_bad_ones():
    exact = good_needed(95, 100, 1.0, 1.0)
    assert exact is None


def test_percent_and_points():
    percent = take(RatingTally("percent", 33, 34, 1.0, 0.0, 0.0), 98.0, 1.0)
    assert percent.needed == 15  # 48 of 49 are 97.96, which shows as 98.0
    assert percent.after_turned == 0
    points = take(RatingTally("points", 463, 500, 1.0, -1.0, -1.0), 500, 4.0)
    assert (points.needed, points.weeks) == (37, pytest.approx(9.25))
    assert (points.after_bad, points.after_turned) == (38, 35)
    assert take(RatingTally("points", 463, 500, 1.0, -1.0, -1.0), 450, 4.0).afford == 13


def test_without_a_pace_no_weeks_are_promised():
    found = take(stars(1044, 221), 4.8, None)
    assert (found.needed, found.weeks, found.why) == (23, None, "no pace")


def test_nothing_to_turn_where_all_are_best():
    assert take(stars(50, 10, lowest=None), 4.8, 1.0).after_turned is None


def test_ratings_that_cannot_reach_it():
    found = take(RatingTally("rating", 3.5 * 7 + 40, 17, 5.0, 1.0, 1.0), 5.05, 1.0)
    assert (found.needed, found.why) == (None, "perfect")
