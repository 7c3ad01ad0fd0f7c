"""The kept sums and the windows of the list against a plain recount of the reviews themselves."""

from __future__ import annotations

import random
import shutil
from collections import Counter
from dataclasses import replace
from datetime import date, datetime, timedelta, timezone
from itertools import product as every

import pytest
from sqlalchemy import text

from storeapp.derived import DERIVED
from storeapp.kernel.clock import FixedClock
from storeapp.reputation.inbox.queries import saved_views
from storeapp.reputation.ratings import queries as ratings_queries
from storeapp.reputation.ratings.queries import month_counts, other_scale, product_stars, reply_speed
from storeapp.reputation.ratings.rules import Span, StarCounts
from storeapp.reputation.reviews.queries.listing import (
    bad_waiting,
    review_count,
    review_position,
    review_rows,
    review_totals,
)
from storeapp.reputation.reviews.queries.one_review import review_detail
from storeapp.reputation.reviews.records import ReviewFilters
from storeapp.store.db import Database
from storeapp.store.saved_views import save_view
from storeapp.store.tables import Review, ReviewVersion
from tests.make import Make

COLUMNS = (
    "channel_id",
    "product_id",
    "order_id",
    "order_number",
    "stars",
    "rating",
    "scale",
    "text",
    "language",
    "photos",
    "posted_on",
    "replied_on",
    "reply",
)


@pytest.fixture(scope="module")
def shop(blank_shop, tmp_path_factory):
    """Three channels, one of them on another scale, and 600 reviews of every kind, some without a date or stars."""
    folder = tmp_path_factory.mktemp("reviews") / "shop"
    shutil.copytree(blank_shop, folder)
    db = Database.open(
        folder, FixedClock(datetime(2026, 7, 16, 9, 0, tzinfo=timezone.utc)), who="Owner", derived=DERIVED
    )
    yield filled(db)
    db.close()


def filled(db):
    make = Make(db)
    dice = random.Random(7)
    channels = [make.channel(name="Etsy"), make.channel(name="Own", platform="own"), make.channel(name="eBay")]
    products = [make.product(title=f"Lamp {number}") for number in range(4)]
    orders = [make.order(channel_id=channels[0]) for _ in range(3)]
    rows = []
    for _ in range(600):
        channel = dice.choice(channels)
        stars = None if channel == channels[2] else dice.choice([1, 2, 3, 4, 5, 5, 5, 5, None])
        day = (date(2024, 1, 1) + timedelta(days=dice.randrange(925))).isoformat() if dice.random() > 0.05 else None
        replied = day if dice.random() < 0.3 else None
        rows.append(
            (
                channel,
                dice.choice([*products, None]),
                dice.choice([*orders, None]),
                dice.choice(["", "77"]),
                stars,
                None if stars is None else float(stars),
                1.0 if channel == channels[2] else 5.0,
                dice.choice(["", "Warm light", "cracked shade", "灯罩裂了"]),
                dice.choice(["en", "zh", ""]),
                dice.choice([0, 0, 2]),
                day,
                replied,
                dice.choice(["", "Sorry"]),
            )
        )
    with db.write("Many reviews") as tx:
        ids = tx.insert(Review, COLUMNS, rows)
        tx.insert(ReviewVersion, ("review_id", "text", "seen_at"), [(ids[5], "older", "2026-01-01T00:00:00Z")])
    return (
        db,
        channels,
        products,
        [dict(zip(("id", *COLUMNS), (i, *row), strict=True)) for i, row in zip(ids, rows, strict=True)],
    )


