"""Every worked example of the ladders: the formula shapes fed with the rule book's own rows."""

from __future__ import annotations

import pytest

from storeapp.rulebook import shapes
from storeapp.rulebook.judging import (
    MetricReading,
    band_level,
    can_afford,
    gate_level,
    gate_met,
    margin,
    place_of,
    window_of,
)
from storeapp.rulebook.ladders import Gate, Window, book


def level(ladder_id, score):
    found = place_of(book().ladder(ladder_id), score).level
    return found.title if found else ""


def shown(ladder_id, **counts):
    ladder = book().ladder(ladder_id)
    found = shapes.ratio(counts, ladder.values["part"], ladder.values["whole"])
    return None if found is None else shapes.rounded(found, 10 ** -ladder.values["decimals"])


@pytest.mark.parametrize(
    ("score", "title"),
    [
        (3, "No level yet"),
        (4, "1 heart"),
        (250, "5 hearts"),
        (251, "1 diamond"),
        (10000, "5 diamonds"),
        (10001, "1 crown"),
        (500000, "5 crowns"),
        (500001, "1 gold crown"),
        (10000001, "5 gold crowns"),
    ],
)
def test_taobao_credit(score, title):
    assert level("taobao-credit", score) == title


@pytest.mark.parametrize("ladder", ["taobao-credit", "ebay-stars"])
def test_a_point_for_good_one_off_for_bad_none_for_neutral(ladder):
    assert shapes.counter({"positive": 12, "negative": 2, "neutral": 5}, book().ladder(ladder).values["points"]) == 10


def test_taobao_shop_scores():
    assert shapes.mean([5, 5, 4, 5, 3]) == pytest.approx(4.40)
    assert shapes.rounded(shapes.against(4.85, 4.80), 0.1) == 1.0
    assert shapes.mean([]) is None


def test_aliexpress():
    counts = {"positive": 50, "neutral": 6, "negative": 5}
    assert shapes.counter(counts, book().ladder("aliexpress-score").values["points"]) == 45
    assert shown("aliexpress-positive", **counts) == 90.9


@pytest.mark.parametrize(
    ("score", "title"),
    [
        (9, "No star yet"),
        (10, "Yellow star"),
        (499, "Turquoise star"),
        (500, "Purple star"),
        (9_999, "Green star"),
        (10_000, "Yellow shooting star"),
        (2_000_000, "Silver shooting star"),
    ],
)
def test_ebay_stars(score, title):
    assert level("ebay-stars", score) == title


def test_the_way_to_the_next_star():
    place = place_of(book().ladder("ebay-stars"), 463)
    assert (place.following.title, place.missing) == ("Purple star", 37)
    assert place.share == pytest.approx(0.926)


def test_ebay_positive_feedback_now_and_in_2008():
    assert shown("ebay-positive", positive=33, negative=1) == 97.1
    assert shown("ebay-positive", positive=1000, neutral=3, negative=4) == 99.6
    assert shown("ebay-positive-2008", positive=1000, neutral=3, negative=4) == 99.3
    assert shown("ebay-positive") is None


def ebay(**wrong):
    known = {
        "days_selling": MetricReading(400),
        "orders": MetricReading(500),
        "sales_usd": MetricReading(9000),
        "defect_rate": MetricReading(0.2, 500, 1),
        "unresolved_rate": MetricReading(0.0, 500, 0),
        "late_shipment_rate": MetricReading(1.0, 500, 5),
        "tracking_rate": MetricReading(97, 500, 15),
    }
    ladder = book().ladder("ebay-seller-level-us")
    found = gate_level(ladder, known | wrong)
    return None if found is None else ladder.levels[found].title


def test_ebay_seller_levels():
    assert ebay() == "Top Rated"
    assert ebay(defect_rate=MetricReading(0.8, 500, 4)) == "Above Standard"
    assert ebay(orders=MetricReading(100), defect_rate=MetricReading(3.0, 100, 3)) == "Top Rated"  # by the count alone
    assert ebay(defect_rate=MetricReading(2.4, 500, 12)) == "Below Standard"
    assert ebay(tracking_rate=MetricReading(None)) is None


