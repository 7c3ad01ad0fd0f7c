"""Checks a public reply before it is copied: what stops it, what warns, what is well."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta
from functools import lru_cache

from rapidfuzz import fuzz

from storeapp.kernel.days import stretch
from storeapp.kernel.review_kinds import PRODUCT
from storeapp.kernel.text import _, plural
from storeapp.rulebook.messages.folding import fold
from storeapp.rulebook.messages.reply_checks import (
    Draft,
    check_hostile,
    check_intimidation,
    check_language,
    check_looked,
    check_private,
    check_promise,
    check_revise,
    check_sarcasm,
    check_structure,
    check_tone,
    check_trade,
)
from storeapp.rulebook.messages.reply_rules import SEVERITIES, Facts, Finding, ReplyRule, reply_book
from storeapp.rulebook.messages.signs import lexicons, signs
from storeapp.rulebook.messages.wordlists import warm as warm_words

Check = Callable[[Draft, Facts, ReplyRule], Iterator[Finding]]
SHORTEST = 20  # characters from which two replies are compared


def warm() -> None:
    """Read all words, which takes a moment, before the first reply is checked."""
    warm_words()
    lexicons()
    signs(fold("Thank you for the review of this lamp, and for the photos."))


def check(text: str, facts: Facts) -> list[Finding]:
    """All findings, what stops first; an empty draft is judged only by what waits and what a reply would close."""
    found: list[Finding] = []
    draft = Draft(text, facts.language.replace("_", "-").split("-")[0].casefold(), found)
    for rule in reply_book().of_platform(facts.platform):
        if rule.holds_for(facts.kind) and (text.strip() or rule.check in BEFORE_WRITING):
            found += list(CHECKS[rule.check](draft, facts, rule))
    found = list(_without_echoes(found))
    return sorted(found, key=lambda one: (SEVERITIES.index(one.severity), one.span or (len(text), 0)))


def _without_echoes(found: list[Finding]) -> Iterator[Finding]:
    """What is offered for a rating is neither a promise nor a mere question: told once is enough."""
    offers = [one.span for one in found if one.code == "trade" and one.span]
    for one in found:
        span = one.span
        echo = one.code in ("promise", "revise") and span is not None
        if not (echo and span and any(span[0] < end and start < span[1] for start, end in offers)):
            yield one


def _length(draft: Draft, facts: Facts, rule: ReplyRule) -> Iterator[Finding]:
    limit = reply_book().limit(facts.platform)
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


def _identical(draft: Draft, facts: Facts, rule: ReplyRule) -> Iterator[Finding]:
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


def _similar(draft: Draft, facts: Facts, rule: ReplyRule) -> Iterator[Finding]:
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


def _time(draft: Draft, facts: Facts, rule: ReplyRule) -> Iterator[Finding]:
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


def _lock(draft: Draft, facts: Facts, rule: ReplyRule) -> Iterator[Finding]:
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


def _amazon_contact(draft: Draft, facts: Facts, rule: ReplyRule) -> Iterator[Finding]:
    yield from check_revise(draft, facts, rule)
    if facts.stars is not None and facts.stars > rule.values["most_stars"]:
        words = _("You can't reply to product reviews of 4 and 5 stars on Amazon")
        yield Finding(rule.id, rule.severity if facts.kind == PRODUCT else "INFO", words, "stars")
    else:
        words = _("Product reviews: only the brand owner, and only with Amazon's own two texts")
        yield Finding(rule.id, "WARN" if facts.kind == PRODUCT else "INFO", words, "templates")


def _amazon_feedback(draft: Draft, facts: Facts, rule: ReplyRule) -> Iterator[Finding]:
    words = _("A reply to seller feedback can't be edited, and deleting it is final")
    yield Finding(rule.id, rule.severity, words, "final")


CHECKS: Mapping[str, Check] = {
    "private": check_private,
    "hostile": check_hostile,
    "sarcasm": check_sarcasm,
    "intimidation": check_intimidation,
    "trade": check_trade,
    "revise": check_revise,
    "promise": check_promise,
    "structure": check_structure,
    "tone": check_tone,
    "language": check_language,
    "looked": check_looked,
    "length": _length,
    "identical": _identical,
    "similar": _similar,
    "time": _time,
    "lock": _lock,
    "amazon_contact": _amazon_contact,
    "amazon_feedback": _amazon_feedback,
}
BEFORE_WRITING = frozenset({"time", "lock", "amazon_contact", "amazon_feedback"})
