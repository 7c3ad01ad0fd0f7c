"""The ladders of every platform as rows with source, certainty and date, read from the program's own files."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from typing import Any, Literal

from storeapp.kernel.paths import resource
from storeapp.kernel.review_kinds import KINDS
from storeapp.rulebook.shapes import Op

Shape = Literal["counter", "ratio", "mean", "mean_of_means", "prior_mean", "decayed_mean", "gates", "banded"]
Certainty = Literal["V", "S", "K"]  # the platform's own text, secondary, to verify
SHAPES: tuple[Shape, ...] = (
    *("counter", "ratio", "mean", "mean_of_means"),
    *("prior_mean", "decayed_mean", "gates", "banded"),
)
OPS: tuple[Op, ...] = (">=", ">", "<=", "<")
ELSEWHERE = "*"


@dataclass(frozen=True, slots=True)
class Metric:
    """What a criterion measures; `own`: the rows of the shop that can tell it, "" where only the platform knows.

    `note` says how the shop's own count may differ from the platform's.
    """

    id: str
    title: str
    unit: Literal["percent", "count", "stars", "days", "money", "points"]
    own: str  # orders | reviews | cases | listings
    note: str = ""
    of: str = ""  # what a typed share is counted over: orders


@dataclass(frozen=True, slots=True)
class Window:
    """How far back counts: months, days, or neither for ever. `whole`: calendar months that have ended."""

    months: int = 0
    days: int = 0
    whole: bool = False

    def before(self, end: date) -> date | None:
        """The first day of the window that ends with the day before `end`; None: from the beginning."""
        if self.days:
            return end - timedelta(days=self.days)
        return months_back(end, self.months) if self.months else None


@dataclass(frozen=True, slots=True)
class Gate:
    """One limit. With `or_count` a number of bad ones within it passes too, up to a sample of `or_count_up_to`."""

    metric: str
    op: Op
    limit: float
    window: Window | None = None
    or_count: int | None = None
    or_count_up_to: int | None = None
    certainty: Certainty | None = None
    path: str = ""  # of its row in the ladder
    by_currency: tuple[tuple[str, float], ...] = ()  # limits of money in other currencies than `currency`
    currency: str = "USD"  # of a limit of money

    def money(self, currency: str) -> tuple[str, float]:
        """The currency a limit of money is in for a shop that sells in `currency`, and that limit."""
        own = dict(self.by_currency).get(currency)
        return (self.currency, self.limit) if own is None else (currency, own)


@dataclass(frozen=True, slots=True)
class RuleCorrection:
    """A value the owner corrected: what the program's own rule says, and where the owner read the other one."""

    before: float | bool | str
    source: str
    note: str
    changed_at: str


@dataclass(frozen=True, slots=True)
class Level:
    """One level: reached at `start` points, or by passing its `gates`, or within the upper edges `most`."""

    title: str
    start: float = 0
    above: bool = False
    gates: tuple[Gate, ...] = ()
    most: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class RuleSource:
    """Where a ladder was read, how sure that is, when it was read, and of when the text is ("" if it says none).

    `copy`: it was read in a stored copy of the page, not on the platform itself.
    """

    name: str
    url: str
    certainty: Certainty
    checked_on: date
    as_of: str
    note: str
    copy: bool = False


@dataclass(frozen=True, slots=True)
class Ladder:
    """One way in which a platform judges a shop. Counter levels rise; gate and band levels begin with the best."""

    id: str
    platforms: tuple[str, ...]
    region: str
    title: str
    shape: Shape
    source: RuleSource
    window: Window = Window()
    short_window: tuple[Window, int] | None = None  # used from so many orders in it
    day_of_month: int | None = None
    weekday: int | None = None
    levels: tuple[Level, ...] = ()
    typed: bool = False  # only the platform knows it
    retired: bool = False
    plain: bool = False
    estimate: bool = False
    counts: str = ""  # the kind of reviews that it counts, on a platform that tells them apart; "": all
    values: Mapping[str, Any] = field(default_factory=dict)  # what the shape needs besides
    changes: Mapping[str, RuleCorrection] = field(default_factory=dict)  # by path of the value

    def next_look(self, today: date) -> date | None:
        """The next day after `today` on which the platform decides; None where it looks every day."""
        if self.weekday is not None:
            return today + timedelta(days=(self.weekday - today.weekday() - 1) % 7 + 1)
        if self.day_of_month is None:
            return None
        here = today.replace(day=self.day_of_month)
        return here if here > today else months_back(here, -1)

    def last_looks(self, today: date, count: int) -> list[date]:
        """The last days on which the platform decided, oldest first; first days of months where it looks every day."""
        if self.weekday is not None:
            newest = today - timedelta(days=(today.weekday() - self.weekday) % 7)
            return [newest - timedelta(weeks=number) for number in reversed(range(count))]
        here = today.replace(day=self.day_of_month or 1)
        newest = here if here <= today else months_back(here, 1)
        return [months_back(newest, number) for number in reversed(range(count))]


