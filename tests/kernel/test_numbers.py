"""What the window prints is read back as the same number; what could be two numbers, or none, is refused."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import storeapp
from storeapp.kernel import money
from storeapp.kernel.errors import UserError
from storeapp.kernel.money import Money
from storeapp.kernel.numbers import NotANumberError, amount, number, percent


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("1,250", "1250"), ("1,500", "1500"), ("1,250.50", "1250.50"), ("1.250,50", "1250.50"), ("4,20", "4.20"),
        ("4.2", "4.2"), ("1 250", "1250"), ("1\u00a0250,5", "1250.5"), ("1'250.05", "1250.05"),
        ("12,345,678", "12345678"),
        ("1,00,000", "100000"), ("1.234.567", "1234567"), ("-5", "-5"), ("−5", "-5"), ("0,125", "0.125"),
        ("0.125", "0.125"), ("４．５", "4.5"), ("٣٫٥", "3.5"), ("१२", "12"), (".5", "0.5"), ("5.", "5"),
        ("4.125", "4.125"),
        ("007", "7"),
    ],
)  # fmt: skip
def test_numbers_as_people_write_them(typed, value):
    assert number(typed) == Decimal(value)


@pytest.mark.parametrize(
    "typed",
    ["", "-", "nan", "NaN", "inf", "Infinity", "-inf", "1e5", "1,2,3", "1,25,0", "1.2.3", "1,250,5", "a", "5a", "1 2",
     "1..2", "1,,2", "--5", "0x10", "1_0", "½", "1.250", "12.500", "9" * 60, "4.2.", "+5", "5-", "1.250.5"],
)  # fmt: skip
def test_what_is_no_number_or_two_is_refused(typed):
    with pytest.raises(NotANumberError):
        number(typed)


@pytest.mark.parametrize(("typed", "value"), [("97.5%", "97.5"), ("97,5 %", "97.5"), ("97.5", "97.5"), ("99％", "99")])
def test_shares_with_or_without_their_sign(typed, value):
    assert percent(typed) == Decimal(value)


@pytest.mark.parametrize(
    ("typed", "currency", "minor"),
    [
        ("€4.20", "EUR", 420), ("4,20 €", "EUR", 420), ("EUR 4.20", "EUR", 420), ("4.20 eur", "EUR", 420),
        ("1,250", "EUR", 125_000), ("1,250", "JPY", 1250), ("US$1,250.50", "USD", 125_050), ("$5", "USD", 500),
        ("1.250", "KWD", 1250), ("-€4.20", "EUR", -420), ("4.2", "", 420), ("1.250,50", "EUR", 125_050),
    ],
)  # fmt: skip
def test_amounts(typed, currency, minor):
    assert amount(typed, currency) == Money(minor, currency)


def test_an_empty_amount_is_none():
    assert amount("  ", "EUR") is None


@pytest.mark.parametrize(
    ("typed", "currency"),
    [("1.250", "EUR"), ("4.205", "EUR"), ("£5", "EUR"), ("nan", "EUR"), ("inf", "EUR"), ("5.5", "JPY"), ("five", "EUR"),
     ("5 € €", "EUR"), ("USD 5", "EUR"), ("€", "EUR"), ("1,2,3", "EUR")],
)  # fmt: skip
def test_what_is_no_amount_is_refused_with_a_sentence(typed, currency):
    with pytest.raises(UserError, match="not an amount"):
        amount(typed, currency)


@given(st.integers(-(10**12), 10**12), st.sampled_from(money.codes()))
def test_every_printed_amount_is_read_back(minor, currency):
    printed = Money(minor, currency)
    assert amount(str(printed), currency) == printed
    assert amount(printed.plain(), currency) == printed


@given(st.decimals(-(10**9), 10**9, allow_nan=False, allow_infinity=False, places=4))
def test_every_printed_number_is_read_back(value):
    for printed in (f"{value.normalize():f}", f"{value.normalize():,f}", f"{float(value):,.1f}", f"{int(value):,}"):
        expected = Decimal(printed.replace(",", ""))
        assert number(printed) == expected


@given(st.text(max_size=12))
def test_any_text_is_a_number_or_refused(typed):
    try:
        found = number(typed)
    except NotANumberError:
        return
    assert found.is_finite()


def test_no_field_reads_numbers_in_its_own_way():
    house = Path(storeapp.__file__).parent
    foreign = house / "exchange" / "foreign"  # whole columns of files, whose marks are settled by all their rows
    own_ways = ('.replace(",", ".")', ".replace(',', '.')")
    found = [
        path.relative_to(house).as_posix()
        for path in house.rglob("*.py")
        if foreign not in path.parents and any(way in path.read_text("utf-8") for way in own_ways)
    ]
    assert found == []