def plainly(rows, wanted):
    """The same question asked of the plain rows."""
    found = []
    for row in rows:
        if wanted.channels and row["channel_id"] not in wanted.channels:
            continue
        if wanted.product is not None and row["product_id"] != (wanted.product or None):
            continue
        if wanted.stars and (row["stars"] or 0) not in wanted.stars:
            continue
        if wanted.languages and row["language"] not in wanted.languages:
            continue
        if wanted.has_text is not None and bool(row["text"]) != wanted.has_text:
            continue
        if wanted.has_photos is not None and bool(row["photos"]) != wanted.has_photos:
            continue
        if wanted.linked is not None and (row["order_id"] is not None) != wanted.linked:
            continue
        if wanted.since and not (row["posted_on"] and row["posted_on"] >= wanted.since):
            continue
        if wanted.until and not (row["posted_on"] and row["posted_on"] <= wanted.until):
            continue
        if wanted.search and wanted.search not in row["text"]:
            continue
        bad = row["stars"] is not None and row["stars"] <= 3
        answered = row["replied_on"] is not None
        fits = {
            "": True,
            "waiting": bad and not answered,
            "none": not answered,
            "replied": answered,
            "draft": not answered and row["reply"] != "",
        }
        if fits[wanted.reply]:
            found.append(row)
    return found


QUESTIONS = [
    ReviewFilters(),
    ReviewFilters(channels=(1,)),
    ReviewFilters(channels=(1, 2)),
    ReviewFilters(stars=(1, 2, 3)),
    ReviewFilters(stars=(0,)),
    ReviewFilters(stars=(0, 5)),
    ReviewFilters(channels=(1, 3), stars=(5, 1)),
    ReviewFilters(product=2),
    ReviewFilters(product=0),
    ReviewFilters(product=2, stars=(1, 2)),
    ReviewFilters(languages=("zh",)),
    ReviewFilters(languages=("", "en"), stars=(4,)),
    ReviewFilters(has_text=True),
    ReviewFilters(has_text=False, channels=(2,)),
    ReviewFilters(has_photos=True),
    ReviewFilters(linked=False),
    ReviewFilters(linked=True, stars=(1,)),
    ReviewFilters(reply="waiting"),
    ReviewFilters(reply="waiting", stars=(3, 4)),
    ReviewFilters(reply="waiting", stars=(5,)),
    ReviewFilters(reply="waiting", channels=(1, 2)),
    ReviewFilters(reply="none", stars=(5,)),
    ReviewFilters(reply="replied"),
    ReviewFilters(reply="draft"),
    ReviewFilters(reply="replied", has_text=True),
    ReviewFilters(since="2025-03-01"),
    ReviewFilters(since="2025-03-10", until="2025-08-20"),
    ReviewFilters(since="2025-03-10", until="2025-03-20"),
    ReviewFilters(since="2025-03-01", until="2025-03-31"),
    ReviewFilters(until="2024-06-15", stars=(5, 4), channels=(1,)),
    ReviewFilters(since="2026-01-05", reply="waiting"),
    ReviewFilters(search="cracked"),
    ReviewFilters(search="裂了", stars=(1, 2, 3)),
]


@pytest.mark.parametrize("wanted", QUESTIONS, ids=lambda wanted: str(wanted.to_json()))
def test_totals_equal_a_plain_recount(shop, wanted):
    db, _, _, rows = shop
    expected = plainly(rows, wanted)
    stars = [row["stars"] for row in expected if row["stars"]]
    with db.read() as conn:
        totals = review_totals(conn, wanted)
        assert review_count(conn, wanted) == len(expected)
    assert (totals.reviews, totals.rated, totals.stars) == (len(expected), len(stars), sum(stars))


@pytest.mark.parametrize("wanted", QUESTIONS, ids=lambda wanted: str(wanted.to_json()))
def test_windows_join_into_the_whole_list_in_order(shop, wanted):
    db, _, _, rows = shop
    expected = plainly(rows, wanted)
    for sort, descending in every(("posted", "stars", "wait"), (True, False)):
        asked = replace(wanted, sort=sort, descending=descending)
        with db.read() as conn:
            whole = [row.id for row in review_rows(conn, asked, 0, 1000)]
            pieces = [row.id for first in range(0, 640, 160) for row in review_rows(conn, asked, first, 160)]
            end = [row.id for row in review_rows(conn, asked, 3, 50, backwards=True)]
        assert whole == [row["id"] for row in in_order(expected, sort, descending)]
        assert pieces == whole
        assert end == whole[::-1][3:53]


