"""When a promise is due, and what may be promised."""

from __future__ import annotations

from datetime import date

import pytest

from storeapp.aftersales import rules
from storeapp.aftersales.rules import Promised
from storeapp.kernel.errors import UserError
from storeapp.kernel.money import Money

TODAY = date(2026, 7, 16)


@pytest.mark.parametrize(
    ("due", "urgency", "words"),
    [
        ("2026-07-14", "over", "2 days over"),
        ("2026-07-15", "over", "1 day over"),
        ("2026-07-16", "today", "today"),
        ("2026-07-17", "week", "tomorrow"),
        ("2026-07-18", "week", "Saturday"),
        ("2026-07-23", "later", "23 July"),
        (None, "none", "no day set"),
    ],
)
def test_how_near_a_promise_is(due, urgency, words):
    assert rules.urgency(due, TODAY) == urgency
    assert rules.due_words(due, TODAY) == words


@pytest.mark.parametrize(
    "promise",
    [
        Promised("refund", amount=Money(0, "EUR")),
        Promised("other"),
        Promised("refund", words="x" * 301),
        Promised("refund", due_on="18 July"),
    ],
)
def test_a_promise_that_says_nothing_is_refused(promise):
    with pytest.raises(UserError):
        rules.checked_promise(promise)


def test_a_promise_is_tidied():
    assert rules.checked_promise(Promised("refund", " half  of it ", Money(2000, "EUR"), " 2026-07-18 ")) == Promised(
        "refund", "half of it", Money(2000, "EUR"), "2026-07-18"
    )


@pytest.mark.parametrize(("typed", "minor"), [("20", 2000), ("20,50", 2050), (" 1 200.05 ", 120005), ("1,250", 125000)])
def test_amounts_as_they_are_typed(typed, minor):
    assert rules.amount_of(typed, "EUR") == Money(minor, "EUR")


@pytest.mark.parametrize("typed", ["twenty", "1.234", "NaN", "Infinity", "1e12"])
def test_what_is_no_amount_is_refused(typed):
    with pytest.raises(UserError):
        rules.amount_of(typed, "EUR")
    assert rules.amount_of(" ", "EUR") is None


def test_a_promise_on_one_line():
    assert rules.promise_words("refund", "", Money(2000, "EUR")) == "Refund €20.00"
    assert rules.promise_words("replacement", "a new shade", None) == "Replacement, a new shade"
    assert rules.promise_words("other", "a call", None) == "a call"
    found = rules.promise_words("refund", "We will refund 20 EUR by Friday.", Money(2000, "EUR"))
    assert found == "Refund €20.00: “We will refund 20 EUR by Friday.”"
