"""The month that an owner's book is about: its days, the days it is held against, and its name."""

from __future__ import annotations

import re
from datetime import date, timedelta

from storeapp.kernel.days import MONTHS, last_day
from storeapp.kernel.errors import UserError
from storeapp.kernel.text import _
from storeapp.reports.rules import Scope

MONTH = "month:"  # before the month in the period of a scope
END = 25  # a month whose records reach this day is told as a whole
_MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])")


def month_scope(month: str, today: date, channels: tuple[int, ...] = (), names: bool = False) -> Scope:
    """The days of a month ("2026-06"), of the running one up to today. UserError for anything else."""
    if not _MONTH.fullmatch(month):
        raise UserError(_("“{month}” is no month. Write it like 2026-06.").format(month=month))
    until = min(last_day(month), today.isoformat())
    if until < f"{month}-01":
        raise UserError(_("{month} has not begun yet.").format(month=month_name(month)))
    return Scope(f"{MONTH}{month}", f"{month}-01", until, tuple(sorted(channels)), names)


def month_of(scope: Scope) -> str:
    """ "2026-06" of the scope of a month."""
    return scope.period.removeprefix(MONTH)


def running(scope: Scope) -> bool:
    """Whether the month isn't over."""
    return scope.until != last_day(month_of(scope))


def compared(scope: Scope) -> Scope:
    """The month before; of a running month as many days of it, so that 9 days are not held against 31."""
    first = date.fromisoformat(f"{month_of(scope)}-01")
    last = first - timedelta(days=1)
    month = last.isoformat()[:7]
    until = last
    if running(scope) and scope.until:
        until = last.replace(day=min(int(scope.until[8:]), last.day))
    return Scope(f"{MONTH}{month}", f"{month}-01", until.isoformat(), scope.channels, scope.names)


def latest_month(today: date, newest: str | None) -> str:
    """The month a book is about unless somebody says: the last one that the shop's records reach the end of.

    `newest` is the ISO day of the newest record. Worked: in November with records up to 27 November it is October; with
    records up to 3 September it is August.
    """
    last = (today.replace(day=1) - timedelta(days=1)).isoformat()[:7]
    if newest is None or newest >= f"{last}-{END}":
        return last
    reached = date.fromisoformat(newest)
    if newest >= f"{newest[:7]}-{END}":
        return newest[:7]
    return (reached.replace(day=1) - timedelta(days=1)).isoformat()[:7]


def month_name(month: str) -> str:
    """ "June 2026" of "2026-06"."""
    return _("{month} {year}").format(month=_(MONTHS[int(month[5:7]) - 1]), year=month[:4])


def month_only(scope: Scope) -> str:
    """ "June", for the head of a column."""
    return _(MONTHS[int(month_of(scope)[5:7]) - 1])


def scope_name(scope: Scope) -> str:
    """ "June 2026", or "June 2026 until the 16th" of a month that still runs."""
    name = month_name(month_of(scope))
    if not running(scope) or not scope.until:
        return name
    return _("{month}, until day {day}").format(month=name, day=int(scope.until[8:]))
