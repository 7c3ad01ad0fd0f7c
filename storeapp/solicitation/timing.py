"""The buyer's own hours: when a message may reach them, anywhere in their country, whatever the clocks do."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone
from functools import cache, lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from storeapp.kernel.paths import resource

EVERY_DAY = (0, 1, 2, 3, 4, 5, 6)
_TRIES = 60  # jumps from one place's opening to another's: more than a week of them means there is no common hour


@dataclass(frozen=True, slots=True)
class Hours:
    """Whole hours of the buyer's day: nothing goes out before `opens` or from `closes` on; `best` is the hour proposed.

    `days`: weekdays from Monday, 0, on which requests go out.
    """

    opens: int = 9
    closes: int = 21
    best: int = 10
    days: tuple[int, ...] = EVERY_DAY


@cache
def _zones() -> dict[str, tuple[str, ...]]:
    rows = tomllib.loads(resource("solicitation", "zones.toml").read_text("utf-8"))["zones"]
    return {country: tuple(names) for country, names in rows.items()}


@cache
def zone(name: str) -> ZoneInfo:
    """The time zone of that name; UTC where it is "" or unknown."""
    try:
        return ZoneInfo(name or "UTC")
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return ZoneInfo("UTC")


def zones_of(country: str, channel_zone: str) -> tuple[str, ...]:
    """The main time zones of the buyer's country (ISO code), the channel's own where the country isn't known."""
    return _zones().get(country.upper()) or (channel_zone or "UTC",)


def is_open(moment: datetime, zones: tuple[str, ...], hours: Hours) -> bool:
    """Whether it is neither quiet nor a wrong weekday in any of these zones."""
    return all(_opening(moment, zone(name), hours) == moment for name in zones)


@lru_cache(maxsize=20_000)
def next_open(moment: datetime, zones: tuple[str, ...], hours: Hours) -> datetime:
    """The first instant from `moment` on (aware) that is open in all zones.

    Where no hour of a week suits all of them, the first zone alone counts.
    """
    found = moment.astimezone(timezone.utc)
    for _try in range(_TRIES):
        later = max(_opening(found, zone(name), hours) for name in zones)
        if later == found:
            return found
        found = later
    return _opening(moment.astimezone(timezone.utc), zone(zones[0]), hours)


@lru_cache(maxsize=20_000)
def quiet_from(moment: datetime, zones: tuple[str, ...], hours: Hours) -> datetime:
    """When the open hours that hold at `moment` end, in the zone where they end first.

    Where no hour of a week suits all zones, those count that are open now, as the first one is.
    """
    places = [zone(name) for name in zones]
    open_now = [place for place in places if _opening(moment, place, hours) == moment]
    return min(_closing(moment, place, hours) for place in open_now or places)


@lru_cache(maxsize=20_000)
def proposed(day: date, zones: tuple[str, ...], hours: Hours) -> datetime:
    """The instant to ask on a day of the buyer's, or on the next one that is open."""
    wanted = max(_instant(day, min(max(hours.best, hours.opens), hours.closes - 1), zone(name)) for name in zones)
    return next_open(wanted, zones, hours)


@lru_cache(maxsize=20_000)
def day_ends(day: date, channel_zone: str) -> datetime:
    """The first instant after a channel's calendar day."""
    return _instant(day + timedelta(days=1), 0, zone(channel_zone))


def day_of(moment: datetime, channel_zone: str) -> date:
    """The channel's calendar day."""
    return moment.astimezone(zone(channel_zone)).date()


def _instant(day: date, hour: int, place: ZoneInfo) -> datetime:
    return datetime.combine(day, time(hour), place).astimezone(timezone.utc)


def _opening(moment: datetime, place: ZoneInfo, hours: Hours) -> datetime:
    local = moment.astimezone(place)
    day = local.date()
    if local.hour >= hours.closes:
        day += timedelta(days=1)
    elif local.hour >= hours.opens and local.weekday() in hours.days:
        return moment
    while day.weekday() not in (hours.days or EVERY_DAY):
        day += timedelta(days=1)
    return max(moment, _instant(day, hours.opens, place))


def _closing(moment: datetime, place: ZoneInfo, hours: Hours) -> datetime:
    day = moment.astimezone(place).date()
    if hours.closes >= 24:
        return _instant(day + timedelta(days=1), 0, place)
    return _instant(day, hours.closes, place)
