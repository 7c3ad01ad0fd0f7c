"""The checks of a request for a review: words, rewards, whom it goes to, when, through what, with whose consent."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, time, timedelta
from typing import Any

from storeapp.kernel.days import spoken_day
from storeapp.kernel.text import _, plural
from storeapp.rulebook.messages.buyer_names import Buyer
from storeapp.rulebook.messages.draft import Draft
from storeapp.rulebook.messages.facts import DraftFacts, Finding, fact
from storeapp.rulebook.messages.permission import lacking
from storeapp.rulebook.messages.private import private
from storeapp.rulebook.messages.reply_checks import check_trade
from storeapp.rulebook.messages.rules import MessageRule, later
from storeapp.rulebook.messages.wordlists import Span, words
from storeapp.rulebook.requests import caps, days_after_issue, hours

CONTACT_KINDS = frozenset({"email", "phone", "contact"})
PRAISING = ("praise", "happyonly")


def told(rule: MessageRule, code: str, span: Span | None = None, sentence: str = "") -> Finding:
    """What a rule says in its own words."""
    way = "remove" if span is not None else ""
    more = " ".join(_(one) for one in (rule.text, rule.instead) if one)
    return Finding(rule.id, rule.severity, sentence or _(rule.title), code, span, way, more)  # type: ignore[arg-type]


def holds(facts: DraftFacts, condition: dict[str, Any]) -> bool:
    """Whether a fact is as a condition wants it (`is`, `not`, `least`, `most`, `in`); an unknown one is not."""
    value = fact(facts, condition["fact"])
    if "is" in condition:
        return bool(value == condition["is"] or (condition["is"] == "" and value is None))
    if "not" in condition:
        return bool(value != condition["not"])
    if value is None:
        return False
    if "least" in condition:
        return bool(value >= condition["least"])
    if "most" in condition:
        return bool(value <= condition["most"])
    return value in condition["in"] if not isinstance(value, tuple) else bool(set(value) & set(condition["in"]))


def check_match(draft: Draft, facts: DraftFacts, rule: MessageRule) -> Iterator[Finding]:
    """Signs in the words (`signs`, not beside `without`), facts as `when` wants them, or both; `phrases` as written."""
    values = rule.values
    either = values.get("when_any", ())
    if not all(holds(facts, one) for one in values.get("when", ())) or (
        either and not any(holds(facts, one) for one in either)
    ):
        return
    if draft.sign_spans(values.get("without", ())):
        return
    if "signs" not in values and "phrases" not in values:
        yield told(rule, rule.id)
        return
    for code, span in draft.signs:
        if code in values.get("signs", ()):
            yield told(rule, code, span)
    for phrase in values.get("phrases", ()):
        yield from (told(rule, "phrase", span) for span in draft.phrase_spans(phrase))


def check_reward(draft: Draft, facts: DraftFacts, rule: MessageRule) -> Iterator[Finding]:
    """Something given for a review.

    `bans`: "any" reward, a "draw", or one for "praise"; `shown`: readers of the review must be told of it; `signs` are
    looked for as well, and with `chosen` whom the request goes to.
    """
    if facts.job == "reply":
        yield from check_trade(draft, facts, rule)
        return
    if rule.values.get("chosen") and facts.ask.chosen_by:
        yield told(rule, "chosen")
    for code, span in draft.signs:
        if code in rule.values.get("signs", ()):
            yield told(rule, code, span)
    found = draft.sign_spans(("reward", "draw"))
    if not found and not facts.ask.reward:
        return
    praised = facts.ask.reward_for == "praise" or bool(draft.sign_spans(PRAISING))
    drawn = facts.ask.reward == "draw" or bool(draft.sign_spans(("draw",)))
    shown = facts.ask.shown if facts.ask.shown is not None else bool(draft.sign_spans(("shown",)))
    banned = {"any": True, "draw": drawn, "praise": praised}.get(rule.values.get("bans", ""), False)
    if banned or (rule.values.get("shown") and not shown):
        yield told(rule, "reward", found[0] if found else None)


def check_chosen(draft: Draft, facts: DraftFacts, rule: MessageRule) -> Iterator[Finding]:
    """A request that goes only to those who seem happy."""
    if facts.ask.chosen_by:
        yield told(rule, "chosen")
    yield from (told(rule, code, span) for code, span in draft.signs if code in rule.values.get("signs", ()))


def check_contacts(draft: Draft, facts: DraftFacts, rule: MessageRule) -> Iterator[Finding]:
    """Ways around the platform, and what else its messages may not hold."""
    for kind, span in private(draft.folded.text, Buyer(facts.names, facts.number, facts.total, facts.about)):
        if kind in CONTACT_KINDS:
            yield told(rule, "contact", draft.folded.back(span))
    yield from (told(rule, code, span) for code, span in draft.signs if code in rule.values.get("signs", ()))


def check_card_contacts(draft: Draft, facts: DraftFacts, rule: MessageRule) -> Iterator[Finding]:
    """Ways on a card that lead elsewhere than to sites whose name is one of `own`: amazon.de, www.amazon.co.uk."""
    for kind, span in private(draft.folded.text, Buyer(facts.names, facts.number, facts.total, facts.about)):
        if kind in CONTACT_KINDS:
            place = draft.folded.back(span)
            if kind != "contact" or site_name(draft.text[slice(*place)]) not in rule.values["own"]:
                yield told(rule, "contact", place)


def site_name(address: str) -> str:
    """The name a web address was registered under, without its ending: "amazon" of https://www.amazon.co.uk/dp/1."""
    host = re.split(r"[/?#:]", re.sub(r"^\w+://", "", address.strip().casefold()))[0]
    labels = host.rpartition("@")[2].strip(".").split(".")
    ending = 2 if len(labels) > 2 and labels[-2] in ("co", "com", "org", "net") else 1
    return labels[-1 - ending] if len(labels) > ending else ""


