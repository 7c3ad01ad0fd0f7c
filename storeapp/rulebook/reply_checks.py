"""The checks of a reply's words: private data, hostility, trading for stars, promises, structure, tone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from storeapp.kernel.text import N_, _, plural
from storeapp.rulebook.reply_private import AMOUNT, money_of, private
from storeapp.rulebook.reply_rules import OWN_PLACES, Facts, Finding, PromiseOnCase, ReplyRule, Way
from storeapp.rulebook.reply_words import (
    Span,
    content_words,
    day_in,
    lowered,
    plain,
    scripts_of,
    sentences,
    word_count,
    words,
)

PRIVATE = {
    "name": N_("The buyer's surname in a public reply"),
    "phone": N_("Phone number in a public reply"),
    "email": N_("E-mail address in a public reply"),
    "contact": N_("Contact outside the platform in a public reply"),
    "address": N_("Street address in a public reply"),
    "order": N_("Order number in a public reply"),
    "tracking": N_("Tracking or another long number in a public reply"),
    "price": N_("What the buyer paid in a public reply"),
    "card": N_("Card or bank details in a public reply"),
    "health": N_("The buyer's health in a public reply"),
}
HOSTILE = {
    "threat": N_("Reads as a threat"),
    "blame": N_("Blames the buyer"),
    "insult": N_("Insults the buyer"),
}
PROMISED = {
    "refund": N_("A refund is promised"),
    "replacement": N_("A replacement is promised"),
    "answer": N_("A day is promised"),
}
MISSING = {
    "thanks": N_("a word of thanks"),
    "sorry": N_("that you are sorry"),
    "problem": N_("what went wrong"),
    "next": N_("what happens next"),
    "closing": N_("your name at the end"),
}
_CLOSING_LINE = re.compile(r"(?:^|\n)\s*[-–—]{1,2}\s*\S.{0,60}$|\n\s*\S.{0,40}$")
_CAPITALS = re.compile(r"(?<![\w-])[^\W\d_]{4,}(?![\w-])")


@dataclass(frozen=True)
class Draft:
    """A reply being written, with what several checks look at: every class of words is looked for once."""

    text: str
    _known: dict[str, list[Span]] = field(default_factory=dict)

    @cached_property
    def plain(self) -> str:
        """The text with signs as they are searched for."""
        return plain(self.text)

    @cached_property
    def low(self) -> str:
        """The same in small letters."""
        return lowered(self.plain)

    @cached_property
    def scripts(self) -> tuple[str, ...]:
        """The scripts it is written in."""
        return scripts_of(self.text)

    @cached_property
    def sentences(self) -> tuple[Span, ...]:
        """Where its sentences stand."""
        return tuple(sentences(self.plain))

    def spans(self, name: str, within: Span | None = None) -> list[Span]:
        """Where words of a class stand, in all of it or in a part."""
        if name not in self._known:
            self._known[name] = words(name).spans(self.low, self.scripts)
        found = self._known[name]
        return found if within is None else [one for one in found if within[0] <= one[0] < within[1]]

    def has(self, name: str, within: Span | None = None) -> bool:
        """Whether words of a class stand in it, or in a part of it."""
        return bool(self.spans(name, within))


def check_private(draft: Draft, facts: Facts, rule: ReplyRule) -> Iterator[Finding]:
    """Names, numbers, addresses, payments, illness."""
    for kind, span in private(draft.plain, facts.names, facts.number, facts.total):
        shown = draft.text[span[0] : span[1]]
        own = facts.platform in OWN_PLACES and facts.contact and shown.strip() in facts.contact
        if not own:
            more = _("Everybody can read it. Take details to a private message.")
            yield Finding(rule.id, rule.severity, _(PRIVATE[kind]), kind, span, "remove", more)


def check_hostile(draft: Draft, facts: Facts, rule: ReplyRule) -> Iterator[Finding]:
    """Threats, blame and insults."""
    more = _("Other buyers judge you by this answer. Say what you will do instead.")
    for code, names in (("threat", ("sue", "threat")), ("blame", ("blame",)), ("insult", ("insult",))):
        taken: list[Span] = []
        for span in sorted(span for name in names for span in draft.spans(name)):
            if not any(span[0] < end and start < span[1] for start, end in taken):
                taken.append(span)
                yield Finding(rule.id, rule.severity, _(HOSTILE[code]), code, span, "remove", more)


def check_intimidation(draft: Draft, facts: Facts, rule: ReplyRule) -> Iterator[Finding]:
    """Legal threats over a review."""
    more = _("Threatening to sue over an honest review is against the law in some countries.")
    for span in draft.spans("sue")[:1]:
        yield Finding(rule.id, rule.severity, _("Threatens with the law"), "sue", span, "remove", more)


def check_trade(draft: Draft, facts: Facts, rule: ReplyRule) -> Iterator[Finding]:
    """A refund, gift or discount for stars, or for changing or removing a review."""
    more = _("Make it good whatever the buyer writes, and do not mention the rating.")
    for place, span in enumerate(draft.sentences):
        before = draft.sentences[place - 1] if place else None
        asked = _asks(draft, span) or draft.has("stars", span)
        if draft.has("reward", span):
            follows = before is not None and _asks(draft, before) and _begins_with_then(draft, span)
            if asked and not _thanks_only(draft, span):
                yield Finding(rule.id, rule.severity, _("Offers something for a rating"), "trade", span, "remove", more)
            elif follows and before is not None:
                whole = (before[0], span[1])
                yield Finding(
                    rule.id, rule.severity, _("Offers something for a rating"), "trade", whole, "remove", more
                )


def _asks(draft: Draft, span: Span) -> bool:
    """Whether a sentence asks to change or remove a rating, and doesn't only say that one may."""
    return any(not draft.has("allowed", (span[0], start)) for start, _end in draft.spans("revise", span))


