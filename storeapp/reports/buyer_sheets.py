"""The sheets about buyers as groups: the groups with what to do, who moved, cohorts, and every buyer with the group."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from storeapp.kernel.days import month_and_year
from storeapp.kernel.text import N_, _
from storeapp.orders.groups.queries import BuyerGroups, each_buyer
from storeapp.orders.groups.rules import GROUPS, Cohort, who
from storeapp.reports.cell_styles import SheetColumn
from storeapp.reports.reputation_sheets import ReportSheet
from storeapp.reports.rules import Scope

if TYPE_CHECKING:
    from sqlalchemy import Connection

Namer = Callable[[int | None, str], str]
MOVES = (
    SheetColumn(N_("From group"), "text", 18),
    SheetColumn(N_("To group"), "text", 18),
    SheetColumn(N_("Buyers"), "int", 10),
)
BUYERS = (
    SheetColumn(N_("Customer"), "text", 24),
    SheetColumn(N_("Group"), "text", 12),
    SheetColumn(N_("Orders"), "int", 9),
    SheetColumn(N_("First order"), "date", 12),
    SheetColumn(N_("Last order"), "date", 12),
    SheetColumn(N_("Country"), "text", 9),
    SheetColumn(N_("Do not contact"), "text", 12),
)
GROUP = (
    SheetColumn(N_("Group"), "text", 12),
    SheetColumn(N_("Who they are"), "long", 30),
    SheetColumn(N_("Buyers"), "int", 10),
    SheetColumn(N_("A month before"), "int", 10),
    SheetColumn(N_("Came into it"), "int", 9),
    SheetColumn(N_("Left it"), "int", 9),
)
WHAT = SheetColumn(N_("What to do"), "long", 46)


def sheets(conn: Connection, told: BuyerGroups, scope: Scope, name: Namer) -> list[ReportSheet]:
    """All four sheets, without rows where there are too few buyers for groups; `name` says a buyer as the book may."""
    currencies = sorted({money.currency for held in told.sales.values() for money in held})
    sold = [SheetColumn(_("Bought ever, in {currency}").format(currency=one), "money", 15) for one in currencies]
    buyers = each_buyer(conn, told.as_of, told.limits, scope.channels) if told.enough else ()
    return [
        ReportSheet(_("Groups of buyers"), (*GROUP, *sold, WHAT), tuple(_groups(told, currencies))),
        ReportSheet(_("Who moved"), MOVES, tuple(_moves(told))),
        cohort_sheet(told.cohorts),
        ReportSheet(_("Buyers"), BUYERS, tuple(_buyers(buyers, name))),
    ]


def cohort_sheet(cohorts: tuple[Cohort, ...]) -> ReportSheet:
    """Buyers by the month of their first order, and which share of them ordered again in each month after it."""
    longest = max((len(one.again) for one in cohorts), default=1)
    after = [SheetColumn(_("Month {number}").format(number=number), "tenth", 9, "bar") for number in range(1, longest)]
    fields = (
        SheetColumn(N_("First order in"), "text", 14),
        SheetColumn(N_("Buyers"), "int", 9),
        *after,
        SheetColumn(N_("Months finished"), "text", 16),
    )
    return ReportSheet(_("Cohorts"), fields, tuple(_cohort(one, longest) for one in cohorts))


def _cohort(one: Cohort, longest: int) -> tuple[Any, ...]:
    running = _("all of them") if one.whole >= len(one.again) else _("the last one so far")
    return (month_and_year(one.month), one.size, *(one.share(after) for after in range(1, longest)), running)


def _groups(told: BuyerGroups, currencies: list[str]) -> Iterator[tuple[Any, ...]]:
    for one in told.lines:
        sales = {money.currency: (money.minor, money.currency) for money in told.sales.get(one.group, ())}
        yield (
            _(GROUPS[one.group][0]),
            who(one.group, told.limits),
            one.buyers,
            one.before,
            sum(one.came.values()),
            sum(one.left.values()),
            *(sales.get(currency) for currency in currencies),
            _(GROUPS[one.group][2]),
        )


def _moves(told: BuyerGroups) -> Iterator[tuple[Any, ...]]:
    for one in told.lines:
        for before, buyers in sorted(one.came.items(), key=lambda each: -each[1]):
            yield _(GROUPS[before][0]) if before else _("Not yet a buyer"), _(GROUPS[one.group][0]), buyers


def _buyers(rows: Any, name: Namer) -> Iterator[tuple[Any, ...]]:
    for number, called, country, group, orders, first, last, quiet in rows:
        yield (
            name(number, called),
            _(GROUPS[group][0]),
            orders,
            first,
            last,
            country,
            _("do not contact") if quiet else "",
        )
