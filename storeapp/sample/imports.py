"""When the owner of the sample shop brought files in, and what each of them covers; nothing is written here."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from storeapp.sample.script import SamplePlace, Script

EVENING = timedelta(hours=6)  # before midnight (UTC): when exports are made and brought in
MORNING = timedelta(hours=8)  # of today
SETTLED = 70  # days; changes after later exports would still be news
SEEN_AGAIN = timedelta(days=24)  # that an export reaches back behind the one before it


@dataclass(frozen=True, slots=True)
class Stretch:
    """What one export covers: what is new from `start` (None: all there is) to `until`, as it is at `until`."""

    start: datetime | None
    until: datetime


@dataclass(frozen=True, slots=True)
class Pull:
    """What one channel (by index) gives on one day: stretches of orders and of reviews, none where it gives none."""

    place: int
    orders: tuple[Stretch, ...]
    reviews: tuple[Stretch, ...]
    first: bool


@dataclass(frozen=True, slots=True)
class ImportDay:
    """One import. Files that name their channel come together, those of the own shop apart: its channel is chosen."""

    at: datetime
    pulls: tuple[Pull, ...]


def import_days(script: Script, midnight: datetime) -> list[ImportDay]:
    """All imports by time, up to `midnight` (UTC) and the morning after."""
    pulls = [pull for index in range(len(script.places)) for pull in _pulls(script, index, midnight)]
    found = []
    for at in sorted({at for at, _pull in pulls}):
        there = [pull for when, pull in pulls if when == at]
        for apart in (True, False):
            some = tuple(pull for pull in there if (script.places[pull.place].platform == "own") == apart)
            if some:
                found.append(ImportDay(at, some))
    return found


def known_from(script: Script, place: int, midnight: datetime, moment: datetime) -> datetime:
    """When the shop first knows of something that happened on a channel at `moment`."""
    return next((at for at in moments(script.places[place], midnight) if at > moment), midnight + MORNING)


def moments(place: SamplePlace, midnight: datetime) -> list[datetime]:
    """When the channel's files came in, oldest first."""
    return [_at(days, midnight) for days in place.imports]


def exports_of_reviews(place: SamplePlace, midnight: datetime) -> list[datetime]:
    """When the channel's reviews were exported some time ago, so that later files show what changed; oldest first."""
    days = sorted({*place.old_exports, *place.imports}, reverse=True)
    return [_at(one, midnight) for one in days if one >= SETTLED]


def _at(days: int, midnight: datetime) -> datetime:
    return midnight + MORNING if days == 0 else midnight - timedelta(days=days) - EVENING


def _pulls(script: Script, index: int, midnight: datetime) -> Iterator[tuple[datetime, Pull]]:
    place = script.places[index]
    old = [_at(days, midnight) for days in place.old_exports]
    times = moments(place, midnight)
    for number, at in enumerate(times):
        before = times[number - 1] - SEEN_AGAIN if number else None
        reviews = _stretches([*old, at]) if number == 0 else (Stretch(before, at),)
        yield at, Pull(index, (Stretch(before, at),), reviews, number == 0)
    if place.imports[-1]:
        yield midnight + MORNING, Pull(index, (), (Stretch(times[-1] - SEEN_AGAIN, midnight + MORNING),), False)


def _stretches(ends: Sequence[datetime]) -> tuple[Stretch, ...]:
    starts = [None, *(end - SEEN_AGAIN for end in ends[:-1])]
    return tuple(Stretch(start, end) for start, end in zip(starts, ends, strict=True))
