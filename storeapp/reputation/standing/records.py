"""Where a channel stands on its platform's ladders, as it travels from the queries to the tab Standing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from storeapp.reputation.ratings.records import ChannelName
from storeapp.reputation.standing.targets import RatingTally
from storeapp.rulebook.ladders import Gate as Gate
from storeapp.rulebook.ladders import Metric, RuleCorrection
from storeapp.rulebook.ladders import RuleSource as RuleSource
from storeapp.rulebook.ladders import Window as Window

Origin = Literal["computed", "typed", "missing"]


@dataclass(frozen=True, slots=True)
class Figure:
    """A value with where it comes from: counted from the shop's own rows, typed on a day, or not known at all."""

    value: float | None
    origin: Origin
    count: int | None = None
    bad: int | None = None
    taken_on: str = ""


@dataclass(frozen=True, slots=True)
class Criterion:
    """One gate with the shop's figure; `expected` is what the platform will count on its next day if nothing happens.

    `met` and `margin` are None while the figure is not known; `afford`: how many more may go wrong until the platform
    looks next, with what is in the window then; None if unclear.
    """

    metric: Metric
    gate: Gate
    window: Window
    figure: Figure
    met: bool | None
    margin: float | None
    afford: int | None
    expected: Figure | None
    currency: str = ""  # of a sum of money
    changed: bool = False  # the owner corrected the rule


@dataclass(frozen=True, slots=True)
class RollsOut:
    """What grows too old to count by a day if nothing happens: ratings, those of them below 4 stars, and orders.

    `since` is the first day still counted now.
    """

    on: date
    since: date
    ratings: int
    bad: int
    orders: int


@dataclass(frozen=True, slots=True)
class ScorePart:
    """One of several figures that make up a score."""

    id: str
    title: str
    figure: Figure
    against: float | None = None  # percent above the average of others


@dataclass(frozen=True, slots=True)
class LadderRow:
    """One ladder: the `level` reached ("" while unknown), the next one, and what decides it.

    `value` is in `unit`; for points `missing` is the way to the `following` level and `share` the part gone.
    """

    id: str
    title: str
    region: str
    source: RuleSource
    unit: Literal["stars", "percent", "points", "level"]
    figure: Figure
    window: Window
    level: str = ""
    following: str = ""
    following_at: float = 0
    missing: float = 0
    share: float = 0
    criteria: tuple[Criterion, ...] = ()
    next_look: date | None = None
    expected_level: str = ""
    expected: Figure | None = None  # of a single figure, on the day of `rolls_out`
    rolls_out: RollsOut | None = None
    parts: tuple[ScorePart, ...] = ()
    too_few: int = 0  # orders from which the platform judges, where there are fewer; 0: it does
    changes: Mapping[str, RuleCorrection] = field(default_factory=dict)
    best: bool = False  # no level lies above
    worse_up: bool = False  # the higher, the worse
    plain: bool = False
    estimate: bool = False
    decimals: int = 2
    counts: str = ""  # the kind of reviews that it counts
    unsaid: int = 0  # reviews of its window that would count if somebody said what they are


@dataclass(frozen=True, slots=True)
class Aim:
    """A figure that a target can be set for: its ladder, the ratings behind it, and good ones a week (None: none).

    `steps` are levels that can be aimed at by name, with their figures; `typed_on`: the day on which the owner typed
    the figure, where it isn't counted; `orders`: on-time orders are counted and not ratings.
    """

    ladder: str
    title: str
    tally: RatingTally
    pace: float | None
    target: float
    steps: tuple[tuple[str, float], ...] = ()
    typed_on: str = ""
    orders: bool = False
    metric: str = ""
    window: Window = field(default_factory=Window)

    def in_time(self, weeks: float | None) -> bool:
        """Whether so many weeks are over before the first of them grow too old to count."""
        days = self.window.days or self.window.months * 30.4
        return weeks is not None and (not days or weeks * 7 <= days)


@dataclass(frozen=True, slots=True)
class ChannelLadders:
    """One channel with all its ladders and aims."""

    channel: ChannelName
    ladders: tuple[LadderRow, ...]
    aims: tuple[Aim, ...]
    region: str = ""  # as the rules are taken, from the owner or by locale and currency
    region_typed: bool = False
    regions: tuple[str, ...] = ()  # those the platform has rules of its own for


@dataclass(frozen=True, slots=True)
class LevelPoint:
    """A ladder on a past day: its level or value; `met` of `all` criteria; None and "" where it can't be told."""

    day: date
    level: str
    value: float | None
    met: int = 0
    all: int = 0
    rank: int | None = None  # 0 is the best level


@dataclass(frozen=True, slots=True)
class LevelHistory:
    """A ladder on its last evaluation days, counted from today's rows, and what was typed, by its own days."""

    ladder: str
    unit: str
    points: tuple[LevelPoint, ...]
    typed: tuple[tuple[date, float], ...]
    decimals: int = 2
