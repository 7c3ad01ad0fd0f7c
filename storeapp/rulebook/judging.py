"""Holds a shop's figures against a ladder: the level, the gates with their margins, and how much may still go wrong."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import floor

from storeapp.rulebook.ladders import Gate, Ladder, Level, Window
from storeapp.rulebook.shapes import SURE, band, may_be_bad, rung, within


@dataclass(frozen=True, slots=True)
class MetricReading:
    """A figure: `value` as its metric counts it, over `count` orders or ratings, `bad` of them bad; None: unknown."""

    value: float | None
    count: int | None = None
    bad: int | None = None


@dataclass(frozen=True, slots=True)
class LadderPlace:
    """Where points stand: the level reached, the next one, and the points between; `share` of the way gone, 0 to 1."""

    level: Level | None
    following: Level | None
    missing: float
    share: float


def gate_met(gate: Gate, reading: MetricReading) -> bool | None:
    """Whether a gate is passed; None where the figure is not known."""
    if gate.or_count is not None and reading.bad is not None:
        few = gate.or_count_up_to is None or (reading.count is not None and reading.count <= gate.or_count_up_to)
        if few and reading.bad <= gate.or_count:
            return True
    return None if reading.value is None else within(reading.value, gate.op, gate.limit)


def gate_level(ladder: Ladder, readings: Mapping[str, MetricReading]) -> int | None:
    """The number of the best level whose gates are all passed; None where a figure that decides it is missing."""
    for number, level in enumerate(ladder.levels):
        met = [gate_met(gate, readings.get(gate.metric, MetricReading(None))) for gate in level.gates]
        if all(met):
            return number
        if False not in met:
            return None
    return None


def margin(gate: Gate, value: float) -> float:
    """How far a value is on the right side of a limit; below 0: on the wrong one."""
    return value - gate.limit if gate.op in (">=", ">") else gate.limit - value


def can_afford(gate: Gate, reading: MetricReading, unit: str) -> int | None:
    """How many more may turn out bad before the gate closes, with as many orders as now; None where none can say.

    For stars: how many 1-star reviews may come on top.
    """
    if reading.count is None:
        return None
    if unit == "stars" and reading.value is not None and gate.op in (">=", ">"):
        above = (reading.value - gate.limit) * reading.count
        return floor(above / (gate.limit - 1) + SURE)
    if unit != "percent" or reading.bad is None:
        return None
    upper = gate.limit if gate.op in ("<=", "<") else 100 - gate.limit
    left = may_be_bad(upper, reading.count, reading.bad, gate.op in ("<", ">"))
    if gate.or_count is not None and (gate.or_count_up_to is None or reading.count <= gate.or_count_up_to):
        left = max(left, gate.or_count - reading.bad)
    return left


def place_of(ladder: Ladder, score: float) -> LadderPlace:
    """The level of a counter or ratio ladder at a score."""
    levels = ladder.levels
    number = rung([one.start + (SURE * 2 if one.above else 0) for one in levels], score)
    now = levels[number] if number >= 0 else None
    following = levels[number + 1] if number + 1 < len(levels) else None
    if following is None:
        return LadderPlace(now, None, 0, 1.0)
    return LadderPlace(now, following, following.start - score, max(0.0, min(1.0, score / following.start)))


def band_level(ladder: Ladder, values: Mapping[str, float]) -> Level | None:
    """The level of a banded ladder; None while one of its metrics is missing."""
    names = ladder.values["metrics"]
    if any(name not in values for name in names):
        return None
    return ladder.levels[band([values[name] for name in names], [one.most for one in ladder.levels if one.most])]


def window_of(ladder: Ladder, orders_in_short: int) -> Window:
    """The window in use: the short one once it holds enough orders."""
    if ladder.short_window is not None and orders_in_short >= ladder.short_window[1]:
        return ladder.short_window[0]
    return ladder.window
