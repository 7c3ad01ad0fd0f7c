"""The periods, figures and sentences of the shop overview."""

from __future__ import annotations

from datetime import date

import pytest

from storeapp.kernel.errors import UserError
from storeapp.reports.rules import ReportFigures, answers, before, changes, file_name, scope_of, signed


@pytest.mark.parametrize(
    ("period", "today", "since", "until"),
    [
        ("12_months", date(2026, 7, 16), "2025-08-01", "2026-07-16"),
        ("12_months", date(2024, 2, 29), "2023-03-01", "2024-02-29"),
        ("90_days", date(2026, 7, 16), "2026-04-18", "2026-07-16"),
        ("this_year", date(2026, 7, 16), "2026-01-01", "2026-07-16"),
        ("last_year", date(2026, 7, 16), "2025-01-01", "2025-12-31"),
        ("all", date(2026, 7, 16), None, None),
    ],
)
def test_periods(period: str, today: date, since: str | None, until: str | None) -> None:
    scope = scope_of(period, (2, 1), today)
    assert (scope.since, scope.until, scope.channels) == (since, until, (1, 2))


def test_period_before_has_the_same_length() -> None:
    past = before(scope_of("last_year", (), date(2026, 7, 16)))
    assert past is not None
    assert (past.since, past.until) == ("2024-01-01", "2024-12-31")
    assert before(scope_of("all", (), date(2026, 7, 16))) is None


def test_unknown_period_is_refused() -> None:
    with pytest.raises(UserError):
        scope_of("fortnight", (), date(2026, 7, 16))


def test_figures_survive_being_kept() -> None:
    figures = ReportFigures(orders=3, stars={"5": 2, "1": 1}, bad_waiting=1, sales={"EUR": 120})
    assert ReportFigures.from_json(figures.to_json() | {"later": 1}) == figures
    assert figures.rating == pytest.approx(11 / 3)
    assert figures.bad == 1


def test_changes_name_currencies_one_by_one() -> None:
    now = ReportFigures(sales={"EUR": 12000, "USD": 500}, stars={"5": 1}, delivered=10, late=1)
    then = ReportFigures(sales={"EUR": 10000}, stars={"4": 1}, delivered=10, late=2)
    rows = {change.title: (change.now, change.before, change.change) for change in changes(now, then)}
    assert rows["Sales in EUR, net of refunds"] == ("€120.00", "€100.00", "+€20.00")
    assert rows["Sales in USD, net of refunds"][1] == "$0.00"
    assert rows["Rating"] == ("5.00", "4.00", "+1.00")
    assert rows["Delivered late"] == ("10%", "20%", "−10 points")


@pytest.mark.parametrize(
    ("value", "places", "text"), [(12, 0, "+12"), (-0.02, 2, "−0.02"), (0.001, 2, "0"), (0, 0, "0")]
)
def test_signed(value: float, places: int, text: str) -> None:
    assert signed(value, places) == text


@pytest.mark.parametrize(
    ("shop", "name"),
    [
        ("Lumen & Loom", "Lumen & Loom overview 2026-07-16.xlsx"),
        ("a/b\\c:d*?", "a b c d overview 2026-07-16.xlsx"),
        ("..", "overview 2026-07-16.xlsx"),
        ("", "overview 2026-07-16.xlsx"),
        ("x" * 300, f"{'x' * 60} overview 2026-07-16.xlsx"),
        ("evil\u202excod", "evil xcod overview 2026-07-16.xlsx"),
    ],
)
def test_file_name_fits_every_system(shop: str, name: str) -> None:
    assert file_name(shop, "2026-07-16") == name


def test_answers_say_where_the_shop_stands_and_what_changed() -> None:
    now = ReportFigures(orders=110, reviews=12, stars={"5": 9, "1": 1}, bad_waiting=1, delivered=50, late=5)
    before = ReportFigures(orders=100)
    then = ReportFigures(orders=104, reviews=12, stars={"5": 10}, bad_waiting=0)
    assert answers(now, then, before) == [
        "Rated 4.60 by 10 reviews with stars.",
        "1 bad review waits for a reply.",
        "110 orders, 10% more than in the period before.",
        "10% of deliveries came late (5 of 50).",
        "Since the last report: rating −0.40, bad reviews waiting +1, orders +6.",
    ]
    assert answers(now, now, None)[-1] == "Nothing changed since the last report."
    assert "first report" in answers(ReportFigures(), None, None)[-1]
