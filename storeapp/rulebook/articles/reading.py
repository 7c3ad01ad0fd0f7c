"""How an article reads: sentences, paragraphs, headings, repeated starts, the width of its title, by language.

The limits stand in the rules' rows (messages/articles_reading.toml); here are only the measures.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from storeapp.rulebook.articles.assertions import (
    BlockReading,
    SentenceReading,
    article_language,
    read_block,
)
from storeapp.rulebook.articles.blocks import ArticleBlock, Span, blocks, plain_text

PROSE = frozenset({"text", "item", "quote"})
SHOWN = frozenset({"image", "code", "table"})  # blocks that readers see though they have no words
_ENGLISH = re.compile(r"[a-z]+(?:'[a-z]+)?")
_VOWELS = re.compile(r"[aeiouy]+")
# Thousandths of the type size that a letter of Arial takes, by groups of about the same width.
_WIDTHS = (("ijl'|", 222), ("ftI.,:;!/ ()[]-", 290), ("mM", 833), ("wW", 850), ('rszckvxyJ"*', 480), ("@%", 950))
_NARROW = {sign: width for signs, width in _WIDTHS for sign in signs}
SMALL, CAPITAL, WIDE = 556, 690, 1000
TITLE_SIZE = 20  # pixels, as a search result shows it


@dataclass(frozen=True, slots=True)
class ArticleReading:
    """An article as it was read: its language ("" unknown) and each block with what stands in it."""

    language: str
    read: tuple[tuple[ArticleBlock, BlockReading], ...]

    @property
    def length(self) -> int:
        """Words, in Chinese and Japanese characters, of all but code."""
        return sum(one.length for block, one in self.read if block.kind != "code")

    def prose(self) -> Iterator[tuple[ArticleBlock, BlockReading]]:
        """Paragraphs, list items and quotes."""
        return ((block, one) for block, one in self.read if block.kind in PROSE)

    def sentences(self) -> Iterator[tuple[Span, SentenceReading]]:
        """The sentences of the prose and their places in the article."""
        for block, one in self.prose():
            for each in one.sentences:
                yield (block.start + each.span[0], block.start + each.span[1]), each

    def title(self, said: str = "") -> str:
        """The headline, else the title that is said, else the first heading."""
        heads = [
            (block.level, plain_text(block.raw).text.strip()) for block, _one in self.read if block.kind == "heading"
        ]
        headline = next((words for level, words in heads if level == 1 and words), "")
        return headline or said.strip() or next((words for _level, words in heads), "")


@lru_cache(maxsize=8)
def read_article(text: str, language: str) -> ArticleReading:
    """An article, block by block; `language` "" where nobody said it."""
    found = article_language(text, language)
    return ArticleReading(found, tuple((block, read_block(block.raw, found)) for block in blocks(text)))


def by_language(limits: Mapping[str, Any], language: str) -> Any:
    """The limit of a language, else the `default`."""
    return limits.get(language, limits["default"])


def share(part: int, whole: int) -> float:
    """In percent, 0 of nothing."""
    return 100 * part / whole if whole else 0.0


def long_sentences(reading: ArticleReading, longest: int) -> tuple[list[Span], int]:
    """The sentences with more words (characters) than `longest`, the longest first, and how many there are in all."""
    every = list(reading.sentences())
    over = sorted((-one.length, span) for span, one in every if one.length > longest)
    return [span for _length, span in over], len(every)


def long_paragraphs(reading: ArticleReading, longest: int) -> list[tuple[int, Span]]:
    """Paragraphs over the limit with their lengths, the longest first."""
    found = [(one.length, (block.start, block.end)) for block, one in reading.prose() if one.length > longest]
    return sorted(found, reverse=True)


def gaps(reading: ArticleReading) -> list[tuple[int, Span]]:
    """The stretches between headings: length and place of the first block of each, the longest first."""
    found: list[tuple[int, Span]] = []
    length, begin = 0, None
    for block, one in (*reading.read, (None, None)):
        if block is None or one is None or block.kind == "heading":
            if begin is not None:
                found.append((length, begin))
            length, begin = 0, None
        elif block.kind != "code":
            length += one.length
            begin = begin or (block.start, block.end)
    return sorted(found, reverse=True)


def bare_headings(reading: ArticleReading) -> list[Span]:
    """Headings with neither a text nor a heading of a lower level below them."""
    found: list[Span] = []
    last: ArticleBlock | None = None  # a heading that still has nothing below it
    for block, one in reading.read:
        if block.kind == "heading":
            if last is not None and block.level <= last.level:
                found.append((last.start, last.end))
            last = block
        elif one.length or block.kind in SHOWN:
            last = None
    return found if last is None else [*found, (last.start, last.end)]


def repeated_starts(reading: ArticleReading, most: int) -> list[tuple[str, int, Span]]:
    """Runs of more than `most` sentences in a row that begin with the same word: the word, how many, where."""
    found: list[tuple[str, int, Span]] = []
    for block, one in reading.prose():
        found += [
            (word, number, (block.start + span[0], block.start + span[1]))
            for word, number, span in _runs(one.sentences)
            if number > most
        ]
    return found


def _runs(sentences: Sequence[SentenceReading]) -> Iterator[tuple[str, int, Span]]:
    start = 0
    for place in range(1, len(sentences) + 1):
        if place == len(sentences) or sentences[place].first != sentences[start].first:
            if sentences[start].first:
                yield sentences[start].first, place - start, (sentences[start].span[0], sentences[place - 1].span[1])
            start = place


def title_width(title: str) -> int:
    """About how many pixels a title takes in a list of search results, by the widths of Arial in its usual size."""
    return round(sum(map(_width, title)) * TITLE_SIZE / 1000)


def _width(sign: str) -> int:
    if sign >= "\u1100":
        return WIDE
    return _NARROW.get(sign) or (CAPITAL if sign.isupper() else SMALL)


def flesch(words: int, sentences: int, syllables: int) -> float | None:
    """Flesch Reading Ease, for English; None without a sentence."""
    if not words or not sentences:
        return None
    return 206.835 - 1.015 * words / sentences - 84.6 * syllables / words


def reading_ease(reading: ArticleReading) -> float | None:
    """Flesch Reading Ease of an English article, its syllables guessed by groups of vowels; None in other languages."""
    if reading.language != "en":
        return None
    counts = [_spoken(block.raw) for block, _one in reading.prose()]
    sentences = sum(1 for _one in reading.sentences())
    return flesch(sum(words for words, _parts in counts), sentences, sum(parts for _words, parts in counts))


@lru_cache(maxsize=8_192)
def _spoken(raw: str) -> tuple[int, int]:
    words = _ENGLISH.findall(plain_text(raw).text.lower())
    return len(words), sum(map(syllables, words))


def syllables(word: str) -> int:
    """About how many syllables an English word has."""
    groups = len(_VOWELS.findall(word))
    silent = word.endswith("e") and not word.endswith(("le", "ee")) and groups > 1
    return max(1, groups - silent)
