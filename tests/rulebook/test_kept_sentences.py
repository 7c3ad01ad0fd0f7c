"""Sentences that come again are read once, and say the same wherever they stand."""

from __future__ import annotations

from functools import partial

import pytest

from storeapp.rulebook.messages import signs as reading
from storeapp.rulebook.messages.folding import fold

TEXTS = (
    "If you are happy, leave 5 stars. If not, write to us first.",
    "Hello Ann, please leave a review. You get a gift card for it. Reply STOP to refuse.",
    "Оставьте отзыв на пять звёзд. Мы вернём деньги за пять звёзд.",
    "亲，五星好评返现五元。不满意请先联系我们。",
)


@pytest.fixture(autouse=True)
def no_sentences():
    for lexicon in reading.lexicons().values():
        lexicon.sentences.clear()


@pytest.mark.parametrize("text", TEXTS)
def test_a_text_says_the_same_the_second_time_and_behind_another_one(text):
    first = reading.signs(fold(text))
    assert first
    assert reading.signs(fold(text)) == first
    before = "Thank you.\n"
    later = reading.signs(fold(before + text), "en")
    assert {one.code for one in first} <= {one.code for one in later}
    assert all(one.span[0] >= len(before) for one in later if one.code in {sign.code for sign in first})


def test_what_is_kept_stays_small(monkeypatch):
    monkeypatch.setattr(reading, "MOST_SENTENCES", 5)
    for number in range(40):
        reading.signs(fold(f"Please leave a review of lamp {number}. You get a gift card."), "en")
    assert 0 < len(reading.lexicons()["en"].sentences) <= 5


def test_a_word_list_is_compiled_when_its_language_is_met_and_once():
    made = []

    def compiled(language):
        made.append(language)
        return reading.lexicon_of({"language": language, "script": "latin", "signs": {"asks": "please"}}, "signs", {})

    known = reading.Lexicons({one: partial(compiled, one) for one in ("en", "de", "fr")})
    assert (list(known), len(known), "de" in known, "it" in known, made) == (["en", "de", "fr"], 3, True, False, [])
    assert known["de"] is known["de"]
    assert made == ["de"]
    with pytest.raises(KeyError):
        known["it"]
