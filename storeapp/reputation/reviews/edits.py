"""Whether a review without an id that nobody knows yet is a known one, edited; and when only the owner can say."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from storeapp.reputation.reviews.matching import Former, Wording, alike, plain, was

NEAR = 14  # days between two wordings of one review
WHOLE = 0.8  # share of the other known reviews of its days that a file must have for one of them to be missing in it
MANY = 10  # so many others it must have where an order may have several reviews and no product tells them apart
ALMOST_ALL = 0.9
TELLING = 30  # characters from which an identical text by somebody without a name is hardly a coincidence
OFFERED = 3  # known reviews that the owner is asked about for one new one


@dataclass(frozen=True, slots=True)
class File:
    """How many known reviews of its days and products a file could have, and how many of them it has unchanged."""

    known: int = 0
    found: int = 0


@dataclass(frozen=True)
class EditedPair:
    """A review of the file beside a known one that the file has not got.

    `same_person`: one customer, or one name that is somebody's. `missing`: the known one lies within the days and
    products of the file. `of_order`: both name one order, and no product tells which item is meant.
    """

    seq: int
    stored_id: int
    incoming: Wording
    stored: Wording
    former: Former
    same_person: bool
    missing: bool
    of_order: bool = False
    days: int = 0  # between them

    @cached_property
    def was(self) -> bool:
        """Whether the known one once said just this."""
        return was(self.former, self.incoming)

    @cached_property
    def same_text(self) -> bool:
        """Whether both say the same, word by word."""
        return bool(self.incoming.text) and plain(self.incoming.text) == plain(self.stored.text)

    @cached_property
    def alike(self) -> bool:
        """Whether one reads like the other: text or title."""
        title = plain(self.incoming.title)
        return self.same_text or (bool(title) and title == plain(self.stored.title)) or self._alike_text

    @cached_property
    def _alike_text(self) -> bool:
        return alike(self.stored.text, self.incoming.text)


@dataclass(frozen=True, slots=True)
class Verdicts:
    """`known`: (file's review -> the pair that says which known one it is). `asked`: its pairs, the likeliest first."""

    known: dict[int, EditedPair]
    asked: dict[int, list[EditedPair]]


def decide(pairs: Sequence[EditedPair], file: File) -> Verdicts:
    """Take for one what leaves one candidate on both sides, the surest signs first; ask where there are more."""
    steady = file.found + len({pair.stored_id for pair in pairs if _speaks(pair)})
    known: dict[int, EditedPair] = {}
    taken: set[int] = set()

    def settle(fits: Callable[[EditedPair], bool]) -> None:
        left = [pair for pair in pairs if pair.seq not in known and pair.stored_id not in taken and fits(pair)]
        for pair in _alone(left):
            known[pair.seq] = pair
            taken.add(pair.stored_id)

    settle(lambda pair: pair.was)
    settle(lambda pair: pair.same_text and _sure(pair, file, steady))
    settle(lambda pair: pair.alike and _sure(pair, file, steady))
    settle(lambda pair: _sure(pair, file, steady))
    left = [pair for pair in pairs if pair.seq not in known and pair.stored_id not in taken]
    doubtful = [pair for pair in left if _doubtful(pair, file, steady)]
    alone = {(pair.seq, pair.stored_id) for pair in _alone(doubtful)}
    asked: defaultdict[int, list[EditedPair]] = defaultdict(list)
    for pair in sorted(doubtful, key=lambda one: (not one.alike, one.days, one.stored_id)):
        # Nobody's reviews in other words are worth a question only where one is gone and one has come.
        if not (pair.same_person or pair.alike or (pair.seq, pair.stored_id) in alone):
            continue
        if len(asked[pair.seq]) < OFFERED:
            asked[pair.seq].append(pair)
    return Verdicts(known, {seq: found for seq, found in asked.items() if found})


def _alone(pairs: Iterable[EditedPair]) -> list[EditedPair]:
    """The pairs of which each side has no other."""
    by_seq: defaultdict[int, list[EditedPair]] = defaultdict(list)
    by_stored: defaultdict[int, list[EditedPair]] = defaultdict(list)
    for pair in pairs:
        by_seq[pair.seq].append(pair)
        by_stored[pair.stored_id].append(pair)
    return [found[0] for found in by_seq.values() if len(found) == 1 and len(by_stored[found[0].stored_id]) == 1]


def _speaks(pair: EditedPair) -> bool:
    """Whether the pair shows by itself that the file has the known review, touched: nobody's words must be the same."""
    return pair.missing and (pair.same_text or (pair.same_person and pair.alike))


def _expected(pair: EditedPair, file: File, steady: int) -> bool:
    """Whether the file would have the known review if nobody had touched it: it has the others of these days."""
    if not pair.missing:
        return False
    others, there = max(0, file.known - 1), steady - _speaks(pair)
    if pair.of_order and not pair.alike:
        return others >= MANY and there >= ALMOST_ALL * others
    return there >= WHOLE * others


def _sure(pair: EditedPair, file: File, steady: int) -> bool:
    if _expected(pair, file, steady):
        return pair.same_person or pair.alike
    telling = pair.same_text and len(plain(pair.incoming.text)) >= TELLING
    return pair.same_person and telling and pair.stored.product == pair.incoming.product


def _doubtful(pair: EditedPair, file: File, steady: int) -> bool:
    """Whether it is worth a question: the known one is missing where it should be, or one person wrote twice."""
    if _expected(pair, file, steady):
        return True
    if pair.of_order:
        return pair.missing and pair.same_person and file.found >= WHOLE * max(0, file.known - 1)
    return pair.same_person and pair.stored.product is not None and pair.stored.product == pair.incoming.product