def test_ebay_looks_at_three_months_from_400_orders_on():
    ladder = book().ladder("ebay-seller-level-us")
    assert window_of(ladder, 399) == Window(months=12)
    assert window_of(ladder, 400) == Window(months=3)


def gate(ladder_id, metric, top=0):
    return next(one for one in book().ladder(ladder_id).levels[top].gates if one.metric == metric)


def test_etsy_star_seller():
    shipped = gate("etsy-star-seller", "shipped_on_time")
    assert gate_met(shipped, MetricReading(100 * 19 / 20))
    assert gate_met(shipped, MetricReading(100 * 37 / 39)) is False
    assert gate_met(gate("etsy-star-seller", "orders"), MetricReading(4)) is False
    assert gate_met(shipped, MetricReading(None)) is None


def test_etsy_minimum_standards_forgive_four_in_a_small_shop():
    reviews = gate("etsy-minimum", "good_share")
    assert gate_met(reviews, MetricReading(100 * 34 / 38, 38, 4))
    assert gate_met(reviews, MetricReading(100 * 33 / 38, 38, 5)) is False
    assert gate_met(reviews, MetricReading(89.0, 100, 11)) is False
    assert can_afford(reviews, MetricReading(100 * 37 / 38, 38, 1), "percent") == 3


def test_amazon_account_health_is_strict():
    defects, cancelled = gate("amazon-health", "order_defect_rate"), gate("amazon-health", "cancel_rate")
    assert gate_met(defects, MetricReading(0.75))
    assert gate_met(defects, MetricReading(1.0)) is False
    assert gate_met(cancelled, MetricReading(2.5)) is False
    assert gate_met(cancelled, MetricReading(100 / 41))
    assert gate_met(gate("amazon-health", "tracking_rate"), MetricReading(95.0)) is False


def test_amazon_feedback_rounds_each_share_by_itself():
    assert shown("amazon-feedback", positive=90, neutral=5, negative=5) == 90
    counts = {"positive": 1001, "neutral": 15, "negative": 4}
    shares = [shapes.rounded(shapes.ratio(counts, [kind], list(counts)), 1) for kind in counts]
    assert shares == [98, 1, 0]


@pytest.mark.parametrize(
    ("total", "number", "score", "stars"),
    [(5, 1, 3.69, 3.5), (1, 1, 3.19, 3.0), (50, 10, 4.38, 4.5), (500, 100, 4.90, 5)],
)
def test_trustpilot(total, number, score, stars):
    values = book().ladder("trustpilot-score").values
    found = shapes.prior_mean(total, number, values["prior"], values["weight"])
    assert shapes.rounded(found, 0.01) == score
    assert shapes.rounded(found, values["step"]) == stars


def test_trustpilot_has_no_score_before_the_first_review():
    assert shapes.prior_mean(0, 0, 3.5, 7) is None


def test_half_stars_round_half_up():
    assert [shapes.rounded(value, 0.5) for value in (4.26, 4.25, 4.24)] == [4.5, 4.5, 4.0]


def test_shopee():
    unfulfilled, late = (gate("shopee-service", name) for name in ("non_fulfilment_rate", "late_shipment_rate"))
    assert gate_met(unfulfilled, MetricReading(100 * 5 / 50)) is False
    assert gate_met(late, MetricReading(100 * 4 / 45))
    assert within_ten(100 * 4 / 45)
    assert level("shopee-penalty", 7) == "No shipping subsidy"


def within_ten(value):
    return shapes.within(value, "<", 10)


def test_lazada_is_good_only_above_its_edge():
    assert level("lazada-positive", 70) == "Fair"
    assert level("lazada-positive", 70.1) == "Good"
    assert level("lazada-positive", 29) == "Bad: no campaigns"


def test_tokopedia():
    assert shown("tokopedia-penalty", penalty=5, orders=10) == 50
    points = book().ladder("tokopedia-points").values["points"]
    assert shapes.counter({"positive": 3, "neutral": 1, "negative": 2}, points) == 5
    assert level("tokopedia-shop-score", 79.9) == "Score 70 to 79"


def thermometer(claims, delays):
    ladder = book().ladder("mercadolibre-thermometer-mx")
    known = {"claims_rate": MetricReading(claims), "delay_rate": MetricReading(delays), "cancel_rate": MetricReading(0)}
    return ladder.levels[gate_level(ladder, known)].title


