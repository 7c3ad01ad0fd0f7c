"""What the rule book says of asking for reviews: when, how often, where, with whose consent, for what reward.

Everything is read from dated rows (resources/rulebook/requests and messages), each with where it comes from.
A rule that nobody verified, or that is past its review date, never stops a request: `stops` is False for it.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from functools import cache
from typing import Any, Literal

from storeapp.kernel.paths import resource
from storeapp.rulebook.messages.permission import Permission as Permission
from storeapp.rulebook.messages.permission import lacking
from storeapp.rulebook.messages.rules import MessageRule, message_rules

Manner = Literal["free", "platform", "never"]
Rules = Sequence[MessageRule] | None  # the book as the owner has it (messages.queries.owner_rules), None: the program's
ORDINARY = "generic"


@dataclass(frozen=True, slots=True)
class FigureSource:
    """Where a figure comes from. `certainty`: V the source itself, S secondary, K to verify, house: our own."""

    source: str
    certainty: str
    checked_on: date


@dataclass(frozen=True, slots=True)
class ProductWait:
    """Days after delivery to ask for one type of product: what is proposed, and what the source spans."""

    id: str
    title: str
    days: int
    least: int
    most: int
    source: FigureSource


@dataclass(frozen=True, slots=True)
class AskWindow:
    """When a platform lets an order be asked, in days after its earliest and its latest day of delivery.

    `stops`: outside it a request breaks a rule; else it is only of no use.
    """

    rules: tuple[str, ...]
    opens: int
    closes: int
    stops: bool
    source: FigureSource

    def days(self, earliest: date, latest: date) -> tuple[date, date]:
        """The first and the last day; delivered 1 to 3 March, 5 and 30 days: 6 March and 2 April."""
        return earliest + timedelta(days=self.opens), latest + timedelta(days=self.closes)


@dataclass(frozen=True, slots=True)
class Word:
    """What a rule says of a request: its id, title, allowed way, and whether it stops."""

    rule: str
    title: str
    instead: str
    stops: bool


@dataclass(frozen=True, slots=True)
class Asking:
    """How reviews may be asked for on a platform: freely, by the platform itself only, or not at all."""

    manner: Manner
    words: tuple[Word, ...] = ()


@dataclass(frozen=True, slots=True)
class Rewards:
    """What is said of rewards: `banned` by whom, who wants them `shown` beside the review, and what only advises."""

    banned: tuple[Word, ...] = ()
    shown: tuple[Word, ...] = ()
    advice: tuple[Word, ...] = ()

    @property
    def allowed(self) -> bool:
        """Whether a reward for any honest review may be offered."""
        return not self.banned


@dataclass(frozen=True, slots=True)
class Caps:
    """At most (messages, days) to one person, and months until the same product is asked about again."""

    most: tuple[tuple[int, int], ...]
    product_months: int
    source: FigureSource


@dataclass(frozen=True, slots=True)
class Reminders:
    """How many reminders by default, how many at most, and days between."""

    number: int
    most: int
    days: int
    source: FigureSource


@dataclass(frozen=True, slots=True)
class QuietHours:
    """Hours of the buyer's own day; quiet from `quiet_from` over midnight to `quiet_until`; weekdays from Monday, 0."""

    quiet_from: time
    quiet_until: time
    best_from: time
    best_until: time
    best_days: tuple[int, ...]
    source: FigureSource

    def quiet(self, at: time) -> bool:
        """Whether nobody should be written to."""
        return at >= self.quiet_from or at < self.quiet_until


@cache
def _timing() -> Mapping[str, Any]:
    return tomllib.loads(resource("rulebook", "requests", "timing.toml").read_text("utf-8"))


def _source(row: Mapping[str, Any]) -> FigureSource:
    return FigureSource(row["source"], row["certainty"], row["checked_on"])


@cache
def waits() -> tuple[ProductWait, ...]:
    """The types of products, the ordinary one first."""
    rows = _timing()["wait"]
    return tuple(
        ProductWait(row["id"], row["title"], row["days"], row["least"], row["most"], source=_source(row))
        for row in rows
    )


def wait_for(product_type: str) -> ProductWait:
    """The days of a type of product; the ordinary ones where it isn't known."""
    return next((one for one in waits() if one.id == product_type), waits()[0])


