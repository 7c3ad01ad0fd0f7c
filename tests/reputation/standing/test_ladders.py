"""A channel's place on its ladders against a plain recount of its rows."""

from __future__ import annotations

import random
from datetime import date, timedelta

import pytest

from storeapp.channels import service as channels
from storeapp.exchange.foreign.numbers import stars_of
from storeapp.kernel.errors import UserError
from storeapp.reputation.ratings.queries import latest_snapshots
from storeapp.reputation.ratings.service import note_snapshot
from storeapp.reputation.standing.queries.evaluation_windows import ratings_between, sales_between
from storeapp.reputation.standing.queries.ladders import level_history, standings
from storeapp.store import journal
from storeapp.store.tables import Case, CaseOrder
from tests.make import Make

TODAY = date(2026, 7, 16)


def ladders(db, platform):
    with db.read() as conn:
        found = next(one for one in standings(conn, TODAY) if one.channel.platform == platform)
    return {row.id: row for row in found.ladders}, {aim.ladder: aim for aim in found.aims}


def criterion(row, metric):
    return next(one for one in row.criteria if one.metric.id == metric)


@pytest.fixture
def etsy(db):
    """Ten fives and a two in May, a three in July, an order of 60 dollars each month."""
    with db.write("A shop") as tx:
        make = Make(db, tx)
        channel = make.channel(name="Etsy", platform="etsy")
        for number in range(10):
            make.review(channel_id=channel, stars=5, posted_on=f"2026-05-{number + 1:02}")
        make.review(channel_id=channel, stars=2, posted_on="2026-05-20")
        make.review(channel_id=channel, stars=3, posted_on="2026-07-10")
        for month in range(1, 8):
            make.order(channel_id=channel, placed_on=f"2026-{month:02}-05", items_minor=6000)
        make.order(channel_id=channel, placed_on="2026-05-06", items_minor=90000, status="canceled")
        return channel


def test_windows_are_exact_to_the_day(db):
    dice = random.Random(3)
    days = [TODAY - timedelta(days=dice.randrange(500)) for _ in range(250)]
    with db.write("A shop") as tx:
        make = Make(db, tx)
        channel, other = make.channel(name="Etsy"), make.channel(name="Other")
        rows = [(day, dice.choice((1, 2, 3, 4, 5))) for day in days]
        for day, stars in rows:
            make.review(channel_id=channel, stars=stars, posted_on=day.isoformat())
            make.order(channel_id=channel, placed_on=day.isoformat(), items_minor=stars)
        make.review(channel_id=other, stars=1, posted_on=TODAY.isoformat())
    with db.read() as conn:
        for _ in range(40):
            first = TODAY - timedelta(days=dice.randrange(400))
            end = first + timedelta(days=dice.randrange(1, 200))
            inside = [stars for day, stars in rows if first <= day < end]
            found = ratings_between(conn, channel, first, end)
            assert found.stars.by_star == tuple(inside.count(star) for star in (1, 2, 3, 4, 5))
            assert found.kinds["negative"] == sum(stars < 3 for stars in inside)
            sold = sales_between(conn, channel, first, end)
            assert (sold.orders, sold.net_minor.get("USD", 0)) == (len(inside), sum(inside))
        assert ratings_between(conn, channel, None, TODAY).count == len(rows)


def test_star_seller_says_what_is_known_and_what_is_missing(db, etsy):
    rows, _ = ladders(db, "etsy")
    star = rows["etsy-star-seller"]
    orders, money = criterion(star, "orders"), criterion(star, "sales_usd")
    assert (orders.figure.value, orders.met, orders.margin) == (3, False, -2)  # April to June, as Etsy looked on 1 July
    assert (money.figure.value, money.figure.origin) == (180.0, "computed")
    rating = criterion(star, "average_rating")
    assert rating.figure.value == pytest.approx(52 / 11)
    assert rating.met is False
    assert criterion(star, "days_selling").met
    assert criterion(star, "first_reply_24h").figure.origin == "missing"
    assert star.level == "Not a Star Seller"