def test_mercado_libre_thermometer():
    assert thermometer(2, 10) == "Green"
    assert thermometer(3, 10) != "Green"
    assert thermometer(1, 16) == "Yellow"
    assert thermometer(1, 31) == "Red"
    assert book().ladder("mercadolibre-thermometer-mx").values["least_orders"] == 10


@pytest.mark.parametrize(("delay", "reached"), [(7.9, True), (8.0, False)])
def test_mercado_lider(delay, reached):
    known = {
        "days_selling": MetricReading(120),
        "claims_rate": MetricReading(0.9),
        "mediation_rate": MetricReading(0.4),
        "cancel_rate": MetricReading(0.4),
        "delay_rate": MetricReading(delay),
        "orders": MetricReading(100),
        "sales_usd": MetricReading(240_000),
    }
    ladder = book().ladder("mercadolibre-lider-mx")
    assert (ladder.levels[gate_level(ladder, known)].title == "MercadoLíder") is reached
    assert ladder.levels[gate_level(ladder, known | {"orders": MetricReading(250)})].title == (
        "MercadoLíder Gold" if reached else "Not a MercadoLíder"
    )


def test_ozon_takes_the_mean_of_cards_with_two_ratings():
    cards = [(14.0, 3), (5.0, 2), (1.0, 1)]
    assert shapes.mean_of_means(cards, book().ladder("ozon-rating").values["least"]) == pytest.approx(3.5833, abs=1e-4)
    assert shapes.mean_of_means([(1.0, 1)], 2) is None


@pytest.fixture
def berries():
    values = book().ladder("wildberries-rating").values
    return shapes.late_decay(values["full_days"], values["base"], values["span_days"])


@pytest.mark.parametrize(
    ("age", "weight"), [(100, 1), (182, 1), (365, 0.4632), (547, 0.2154), (912, 0.0464), (1277, 0.0100)]
)
def test_wildberries_weights(berries, age, weight):
    assert berries(age) == pytest.approx(weight, abs=5e-5)


@pytest.mark.parametrize(
    ("late", "cancelled", "title"),
    [
        (3, 1, "Index 95 to 100"),
        (3, 3, "Index 80 to 94"),
        (60, 0, "Index 0 to 39"),
        (20, 1, "Index 40 to 79"),
        (0, 25, "Index 0 to 39"),
    ],
)
def test_yandex_index_is_the_worse_band(late, cancelled, title):
    values = {"late_shipment_rate": late, "cancel_rate": cancelled}
    assert band_level(book().ladder("yandex-quality"), values).title == title


def test_yandex_index_needs_both():
    assert band_level(book().ladder("yandex-quality"), {"late_shipment_rate": 3}) is None


def test_ranking_means():
    assert shapes.prior_mean(850, 100, 7, 500) == pytest.approx(7.25)
    assert shapes.prior_mean(6 * 7.667, 6, 8, 1) == pytest.approx(7.714, abs=1e-3)


def test_how_many_may_still_be_bad():
    assert shapes.may_be_bad(1, 600, 3, strict=True) == 2
    assert shapes.may_be_bad(1, 600, 3, strict=False) == 3
    assert shapes.may_be_bad(1, 100, 3, strict=False) == -2


def test_what_a_gate_can_afford():
    stars = Gate("average_rating", ">=", 4.8)
    assert can_afford(stars, MetricReading(4.9, 38), "stars") == 1  # 4.9 of 38 and a one make exactly 4.8
    assert can_afford(stars, MetricReading(4.9, 37), "stars") == 0
    assert can_afford(stars, MetricReading(4.7, 100), "stars") < 0
    assert can_afford(Gate("shipped_on_time", ">=", 95), MetricReading(97.5, 40, 1), "percent") == 1
    assert can_afford(Gate("defect_rate", "<=", 0.5, or_count=3), MetricReading(1.0, 100, 1), "percent") == 2
    assert can_afford(Gate("orders", ">=", 5), MetricReading(7, 7), "count") is None


def test_margins_are_positive_on_the_right_side():
    assert margin(Gate("defect_rate", "<=", 0.5), 0.2) == pytest.approx(0.3)
    assert margin(Gate("shipped_on_time", ">=", 95), 93.8) == pytest.approx(-1.2)
