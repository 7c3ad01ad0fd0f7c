"""When a parcel came: the day the channel says, the day it promised, or an estimate from how long others took."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from storeapp.kernel.paths import resource

FEWEST = 8  # parcels from which the shop's own history is believed
LOW, HIGH = 0.10, 0.90  # eight of ten parcels lie between
Key = tuple[int, str, str]  # channel, country ("*" for all), shipped or placed
History = Mapping[Key, Sequence[tuple[int, int]]]  # -> (days, parcels), sorted; -1 days: nobody noted the delivery


@dataclass(frozen=True, slots=True)
class Delivery:
    """The first and the last likely day, and how it is known: delivered, due (the channel's promise) or estimated."""

    basis: str
    low: date
    high: date


@dataclass(frozen=True, slots=True)
class Days:
    """What an order says of its way, each day None where it doesn't; `home`: whether the buyer is in the shop's own
    country, None where nobody knows.
    """

    channel: int
    country: str
    placed: date | None
    shipped: date | None
    due: date | None
    delivered: date | None
    home: bool | None = None


@cache
def _guesses() -> Mapping[str, Mapping[str, int]]:
    found: Mapping[str, Mapping[str, int]] = tomllib.loads(resource("solicitation", "plans.toml").read_text("utf-8"))[
        "delivery"
    ]
    return found


def arrival(days: Days, history: History) -> Delivery | None:
    """When the parcel came or will come; None where no day at all is known.

    A delivery that lies before the order is a slip of the file and isn't believed.
    """
    start = days.shipped or days.placed
    if days.delivered is not None and (days.placed is None or days.delivered >= days.placed):
        return Delivery("delivered", days.delivered, days.delivered)
    if start is None:
        return Delivery("due", days.due, days.due) if days.due is not None else None
    spread = spread_of(history, days.channel, days.country, "shipped" if days.shipped else "placed")
    if spread is not None:
        return Delivery("estimated", start + timedelta(days=spread[0]), start + timedelta(days=spread[1]))
    if days.due is not None and days.due >= start:
        return Delivery("due", days.due, days.due)
    guess = guess_of(days.home)
    packing = 0 if days.shipped else guess["packing"]
    return Delivery(
        "estimated", start + timedelta(days=guess["low"] + packing), start + timedelta(days=guess["high"] + packing)
    )


def guess_of(home: bool | None) -> Mapping[str, int]:
    """Days on the way (`low`, `high`) and until a parcel leaves (`packing`) where nothing better is known."""
    return _guesses()["unknown" if home is None else "home" if home else "abroad"]


def spread_of(history: History, channel: int, country: str, start: str) -> tuple[int, int] | None:
    """Within how many days (least, most) eight of ten parcels came: to this country, else to all of the channel.

    None where fewer than FEWEST deliveries are known.
    """
    for place in (country, "*"):
        known = [(days, parcels) for days, parcels in history.get((channel, place, start), ()) if days >= 0]
        if sum(parcels for _days, parcels in known) >= FEWEST:
            return _rank(known, LOW), _rank(known, HIGH)
    return None


def notes_shipping(history: History, channel: int) -> bool:
    """Whether the channel's files tell when something was shipped: then an order without such a day is still here."""
    return any(parcels for _days, parcels in history.get((channel, "*", "shipped"), ()))


def histories(rows: Sequence[tuple[int, str, str, int, int]]) -> dict[Key, list[tuple[int, int]]]:
    """The history of (channel, country, start, days, parcels), by country and for the whole channel ("*")."""
    whole: dict[Key, dict[int, int]] = {}
    for channel, country, start, days, parcels in rows:
        for place in {country, "*"}:
            by_days = whole.setdefault((channel, place, start), {})
            by_days[days] = by_days.get(days, 0) + parcels
    return {key: sorted(by_days.items()) for key, by_days in whole.items()}


def _rank(known: Sequence[tuple[int, int]], share: float) -> int:
    """The nearest-rank percentile."""
    wanted = max(1, -(-sum(parcels for _days, parcels in known) * share // 1))
    for days, parcels in known:
        wanted -= parcels
        if wanted <= 0:
            return days
    return known[-1][0]
