"""Instants as the window says them: today 07:40, yesterday 18:05, 16 July."""

from __future__ import annotations

from datetime import datetime

from storeapp.kernel.clock import Clock
from storeapp.kernel.text import N_, _

MONTHS = (
    N_("January"),
    N_("February"),
    N_("March"),
    N_("April"),
    N_("May"),
    N_("June"),
    N_("July"),
    N_("August"),
    N_("September"),
    N_("October"),
    N_("November"),
    N_("December"),
)


def day(moment: datetime, clock: Clock) -> str:
    """The day of an aware instant in the machine's time zone; the year is named only where it isn't this one."""
    local, now = moment.astimezone(), clock.now().astimezone()
    distance = (now.date() - local.date()).days
    if distance == 0:
        return _("today")
    if distance == 1:
        return _("yesterday")
    month = _(MONTHS[local.month - 1])
    if local.year == now.year:
        return _("{day} {month}").format(day=local.day, month=month)
    return _("{day} {month} {year}").format(day=local.day, month=month, year=local.year)


def day_and_time(moment: datetime, clock: Clock) -> str:
    """`today 07:40`."""
    time = moment.astimezone().strftime("%H:%M")
    return _("{day} {time}").format(day=day(moment, clock), time=time)
