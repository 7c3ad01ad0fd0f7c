"""Today's lines about clocks of cases that run out, and about fixes that can be judged by now.

Imported only where cases are open or causes fixed: a start without them pays nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date, datetime
from typing import TYPE_CHECKING

from storeapp.aftersales.causes.queries.effects import judged_now
from storeapp.aftersales.causes.queries.metrics import head_figures
from storeapp.aftersales.causes.wording import cost_words, head_words
from storeapp.aftersales.clocks.queries import ClockLine, pressing
from storeapp.aftersales.clocks.rules import left_words
from storeapp.kernel.targets import OpenCase, OpenPage
from storeapp.kernel.text import _, plural
from storeapp.today.rules import PROMISES, Line

if TYPE_CHECKING:
    from sqlalchemy import Connection

SHOWN = 5  # clocks that are shown one by one
MINUTES = 2.0


def aftersales_lines(conn: Connection, now: datetime, today: date, told: Collection[int] = ()) -> list[Line]:
    """Clocks that are over or nearly so, the latest first, then causes whose fix can be judged.

    `told`: cases that stand on Today already, by what was promised in them.
    """
    found = [one for one in pressing(conn, now) if one.case_id not in told]
    return [*_clock_lines(found), *_fix_lines(conn, today)]


def issue_costs(conn: Connection, today: date) -> str:
    """`Cost of issues in July €412.60, 1.9% of sales`, and how buyers were served in the last 90 days."""
    found = head_figures(conn, today)
    return "\n".join(words for words in (cost_words(found.costs, today), head_words(found)) if words)


def _clock_lines(found: list[ClockLine]) -> Iterator[Line]:
    for one in found[:SHOWN]:
        over = one.clock.urgent == "over"
        yield Line(
            key=f"clock:{one.case_id}:{one.clock.rule}:{one.clock.due_at:%Y%m%d%H%M}",
            group=PROMISES,
            title=_("Case {number}: {title}").format(number=one.case_id, title=one.title),
            detail=_(", ").join(part for part in (one.clock.title, one.clock.ends) if part),
            tag=left_words(one.clock),
            tone="negative" if over else "warning",
            verb=_("Open case"),
            letter="O",
            target=OpenCase(one.case_id),
            minutes=MINUTES,
            platform=one.platform,
            icon="lifebuoy",
        )
    if len(found) > SHOWN:
        rest = len(found) - SHOWN
        yield Line(
            key="clock:more",
            group=PROMISES,
            title=plural("{count} more case is about to run out", "{count} more cases are about to run out", rest),
            detail="",
            tag=plural("{count} case", "{count} cases", rest),
            tone="warning",
            verb=_("Show them"),
            letter="O",
            target=OpenPage("aftersales", "open"),
            minutes=MINUTES * rest,
            icon="lifebuoy",
        )


def _fix_lines(conn: Connection, today: date) -> Iterator[Line]:
    for cause, title, days in judged_now(conn, today):
        yield Line(
            key=f"fix:{cause}",
            group=PROMISES,
            title=_("See whether the fix worked: {title}").format(title=title),
            detail=plural(
                "{count} day passed, the rate can be compared", "{count} days passed, the rate can be compared", days
            ),
            tag=_("Fixed"),
            tone="plain",
            verb=_("Look at it"),
            letter="O",
            target=OpenPage("aftersales", "causes"),
            minutes=1.0,
            icon="coin",
            tag_icon="check",
        )
