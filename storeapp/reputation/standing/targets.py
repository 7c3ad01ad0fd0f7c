"""What a target takes: good ratings, weeks at the shop's own pace, what a bad one costs, and what can be afforded."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import ceil, floor
from typing import Literal

from storeapp.rulebook.shapes import SURE

Goal = Literal["rating", "percent", "points"]
Why = Literal["", "perfect", "reached", "no pace"]

STEPS: dict[Goal, float] = {"rating": 0.1, "percent": 0.1, "points": 1.0}  # as the figure is shown


@dataclass(frozen=True, slots=True)
class RatingTally:
    """Ratings added up: `total` over `count` of them, each from `worst` to `best`; a score counts in points instead.

    `lowest` is the worst rating the shop really has, the one that turning good would help most; None: all are best.
    """

    goal: Goal
    total: float
    count: float
    best: float
    worst: float
    lowest: float | None = None
    step: float = 0  # in which the figure is shown; 0: as usual for such a figure
    exact: bool = False  # the figure itself must reach the target, not what is shown of it

    @property
    def value(self) -> float | None:
        """The figure itself, unrounded."""
        if self.goal == "points":
            return self.total
        scale = 100 if self.goal == "percent" else 1
        return scale * self.total / self.count if self.count else None

    def with_one(self, rating: float) -> RatingTally:
        """One more rating."""
        return replace(self, total=self.total + rating, count=self.count + 1)

    def with_one_turned(self) -> RatingTally | None:
        """The lowest one turned into the best, None where there is none to turn."""
        if self.lowest is None:
            return None
        return replace(self, total=self.total - self.lowest + self.best)


@dataclass(frozen=True, slots=True)
class Take:
    """What a target takes from here.

    `needed` good ratings (0: it is reached, None: `why` it can't be); `weeks` at the pace, None without one; the same
    number after one more bad rating and after one bad one turned good; `afford`: bad ones in a row that keep a target
    that is reached.
    """

    target: float
    threshold: float
    now: float | None
    needed: int | None
    weeks: float | None
    after_bad: int | None
    after_turned: int | None
    afford: int
    why: Why


def threshold_of(goal: Goal, target: float, step: float = 0) -> float:
    """The least value that is shown as the target: 4.75 shows as 4.8, 98.95 as 99.0%; points show as they are."""
    return target if goal == "points" else round(target - (step or STEPS[goal]) / 2, 6)


def good_needed(total: float, count: float, threshold: float, best: float) -> int | None:
    """The best ratings that lift a mean to `threshold`; None: the best rating is no better than it, so no number does.

    100 ratings of mean 4.2 need 60 fives for 4.5.
    """
    short = threshold * count - total
    if count and short <= SURE:
        return 0
    if best - threshold <= SURE:
        return None
    return max(1, ceil(short / (best - threshold) - SURE))


def take(tally: RatingTally, target: float, pace: float | None) -> Take:
    """What `target` takes, at `pace` good ratings a week."""
    threshold = target if tally.exact else threshold_of(tally.goal, target, tally.step)
    needed = _needed(tally, threshold)
    turned = tally.with_one_turned()
    why: Why = ""
    if needed is None:
        why = "perfect"
    elif needed == 0:
        why = "reached"
    elif not pace:
        why = "no pace"
    return Take(
        target=target,
        threshold=threshold,
        now=tally.value,
        needed=needed,
        weeks=needed / pace if needed and pace else None,
        after_bad=_needed(tally.with_one(tally.worst), threshold),
        after_turned=None if turned is None else _needed(turned, threshold),
        afford=afford(tally, threshold),
        why=why,
    )


def afford(tally: RatingTally, threshold: float) -> int:
    """The worst ratings in a row that keep the value at `threshold` or above; 0 where it is below already."""
    if tally.goal == "points":
        return max(0, floor((tally.total - threshold) / -tally.worst + SURE))
    edge = threshold / 100 if tally.goal == "percent" else threshold
    if edge <= tally.worst:
        return 0
    return max(0, floor((tally.total - edge * tally.count) / (edge - tally.worst) + SURE))


def _needed(tally: RatingTally, threshold: float) -> int | None:
    if tally.goal == "points":
        return max(0, ceil((threshold - tally.total) / tally.best - SURE))
    scale = 100 if tally.goal == "percent" else 1
    return good_needed(tally.total, tally.count, threshold / scale, tally.best)
