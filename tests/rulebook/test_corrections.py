"""Rules as the owner corrected them: only what a rule really says may be changed, and only to what it can be."""

from __future__ import annotations

import pytest

from storeapp.kernel.errors import UserError
from storeapp.rulebook.correction_row import Correction
from storeapp.rulebook.corrections import checked, corrected_book, fields_of, raw_rows
from storeapp.rulebook.ladders import book

ON_TIME = "level.0.gate.5.limit"  # of Star Seller: shipped on time with tracking


def test_without_corrections_the_book_is_the_programs_own():
    assert corrected_book(()) == book()


def test_a_limit_is_changed_and_says_what_it_was():
    own = Correction("etsy-star-seller", ON_TIME, 90.0, "My dashboard", "new since May", "2026-07-16T09:00:00Z")
    ladder = corrected_book((own,)).ladder("etsy-star-seller")
    gate = ladder.levels[0].gates[5]
    assert (gate.metric, gate.limit, gate.path) == ("shipped_on_time", 90.0, "level.0.gate.5")
    assert (ladder.changes[ON_TIME].before, ladder.changes[ON_TIME].source) == (95, "My dashboard")
    assert book().ladder("etsy-star-seller").levels[0].gates[5].limit == 95


def test_every_value_of_every_rule_can_be_corrected_to_itself():
    for rule in raw_rows():
        for field in fields_of(rule):
            if field.kind == "yes":
                continue
            assert checked(rule, field.path, str(field.value)) == field.value, (rule, field.path)
            if isinstance(field.value, int | float):  # as the window prints it
                assert checked(rule, field.path, f"{field.value:,}") == field.value, (rule, field.path)
            made = corrected_book((Correction(rule, field.path, field.value),)).ladder(rule)
            assert made.levels == book().ladder(rule).levels


def test_windows_steps_points_and_days_are_among_the_values():
    names = {(one.path, one.value) for one in fields_of("ebay-seller-level-us")}
    assert {("window.months", 12), ("short_window.orders", 400), ("evaluation.day_of_month", 20)} <= names
    steps = {(one.path, one.value, one.level) for one in fields_of("taobao-credit")}
    assert ("level.1.from", 4, "1 heart") in steps
    assert ("points.positive", 1) in {(one.path, one.value) for one in fields_of("taobao-credit")}


@pytest.mark.parametrize(
    ("rule", "path", "typed", "words"),
    [
        ("etsy-star-seller", ON_TIME, "many", "not a number"),
        ("etsy-star-seller", ON_TIME, "101", "between 0 and 100"),
        ("etsy-star-seller", ON_TIME, "nan", "not a number"),
        ("etsy-star-seller", ON_TIME, "inf", "not a number"),
        ("etsy-star-seller", "level.0.gate.5.op", "about", "comparisons"),
        ("etsy-star-seller", "window.months", "0", "between 1"),
        ("etsy-star-seller", "window.months", "1.5", "whole number"),
        ("ebay-seller-level-us", "evaluation.day_of_month", "31", "between 1 and 28"),
        ("taobao-credit", "level.2.from", "300", "above the one before"),
        ("taobao-credit", "level.99.from", "300", "no such value"),
        ("nowhere", "window.months", "3", "no such value"),
    ],
)
def test_a_wrong_value_gets_one_sentence(rule, path, typed, words):
    with pytest.raises(UserError, match=words) as refused:
        checked(rule, path, typed)
    assert refused.value.sentence.count("Nothing was changed.") == 1


def test_a_correction_that_no_longer_fits_is_left_out():
    gone = Correction("etsy-star-seller", "level.7.gate.0.limit", 3.0)
    breaking = Correction("taobao-credit", "level.2.from", 300)
    found = corrected_book((gone, breaking))
    assert found.ladder("etsy-star-seller") == book().ladder("etsy-star-seller")
    assert found.ladder("taobao-credit") == book().ladder("taobao-credit")


def test_a_rule_can_be_switched_off():
    off = corrected_book((Correction("etsy-rating", "retired", True),))
    assert "etsy-rating" not in [one.id for one in off.of_platform("etsy")]
    assert checked("etsy-rating", "retired", "true") is True


def test_a_comparison_may_be_typed_as_its_sign():
    assert checked("etsy-star-seller", "level.0.gate.5.op", "≥") == ">="
