"""Which backups are worth keeping: all of two days, then thinner and thinner back to most of a year."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from storeapp.kernel.rows import dataclass

RECENT = timedelta(days=2)
DAILY, WEEKLY, MONTHLY = 12, 10, 9


@dataclass(frozen=True, slots=True)
class BackupAge:
    """One backup as retention sees it: when it was made (aware) and whether it was found good."""

    made: datetime
    verified: bool


def superfluous(backups: Sequence[BackupAge], now: datetime) -> list[int]:
    """The places in `backups` of those that may go.

    Kept are all of the last 2 days, the newest of each of 12 days before, of each of 10 weeks before those, of each
    of 9 months before those (Anki's rule). One from the future, which a wrong clock made, counts as recent. Nothing
    goes unless a newer one that was found good stays; a broken one takes no other's place.
    """
    newest_first = sorted(range(len(backups)), key=lambda place: backups[place].made, reverse=True)
    staying: list[int] = []
    going: list[int] = []
    days: set[str] = set()
    weeks: set[str] = set()
    months: set[str] = set()
    for place in newest_first:
        made, good = backups[place].made, backups[place].verified
        if made > now - RECENT:
            staying.append(place)
            continue
        if not good:
            going.append(place)
            continue
        for seen, slots, name in ((days, DAILY, "%Y-%m-%d"), (weeks, WEEKLY, "%G-%V"), (months, MONTHLY, "%Y-%m")):
            mark = made.strftime(name)
            if mark in seen:
                going.append(place)
                break
            if len(seen) < slots:
                seen.add(mark)
                staying.append(place)
                break
        else:
            going.append(place)
    good_ones = [backups[place].made for place in staying if backups[place].verified]
    return [place for place in going if any(made > backups[place].made for made in good_ones)]
