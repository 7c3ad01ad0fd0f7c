"""The channels nearest to their next level, as Today tells them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from storeapp.kernel.text import _, plural
from storeapp.reputation.standing.next_steps import NextStep, headline, nearest, reached_line
from storeapp.reputation.standing.queries.ladders import standings

if TYPE_CHECKING:
    from sqlalchemy import Connection

SHOWN = 4


@dataclass(frozen=True, slots=True)
class LevelLine:
    """One channel: what is missing, when it may be there, how far it is; `share` of the way gone, 0 to 1."""

    channel: int
    platform: str
    name: str
    headline: str
    when: str
    reached: str
    share: float


def level_lines(conn: Connection, today: date) -> list[LevelLine]:
    """At most four channels, the nearest first."""
    return [
        LevelLine(
            *(one.channel.id, one.channel.platform, one.channel.name),
            headline(step),
            _when(one.channel.name, step),
            reached_line(step),
            step.share,
        )
        for one, step in nearest(standings(conn, today))[:SHOWN]
    ]


def _when(name: str, step: NextStep) -> str:
    if step.weeks is not None:
        weeks = max(1, round(step.weeks))
        time = plural("about {count} week at your pace", "about {count} weeks at your pace", weeks)
        if weeks > 52:
            months = round(step.weeks * 7 / 30.4)
            time = plural("about {count} month at your pace", "about {count} months at your pace", months)
        return _("{channel}, {time}").format(channel=name, time=time)
    if step.kind == "gate":
        met = _("{met} of {all} criteria met").format(met=step.met, all=step.known)
        return _("{channel}, {time}").format(channel=name, time=met)
    return name