def check_asking(draft: Draft, facts: DraftFacts, rule: MessageRule) -> Iterator[Finding]:
    """A platform that wants no asking, or asks by itself."""
    yield told(rule, "asking")


def check_window(draft: Draft, facts: DraftFacts, rule: MessageRule) -> Iterator[Finding]:
    """Before the first or after the last day of a platform."""
    first, last = facts.ask.delivered_from, facts.ask.delivered_to or facts.ask.delivered_from
    if first is None or last is None:
        return
    opens, closes = first + timedelta(days=rule.values["opens"]), last + timedelta(days=rule.values["closes"])
    if facts.today < opens:
        day = spoken_day(opens, facts.today)
        yield told(rule, "early", sentence=_("Too early. The first day to ask is {day}").format(day=day))
    elif facts.today > closes:
        day = spoken_day(closes, facts.today)
        yield told(rule, "late", sentence=_("Too late. The last day to ask was {day}").format(day=day))


def check_once(draft: Draft, facts: DraftFacts, rule: MessageRule) -> Iterator[Finding]:
    """More requests for one order than the platform allows."""
    if facts.ask.sent >= rule.values["most"]:
        yield told(rule, "asked")


def check_consent(draft: Draft, facts: DraftFacts, rule: MessageRule) -> Iterator[Finding]:
    """What a law on messages still wants; how to refuse may be said in the text itself."""
    known = facts.ask.permission
    if draft.sign_spans(("optout",)):
        known = replace(known, told_in_message=True)
    missing = lacking(rule, known, facts.today)
    if missing:
        yield told(rule, "opted_out" if "opted_out" in missing else "consent")


def check_mail_parts(draft: Draft, facts: DraftFacts, rule: MessageRule) -> Iterator[Finding]:
    """A mail without the shop's postal address or without a way to unsubscribe."""
    wanted = rule.values["parts"]
    address = " ".join(facts.ask.address.split()).casefold()
    there = address and address in " ".join(draft.text.split()).casefold()
    street = words("street").within(draft.text, draft.scripts)  # its capitals count
    if "address" in wanted and not there and not street:
        yield told(rule, "address", sentence=_("The shop's postal address is missing"))
    if "opt_out" in wanted and not facts.ask.permission.told_in_message and not draft.sign_spans(("optout",)):
        yield told(rule, "opt_out", sentence=_("A way to unsubscribe is missing"))


def check_transport(draft: Draft, facts: DraftFacts, rule: MessageRule) -> Iterator[Finding]:
    """A way that the platform does not allow."""
    if facts.through and facts.through not in rule.values["only"]:
        yield told(rule, "transport")


def check_open_issue(draft: Draft, facts: DraftFacts, rule: MessageRule) -> Iterator[Finding]:
    """A case or refund that is not closed: the request is put off."""
    if facts.ask.open_issue:
        count = days_after_issue()
        words = plural(
            "An issue is open: the request goes on {count} day after it is closed",
            "An issue is open: the request goes on {count} days after it is closed",
            count,
        )
        yield told(rule, "postponed", sentence=words)


def check_cap(draft: Draft, facts: DraftFacts, rule: MessageRule) -> Iterator[Finding]:
    """More messages to one person than it is used to."""
    for most, days in caps().most:
        recent = sorted(one for one in facts.ask.lately if one > facts.today - timedelta(days=days))
        if len(recent) >= most:
            free = recent[-most] + timedelta(days=days)
            day = spoken_day(free, facts.today)
            yield told(rule, "cap", sentence=_("This buyer heard enough. Free again from {day}").format(day=day))
            return


def check_same_product(draft: Draft, facts: DraftFacts, rule: MessageRule) -> Iterator[Finding]:
    """A buyer who was asked about the same product not long ago."""
    asked: date | None = facts.ask.product_asked
    if asked is not None and facts.today <= later(asked, caps().product_months):
        yield told(rule, "again")


def check_quiet(draft: Draft, facts: DraftFacts, rule: MessageRule) -> Iterator[Finding]:
    """An hour at which people sleep."""
    if facts.ask.hour is not None and hours().quiet(time(facts.ask.hour)):
        yield told(rule, "quiet")
