"""The kinds of articles: every kind has an outline in each language, and outlines ask rather than praise."""

import re
import tomllib

import pytest

from storeapp.articles import kinds
from storeapp.articles.markdown.lines import answer_lines
from storeapp.kernel.paths import resource

ASKS = re.compile(r"[?？]")
PRAISE = re.compile(
    r"\b(best|perfect|amazing|(el|la) mejor|perfecto|лучш(ий|ая|ее)|идеальн\w+|terbaik|beste[rns]?|[oa] melhor)\b"
    r"|最好|完美|最佳",
    re.IGNORECASE,
)


@pytest.mark.parametrize("language", kinds.LANGUAGES)
def test_every_kind_has_an_outline_that_asks_and_never_praises(language):
    content = tomllib.loads(resource("articles", "outlines", f"{language}.toml").read_text("utf-8"))
    assert list(content) == list(kinds.article_kinds())
    for kind in kinds.article_kinds():
        found = kinds.outline(kind, language)
        assert len(found.parts) >= 4
        assert "…" in found.title
        for part in found.parts:
            assert ASKS.search(part.question), part
            assert not PRAISE.search(part.heading + part.question), part


def test_the_seven_languages_have_as_many_parts_as_english():
    for kind in kinds.article_kinds():
        counts = {len(kinds.outline(kind, language).parts) for language in kinds.LANGUAGES}
        assert len(counts) == 1, kind


@pytest.mark.parametrize(
    ("asked", "chosen"), [("zh_CN", "zh-Hans"), ("zh-Hant", "zh-Hans"), ("pt-BR", "pt"), ("", "en"), ("fr", "en")]
)
def test_the_language_of_an_outline(asked, chosen):
    assert kinds.outline_language(asked) == chosen


def test_an_outline_as_text_shows_headings_and_hides_its_questions():
    text = kinds.outlined("answer", "en")
    assert text.startswith("## The answer\n\n<!-- What is")
    assert all(line.startswith(("## ", "<!-- ")) for line in text.splitlines() if line)


def test_a_text_that_is_to_sell_is_promotion_whatever_its_kind():
    assert kinds.mix_of("howto", "value") == "useful"
    assert kinds.mix_of("maker", "brand") == "story"
    assert kinds.mix_of("howto", "sell") == kinds.mix_of("maker", "sell") == "promotion"
    assert {kinds.mix_of(kind, "keep") for kind in kinds.article_kinds()} == {"useful", "story"}


def test_rules_of_thumb_say_where_they_are_from():
    assert sum(kinds.mix_rules()["70-20-10"].aims.values()) == 100
    assert sum(one.aim for one in kinds.article_goals().values()) == 100
    for one in (*kinds.mix_rules().values(), *kinds.push_limits().values()):
        assert one.source
        assert one.certainty in "VSLK"
    assert kinds.kinds_for("season") == ("season",)
    assert kinds.kinds_for("typed") == tuple(kinds.article_kinds())


def test_each_question_of_an_outline_has_a_line_for_its_answer():
    text = kinds.outlined("answer", "en")
    lines = text.split("\n")
    places = answer_lines(text)
    assert len(places) == len(kinds.outline("answer", "en").parts)
    assert all(lines[at - 2].startswith("<!-- ") and lines[at - 1 : at + 2] == ["", "", ""] for at in places)


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("", []),
        ("No question.", []),
        ("<!-- Why? -->", [0]),
        ("<!-- Why? -->\n", [1]),
        ("## A\n\n<!-- Why? -->\nSo.\nAnd so.\n\n## B\n<!-- How? -->\n\nBy hand.\n", [4, 9]),
        ("<!-- a remark --> beside words", []),
    ],
)
def test_where_an_answer_stands_already_its_end_is_the_place(text, places):
    assert answer_lines(text) == places
