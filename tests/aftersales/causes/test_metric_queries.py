"""The figures of after-sales as they are read from cases, promises, orders and reviews."""

from __future__ import annotations

from datetime import date

import pytest

from storeapp.aftersales.causes.metrics import Portion
from storeapp.aftersales.causes.queries.costs import last_days
from storeapp.aftersales.causes.queries.metrics import (
    cases_by_reason,
    product_patterns,
    repeated_products,
    service_figures,
)
from storeapp.aftersales.causes.queries.returns import returned_by_product
from storeapp.kernel.money import Money
from storeapp.store.tables import Promise, ReviewVersion
from tests.aftersales.causes import laid

TODAY = date(2026, 7, 16)
QUARTER = last_days(90, TODAY)


def figures(db, period=QUARTER):
    with db.read() as conn:
        return service_figures(conn, period)


def test_a_shop_without_cases_has_no_figures(db):
    found = figures(db)
    assert (found.cases, found.orders, found.per_hundred) == (0, 0, None)
    assert (found.first_reply.median, found.resolution.median, found.kept.share) == (None, None, None)
    assert (found.refunded, found.costs) == ({}, [])


def test_waits_count_from_the_buyers_first_message(db):
    with db.write("Laid rows") as tx:
        for minutes in (10, 20, 300):
            one = laid.case(tx, "2026-07-01")
            laid.entry(tx, one, "in", "", at="2026-07-01T08:00:00Z", made_at="2026-07-01T08:00:00Z")
            at = f"2026-07-01T{8 + minutes // 60:02}:{minutes % 60:02}:00Z"
            laid.entry(tx, one, "out", "", at=at, made_at=at)
        laid.case(tx, "2026-07-01")  # without an answer
        laid.case(tx, "2026-07-01", state="closed", closed_at="2026-07-04T12:00:00Z", reopened=1)
        laid.case(tx, "2026-07-01", state="closed", closed_at="2026-07-02T12:00:00Z")
    found = figures(db)
    assert found.first_reply.median is not None
    assert (found.first_reply.count, round(found.first_reply.median * 60)) == (3, 20)
    assert found.first_reply.ninth == pytest.approx(5.0)
    assert (found.resolution.count, found.resolution.median, found.resolution.ninth) == (2, 48.0, 72.0)
    assert found.reopened == Portion(1, 2)
    assert found.cases == 6


def test_promises_kept_in_time_of_those_that_are_over(db):
    with db.write("Laid rows") as tx:
        one = laid.case(tx, "2026-07-01")
        for due, kept, broken in (
            ("2026-07-10", "2026-07-10", None),
            ("2026-07-10", "2026-07-12", None),
            ("2026-07-10", None, None),
            ("2026-07-16", None, None),  # still possible today
            ("2026-07-16", "2026-07-15", None),
            ("2026-07-16", None, "2026-07-15"),
            ("2026-08-16", None, None),
        ):
            tx.insert_one(
                Promise,
                case_id=one,
                kind="answer",
                due_on=due,
                kept_on=kept,
                broken_on=broken,
                made_at="2026-07-01T12:00:00Z",
            )
    assert figures(db).kept == Portion(2, 5)


def test_returns_refunds_and_cases_per_hundred_orders(db, make):
    lamp, shade = make.product(title="Lamp"), make.product(title="Shade")
    numbers = []
    for _number in range(50):
        order = make.order(placed_on="2026-06-01", status="delivered", delivered_on="2026-06-05")
        make.line(order, product_id=lamp, quantity=3)
        numbers.append(order)
    back = make.order(placed_on="2026-06-01", status="returned", total_minor=2000, items_minor=2000)
    make.line(back, product_id=shade, quantity=1)
    with db.write("Laid rows") as tx:
        one = laid.case(tx, "2026-06-10", "PRD_SIZE", numbers[0], product_id=lamp)
        laid.entry(tx, one, "return", "2026-06-10", order_id=numbers[0])
        laid.case(tx, "2026-06-11", "PRD_SIZE", product_id=lamp)
        laid.case(tx, "2026-07-11", "PRD_SIZE", product_id=lamp)
        laid.case(tx, "2026-07-11", "DEL_LATE", product_id=shade)
    found = figures(db)
    assert (found.orders, found.cases) == (51, 4)
    assert found.per_hundred == pytest.approx(100 * 4 / 51)
    assert found.returned == Portion(4, 151)
    assert found.repeated == Portion(1, 2)
    with db.read() as conn:
        assert repeated_products(conn, QUARTER) == found.repeated
    assert found.refunded == {"USD": (Money(2000, "USD"), Money(100000, "USD"))}
    with db.read() as conn:
        assert returned_by_product(conn, QUARTER) == [(lamp, "Lamp", Portion(3, 150)), (shade, "Shade", Portion(1, 1))]
        assert cases_by_reason(conn, QUARTER) == [("PRD_SIZE", Portion(3, 51)), ("DEL_LATE", Portion(1, 51))]
        (pattern,) = product_patterns(conn, QUARTER)
    assert (pattern.record, pattern.reason, len(pattern.cases)) == (lamp, "PRD_SIZE", 3)


def test_bad_reviews_that_rose_after_their_case(db, make):
    turned, still = make.review(stars=4), make.review(stars=2)
    good = make.review(stars=5)
    with db.write("Laid rows") as tx:
        tx.insert_one(ReviewVersion, review_id=turned, rating=1.0, text="Broken", seen_at="2026-07-01T00:00:00Z")
        for review in (turned, turned, still, good):
            laid.case(tx, "2026-06-25", review_id=review)
    assert figures(db).turned == Portion(1, 2)


def test_figures_are_of_the_period_and_the_channel(db, make):
    etsy, own = make.channel(name="Etsy"), make.channel(name="Own", platform="own")
    with db.write("Laid rows") as tx:
        laid.case(tx, "2026-01-01", channel_id=etsy)
        laid.case(tx, "2026-07-01", channel_id=etsy)
        laid.case(tx, "2026-07-01", channel_id=own)
        top = laid.case(tx, "2026-07-01", channel_id=own)
        laid.case(tx, "2026-07-01", channel_id=own, merged_into=top)
    assert figures(db).cases == 3
    assert figures(db, last_days(90, TODAY, own)).cases == 2
