"""Promises in drafts: sets of texts in every language, days counted by the shop's own week, and what is no promise."""

from __future__ import annotations

from datetime import date
from time import perf_counter

import pytest

from storeapp.kernel.workdays import Workdays
from storeapp.rulebook.messages.draft import Draft
from storeapp.rulebook.messages.engine import check
from storeapp.rulebook.messages.facts import DraftFacts
from storeapp.rulebook.messages.promises import promises_in
from tests.rulebook.measure_promises import TODAY, scores

LANGUAGES = ("en", "de", "fr", "es", "it", "pt", "ru", "zh", "zh-Hant", "id", "zu")


def one_promise(text: str, **facts):
    (found,) = promises_in(Draft(text, "en"), DraftFacts(**{"today": TODAY, "currency": "EUR"} | facts))
    return found.promise


def test_the_unseen_texts_of_every_language():
    found = scores()
    assert tuple(found) == LANGUAGES
    assert {code: (one.whole, one.alarms) for code, one in found.items()} == {
        code: (one.good, 0) for code, one in found.items()
    }
    assert all(one.good >= 10 and one.bad >= 10 for one in found.values())


@pytest.mark.parametrize(("name", "least"), [("promises_second.tsv", 48), ("promises_third.tsv", 25)])
def test_sentences_nobody_had_before(name, least):
    found = scores(name).values()
    assert sum(one.whole for one in found) >= least
    assert sum(one.alarms for one in found) == 0


@pytest.mark.parametrize(
    ("text", "due"),
    [
        ("We will refund you within 3 working days.", "2026-12-01"),  # Thursday 26 is a holiday
        ("We will refund you within 2-3 working days.", "2026-12-01"),
        ("We will refund you by the end of the week.", "2026-11-28"),  # this shop works on Saturdays
        ("We will refund you within two weeks.", "2026-12-09"),
        ("We will refund you within 36 hours.", "2026-11-27"),
        ("We will refund you by 3 December.", "2026-12-03"),
        ("We will refund you by January 4th.", "2027-01-04"),
        ("We will refund you by 2026-12-24.", "2026-12-24"),
        ("We will refund you by 12/24.", "2026-12-24"),
        ("We will refund you by 12/2.", None),  # the 12th of February or the 2nd of December
        ("We will refund you by 31 February.", None),
        ("We will refund you by the end of the month.", "2026-11-30"),
        ("We will refund you soon.", None),
    ],
)
def test_days_are_counted_by_the_shops_own_week(text, due):
    works = Workdays(frozenset({0, 1, 2, 3, 5}), frozenset({date(2026, 11, 26)}))
    assert one_promise(text, workdays=works).due_on == due


def test_an_amount_and_a_day_go_to_the_promise_they_stand_beside():
    text = "We will refund 9 EUR by Friday, and we will send a new shade by Monday."
    found = promises_in(Draft(text, "en"), DraftFacts(today=TODAY, currency="EUR"))
    told = [(one.promise.kind, one.promise.amount and one.promise.amount.minor, one.promise.due_on) for one in found]
    assert told == [("refund", 900, "2026-11-27"), ("replacement", None, "2026-11-30")]
    assert all(one.promise.words == text for one in found)


def test_messages_on_cases_are_held_against_it_too():
    facts = DraftFacts(today=TODAY, currency="EUR", job="case_message", language="en", case=7)
    (found,) = [one for one in check("We will refund 18 EUR by Friday.", facts) if one.rule == "RP-PROMISE"]
    assert found.severity == "WARN"
    assert found.way == "record"
    assert found.sentence == "€18.00 refund is not recorded on case 7"


def test_a_shop_that_never_works_gets_an_answer():
    assert one_promise("We will refund you within 3 working days.", workdays=Workdays(frozenset())).due_on


def test_a_long_draft_is_read_quickly():
    text = "We will refund 18 EUR by Friday, and we will send a new shade within 3 working days. " * 120
    start = perf_counter()
    assert len(promises_in(Draft(text, "en"), DraftFacts(today=TODAY, currency="EUR"))) == 240
    assert perf_counter() - start < 5  # a tenth of a second on a calm machine
