"""Finds what a passage asserts, praises or sells: words of one meaning standing near each other, per language."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache, lru_cache, partial
from pathlib import Path

from storeapp.kernel.languages import CYRILLIC, LATIN, by_small_words, languages_of, script_of
from storeapp.kernel.paths import resource
from storeapp.rulebook.articles.blocks import Span, plain_text
from storeapp.rulebook.messages.folding import Folded, fold
from storeapp.rulebook.messages.signs import (
    Combination,
    Lexicon,
    Lexicons,
    Tags,
    combination_of,
    combined,
    lexicon_of,
    tags,
)
from storeapp.rulebook.messages.wordlists import word_count

BY_SIGNS = frozenset({"zh", "ja"})  # languages whose texts are measured in characters
READ = 600  # signs of a text by which its language is told
MARKS = ("™", "®")  # of a trader, in whatever language


@dataclass(frozen=True, slots=True)
class Assertion:
    """Words that assert something: the kind (see assertions.toml), and where in the raw block."""

    kind: str
    span: Span


@dataclass(frozen=True, slots=True)
class SentenceReading:
    """One sentence of a block: where it stands in the raw block, its length in words (characters in Chinese and
    Japanese), its first word in small letters, and what it asserts.
    """

    span: Span
    length: int
    first: str
    assertions: tuple[Assertion, ...]

    @property
    def kinds(self) -> frozenset[str]:
        """The kinds of what it asserts."""
        return frozenset(one.kind for one in self.assertions)


@dataclass(frozen=True, slots=True)
class BlockReading:
    """What was read in a block; `health`: how many of its words are about illness and cures."""

    length: int
    sentences: tuple[SentenceReading, ...]
    health: int


@cache
def article_lexicons() -> Lexicons:
    """The words by language, which is the name of their file."""
    files = [one for one in sorted(resource("rulebook", "articles").glob("*.toml")) if len(one.stem) == 2]
    return Lexicons({one.stem: partial(_lexicon_in, one) for one in files})


def _lexicon_in(file: Path) -> Lexicon:
    return lexicon_of(tomllib.loads(file.read_text("utf-8")), "claims", {})


def lexicons_for(language: str, text: str) -> list[Lexicon]:
    """The words to look for: those of the language; of a text in no known language those of its script."""
    known = article_lexicons()
    if language:
        return [known[language]] if language in known else []
    return [known[one] for one in ("en", "es", "id")] if script_of(text) == "latin" else []


@cache
def _rows() -> tuple[Combination, ...]:
    content = tomllib.loads(resource("rulebook", "articles", "assertions.toml").read_text("utf-8"))
    return tuple(combination_of(row) for row in content["assertion"])


def article_language(text: str, said: str = "") -> str:
    """The language a text is in: the one that is said, else what its script and small words tell, else ""."""
    code = said.replace("_", "-").split("-")[0].casefold()
    if code:
        return code
    start = text[:READ]
    script = script_of(start)
    if script == "latin":
        return by_small_words(start, LATIN) or languages_of([start])[0] or ""
    return (by_small_words(start, CYRILLIC) or "ru") if script == "cyrillic" else script


def length_of(text: str, language: str) -> int:
    """Words, in Chinese and Japanese characters; of other signs among these each word counts one."""
    if language not in BY_SIGNS:
        return word_count(text)
    wide = sum("\u3040" <= sign <= "\u9fff" or "\uac00" <= sign <= "\ud7af" for sign in text)
    return wide + word_count("".join(" " if "\u3040" <= sign <= "\u9fff" else sign for sign in text))


@lru_cache(maxsize=8_192)
def read_block(raw: str, language: str) -> BlockReading:
    """What stands in one block; kept, so that after a keystroke only its own block is read anew."""
    plain = plain_text(raw)
    folded = fold(plain.text)
    asserted: list[tuple[str, Span]] = []
    health = 0
    for lexicon in lexicons_for(language, folded.text):
        found = tags(folded.tokens, lexicon)
        health += len(found.get("healthy", ())) + len(found.get("illness", ()))
        asserted += _asserted(folded, lexicon, found)
    sentences = []
    for start, end in folded.sentences:
        text = folded.text[start:end]
        own = [(kind, span) for kind, span in asserted if start <= span[0] < end]
        first = next((one.word for one in folded.tokens if start <= one.span[0] < end), "")
        own += [("offer", (place, place + 1)) for mark in MARKS if (place := folded.text.find(mark, start, end)) >= 0]
        assertions = tuple(Assertion(kind, plain.back(folded.back(span))) for kind, span in own)
        sentences.append(
            SentenceReading(plain.back(folded.back((start, end))), length_of(text, language), first, assertions)
        )
    return BlockReading(length_of(plain.text, language), tuple(sentences), health)


def _asserted(folded: Folded, lexicon: Lexicon, found: Tags) -> list[tuple[str, Span]]:
    digits = [(place, place + 1) for place, one in enumerate(folded.tokens) if one.word.isdigit()]
    if digits:
        found["digit"] = digits
        # "more than 1.4 m" tells a measure and compares nothing
        numbers = {start for start, _end in digits}
        found["than"] = [span for span in found.get("than", ()) if span[1] not in numbers]
    kept: list[tuple[str, Span]] = []
    for one in combined(folded.tokens, found, _rows(), lexicon.steps):
        if not any(one.code == kind and span[0] <= one.span[0] and one.span[1] <= span[1] for kind, span in kept):
            kept.append((one.code, one.span))
    return sorted(kept, key=lambda one: one[1])
