"""What Today reads, on shops of today, of years ago and of nothing at all."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone

import pytest

from storeapp.kernel.targets import AnswerReview, OpenReviews
from storeapp.reputation.ratings.queries import channels
from storeapp.reputation.replies.service import keep_draft
from storeapp.reputation.reviews.service import mark_replied
from storeapp.solicitation import service as requests
from storeapp.store.tables import ImportBatch
from storeapp.today import queries, service
from storeapp.today.lines import link_lines, review_lines, stale_lines
from storeapp.today.rules import later_today

TODAY = date(2026, 7, 16)
NOW = datetime(2026, 7, 16, 9, 0, tzinfo=timezone.utc)


def imported(db, channel, days_ago, kinds="customers orders lines products", name="EtsySoldOrderItems2026.csv"):
    at = (NOW - timedelta(days=days_ago)).strftime("%Y-%m-%dT%H:%M:%SZ")
    with db.write("Imported") as tx:
        tx.insert_one(ImportBatch, channel_id=channel, file_name=name, sha256="0", kinds=kinds, imported_at=at)


def test_an_empty_shop_has_nothing_to_show(db):
    with db.read() as conn:
        known = channels(conn)
        assert queries.waiting(conn, TODAY) == queries.Waiting((), 0)
        assert queries.stale_files(conn, TODAY) == []
        assert queries.rating_card(conn, known, TODAY) is None
        assert queries.reply_card(conn, known, TODAY) is None
        assert queries.sales_card(conn, TODAY) is None


def test_fresh_bad_reviews_come_one_by_one_longest_wait_first(db, make):
    for day in ("2026-07-14", "2026-07-15", "2026-07-10"):
        make.review(stars=2, posted_on=day)
    make.review(stars=1, posted_on="2020-01-01")
    make.review(stars=5, posted_on="2026-07-15")
    make.review(stars=1, posted_on="2026-07-15", replied_on="2026-07-15")
    with db.read() as conn:
        found = queries.waiting(conn, TODAY)
    assert [row.posted_on for row in found.shown] == ["2026-07-10", "2026-07-14", "2026-07-15"]
    assert found.total == 4
    lines = list(review_lines(found, NOW, TODAY, show_names=False))
    assert [line.tag for line in lines] == ["Waiting 6 days", "Waiting 2 days", "Waiting 24 h", "1 open"]
    assert lines[-1].title == "1 more bad review has no reply"


def test_an_old_shop_shows_its_newest_bad_reviews(db, make):
    for year in range(2015, 2021):
        make.review(stars=1, posted_on=f"{year}-05-01")
    with db.read() as conn:
        found = queries.waiting(conn, TODAY)
    assert [row.posted_on for row in found.shown] == ["2018-05-01", "2019-05-01", "2020-05-01"]
    assert [line.tag for line in review_lines(found, NOW, TODAY, False)][:1] == ["Waiting 8 years"]


def test_a_line_names_buyers_by_number_unless_names_are_on(db, make):
    buyer = make.customer(name="Ann")
    make.review(
        stars=1, posted_on="2026-07-15", customer_id=buyer, order_number="77", product_id=make.product(title="Arc")
    )
    with db.read() as conn:
        found = queries.waiting(conn, TODAY)
    (plain,) = review_lines(found, NOW, TODAY, show_names=False)
    (named,) = review_lines(found, NOW, TODAY, show_names=True)
    assert plain.detail == f"Arc, Customer {buyer}, order 77"
    assert named.detail == "Arc, Ann, order 77"
    assert plain.target == AnswerReview(found.shown[0].id)


def test_only_the_newest_file_of_a_kind_can_be_stale(db, make):
    etsy, own = make.channel(name="Etsy"), make.channel(name="Own", platform="own")
    imported(db, etsy, 40)
    imported(db, etsy, 9)
    imported(db, etsy, 2, "reviews", "all.json")  # what it held counts, not what it is called
    imported(db, own, 31, "orders", "orders of buyers who reviewed.csv")
    imported(db, own, 90, "products customers", "catalogue.csv")  # brought in when it changes
    with db.read() as conn:
        found = queries.stale_files(conn, TODAY)
    assert [(one.channel, one.kind, one.days) for one in found] == [("Own", "orders", 31), ("Etsy", "orders", 9)]
    lines = list(stale_lines(found, TODAY))
    assert [(line.title, line.tag, line.tone) for line in lines] == [
        ("Own orders: last import 31 days ago", "31 days old", "negative"),
        ("Etsy orders: last import 9 days ago", "9 days old", "warning"),
    ]


def test_a_file_that_holds_both_is_news_of_both(db, make):
    shop = make.channel(name="Own", platform="own")
    imported(db, shop, 30, "orders lines")
    imported(db, shop, 20, "orders lines reviews", "everything.xlsx")
    with db.read() as conn:
        found = queries.stale_files(conn, TODAY)
    assert [(one.kind, one.days) for one in found] == [("orders", 20), ("reviews", 20)]


def test_reviews_that_name_missing_orders_are_told_once_a_channel(db, make):
    etsy, own = make.channel(name="Etsy"), make.channel(name="Own", platform="own")
    order = make.order(channel_id=etsy)
    make.review(channel_id=etsy, order_number="1", order_id=order)
    make.review(channel_id=etsy, order_number="2")
    make.review(channel_id=etsy, order_number="3", posted_on="2019-01-01")
    make.review(channel_id=own, order_number="")
    with db.read() as conn:
        found = queries.unlinked(conn, TODAY)
    assert [(one.channel, one.reviews) for one in found] == [("Etsy", 1)]
    (line,) = link_lines(found)
    assert line.target == OpenReviews(channels=(etsy,), linked=False)


def test_the_rating_mixes_star_channels_only(db, make):
    etsy, own, ebay = (make.channel(name=name) for name in ("Etsy", "Own", "eBay"))
    for stars in (5, 5, 4):
        make.review(channel_id=etsy, stars=stars, posted_on="2026-06-01")
    make.review(channel_id=own, stars=2, posted_on="2025-08-01")
    make.review(channel_id=ebay, stars=None, rating=0.0, scale=1.0, posted_on="2026-06-01")
    with db.read() as conn:
        card = queries.rating_card(conn, channels(conn), TODAY)
    assert card is not None
    assert (card.channels, card.now.in_span, card.span.past) == (2, 4, False)
    assert card.now.rating == pytest.approx(4.0)
    assert card.trend is None  # no rating in the 12 months before: nothing to be compared with


def test_a_shop_that_ended_years_ago_shows_its_last_twelve_months(db, make):
    make.review(stars=3, posted_on="2018-08-29")
    make.review(stars=5, posted_on="2017-09-01")
    make.review(stars=1, posted_on="2017-08-31")
    make.order(placed_on="2018-08-20")
    with db.read() as conn:
        known = channels(conn)
        card = queries.rating_card(conn, known, TODAY)
        replies = queries.reply_card(conn, known, TODAY)
        sales = queries.sales_card(conn, TODAY)
    assert card is not None
    assert (card.span.first, card.span.last, card.span.past) == ("2017-09", "2018-08", True)
    assert card.now.rating == pytest.approx(4.0)
    assert replies is not None
    assert (replies.asked, replies.replied, replies.hours) == (1, 0, None)
    assert sales is not None
    assert (sales.until, sales.past, sales.orders) == (date(2018, 8, 20), True, 1)


def test_sales_of_thirty_days_against_the_thirty_before(db, make):
    make.order(placed_on="2026-07-16", items_minor=1500)
    make.order(placed_on="2026-06-17", items_minor=500)
    make.order(placed_on="2026-07-01", items_minor=300, currency="EUR")
    make.order(placed_on="2026-07-01", items_minor=9900, status="canceled")
    make.order(placed_on="2026-06-16", items_minor=700)
    make.order(placed_on="2026-05-17", items_minor=100)
    with db.read() as conn:
        card = queries.sales_card(conn, TODAY)
    assert card is not None
    assert (card.orders, card.orders_before) == (3, 1)
    assert {code: str(sum_) for code, sum_ in card.sales.items()} == {"EUR": "€3.00", "USD": "$20.00"}


def test_each_channel_in_short(db, make):
    etsy, ebay = make.channel(name="Etsy"), make.channel(name="eBay")
    make.review(channel_id=etsy, stars=4, posted_on="2019-03-03")
    make.review(channel_id=ebay, stars=None, scale=1.0, rating=1.0)
    make.order(channel_id=etsy, placed_on="2019-02-01")
    with db.read() as conn:
        lines = queries.channel_lines(conn, channels(conn), TODAY)
    assert [(line.channel.name, line.rating, line.reviews, line.last_order) for line in lines] == [
        ("Etsy", 4.0, 1, "2019-02-01"),
        ("eBay", None, 1, None),
    ]


def test_done_today_counts_what_stands(db, make):
    review = make.review(stars=1, posted_on="2026-07-15")
    db.clock.at = datetime(2026, 7, 16, 10, 0, tzinfo=timezone.utc)
    mark_replied(db, review, "Sorry", NOW)
    keep_draft(db, review, "More")
    service.put_off(db, "review:1", "a line", NOW)
    with db.read() as conn:
        count, titles = queries.done_since(conn, datetime(2026, 7, 16, 9, 30, tzinfo=timezone.utc))
        earlier, _ = queries.done_since(conn, datetime(2026, 7, 17, tzinfo=timezone.utc))
    assert (count, earlier) == (1, 0)
    assert titles == ["Marked the reply to a review on Etsy 1 as sent"]


def test_a_line_is_put_off_and_the_action_can_be_taken_back(db):
    outcome = service.put_off(db, "review:1", "“Cracked”", later_today(NOW))
    with db.read() as conn:
        assert queries.snoozed(conn) == {"review:1": "2026-07-16T12:00:00Z"}
    assert outcome.action_id is not None


def test_review_requests_are_a_line_once_they_were_looked_at(db, make, clock):
    clock.at = datetime(2026, 7, 16, 18, 0, tzinfo=timezone.utc)
    etsy = make.channel(platform="etsy", time_zone="America/New_York", region="US")
    orders = [
        make.order(
            channel_id=etsy, customer_id=make.customer(country="US"), status="delivered",
            delivered_on="2026-07-01", ship_country="US",
        )
        for _number in range(2)
    ]  # fmt: skip

    def lines():
        with db.read() as conn:
            return queries.request_lines(conn, clock.now())

    assert service.look_at_requests(db).value == 0
    assert lines() == []  # nobody opened the page of requests yet
    requests.refresh(db)
    assert [line.title for line in lines()] == ["2 buyers can be asked for a review"]
    assert lines()[0].detail == "Nobody was asked in the last 7 days"
    requests.mark_sent(db, orders[:1])
    assert [line.title for line in lines()] == ["1 buyer can be asked for a review"]
    assert lines()[0].detail == "Last 7 days: 1 asked, 0 reviewed, 0 with photo"
    requests.mark_sent(db, orders[1:])
    assert lines() == []
