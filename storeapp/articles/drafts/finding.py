"""Finds words in a text, and puts others in their place."""

from __future__ import annotations

import re

from storeapp.kernel.rows import dataclass

MOST = 5000  # places that are counted


@dataclass(frozen=True, slots=True)
class TextSearch:
    """What is looked for: whether its capitals count, and whether it must stand as a whole word."""

    words: str
    capitals: bool = False
    whole: bool = False


def found_in(text: str, wanted: TextSearch) -> list[tuple[int, int]]:
    """The places in order, at most MOST; none where nothing is looked for."""
    if not wanted.words:
        return []
    places = []
    for found in _pattern(wanted).finditer(text):
        places.append(found.span())
        if len(places) == MOST:
            break
    return places


def next_place(places: list[tuple[int, int]], place: int, back: bool = False) -> int:
    """The number of the first place at or after a character, or before it; round the ends. -1 where there is none."""
    if not places:
        return -1
    if back:
        earlier = [number for number, (_first, last) in enumerate(places) if last < place]
        return earlier[-1] if earlier else len(places) - 1
    return next((number for number, (first, _last) in enumerate(places) if first >= place), 0)


def replaced_in(text: str, wanted: TextSearch, instead: str) -> tuple[str, int]:
    """The text with other words at every place, and how many those were."""
    return _pattern(wanted).subn(lambda _found: instead, text) if wanted.words else (text, 0)


def _pattern(wanted: TextSearch) -> re.Pattern[str]:
    plain = re.escape(wanted.words)
    if wanted.whole:
        plain = rf"(?<!\w){plain}(?!\w)"
    return re.compile(plain, 0 if wanted.capitals else re.IGNORECASE)
