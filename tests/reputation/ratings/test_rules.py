"""Ratings, ranges, rankings and waits: the worked examples of the rule book, and what must hold for any ratings."""

from __future__ import annotations

import random
from datetime import date, datetime, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storeapp.reputation.ratings.rules import (
    Span,
    StarCounts,
    by_low_end,
    mean_range,
    median,
    month_plus,
    months_between,
    one_line,
    rolling,
    span_of,
    trend,
    waited,
)
from storeapp.reputation.reviews.records import ThemeName
from storeapp.reputation.themes.records import ReviewShare, ThemeShare

NOW = datetime(2026, 7, 16, 9, 0, tzinfo=timezone.utc)
counts_of = st.tuples(*(st.integers(0, 400) for _ in range(5))).map(StarCounts)


@pytest.mark.parametrize(
    ("by_star", "mean", "low", "high"),
    [
        ((1, 0, 1, 5, 76), 4.867, 4.70, 4.94),  # the small Etsy shop of the test data
        ((59, 10, 18, 31, 99), 3.465, 3.23, 3.69),
        ((0, 0, 0, 0, 1), 5.0, 1.84, 5.0),
        ((0, 0, 0, 0, 10), 5.0, 4.06, 5.0),
    ],
)
def test_range_of_a_mean(by_star, mean, low, high):
    counts = StarCounts(by_star)
    likely = mean_range(counts)
    assert counts.mean == pytest.approx(mean, abs=0.001)
    assert likely is not None
    assert (likely.low, likely.high) == (pytest.approx(low, abs=0.006), pytest.approx(high, abs=0.006))


def test_nothing_rated_has_neither_mean_nor_range():
    assert StarCounts().mean is None
    assert mean_range(StarCounts()) is None


@given(counts_of)
def test_the_range_holds_the_mean_and_stays_on_the_scale(counts):
    likely = mean_range(counts)
    if counts.mean is None:
        assert likely is None
    else:
        assert likely is not None
        assert 1 <= likely.low <= counts.mean + 1e-9
        assert counts.mean - 1e-9 <= likely.high <= 5 + 1e-9


@given(counts_of, st.integers(2, 6))
def test_more_of_the_same_reviews_make_the_range_narrower(counts, times):
    one, many = mean_range(counts), mean_range(StarCounts(tuple(times * number for number in counts.by_star)))
    if one is not None and many is not None:
        assert many.high - many.low < one.high - one.low


@pytest.mark.parametrize("shares", [(0.012, 0.006, 0.012, 0.06, 0.91), (0.27, 0.04, 0.08, 0.16, 0.45)])
@pytest.mark.parametrize("size", [5, 30, 100])
def test_the_range_holds_the_truth_at_least_nine_times_in_ten(shares, size):
    dice = random.Random(size)
    truth = sum(star * share for star, share in enumerate(shares, 1))
    hits = 0
    for _ in range(400):
        drawn = dice.choices((1, 2, 3, 4, 5), shares, k=size)
        likely = mean_range(StarCounts.of({star: drawn.count(star) for star in range(1, 6)}))
        assert likely is not None
        hits += likely.low <= truth <= likely.high
    assert hits >= 360


def test_products_are_ranked_by_the_low_end_not_by_the_mean():
    ranked = by_low_end(
        [
            ("one five", StarCounts((0, 0, 0, 0, 1))),
            ("many good", StarCounts((1, 1, 2, 10, 128))),
            ("middling", StarCounts((10, 10, 20, 30, 30))),
            ("unrated", StarCounts()),
        ]
    )
    assert [item for item, _, _ in ranked] == ["many good", "middling", "one five"]


def test_a_change_within_chance_is_not_clear():
    few = trend(StarCounts((0, 0, 0, 1, 4)), StarCounts((0, 0, 1, 0, 4)))
    many = trend(StarCounts((0, 0, 0, 100, 900)), StarCounts((100, 0, 0, 100, 800)))
    assert few is not None
    assert not few.clear
    assert many is not None
    assert many.clear
    assert many.direction == 1
    assert many.change == pytest.approx(0.4)


def test_no_trend_against_nothing():
    assert trend(StarCounts((0, 0, 0, 0, 3)), StarCounts()) is None


def test_a_change_shown_as_zero_has_no_direction():
    same = StarCounts((0, 0, 0, 0, 100))
    found = trend(same, same)
    assert found is not None
    assert found.direction == 0


