"""The checks of a reply that look at its length, its order among others, its time and its platform."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, lru_cache

from rapidfuzz import fuzz

from storeapp.kernel.days import stretch
from storeapp.kernel.paths import resource
from storeapp.kernel.review_kinds import PRODUCT
from storeapp.kernel.text import _, plural
from storeapp.rulebook.messages.draft import Draft
from storeapp.rulebook.messages.facts import DraftFacts, Finding
from storeapp.rulebook.messages.reply_checks import check_revise
from storeapp.rulebook.messages.rules import MessageRule

SHORTEST = 20  # characters from which two replies are compared


@dataclass(frozen=True, slots=True)
class ReplyLimit:
    """How long a reply may be on a platform. `bytes` counts UTF-8, None where only characters count."""

    platforms: tuple[str, ...]
    characters: int
    bytes: int | None
    certainty: str
    source: str
    checked_on: date


@cache
def reply_limits() -> tuple[ReplyLimit, ...]:
    """The lengths in the book."""
    rows = tomllib.loads(resource("rulebook", "replies", "limits.toml").read_text("utf-8"))["limit"]
    return tuple(
        ReplyLimit(
            tuple(row["platforms"]),
            row["characters"],
            row.get("bytes"),
            row["certainty"],
            row["source"],
            row["checked_on"],
        )
        for row in rows
    )


def limit_of(platform: str) -> ReplyLimit:
    """The length in force: the platform's own, else the house default."""
    own = [one for one in reply_limits() if platform in one.platforms]
    return own[0] if own else next(one for one in reply_limits() if "*" in one.platforms)


def check_length(draft: Draft, facts: DraftFacts, rule: MessageRule) -> Iterator[Finding]:
    """The longest reply of the platform."""
    limit = limit_of(facts.platform)
    used = len(draft.text.strip())
    most, too_long = limit.characters, used > limit.characters
    if limit.bytes is not None:
        too_long = len(draft.text.strip().encode()) > limit.bytes
    where = facts.channel or _("this channel")
    counted = {"used": f"{used:,}", "most": f"{most:,}", "channel": where}
    if limit.certainty == "house":
        words = _("{used} of {most} characters, our own default for {channel}").format(**counted)
    else:
        words = _("{used} of {most} characters allowed on {channel}").format(**counted)
    if not too_long:
        yield Finding(rule.id, "FINE", words, "length", more=limit.source)
    else:
        # Our own default may advise; only a limit somebody has read stops.
        severity = rule.severity if limit.certainty in ("V", "S") else "WARN"
        yield Finding(rule.id, severity, words, "length", (most, len(draft.text)), more=limit.source)


def check_identical(draft: Draft, facts: DraftFacts, rule: MessageRule) -> Iterator[Finding]:
    """The same text again and again."""
    since = (facts.today - timedelta(days=rule.values["days"])).isoformat()
    same = _folded(draft.text)
    used = sum(1 for one in facts.earlier if one.on >= since and _folded(one.text) == same)
    if used >= rule.values["most"]:
        words = plural(
            "The same text was sent {count} time in 30 days",
            "The same text was sent {count} times in 30 days",
            used,
        )
        yield Finding(rule.id, rule.severity, words, "identical", more=_("Write one sentence about this very order."))


def check_similar(draft: Draft, facts: DraftFacts, rule: MessageRule) -> Iterator[Finding]:
    """Nearly one of the last replies."""
    text = _folded(draft.text)
    good = facts.stars is not None and facts.stars >= 4
    if len(text) < SHORTEST or good:
        return
    for one in facts.earlier[: rule.values["last"]]:
        other = _folded(one.text)
        if len(other) >= SHORTEST and fuzz.ratio(text, other) >= rule.values["ratio"]:
            yield Finding(rule.id, rule.severity, _("Nearly the same as one of your last replies"), "similar")
            return


@lru_cache(maxsize=512)
def _folded(text: str) -> str:
    return " ".join(text.casefold().split())


def check_time(draft: Draft, facts: DraftFacts, rule: MessageRule) -> Iterator[Finding]:
    """How long the review waits."""
    if facts.hours is None or facts.replied or facts.stars is None or facts.stars > rule.values["most_stars"]:
        return
    waits = stretch(facts.hours)
    if facts.hours >= rule.values["overdue_hours"]:
        words = _("Overdue: the review waits for {time}").format(time=waits)
        yield Finding(rule.id, rule.severity, words, "overdue", more=_("Most buyers expect a reply within a week."))
    elif facts.hours >= rule.values["hours"]:
        yield Finding(rule.id, rule.severity, _("The review waits for {time}").format(time=waits), "late")
    elif facts.hours >= rule.values["target_hours"]:
        yield Finding(rule.id, "INFO", _("The review waits for {time}").format(time=waits), "due")


def check_lock(draft: Draft, facts: DraftFacts, rule: MessageRule) -> Iterator[Finding]:
    """What a public reply closes."""
    bad = facts.stars is not None and facts.stars <= rule.values["most_stars"]
    inside = facts.days is not None and facts.days <= rule.values["days"]
    if bad and inside and not facts.solved and not facts.replied:
        left = rule.values["days"] - (facts.days or 0)
        more = plural(
            "Solve it in Messages first. The buyer can edit for {count} more day, but not once you replied.",
            "Solve it in Messages first. The buyer can edit for {count} more days, but not once you replied.",
            left,
        )
        sentence = _("Once you reply in public, the buyer can no longer edit the review")
        yield Finding(rule.id, rule.severity, sentence, "lock", way="" if facts.case else "case", more=more)


def check_amazon_contact(draft: Draft, facts: DraftFacts, rule: MessageRule) -> Iterator[Finding]:
    """Amazon's own rules for product reviews."""
    yield from check_revise(draft, facts, rule)
    if facts.stars is not None and facts.stars > rule.values["most_stars"]:
        words = _("You can't reply to product reviews of 4 and 5 stars on Amazon")
        yield Finding(rule.id, rule.severity if facts.kind == PRODUCT else "INFO", words, "stars")
    else:
        words = _("Product reviews: only the brand owner, and only with Amazon's own two texts")
        yield Finding(rule.id, "WARN" if facts.kind == PRODUCT else "INFO", words, "templates")


def check_amazon_feedback(draft: Draft, facts: DraftFacts, rule: MessageRule) -> Iterator[Finding]:
    """A reply that is final."""
    words = _("A reply to seller feedback can't be edited, and deleting it is final")
    yield Finding(rule.id, rule.severity, words, "final")