@cache
def reminders() -> Reminders:
    """The default of reminders."""
    row = _timing()["reminder"]
    return Reminders(row["number"], row["most"], row["days"], _source(row))


@cache
def days_after_issue() -> int:
    """Days after an issue is closed until its order is asked."""
    return int(_timing()["after_issue"]["days"])


@cache
def hours() -> QuietHours:
    """Quiet and good hours."""
    row = _timing()["hours"]
    return QuietHours(
        time.fromisoformat(row["quiet_from"]),
        time.fromisoformat(row["quiet_until"]),
        time.fromisoformat(row["best_from"]),
        time.fromisoformat(row["best_until"]),
        tuple(row["best_days"]),
        _source(row),
    )


@cache
def caps() -> Caps:
    """How much one person may get."""
    row = _timing()["caps"]
    most = tuple((one["most"], one["days"]) for one in row["cap"])
    return Caps(most, row["product_months"], _source(row))


def window_for(platform: str, today: date, rules: Rules = None) -> AskWindow | None:
    """When a platform lets orders be asked; None where no rule of it is known."""
    found = _rules("window", platform, rules)
    if not found:
        return None
    opens = max(int(one.values["opens"]) for one in found)
    last = min(found, key=lambda one: int(one.values["closes"]))
    source = FigureSource(last.source, last.certainty, last.checked_on)
    stops = any(_stops(one, today) for one in found)
    return AskWindow(tuple(one.id for one in found), opens, int(last.values["closes"]), stops, source)


def most_requests(platform: str, rules: Rules = None) -> int | None:
    """How many requests an order may get on a platform, the platform's own included; None without such a rule."""
    return min((int(one.values["most"]) for one in _rules("once", platform, rules)), default=None)


def asking_on(platform: str, today: date, rules: Rules = None) -> Asking:
    """How reviews may be asked for on a platform. What nobody verified advises: there the manner stays "free"."""
    found = _rules("asking", platform, rules)
    words = tuple(_word(one, today) for one in found)
    strict = [one.values["manner"] for one in found if _stops(one, today)]
    manner: Manner = "never" if "never" in strict else "platform" if "platform" in strict else "free"
    return Asking(manner, words)


def consent_lacking(
    buyer: str,
    seller: str,
    channel: str,
    permission: Permission,
    today: date,
    platform: str = "*",
    rules: Rules = None,
) -> list[Word]:
    """What the law at both places, and the channel's own rules, still want before a request goes.

    `buyer`, `seller`: ISO countries, "" where unknown; `channel`: "email", "sms", "whatsapp", "platform", … Empty: it
    may go. Somebody who opted out is never written to.
    """
    there = consent_rules(buyer, seller, channel, platform, rules)
    return [_word(one, today) for one in there if lacking(one, permission, today)]


def consent_rules(
    buyer: str, seller: str, channel: str, platform: str = "*", rules: Rules = None
) -> list[MessageRule]:  # fmt: skip
    """The rules that `consent_lacking` asks, in their order: the same for all buyers of a place."""
    known = message_rules() if rules is None else rules
    wanted = [one for one in known if one.check in ("consent", "opted_out") and "request" in one.applies_to]
    there = [one for one in wanted if one.holds_on(platform) and one.holds_through(channel)]
    return [one for one in there if one.holds_in(buyer, seller)]


def rewards_on(platform: str, buyer: str, seller: str, today: date, rules: Rules = None) -> Rewards:
    """What platform and law say of a reward for any honest review."""
    banned: list[Word] = []
    shown: list[Word] = []
    advice: list[Word] = []
    for one in _rules("reward", platform, rules):
        if not one.holds_in(buyer, seller) or one.kind == "house":
            continue
        word = _word(one, today)
        if one.values.get("bans") == "any":
            (banned if word.stops else advice).append(word)
        elif one.values.get("shown"):
            shown.append(word)
    return Rewards(tuple(banned), tuple(shown), tuple(advice))


def _rules(check: str, platform: str, rules: Rules) -> Sequence[MessageRule]:
    known = message_rules() if rules is None else rules
    wanted = (one for one in known if one.check == check and "request" in one.applies_to)
    return [one for one in wanted if one.holds_on(platform)]


def _stops(rule: MessageRule, today: date) -> bool:
    return rule.severity_on(today) == "BLOCK"


def _word(rule: MessageRule, today: date) -> Word:
    return Word(rule.id, rule.title, rule.instead, _stops(rule, today))
