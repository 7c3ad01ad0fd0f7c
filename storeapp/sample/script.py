"""The sample shop's stories as they stand in resources/sample: channels, products, people, words."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from typing import Any

from storeapp.kernel.paths import resource


@dataclass(frozen=True, slots=True)
class SamplePlace:
    """A channel of the sample shop. Prices are euro cents times `rate`; `ends`: days before today of its last file.

    `imports`: days before today of its imports, `old_exports`: of lists of reviews that came with the first of them.
    """

    key: str
    platform: str
    name: str
    currency: str
    rate: float
    time_zone: str
    locale: str
    region: str
    url: str
    share: int
    opens: int
    ends: int
    number: str
    promise_days: int
    shipping: int
    reviews: float
    again: float
    scale: int
    stars: bool
    linked: float
    imports: list[int]
    old_exports: list[int]
    countries: dict[str, float]

    def rating(self, felt: int) -> float:
        """The stars a buyer had in mind (1 to 5) on the channel's own scale: five stars, or good, neutral and bad."""
        return float(felt) if self.scale == 5 else 3.0 if felt > 3 else 2.0 if felt == 3 else 1.0


@dataclass(frozen=True, slots=True)
class Ware:
    """A product of the sample shop; `price` and `cost` in euro cents, the cost None where nobody typed it."""

    title: str
    zh: str
    sku: str
    category: str
    kind: str
    price: int
    weight: int
    options: list[str]
    cost: int | None = None


@dataclass(frozen=True, slots=True)
class SampleStory:
    """Something that happened to some products between two days, counted back from today."""

    name: str
    products: list[str]
    from_day: int
    to_day: int
    chance: float
    stars: list[int]


@dataclass(frozen=True, slots=True)
class Script:
    """All that the sample shop is made from."""

    name: str
    seed: int
    days: int
    orders: int
    places: list[SamplePlace]
    wares: list[Ware]
    stories: list[SampleStory]
    months: list[float]
    weekdays: list[float]
    growth: list[float]
    december: dict[str, Any]
    usual: dict[str, Any]
    waiting: list[dict[str, Any]]
    people: dict[str, dict[str, Any]]
    words: dict[str, dict[str, list[str]]]
    outside: dict[str, Any]


def _load(*parts: str) -> dict[str, Any]:
    with resource("sample", *parts).open("rb") as file:
        return tomllib.load(file)


def load() -> Script:
    """Read the stories from resources/sample."""
    shop, told = _load("shop.toml"), _load("stories.toml")
    people = _load("people.toml")
    languages = sorted({str(country["language"]) for country in people.values()})
    return Script(
        name=shop["name"],
        seed=shop["seed"],
        days=shop["days"],
        orders=shop["orders"],
        places=[SamplePlace(**each) for each in shop["channel"]],
        wares=[Ware(**each) for each in shop["product"]],
        stories=[SampleStory(**each) for each in told["story"]],
        months=told["months"],
        weekdays=told["weekdays"],
        growth=told["growth"],
        december=told["december"],
        usual=told["usual"],
        waiting=told["waiting"],
        people=people,
        words={language: _load("words", f"{language}.toml") for language in languages},
        outside=_load("outside.toml"),
    )
