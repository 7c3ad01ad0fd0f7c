"""Seller feedback makes the seller's ladders, product reviews the ratings of products; what nobody said is said."""

from __future__ import annotations

from datetime import date

import pytest

from storeapp.kernel.review_kinds import UNSAID, kind_of, told_apart
from storeapp.orders.queries.product_list import _stars
from storeapp.reputation.overview.queries import overview, product_ranking
from storeapp.reputation.ratings.queries import channels, unsaid
from storeapp.reputation.ratings.records import Asked
from storeapp.reputation.reviews.queries.listing import review_rows, review_totals
from storeapp.reputation.reviews.records import ReviewFilters
from storeapp.reputation.reviews.service import say_kind
from storeapp.reputation.standing.queries.ladders import standings
from storeapp.rulebook.messages.engine import check
from storeapp.rulebook.messages.facts import DraftFacts
from storeapp.rulebook.removal import lists_of
from storeapp.store import journal
from tests import kept

TODAY = date(2026, 7, 16)


@pytest.fixture
def amazon(make) -> int:
    """12 ratings of the seller, 10 of them good; 3 bad product reviews; 2 of which nobody said what they are."""
    channel, product = make.channel(platform="amazon", name="Ours"), make.product(title="Lamp")
    for number in range(12):
        stars, day = 5 if number < 10 else 1, f"2026-06-{number + 1:02d}"
        make.review(channel_id=channel, product_id=product, stars=stars, kind="seller", posted_on=day)
    for _number in range(3):
        make.review(channel_id=channel, product_id=product, stars=2, kind="product", posted_on="2026-07-02")
    for _number in range(2):
        make.review(channel_id=channel, product_id=product, stars=1, posted_on="2026-07-03")
    return channel


def ladders(conn):
    found = next(one for one in standings(conn, TODAY) if one.channel.platform == "amazon")
    return {row.id: row for row in found.ladders}


def test_ladders_count_their_own_kind_and_say_what_they_leave_out(db, amazon):
    with db.read() as conn:
        rows = ladders(conn)
    feedback, rating = rows["amazon-feedback"], rows["amazon-rating"]
    assert (round(feedback.figure.value), feedback.figure.count, feedback.unsaid) == (83, 12, 2)
    assert (rating.figure.value, rating.figure.count, rating.unsaid) == (2.0, 3, 2)


def test_a_bad_review_nobody_said_the_kind_of_leaves_the_defect_rate_open(db, make, amazon):
    order = make.order(channel_id=amazon, number="A-1", placed_on="2026-07-01")

    def defects() -> float | None:
        with db.read() as conn:
            row = ladders(conn)["amazon-health"]
        return next(one.figure.value for one in row.criteria if one.metric.id == "order_defect_rate")

    make.review(channel_id=amazon, order_id=order, stars=1, kind="product", posted_on="2026-07-04")
    assert defects() == 0
    make.review(channel_id=amazon, order_id=order, stars=1, posted_on="2026-07-04")
    assert defects() is None


def test_products_are_rated_by_product_reviews_only(db, make, amazon):
    etsy = make.channel(platform="etsy", name="Etsy")
    with db.read() as conn:
        product = conn.exec_driver_sql("SELECT id FROM products").scalar_one()
    make.review(channel_id=etsy, product_id=product, stars=4, posted_on="2026-07-03")
    with db.read() as conn:
        (ranked,) = product_ranking(conn, Asked(), TODAY).products
        (listed,) = conn.execute(_stars()).all()
    assert (ranked.counts.total, ranked.counts.mean) == (4, 2.5)
    assert (listed.reviews, listed.stars) == (4, 2.5)


def test_a_channels_card_keeps_product_reviews_apart(db, amazon):
    with db.read() as conn:
        (standing,) = overview(conn, Asked(), TODAY).standings
    assert standing.now.total == 14
    assert standing.bad == 2 + 3 + 2  # a bad review of any kind waits for a reply
    assert {one.kind: one.reviews for one in standing.kinds} == {"seller": 12, "product": 3, UNSAID: 2}


@pytest.mark.parametrize(("kind", "count"), [("seller", 12), ("product", 4), (UNSAID, 2)])
def test_the_list_is_narrowed_to_a_kind_said_or_of_its_platform(db, make, amazon, kind, count):
    make.review(channel_id=make.channel(platform="etsy", name="Etsy"))
    wanted = ReviewFilters(kind=kind)
    with db.read() as conn:
        rows = review_rows(conn, wanted, 0, 50)
        totals = review_totals(conn, wanted)
    assert (len(rows), totals.reviews) == (count, count)
    assert {row.about for row in rows} == {kind}
    assert ReviewFilters.from_json(wanted.to_json()) == wanted


def test_many_are_said_at_once_and_undone_at_once(db, make, amazon):
    make.review(channel_id=make.channel(platform="etsy", name="Etsy"))
    said = say_kind(db, ReviewFilters(kind=UNSAID), "seller")
    assert said.value == 2
    with db.read() as conn:
        assert unsaid(conn, channels(conn)) == 0
        assert ladders(conn)["amazon-feedback"].figure.count == 14
        assert kept.recount(conn).wrong == 0
    assert say_kind(db, ReviewFilters(), "product").value == 14  # none of Etsy's, which are what they are
    journal.undo(db)
    journal.undo(db)
    with db.read() as conn:
        assert unsaid(conn, channels(conn)) == 2
        assert kept.recount(conn).wrong == 0


def test_rules_for_replies_and_removal_follow_the_kind():
    def codes(**facts) -> dict[str, str]:
        return {one.code: one.severity for one in check("", DraftFacts(platform="amazon", **facts))}

    assert codes(stars=5, kind="product").get("stars") == "BLOCK"
    assert "final" not in codes(stars=5, kind="product")
    assert "stars" not in codes(stars=5, kind="seller")
    assert codes(stars=5, kind="seller")["final"] == "INFO"
    assert {"stars", "final"} <= codes(stars=5, kind=UNSAID).keys()
    assert [one.id for one in lists_of("amazon", "seller")] == ["amazon.feedback"]
    assert [one.id for one in lists_of("amazon", "product")] == ["amazon.review"]
    assert len(lists_of("amazon", UNSAID)) == 2


def test_a_kind_is_what_was_said_else_what_the_platform_has():
    assert kind_of("product", "ebay") == "product"
    assert (kind_of(None, "ebay"), kind_of(None, "etsy"), kind_of(None, "trustpilot")) == ("seller", "product", "shop")
    assert (kind_of(None, "amazon"), kind_of(None, "own")) == (UNSAID, "")
    assert told_apart(["etsy"]) == ()
    assert told_apart(["etsy", "ebay"]) == ("product", "seller")
    assert told_apart(["amazon"]) == ("product", "seller", UNSAID)
