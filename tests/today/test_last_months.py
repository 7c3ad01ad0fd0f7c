"""Last 12 months, the trend and the rating that leads mean the same on Today, in the overview, in lists and reports."""

from __future__ import annotations

from datetime import date

import pytest
from openpyxl import load_workbook

from storeapp.kernel.days import last_months, since_choices
from storeapp.orders import queries as orders
from storeapp.orders.records import OrderFilters as WantedOrders
from storeapp.reports import queries as reports
from storeapp.reports import service
from storeapp.reports.rules import scope_of
from storeapp.reputation.overview.queries import overview
from storeapp.reputation.ratings.queries import channels
from storeapp.reputation.ratings.records import Asked
from storeapp.reputation.ratings.rules import span_of, trend
from storeapp.reputation.reviews.queries.listing import review_totals
from storeapp.reputation.reviews.records import ReviewFilters
from storeapp.reputation.trust.queries import scorecard
from storeapp.today import queries

TODAY = date(2026, 7, 16)


@pytest.fixture
def shop(db, make):
    """Reviews and orders around the first day of the last 12 months, and in the 12 months before."""
    channel = make.channel()
    for day in ("2024-07-31", "2024-08-01", "2025-07-17", "2025-07-31", "2025-08-01", "2026-02-03", "2026-07-16"):
        make.order(channel_id=channel, placed_on=day)
        make.review(channel_id=channel, posted_on=day, stars=2 if day < "2025-08-01" else 4)
    return db


def test_they_begin_on_one_day(shop):
    since = last_months(12, TODAY).isoformat()
    assert since == "2025-08-01" == scope_of("12_months", (), TODAY).since == f"{span_of(12, TODAY, None).first}-01"
    assert since_choices(TODAY)[-1] == (since, "Last 12 months")
    with shop.read() as conn:
        card = queries.rating_card(conn, channels(conn), TODAY)
        assert card.now.in_span == card.stars.total == 3
        found = overview(conn, Asked(), TODAY)
        assert (found.now.total, found.before.total) == (3, 3)
        assert review_totals(conn, ReviewFilters(since=since)).reviews == 3
        assert orders.OrderList().count(conn, WantedOrders(since=since)) == 3
        figures = reports.figures(conn, scope_of("12_months", (), TODAY))
        assert (figures.reviews, figures.orders) == (3, 3)
        assert sum(month.orders for month in scorecard(conn, TODAY).months) == 3


def test_the_trend_is_one(shop):
    with shop.read() as conn:
        card = queries.rating_card(conn, channels(conn), TODAY)
        (standing,) = overview(conn, Asked(), TODAY).standings
    assert card.trend == trend(standing.now, standing.before)
    assert card.trend.change == pytest.approx(2.0)


def test_a_quiet_shop_leads_with_all_of_its_ratings(db, make):
    channel = make.channel()
    for number in range(79):
        make.review(channel_id=channel, posted_on="2022-05-01", stars=5 if number % 10 else 4)
    for stars in (5, 5, 5, 4):
        make.review(channel_id=channel, posted_on="2026-03-01", stars=stars)
    with db.read() as conn:
        known = channels(conn)
        card = queries.rating_card(conn, known, TODAY)
        (line,) = queries.channel_lines(conn, known, TODAY)
        (standing,) = overview(conn, Asked(), TODAY).standings
    assert (card.quiet, card.ever.total, card.now.in_span) == (True, 83, 4)
    assert (line.ever, line.reviews, line.rating) == (True, 83, card.ever.mean)
    assert (standing.quiet, standing.all_stars) == (True, card.ever)
    assert card.ever.mean > card.stars.mean


def test_a_busy_shop_leads_with_its_last_months(db, make):
    channel = make.channel()
    for number in range(40):
        make.review(channel_id=channel, posted_on="2026-03-01" if number % 2 else "2020-03-01", stars=5)
    with db.read() as conn:
        assert not queries.rating_card(conn, channels(conn), TODAY).quiet


def test_a_report_names_months_that_are_cut_short(shop, clock, tmp_path):
    saved = service.save_overview(shop, tmp_path / "out.xlsx", scope_of("90_days", (), clock.today()))
    book = load_workbook(saved.path)
    months = {row[0].strftime("%Y-%m"): row[-1] for row in list(book["By month"].values)[1:]}
    assert list(months) == ["2026-07"]
    assert months["2026-07"] == f"until {clock.today().isoformat()}"
    whole = service.save_overview(shop, tmp_path / "all.xlsx", scope_of("all", (), clock.today()))
    book = load_workbook(whole.path)
    months = {row[0].strftime("%Y-%m"): row[-1] for row in list(book["By month"].values)[1:]}
    assert (months["2024-07"], months["2026-06"]) == ("yes", "yes")
    trust = list(book["Trust, 12 months"].values)
    assert (len(trust) - 1, trust[-1][-1], trust[-2][-1]) == (12, "no, so far", "yes")
