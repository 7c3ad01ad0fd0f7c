"""Instants as the window says them: today 07:40, yesterday 18:05, 16 July 09:00."""

from __future__ import annotations

from datetime import datetime

from storeapp.kernel.clock import Clock, from_utc_text
from storeapp.kernel.days import spoken_day
from storeapp.kernel.text import _


def day_and_time(moment: datetime | str, clock: Clock) -> str:
    """An aware instant, or the UTC text of the tables, in the machine's own time zone."""
    if isinstance(moment, str):
        moment = from_utc_text(moment)
    local = moment.astimezone()
    day = spoken_day(local.date(), clock.now().astimezone().date())
    return _("{day} {time}").format(day=day, time=local.strftime("%H:%M"))
