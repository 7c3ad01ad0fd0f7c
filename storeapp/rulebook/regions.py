"""The regions that platforms have rules of their own for, and where a channel is taken to be."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache

from storeapp.kernel.paths import resource


@dataclass(frozen=True, slots=True)
class Region:
    """One region: its code, its name, its currency, and the countries it stands for (its code by itself if none)."""

    id: str
    title: str
    currency: str
    countries: tuple[str, ...]


@cache
def regions() -> tuple[Region, ...]:
    """All regions, as the book lists them."""
    rows = tomllib.loads(resource("rulebook", "regions.toml").read_text("utf-8"))["region"]
    return tuple(Region(r["id"], r["title"], r["currency"], tuple(r.get("countries", (r["id"],)))) for r in rows)


def region_of(locale: str, currency: str) -> str:
    """Where a channel is taken to be: by the country in its locale ("pt_BR"), else by its currency; "" if unknown."""
    country = locale.replace("-", "_").rpartition("_")[2].upper() if len(locale) > 2 else ""
    found = [one.id for one in regions() if country in one.countries]
    return next(iter(found or [one.id for one in regions() if currency and one.currency == currency]), "")


def region_title(region: str) -> str:
    """The name of a region, its code where it isn't listed."""
    return next((one.title for one in regions() if one.id == region), region)
