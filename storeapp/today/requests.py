"""Today's line about review requests: how many can be asked now, who waits, and what came of the last week's.

Imported only where requests were looked at before: a start without them pays nothing.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from storeapp.kernel.targets import OpenPage
from storeapp.kernel.text import _, plural
from storeapp.solicitation.outcomes import LastDays, last_days
from storeapp.solicitation.states import HELD, READY
from storeapp.solicitation.sums import counts
from storeapp.today.rules import REQUESTS, Line

if TYPE_CHECKING:
    from sqlalchemy import Connection

REQUEST_MINUTES, MOST_MINUTES = 0.2, 3.0


def request_lines(conn: Connection, now: datetime) -> list[Line]:
    """One line while anybody can be asked."""
    states = counts(conn)
    ready, held = states[READY], states[HELD]
    if not ready:
        return []
    parts = [week_words(last_days(conn, now))]
    if held:
        parts.append(plural("{count} held back", "{count} held back", held))
    return [
        Line(
            key=f"requests:{now:%G-%V}",
            group=REQUESTS,
            title=plural("{count} buyer can be asked for a review", "{count} buyers can be asked for a review", ready),
            detail=_(", ").join(filter(None, parts)),
            tag=plural("{count} ready", "{count} ready", ready),
            tone="plain",
            verb=_("Ask them"),
            letter="O",
            target=OpenPage("requests", "queue"),
            minutes=min(MOST_MINUTES, ready * REQUEST_MINUTES),
            icon="send",
            tag_icon="send",
        )
    ]


def week_words(found: LastDays) -> str:
    """The sentence of the week: "Last 7 days: 31 asked, 7 reviewed, 2 with photo"."""
    if not found.asked:
        return _("Nobody was asked in the last 7 days")
    return _("Last 7 days: {asked} asked, {reviewed} reviewed, {photos} with photo").format(
        asked=found.asked, reviewed=found.reviewed, photos=found.photos
    )
