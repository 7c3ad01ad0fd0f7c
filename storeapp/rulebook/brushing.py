"""What platforms and laws say of fake orders, as dated rows with source and certainty."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache

from storeapp.kernel.paths import resource
from storeapp.rulebook.ladders import Certainty


@dataclass(frozen=True, slots=True)
class FakeOrderRule:
    """One rule; `platforms` may be ("*",), and without `regions` it holds everywhere."""

    id: str
    platforms: tuple[str, ...]
    regions: tuple[str, ...]
    text: str
    source: str
    certainty: Certainty
    checked_on: date


@cache
def fake_order_rules() -> tuple[FakeOrderRule, ...]:
    """All of them, platforms' own first."""
    rows = tomllib.loads(resource("rulebook", "brushing", "orders.toml").read_text("utf-8"))["rule"]
    return tuple(
        FakeOrderRule(
            row["id"],
            tuple(row["platforms"]),
            tuple(row.get("regions", ())),
            row["text"],
            row["source"],
            row["certainty"],
            row["checked_on"],
        )
        for row in rows
    )


def on_fake_orders(platform: str, region: str) -> list[FakeOrderRule]:
    """What holds for a channel: its platform's own rules, the law of its region, and what holds anywhere."""

    def holds(one: FakeOrderRule) -> bool:
        own = platform in one.platforms
        return (own or "*" in one.platforms) and (own or not one.regions or region in one.regions)

    return [one for one in fake_order_rules() if holds(one)]
