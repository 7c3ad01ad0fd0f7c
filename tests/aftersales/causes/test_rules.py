"""Fixes held against the time before: likely real, too early, no effect, it rose; days left out, and what was saved."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storeapp.aftersales.causes.metrics import Portion
from storeapp.aftersales.causes.rules import (
    Fix,
    checked_fix,
    judge,
    monthly,
    per_hundred,
    saved,
    settling_days,
    sides,
    spent_on,
)
from storeapp.kernel.errors import UserError
from storeapp.kernel.likely import newcombe
from storeapp.kernel.money import Money

TODAY = date(2026, 7, 16)


def test_a_corner_that_holds_is_likely_real():
    found = judge(Portion(37, 912), Portion(12, 1004))
    assert found.verdict == "real"
    assert found.likely is not None
    assert found.fell is not None
    fell = [per_hundred(one) for one in (found.fell, found.likely.low, found.likely.high)]
    assert fell == ["2.9", "1.5", "4.4"]


def test_a_small_shop_is_told_how_many_orders_are_missing():
    found = judge(Portion(8, 200), Portion(2, 60))
    assert found.verdict == "early"
    assert found.more is not None
    enough = 60 + found.more
    assert newcombe(8, 200, 0.02 * enough, enough).low > 0
    assert newcombe(8, 200, 0.02 * (enough - 1), enough - 1).low <= 0


def test_too_little_before_can_never_be_called():
    found = judge(Portion(1, 30), Portion(0, 100))
    assert (found.verdict, found.more) == ("early", None)
    nothing = judge(Portion(0, 0), Portion(0, 0))
    assert (nothing.verdict, nothing.more, nothing.likely) == ("early", None, None)


def test_many_orders_without_a_fall_are_no_effect_and_a_rise_is_said():
    assert judge(Portion(60, 3000), Portion(57, 3000)).verdict == "none"
    assert judge(Portion(20, 2000), Portion(80, 2000)).verdict == "worse"


portions = st.integers(0, 2000).flatmap(lambda whole: st.builds(Portion, st.integers(0, whole), st.just(whole)))


@given(portions, portions)
def test_a_verdict_is_what_its_range_says(before, after):
    found = judge(before, after)
    if found.likely is None:
        assert found.verdict == "early"
        return
    assert (found.verdict == "real") is (found.likely.low > 0)
    assert (found.verdict == "worse") is (found.likely.high < 0)
    if found.verdict == "none":
        assert found.more == 0
    if found.verdict == "early":
        assert found.more is None or found.more > 0


def test_the_change_over_is_on_neither_side():
    found = sides("2026-04-01", "2026-04-15", "2020-01-01", TODAY)
    assert found.before == (date(2026, 1, 1), date(2026, 3, 31))
    assert found.after == (date(2026, 4, 15), TODAY)
    young = sides("2026-04-01", "2026-04-15", "2026-03-01", TODAY, settling=10)
    assert young.before == (date(2026, 3, 1), date(2026, 3, 31))
    assert young.after == (date(2026, 4, 15), date(2026, 7, 6))


def test_orders_settle_when_nine_of_ten_cases_have_come():
    assert settling_days([3, 4, 5, 6, 7, 8, 9, 10, 11, 40]) == 11
    assert settling_days([3, 4, 50]) == 0
    assert settling_days([500] * 9) == 60
    assert settling_days([-3] * 9) == 0


def test_what_was_saved_has_a_range_and_the_fixs_own_cost():
    judged = judge(Portion(37, 912), Portion(12, 1004))
    found = saved(judged, Money(2973, "EUR"), None, Money(38, "EUR"), 1004)
    assert found is not None
    assert [round(one) for one in (found.cases, found.low, found.high)] == [29, 15, 44]
    assert found.money == Money(85420, "EUR") or abs(found.money.minor - 86200) < 1000
    assert found.spent == Money(38152, "EUR")
    assert found.net == Money(found.money.minor - 38152, "EUR")
    other = saved(judged, Money(2973, "EUR"), None, Money(38, "USD"), 1004)
    assert other is not None
    assert other.net is None
    assert saved(judge(Portion(5, 100), Portion(6, 100)), Money(1, "EUR"), None, None, 0) is None


def test_a_fix_costs_once_and_with_each_order():
    assert spent_on(Money(1000, "EUR"), Money(38, "EUR"), 10) == Money(1380, "EUR")
    assert spent_on(None, Money(38, "EUR"), 10) == Money(380, "EUR")
    assert spent_on(Money(1000, "EUR"), None, 10) == Money(1000, "EUR")
    assert spent_on(Money(1000, "USD"), Money(38, "EUR"), 10) is None
    assert spent_on(None, None, 10) is None


def test_a_fix_as_it_is_kept():
    found = checked_fix(Fix("  Double corners ", "You", None, Money(38, "EUR"), "", "2026-04-15"))
    assert found == Fix("Double corners", "You", None, Money(38, "EUR"), "2026-04-15", "2026-04-15")
    for wrong in (
        Fix("", done="2026-04-15"),
        Fix("Box", done="15.04.2026"),
        Fix("Box", began="2026-05-01", done="2026-04-15"),
        Fix("Box", once=Money(-1, "EUR"), done="2026-04-15"),
        Fix("B" * 301, done="2026-04-15"),
    ):
        with pytest.raises(UserError):
            checked_fix(wrong)


def test_months_without_orders_have_no_rate():
    found = monthly({"2026-05": 2}, {"2026-05": 40, "2026-06": 0}, ["2026-04", "2026-05", "2026-06"])
    assert [one.share for one in found] == [None, 0.05, None]


def test_small_rates_are_not_told_as_none():
    assert (per_hundred(0.041), per_hundred(0.0004), per_hundred(0.0)) == ("4.1", "0.04", "0.0")
