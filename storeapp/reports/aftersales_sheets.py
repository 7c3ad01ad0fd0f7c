"""The sheets of the shop overview about after-sales: how buyers were served, what cases cost, and their causes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Any

from storeapp.aftersales.causes import wording
from storeapp.aftersales.causes.costs import PARTS, Part, pareto
from storeapp.aftersales.causes.figures import figure_lines
from storeapp.aftersales.causes.queries.costs import Period, cost_lines, costs
from storeapp.aftersales.causes.queries.effects import FixLine, cause_sheet
from storeapp.aftersales.causes.rules import STATES, VERDICTS
from storeapp.kernel.text import N_, _
from storeapp.reports.cell_styles import SheetColumn
from storeapp.reports.reputation_sheets import ReportSheet
from storeapp.reports.rules import Scope

if TYPE_CHECKING:
    from sqlalchemy import Connection

FIGURES = (
    SheetColumn(N_("Figure"), "text", 34),
    SheetColumn(N_("For"), "text", 26),
    SheetColumn(N_("Value"), "text", 16),
    SheetColumn(N_("Counted"), "int", 10),
    SheetColumn(N_("Of"), "int", 10),
    SheetColumn(N_("Likely from, percent"), "percent", 11),
    SheetColumn(N_("Likely to, percent"), "percent", 11),
)
COSTS = (
    SheetColumn(N_("By"), "text", 18),
    SheetColumn(N_("Name"), "text", 34),
    SheetColumn(N_("Cost"), "money", 14),
    SheetColumn(N_("Share, percent"), "percent", 10, "bar"),
    SheetColumn(N_("Running share, percent"), "percent", 12, "bar"),
    SheetColumn(N_("Cases"), "int", 9),
)
CAUSES = (
    SheetColumn(N_("Cause"), "long", 30),
    SheetColumn(N_("Reason"), "text", 18),
    SheetColumn(N_("Status"), "text", 14),
    SheetColumn(N_("Fix"), "long", 26),
    SheetColumn(N_("In place since"), "date", 12),
    SheetColumn(N_("Cases"), "int", 9),
    SheetColumn(N_("Cost"), "money", 11),
    SheetColumn(N_("Before, per 100 orders"), "percent", 9),
    SheetColumn(N_("After, per 100 orders"), "percent", 9),
    SheetColumn(N_("Fell by, likely from"), "percent", 9),
    SheetColumn(N_("Fell by, likely to"), "percent", 9),
    SheetColumn(N_("How sure"), "long", 18),
)
SHOWN: tuple[Part, ...] = ("reason", "product", "supplier", "batch", "channel", "month", "kind")


def sheets(conn: Connection, scope: Scope, today: date) -> list[ReportSheet]:
    """Three sheets; each without rows where there is nothing to say. A report of several channels is of all cases."""
    period = _period(scope, today)
    return [
        ReportSheet(_("After-sales"), FIGURES, tuple(_figures(conn, period))),
        ReportSheet(_("Cost of cases"), COSTS, tuple(_costs(conn, period))),
        ReportSheet(_("Causes"), CAUSES, tuple(_causes(conn, period, today))),
    ]


def _period(scope: Scope, today: date) -> Period:
    channel = scope.channels[0] if len(scope.channels) == 1 else None
    return Period(scope.since or "", scope.until or today.isoformat(), channel)


def _figures(conn: Connection, period: Period) -> Iterator[tuple[Any, ...]]:
    for one in figure_lines(conn, period):
        ends = (None, None) if one.likely is None else (100 * one.likely.low, 100 * one.likely.high)
        yield (one.title, one.about, one.value, one.part, one.whole, *ends)


def _costs(conn: Connection, period: Period) -> Iterator[tuple[Any, ...]]:
    whole = costs(conn, period)
    for one in whole:
        if one.money.minor:
            share = 100 * one.share if one.share is not None else None
            yield (_("All, share of sales"), "", (one.money.minor, one.money.currency), share, None, None)
    for part in SHOWN:
        for shares in pareto(cost_lines(conn, part, period)).values():
            for held in shares:
                line = held.line
                money = (line.money.minor, line.money.currency)
                yield (_(PARTS[part]), line.words, money, 100 * held.share, 100 * held.running, line.cases)
    left_out = wording.unpriced_words(whole)
    if left_out:
        yield (_("Not counted"), left_out, None, None, None, None)


def _causes(conn: Connection, period: Period, today: date) -> Iterator[tuple[Any, ...]]:
    for line, fix, done in cause_sheet(conn, period, today):
        money = line.share.line.money if line.share is not None else None
        cost = None if money is None else (money.minor, money.currency)
        facts = (
            line.title,
            line.reason_title or _("Not known"),
            _(STATES[line.state][0]),
            fix,
            line.fixed_on or None,
            line.cases,
            cost,
        )
        yield (*facts, *_judged(done))


def _judged(done: FixLine | None) -> tuple[Any, ...]:
    if done is None:
        return (None, None, None, None, "")
    judged = done.judged
    before, after = (None if one.share is None else 100 * one.share for one in (judged.before, judged.after))
    ends = (None, None) if judged.likely is None else (100 * judged.likely.low, 100 * judged.likely.high)
    return (before, after, *ends, _(VERDICTS[judged.verdict][0]))
