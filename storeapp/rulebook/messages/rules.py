"""The rules a text is held against, as dated rows with their source, and how far each is trusted on a day."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Any, Literal

from storeapp.kernel.paths import resource

Severity = Literal["BLOCK", "WARN", "INFO", "FINE"]
SEVERITIES: tuple[Severity, ...] = ("BLOCK", "WARN", "INFO", "FINE")
CERTAINTIES = ("V", "S", "K", "house")
JOBS = ("reply", "request", "article", "writing", "offer", "case_message")


@dataclass(frozen=True, slots=True)
class RuleKind:
    """A sort of rule, and after how many months somebody has to look again; 0: never."""

    id: str
    title: str
    months: int


@dataclass(frozen=True, slots=True)
class Example:
    """A text with its circumstances, and whether the rule has something to say of it."""

    text: str
    hit: bool
    facts: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class MessageRule:
    """One row. `check` names the function that looks, `values` are its words and numbers.

    `jurisdiction` lists places of law, none means everywhere; `platforms` "*" means all; `channels` are the ways a
    message goes ("email", "card"), none means any; `covered_by`: rules that say the same with more weight, so that
    this one is silent beside them; `place_unknown`: it holds too where nobody knows the places. `effective` as the
    source has it: a day, a month, a year, or "".
    """

    id: str
    title: str
    kind: str
    severity: Severity
    certainty: str
    check: str
    text: str
    instead: str
    source: str
    source_url: str
    effective: str
    checked_on: date
    review_after: date | None
    applies_to: tuple[str, ...]
    jurisdiction: tuple[str, ...] = ()
    except_places: tuple[str, ...] = ()
    platforms: tuple[str, ...] = ("*",)
    without: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()
    covered_by: tuple[str, ...] = ()
    place_unknown: bool = False
    values: Mapping[str, Any] = field(default_factory=dict)
    examples: tuple[Example, ...] = ()

    def holds_on(self, platform: str) -> bool:
        """Whether the rule is in force on a platform."""
        return ("*" in self.platforms or platform in self.platforms) and platform not in self.without

    def holds_in(self, *countries: str) -> bool:
        """Whether it is law at one of these places (ISO codes, "" where unknown); without a place it is everywhere."""
        if not self.jurisdiction or (self.place_unknown and not any(countries)):
            return True
        own = {one for one in countries if one and not any(_lies_in(one, place) for place in self.except_places)}
        return any(_lies_in(country, place) for country in own for place in self.jurisdiction)

    def holds_through(self, channel: str) -> bool:
        """Whether it is for messages that go this way."""
        return not self.channels or channel in self.channels

    def past_review(self, today: date) -> bool:
        """Whether somebody should look again."""
        return self.review_after is not None and today > self.review_after

    def severity_on(self, today: date) -> Severity:
        """What it does on a day: past its review date it only warns, before it is in force it only tells."""
        if self.effective > today.isoformat()[: len(self.effective)]:
            return "INFO"
        return "WARN" if self.severity == "BLOCK" and self.past_review(today) else self.severity


def _lies_in(country: str, place: str) -> bool:
    return country in places().get(place, (place,))


@cache
def places() -> Mapping[str, tuple[str, ...]]:
    """The countries of the places that are more than one."""
    rows = tomllib.loads(resource("rulebook", "places.toml").read_text("utf-8"))["place"]
    return {row["id"]: tuple(row["countries"]) for row in rows}


@cache
def place_titles() -> Mapping[str, str]:
    """The names of these places."""
    rows = tomllib.loads(resource("rulebook", "places.toml").read_text("utf-8"))["place"]
    return {row["id"]: row["title"] for row in rows}


@cache
def rule_kinds() -> tuple[RuleKind, ...]:
    """The sorts of rules, the weightiest first."""
    rows = tomllib.loads(resource("rulebook", "messages", "kinds.toml").read_text("utf-8"))["kind"]
    return tuple(RuleKind(row["id"], row["title"], row["months"]) for row in rows)


@cache
def message_rules() -> tuple[MessageRule, ...]:
    """The program's own rules, law first, then in the order of the files."""
    rows = []
    for file in sorted(resource("rulebook", "messages").glob("*.toml")):
        content = tomllib.loads(file.read_text("utf-8"))
        rows += [{**content.get("all", {}), **row} for row in content.get("rule", ())]
    return parsed_rules(rows)


def parsed_rules(rows: Sequence[Mapping[str, Any]]) -> tuple[MessageRule, ...]:
    """The rows as rules, law first; ValueError names what breaks the rules of the book."""
    order = {one.id: place for place, one in enumerate(rule_kinds())}
    rules = sorted((_rule(row) for row in rows), key=lambda one: order.get(one.kind, len(order)))
    ids = [one.id for one in rules]
    wrong = [one.id for one in rules if one.kind not in order or not set(one.applies_to) <= set(JOBS)]
    wrong += [one.id for one in rules if one.severity not in SEVERITIES or one.certainty not in CERTAINTIES]
    # What nobody has verified may advise, never stop anybody.
    wrong += [one.id for one in rules if one.certainty == "K" and one.severity == "BLOCK"]
    wrong += [one for one in ids if ids.count(one) > 1]
    wrong += [f"{one.id}: {other}" for one in rules for other in one.covered_by if other not in ids]
    if wrong:
        raise ValueError(f"rules twice, or of an unknown kind, severity, certainty or job: {wrong}")
    return tuple(rules)


def _rule(row: Mapping[str, Any]) -> MessageRule:
    months = next((one.months for one in rule_kinds() if one.id == row["kind"]), 0)
    checked = row["checked_on"]
    return MessageRule(
        **{name: row[name] for name in ("id", "title", "kind", "severity", "certainty", "check", "source")},
        **{name: row.get(name, "") for name in ("text", "instead", "source_url", "effective")},
        jurisdiction=tuple(row.get("jurisdiction", ())),
        except_places=tuple(row.get("except_places", ())),
        channels=tuple(row.get("channels", ())),
        covered_by=tuple(row.get("covered_by", ())),
        place_unknown=row.get("place_unknown", False),
        checked_on=checked,
        review_after=row.get("review_after") or (later(checked, months) if months else None),
        applies_to=tuple(row["applies_to"]),
        platforms=tuple(row.get("platforms", ("*",))),
        without=tuple(row.get("except", ())),
        values=row.get("values", {}),
        examples=tuple(
            Example(
                one["text"] * one.get("times", 1),  # long texts are repeated short ones
                one["hit"],
                {key: value for key, value in one.items() if key not in ("text", "hit", "times")},
            )
            for one in row.get("example", ())
        ),
    )


def later(day: date, months: int) -> date:
    """The same day so many months on, the month's last where it has no such day: 31 Jan and 1 is 28 Feb."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    for last in (day.day, 30, 29, 28):
        try:
            return date(year, month + 1, last)
        except ValueError:
            continue
    raise ValueError(months)
