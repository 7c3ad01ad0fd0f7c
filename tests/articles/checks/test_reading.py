"""How articles are parted, read and measured, and which say what another one says."""

from __future__ import annotations

from datetime import date

import pytest

from storeapp.articles.checks.records import Checking
from storeapp.articles.checks.rules import ArticleChecker
from storeapp.rulebook.articles import assertions, blocks, reading, sameness, usefulness
from storeapp.rulebook.messages.engine import check
from storeapp.rulebook.messages.facts import facts_of
from storeapp.rulebook.messages.rules import message_rules

TODAY = date(2026, 11, 28)
TEXT = """# Lamps & light

One *two* **three**
goes on.

- first
- second `code`

> quoted
> twice

| a | b |
|---|---|
| 1 | 2 |

```
not read
```
![alt](x.jpg)

Under
===
[Link](https://shop.example/a) ends"""


def test_a_text_is_parted_into_its_blocks():
    found = blocks.blocks(TEXT)
    assert [one.kind for one in found] == [
        *("heading", "text", "item", "item", "quote", "table", "code", "image", "heading", "text")
    ]
    assert all(TEXT[one.start : one.end] == one.raw for one in found)
    assert [one.level for one in found if one.kind == "heading"] == [1, 1]
    plain = [blocks.plain_text(one.raw).text for one in found]
    assert plain[1] == "One two three goes on."
    assert plain[4] == "quoted twice"
    assert plain[-1] == "Link ends"
    assert blocks.links(TEXT) == ["https://shop.example/a"]


@pytest.mark.parametrize("raw", ["One **two** three", "a [link](http://x.example) b", "国家**级**", "~x~ \\* _y_ `z`"])
def test_plain_words_know_their_place(raw):
    plain = blocks.plain_text(raw)
    for place, sign in enumerate(plain.text):
        assert raw[plain.places[place]] == sign
    assert len(plain.places) == len(plain.text) + 1


@pytest.mark.parametrize(("long", "severity"), [(2, None), (3, "INFO"), (4, "WARN")])
def test_three_of_ten_long_sentences_are_orange_and_four_red(long, severity):
    text = ("A lamp that stands on a desk beside a window in a room with high walls and a long shelf is seldom bright. "
            * long + "The lamp is warm. " * (10 - long))  # fmt: skip
    found = check(text, facts_of({"job": "writing", "language": "en", "today": TODAY}))
    assert next((one.severity for one in found if one.rule == "READ-SENTENCES"), None) == severity


@pytest.mark.parametrize(
    ("language", "sentence", "long"),
    [
        ("ru", "раз два три четыре пять шесть семь восемь девять десять раз два три четыре пять шесть", True),
        ("en", "one two three four five six seven eight nine ten one two three four five six", False),
        ("zh", "灯" * 41, True),
        ("zh", "灯" * 40, False),
        ("ja", "灯" * 41, True),
    ],
)
def test_each_language_has_its_own_longest_sentence(language, sentence, long):
    stop = "。" if language in ("zh", "ja") else ". "
    found = check((sentence + stop) * 6, facts_of({"job": "writing", "language": language, "today": TODAY}))
    assert ("READ-SENTENCES" in {one.rule for one in found}) is long


def test_reading_ease_is_flesch():
    assert reading.flesch(100, 5, 150) == pytest.approx(59.635)
    assert reading.flesch(0, 0, 0) is None
    assert [reading.syllables(one) for one in ("lamp", "table", "reading", "make", "people")] == [1, 2, 2, 1, 2]


@pytest.mark.parametrize(("title", "wide"), [("灯" * 30, False), ("灯" * 31, True), ("", True)])
def test_a_title_has_six_hundred_pixels(title, wide):
    found = check(f"# {title}\n\nText.", facts_of({"job": "writing", "language": "zh", "today": TODAY}))
    assert ("READ-TITLE" in {one.rule for one in found}) is wide
    assert reading.title_width("灯" * 30) == 600


@pytest.mark.parametrize(
    ("text", "answered"),
    [
        ("# Can you put this pan in the oven?\n\nYes, without the handle.", True),
        ("# How long does it dry?\n\nFour days in summer.", False),
        ("# How long does drying take?\n\nDrying takes days.", True),
        ("# How long does it dry?\n\nWho would not like to know?", False),
        ("# Drying bowls\n\nWho would not like to know?", True),
        ("# 陶碗为什么大小不一样？\n\n每只陶碗都是手拉的。", True),
        ("# 陶碗为什么大小不一样？\n\n春天真好。", False),
    ],
)
def test_a_question_is_answered_first(text, answered):
    read = reading.read_article(text, "zh" if "陶" in text else "en")
    assert (usefulness.unanswered(read, read.title()) is None) is answered


