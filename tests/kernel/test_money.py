from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storeapp.kernel.money import Money, exponent, to_minor, totals


@pytest.mark.parametrize(
    ("minor", "currency", "plain"),
    [(106195, "USD", "1061.95"), (5, "USD", "0.05"), (-5, "USD", "-0.05"), (500, "JPY", "500"), (1234, "KWD", "1.234")],
)
def test_plain_digits_follow_the_currency(minor, currency, plain):
    assert Money(minor, currency).plain() == plain


def test_a_negative_amount_has_a_true_minus_before_the_sign_of_the_currency():
    assert str(Money(-123456, "EUR")) == "−€1,234.56"


def test_an_unknown_currency_shows_its_code():
    assert str(Money(100, "XXQ")) == "XXQ\u00a01.00"


@pytest.mark.parametrize(("amount", "minor"), [("0.005", 1), ("-0.005", -1), ("2.675", 268), ("1061.95", 106195)])
def test_half_a_cent_is_rounded_away_from_zero(amount, minor):
    assert to_minor(Decimal(amount), "USD") == minor


@given(st.integers(-(10**15), 10**15), st.sampled_from(["USD", "JPY", "KWD", "CNY"]))
def test_digits_and_minor_units_convert_into_each_other(minor, currency):
    assert to_minor(Decimal(Money(minor, currency).plain()), currency) == minor


def test_currencies_are_never_added_unsaid():
    with pytest.raises(ValueError, match="EUR and USD"):
        Money(1, "EUR") + Money(1, "USD")
    sums = totals([Money(1, "USD"), Money(2, "EUR"), Money(3, "USD")])
    assert sums == {"EUR": Money(2, "EUR"), "USD": Money(4, "USD")}


def test_exponents_come_from_the_table():
    assert (exponent("USD"), exponent("JPY"), exponent("BHD"), exponent("")) == (2, 0, 3, 2)
