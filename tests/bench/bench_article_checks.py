"""The checks of articles: a text of 2,000 and of 20,000 words, read whole and after one key; 500 other articles."""

from __future__ import annotations

import random
import time
import tomllib
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from storeapp.articles.checks.records import Checking
from storeapp.articles.checks.rules import ArticleChecker
from storeapp.rulebook.articles import assertions, blocks, reading
from storeapp.rulebook.articles.sameness import TextsSeen
from storeapp.rulebook.messages.rules import message_rules
from tests.bench.figures import Figure

HOW_TO = Path(__file__).parents[1] / "articles" / "checks" / "how_to.toml"
TARGET = 0.1  # seconds for 2,000 words
KEYS = 40


def figures(folder: Path) -> Iterator[Figure]:
    """Milliseconds; of the keys the 95th percentile."""
    texts = tomllib.loads(HOW_TO.read_text("utf-8"))["text"]
    none = TextsSeen(())
    _check("en", _text(texts, "en", 100), none)  # words and rules are read once a run
    for language, words in (("en", 2_000), ("zh", 2_000), ("en", 20_000)):
        text = _text(texts, language, words)
        whole, key = _check(language, text, none)
        limit = TARGET * words / 2_000
        yield Figure(f"{words:,} words read whole, {language}", 1000 * whole, 1000 * limit, "asked")
        yield Figure("the same after a key", 1000 * key, 1000 * limit, "asked", target=1)
    random.seed(5)
    began = time.perf_counter()
    seen = TextsSeen((str(number), f"T{number}", _text(texts, "en", 600)) for number in range(500))
    yield Figure("500 other articles read", 1000 * (time.perf_counter() - began), 5_000, "asked")
    _whole, key = _check("en", _text(texts, "en", 2_000), seen)
    yield Figure("2,000 words after a key beside them", 1000 * key, 1000 * TARGET, "asked", target=1)


def _check(language: str, text: str, seen: TextsSeen) -> tuple[float, float]:
    for kept in (assertions.read_block, blocks.plain_text, reading.read_article):
        kept.cache_clear()
    checker = ArticleChecker(Checking(language, "DE"), message_rules(), date(2026, 11, 28), seen)
    began = time.perf_counter()
    checker.check(text)
    whole = time.perf_counter() - began
    took = []
    for _key in range(KEYS):
        text = text[: len(text) // 2] + "a" + text[len(text) // 2 :]
        began = time.perf_counter()
        checker.check(text)
        took.append(time.perf_counter() - began)
    return whole, sorted(took)[round(KEYS * 0.95) - 1]


def _text(texts: list[dict[str, str]], language: str, words: int) -> str:
    paragraphs = [part for one in texts if one["language"] == language for part in one["body"].split("\n\n")]
    made, length = [], 0
    while length < words:
        one = f"{random.choice(paragraphs)} {random.randrange(10_000)}."
        made.append(one)
        length += assertions.length_of(one, language)
    return "\n\n".join(made)
