"""The sheet of the shop overview that says what review requests brought, by plan and by template."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Any

from storeapp.kernel.text import N_, _, plural
from storeapp.reports.cell_styles import SheetColumn
from storeapp.reports.reputation_sheets import ReportSheet
from storeapp.reports.rules import Scope
from storeapp.solicitation.outcomes import Funnel, funnel, rates
from storeapp.solicitation.queries import plans_of
from storeapp.solicitation.results import Rate
from storeapp.solicitation.wording import plan_title

if TYPE_CHECKING:
    from sqlalchemy import Connection

RATES = (
    SheetColumn(N_("Orders"), "text", 27),
    SheetColumn(N_("Name"), "text", 18),
    SheetColumn(N_("Eligible"), "int", 9),
    SheetColumn(N_("Asked"), "int", 9),
    SheetColumn(N_("Answer may still come"), "int", 10),
    SheetColumn(N_("Reviewed after asking"), "int", 10),
    SheetColumn(N_("Reviewed before anybody asked"), "int", 10),
    SheetColumn(N_("Reviewed of asked, percent"), "percent", 10, "bar"),
    SheetColumn(N_("Of asked, likely from"), "percent", 9),
    SheetColumn(N_("Of asked, likely to"), "percent", 9),
    SheetColumn(N_("Reviewed of eligible, percent"), "percent", 10, "bar"),
    SheetColumn(N_("Of eligible, likely from"), "percent", 9),
    SheetColumn(N_("Of eligible, likely to"), "percent", 9),
    SheetColumn(N_("How sure is the share of asked"), "long", 28),
)


def sheet(conn: Connection, scope: Scope, now: datetime) -> ReportSheet:
    """Orders delivered in the period as a whole and by plan, requests sent in it by template.

    Without rows where there is no order that anybody could ask about. Reads the verdicts as they stand: bring them up
    to date before (solicitation/service.refresh).
    """
    return ReportSheet(_("Review requests"), RATES, tuple(_rows(conn, scope, now)))


def _rows(conn: Connection, scope: Scope, now: datetime) -> Iterator[tuple[Any, ...]]:
    since, until = scope.since or "", scope.until or "9999"
    whole = funnel(conn, now, since, until, scope.channels)
    templates = rates(conn, "template", now, since, until, scope.channels)
    if not whole.eligible and not templates:
        return
    yield _of_orders(_("All delivered in the period"), "", whole)
    for plan in plans_of(conn):
        found = funnel(conn, now, since, until, scope.channels, plan.key)
        if found.eligible:
            yield _of_orders(_("By plan"), plan_title(plan.key, plan.name), found)
    for one in templates:
        counts = (None, one.asked + one.waiting, one.waiting, one.answered, None)
        named = one.key or _("Without a template")
        yield (_("Asked in the period, by template"), named, *counts, *_percents(one), *[None] * 3, _sure(one))


def _of_orders(title: str, name: str, found: Funnel) -> tuple[Any, ...]:
    counts = (found.eligible, found.asked, found.of_asked.waiting, found.reviewed, found.unasked)
    rate = found.of_asked
    return (title, name, *counts, *_percents(rate), *_percents(found.of_eligible), _sure(rate))


def _percents(rate: Rate) -> tuple[float | None, float | None, float | None]:
    """The share and its likely range; None where nothing can be said."""
    if rate.share is None:
        return None, None, None
    return 100 * rate.share, 100 * rate.low, 100 * rate.high


def _sure(rate: Rate) -> str:
    if rate.share is None:
        return _("Nothing to say yet")
    if not rate.early:
        return _("Enough requests to call it")
    return plural(
        "Too early to call: it takes {count} more request",
        "Too early to call: it takes {count} more requests",
        rate.more,
    )
