"""Today's lines about articles: what should come out, what blocks it, and what to look at again on day 1, 7 and 30.

Imported only where anything was planned or published: a start without articles pays nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from storeapp.articles.calendar.queries import overdue
from storeapp.articles.checks.queries import blockers
from storeapp.articles.drafts.places import place_of
from storeapp.articles.results.queries import look_again, reviews_due
from storeapp.kernel.clock import Clock
from storeapp.kernel.targets import OpenArticle, OpenPage, ReviewPublication
from storeapp.kernel.text import _, plural
from storeapp.today.rules import ARTICLES, Line, days_old

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from storeapp.articles.calendar.rules import PlannedPiece

SHOWN, CHECKED = 5, 3  # pieces shown one by one, and of these the first that are held against the rules
PUBLISH_MINUTES, LOOK_MINUTES = 10.0, 1.0


def article_lines(conn: Connection, today: date, clock: Clock | None = None) -> list[Line]:
    """Pieces whose day is today or past, the oldest first, then those to look at again, then those nobody
    noted anything learned of.

    With a `clock` finished pieces are held against the rules, which takes a second where nobody did so before.
    """
    return [*_due(conn, today, clock), *_again(conn, today), *_reviews(conn, today)]


def _due(conn: Connection, today: date, clock: Clock | None) -> Iterator[Line]:
    found = overdue(conn, today)
    for number, one in enumerate(found[:SHOWN]):
        stops = False
        if clock is not None and number < CHECKED and one.state == "ready":
            stops = bool(blockers(conn, one.article_id, clock, [place_of(one.place)]))
        yield _due_line(one, stops, days_old(one.day, today))
    if len(found) > SHOWN:
        rest = len(found) - SHOWN
        yield Line(
            key="articles:more",
            group=ARTICLES,
            title=plural("{count} more article is due", "{count} more articles are due", rest),
            detail="",
            tag=plural("{count} article", "{count} articles", rest),
            tone="warning",
            verb=_("Show them"),
            letter="O",
            target=OpenPage("articles", "calendar"),
            minutes=PUBLISH_MINUTES,
            icon="pencil",
        )


def _due_line(one: PlannedPiece, stops: bool, over: int) -> Line:
    if stops:
        tag = _("Stopped by a rule")
    else:
        tag = plural("{count} day over", "{count} days over", over) if over else _("Due today")
    when = _("{place}, at {time}").format(place=one.place_name, time=one.time) if one.time else one.place_name
    state = _("still a draft") if one.state == "draft" else ""
    return Line(
        key=f"article:{one.id}:{one.day}",
        group=ARTICLES,
        title=_("Publish “{title}”").format(title=one.title),
        detail=_(", ").join(filter(None, (when, state))),
        tag=tag,
        tone="negative" if stops or over else "warning",
        verb=_("Open the article"),
        letter="O",
        target=OpenArticle(one.article_id),
        minutes=PUBLISH_MINUTES,
        platform=one.platform,
        icon="pencil",
        tag_icon="ban" if stops else "clock",
    )


def _again(conn: Connection, today: date) -> Iterator[Line]:
    for one in look_again(conn, today)[:SHOWN]:
        yield Line(
            key=f"look:{one.publication_id}:{one.checkpoint}",
            group=ARTICLES,
            title=_("Look at “{title}” again").format(title=one.title),
            detail=_("{place}: note what was read, and what to try next").format(place=one.place_name),
            tag=_("Day {number}").format(number=one.checkpoint),
            tone="plain",
            verb=_("Note figures"),
            letter="O",
            target=OpenPage("articles", "results"),
            minutes=LOOK_MINUTES,
            platform=one.platform,
            icon="pencil",
            tag_icon="chart",
        )


def _reviews(conn: Connection, today: date) -> Iterator[Line]:
    for one in reviews_due(conn, today)[:SHOWN]:
        yield Line(
            key=f"review:{one.publication_id}",
            group=ARTICLES,
            title=_("One minute about “{title}”").format(title=one.title),
            detail=_("{place}: what worked, and what to try next").format(place=one.place_name),
            tag=plural("Out for {count} day", "Out for {count} days", one.checkpoint),
            tone="plain",
            verb=_("One-minute review"),
            letter="O",
            target=ReviewPublication(one.publication_id),
            minutes=LOOK_MINUTES,
            platform=one.platform,
            icon="pencil",
            tag_icon="chart",
        )
