"""What time it is, as something that can be handed over: tests and rules never ask the machine."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timezone
from zoneinfo import ZoneInfo

from storeapp.kernel.errors import UserError
from storeapp.kernel.text import _

FIRST_YEAR, LAST_YEAR = 2020, 2100  # years that a clock may show


class Clock:
    """The machine's clock."""

    def now(self) -> datetime:
        """The present instant, aware, in UTC."""
        return datetime.now(timezone.utc)

    def today(self, time_zone: str | None = None) -> date:
        """Today's calendar day in an IANA time zone, or in the machine's own."""
        return self.now().astimezone(ZoneInfo(time_zone) if time_zone else None).date()


@dataclass
class FixedClock(Clock):
    """A clock that stands still at `at` until it is moved."""

    at: datetime

    def now(self) -> datetime:
        """The instant it was set to."""
        return self.at


def check_clock(moment: datetime | date) -> None:
    """UserError where a day can't be today: after a flat battery a computer believes it is 1970 or 2001."""
    if not FIRST_YEAR <= moment.year <= LAST_YEAR:
        message = _(
            "This computer's clock says {day}. Set its date first, or what happened lately would count as "
            "still to come. Nothing was changed."
        )
        raise UserError(message.format(day=f"{moment:%Y-%m-%d}"))


def utc_text(moment: datetime) -> str:
    """An aware instant as the text the tables keep: `2026-07-16T09:14:05Z`."""
    return moment.astimezone(timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")


def from_utc_text(text: str) -> datetime:
    """The aware instant that `utc_text` wrote."""
    return datetime.fromisoformat(text)


def local_day(utc: str) -> date:
    """The day on which an instant that `utc_text` wrote lay for the owner, by this computer's clock, as Today is."""
    return from_utc_text(utc).astimezone().date()