def test_what_the_next_look_will_see_if_nothing_happens(db, etsy):
    star = ladders(db, "etsy")[0]["etsy-star-seller"]
    assert star.next_look == date(2026, 8, 1)
    assert criterion(star, "average_rating").expected.value == pytest.approx(55 / 12)
    assert criterion(star, "orders").expected.value == 3  # May to July
    assert star.expected_level == "Not a Star Seller"


def test_a_small_shop_may_have_four_low_reviews(db, etsy):
    low = criterion(ladders(db, "etsy")[0]["etsy-minimum"], "good_share")
    assert (low.figure.count, low.figure.bad, low.met) == (12, 2, True)
    assert low.afford == 2


def test_a_typed_figure_fills_only_what_the_rows_cannot_tell(db, etsy):
    for metric, value in (("first_reply_24h", 97.0), ("orders", 900.0), ("shipped_on_time", 93.8)):
        note_snapshot(db, etsy, metric, value, TODAY)
    star = ladders(db, "etsy")[0]["etsy-star-seller"]
    answered, shipped = criterion(star, "first_reply_24h"), criterion(star, "shipped_on_time")
    assert (answered.figure.origin, answered.figure.taken_on, answered.met) == ("typed", "2026-07-16", True)
    assert shipped.margin == pytest.approx(-1.2)
    assert criterion(star, "orders").figure.value == 3


def test_sales_in_another_currency_are_not_guessed(db):
    with db.write("A shop") as tx:
        make = Make(db, tx)
        channel = make.channel(name="Etsy", platform="etsy")
        make.order(channel_id=channel, placed_on="2026-06-05", currency="EUR")
    star = ladders(db, "etsy")[0]["etsy-star-seller"]
    assert criterion(star, "sales_usd").figure.origin == "missing"
    assert star.level == "Not a Star Seller"


def test_ebay_counts_good_and_bad_without_stars(db):
    with db.write("A shop") as tx:
        make = Make(db, tx)
        channel = make.channel(name="eBay", platform="ebay")
        for rating, count in ((3.0, 12), (2.0, 2), (1.0, 2)):
            for _ in range(count):
                make.review(
                    channel_id=channel, stars=stars_of(rating, 3.0), rating=rating, scale=3.0, posted_on="2026-07-01"
                )
        make.review(channel_id=channel, stars=5, rating=3.0, scale=3.0, posted_on="2026-07-02")
    rows, aims = ladders(db, "ebay")
    stars = rows["ebay-stars"]
    assert (stars.figure.value, stars.level, stars.following, stars.missing) == (11, "Yellow star", "Blue star", 39)
    assert rows["ebay-positive"].figure.value == pytest.approx(100 * 13 / 15)
    assert aims["ebay-stars"].target == 50
    assert aims["ebay-stars"].pace == pytest.approx(13 / 12)
    assert aims["ebay-positive"].tally.lowest == 0


def test_amazon_takes_the_lifetime_with_few_ratings(db):
    with db.write("A shop") as tx:
        make = Make(db, tx)
        channel = make.channel(name="Amazon", platform="amazon")
        for stars, day in ((5, "2024-02-01"), (1, "2026-02-01")):
            make.review(channel_id=channel, stars=stars, posted_on=day, kind="seller")
    assert ladders(db, "amazon")[0]["amazon-feedback"].figure.value == 50


def test_deliveries_against_their_promised_day(db):
    with db.write("A shop") as tx:
        make = Make(db, tx)
        channel = make.channel(name="Amazon", platform="amazon")
        for delivered, due in (("2026-07-09", "2026-07-10"), ("2026-07-12", "2026-07-10"), (None, "2026-07-10")):
            day = {"placed_on": "2026-07-06", "status": "delivered"}
            make.order(channel_id=channel, delivered_on=delivered, due_on=due, **day)
    found = criterion(ladders(db, "amazon")[0]["amazon-health"], "on_time_delivery")
    assert (found.figure.value, found.figure.count, found.figure.bad, found.met) == (50, 2, 1, False)


