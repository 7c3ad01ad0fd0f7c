"""Mends change the text so that its finding is gone, and never say more than what stood there."""

from __future__ import annotations

from datetime import date

import pytest

from storeapp.articles.checks.records import Checking, CheckPlace
from storeapp.articles.checks.rules import ArticleChecker
from storeapp.rulebook.messages.rules import message_rules

TODAY = date(2026, 11, 28)


def mended(text: str, code: str, **known) -> str | None:
    """The text after the first mend of a finding of that code; None where none is offered."""
    checker = ArticleChecker(Checking(place=CheckPlace(place="guest"), **known), message_rules(), TODAY)
    own = [one for one in checker.check(text).findings if one.code == code]
    assert own, code
    mend = own[0].mend
    if mend is None:
        return None
    after = text[: mend.span[0]] + mend.text + text[mend.span[1] :]
    left = [one for one in checker.check(after).findings if one.code == code]
    assert len(left) < len(own) or left[0].sentence != own[0].sentence or left[0].span != own[0].span
    return after


@pytest.mark.parametrize(
    ("text", "code", "language", "after"),
    [
        ("Ours is the best lamp in town.", "superlative", "en", "Ours is a good lamp in town."),
        ("The best lamp is ours.", "superlative", "en", "A good lamp is ours."),
        ("It is absolutely safe for a child.", "absolute", "en", "It is safe for a child."),
        ("Guaranteed success with every loaf.", "absolute", "en", "Success with every loaf."),
        ("这是最好的台灯。", "superlative", "zh", "这是好的台灯。"),
        ("这款台灯绝对不闪。", "absolute", "zh", "这款台灯不闪。"),
        ("Это лучшая лампа на рынке.", "superlative", "ru", "Это хорошая лампа на рынке."),
        ("Es el mejor queso de la ciudad.", "superlative", "es", "Es un buen queso de la ciudad."),
        ("Ini tas terbaik di kota.", "superlative", "id", "Ini tas baik di kota."),
    ],
)
def test_too_strong_words_are_softened_or_taken_out(text, code, language, after):
    assert mended(text, code, language=language) == after


def test_a_word_that_the_law_forbids_is_taken_out():
    assert mended("国家级工艺的台灯。", "tier1", language="zh", country="CN") == "工艺的台灯。"


def test_a_word_that_no_list_softens_is_left_to_the_writer():
    assert mended("Ours is the warmest scarf on earth.", "superlative", language="en") is None


@pytest.mark.parametrize(
    ("text", "language", "after"),
    [
        ("Wash it cold. Hurry, only three left! Dry it flat.", "en", "Wash it cold. Dry it flat."),
        ("冷水洗。手慢无，赶快抢！平铺晾干。", "zh", "冷水洗。平铺晾干。"),
    ],
)
def test_a_pressing_sentence_is_taken_out_whole(text, language, after):
    assert mended(text, "urgency", language=language) == after


LONG_EN = (
    "We wash the wool by hand in cold water with a little soap and no softener at all, but we never wring it because "
    "the fibres break and the scarf loses the shape that it had on the day it left the loom."
)
LONG_ZH = (
    "羊毛要用冷水手洗，加一点点中性的洗衣液，不要用柔顺剂，也不要用力拧，因为纤维会断，"
    "围巾就会变形，再也回不到原来的样子了。"
)


@pytest.mark.parametrize(
    ("text", "language", "begins"),
    [(LONG_EN, "en", "softener at all. But we never"), (LONG_ZH, "zh", "。")],
)
def test_a_long_sentence_is_parted_near_its_middle(text, language, begins):
    short = "Dry it flat.\n\n" if language == "en" else "平铺晾干。\n\n"
    whole = short * 6 + f"{text}\n\n" * 6
    after = mended(whole, "sentences", language=language)
    assert after is not None
    assert begins in after
    assert len(after) <= len(whole) + 1


def test_a_long_paragraph_is_parted_between_two_sentences():
    text = " ".join(f"The lamp number {n} stands on a small desk and lights the page." for n in range(30))
    after = mended(text, "paragraph", language="en")
    assert after is not None
    first, second = after.split("\n\n")
    assert first.endswith(".")
    assert second.startswith("The lamp number 15")


def test_a_wide_title_is_cut_at_a_break_and_nothing_is_added():
    title = (
        "How to wash a wool scarf: cold water, a little soap, no wringing, and where to lay it while it slowly dries"
    )
    after = mended(f"# {title}\n\nCold water.", "title", language="en")
    assert after is not None
    head = after.split("\n")[0].removeprefix("# ")
    assert title.startswith(head)
    assert len(head) > 20


def test_a_silent_picture_gets_the_words_that_the_library_has_for_it():
    text = "# Lamp\n\n![](picture:7)\n\n![](picture:8)\n"
    after = mended(text, "picture", language="en", alts={"picture:7": "A lamp [walnut]\non a desk"})
    assert after == text.replace("![](picture:7)", "![A lamp (walnut) on a desk](picture:7)")
    assert mended(text, "picture", language="en") is None
