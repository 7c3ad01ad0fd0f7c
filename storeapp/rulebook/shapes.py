"""The eight shapes in which platforms count: everything a platform may change is handed in, nothing is kept here."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from math import ceil, floor
from typing import Literal

SURE = 1e-9  # fractions of a rating that are only the computer's rounding
Op = Literal[">=", ">", "<=", "<"]


def counter(counts: Mapping[str, int], points: Mapping[str, int]) -> int:
    """Counter ladder: each kind of rating brings its points. 12 good, 2 bad, 5 neutral at +1, -1, 0 give 10."""
    return sum(number * points.get(kind, 0) for kind, number in counts.items())


def rung(starts: Sequence[float], score: float) -> int:
    """Which of the ascending `starts` a score has reached, -1 below the first."""
    return sum(score >= start - SURE for start in starts) - 1


def ratio(counts: Mapping[str, int], part: Sequence[str], whole: Sequence[str]) -> float | None:
    """Ratio over a window, 0 to 100; None where nothing was counted, which is no score and not 0."""
    all_of = sum(counts.get(kind, 0) for kind in whole)
    return 100 * sum(counts.get(kind, 0) for kind in part) / all_of if all_of else None


def mean(scores: Sequence[float]) -> float | None:
    """Mean over a window, None of nothing."""
    return sum(scores) / len(scores) if scores else None


def against(own: float, others: float) -> float:
    """How far a score is above the average of others, in percent of that: 4.85 against 4.80 is 1.04."""
    return 100 * (own - others) / others


def mean_of_means(groups: Sequence[tuple[float, int]], least: int) -> float | None:
    """The mean of the groups' means; a group is (sum, number), and one with fewer than `least` is left out."""
    return mean([total / number for total, number in groups if number >= least])


def prior_mean(total: float, number: float, prior: float, weight: float) -> float | None:
    """A mean that begins as `weight` ratings of `prior`; None before the first real rating.

    With weight 500 and prior 7, 100 ratings of mean 8.5 give 7.25.
    """
    return (prior * weight + total) / (weight + number) if number else None


def late_decay(full_days: float, base: float, span_days: float) -> Callable[[float], float]:
    """Weight by age in days: 1 up to `full_days`, then falling by `base` every `span_days`."""
    return lambda age: 1.0 if age <= full_days else base ** (-(age - full_days) / span_days)


def within(value: float, op: Op, limit: float) -> bool:
    """One gate of a gate set. A rate of exactly its limit passes ">=" and "<=", and fails ">" and "<"."""
    if op == ">=":
        return value >= limit - SURE
    if op == "<=":
        return value <= limit + SURE
    return value > limit + SURE if op == ">" else value < limit - SURE


def band(values: Sequence[float], bands: Sequence[Sequence[float]]) -> int:
    """Banded metrics: the first band whose upper edges hold, each value asked for itself, and the worst of them."""
    worst = 0
    for place, value in enumerate(values):
        own = next((number for number, edges in enumerate(bands) if floor(value + SURE) <= edges[place]), len(bands))
        worst = max(worst, own)
    return worst


def rounded(value: float, step: float) -> float:
    """As it is shown, half up: 4.26 in steps of 0.5 is 4.5, 97.06 in steps of 0.1 is 97.1."""
    size = Decimal(str(step))
    return float((Decimal(str(round(value, 9))) / size).quantize(Decimal(1), ROUND_HALF_UP) * size)


def may_be_bad(limit: float, total: int, bad: int, strict: bool) -> int:
    """How many more of `total` may be bad before their share (0 to 100) breaks an upper `limit`; below 0: it is broken.

    A limit of 1, strict, with 3 bad of 600 leaves 2: the sixth would make exactly 1.
    """
    edge = limit * total / 100
    most = ceil(edge - SURE) - 1 if strict else floor(edge + SURE)
    return most - bad
