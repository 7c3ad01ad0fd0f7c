"""How the page Rule book says where a rule holds, what it does and how sure it is."""

from __future__ import annotations

from datetime import date

from storeapp.channels.rules import PLATFORMS
from storeapp.kernel.days import spoken_day
from storeapp.kernel.places import country_name
from storeapp.kernel.text import N_, _
from storeapp.rulebook.messages.facts import Finding
from storeapp.rulebook.messages.rules import MessageRule, place_titles, rule_kinds

DOES = {"BLOCK": N_("Stops"), "WARN": N_("Warns"), "INFO": N_("Mentions")}
DOES_KINDS = {"BLOCK": "bad", "WARN": "warn", "INFO": "plain"}
DOES_STATES = {"BLOCK": ("ban", "negative"), "WARN": ("triangle-alert", "warning"), "INFO": ("info", "text-2")}
SURE = {
    "V": N_("Read at the source"),
    "S": N_("Second-hand"),
    "K": N_("Not verified"),
    "house": N_("Our own"),
}
SURE_TONES = {"V": "positive", "S": "text-2", "K": "warning", "house": "text-2"}
JOBS = {
    "reply": N_("Replies"),
    "request": N_("Review requests"),
    "article": N_("Articles"),
    "writing": N_("How articles are written"),
    "offer": N_("Offers"),
    "case_message": N_("Messages on cases"),
}
MORE = {  # places of reviews that are no channel of a shop
    "yelp": "Yelp",
    "tripadvisor": "Tripadvisor",
    "facebook": "Facebook",
    "instagram": "Instagram",
    "walmart": "Walmart",
    "rakuten": "Rakuten",
    "temu": "Temu",
}
MOST_PLACES = 3


def where(rule: MessageRule) -> str:
    """`Amazon`, `EU, United Kingdom`, or `everywhere`."""
    places = [_(place_titles()[one]) if one in place_titles() else country_name(one) for one in rule.jurisdiction]
    named = {**PLATFORMS, **MORE}
    places += [_(named[one]) if one in named else one for one in rule.platforms if one != "*"]
    if not places:
        return _("everywhere")
    shown = places[:MOST_PLACES]
    words = _(", ").join(shown)
    return _("{places} and others").format(places=words) if len(places) > MOST_PLACES else words


def kind_words(rule: MessageRule) -> str:
    """`Law`, `Platform`, …"""
    return _(next(one.title for one in rule_kinds() if one.id == rule.kind))


def jobs_words(rule: MessageRule) -> str:
    """`Replies, Review requests`."""
    return _(", ").join(_(JOBS[one]) for one in rule.applies_to)


def checked_words(rule: MessageRule, today: date) -> str:
    """When somebody looked, and until when that is trusted."""
    day = spoken_day(rule.checked_on, today)
    if rule.review_after is None:
        return day
    return _("{day}, look again by {next}").format(day=day, next=spoken_day(rule.review_after, today))


def sure_words(rule: MessageRule) -> str:
    """How sure a rule is, and what follows from it."""
    if rule.certainty == "K":
        return _("Not verified. It advises and never stops.")
    return _(SURE[rule.certainty])


def tried_words(text: str, found: list[Finding], rule: MessageRule) -> tuple[str, str]:
    """What a rule says of a sentence, and the kind of it: "bad", "warn", "plain" or "good"."""
    mine = [one for one in found if one.rule == rule.id and one.severity != "FINE"]
    if not mine:
        return _("This rule has nothing to say of it"), "good"
    spans = sorted({one.span for one in mine if one.span is not None})
    words = _(", ").join(f"“{text[start:end]}”" for start, end in spans[:4])
    said = {
        "BLOCK": (_("Would stop: {words}"), _("Would stop, whatever the words")),
        "WARN": (_("Would warn: {words}"), _("Would warn, whatever the words")),
        "INFO": (_("Would mention: {words}"), _("Would mention it, whatever the words")),
    }[mine[0].severity]
    return said[0].format(words=words) if words else said[1], DOES_KINDS[mine[0].severity]
