"""Find and replace in a text."""

from __future__ import annotations

import pytest

from storeapp.articles.drafts.finding import TextSearch, found_in, next_place, replaced_in


@pytest.mark.parametrize(
    ("text", "wanted", "places"),
    [
        ("a lamp, Lamps", TextSearch("lamp"), [(2, 6), (8, 12)]),
        ("a lamp, Lamps", TextSearch("lamp", whole=True), [(2, 6)]),
        ("a lamp, Lamps", TextSearch("Lamp", capitals=True), [(8, 12)]),
        ("1.5 (x) 15", TextSearch("1.5"), [(0, 3)]),
        ("台灯和台灯", TextSearch("台灯"), [(0, 2), (3, 5)]),
        ("abc", TextSearch(""), []),
    ],
)
def test_places_are_found(text, wanted, places):
    assert found_in(text, wanted) == places


def test_the_search_goes_round():
    places = [(2, 6), (8, 12)]
    assert [next_place(places, at) for at in (0, 6, 12)] == [0, 1, 0]
    assert [next_place(places, at, back=True) for at in (2, 8, 20)] == [1, 0, 1]
    assert next_place([], 0) == -1


def test_what_is_put_in_is_taken_as_it_is():
    assert replaced_in("a.b a.b", TextSearch("a.b"), r"\1 $") == (r"\1 $ \1 $", 2)
    assert replaced_in("x", TextSearch(""), "y") == ("x", 0)
