"""Where a channel stands on its platform's ladders, as it travels from the queries to the tab Standing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from storeapp.reputation.records import ChannelName
from storeapp.reputation.standings import Tally
from storeapp.rulebook.ladders import Gate, Metric, Source, Window

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

    `met` and `margin` are None while the figure is not known; `afford`: how many more may go wrong, None if unclear.
    """

    metric: Metric
    gate: Gate
    window: Window
    figure: Figure
    met: bool | None
    margin: float | None
    afford: int | None
    expected: Figure | None


@dataclass(frozen=True, slots=True)
class LadderRow:
    """One ladder: the `level` reached ("" while unknown), the next one, and what decides it.

    `value` is in `unit`; for points `missing` is the way to the `following` level and `share` the part gone.
    """

    id: str
    title: str
    region: str
    source: Source
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
    plain: bool = False
    estimate: bool = False
    decimals: int = 2


@dataclass(frozen=True, slots=True)
class Aim:
    """A figure that a target can be set for: its ladder, the ratings behind it, and good ones a week (None: none)."""

    ladder: str
    title: str
    tally: Tally
    pace: float | None
    target: float


@dataclass(frozen=True, slots=True)
class ChannelLadders:
    """One channel with all its ladders and aims."""

    channel: ChannelName
    ladders: tuple[LadderRow, ...]
    aims: tuple[Aim, ...]
