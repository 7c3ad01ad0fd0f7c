"""The words by which replies are judged, per language and script, and the sentences a text falls into."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from storeapp.kernel.paths import resource

Span = tuple[int, int]
SCRIPTS = ("latin", "cyrillic", "han")
CLASSES = (
    *("reward", "thanks", "sorry", "next", "problem", "refund", "order", "tracking"),
    *("paid", "phone", "card", "health", "title", "street", "closing", "by"),
)
# Digits and signs as Chinese keyboards write them, one for one, so that places in the text stay the same.
_WIDE = str.maketrans("０１２３４５６７８９＋－（）＠．", "0123456789+-()@.")
_ENDS = re.compile(r"[。！？；\n]+|[.!?…]+(?=\s|$)")
_HAN = re.compile(r"[\u3400-\u9fff]")
_CYRILLIC = re.compile(r"[\u0400-\u04ff]")
_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f]")
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
AS_WRITTEN = frozenset({"street"})  # classes whose capitals count


@dataclass(frozen=True, slots=True)
class WordClass:
    """One class of words in every script: a pattern over the whole class, None where no language has any.

    It is looked for in `lowered` texts: that is several times as quick as looking at both cases.
    """

    by_script: Mapping[str, re.Pattern[str] | None]

    def spans(self, text: str, scripts: Sequence[str]) -> list[Span]:
        """Where these words stand in the text."""
        patterns = (self.by_script[script] for script in scripts)
        return sorted({found.span() for one in patterns if one is not None for found in one.finditer(text)})

    def within(self, text: str, scripts: Sequence[str]) -> bool:
        """Whether the text has any of these words."""
        return any(one.search(text) for one in (self.by_script[s] for s in scripts) if one is not None)


@cache
def languages() -> tuple[Mapping[str, Any], ...]:
    """The word lists as they are written, one a language."""
    folder = resource("rulebook", "lexicon")
    return tuple(tomllib.loads(file.read_text("utf-8")) for file in sorted(folder.glob("*.toml")))


@cache
def words(name: str) -> WordClass:
    """One class of words over all languages."""
    found: dict[str, re.Pattern[str] | None] = {}
    for script in SCRIPTS:
        lists = [one.get(name, ()) for one in languages() if one["script"] == script]
        parts = sorted((part for one in lists for part in one), key=len, reverse=True)  # the longer phrase wins
        joined = "|".join(f"(?:{part})" for part in parts)
        whole = joined if script == "han" else rf"(?<!\w)(?:{joined})(?!\w)"
        found[script] = re.compile(whole, re.IGNORECASE if name in AS_WRITTEN else 0) if parts else None
    return WordClass(found)


def plain(text: str) -> str:
    """The text with digits and signs as they are searched for; every place stays where it was."""
    return text.translate(_WIDE).replace("\u00a0", " ").replace("’", "'")


def lowered(text: str) -> str:
    """The text in small letters, of the same length."""
    low = text.lower()
    return low if len(low) == len(text) else "".join(sign.lower()[0] for sign in text)


def scripts_of(text: str) -> tuple[str, ...]:
    """The scripts a text is written in."""
    known = (("latin", _LATIN), ("cyrillic", _CYRILLIC), ("han", _HAN))
    return tuple(name for name, pattern in known if pattern.search(text))


def sentences(text: str) -> Iterator[Span]:
    """Where each sentence stands, its end sign included."""
    start = 0
    for end in _ENDS.finditer(text):
        if text[start : end.end()].strip():
            yield _trimmed(text, start, end.end())
        start = end.end()
    if text[start:].strip():
        yield _trimmed(text, start, len(text))


def _trimmed(text: str, start: int, end: int) -> Span:
    piece = text[start:end]
    return start + len(piece) - len(piece.lstrip()), end - len(piece) + len(piece.rstrip())


def word_count(text: str) -> int:
    """Words; two Chinese characters count as one."""
    return len(_WORD.findall(_HAN.sub(" ", text))) + (len(_HAN.findall(text)) + 1) // 2


def content_words(text: str) -> set[str]:
    """What a text is about: its longer words cut to their first five letters, and pairs of Chinese characters."""
    found = {word.casefold()[:5] for word in _WORD.findall(_HAN.sub(" ", text)) if len(word) >= 4}
    for run in re.findall(r"[\u3400-\u9fff]{2,}", text):
        found.update(run[place : place + 2] for place in range(len(run) - 1))
    return found


def warm() -> None:
    """Read and compile all words, which takes a moment, before the first reply is checked."""
    for name in CLASSES:
        words(name)
