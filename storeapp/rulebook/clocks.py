"""How long a shop has with a case before the platform or the law acts: dated rows, with the owner's own lengths."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cache
from typing import Any, Literal

from storeapp.kernel import numbers
from storeapp.kernel.errors import UserError
from storeapp.kernel.paths import resource
from storeapp.kernel.rows import dataclass
from storeapp.kernel.text import N_, _, plural

Start = Literal["message", "case"]
Unit = Literal["hours", "days", "business_days"]
ANY_PLATFORM = "*"
LONGEST = 1000  # hours or days
LENGTH = "length"  # the value of a row that an owner may correct

STARTS: Mapping[Start, str] = {
    "message": N_("from the buyer's message"),
    "case": N_("from the day the case was opened"),
}


@dataclass(frozen=True, slots=True)
class ClockRule:
    """One row: who sets it (`kind` platform | law | house), what starts it, how long it runs, what happens then.

    `length` counts `unit`; `own`: the owner put it there in the place of `printed`, as read in `own_source`.
    """

    id: str
    kind: str
    platform: str
    regions: tuple[str, ...]
    countries: tuple[str, ...]
    reasons: tuple[str, ...]
    starts: Start
    length: int
    unit: Unit
    title: str
    ends: str
    certainty: str
    source: str
    source_url: str
    effective: str
    checked_on: date
    printed: int
    own_source: str = ""

    @property
    def own(self) -> bool:
        """Whether the owner's length stands in the place of the printed one."""
        return self.length != self.printed

    @property
    def sure(self) -> bool:
        """Whether the row was read somewhere, or is the owner's own: only then a missed one is told as a fault."""
        return self.own or self.certainty != "K"


@dataclass(frozen=True, slots=True)
class CasePlace:
    """Where a case belongs: the channel's platform and region, the buyer's country, the reason; "" unknown."""

    platform: str
    region: str = ""
    country: str = ""
    reason: str = ""


@cache
def clock_rules() -> tuple[ClockRule, ...]:
    """All rows of the book, in its order."""
    rows = tomllib.loads(resource("rulebook", "clocks.toml").read_text("utf-8"))["clock"]
    return tuple(_rule(row) for row in rows)


def _rule(row: Mapping[str, Any]) -> ClockRule:
    return ClockRule(
        row["id"],
        row["kind"],
        row["platform"],
        tuple(row.get("regions", ())),
        tuple(row.get("countries", ())),
        tuple(row.get("reasons", ())),
        row["starts"],
        row["length"],
        row["unit"],
        row["title"],
        row["ends"],
        row["certainty"],
        row["source"],
        row.get("source_url", ""),
        str(row.get("effective", "")),
        row["checked_on"],
        row["length"],
    )


def owners_clocks(lengths: Mapping[str, tuple[int, str]]) -> tuple[ClockRule, ...]:
    """The book with the owner's lengths in it: {id: (length, where it was read)}; ids that are gone are left out."""
    return tuple(
        replace(one, length=lengths[one.id][0], own_source=lengths[one.id][1]) if one.id in lengths else one
        for one in clock_rules()
    )


def clocks_for(place: CasePlace, book: Sequence[ClockRule]) -> list[ClockRule]:
    """The rows that hold for a case; the house's own only where no row of the platform starts with the same thing."""
    fitting = [one for one in book if _fits(one, place)]
    told = {one.starts for one in fitting if one.kind == "platform"}
    return [one for one in fitting if one.kind != "house" or one.starts not in told]


def _fits(one: ClockRule, place: CasePlace) -> bool:
    return (
        one.platform in (ANY_PLATFORM, place.platform)
        and (not one.regions or place.region in one.regions)
        and (not one.countries or place.country in one.countries)
        and (not one.reasons or place.reason in one.reasons)
    )


def length_words(length: int, unit: Unit) -> str:
    """`48 hours`, `3 business days`."""
    if unit == "hours":
        return plural("{count} hour", "{count} hours", length)
    if unit == "days":
        return plural("{count} day", "{count} days", length)
    return plural("{count} business day", "{count} business days", length)


def checked_length(typed: str) -> int:
    """The length an owner typed; UserError where it is no whole number of hours or days."""
    try:
        found = float(numbers.percent(typed.strip()))
    except ValueError:
        raise UserError(_("“{value}” is not a number. Nothing was changed.").format(value=typed)) from None
    if found != int(found) or not 1 <= found <= LONGEST:
        words = _("Use a whole number between 1 and {most}. Nothing was changed.")
        raise UserError(words.format(most=f"{LONGEST:,}"))
    return int(found)