def _thanks_only(draft: Draft, span: Span) -> bool:
    """ "Thank you for the 5 stars" beside a refund in the same sentence asks for nothing."""
    return not _asks(draft, span) and draft.has("thanks", span)


def _begins_with_then(draft: Draft, span: Span) -> bool:
    return any(start == span[0] for start, _end in draft.spans("then", span))


def check_revise(draft: Draft, facts: Facts, rule: ReplyRule) -> Iterator[Finding]:
    """Asking for another rating, without a trade."""
    for span in draft.sentences:
        if _asks(draft, span):
            sentence = _("Asks the buyer to change or remove the review")
            way: Way = "" if rule.severity == "INFO" else "remove"
            yield Finding(
                rule.id, rule.severity, sentence, "revise", span, way, _("Solve it; many do so by themselves.")
            )


def check_promise(draft: Draft, facts: Facts, rule: ReplyRule) -> Iterator[Finding]:
    """Refunds, replacements and days that stand on no case."""
    for span in draft.sentences:
        part = draft.low[span[0] : span[1]]
        kind = next((kind for kind in ("refund", "replacement") if draft.has(kind, span)), "")
        day = day_in(part, facts.today) if kind or draft.has("future", span) else None
        if not kind and (day is None or day < facts.today):
            continue
        amounts = [money_of(found, facts.currency) for found in AMOUNT.finditer(part)] if kind == "refund" else []
        amount = next((one for one in amounts if one is not None), None)
        promise = PromiseOnCase(kind or "answer", amount, day.isoformat() if day else None)
        if not _recorded(promise, facts.promises):
            yield _not_on_case(rule, facts, promise, span)


def _recorded(promise: PromiseOnCase, known: tuple[PromiseOnCase, ...]) -> bool:
    """Whether the case has such a promise with this amount, and any promise for this day."""
    kinds = [one for one in known if promise.kind in (one.kind, "answer")]
    same_amount = promise.amount is None or any(one.amount == promise.amount for one in kinds)
    same_day = promise.due_on is None or any(one.due_on == promise.due_on for one in known)
    return bool(kinds) and same_amount and same_day