def in_order(rows, sort, descending):
    def day(row):
        return (row["posted_on"] or "", row["id"])

    newest = sorted(rows, key=day, reverse=True)
    if sort == "posted":
        return newest if descending else newest[::-1]
    if sort == "stars":
        rated = [row for row in newest if row["stars"]]
        rated.sort(key=lambda row: -row["stars"] if descending else row["stars"])
        return rated + [row for row in newest if not row["stars"]]
    waiting = [row for row in newest[::-1] if row["stars"] and row["stars"] <= 3 and row["replied_on"] is None]
    others = [row for row in newest if row not in waiting]
    return waiting + others if descending else others + waiting


@pytest.mark.parametrize("sort", ["posted", "stars", "wait"])
@pytest.mark.parametrize("descending", [True, False])
def test_a_review_is_found_in_its_list(shop, descending, sort):
    db, _, _, _ = shop
    wanted = ReviewFilters(stars=(1, 2, 3), sort=sort, descending=descending)
    with db.read() as conn:
        rows = review_rows(conn, wanted, 0, 1000)
        places = [review_position(conn, wanted, row.id) for row in rows]
        assert review_position(conn, ReviewFilters(stars=(5,)), rows[0].id) is None
    assert places == list(range(len(rows)))


def test_only_channels_with_a_star_scale_say_so(shop):
    db, _, _, _ = shop
    with db.read() as conn:
        found = {channel.name: channel.star_scale for channel in ratings_queries.channels(conn)}
    assert found == {"Etsy": True, "Own": True, "eBay": False}


def test_month_counts_equal_a_plain_recount(shop):
    db, channels, _, rows = shop
    with db.read() as conn:
        found = month_counts(conn, channels[:2], "2024-06", "2025-05")
    expected = Counter(
        (row["channel_id"], row["posted_on"][:7], row["stars"] or 0)
        for row in rows
        if row["channel_id"] in channels[:2] and row["posted_on"] and "2024-06" <= row["posted_on"][:7] <= "2025-05"
    )
    assert {(one.channel_id, one.month, one.stars): one.reviews for one in found} == expected


def test_products_with_this_year_and_the_one_before(shop):
    db, channels, products, rows = shop
    span = Span("2025-06", "2026-05")
    with db.read() as conn:
        found = {one.product_id: one for one in product_stars(conn, channels[:2], span)}
        ever = {one.product_id: one.counts for one in product_stars(conn, channels[:2], None)}
    for product in products:
        mine = [r for r in rows if r["product_id"] == product and r["stars"] and r["channel_id"] in channels[:2]]
        now = Counter(r["stars"] for r in mine if r["posted_on"] and "2025-06" <= r["posted_on"][:7] <= "2026-05")
        before = Counter(r["stars"] for r in mine if r["posted_on"] and "2024-06" <= r["posted_on"][:7] <= "2025-05")
        assert found[product].counts == StarCounts.of(now)
        assert found[product].before == StarCounts.of(before)
        assert ever[product] == StarCounts.of(Counter(r["stars"] for r in mine))


def test_one_review_comes_with_its_order_buyer_and_earlier_wording(db, make):
    buyer = make.customer(name="Ann")
    order = make.order(customer_id=buyer, delivered_on="2026-06-10", status="delivered", total_minor=14800)
    make.line(order, quantity=2)
    review = make.review(
        order_id=order, customer_id=buyer, product_id=make.product(title="Arc"), stars=1, text="x" * 999
    )
    with db.write("Edited") as tx:
        tx.insert_one(ReviewVersion, review_id=review, text="It was fine", seen_at="2026-07-01T00:00:00Z")
    with db.read() as conn:
        detail = review_detail(conn, review)
        assert review_detail(conn, 9999) is None
    assert detail is not None
    assert len(detail.text) == 999
    assert len(detail.row.text) == 300
    assert detail.row.product == "Arc"
    assert detail.row.waiting
    assert [one.text for one in detail.earlier] == ["It was fine"]
    assert detail.order is not None
    assert (str(detail.order.total), detail.order.items) == ("$148.00", 2)
    assert detail.buyer is not None
    assert (detail.buyer.orders, detail.buyer.reviews) == (1, 1)


