"""Requests as a kind of message: what their templates may name, and the letter that one order gets."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from storeapp.kernel.text import N_
from storeapp.messages.templates import (
    MessageKind,
    TemplateRow,
    Variable,
    filled,
    first_name,
    language_of,
    offered,
    phrase,
    put_together,
    with_fallbacks,
)
from storeapp.solicitation.plans import Plan, share_of
from storeapp.solicitation.records import RequestRow
from storeapp.solicitation.wording import STEPS

_LANGUAGES: Mapping[str, str] = {
    "CN": "zh-Hans", "TW": "zh-Hant", "HK": "zh-Hant", "MO": "zh-Hant", "ES": "es", "MX": "es", "AR": "es", "CO": "es",
    "CL": "es", "PE": "es", "UY": "es", "RU": "ru", "BY": "ru", "ID": "id", "DE": "de", "AT": "de", "BR": "pt",
    "PT": "pt",
}  # fmt: skip

# Where a mail must show the sender's postal address (rulebook US-CANSPAM, CA-CASL); "" because it may be there.
ADDRESS_SHOWN = ("US", "CA", "")

REQUEST = MessageKind(
    "requests",
    {
        "first_name": Variable(N_("First name"), N_("Ann")),
        "product": Variable(N_("Product"), N_("the walnut lamp"), "product"),
        "order_number": Variable(N_("Order number"), "10493"),
        "link": Variable(N_("Where to write the review"), "https://shop.example/review"),
        "shop_name": Variable(N_("Shop name"), N_("Your shop")),
        "address": Variable(N_("Postal address"), "1 Main Street, Springfield"),
        "by_mail": Variable(N_("Goes by mail"), "1"),
        "name": Variable(N_("Your name"), N_("Your shop")),
        "role": Variable(N_("Your role")),
    },
    lambda: STEPS,
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
    """One message as it may go. `missing`: titles (to translate) of what the template names and nobody knows."""

    order_id: int
    to: str
    language: str
    template: str
    variant: str
    subject: str
    body: str
    missing: tuple[str, ...] = ()


def letter(row: RequestRow, plan: Plan, sender: Sender, own: Sequence[TemplateRow] = ()) -> Letter:
    """The message that is due for an order, in the buyer's language where there is a template, else in English.

    `own`: the owner's templates of this kind. Which of a plan's templates it gets is chance, but the same each time.
    UserError where a template can't be filled.
    """
    language = language_of(row.language) if row.language else _LANGUAGES.get(row.country, "en")
    there = offered(REQUEST.id, language, row.step, tuple(own))
    share = share_of(plan, language, row.id) if row.step == "first" else None
    chosen = next((one for one in there if share is not None and one.name == share.template), there[0])
    values = _values(row, plan, sender)
    subject = filled(
        phrase(REQUEST.id, chosen.language, f"subject_{row.step or 'first'}"), _all(chosen.language, values)
    )
    return Letter(
        row.id,
        row.email,
        chosen.language,
        chosen.name,
        share.variant if share is not None and chosen.name == share.template else "",
        " ".join(subject.split()),
        put_together(REQUEST, chosen, values, True),
        _missing(chosen, values, row.country),
    )


def _values(row: RequestRow, plan: Plan, sender: Sender) -> dict[str, str]:
    mail = plan.through == "email"
    return {
        "first_name": first_name(row.buyer),
        "product": row.product,
        "order_number": row.number,
        "link": row.url if mail else "",
        "shop_name": sender.shop,
        "address": sender.address,
        "by_mail": "1" if mail else "",
        "name": sender.name or sender.shop,
        "role": sender.role,
    }


def _all(language: str, values: Mapping[str, str]) -> Mapping[str, str]:
    return with_fallbacks(REQUEST, language, values)


def _missing(template: TemplateRow, values: Mapping[str, str], country: str) -> tuple[str, ...]:
    """What stands in the template outside of a condition about itself, and is empty without a fallback."""
    known = _all(template.language, values)
    bare = re.sub(r"\{%-? *if (\w+) *-?%\}.*?\{%-? *endif *-?%\}", "", template.body, flags=re.DOTALL)
    named = set(re.findall(r"\{\{-? *(\w+)", bare))
    if values["by_mail"]:  # a mail has to say where it leads and who sends it, whatever the template's conditions
        named |= {"link", "shop_name"} | ({"address"} if country in ADDRESS_SHOWN else set())
    return tuple(
        variable.title for name, variable in REQUEST.variables.items() if name in named and not known.get(name, "")
    )