def _not_on_case(rule: ReplyRule, facts: Facts, promise: PromiseOnCase, span: Span) -> Finding:
    if promise.amount is not None:
        what = _("{amount} refund").format(amount=promise.amount)
        sentence = _("{what} is on no case").format(what=what)
        if facts.case is not None:
            sentence = _("{what} is not on case {number}").format(what=what, number=facts.case)
    elif facts.case is not None:
        words_ = _("{what}, but it is not on case {number}")
        sentence = words_.format(what=_(PROMISED[promise.kind]), number=facts.case)
    else:
        sentence = _("{what}, but there is no case").format(what=_(PROMISED[promise.kind]))
    more = _("Record it, and it comes back to you on its day.")
    return Finding(rule.id, rule.severity, sentence, "promise", span, "record", more, promise)


def check_structure(draft: Draft, facts: Facts, rule: ReplyRule) -> Iterator[Finding]:
    """Thanks, regret, the problem by its name, the next step, a name; neither a stub nor an essay."""
    count = word_count(draft.plain)
    if facts.replied:
        words_ = _("A reply stands already; a second one rarely helps")
        yield Finding(rule.id, rule.severity, words_, "second")
    good = facts.stars is not None and facts.stars >= 4
    if count < rule.values["least_words"] and not good:
        more = _("Name what went wrong and what you do now.")
        yield Finding(rule.id, rule.severity, _("Too general: it would fit any review"), "generic", more=more)
        return
    if count > rule.values["most_words"]:
        most = rule.values["most_words"]
        words_ = plural("{count} word; most buyers stop reading", "{count} words; most buyers stop reading", count)
        yield Finding(rule.id, rule.severity, words_, "long", more=_("Aim for 40 to {count}.").format(count=most))
    parts = ("thanks",) if good else ("thanks", "sorry", "problem", "next")
    missing = [part for part in parts if not _there(draft, facts, part)]
    if "thanks" in missing and "sorry" not in missing and not good:
        missing.remove("thanks")  # one of both is enough
    if not _signed(draft):
        missing.append("closing")
    serious = [part for part in missing if part != "closing"]
    if serious:
        listed = _(", ").join(_(MISSING[part]) for part in missing)
        yield Finding(rule.id, rule.severity, _("Missing: {parts}").format(parts=listed), "missing")
        return
    if not good:
        yield Finding(rule.id, "FINE", _("Names the problem and what happens next"), "structure")
    if missing:
        yield Finding(rule.id, rule.severity, _("Missing: {parts}").format(parts=_(MISSING["closing"])), "missing")


def _there(draft: Draft, facts: Facts, part: str) -> bool:
    if part != "problem":
        return draft.has(part)
    return draft.has("problem") or bool(content_words(draft.plain) & content_words(facts.about))


def _signed(draft: Draft) -> bool:
    text = draft.text.rstrip()
    return _CLOSING_LINE.search(text.lstrip()) is not None or draft.has("closing", (len(text) - 80, len(text)))


def check_tone(draft: Draft, facts: Facts, rule: ReplyRule) -> Iterator[Finding]:
    """Exclamation marks, capitals, and how often it says sorry."""
    calm = True
    marks = [found.span() for found in re.finditer(r"[!！]+", draft.text)]
    count = sum(end - start for start, end in marks)
    if count > rule.values["exclamations"]:
        calm = False
        words_ = plural("{count} exclamation mark", "{count} exclamation marks", count)
        yield Finding(rule.id, rule.severity, words_, "exclamation", marks[-1], "remove", _("It reads as shouting."))
    shouted = [found.span() for found in _CAPITALS.finditer(draft.text) if found[0].isupper()]
    if len(shouted) > rule.values["capitals"]:
        calm = False
        yield Finding(rule.id, rule.severity, _("Words in capitals read as shouting"), "capitals", shouted[0])
    sorry = len(draft.spans("sorry"))
    if sorry > rule.values["sorries"]:
        calm = False
        words_ = plural("Says sorry {count} time", "Says sorry {count} times", sorry)
        yield Finding(rule.id, "INFO", words_, "sorry", draft.spans("sorry")[-1], more=_("Once is enough."))
    hostile = any(draft.has(name) for name in ("sue", "threat", "blame", "insult"))
    if calm and not hostile:
        words_ = _("Tone is calm, no blame, says sorry once") if sorry == 1 else _("Tone is calm, no blame")
        yield Finding(rule.id, "FINE", words_, "calm")
