"""Books that save themselves: which, how often, into which folder, and which are due."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from storeapp.kernel.text import N_

EVERY: Mapping[str, str] = {"week": N_("Every Monday"), "month": N_("On the 1st of the month")}


@dataclass(frozen=True, slots=True)
class BookPlan:
    """A book that is saved by itself: `every` is a key of EVERY, `last_on` the ISO day of the last time or ""."""

    book: str
    every: str
    folder: str
    last_on: str = ""

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> BookPlan:
        """What `dataclasses.asdict` made."""
        return cls(kept["book"], kept["every"], kept["folder"], kept.get("last_on", ""))


def begun(every: str, today: date) -> date:
    """The day on which the time that runs began: this week's Monday, or the 1st of this month."""
    return today.replace(day=1) if every == "month" else today - timedelta(days=today.weekday())


def is_due(plan: BookPlan, today: date) -> bool:
    """Whether the book wasn't saved since its time began; one that was missed is saved once, however long it was."""
    return plan.last_on < begun(plan.every, today).isoformat()


def next_on(plan: BookPlan, today: date) -> date:
    """The day it is saved next: today if it is due."""
    if is_due(plan, today):
        return today
    start = begun(plan.every, today)
    return (start + timedelta(days=32)).replace(day=1) if plan.every == "month" else start + timedelta(days=7)
