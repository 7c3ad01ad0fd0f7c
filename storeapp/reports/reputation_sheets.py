"""The sheets of reputation in the shop overview: standing, themes, alerts, trust by month, mentions and rivals."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from storeapp.channels.rules import platform_title
from storeapp.kernel.text import N_, _
from storeapp.reports.cell_styles import SheetColumn
from storeapp.reports.rules import Scope
from storeapp.reputation.changes.queries.alerts import alerts
from storeapp.reputation.ratings.records import Asked
from storeapp.reputation.standing.queries.ladders import standings
from storeapp.reputation.themes.queries.figures import theme_shares
from storeapp.reputation.trust.queries import mention_rows, rivalry, scorecard
from storeapp.reputation.trust.rules import KINDS, REWARDS, TrustMonth

if TYPE_CHECKING:
    from sqlalchemy import Connection

MOST_MENTIONS = 10_000
TRUST = (
    SheetColumn(N_("Month"), "month", 12),
    SheetColumn(N_("Orders"), "int", 9),
    SheetColumn(N_("Repeat orders"), "int", 10),
    SheetColumn(N_("Say how they heard"), "int", 12),
    SheetColumn(N_("By word of mouth"), "int", 11),
    SheetColumn(N_("Ratings"), "int", 9),
    SheetColumn(N_("Rating"), "stars", 9),
    SheetColumn(N_("Likely from"), "stars", 9),
    SheetColumn(N_("Likely to"), "stars", 9),
    SheetColumn(N_("4 or 5 stars"), "int", 9),
    SheetColumn(N_("Posts"), "int", 8),
    SheetColumn(N_("Answers"), "int", 9),
    SheetColumn(N_("Articles"), "int", 9),
    SheetColumn(N_("Month finished"), "text", 11),
)
STANDING = (
    SheetColumn(N_("Channel"), "text", 16),
    SheetColumn(N_("Standing"), "text", 30),
    SheetColumn(N_("Level"), "text", 18),
    SheetColumn(N_("Criterion"), "text", 30),
    SheetColumn(N_("Value"), "number", 10),
    SheetColumn(N_("Limit"), "number", 10),
    SheetColumn(N_("Unit"), "text", 9),
    SheetColumn(N_("Met"), "text", 8),
    SheetColumn(N_("Where from"), "text", 12),
)
THEMES = (
    SheetColumn(N_("Theme"), "text", 26),
    SheetColumn(N_("Bad reviews"), "int", 10),
    SheetColumn(N_("Of bad ones, percent"), "percent", 12, "bar"),
    SheetColumn(N_("5-star reviews"), "int", 10),
    SheetColumn(N_("Of 5-star ones, percent"), "percent", 12, "bar"),
    SheetColumn(N_("All reviews"), "int", 10),
    SheetColumn(N_("Last 3 months, percent"), "percent", 12, "bar"),
    SheetColumn(N_("Year before, percent"), "percent", 12, "bar"),
    SheetColumn(N_("More than chance"), "text", 10),
)
ALERTS = (
    SheetColumn(N_("Found on"), "date", 12),
    SheetColumn(N_("Since"), "date", 12),
    SheetColumn(N_("What changed"), "text", 60),
    SheetColumn(N_("Evidence"), "long", 60),
    SheetColumn(N_("Reviews"), "int", 9),
)
MENTIONS = (
    SheetColumn(N_("Date"), "date", 12),
    SheetColumn(N_("Kind"), "text", 20),
    SheetColumn(N_("Title"), "long", 36),
    SheetColumn(N_("Link"), "text", 34),
    SheetColumn(N_("Seen by"), "int", 10),
    SheetColumn(N_("The writer got"), "text", 24),
    SheetColumn(N_("Note"), "long", 28),
)
RIVALS = (
    SheetColumn(N_("Date"), "date", 12),
    SheetColumn(N_("Platform"), "text", 14),
    SheetColumn(N_("Shop"), "text", 24),
    SheetColumn(N_("Rating"), "stars", 9),
    SheetColumn(N_("Ratings"), "int", 10),
    SheetColumn(N_("Positive, percent"), "percent", 11, "bar"),
    SheetColumn(N_("Sales"), "int", 10),
)
_ORIGINS = {"computed": N_("counted"), "typed": N_("typed in"), "unknown": N_("not known")}


@dataclass(frozen=True, slots=True)
class ReportSheet:
    """A sheet with its rows; one without rows is left out."""

    title: str
    fields: tuple[SheetColumn, ...]
    rows: tuple[tuple[Any, ...], ...]


def sheets(
    conn: Connection, scope: Scope, today: date, clock_text: str, finished: bool = False
) -> Iterator[ReportSheet]:
    """What is known of reputation up to `today`: shares of the last 12 months, levels and alerts of that day.

    `clock_text` is that instant as UTC text; `finished`: the month of `today` is over. Trust, alerts,
    mentions and rivals are of all channels and are left out of a report on some of them.
    """
    yield ReportSheet(_("Standing"), STANDING, tuple(_standing(conn, scope, today)))
    yield ReportSheet(_("Themes, 12 months"), THEMES, tuple(_themes(conn, scope, today)))
    if scope.channels:
        return
    yield ReportSheet(_("Alerts"), ALERTS, tuple(_alerts(conn, today, clock_text)))
    card = scorecard(conn, today)
    yield ReportSheet(
        _("Trust, 12 months"), TRUST, tuple(_trust(card.months, "" if finished else card.running)) if card.ever else ()
    )
    yield ReportSheet(_("Posts and articles"), MENTIONS, tuple(_mentions(conn, today)))
    yield ReportSheet(_("Rivals"), RIVALS, tuple(_rivals(conn, today)))


def _standing(conn: Connection, scope: Scope, today: date) -> Iterator[tuple[Any, ...]]:
    for one in standings(conn, today):
        if scope.channels and one.channel.id not in scope.channels:
            continue
        for ladder in one.ladders:
            head = (one.channel.name, _(ladder.title), _(ladder.level) if ladder.level else "")
            origin = _(_ORIGINS.get(ladder.figure.origin, ladder.figure.origin))
            if not ladder.criteria:
                yield (*head, "", ladder.figure.value, None, ladder.unit, "", origin)
            for row in ladder.criteria:
                met = "" if row.met is None else _("yes") if row.met else _("no")
                origin = _(_ORIGINS.get(row.figure.origin, row.figure.origin))
                unit = row.currency or row.metric.unit
                yield (*head, _(row.metric.title), row.figure.value, row.gate.limit, unit, met, origin)


def _themes(conn: Connection, scope: Scope, today: date) -> Iterator[tuple[Any, ...]]:
    found = theme_shares(conn, Asked(channels=scope.channels), today)
    for one in sorted(found.themes, key=lambda one: -one.bad.count):
        if one.reviews:
            yield (
                one.theme.name,
                one.bad.count,
                100 * one.bad.share,
                one.good.count,
                100 * one.good.share,
                one.reviews,
                100 * one.recent.share,
                100 * one.before.share,
                (_("more") if one.change > 0 else _("less")) if one.clear else "",
            )


def _alerts(conn: Connection, today: date, clock_text: str) -> Iterator[tuple[Any, ...]]:
    for one in alerts(conn, today, clock_text):
        yield one.found, one.since, one.title, one.detail, one.total


def _trust(months: Iterable[TrustMonth], running: str) -> Iterator[tuple[Any, ...]]:
    for one in months:
        likely = one.likely
        yield (
            f"{one.month}-01",
            one.orders,
            one.repeat if one.known else None,
            one.says,
            one.by_mouth,
            one.stars.total,
            one.stars.mean,
            likely.low if likely is not None else None,
            likely.high if likely is not None else None,
            one.good,
            one.posts,
            one.answers,
            one.articles,
            _("no, so far") if one.month == running else _("yes"),
        )


def _mentions(conn: Connection, today: date) -> Iterator[tuple[Any, ...]]:
    for one in mention_rows(conn, "", 0, MOST_MENTIONS):
        if one.said_on and one.said_on > today.isoformat():
            continue  # after the time of the report
        yield one.said_on, _(KINDS[one.kind]), one.title, one.url, one.reach, _(REWARDS[one.reward]), one.note


def _rivals(conn: Connection, today: date) -> Iterator[tuple[Any, ...]]:
    for one in rivalry(conn, today).rivals:
        for row in one.snapshots:
            if row.taken_on > today.isoformat():
                continue
            shown = row.figures
            figures = (shown.rating, shown.ratings, shown.positive_percent, shown.sales)
            yield (row.taken_on, platform_title(one.platform), one.name, *figures)
