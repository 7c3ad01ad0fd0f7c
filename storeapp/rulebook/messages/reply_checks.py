"""The checks of a reply's words: private data, hostility, trading for stars, promises, structure, tone."""

from __future__ import annotations

import re
from collections.abc import Iterator

from storeapp.kernel.languages import LATIN, by_small_words, script_of
from storeapp.kernel.text import N_, _, plural
from storeapp.rulebook.messages.buyer_names import Buyer
from storeapp.rulebook.messages.draft import Draft
from storeapp.rulebook.messages.facts import OWN_PLACES, DraftFacts, Finding, PromiseOnCase, Way
from storeapp.rulebook.messages.private import private
from storeapp.rulebook.messages.promises import promises_in
from storeapp.rulebook.messages.rules import MessageRule
from storeapp.rulebook.messages.signs import LEAST_LETTERS
from storeapp.rulebook.messages.wordlists import (
    Span,
    content_words,
    word_count,
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
    "personal": N_("Private things of the buyer in a public reply"),
}
HOSTILE = {
    "threat": N_("Reads as a threat"),
    "blame": N_("Blames the buyer"),
    "insult": N_("Insults the buyer"),
}
HOSTILE_OF = {"threat": "threat", "law": "threat", "blame": "blame", "insult": "insult"}
# What is said of the words of a reply, as against its length, its order and its time.
ABOUT_WORDS = frozenset({*PRIVATE, *HOSTILE, "sue", "trade", "revise", "pressure", "sarcasm", "language"})
ASKED_WRONGLY = frozenset({"praise", "happyonly", "divert", "reward", "draw", "revise", "pressure", "content"})
# Languages that small words do not keep apart, or that are read as one.
_AS_ONE = {"ms": "id", "no": "da", "nb": "da", "nn": "da", "sv": "da", "cmn": "zh", "yue": "zh", "uk": "ru", "bg": "ru"}
PROMISED = {
    "refund": N_("A refund is promised"),
    "replacement": N_("A replacement is promised"),
    "repair": N_("A repair is promised"),
    "return": N_("A free return is promised"),
    "other": N_("Something is promised"),
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


def check_private(draft: Draft, facts: DraftFacts, rule: MessageRule) -> Iterator[Finding]:
    """Names, numbers, addresses, payments, illness, ways around the platform."""
    buyer = Buyer(facts.names, facts.number, facts.total, facts.about)
    found = [(kind, draft.folded.back(span)) for kind, span in private(draft.folded.text, buyer)]
    found += [one for one in draft.signs if one[0] in PRIVATE]
    taken: list[Span] = []
    for kind, span in found:
        shown = draft.text[span[0] : span[1]]
        own = facts.platform in OWN_PLACES and facts.contact and shown.strip() in facts.contact
        if not own and not _within(span, taken):
            taken.append(span)
            more = _("Everybody can read it. Take details to a private message.")
            yield Finding(rule.id, rule.severity, _(PRIVATE[kind]), kind, span, "remove", more)


def _within(span: Span, taken: list[Span]) -> bool:
    return any(span[0] < end and start < span[1] for start, end in taken)


def check_hostile(draft: Draft, facts: DraftFacts, rule: MessageRule) -> Iterator[Finding]:
    """Threats, blame and insults."""
    more = _("Other buyers judge you by this reply. Say what you will do instead.")
    taken: dict[str, list[Span]] = {}
    for found, span in draft.signs:
        code = HOSTILE_OF.get(found, "")
        if code and not _within(span, taken.setdefault(code, [])):
            taken[code].append(span)
            yield Finding(rule.id, rule.severity, _(HOSTILE[code]), code, span, "remove", more)


def check_sarcasm(draft: Draft, facts: DraftFacts, rule: MessageRule) -> Iterator[Finding]:
    """Mockery."""
    more = _("Other buyers judge you by this reply. Say what you will do instead.")
    for code, span in draft.signs:
        if code == "sarcasm":
            yield Finding(rule.id, rule.severity, _("May be read as mockery"), code, span, "remove", more)


def check_intimidation(draft: Draft, facts: DraftFacts, rule: MessageRule) -> Iterator[Finding]:
    """Legal threats over a review."""
    more = _("Threatening to sue over an honest review is against the law in some countries.")
    for span in [span for code, span in draft.signs if code == "law"][:1]:
        yield Finding(rule.id, rule.severity, _("Threatens with the law"), "sue", span, "remove", more)


def check_trade(draft: Draft, facts: DraftFacts, rule: MessageRule) -> Iterator[Finding]:
    """A refund, gift, payment or discount for stars, or for changing or removing a review."""
    more = _("Make it good whatever the buyer writes, and do not mention the rating.")
    for code, span in draft.signs:
        if code == "trade":
            yield Finding(rule.id, rule.severity, _("Offers something for a rating"), "trade", span, "remove", more)


def check_revise(draft: Draft, facts: DraftFacts, rule: MessageRule) -> Iterator[Finding]:
    """Asking for another rating, or pressing for it, without a trade."""
    way: Way = "" if rule.severity == "INFO" else "remove"
    asked, pressed = _("Asks the buyer to change or remove the review"), _("Presses the buyer about the rating")
    for code, span in draft.signs:
        if code in ("revise", "pressure"):
            sentence = asked if code == "revise" else pressed
            yield Finding(rule.id, rule.severity, sentence, code, span, way, _("Solve it; many do so by themselves."))


def check_language(draft: Draft, facts: DraftFacts, rule: MessageRule) -> Iterator[Finding]:
    """A reply in another language than the review's; short and doubtful texts are let be."""
    wanted = _one_language(facts.language)
    text = draft.folded.text
    if not wanted or sum(map(str.isalpha, text)) < LEAST_LETTERS * (0.3 if script_of(text) in ("zh", "ja") else 1):
        return
    script = script_of(text)
    own = by_small_words(text, LATIN) if script == "latin" else "ru" if script == "cyrillic" else script
    other_script = script == "latin" and wanted in ("zh", "ja", "ko", "ru", "ar", "he", "th", "el", "hi")
    if (own and _one_language(own) != wanted) or other_script:
        words_ = _("The review is in another language than this reply")
        yield Finding(rule.id, rule.severity, words_, "language", more=_("Most buyers expect a reply in their own."))


def _one_language(code: str) -> str:
    base = code.replace("_", "-").split("-")[0].casefold()
    return _AS_ONE.get(base, base)


def check_looked(draft: Draft, facts: DraftFacts, rule: MessageRule) -> Iterator[Finding]:
    """What was looked for where nothing was found, and that a person reads on; nothing is well where nobody looked."""
    more = _("No list of words finds all mockery and hints. Read it once as a stranger would.")
    if facts.job == "request":
        yield from _looked_in_request(draft, rule, more)
    elif not draft.speaking:
        words_ = _("There is no word list for this language: only numbers, addresses and links were checked")
        yield Finding(rule.id, rule.severity, words_, "looked", more=more)
    elif not any(one.code in ABOUT_WORDS for one in draft.told):
        words_ = _("None found of: private data, trades for stars, blame, insults, threats")
        yield Finding(rule.id, "FINE", words_, "looked", more=more)


def _looked_in_request(draft: Draft, rule: MessageRule, more: str) -> Iterator[Finding]:
    if not draft.asking:
        words_ = _("There is no word list of requests for this language: read it yourself")
        yield Finding(rule.id, rule.severity, words_, "looked", more=more)
    elif not any(code in ASKED_WRONGLY for code, _span in draft.signs):
        words_ = _("None found of: asking for stars, asking only the happy, rewards, pressure")
        yield Finding(rule.id, "FINE", words_, "looked", more=more)


def check_promise(draft: Draft, facts: DraftFacts, rule: MessageRule) -> Iterator[Finding]:
    """What is promised and stands on no case, with its amount and its day."""
    for one in promises_in(draft, facts):
        if not _recorded(one.promise, facts.promises):
            yield _not_on_case(rule, facts, one.promise, one.span)


def _recorded(promise: PromiseOnCase, known: tuple[PromiseOnCase, ...]) -> bool:
    """Whether the case has such a promise with this amount, and any promise for this day."""
    kinds = [one for one in known if promise.kind in (one.kind, "answer")]
    same_amount = promise.amount is None or any(one.amount == promise.amount for one in kinds)
    same_day = promise.due_on is None or any(one.due_on == promise.due_on for one in known)
    return bool(kinds) and same_amount and same_day


def _not_on_case(rule: MessageRule, facts: DraftFacts, promise: PromiseOnCase, span: Span) -> Finding:
    if promise.amount is not None:
        what = _("{amount} refund").format(amount=promise.amount)
        sentence = _("{what} is not recorded on a case").format(what=what)
        if facts.case is not None:
            sentence = _("{what} is not recorded on case {number}").format(what=what, number=facts.case)
    elif facts.case is not None:
        words_ = _("{what}, but it is not on case {number}")
        sentence = words_.format(what=_(PROMISED[promise.kind]), number=facts.case)
    else:
        sentence = _("{what}, but there is no case").format(what=_(PROMISED[promise.kind]))
    more = _("Record it, and it comes back to you on its day.")
    return Finding(rule.id, rule.severity, sentence, "promise", span, "record", more, promise)


def check_structure(draft: Draft, facts: DraftFacts, rule: MessageRule) -> Iterator[Finding]:
    """Thanks, regret, the problem by its name, the next step, a name; neither a stub nor an essay."""
    count = word_count(draft.plain)
    if facts.replied:
        words_ = _("There is a reply already; a second one rarely helps")
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
    if not draft.speaking:
        return  # nothing is missing where we could not read it
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


def _there(draft: Draft, facts: DraftFacts, part: str) -> bool:
    if part != "problem":
        return draft.has(part)
    return draft.has("problem") or bool(content_words(draft.plain) & content_words(facts.about))


def _signed(draft: Draft) -> bool:
    text = draft.text.rstrip()
    return _CLOSING_LINE.search(text.lstrip()) is not None or draft.has("closing", (len(text) - 80, len(text)))


def check_tone(draft: Draft, facts: DraftFacts, rule: MessageRule) -> Iterator[Finding]:
    """Exclamation marks, capitals, and how often it says sorry."""
    marks = [found.span() for found in re.finditer(r"[!！]+", draft.text)]
    count = sum(end - start for start, end in marks)
    if count > rule.values["exclamations"]:
        words_ = plural("{count} exclamation mark", "{count} exclamation marks", count)
        yield Finding(rule.id, rule.severity, words_, "exclamation", marks[-1], "remove", _("It reads as shouting."))
    shouted = [found.span() for found in _CAPITALS.finditer(draft.text) if found[0].isupper()]
    if len(shouted) > rule.values["capitals"]:
        yield Finding(rule.id, rule.severity, _("Words in capitals read as shouting"), "capitals", shouted[0])
    sorry = len(draft.spans("sorry"))
    if sorry > rule.values["sorries"]:
        words_ = plural("Says sorry {count} time", "Says sorry {count} times", sorry)
        yield Finding(rule.id, "INFO", words_, "sorry", draft.spans("sorry")[-1], more=_("Once is enough."))
