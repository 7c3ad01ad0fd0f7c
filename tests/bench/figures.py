"""What a bench says: our figure, the other's, their ratio and the ratio that was promised."""

from __future__ import annotations

import gc
import statistics
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True)
class Figure:
    """`ours` against `other`, both in `unit`, less is better; `target` is the most that ours/other may be, or None."""

    what: str
    ours: float
    other: float
    other_name: str
    unit: str = "ms"
    target: float | None = None

    @property
    def ratio(self) -> float:
        return self.ours / self.other if self.other else float("inf")

    @property
    def reached(self) -> bool | None:
        return None if self.target is None else self.ratio <= self.target

    def line(self) -> str:
        """One line for people."""
        goal = "" if self.target is None else f"  target {self.target:g} {'reached' if self.reached else 'MISSED'}"
        ours, other = f"{self.ours:,.2f} {self.unit}", f"{self.other:,.2f} {self.unit}"
        return f"{self.what:<46} {ours:>14}  {self.other_name} {other}  ratio {self.ratio:.2f}{goal}"

    def plain(self) -> dict[str, Any]:
        """The same for scripts."""
        return {**asdict(self), "ratio": round(self.ratio, 3), "reached": self.reached}


def milliseconds(work: Callable[[], Any], rounds: int = 5) -> float:
    """The median time of some rounds of `work`."""
    return side_by_side(work, None, rounds)[0]


def side_by_side(ours: Callable[[], Any], other: Callable[[], Any] | None, rounds: int = 5) -> tuple[float, float]:
    """Medians of two works run in turn, so that a slow moment of the machine meets both."""
    taken: tuple[list[float], list[float]] = ([], [])
    gc.collect()
    gc.disable()
    for _ in range(rounds):
        for work, times in zip((ours, other), taken, strict=True):
            if work is not None:
                began = time.perf_counter()
                work()
                times.append((time.perf_counter() - began) * 1000)
    gc.enable()
    return statistics.median(taken[0]), statistics.median(taken[1] or [0.0])
