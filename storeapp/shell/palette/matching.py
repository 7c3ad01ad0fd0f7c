"""Which commands a few typed letters mean, small mistakes forgiven."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

GOOD_ENOUGH = 72  # of 100: "rpelay" still finds "Reply", "xyz" finds nothing
SCOPES = {">": "commands", "@": "customers", "#": "orders", "/": "products"}


@dataclass(frozen=True, slots=True)
class PaletteQuery:
    """What was typed: the words, and where to look ("" everywhere, "commands", or one kind of record)."""

    words: str
    scope: str


def wanted(typed: str) -> PaletteQuery:
    """Split off the sign of a scope: > commands, @ customers, # orders, / products."""
    typed = typed.strip()
    scope = SCOPES.get(typed[:1], "")
    return PaletteQuery((typed[1:] if scope else typed).strip(), scope)


def score(words: str, texts: Sequence[str]) -> float:
    """How well `words` fit the best of `texts`, 0 to 200; below GOOD_ENOUGH they don't."""
    asked = words.casefold()
    return max((_score(asked, text.casefold()) for text in texts), default=0.0)


def _score(asked: str, text: str) -> float:
    if text == asked:
        return 200
    if text.startswith(asked):
        return 180
    if any(word.startswith(asked) for word in text.split()):
        return 160
    if asked in text:
        return 140
    if len(asked) < 3:
        return 0
    parts = asked.split()
    if all(any(word.startswith(part) for word in text.split()) for part in parts):
        return 130
    closest = 0.9 * fuzz.partial_ratio(asked, text.replace(" ", "")) if len(asked) > 3 else 0.0
    return max(closest, max((fuzz.ratio(asked, word) for word in text.split()), default=0.0), fuzz.ratio(asked, text))
