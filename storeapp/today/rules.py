"""What needs the owner, in which order, for how many minutes; and what can wait until later today."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from math import ceil
from typing import Any, Literal

from storeapp.kernel.clock import from_utc_text, utc_text
from storeapp.kernel.rows import dataclass
from storeapp.kernel.targets import Target
from storeapp.kernel.text import N_, _, plural

Tone = Literal["plain", "warning", "negative", "positive"]
REVIEWS, PROMISES, REQUESTS, ALERTS, LINKS, STALE = "reviews", "promises", "requests", "alerts", "links", "stale"
ARTICLES = "articles"
HELPERS = "helpers"
TITLES = {
    REVIEWS: N_("Bad reviews without a reply"),
    PROMISES: N_("After-sales past the promised date"),
    REQUESTS: N_("Review requests"),
    ARTICLES: N_("Articles"),
    ALERTS: N_("Changes that matter"),
    LINKS: N_("Reviews to confirm or link"),
    HELPERS: N_("Work that helpers have"),
    STALE: N_("Data getting old"),
}
_URGENCY: Mapping[Tone, int] = {"negative": 0, "warning": 1}
FRESH_DAYS = 30  # a bad review of this age is answered one by one, an older one is part of a heap
SHOWN_ALERTS = 12
SHOWN_PROMISES = 5
SHOWN_REVIEWS = 5
SHOWN_OLD = 3  # of a shop that has only old ones
STALE_DAYS = 7
SALES_DAYS = 30


@dataclass(frozen=True, slots=True)
class Line:
    """One thing to do.

    `key` names it from day to day (snoozing), `group` is one of TITLES. `platform` gives the tile, else `icon` is
    shown. `letter` is the key that does it, `target` where doing it leads. `files`: it takes dropped files.
    `kind`: of the `record` it is about, where the room that owns such records offers more to do with one, see
    Desk.record_actions.
    """

    key: str
    group: str
    title: str
    detail: str
    tag: str
    tone: Tone
    verb: str
    letter: str
    target: Target
    minutes: float
    platform: str = ""
    icon: str = ""
    stars: float | None = None
    tag_icon: str = "clock"
    files: bool = False
    kind: str = ""
    record: Any = None


@dataclass(frozen=True, slots=True)
class Group:
    """Lines of one kind under their head."""

    title: str
    lines: tuple[Line, ...]

    @property
    def minutes(self) -> int:
        """About how long it takes, at least one minute."""
        return whole_minutes(self.lines)


def whole_minutes(lines: Iterable[Line]) -> int:
    """The minutes of some lines together, rounded up."""
    return max(1, ceil(sum(line.minutes for line in lines)))


def grouped(lines: Iterable[Line], snoozed: Mapping[str, str], now: datetime) -> list[Group]:
    """The lines by group in the order of TITLES, without those put off until after `now` (aware)."""
    kept: dict[str, list[Line]] = {name: [] for name in TITLES}
    for line in lines:
        until = snoozed.get(line.key)
        if until is None or from_utc_text(until) <= now:
            kept[line.group].append(line)
    return [Group(_(TITLES[name]), tuple(found)) for name, found in kept.items() if found]


def urgent_first(lines: Iterable[Line]) -> list[Line]:
    """What is over before what is about to be, and both before the rest; else as they come."""
    return sorted(lines, key=lambda line: _URGENCY.get(line.tone, len(_URGENCY)))


def summary(groups: Sequence[Group]) -> str:
    """`10 things need you, about 14 minutes in all`."""
    lines = [line for group in groups for line in group.lines]
    if not lines:
        return _("Nothing waits for you")
    things = plural("{count} thing needs you", "{count} things need you", len(lines))
    minutes = plural("about {count} minute in all", "about {count} minutes in all", sum(g.minutes for g in groups))
    return _("{things}, {minutes}").format(things=things, minutes=minutes)


def greeting(hour: int) -> str:
    """By the owner's own clock."""
    if hour < 5:
        return _("Good night")
    if hour < 12:
        return _("Good morning")
    return _("Good afternoon") if hour < 18 else _("Good evening")


def later_today(now: datetime) -> datetime:
    """When a line that was put off comes back: in three hours, or at eight tomorrow if that is past eight at night.

    `now` is aware, in the owner's time zone.
    """
    back = now + timedelta(hours=3)
    evening = datetime.combine(now.date(), time(20), now.tzinfo)
    return back if back <= evening else datetime.combine(now.date() + timedelta(days=1), time(8), now.tzinfo)


def snoozed_with(snoozed: Mapping[str, str], key: str, until: datetime, now: datetime) -> dict[str, str]:
    """The put-off lines with one more, and without those whose time has come."""
    kept = {name: back for name, back in snoozed.items() if from_utc_text(back) > now}
    return kept | {key: utc_text(until)}


def days_old(day: str, today: date) -> int:
    """Whole days since an ISO day or instant."""
    return (today - date.fromisoformat(day[:10])).days


def ends_of(month: str) -> tuple[str, str]:
    """First and last day of "2026-02": "2026-02-01" and "2026-02-28"."""
    first = date.fromisoformat(f"{month}-01")
    following = (first + timedelta(days=31)).replace(day=1)
    return first.isoformat(), (following - timedelta(days=1)).isoformat()


def snapshot(heading: str, groups: Sequence[Group]) -> dict[str, Any]:
    """What the next start paints before the shop is open; plain JSON."""
    return {
        "heading": heading,
        "detail": summary(groups),
        "groups": [
            {
                "title": group.title,
                "count": len(group.lines),
                "rows": [{"title": line.title, "detail": line.detail, "tag": line.tag} for line in group.lines],
            }
            for group in groups
        ],
    }
