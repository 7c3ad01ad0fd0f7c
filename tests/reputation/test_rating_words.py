"""Bad is bad on every scale, and people see the platform's own word for it."""

from datetime import date

import pytest

from storeapp.exchange.foreign.numbers import stars_of
from storeapp.kernel.rating_words import rating_words, shown_stars
from storeapp.reports import queries as report
from storeapp.reports.rules import scope_of
from storeapp.reputation.overview.queries import overview
from storeapp.reputation.ratings.queries import other_scale
from storeapp.reputation.ratings.records import Asked
from storeapp.reputation.ratings.rules import BAD
from storeapp.reputation.replies.queries import reply_rates
from storeapp.reputation.reviews.queries.listing import list_totals, review_rows
from storeapp.reputation.reviews.records import ReviewFilters


@pytest.mark.parametrize(
    ("platform", "rating", "scale", "words", "bad"),
    [
        ("ebay", 1.0, 3.0, "Negative", True),
        ("ebay", 2.0, 3.0, "Neutral", True),
        ("ebay", 3.0, 3.0, "Positive", False),
        ("taobao", 1.0, 3.0, "差评", True),
        ("tmall", 2.0, 3.0, "中评", True),
        ("taobao", 3.0, 3.0, "好评", False),
        ("facebook", 0.0, 1.0, "Not recommended", True),
        ("facebook", 1.0, 1.0, "Recommended", False),
        ("etsy", 3.0, 5.0, "3 stars", True),
        ("etsy", 3.5, 5.0, "3.5 of 5", False),
        ("booking", 1.0, 10.0, "1 of 10", True),
        ("booking", 9.0, 10.0, "9 of 10", False),
        ("etsy", 0.0, 5.0, "0 stars", False),
    ],
)
def test_every_scale_says_bad_in_its_own_words(platform, rating, scale, words, bad):
    stars = stars_of(rating, scale)
    assert (stars in BAD) is bad
    assert rating_words(platform, rating, scale) == words
    assert (shown_stars(stars, scale) is None) is (scale in (1.0, 3.0) or stars is None)


def test_negatives_and_neutrals_wait_and_count_in_the_reply_rate(db, make):
    channel = make.channel(platform="ebay", name="Ours")
    for number, rating in enumerate((1.0, 2.0, 3.0, 3.0, 3.0)):
        make.review(
            channel_id=channel,
            rating=rating,
            scale=3.0,
            stars=stars_of(rating, 3.0),
            posted_on=f"2026-06-0{number + 1}",
            replied_on="2026-06-09" if rating == 1 else None,
        )
    with db.read() as conn:
        waiting = review_rows(conn, ReviewFilters(reply="waiting"), 0, 9)
        (rate,) = reply_rates(conn, date(2026, 7, 1))
        other = other_scale(conn, channel, "2026-01-01")
    assert [row.rating for row in waiting] == [2.0]
    assert all(row.waiting for row in waiting)
    assert (rate.asked, rate.replied) == (2, 1)
    assert other.positive == 0.75


def mixed_shop(make):
    """Etsy with 2 and 5 stars of this year, a bad one of long ago on Amazon, and a neutral and a positive on eBay."""
    etsy, amazon = make.channel(platform="etsy", name="Etsy"), make.channel(platform="amazon", name="Amazon")
    ebay = make.channel(platform="ebay", name="eBay")
    make.review(channel_id=etsy, stars=2, posted_on="2026-05-02")
    make.review(channel_id=etsy, stars=5, posted_on="2026-05-03")
    make.review(channel_id=amazon, stars=1, posted_on="2023-01-02")
    for rating in (2.0, 3.0):
        stars = stars_of(rating, 3.0)
        make.review(channel_id=ebay, rating=rating, scale=3.0, stars=stars, posted_on="2026-06-01")


def test_words_are_counted_but_never_averaged_as_stars(db, make):
    mixed_shop(make)
    with db.read() as conn:
        whole = list_totals(conn, ReviewFilters(since="2026-01-01"))
        waiting = list_totals(conn, ReviewFilters(reply="waiting"))
        months = report.months(conn, scope_of("12_months", (), date(2026, 7, 1)))
        figures = report.figures(conn, scope_of("12_months", (), date(2026, 7, 1)))
    assert (whole.reviews, whole.rated, whole.mean) == (4, 2, 3.5)
    assert (waiting.reviews, waiting.rated, waiting.mean) == (3, 2, 1.5)
    assert (figures.reviews, figures.rated, figures.rating, figures.other_scale) == (4, 2, 3.5, 2)
    assert (figures.bad, figures.bad_waiting) == (2, 2)
    assert [(one.reviews, one.rated, one.rating) for one in months[-2:]] == [(2, 2, 3.5), (2, 0, None)]


def test_reply_rate_of_the_overview_is_that_of_its_period(db, make):
    mixed_shop(make)
    with db.read() as conn:
        found = overview(conn, Asked((), None, 12), date(2026, 7, 1))
    assert sum(one.bad for one in found.standings) == 3  # Amazon's own months lie before the period
    assert (found.bad, found.answered) == (2, 0)