@pytest.mark.parametrize(
    ("platform", "ladder", "value"), [("ozon", "ozon-rating", 3.5833), ("trustpilot", "trustpilot-score", 3.4231)]
)
def test_formulas_that_are_not_plain_means(db, platform, ladder, value):
    with db.write("A shop") as tx:
        make = Make(db, tx)
        channel = make.channel(name="There", platform=platform)
        for stars in ((5, 5, 4), (2, 3), (1,)):
            product = make.product(title=f"Card {stars}")
            for star in stars:
                make.review(channel_id=channel, stars=star, product_id=product)
    assert ladders(db, platform)[0][ladder].figure.value == pytest.approx(value, abs=1e-4)


def test_yandex_needs_typed_figures(db):
    with db.write("A shop") as tx:
        channel = Make(db, tx).channel(name="Market", platform="yandex")
    assert ladders(db, "yandex")[0]["yandex-quality"].level == ""
    for metric in ("late_shipment_rate", "cancel_rate"):
        note_snapshot(db, channel, metric, 3.0, TODAY)
    row = ladders(db, "yandex")[0]["yandex-quality"]
    assert (row.level, row.following) == ("Index 80 to 94", "Index 95 to 100")


def test_a_channel_without_ratings_has_no_figure_and_no_aim(db):
    with db.write("A shop") as tx:
        Make(db, tx).channel(name="Own", platform="own")
    rows, aims = ladders(db, "own")
    assert rows["own-rating"].figure.origin == "missing"
    assert aims == {}


def test_a_typed_figure_stands_in_until_reviews_come(db):
    with db.write("A shop") as tx:
        channel = Make(db, tx).channel(name="eBay", platform="ebay")
    note_snapshot(db, channel, "positive_percent", 99.1, TODAY)
    note_snapshot(db, channel, "ebay-stars", 463, TODAY)
    rows, aims = ladders(db, "ebay")
    assert (rows["ebay-positive"].figure.value, rows["ebay-positive"].figure.origin) == (99.1, "typed")
    assert (rows["ebay-stars"].level, rows["ebay-stars"].missing) == ("Turquoise star", 37)
    assert list(aims) == ["ebay-stars"]  # a share without the number behind it can't be moved in numbers
    assert (aims["ebay-stars"].typed_on, aims["ebay-stars"].tally.total) == ("2026-07-16", 463)
    assert ("Purple star", 500) in aims["ebay-stars"].steps


def test_a_share_above_a_hundred_is_refused(db, etsy):
    with pytest.raises(UserError, match="between 0 and 100"):
        note_snapshot(db, etsy, "first_reply_24h", 101, TODAY)


def test_figures_of_ladders_are_not_shown_as_the_channels_rating(db, etsy):
    note_snapshot(db, etsy, "rating", 4.8, TODAY)
    note_snapshot(db, etsy, "first_reply_24h", 97, TODAY)
    with db.read() as conn:
        assert latest_snapshots(conn)[etsy].metric == "rating"


def test_what_grows_too_old_until_the_next_look_and_what_it_leaves(db, etsy):
    before = ladders(db, "etsy")[0]["etsy-star-seller"].rolls_out
    assert (before.ratings, before.orders) == (0, 1)
    with db.write("April") as tx:
        make = Make(db, tx)
        make.order(channel_id=etsy, placed_on="2026-04-05", number="A1")
        make.review(channel_id=etsy, stars=1, posted_on="2026-04-20")
        make.review(channel_id=etsy, stars=1, posted_on="2025-07-20")
    star = ladders(db, "etsy")[0]["etsy-star-seller"]
    gone = star.rolls_out
    assert (gone.on, gone.since) == (date(2026, 8, 1), date(2026, 4, 1))
    assert (gone.ratings, gone.bad, gone.orders) == (1, 1, 2)
    assert criterion(star, "average_rating").expected.value == pytest.approx(55 / 12)
    rating = ladders(db, "etsy")[0]["etsy-rating"]
    assert (rating.rolls_out.on, rating.rolls_out.bad) == (date(2026, 8, 15), 1)
    assert rating.expected.value == pytest.approx(56 / 13)


