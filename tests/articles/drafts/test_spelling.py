"""Words that no list knows: one language at a time, with the shop's own words."""

from __future__ import annotations

import pytest

from storeapp.articles.drafts.spelling import has_list, load


@pytest.fixture(scope="module")
def english():
    return load("en-GB", ["Walnut Luminara lamp", "loomish"])


def wrong(spelling, line):
    return [line[first:last] for first, last in spelling.misspelt(line)]


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("", []),
        ("Teh lamp is recieved", ["Teh", "recieved"]),
        ("The Luminara's light is loomish, don’t worry", []),
        ("The colour of jewellery was organised in the centre", []),  # as in Britain
        ("`teh` [lamp](httpx) https://exampel.com me@exampel.com E27 A4b USB <teh>", []),
        ("台灯 лампа naïvex", ["naïvex"]),
    ],
)
def test_only_words_of_the_language_that_no_list_knows(english, line, words):
    assert wrong(english, line) == words


def test_likely_words_are_offered_the_most_usual_first(english):
    assert english.offers("Teh")[0] == "The"
    assert "received" in english.offers("recieved")
    assert english.offers("qqqqqqq") == []


def test_a_list_of_another_script_and_languages_without_one():
    russian = load("ru", [])
    assert wrong(russian, "Лампа светит lamp") == []
    assert has_list("pt-BR")
    assert not has_list("zh-Hans")
    assert not has_list("id")
