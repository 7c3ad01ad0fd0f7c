"""Two texts side by side: which paragraphs are alike, and which words of the others came or went."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from storeapp.articles.markdown.word_count import WIDE, count_words
from storeapp.kernel.rows import dataclass

_PIECES = re.compile(rf"{WIDE.pattern}|\w+|\s+|[^\w\s]")
MOST_PIECES = 4000  # of one paragraph: of a longer one the whole is said to be another


@dataclass(frozen=True, slots=True)
class ComparedPiece:
    """A stretch of a paragraph; `changed` where the other side has it not."""

    words: str
    changed: bool


@dataclass(frozen=True, slots=True)
class ComparedRow:
    """A paragraph of the old text and the one that stands in its place in the new one; None on a side that has none."""

    old: tuple[ComparedPiece, ...] | None
    new: tuple[ComparedPiece, ...] | None

    @property
    def same(self) -> bool:
        """Whether both are alike."""
        return self.old is not None and self.old == self.new


def compared(old: str, new: str) -> list[ComparedRow]:
    """Line by line, in order; blank lines that are alike on both sides are left out."""
    before, after = old.split("\n"), new.split("\n")
    rows: list[ComparedRow] = []
    for what, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if what == "equal":
            rows += [ComparedRow(_whole(line), _whole(line)) for line in before[a:b] if line.strip()]
        else:
            rows += _replaced(before[a:b], after[c:d])
    return rows


def changed_words(rows: Sequence[ComparedRow]) -> tuple[int, int]:
    """How many words went and came."""
    gone = sum(count_words(piece.words) for row in rows for piece in row.old or () if piece.changed)
    came = sum(count_words(piece.words) for row in rows for piece in row.new or () if piece.changed)
    return gone, came


def _replaced(old: list[str], new: list[str]) -> Iterator[ComparedRow]:
    """Changed lines: those that are most alike stand side by side, in order."""
    old, new = [line for line in old if line.strip()], [line for line in new if line.strip()]
    start = 0
    for line in old:
        best, where = 0.5, -1
        for number in range(start, min(len(new), start + 30)):
            likeness = _likeness(line, new[number])
            if likeness > best:
                best, where = likeness, number
        if where < 0:
            yield ComparedRow((ComparedPiece(line, True),), None)
            continue
        yield from (ComparedRow(None, (ComparedPiece(one, True),)) for one in new[start:where])
        yield _both(line, new[where])
        start = where + 1
    yield from (ComparedRow(None, (ComparedPiece(one, True),)) for one in new[start:])


def _likeness(one: str, other: str) -> float:
    if min(len(one), len(other)) * 4 < max(len(one), len(other)):
        return 0.0
    first, second = _PIECES.findall(one)[:MOST_PIECES], _PIECES.findall(other)[:MOST_PIECES]
    return SequenceMatcher(None, first, second, autojunk=False).quick_ratio()


def _both(old: str, new: str) -> ComparedRow:
    before, after = _PIECES.findall(old), _PIECES.findall(new)
    if len(before) > MOST_PIECES or len(after) > MOST_PIECES:
        return ComparedRow((ComparedPiece(old, True),), (ComparedPiece(new, True),))
    left: list[ComparedPiece] = []
    right: list[ComparedPiece] = []
    for what, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if a < b:
            left.append(ComparedPiece("".join(before[a:b]), what != "equal"))
        if c < d:
            right.append(ComparedPiece("".join(after[c:d]), what != "equal"))
    return ComparedRow(tuple(left), tuple(right))


def _whole(line: str) -> tuple[ComparedPiece, ...]:
    return (ComparedPiece(line, False),)
