"""Rows of the rule book that were wrong once, each with figures on both sides of its limit."""

from __future__ import annotations

from datetime import date

import pytest

from storeapp.reputation.ratings.service import note_snapshot
from storeapp.reputation.standing.queries.ladders import standings
from storeapp.rulebook.judging import MetricReading, gate_level
from storeapp.rulebook.ladders import book
from tests.make import Make

TODAY = date(2026, 7, 16)


def level(rule: str, **readings: float | tuple[float, int, int]) -> str | None:
    """The level on a ladder by name of metric: a value, or (value, count, bad)."""
    ladder = book().ladder(rule)
    known = {
        name: MetricReading(*one) if isinstance(one, tuple) else MetricReading(one) for name, one in readings.items()
    }
    reached = gate_level(ladder, known)
    return None if reached is None else ladder.levels[reached].title


def share(bad: int, count: int) -> tuple[float, int, int]:
    return 100 * bad / count, count, bad


def good(bad: int, count: int) -> tuple[float, int, int]:
    return 100 * (count - bad) / count, count, bad


MINIMUM = {"good_share": good(0, 50), "first_reply_48h": 90, "shipped_on_time_plain": 90, "case_rate": share(0, 50)}


@pytest.mark.parametrize(
    ("changed", "met"),
    [
        ({"good_share": good(4, 38)}, True),
        ({"good_share": good(5, 38)}, False),
        ({"good_share": good(4, 40)}, False),  # from 40 on fewer than 10 %
        ({"good_share": good(3, 40)}, True),
        ({"good_share": good(11, 100)}, False),
        ({"case_rate": share(3, 100)}, True),
        ({"case_rate": share(4, 299)}, False),
        ({"case_rate": share(3, 300)}, False),  # from 300 on less than 1 %
        ({"case_rate": share(2, 300)}, True),
    ],
)
def test_etsys_minimum_standards(changed, met):
    assert level("etsy-minimum", **MINIMUM | changed) == ("Standards met" if met else "Below the standards")


def test_without_the_case_rate_no_etsy_level_is_known():
    known = {name: one for name, one in MINIMUM.items() if name != "case_rate"}
    assert level("etsy-minimum", **known) is None
    star = {"days_selling": 400, "orders": 9, "sales_usd": 400, "average_rating": 5.0, "first_reply_24h": 99}
    assert level("etsy-star-seller", **star, shipped_on_time=99) is None
    assert level("etsy-star-seller", **star, shipped_on_time=99, case_rate=share(0, 9)) == "Star Seller"
    assert level("etsy-star-seller", **star | {"orders": 4}, shipped_on_time=99) == "Not a Star Seller"


@pytest.mark.parametrize("rule", ["ebay-seller-level-us", "ebay-seller-level-elsewhere", "ebay-seller-level-au"])
def test_cases_that_ebay_closed_count_against_above_standard(rule):
    assert level(rule, orders=50, defect_rate=share(4, 1000), unresolved_rate=share(4, 1000)) == "Below Standard"
    assert level(rule, orders=50, defect_rate=share(4, 100), unresolved_rate=share(2, 100)) == "Above Standard"
    assert level(rule, orders=50, defect_rate=share(4, 1000)) is None


def test_top_rated_in_australia_asks_for_feedback_and_australian_dollars():
    found = {"days_selling": 90, "orders": 100, "sales_usd": 1000, "feedback_score": 100, "positive_percent": 98}
    clean = {"defect_rate": share(3, 100), "unresolved_rate": share(2, 100)}
    assert level("ebay-seller-level-au", **found, **clean) == "Top Rated"
    assert level("ebay-seller-level-au", **found | {"positive_percent": 97.9}, **clean) == "Above Standard"
    (sales,) = (one for one in book().ladder("ebay-seller-level-au").levels[0].gates if one.metric == "sales_usd")
    assert sales.money("AUD") == ("AUD", 1000)
    assert [one.id for one in book().of_platform("ebay", "AU")][-1] == "ebay-seller-level-au"


@pytest.mark.parametrize(
    ("rule", "orders", "turnover", "reached"),
    [
        ("mercadolibre-lider-mx", 100, 80_000, "MercadoLíder"),
        ("mercadolibre-lider-mx", 100, 79_999, "Not a MercadoLíder"),
        ("mercadolibre-lider-mx", 750, 240_000, "MercadoLíder Gold"),
        ("mercadolibre-lider-ar", 415, 3_820_000, "MercadoLíder Platinum"),
        ("mercadolibre-lider-br", 575, 118_400, "MercadoLíder Gold"),
    ],
)
def test_a_mercadolider_needs_turnover_too(rule, orders, turnover, reached):
    clean = {"days_selling": 200, "claims_rate": 0.9, "mediation_rate": 0.4, "cancel_rate": 0.4, "delay_rate": 5.9}
    assert level(rule, **clean, orders=orders, sales_usd=turnover) == reached
    assert level(rule, **clean, orders=orders) is None


def test_no_colour_of_the_thermometer_is_reached_by_delays_alone():
    assert level("mercadolibre-thermometer-mx", delay_rate=16) is None
    assert level("mercadolibre-thermometer-mx", delay_rate=16, claims_rate=50, cancel_rate=0) == "Red"
    assert level("mercadolibre-thermometer-mx", delay_rate=16, claims_rate=2, cancel_rate=0) == "Yellow"
    assert level("mercadolibre-thermometer-mx", delay_rate=15, claims_rate=2, cancel_rate=1) == "Green"


def test_google_seller_ratings_are_not_the_business_profile(db):
    with db.write("A shop") as tx:
        make = Make(db, tx)
        google = make.channel(name="Google", platform="google")
        for _number in range(120):
            make.review(channel_id=google, stars=5, posted_on="2026-06-10")
    with db.read() as conn:
        (found,) = standings(conn, TODAY)
    ads = next(one for one in found.ladders if one.id == "google-seller-ratings")
    assert ads.level == ""
    assert [one.figure.origin for one in ads.criteria] == ["missing", "missing"]


def test_wildberries_rates_products_not_shops(db):
    with db.write("A shop") as tx:
        make = Make(db, tx)
        shop = make.channel(name="WB", platform="wildberries")
        make.review(channel_id=shop, stars=5, posted_on="2026-06-10")
    with db.read() as conn:
        (found,) = standings(conn, TODAY)
    (rating,) = found.ladders
    assert rating.estimate
    assert rating.figure.value is None
    assert "each product by itself" in rating.source.note


def test_a_typed_case_rate_is_held_against_the_number_of_cases_too(db):
    with db.write("A shop") as tx:
        make = Make(db, tx)
        etsy = make.channel(name="Etsy", platform="etsy")
        for number in range(50):
            make.order(channel_id=etsy, placed_on="2026-06-05", number=f"E{number}")
    note_snapshot(db, etsy, "case_rate", 4.0, TODAY)  # 2 of 50
    with db.read() as conn:
        (found,) = standings(conn, TODAY)
    minimum = next(one for one in found.ladders if one.id == "etsy-minimum")
    (cases,) = (one for one in minimum.criteria if one.metric.id == "case_rate")
    assert (cases.figure.bad, cases.met) == (2, True)


def test_rows_read_from_stored_copies_say_so():
    assert [one.id for one in book().ladders if not one.source.copy] == ["own-rating"]