def test_what_can_be_afforded_counts_what_is_in_the_window_at_the_next_look(db):
    with db.write("A shop") as tx:
        make = Make(db, tx)
        channel = make.channel(name="Etsy", platform="etsy")
        for number in range(40):
            make.review(channel_id=channel, stars=5, posted_on=f"2026-0{5 if number < 20 else 4}-10")
    star = criterion(ladders(db, "etsy")[0]["etsy-star-seller"], "average_rating")
    assert (star.figure.count, star.expected.count) == (40, 20)
    assert star.afford == 1  # 20 fives bear one 1-star review: 101 / 21 = 4.81


def test_regional_rows_go_by_the_channels_region_or_its_currency(db):
    with db.write("Shops") as tx:
        make = Make(db, tx)
        channel = make.channel(name="eBay", platform="ebay", currency="GBP")
    rows, _aims = ladders(db, "ebay")
    assert "ebay-seller-level-elsewhere" in rows
    channels.place(db, channel, "US")
    assert "ebay-seller-level-us" in ladders(db, "ebay")[0]


def test_a_limit_of_money_is_the_one_of_the_channels_currency(db):
    with db.write("A shop") as tx:
        make = Make(db, tx)
        channel = make.channel(name="Etsy", platform="etsy", currency="EUR")
        make.order(channel_id=channel, placed_on="2026-06-05", currency="EUR", items_minor=26_000)
    money = criterion(ladders(db, "etsy")[0]["etsy-star-seller"], "sales_usd")
    assert (money.currency, money.gate.limit, money.figure.value, money.met) == ("EUR", 250, 260, True)


def test_an_owners_correction_decides_and_is_marked(db, etsy):
    channels.correct_rule(db, "etsy-star-seller", "level.0.gate.1.limit", "3", "My dashboard")
    star = ladders(db, "etsy")[0]["etsy-star-seller"]
    orders = criterion(star, "orders")
    assert (orders.gate.limit, orders.met, orders.changed) == (3, True, True)
    assert not criterion(star, "days_selling").changed
    journal.undo(db)
    assert criterion(ladders(db, "etsy")[0]["etsy-star-seller"], "orders").met is False


def test_dispatch_is_counted_once_the_handling_time_is_typed(db, etsy):
    def on_time():
        return criterion(ladders(db, "etsy")[0]["etsy-minimum"], "shipped_on_time_plain").figure

    with db.write("Orders") as tx:
        make = Make(db, tx)
        for sent in ("2026-07-03", "2026-07-04", "2026-07-09"):
            make.order(channel_id=etsy, placed_on="2026-07-02", shipped_on=sent, status="shipped", number=f"A{sent}")
        make.order(channel_id=etsy, placed_on="2026-07-03", status="paid", number="A1")  # should be on its way
        make.order(channel_id=etsy, placed_on="2026-07-15", status="paid", number="A2")  # has time yet
    assert on_time().origin == "missing"
    note_snapshot(db, etsy, "handling_days", 2, TODAY)
    found = on_time()  # the three orders of May to July without a day of sending are late too
    assert (found.origin, found.count, found.bad) == ("computed", 7, 5)


