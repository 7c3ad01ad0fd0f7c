"""Requests as a kind of message: what their templates may name, the language of a buyer, the subject, the checks."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any

from storeapp.kernel.paths import resource
from storeapp.kernel.text import N_, _
from storeapp.kernel.titles import short_name
from storeapp.messages.templates import (
    LANGUAGES,
    MessageKind,
    TemplateRow,
    Variable,
    built_in,
    filled,
    first_name,
    language_of,
    phrase,
    put_together,
    with_fallbacks,
)
from storeapp.rulebook.messages.engine import check, in_force
from storeapp.rulebook.messages.facts import DraftFacts, Finding
from storeapp.rulebook.messages.rules import MessageRule, message_rules
from storeapp.solicitation.plans import Plan, Share, share_of
from storeapp.solicitation.records import RequestRow
from storeapp.solicitation.rules import FIRST
from storeapp.solicitation.wording import STEPS

LETTERS = "ABCDEFGH"
# Where a mail must show the sender's postal address (rulebook US-CANSPAM, CA-CASL); "" because it may be there.
ADDRESS_SHOWN = ("US", "CA", "")
WRITTEN = ("email", "chat", "letter")  # ways in which the shop itself says how to refuse and where it is

REQUEST = MessageKind(
    "requests",
    {
        "first_name": Variable(N_("First name"), N_("Ann")),
        "product": Variable(N_("Product"), N_("the walnut lamp"), "product"),
        "order_number": Variable(N_("Order number"), "10493"),
        "link": Variable(N_("Where to write the review"), "https://shop.example/review"),
        "coupon": Variable(N_("Coupon"), "CALM-7K3FQ2"),
        "channel": Variable(N_("Channel"), "Etsy"),
        "shop_name": Variable(N_("Shop name"), N_("Your shop")),
        "name": Variable(N_("Your name"), N_("Your shop")),
        "role": Variable(N_("Your role")),
        "optout": Variable(N_("How to refuse such messages")),
        "address": Variable(N_("Postal address"), "1 Main Street, Springfield"),
    },
    lambda: STEPS,
)


@dataclass(frozen=True, slots=True)
class RequestChecks:
    """The rule book of requests, held against what is known of one order and its buyer."""

    facts: DraftFacts
    rules: tuple[MessageRule, ...] = field(default_factory=message_rules)

    def findings(self, text: str) -> list[Finding]:
        """What the rules say of a request."""
        return check(text, self.facts, self.rules)

    def looked_at(self) -> int:
        """How many rules such a text is held against, here and today."""
        return sum(1 for _rule in in_force(self.rules, self.facts))

    def source(self, rule: str) -> str:
        """A rule's title with its source, for a tooltip."""
        known = next(one for one in self.rules if one.id == rule)
        return _("{title} ({id}). {source}, checked {day}").format(
            title=_(known.title), id=known.id, source=known.source, day=known.checked_on
        )


@dataclass(frozen=True, slots=True)
class Sender:
    """Who writes: the shop's name and postal address, the name and role under messages; "" where unknown."""

    shop: str = ""
    address: str = ""
    name: str = ""
    role: str = ""


@dataclass(frozen=True, slots=True)
class Letter:
    """One message as it may go. `template` and `variant` name whose words they are.

    `missing`: titles (to translate) of what the message should hold and nobody knows.
    """

    order_id: int
    to: str
    language: str
    template: str
    variant: str
    subject: str
    body: str
    missing: tuple[str, ...] = ()


@cache
def _guesses() -> Mapping[str, Any]:
    return tomllib.loads(resource("solicitation", "languages.toml").read_text("utf-8"))


def language_for(known: str, platform: str, country: str) -> tuple[str, bool]:
    """The language to write to a buyer in, and whether it is only guessed: by the platform, the country, else English.

    `known`: a code as imported, "" where it isn't known.
    """
    if known:
        return language_of(known), False
    guesses = _guesses()
    return str(guesses["platforms"].get(platform) or guesses["countries"].get(country) or "en"), True


def language_name(code: str) -> str:
    """A language of templates as its own speakers call it."""
    return LANGUAGES[code]


