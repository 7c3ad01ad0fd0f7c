"""Joins two changed wordings of one text by their sentences, where each changed others."""

from __future__ import annotations

import re
from difflib import SequenceMatcher

# A sentence with the blanks behind it; a line break ends one too.
_SENTENCE = re.compile(r"[^\n.!?。！？…]*(?:[.!?。！？…]+[\"'”’)」』]*[ \t]*|\n+|$)")
Piece = tuple[int, int, tuple[str, ...]]  # from, to: sentences of the base that give way to these


def sentences(text: str) -> list[str]:
    """The text cut behind each sentence and line; joined again it is the same."""
    return [found for found in _SENTENCE.findall(text) if found]


def merged(base: str, mine: str, theirs: str) -> str | None:
    """Both changes in one text; None where they touch the same sentence, or one wrote where nothing was."""
    if not base.strip():
        return None
    start = sentences(base)
    ours, others = _changes(start, sentences(mine)), _changes(start, sentences(theirs))
    for one in ours:
        for other in others:
            if one != other and _meet(one, other):
                return None
    out, at = [], 0
    for first, last, words in sorted(set(ours) | set(others), key=lambda piece: piece[:2]):
        out += [*start[at:first], *words]
        at = last
    return "".join([*out, *start[at:]])


def joined(base: str, mine: str, theirs: str) -> str:
    """What "keep both" gives: merged by sentences where that can be done, else the helper's text above one's own."""
    found = merged(base, mine, theirs)
    if found is not None:
        return found
    if not mine.strip() or not theirs.strip() or mine.strip() in theirs:
        return theirs if theirs.strip() else mine
    if theirs.strip() in mine:
        return mine
    return f"{theirs.rstrip()}\n{mine.lstrip()}"


def _changes(start: list[str], now: list[str]) -> list[Piece]:
    found = SequenceMatcher(None, start, now, autojunk=False).get_opcodes()
    return [(first, last, tuple(now[a:b])) for kind, first, last, a, b in found if kind != "equal"]


def _meet(one: Piece, other: Piece) -> bool:
    """Whether two changes touch: the same sentences, or neighbours, where what is between would be torn apart."""
    if one[0] == one[1] or other[0] == other[1]:
        return one[0] <= other[1] and other[0] <= one[1]
    return one[0] < other[1] and other[0] < one[1]