@dataclass(frozen=True, slots=True)
class LadderBook:
    """All ladders and metrics."""

    ladders: tuple[Ladder, ...]
    metrics: Mapping[str, Metric]

    def of_platform(self, platform: str, region: str = "") -> list[Ladder]:
        """The ladders in force for a platform; those of a region only there, or where the region is not known.

        Rows of the region ELSEWHERE hold where the region is known and has none of its own under that title.
        """
        mine = [one for one in self.ladders if platform in one.platforms and not one.retired]
        own = {one.title for one in mine if one.region == region}
        return [
            one
            for one in mine
            if not one.region
            or one.region == region
            or (one.region == ELSEWHERE and bool(region) and one.title not in own)
            or (not region and one.region != ELSEWHERE)
        ]

    def regions(self, platform: str) -> list[str]:
        """The regions that a platform has rules of its own for."""
        found = {one.region for one in self.ladders if platform in one.platforms}
        return sorted(found - {"", ELSEWHERE})

    def ladder(self, name: str) -> Ladder:
        """One ladder by its id."""
        return next(one for one in self.ladders if one.id == name)


def months_back(day: date, months: int) -> date:
    """The same day some months earlier, or the last of a shorter month."""
    count = day.year * 12 + day.month - 1 - months
    year, month = divmod(count, 12)
    following = date(year + (month == 11), (month + 1) % 12 + 1, 1)
    return date(year, month + 1, min(day.day, (following - timedelta(days=1)).day))


@cache
def book() -> LadderBook:
    """The program's own rule book."""
    return parsed(raw_book())


@cache
def raw_book() -> tuple[Mapping[str, Any], ...]:
    """The files of the book as they are written."""
    folder = resource("rulebook", "ladders")
    return tuple(tomllib.loads(file.read_text("utf-8")) for file in sorted(folder.glob("*.toml")))


def parsed(files: Sequence[Mapping[str, Any]]) -> LadderBook:
    """A book of the contents of its files; ValueError names the row that breaks the rules of the book."""
    metrics = {row["id"]: _metric(row) for content in files for row in content.get("metric", ())}
    ladders: dict[str, Ladder] = {}
    for row in (row for content in files for row in content.get("ladder", ())):
        made = _ladder(row)
        unknown = {gate.metric for level in made.levels for gate in level.gates} - metrics.keys()
        if made.id in ladders or unknown or made.shape not in SHAPES or made.source.certainty not in ("V", "S", "K"):
            raise ValueError(f"{made.id}: twice, an unknown shape or certainty, or unknown metrics {sorted(unknown)}")
        if made.counts not in ("", *KINDS):
            raise ValueError(f"{made.id}: counts an unknown kind of reviews")
        if any(gate.op not in OPS for level in made.levels for gate in level.gates):
            raise ValueError(f"{made.id}: unknown comparison")
        ladders[made.id] = made
    return LadderBook(tuple(ladders.values()), metrics)


def _metric(row: Mapping[str, Any]) -> Metric:
    return Metric(row["id"], row["title"], row["unit"], row.get("from", ""), row.get("note", ""), row.get("of", ""))


def _window(row: Mapping[str, Any]) -> Window:
    return Window(row.get("months", 0), row.get("days", 0), row.get("whole", False))


def _gate(row: Mapping[str, Any], path: str) -> Gate:
    window = _window(row["window"]) if "window" in row else None
    kept = {key: row[key] for key in ("or_count", "or_count_up_to", "certainty", "currency") if key in row}
    money = tuple((key, float(limit)) for key, limit in row.get("by_currency", {}).items())
    return Gate(row["metric"], row["op"], float(row["limit"]), window, path=path, by_currency=money, **kept)


def _level(row: Mapping[str, Any], number: int) -> Level:
    gates = tuple(_gate(one, f"level.{number}.gate.{place}") for place, one in enumerate(row.get("gate", ())))
    return Level(row["title"], row.get("from", 0), row.get("above", False), gates, tuple(row.get("most", ())))


def _ladder(row: Mapping[str, Any]) -> Ladder:
    short, evaluation = row.get("short_window"), row.get("evaluation", {})
    source = RuleSource(
        row["source"],
        row.get("source_url", ""),
        row["certainty"],
        row["checked_on"],
        row.get("as_of", ""),
        row.get("note", ""),
        row.get("copy", False),
    )
    wanted = ("points", "part", "whole", "decimals", "prior", "weight", "step", "least", "full_days", "newest_full")
    others = (
        "base",
        "span_days",
        "metrics",
        "least_orders",
        "lifetime_up_to",
        "aspects",
        "worse_up",
        "industry",
    )
    return Ladder(
        id=row["id"],
        platforms=tuple(row["platforms"]),
        region=row.get("region", ""),
        title=row["title"],
        shape=row["shape"],
        source=source,
        window=_window(row.get("window", {})),
        short_window=(_window(short), short["orders"]) if short else None,
        day_of_month=evaluation.get("day_of_month"),
        weekday=evaluation.get("weekday"),
        levels=tuple(_level(one, number) for number, one in enumerate(row.get("level", ()))),
        typed=row.get("input") == "typed",
        retired=row.get("retired", False),
        plain=row.get("plain", False),
        estimate=row.get("estimate", False),
        counts=row.get("counts", ""),
        values={key: row[key] for key in (*wanted, *others) if key in row},
        changes=row.get("changes", {}),
    )