def shares_for(plan: Plan, language: str, own: tuple[TemplateRow, ...] = ()) -> tuple[Share, ...]:
    """How a plan shares its first requests out among templates: as the plan says, else evenly among
    the owner's templates, else among the program's.

    `own` are the owner's templates. What a plan names and nobody has is left out.
    """
    names = {one.name for one in (*own, *built_in(REQUEST.id, language)) if one.language == language}
    planned = tuple(one for one in plan.templates if one.language == language and one.template in names)
    if planned:
        return planned
    mine = [one.name for one in own if one.language == language and one.situation in ("", FIRST)]
    found = mine or [one.name for one in built_in(REQUEST.id, language) if one.situation == FIRST]
    each = 100 // len(found) if found else 0
    rest = 100 - each * len(found)
    return tuple(
        Share(language, name, LETTERS[place], each + (rest if place == 0 else 0)) for place, name in enumerate(found)
    )


def template_for(
    plan: Plan, step: str, language: str, order_id: int, own: tuple[TemplateRow, ...] = ()
) -> tuple[TemplateRow | None, str]:
    """The template of an order's next message and its variant: of the first request by the plan's shares.

    Reminders and photo requests take the owner's first template of that step, else the program's. None where a language
    has none, which English never lacks.
    """
    offered = [one for one in (*own, *built_in(REQUEST.id, language)) if one.language == language]
    if step == FIRST:
        share = share_of(replace(plan, templates=shares_for(plan, language, own)), language, order_id)
        if share is not None:
            found = next((one for one in offered if one.name == share.template), None)
            return found, share.variant
    fitting = [one for one in offered if one.situation == step] or offered
    return (fitting[0], "") if fitting else (None, "")


def letter(row: RequestRow, plan: Plan, sender: Sender, own: Sequence[TemplateRow] = ()) -> Letter:
    """The message that is due for an order, in the buyer's language where there is a template, else in English.

    `own`: the owner's templates of this kind. Which of a plan's templates it gets is chance, but the same each time.
    UserError where a template can't be filled.
    """
    language, _guessed = language_for(row.language, row.platform, row.country)
    step = row.step or FIRST
    template, variant = template_for(plan, step, language, row.id, tuple(own))
    if template is None:
        language = "en"
        template, variant = template_for(plan, step, language, row.id, tuple(own))
    assert template is not None  # English has every step
    values = values_of(row, plan, sender, language)
    known = with_fallbacks(REQUEST, language, values)
    subject = filled(phrase(REQUEST.id, language, f"subject_{step}"), known)
    missing = _missing(template, known, plan, row.country)
    text = put_together(REQUEST, template, values, True)
    return Letter(row.id, row.email, language, template.name, variant, " ".join(subject.split()), text, missing)


def values_of(row: RequestRow, plan: Plan, sender: Sender, language: str) -> dict[str, str]:
    """The variables of one order, "" where nothing is known. What only the shop's own messages hold is "" elsewhere."""
    written, product = plan.through in WRITTEN, short_name(row.product, "") if row.products == 1 else ""
    return {
        "first_name": first_name(row.buyer),
        "product": product,
        "order_number": row.number,
        "link": (plan.link or row.url).replace("{number}", row.number) if written else "",
        "coupon": row.coupon,
        "channel": row.channel,
        "shop_name": sender.shop,
        "name": sender.name or sender.shop,
        "role": sender.role,
        "optout": phrase(REQUEST.id, language, "optout") if written else "",
        "address": sender.address if written else "",
    }


def filled_spans(text: str, values: Mapping[str, str]) -> list[tuple[int, int]]:
    """Where the text holds what was filled in for this order, in order and without overlap."""
    words = sorted({one for one in values.values() if len(one) > 1}, key=len, reverse=True)
    found: list[tuple[int, int]] = []
    for word in words:
        start = text.find(word)
        while start >= 0:
            end = start + len(word)
            if all(end <= one[0] or one[1] <= start for one in found):
                found.append((start, end))
            start = text.find(word, end)
    return sorted(found)


def _missing(template: TemplateRow, known: Mapping[str, str], plan: Plan, country: str) -> tuple[str, ...]:
    """What stands in the template outside of a condition about itself, and is empty."""
    bare = re.sub(r"\{%-? *if (\w+) *-?%\}.*?\{%-? *endif *-?%\}", "", template.body, flags=re.DOTALL)
    named = set(re.findall(r"\{\{-? *(\w+)", bare))
    if plan.through == "email":  # a mail has to say where it leads and who sends it, whatever the template's conditions
        named |= {"link", "shop_name"} | ({"address"} if country in ADDRESS_SHOWN else set())
        named -= {"name"}  # the shop's stands in for it
    return tuple(variable.title for name, variable in REQUEST.variables.items() if name in named and not known[name])
