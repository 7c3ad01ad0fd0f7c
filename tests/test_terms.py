"""Sentences use the words of resources/i18n/terms.toml, and History says earlier ones in the words of today."""

from __future__ import annotations

import io
import json
import re
import string
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from babel.messages.pofile import read_po

from storeapp.kernel.text import recall, use

WORDS = Path(__file__).resolve().parent.parent / "resources" / "i18n"
TERMS: list[dict[str, Any]] = tomllib.loads((WORDS / "terms.toml").read_text("utf-8"))["term"]
REWORDED: dict[str, str] = tomllib.loads((WORDS / "reworded.toml").read_text("utf-8"))


@pytest.fixture(scope="module")
def said() -> dict[str, tuple[str, ...]]:
    """Every English sentence with its Chinese forms."""
    return dict(_sentences())


def _sentences() -> Iterator[tuple[str, tuple[str, ...]]]:
    for message in read_po(io.BytesIO((WORDS / "zh_CN" / "LC_MESSAGES" / "storeapp.po").read_bytes()), locale="zh_CN"):
        forms = tuple(message.string) if isinstance(message.string, (tuple, list)) else (str(message.string),)
        for text in message.id if isinstance(message.id, (tuple, list)) else (message.id,):
            if text:
                yield text, forms


def wrong_words(said: dict[str, tuple[str, ...]]) -> list[str]:
    """“word: sentence” for every refused word."""
    found = []
    for term in TERMS:
        english = [re.compile(rf"\b{re.escape(word)}\b", re.IGNORECASE) for word in term.get("never_en", ())]
        for text, forms in said.items():
            if text in term.get("keeps", ()):
                continue
            plain = re.sub(r"\{[^}]*\}", " ", text)
            found += [f"{word.pattern}: {text}" for word in english if word.search(plain)]
            found += [f"{word}: {form}" for word in term.get("never_zh", ()) for form in forms if word in form]
    return found


def test_sentences_use_one_plain_word_for_each_thing(said: dict[str, tuple[str, ...]]) -> None:
    assert wrong_words(said) == []


@pytest.mark.parametrize(
    ("english", "chinese"),
    [("Overruled a check", "忽略了一项提醒"), ("Ignored a warning", "否决了一项检查"), ("No such Lane", "没有")],
)
def test_refused_words_are_found(english: str, chinese: str) -> None:
    assert len(wrong_words({english: (chinese,)})) == 1


def test_every_term_is_whole() -> None:
    for term in TERMS:
        assert {"en", "zh", "means"} <= term.keys() <= {"en", "zh", "means", "never_en", "never_zh", "keeps"}


def _fields(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def test_reworded_sentences_lead_to_those_of_today(said: dict[str, tuple[str, ...]]) -> None:
    for earlier, today in REWORDED.items():
        assert earlier not in said, earlier
        assert today in said, today
        assert _fields(earlier) == _fields(today), earlier


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", ["Ignored a warning", "Split customer 7 from customer 3", "Merged 2 reviews with their duplicates"]),
        ("zh_CN", ["忽略了一项提醒", "把买家 7 从买家 3 中分开", "已将 2 条重复评价合并"]),
    ],
)
def test_history_says_earlier_sentences_in_the_words_of_today(language: str, expected: list[str]) -> None:
    kept: list[dict[str, Any]] = [
        {"message": "Overruled a check"},
        {"message": "Parted customer {lost} from customer {kept}", "values": {"lost": 7, "kept": 3}},
        {
            "one": "Put {count} review together with its double",
            "many": "Put {count} reviews together with their doubles",
            "count": 2,
        },
    ]
    use(language)
    try:
        assert [recall(json.dumps(one), "as it was") for one in kept] == expected
    finally:
        use("en")
