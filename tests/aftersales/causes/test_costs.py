"""Costs: sums that stay apart by currency, shares that run to the whole, rates of the owner, and time at its price."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storeapp.aftersales.causes.costs import (
    CostLine,
    Costs,
    OwnRate,
    checked_rate,
    converted,
    leading,
    pareto,
    time_cost,
)
from storeapp.kernel.errors import UserError
from storeapp.kernel.money import Money


def line(key: str, minor: int, currency: str = "EUR", cases: int = 1) -> CostLine:
    return CostLine(key, key.title(), Money(minor, currency), cases)


def test_shares_run_from_the_dearest_to_the_whole():
    found = pareto([line("c", 2000), line("a", 4000), line("d", 1000), line("b", 3000)])["EUR"]
    assert [(one.line.key, round(one.running, 2)) for one in found] == [("a", 0.4), ("b", 0.7), ("c", 0.9), ("d", 1.0)]


def test_currencies_stay_apart_and_the_list_begins_with_the_one_of_most_cases():
    found = pareto([line("a", 100), line("a", 9000, "JPY", 2), line("b", 50, "USD", 7)])
    assert {currency: [one.share for one in shares] for currency, shares in found.items()} == {
        "EUR": [1.0],
        "JPY": [1.0],
        "USD": [1.0],
    }
    assert leading(found) == "USD"
    assert leading(found, "JPY") == "JPY"
    assert leading({}) == ""


def test_nothing_spent_has_no_shares():
    found = pareto([line("a", 0), line("b", 0)])["EUR"]
    assert [(one.share, one.running) for one in found] == [(0.0, 0.0), (0.0, 0.0)]


@given(st.lists(st.tuples(st.text(max_size=3), st.integers(0, 10**6), st.sampled_from(["EUR", "USD"])), max_size=20))
def test_no_cost_is_lost_and_shares_add_up(rows):
    lines = [line(f"{number}{key}", minor, currency) for number, (key, minor, currency) in enumerate(rows)]
    found = pareto(lines)
    for currency, shares in found.items():
        mine = [one.money.minor for one in lines if one.money.currency == currency]
        assert sum(one.line.money.minor for one in shares) == sum(mine)
        if sum(mine):
            assert shares[-1].running == pytest.approx(1.0)
        assert [one.line.money.minor for one in shares] == sorted(mine, reverse=True)


RATES = [
    OwnRate("USD", "EUR", "2026-07-01", Decimal("0.90")),
    OwnRate("USD", "EUR", "2026-07-10", Decimal("0.80")),
    OwnRate("JPY", "EUR", "2026-01-01", Decimal("0.0061")),
]


def test_a_rate_holds_from_its_day_until_the_next_one():
    assert converted(Money(1000, "USD"), "2026-07-05", "EUR", RATES) == Money(900, "EUR")
    assert converted(Money(1000, "USD"), "2026-07-10", "EUR", RATES) == Money(800, "EUR")
    assert converted(Money(1000, "USD"), "2026-06-30", "EUR", RATES) is None
    assert converted(Money(1000, "EUR"), "2026-07-05", "USD", RATES) is None
    assert converted(Money(1000, "EUR"), "2020-01-01", "EUR", []) == Money(1000, "EUR")


def test_currencies_with_other_decimals_are_turned_right():
    assert converted(Money(1000, "JPY"), "2026-07-05", "EUR", RATES) == Money(610, "EUR")


def test_time_has_a_price_only_with_a_rate():
    assert time_cost(20, Money(3000, "EUR")) == Money(1000, "EUR")
    assert time_cost(20, None) is None


def test_a_share_of_sales_needs_sales():
    assert Costs(Money(41260, "EUR"), Money(2171579, "EUR")).share == pytest.approx(0.019, abs=0.0005)
    assert Costs(Money(100, "EUR"), None).share is None
    assert Costs(Money(100, "EUR"), Money(0, "EUR")).share is None


def test_a_rate_is_a_number_above_nothing():
    assert checked_rate(" 0,92 ") == Decimal("0.92")
    for wrong in ("", "0", "-1", "abc", "1e3"):
        with pytest.raises(UserError):
            checked_rate(wrong)
