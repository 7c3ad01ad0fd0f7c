"""Themes and phrases as they travel between the room's queries and its pages."""

from __future__ import annotations

from dataclasses import dataclass

FEWEST = 30  # reviews of each kind that a language needs before anything is said


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words that stand together in `bad` reviews of 1 or 2 stars and `good` ones of 5; `score` > 0: a complaint."""

    text: str
    bad: int
    good: int
    score: float


@dataclass(frozen=True, slots=True)
class Found:
    """The phrases of one language, strongest complaints first, over so many reviews with text of each kind.

    `missing`: how many reviews of the rarer kind are still needed before phrases can be told; then there are none.
    """

    language: str
    bad: int
    good: int
    phrases: tuple[Phrase, ...] = ()

    @property
    def missing(self) -> int:
        """0 where there are enough."""
        return max(0, FEWEST - min(self.bad, self.good))