def test_cases_and_low_reviews_make_defects_each_order_once(db):
    with db.write("A shop") as tx:
        make = Make(db, tx)
        channel = make.channel(name="Amazon", platform="amazon")
        orders = [make.order(channel_id=channel, placed_on="2026-07-01") for _ in range(200)]
        for number in (0, 1):
            make.review(channel_id=channel, stars=1, order_id=orders[number], posted_on="2026-07-05", kind="seller")
        for number in (1, 2):
            row = {"title": "Broken", "opened_at": "2026-07-06T08:00:00Z", "channel_id": channel}
            tx.insert_one(CaseOrder, case_id=tx.insert_one(Case, **row), order_id=orders[number])
    health = ladders(db, "amazon")[0]["amazon-health"]
    defects = criterion(health, "order_defect_rate")
    assert (defects.figure.bad, defects.figure.count, defects.met) == (3, 200, False)
    assert defects.metric.note
    note_snapshot(db, channel, "order_defect_rate", 0.62, TODAY)
    typed = criterion(ladders(db, "amazon")[0]["amazon-health"], "order_defect_rate").figure
    assert (typed.origin, typed.value) == ("typed", 0.62)


def test_too_few_sales_are_not_judged(db):
    with db.write("A shop") as tx:
        make = Make(db, tx)
        channel = make.channel(name="ML", platform="mercadolibre", currency="MXN")
        for _ in range(9):
            make.order(channel_id=channel, placed_on="2026-07-01")
    for metric, value in (("claims_rate", 1), ("delay_rate", 2)):
        note_snapshot(db, channel, metric, value, TODAY)
    grey = ladders(db, "mercadolibre")[0]["mercadolibre-thermometer-mx"]
    assert (grey.level, grey.too_few) == ("", 10)
    make = Make(db)
    make.order(channel_id=channel, placed_on="2026-07-02")
    assert ladders(db, "mercadolibre")[0]["mercadolibre-thermometer-mx"].level == "Green"


def test_shop_scores_of_three_parts_against_others(db):
    with db.write("A shop") as tx:
        channel = Make(db, tx).channel(name="Taobao", platform="taobao")
    for name, value in (("item", 4.85), ("item-others", 4.80), ("service", 4.9), ("logistics", 4.8)):
        note_snapshot(db, channel, f"taobao-dsr-{name}", value, TODAY)
    row = ladders(db, "taobao")[0]["taobao-dsr"]
    assert (row.figure.origin, row.figure.value) == ("typed", pytest.approx(4.85))
    assert row.parts[0].against == pytest.approx(1.04, abs=0.01)


def test_history_of_levels_is_counted_for_past_evaluation_days(db, etsy):
    note_snapshot(db, etsy, "rating", 4.6, date(2026, 6, 2))
    with db.read() as conn:
        star = level_history(conn, etsy, "etsy-star-seller", TODAY)
        mean = level_history(conn, etsy, "etsy-rating", TODAY)
    assert [one.day for one in star.points][-2:] == [date(2026, 6, 1), date(2026, 7, 1)]
    assert len(star.points) == 12
    assert star.points[-1].level == "Not a Star Seller"
    assert star.points[0].level == ""
    assert mean.points[-1].value == pytest.approx(52 / 11)
    assert mean.points[0].value is None
    assert mean.typed == ((date(2026, 6, 2), 4.6),)


def test_history_equals_what_was_shown_on_the_day(db, etsy):
    with db.read() as conn:
        found = level_history(conn, etsy, "etsy-minimum", TODAY)
        for point in found.points:
            then = next(one for one in standings(conn, point.day) if one.channel.id == etsy)
            row = next(one for one in then.ladders if one.id == "etsy-minimum")
            assert point.level == row.level


def test_the_past_of_a_lifetime_score_leaves_out_what_came_later(db):
    with db.write("A shop") as tx:
        make = Make(db, tx)
        channel = make.channel(name="eBay", platform="ebay")
        for month in range(1, 7):
            for _number in range(4):
                make.review(channel_id=channel, stars=5, posted_on=f"2026-0{month}-10")
    with db.read() as conn:
        found = level_history(conn, channel, "ebay-stars", TODAY)
    assert [one.value for one in found.points][-7:] == [None, 4, 8, 12, 16, 20, 24]
    assert [one.level for one in found.points][-7:] == ["", *["No star yet"] * 2, *["Yellow star"] * 4]
