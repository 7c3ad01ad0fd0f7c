"""The days on which a shop works: counting them on, and the last one of a week."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

MOST = 400  # days looked ahead; a shop that never works promises nothing that could be counted


@dataclass(frozen=True, slots=True)
class Workdays:
    """`weekdays` it works on (Monday is 0), and the `closed` days among them."""

    weekdays: frozenset[int] = frozenset(range(5))
    closed: frozenset[date] = frozenset()

    def works(self, day: date) -> bool:
        """Whether the shop works on a day."""
        return day.weekday() in self.weekdays and day not in self.closed

    def after(self, day: date, count: int) -> date:
        """The `count`-th working day after a day; calendar days are counted where it works on none."""
        found = day
        for _ahead in range(MOST):
            if count <= 0:
                return found
            found += timedelta(days=1)
            count -= self.works(found)
        return found

    def last_of_week(self, day: date) -> date:
        """The last working day of a day's week from that day on, Sunday where there is none."""
        sunday = day + timedelta(days=6 - day.weekday())
        left = [sunday - timedelta(days=back) for back in range((sunday - day).days + 1)]
        return next((one for one in left if self.works(one)), sunday)
