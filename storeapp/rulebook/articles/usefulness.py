"""How much of an article helps and how much sells: the share of promotion, useful parts, the answer to its title."""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from storeapp.kernel.paths import resource
from storeapp.rulebook.articles.blocks import Span, plain_text
from storeapp.rulebook.articles.reading import ArticleReading, share
from storeapp.rulebook.messages.folding import pieces_of, plain_word, words_of
from storeapp.rulebook.messages.wordlists import content_words

# What sells; a figure or "most people" may as well inform.
PROMOTES = frozenset(
    {"superlative", "comparison", "only", "absolute", "proof", "health", "price", "urgency", "sales", "praise", "offer"}
)
SELLS = frozenset({"sales", "urgency"})
_WARNING = re.compile(
    r"\b(?:do not|don't|never|avoid|careful|warning|no |não|nunca|cuidado|evita|jangan|hindari|hati-hati|nie|nicht"
    r"|niemals|vorsicht|ne pas|jamais|attention|non|mai|attenzione)\b|не |никогда|нельзя|осторожно|不要|别|不能|切勿"
    r"|小心|注意|禁止",
    re.IGNORECASE,
)
_QUESTION = re.compile(r"[?？]\s*$")
_DIGIT = re.compile(r"\d")
_STEM = 4  # letters of a word that a word of the same stem shares


@dataclass(frozen=True, slots=True)
class UsefulParts:
    """What helps a reader at a glance: list items, tables, sentences with a number, warnings."""

    steps: int
    tables: int
    numbers: int
    warnings: int

    @property
    def kinds(self) -> int:
        """How many of the four there are."""
        return sum((self.steps >= 2, self.tables > 0, self.numbers > 0, self.warnings > 0))


def promotion(reading: ArticleReading, products: Sequence[str] = ()) -> tuple[float, list[Span]]:
    """The share of the words (characters) that stand in sentences that promote, in percent, and these sentences.

    A sentence promotes when it praises, sells, names a price, or says a claim that speaks for the goods; also one that
    names a product in the article on it.
    """
    found: list[Span] = []
    part = whole = 0
    named = [start for start, _end in mentions(reading, products)]
    for span, one in reading.sentences():
        whole += one.length
        if any(each.kind in PROMOTES for each in one.assertions) or _holds_one(span, named):
            part += one.length
            found.append(span)
    return share(part, whole), found


def _holds_one(span: Span, places: Sequence[int]) -> bool:
    """Whether one of these ascending places lies in the span."""
    first = bisect_left(places, span[0])
    return first < len(places) and places[first] < span[1]


def mentions(reading: ArticleReading, products: Sequence[str]) -> list[Span]:
    """Where names of products stand."""
    names = [name for one in products if (name := tuple(map(plain_word, pieces_of(one))))]
    found: list[Span] = []
    for block, _one in reading.prose() if names else ():
        plain = plain_text(block.raw)
        words = [(plain_word(one[0]), one.span()) for one in re.finditer(r"[^\W_]+", plain.text)]
        for name in names:
            found += _mentions_of(plain.text, words, name, block.start, plain.places)
    return sorted(set(found))


def _mentions_of(
    text: str, words: list[tuple[str, Span]], name: tuple[str, ...], start: int, places: tuple[int, ...]
) -> list[Span]:
    if any("\u3040" <= sign <= "\u9fff" for one in name for sign in one):  # no spaces between words
        whole = "".join(name)
        low = text.lower()
        spots = [one.start() for one in re.finditer(re.escape(whole), low)]
        return [(start + places[one], start + places[one + len(whole) - 1] + 1) for one in spots]
    spans = [
        (words[place][1][0], words[place + len(name) - 1][1][1])
        for place in range(len(words) - len(name) + 1)
        if tuple(word for word, _span in words[place : place + len(name)]) == name
    ]
    return [(start + places[first], start + places[last - 1] + 1) for first, last in spans]


def sales_talk(reading: ArticleReading) -> list[Span]:
    """Where readers are told to buy or to hurry."""
    return [
        (block.start + each.span[0], block.start + each.span[1])
        for block, one in reading.read
        for sentence in one.sentences
        for each in sentence.assertions
        if each.kind in SELLS
    ]


def useful_parts(reading: ArticleReading) -> UsefulParts:
    """Steps, tables, numbers and warnings."""
    seen = [_helpful(block.raw) for block, _one in reading.prose()]
    return UsefulParts(
        sum(block.kind == "item" for block, _one in reading.read),
        sum(block.kind == "table" for block, _one in reading.read),
        sum(number for number, _warning in seen),
        sum(warning for _number, warning in seen),
    )


@lru_cache(maxsize=8_192)
def _helpful(raw: str) -> tuple[bool, bool]:
    """Whether a block has a number, and a warning."""
    text = plain_text(raw).text
    return bool(_DIGIT.search(text)), bool(_WARNING.search(text))


def asks(title: str) -> bool:
    """Whether a title is a question."""
    return bool(_QUESTION.search(title))


def unanswered(reading: ArticleReading, title: str) -> Span | None:
    """The first paragraph, where the title is a question that it does not seem to take up.

    It seems to when it shares a word with the title or gives a number, and is no question itself.
    """
    if not asks(title):
        return None
    opening = next(((block, one) for block, one in reading.prose() if one.sentences), None)
    if opening is None:
        return None
    block, _one = opening
    text = plain_text(block.raw).text.strip()
    stems = {one[:_STEM] for one in content_words(title)} & {one[:_STEM] for one in content_words(text)}
    answers = bool(stems) or bool(_DIGIT.search(text)) or bool(set(words_of(text)[:1]) & _yes_no())
    return None if answers and not _QUESTION.search(text) else (block.start, block.end)


@cache
def _yes_no() -> frozenset[str]:
    return frozenset(
        {"yes", "no", "да", "нет", "si", "ya", "tidak", "ja", "nein", "oui", "non", "是", "不", "可", "能", "会"}
    )


@cache
def self_check() -> tuple[tuple[str, str], ...]:
    """What only the writer can answer, as (question, what it is about), with its source in the file."""
    content = tomllib.loads(resource("rulebook", "articles", "people_first.toml").read_text("utf-8"))
    return tuple((row["text"], row["about"]) for row in content["question"])