def test_useful_parts_are_counted():
    text = "Heat it to 220 °C.\n\n1. Oil it.\n2. Bake it.\n\nDo not soak it.\n\n| a |\n|---|\n| b |"
    found = usefulness.useful_parts(reading.read_article(text, "en"))
    assert (found.steps, found.tables, found.numbers, found.warnings, found.kinds) == (2, 1, 1, 1, 4)


def test_products_are_found_by_name_in_any_case_and_script():
    read = reading.read_article("The NOVA Lamp and a nova lamp. Novalamp is none.", "en")
    assert len(usefulness.mentions(read, ["Nova lamp"])) == 2
    text = "这盏胡桃木台灯很亮。**胡桃木台灯**可以换灯罩。"
    spans = usefulness.mentions(reading.read_article(text, "zh"), ["胡桃木台灯"])
    assert [text[slice(*one)] for one in spans] == ["胡桃木台灯"] * 2


SHADOW = "Put the lamp to your left, so that the hand you write with throws no shadow on the paper."
OTHER = "Wool is washed by hand in cold water and dried flat, away from the stove and out of the sun."
ZH = "看书写字要照度均匀，把灯放在左手边，右手写字才没有影子，眼睛也不容易累。"


@pytest.mark.parametrize(
    ("text", "seen", "share"),
    [
        (f"{SHADOW}\n\n{OTHER}", [SHADOW], 50),
        (SHADOW, [f"# Title\n\n{SHADOW.replace('paper', 'page')}"], 100),
        (SHADOW, [OTHER], None),
        (ZH, [f"别的话。\n\n{ZH}"], 100),
        ("Too short.", ["Too short."], None),
    ],
)
def test_paragraphs_of_other_texts_are_known_again(text, seen, share):
    known = sameness.TextsSeen((str(n), f"T{n}", one) for n, one in enumerate(seen))
    found = sameness.same_texts(reading.read_article(text, ""), known)
    assert [round(one.share) for one in found] == ([] if share is None else [pytest.approx(share, abs=3)])
    if found:
        assert (found[0].key, found[0].title, len(found[0].places)) == ("0", "T0", 1)


def test_after_a_keystroke_one_paragraph_is_read():
    text = "\n\n".join(f"Paragraph {n} says that lamp {n} stands on desk {n}." for n in range(60))
    checker = ArticleChecker(Checking("en", "DE"), message_rules(), TODAY)
    whole = checker.check(text)
    before = assertions.read_block.cache_info().misses
    changed = text.replace("lamp 30 stands", "lamp 30 is the best lamp in the world and stands")
    found = checker.check(changed)
    # One block, once as typed and once as plain text.
    assert assertions.read_block.cache_info().misses - before <= 2
    fresh = {(one.rule, one.line) for one in found.findings} - {(one.rule, one.line) for one in whole.findings}
    assert fresh == {("CLAIM-PROOF", 61)}
    assert list(checker.check(text).findings) == list(whole.findings)


def test_places_point_at_the_words():
    text = "# Title\n\nText.\n\nThis is **the best** lamp in the world."
    found = ArticleChecker(Checking("en"), message_rules(), TODAY).check(text)
    (one,) = [one for one in found.findings if one.rule == "CLAIM-PROOF"]
    assert one.span is not None
    assert (one.line, text[slice(*one.span)], one.place_text) == (5, "the best", "the best")


@pytest.mark.parametrize(
    "text", ["", "\n\n", "[" * 5000, "a" * 50_000, "|" * 3000, "🙂‏مرحبا " * 200, "# \n\n```\nopen"]
)
def test_odd_texts_are_read_in_time(text):
    found = ArticleChecker(Checking(), message_rules(), TODAY).check(text)
    assert found.length >= 0


@pytest.mark.parametrize(
    ("text", "bare"),
    [
        ("## One\n\n## Two\n\nText.", ["One"]),
        ("# Lamps\n\n## One\n\n<!-- Which one? -->\n\n## Two\n", ["One", "Two"]),
        ("# Lamps\n\n## One\n\n### Part\n\nText.\n\n## Two\n\n- item", []),
        ("# Lamps\n\n![](library:1)\n\n## One\n\n| a | b |\n|---|---|\n", []),
        ("# Lamps\n\n## One\n\nText.\n\n### Part\n\n## Two\n\n    code", ["Part"]),
        ("# Lamps", ["Lamps"]),
        ("灯\n==\n\n怎么洗\n--\n\n用冷水。", []),
        ("# 灯\n\n## 怎么洗\n\n## 怎么晾\n\n通风。", ["怎么洗"]),
    ],
)
def test_headings_with_nothing_below_them_are_found(text, bare):
    assert [text[slice(*span)] for span in reading.bare_headings(reading.read_article(text, ""))] == bare


def test_of_an_article_without_a_word_nothing_is_fine():
    checker = ArticleChecker(Checking("en"), message_rules(), TODAY)
    assert not checker.check("").fine
    assert not checker.check("<!-- What do buyers ask? -->").fine
    assert checker.check("A lamp stands here.").fine
