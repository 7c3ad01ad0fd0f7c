"""Cards as a kind of message: what their templates may name, where their code leads, and how they are checked. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from storeapp.kernel.text import N_
from storeapp.kernel.titles import short_name
from storeapp.messages.drafts import CheckedLine, Checks, stopping, told
from storeapp.messages.templates import (
    LANGUAGES,
    MessageKind,
    TemplateRow,
    Variable,
    first_name,
    offered,
    put_together,
)
from storeapp.rulebook.messages.facts import Finding
from storeapp.solicitation import rules
from storeapp.solicitation.messages.letters import RequestChecks, Sender
from storeapp.solicitation.records import RequestRow

CARD_SITUATION = "card"
CARD = MessageKind(
    "cards",
    {
        "first_name": Variable(N_("First name"), N_("Ann")),
        "product": Variable(N_("Product"), N_("the walnut lamp"), "product"),
        "order_number": Variable(N_("Order number"), "10493"),
        "link": Variable(N_("Where to write the review"), "https://shop.example/review"),
        "channel": Variable(N_("Channel"), "Etsy"),
        "shop_name": Variable(N_("Shop name"), N_("Your shop")),
        "name": Variable(N_("Your name"), N_("Your shop")),
    },
    lambda: {CARD_SITUATION: N_("Card in the parcel")},
)
# Why no message goes to a buyer whose parcel may have a card all the same: a card needs no address, and it is no mail.
_NO_MESSAGE = ("no_address", "consent", "no_day", "no_time", "platform_asks", "never_asked", "checkout", "quiet")


@dataclass(frozen=True, slots=True)
class ParcelCard:
    """One card: its text, where its code leads ("" for none) and whose shop it is. `order_id` None: for any order."""

    text: str
    link: str
    shop: str
    language: str
    order_id: int | None = None
    number: str = ""


@dataclass(frozen=True, slots=True)
class CardChecks:
    """The rules of requests, held against a card's text and where its code leads ("" for no code)."""

    known: RequestChecks
    link: str

    def findings(self, text: str) -> list[Finding]:
        """What the rules say of a card with this text; what they say of its code has no place in the text."""
        # An empty card is judged by what is known before a word is written, as an empty message is.
        whole = f"{text}\n{self.link}" if self.link and text.strip() else text
        return [one if _within(one, text) else replace(one, span=None, way="") for one in self.known.findings(whole)]

    def looked_at(self) -> int:
        """How many rules such a card is held against, here and today."""
        return self.known.looked_at()

    def source(self, rule: str) -> str:
        """A rule's title with its source, for a tooltip."""
        return self.known.source(rule)


def _within(finding: Finding, text: str) -> bool:
    return finding.span is None or finding.span[1] <= len(text)


def card_lines(desk_checks: Checks, text: str) -> list[CheckedLine]:
    """What the rules say of a card's text, for the list of checks. No rule is put aside for what is printed."""
    return told(text, desk_checks.findings(text), ())


def stops(lines: Sequence[CheckedLine]) -> int:
    """How many of these lines stop the card."""
    return len(stopping(lines))


def languages() -> list[tuple[str, str]]:
    """The languages of cards, with what their own speakers call them."""
    return list(LANGUAGES.items())


def link_of(review_page: str, shop_page: str, number: str) -> str:
    """Where the code leads: the plan's review page, else the shop's; a card for any order has no `number` to put in."""
    wanted = review_page or shop_page
    if "{number}" in wanted and not number:
        wanted = shop_page
    return wanted.replace("{number}", number) if number or "{number}" not in wanted else ""


def template_of(language: str, own: Sequence[TemplateRow]) -> tuple[TemplateRow, str]:
    """The template of cards in a language and the language it is in: the owner's first, else the program's."""
    found = offered(CARD.id, language, CARD_SITUATION, tuple(own))
    return found[0], found[0].language


def values_for(row: RequestRow | None, channel: str, link: str, sender: Sender) -> dict[str, str]:
    """The variables of a card: of an order, or of any ("" for all that only an order has)."""
    return {
        "first_name": first_name(row.buyer) if row is not None else "",
        "product": short_name(row.product, "") if row is not None and row.products == 1 else "",
        "order_number": row.number if row is not None else "",
        "link": link,
        "channel": channel,
        "shop_name": sender.shop,
        "name": sender.name or sender.shop,
    }


def filled_card(template: TemplateRow, values: dict[str, str]) -> str:
    """A card's text. UserError where the template can't be filled."""
    return put_together(CARD, template, values, True)


def may_have_card(row: RequestRow) -> bool:
    """Whether a card may lie in the parcel of an order: it wasn't asked, reviewed, stopped or canceled."""
    if row.state in (rules.TOO_EARLY, rules.READY):
        return True
    return row.state in (rules.HELD, rules.NOT_ASKED) and row.reason in _NO_MESSAGE
