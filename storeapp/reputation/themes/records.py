"""Themes and phrases as they travel between the room's queries and its pages."""

from __future__ import annotations

from dataclasses import dataclass

from storeapp.reputation.ratings.chance import at_least
from storeapp.reputation.ratings.rules import Span
from storeapp.reputation.reviews.records import ThemeName

FEWEST = 30  # reviews of each kind that a language needs before anything is said
FEWEST_TOLD, BY_CHANCE = 5, 0.05  # reviews on the rarer side, and how often chance may do it to any theme


@dataclass(frozen=True, slots=True)
class CountedPhrase:
    """Words that stand together in `bad` reviews of 1 or 2 stars and `good` ones of 5; `score` > 0: a complaint."""

    text: str
    bad: int
    good: int
    score: float


@dataclass(frozen=True, slots=True)
class LanguagePhrases:
    """The phrases of one language, strongest complaints first, over so many reviews with text of each kind.

    `missing`: how many reviews of the rarer kind are still needed before phrases can be told; then there are none.
    """

    language: str
    bad: int
    good: int
    phrases: tuple[CountedPhrase, ...] = ()

    @property
    def missing(self) -> int:
        """0 where there are enough."""
        return max(0, FEWEST - min(self.bad, self.good))


@dataclass(frozen=True, slots=True)
class KeptPhrases:
    """The phrases as they were counted last, the language with most reviews first.

    `seen`: reviews with stars and text the shop had then; `now`: has today, `bad` of them of 1 or 2 stars, `good` of 5.
    """

    languages: tuple[LanguagePhrases, ...]
    seen: int
    now: int
    bad: int
    good: int

    @property
    def missing(self) -> int:
        """How many reviews of the rarer kind the whole shop still needs; 0 where there are enough."""
        return max(0, FEWEST - min(self.bad, self.good))

    @property
    def stale(self) -> bool:
        """Whether so many reviews came or went that it is worth counting again: one in a hundred."""
        return abs(self.now - self.seen) >= max(1, self.seen // 100)


@dataclass(frozen=True, slots=True)
class ThemeWords:
    """The words behind a theme by language, "" for any; `own`: the owner edited them."""

    theme: ThemeName
    words: dict[str, tuple[str, ...]]
    own: bool


@dataclass(frozen=True, slots=True)
class ReviewShare:
    """`count` of `total` reviews."""

    count: int
    total: int

    @property
    def share(self) -> float:
        """0 to 1; a review put under a theme by hand may have no text, so that it is cut at 1."""
        return min(1.0, self.count / self.total) if self.total else 0.0


@dataclass(frozen=True, slots=True)
class ThemeShare:
    """How often a theme comes up in the period: in reviews of 1 and 2 stars, of 5, and in all of them.

    `recent` and `before`: its part of the reviews with text of the last three months and of the year before those;
    `months`: its part in each of the last twelve months; `tested`: how many themes were looked at for a change.
    """

    theme: ThemeName
    bad: ReviewShare
    good: ReviewShare
    reviews: int
    recent: ReviewShare
    before: ReviewShare
    months: tuple[float, ...]
    tested: int = 1
    called: tuple[str, str] = ("", "")  # the ratings of `bad` and `good` where they are words, "" for stars

    @property
    def id(self) -> int:
        """The theme's."""
        return self.theme.id

    @property
    def change(self) -> float:
        """By how much its part grew, -1 to 1."""
        return self.recent.share - self.before.share

    @property
    def clear(self) -> bool:
        """Whether chance alone would hardly do this (1 in 20) to any of the `tested` themes, by Fisher's exact test.

        Never with fewer than FEWEST_TOLD reviews on the rarer side: those that name the theme, or those that don't.
        """
        one, other = self.recent, self.before
        named, whole = one.count + other.count, one.total + other.total
        if min(one.total, other.total) == 0 or min(named, whole - named) < FEWEST_TOLD:
            return False
        more, less = (one, other) if self.change > 0 else (other, one)
        return at_least(more.count, more.total, less.count, less.total) <= BY_CHANCE / 2 / max(1, self.tested)


@dataclass(frozen=True, slots=True)
class ThemesFound:
    """All themes over a span, `texts` reviews with text in it."""

    span: Span
    themes: tuple[ThemeShare, ...]
    texts: int
    ever: int  # reviews with text of all time
    called: tuple[str, str] = ("", "")  # as ThemeShare has it

    @property
    def told(self) -> list[ThemeShare]:
        """Those that somebody speaks of, and the owner's own."""
        return [one for one in self.themes if one.reviews or not one.theme.starter]


@dataclass(frozen=True, slots=True)
class ThemeProduct:
    """A product with its reviews under a theme, `bad` of them with 1 or 2 stars; id 0: no known product."""

    id: int
    title: str
    bad: int
    reviews: int
    label: str = ""  # the owner's short name of it
