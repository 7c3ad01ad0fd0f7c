"""The rows of the rule book: whole, dated, sourced, and refused where they break its rules."""

from __future__ import annotations

from datetime import date

import pytest

from storeapp.rulebook.ladders import SHAPES, Window, book, months_back, parsed


def row(**values):
    plain = {
        "id": "some",
        "platforms": ["etsy"],
        "title": "Some",
        "shape": "mean",
        "source": "Somewhere",
        "certainty": "S",
        "checked_on": date(2026, 11, 22),
    }
    return {"ladder": [plain | values]}


def test_every_platform_of_the_rule_book_has_its_ladders():
    known = {platform for ladder in book().ladders for platform in ladder.platforms}
    marketplaces = {"taobao", "aliexpress", "ebay", "etsy", "amazon", "trustpilot", "google", "shopee", "lazada"}
    others = {"tokopedia", "mercadolibre", "ozon", "wildberries", "yandex", "own"}
    assert marketplaces | others <= known


def test_all_eight_shapes_are_in_use():
    assert {ladder.shape for ladder in book().ladders} == set(SHAPES)


def test_every_row_says_where_it_is_from_and_when_it_was_checked():
    for ladder in book().ladders:
        assert ladder.source.name
        assert ladder.source.certainty in ("V", "S", "K")
        assert ladder.source.checked_on >= date(2026, 1, 1)


def test_counter_levels_rise():
    for ladder in book().ladders:
        if ladder.shape == "counter":
            starts = [one.start for one in ladder.levels]
            assert starts == sorted(set(starts))


def test_every_gate_set_ends_with_a_level_anyone_has():
    for ladder in book().ladders:
        if ladder.shape == "gates":
            assert ladder.levels[-1].gates == ()


def test_a_platform_gets_its_own_ladders_and_no_retired_ones():
    everywhere = ["ebay-stars", "ebay-positive", "ebay-seller-level-us", "ebay-seller-level-au"]
    assert [one.id for one in book().of_platform("ebay")] == everywhere
    assert [one.id for one in book().of_platform("ebay", "DE")] == [
        *("ebay-stars", "ebay-positive", "ebay-seller-level-elsewhere")
    ]
    assert book().of_platform("nowhere") == []


@pytest.mark.parametrize(
    "wrong",
    [
        {"shape": "magic"},
        {"certainty": "X"},
        {"shape": "gates", "level": [{"title": "Top", "gate": [{"metric": "charm", "op": ">=", "limit": 1}]}]},
    ],
)
def test_a_row_that_breaks_the_rules_is_named(wrong):
    with pytest.raises(ValueError, match="some"):
        parsed([row(**wrong)])


def test_an_unknown_comparison_is_named():
    level = {"title": "Top", "gate": [{"metric": "orders", "op": "=", "limit": 1}]}
    metric = {"metric": [{"id": "orders", "title": "Orders", "unit": "count"}]}
    with pytest.raises(ValueError, match="some"):
        parsed([metric, row(shape="gates", level=[level])])


def test_an_id_is_used_once():
    with pytest.raises(ValueError, match="twice"):
        parsed([row(), row()])


@pytest.mark.parametrize(
    ("ladder", "today", "day"),
    [
        ("etsy-star-seller", date(2026, 7, 16), date(2026, 8, 1)),
        ("etsy-star-seller", date(2026, 12, 1), date(2027, 1, 1)),
        ("ebay-seller-level-us", date(2026, 7, 16), date(2026, 7, 20)),
        ("shopee-service", date(2026, 7, 16), date(2026, 7, 20)),  # a Monday
        ("shopee-service", date(2026, 7, 20), date(2026, 7, 27)),
        ("etsy-rating", date(2026, 7, 16), None),
    ],
)
def test_when_the_platform_looks_next(ladder, today, day):
    assert book().ladder(ladder).next_look(today) == day


def test_windows():
    assert Window(months=3).before(date(2026, 8, 1)) == date(2026, 5, 1)
    assert Window(days=60).before(date(2026, 3, 1)) == date(2025, 12, 31)
    assert Window().before(date(2026, 3, 1)) is None
    assert months_back(date(2026, 5, 31), 3) == date(2026, 2, 28)
    assert months_back(date(2026, 1, 20), -1) == date(2026, 2, 20)
    assert months_back(date(2026, 12, 20), -1) == date(2027, 1, 20)
