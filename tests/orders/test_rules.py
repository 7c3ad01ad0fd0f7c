"""When an order is late, and which corrections of its days make sense."""

from __future__ import annotations

import pytest

from storeapp.kernel.errors import UserError
from storeapp.orders.rules import check_order_of_days, checked_day, days_late, is_late, status_title, status_tone


@pytest.mark.parametrize(
    ("status", "delivered", "due", "delivered_at", "due_at", "late"),
    [
        ("delivered", "2026-03-02", "2026-03-01", None, None, True),
        ("delivered", "2026-03-01", "2026-03-01", None, None, False),
        ("delivered", "2026-03-01", None, None, None, False),
        ("shipped", "2026-03-02", "2026-03-01", None, None, False),
        # Where both instants are known, they decide: the same day may be late.
        ("delivered", "2026-03-01", "2026-03-01", "2026-03-01T12:00:00Z", "2026-03-01T00:00:00Z", True),
        ("delivered", "2026-03-02", "2026-03-01", "2026-03-01T23:00:00Z", "2026-03-02T00:00:00Z", False),
    ],
)
def test_late(
    status: str, delivered: str | None, due: str | None, delivered_at: str | None, due_at: str | None, late: bool
) -> None:
    assert is_late(status, delivered, due, delivered_at, due_at) is late


def test_days_late() -> None:
    assert days_late("2026-03-04", "2026-03-01") == 3
    assert days_late("2026-02-27", "2026-03-01") == 0
    assert days_late(None, "2026-03-01") == 0


def test_checked_day() -> None:
    assert checked_day(" 2026-07-31 ") == "2026-07-31"
    assert checked_day("") is None
    with pytest.raises(UserError, match="use 2026-07-31"):
        checked_day("31/07/26")


@pytest.mark.parametrize(
    "days",
    [
        {"placed_on": "2026-03-02", "shipped_on": "2026-03-01"},
        {"shipped_on": "2026-03-02", "delivered_on": "2026-03-01"},
        {"placed_on": "2026-03-02", "canceled_on": "2026-03-01"},
        {"delivered_on": "2027-01-01"},
    ],
)
def test_impossible_days_are_refused(days: dict[str, str]) -> None:
    with pytest.raises(UserError, match="Nothing was changed"):
        check_order_of_days(days, "2026-07-16")


def test_possible_days_pass() -> None:
    check_order_of_days({"placed_on": "2026-03-01", "delivered_on": "2026-03-01", "due_on": "2027-01-01"}, "2026-07-16")


def test_every_status_has_words_and_an_unknown_one_is_itself() -> None:
    assert status_title("delivered") == "Delivered"
    assert status_title("teleported") == "teleported"
    assert status_tone("delivered", late=True) == "warning"