def test_a_channel_on_another_scale_is_averaged_on_its_own(db, make):
    channel = make.channel(name="Shop")
    for rating in (4.6, 5.0):
        make.review(channel_id=channel, stars=None, rating=rating, scale=10.0)
    with db.read() as conn:
        found = other_scale(conn, channel, "2026-01-01")
    assert found is not None
    assert (found.mean, found.scale, found.reviews) == (pytest.approx(4.8), 10.0, 2)


def test_median_hours_to_a_reply(db, make):
    for hour in (10, 13, 20):
        make.review(
            stars=2,
            posted_at="2026-06-20T08:00:00Z",
            replied_on="2026-06-20",
            replied_at=f"2026-06-20T{hour}:00:00Z",
        )
    make.review(stars=5, posted_at="2026-06-20T08:00:00Z", replied_on="2026-06-20", replied_at="2026-06-20T08:30:00Z")
    with db.read() as conn:
        speed = reply_speed(conn, "2026-01-01")
    assert (speed.hours, speed.replies) == (5.0, 3)


def test_the_waiting_list_walks_its_own_index(shop):
    db, _, _, _ = shop
    seen = []
    with db.read() as conn:
        raw = conn.connection.dbapi_connection
        raw.set_trace_callback(seen.append)
        bad_waiting(conn, None, 5)
        raw.set_trace_callback(None)
        asked = next(sql for sql in seen if "posted_on" in sql and "LIMIT" in sql)
        plan = " ".join(row[3] for row in conn.execute(text("EXPLAIN QUERY PLAN " + asked.replace(":", "\\:"))))
    assert "ix_reviews_waiting" in plan
    assert "TEMP B-TREE" not in plan


def asked_of(conn, read):
    seen = []
    raw = conn.connection.dbapi_connection
    raw.set_trace_callback(seen.append)
    read()
    raw.set_trace_callback(None)
    return seen


def test_a_number_of_waiting_reviews_is_told_by_the_kept_sums_alone(shop):
    db, _, _, _ = shop
    with db.read() as conn:
        asked = asked_of(conn, lambda: review_count(conn, ReviewFilters(reply="waiting")))
    assert asked
    assert not [sql for sql in asked if "FROM reviews" in sql]


@pytest.mark.parametrize("wanted", [ReviewFilters(reply="waiting"), ReviewFilters(has_text=True, stars=(1, 2, 3))])
def test_stars_between_whole_ones_are_found_by_their_own_index(db, make, wanted):
    make.review(stars=2, rating=2.5, apart=50, text="Half")
    make.review(stars=2, rating=2.0, text="Whole")
    make.review(stars=5, rating=4.75, apart=-25, text="Good")
    with db.read() as conn:
        asked = asked_of(conn, lambda: review_totals(conn, wanted))
        (apart,) = [sql for sql in asked if "apart <> 0" in sql]
        plan = [row[3] for row in conn.execute(text("EXPLAIN QUERY PLAN " + apart.replace(":", "\\:")))]
        found = review_totals(conn, wanted)
    assert any("ix_reviews_apart" in one for one in plan)
    assert not any("ix_reviews_stars" in one for one in plan)
    assert (found.reviews, found.stars) == (2, 4.5)


def test_saved_views_come_back_as_they_were(db):
    wanted = ReviewFilters(channels=(1, 2), stars=(1, 2, 3), since="2026-06-23", sort="wait")
    save_view(db, "reputation", "  Lately  ", wanted.to_json())
    with db.read() as conn:
        (view,) = saved_views(conn)
    assert (view.name, view.wanted) == ("Lately", wanted)
