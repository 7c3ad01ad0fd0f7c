"""The themes every shop begins with: their names, and their words in many languages, kept as data."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from zlib import crc32

from storeapp.kernel.paths import resource
from storeapp.reputation.reviews.theme_names import NAMES

Words = Mapping[str, tuple[str, ...]]  # language ("" for any) -> words, phrases, and beginnings of words with "*"


@cache
def starter_words() -> Mapping[str, Words]:
    """The words of every starter theme. A file `zh_hant` adds to the language `zh`."""
    found: dict[str, dict[str, tuple[str, ...]]] = {starter: {} for starter in NAMES}
    for file in _files():
        language = file.stem.partition("_")[0]
        for starter, words in tomllib.loads(file.read_text("utf-8")).items():
            known = found[starter].get(language, ())
            found[starter][language] = tuple(dict.fromkeys((*known, *words)))
    return found


@cache
def starters_mark() -> int:
    """A number that changes whenever the words of a starter theme do; read without parsing, each opening needs it."""
    mark = 0
    for file in _files():
        mark = crc32(file.read_text("utf-8").encode(), mark)  # line ends may differ from one checkout to the next
    return mark


def _files() -> list[Path]:
    return sorted(resource("rulebook", "themes").glob("*.toml"))


def words_of(starter: str, words: str) -> Words:
    """The words of a theme's row: the starter's own while `words` is empty, else what its JSON says."""
    if not words:
        return starter_words().get(starter, {})
    return {language: tuple(some) for language, some in json.loads(words).items()}