def test_rolling_takes_twelve_months_and_drops_the_thirteenth():
    by_month = {"2025-07": StarCounts((1, 0, 0, 0, 0)), "2025-08": StarCounts((0, 0, 0, 0, 1))}
    points = rolling(by_month, ["2025-07", "2026-06", "2026-07", "2026-08"])
    assert [(p.month, p.rating, p.reviews, p.in_span) for p in points] == [
        ("2025-07", 1.0, 1, 1),
        ("2026-06", 3.0, 0, 2),
        ("2026-07", 5.0, 0, 1),
        ("2026-08", None, 0, 0),
    ]


@pytest.mark.parametrize(
    ("newest", "span"),
    [
        ("2026-07", Span("2025-08", "2026-07")),
        ("2025-08", Span("2025-08", "2026-07")),
        ("2025-07", Span("2024-08", "2025-07", past=True)),
        ("2018-08", Span("2017-09", "2018-08", past=True)),
        (None, Span("2025-08", "2026-07")),
    ],
)
def test_an_old_shop_is_shown_by_the_last_months_it_has(newest, span):
    assert span_of(12, date(2026, 7, 16), newest) == span


def test_the_span_before_is_as_long_and_touches():
    span = Span("2025-08", "2026-07")
    assert span.before == Span("2024-08", "2025-07")
    assert span.months[0] == "2025-08"
    assert len(span.months) == 12


@given(st.integers(0, 9000), st.integers(-400, 400))
def test_months_count_forth_and_back(start, steps):
    month = month_plus("1900-01", start)
    assert months_between(month, month_plus(month, steps)) == steps


@pytest.mark.parametrize(
    ("posted_on", "posted_at", "hours", "exact", "tone"),
    [
        ("2026-07-15", "2026-07-15T02:00:00Z", 31, True, "overdue"),
        ("2026-07-15", "2026-07-15T11:00:00Z", 22, True, "due"),
        ("2026-07-16", "2026-07-16T00:00:00Z", 9, True, "calm"),
        ("2026-07-16", "2026-07-16T10:00:00Z", 0, True, "calm"),  # a clock that runs ahead
        ("2026-07-16", None, 0, False, "calm"),
        ("2026-07-14", None, 48, False, "overdue"),
    ],
)
def test_waiting(posted_on, posted_at, hours, exact, tone):
    wait = waited(posted_on, posted_at, NOW, date(2026, 7, 16))
    assert wait is not None
    assert (wait.hours, wait.exact, wait.tone) == (hours, exact, tone)


def test_a_review_without_a_date_has_no_wait():
    assert waited(None, None, NOW, date(2026, 7, 16)) is None


@pytest.mark.parametrize(("values", "middle"), [([], None), ([20, 10, 300], 20), ([1, 2, 3, 10], 2.5)])
def test_median(values, middle):
    assert median(values) == middle


@pytest.mark.parametrize(
    ("title", "text", "line"),
    [
        ("Just right", "We love it.", "Just right. We love it."),
        ("Just right!", "We\nlove it.", "Just right! We love it."),
        ("很满意", "灯光柔和", "很满意\u3002灯光柔和"),
        ("", "We love it.", "We love it."),
        ("Just right", " ", "Just right"),
    ],
)
def test_title_and_text_make_one_line(title, text, line):
    assert one_line(title, text) == line


@pytest.mark.parametrize(
    ("recent", "before", "tested", "clear"),
    [
        ((3, 20), (0, 200), 1, False),  # three reviews are a story, not a change
        ((6, 20), (4, 200), 1, True),
        ((6, 20), (4, 200), 20, True),
        ((10, 40), (20, 200), 1, True),
        ((10, 40), (20, 200), 12, False),  # one of twelve themes does that by chance
        ((0, 60), (40, 200), 12, True),
        ((20, 20), (199, 202), 1, False),  # only three don't name it
        ((5, 0), (5, 100), 1, False),
    ],
)
def test_a_themes_change_is_told_only_where_chance_would_hardly_do_it(recent, before, tested, clear):
    theme = ThemeShare(
        ThemeName(1, "Packaging", "packaging"),
        ReviewShare(0, 0),
        ReviewShare(0, 0),
        0,
        ReviewShare(*recent),
        ReviewShare(*before),
        (),
        tested,
    )
    assert theme.clear == clear
