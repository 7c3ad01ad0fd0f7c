"""Where a text itself tells that somebody paid or gave something for it, and whether a label stands before it."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache, lru_cache
from typing import Any

from storeapp.kernel.paths import resource
from storeapp.rulebook.articles.blocks import Span, plain_text

_SENTENCE = re.compile(r"[^.!?。！？\n]+")
DEFAULT = "en"


@cache
def _rows() -> tuple[Mapping[str, Any], ...]:
    return tuple(tomllib.loads(resource("rulebook", "articles", "paid.toml").read_text("utf-8"))["words"])


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], re.Pattern[str]], ...]:
    """Of each language what says it, and what says the contrary."""
    return tuple((re.compile("|".join(row["said"])), re.compile(row["denied"])) for row in _rows())


@lru_cache(maxsize=8_192)
def paid_words(raw: str) -> tuple[Span, ...]:
    """The places in a block's Markdown; of sentences that deny it none."""
    plain = plain_text(raw)
    low = plain.text.lower()
    if len(low) != len(plain.text):  # a sign whose small letter is two would shift all places
        low = plain.text
    found: list[Span] = []
    for sentence in _SENTENCE.finditer(low):
        for said, denied in _patterns():
            hit = said.search(low, *sentence.span())
            if hit is not None and denied.search(low, sentence.start(), hit.end()) is None:
                found.append(plain.back(hit.span()))
                break
    return tuple(found)


def label_in(language: str) -> str:
    """The word for advertising in a language, the English one where none is known."""
    labels = {row["language"]: str(row["label"]) for row in _rows()}
    return labels.get(language, labels[DEFAULT])
