"""The rules a public reply is checked against, as dated rows with their source, and what a check is told and tells."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Any, Literal

from storeapp.kernel.money import Money
from storeapp.kernel.paths import resource
from storeapp.kernel.review_kinds import UNSAID
from storeapp.rulebook.messages.wordlists import Span

Severity = Literal["BLOCK", "WARN", "INFO", "FINE"]
SEVERITIES: tuple[Severity, ...] = ("BLOCK", "WARN", "INFO", "FINE")
CERTAINTIES = ("V", "S", "K", "house")
# What the owner can do about a finding: cut the words out, put the promise on the case, open a case, or only mend it.
Way = Literal["", "remove", "record", "case"]
OWN_PLACES = frozenset({"own", "shopify", "woocommerce", "google", "trustpilot", "other"})


@dataclass(frozen=True, slots=True)
class ReplyRule:
    """One row. `check` names the function that looks, `values` are its numbers; `platforms` "*" means all."""

    id: str
    title: str
    kind: str
    platforms: tuple[str, ...]
    without: tuple[str, ...]
    severity: Severity
    certainty: str
    check: str
    source: str
    source_url: str
    as_of: str
    checked_on: date
    values: Mapping[str, int]
    about: str = ""  # the kind of reviews it holds for, "" for all

    def holds_for(self, kind: str) -> bool:
        """Whether the rule is in force for such a review; where nobody said what it is, it may be."""
        return not self.about or kind in ("", UNSAID, self.about)

    def holds_on(self, platform: str) -> bool:
        """Whether the rule is in force on a platform."""
        return ("*" in self.platforms or platform in self.platforms) and platform not in self.without


@dataclass(frozen=True, slots=True)
class Limit:
    """How long a reply may be on a platform. `bytes` counts UTF-8, None where only characters count."""

    platforms: tuple[str, ...]
    characters: int
    bytes: int | None
    certainty: str
    source: str
    checked_on: date


@dataclass(frozen=True, slots=True)
class ReplyBook:
    """All rules and limits."""

    rules: tuple[ReplyRule, ...]
    limits: tuple[Limit, ...]

    def of_platform(self, platform: str) -> list[ReplyRule]:
        """The rules in force on a platform."""
        return [one for one in self.rules if one.holds_on(platform)]

    def limit(self, platform: str) -> Limit:
        """The length in force: the platform's own, else the house default."""
        own = [one for one in self.limits if platform in one.platforms]
        return own[0] if own else next(one for one in self.limits if "*" in one.platforms)


@dataclass(frozen=True, slots=True)
class PromiseOnCase:
    """A promise that is recorded: its kind, amount and ISO day."""

    kind: str
    amount: Money | None = None
    due_on: str | None = None


@dataclass(frozen=True, slots=True)
class Sent:
    """An earlier reply of the shop and its ISO day."""

    text: str
    on: str


@dataclass(frozen=True, slots=True)
class Facts:
    """All a check may know beside the draft.

    `names`: the buyer as the shop and the channel know them; `number`, `total`, `currency`: of the order; `stars` None:
    not rated in stars; `hours`: since the review was posted; `days`: since the estimated delivery, else since the
    review; `replied`: a reply stands already; `case`: number of the open or newest case; `solved`: it is closed;
    `promises` on it; `earlier`: the shop's last replies, newest first; `contact`: what the shop shows in public itself;
    `about`: the review's words and the product; `language`: of the review, "" where it isn't known.
    """

    platform: str = ""
    channel: str = ""
    today: date = date(2026, 1, 1)
    stars: int | None = None
    names: tuple[str, ...] = ()
    number: str = ""
    total: Money | None = None
    currency: str = ""
    hours: int | None = None
    days: int | None = None
    replied: bool = False
    case: int | None = None
    solved: bool = False
    promises: tuple[PromiseOnCase, ...] = ()
    earlier: tuple[Sent, ...] = ()
    contact: str = ""
    about: str = ""
    language: str = ""
    kind: str = ""  # what the review is about, see kernel/review_kinds


@dataclass(frozen=True, slots=True)
class Finding:
    """What a check tells: the rule, what kind of breach (`code`), where in the draft, in a sentence, and a way out."""

    rule: str
    severity: Severity
    sentence: str
    code: str = ""
    span: Span | None = None
    way: Way = ""
    more: str = ""  # why, in a second sentence
    promise: PromiseOnCase | None = field(default=None)


@cache
def reply_book() -> ReplyBook:
    """The program's own rules for replies."""
    return parsed(tomllib.loads(resource("rulebook", "replies", "rules.toml").read_text("utf-8")))


def parsed(content: Mapping[str, Sequence[Mapping[str, Any]]]) -> ReplyBook:
    """A book of the file's content; ValueError names a row that breaks the rules of the book."""
    rules = tuple(_rule(row) for row in content["rule"])
    limits = tuple(_limit(row) for row in content["limit"])
    ids = [one.id for one in rules]
    wrong = [one.id for one in rules if one.severity not in SEVERITIES or one.certainty not in CERTAINTIES]
    # What nobody has verified may advise, never stop anybody.
    wrong += [one.id for one in rules if one.certainty == "K" and one.severity == "BLOCK"]
    if len(set(ids)) != len(ids) or wrong:
        raise ValueError(f"rules twice or with an unknown severity or certainty: {wrong or ids}")
    return ReplyBook(rules, limits)


_FIELDS = {"id", "title", "kind", "platforms", "except", "severity", "certainty", "check", "source", "source_url"}


def _rule(row: Mapping[str, Any]) -> ReplyRule:
    return ReplyRule(
        id=row["id"],
        title=row["title"],
        kind=row["kind"],
        platforms=tuple(row["platforms"]),
        without=tuple(row.get("except", ())),
        severity=row["severity"],
        certainty=row["certainty"],
        check=row["check"],
        source=row["source"],
        source_url=row.get("source_url", ""),
        as_of=row.get("as_of", ""),
        checked_on=row["checked_on"],
        about=row.get("about", ""),
        values={key: value for key, value in row.items() if key not in _FIELDS and isinstance(value, int)},
    )


def _limit(row: Mapping[str, Any]) -> Limit:
    return Limit(
        tuple(row["platforms"]),
        row["characters"],
        row.get("bytes"),
        row["certainty"],
        row["source"],
        row["checked_on"],
    )
