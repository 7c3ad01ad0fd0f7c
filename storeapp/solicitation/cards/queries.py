"""Reads what is printed on cards: for the parcels of orders, or for any parcel of a channel."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import select

from storeapp.channels.rules import platform_title
from storeapp.kernel.errors import UserError
from storeapp.kernel.progress import Progress
from storeapp.kernel.text import _
from storeapp.messages.drafts import DraftContext
from storeapp.messages.queries import own_templates, owner_rules
from storeapp.messages.templates import TemplateRow
from storeapp.rulebook.messages.engine import warm
from storeapp.rulebook.messages.facts import OWN_PLACES, AskFacts, DraftFacts
from storeapp.rulebook.messages.permission import Permission
from storeapp.rulebook.messages.rules import MessageRule
from storeapp.solicitation.cards.texts import (
    CARD,
    CARD_SITUATION,
    CardChecks,
    ParcelCard,
    filled_card,
    link_of,
    may_have_card,
    template_of,
    values_for,
)
from storeapp.solicitation.facts import Known, Setting, known, setting
from storeapp.solicitation.messages.letters import RequestChecks, Sender, language_for
from storeapp.solicitation.plans import plan_for
from storeapp.solicitation.queries import RequestList, sender
from storeapp.solicitation.records import RequestRow
from storeapp.solicitation.wording import reason_words, state_title
from storeapp.store.tables import Channel

if TYPE_CHECKING:
    from sqlalchemy import Connection


@dataclass(frozen=True, slots=True)
class CardDesk:
    """What a card for any order of a channel is written with. `problem`: why the template can't be filled, "" if so."""

    context: DraftContext
    text: str
    link: str
    shop: str
    problem: str = ""

    def card(self, text: str) -> ParcelCard:
        """The card with this text."""
        return ParcelCard(text, self.link, self.shop, self.context.language)


@dataclass(frozen=True, slots=True)
class Cards:
    """The cards of orders, and (order, why not) of those that get none."""

    cards: tuple[ParcelCard, ...]
    left: tuple[tuple[int, str], ...]


def card_desk(conn: Connection, channel_id: int, language: str, now: datetime) -> CardDesk | None:
    """A card for any order of a channel; None where that is gone. `language` "": the one most of its buyers have."""
    warm()  # here, beside the window, and not when the first letter is typed
    found = conn.execute(select(Channel.platform, Channel.name, Channel.url).where(Channel.id == channel_id)).first()
    if found is None:
        return None
    about, writes, own = setting(conn, now), sender(conn), tuple(own_templates(conn, CARD.id))
    plan = plan_for(about.plans, found.platform, channel_id, (), "")
    link = link_of(plan.link, found.url, "")
    values = values_for(None, _place(found.platform, found.name), link, writes)
    seller = about.places[channel_id].seller
    template, spoken = template_of(language or language_for("", found.platform, seller)[0], own)
    text, problem = "", ""
    try:
        text = filled_card(template, values)
    except UserError as error:
        problem = error.sentence
    facts = _facts(found.platform, found.name, seller, "", spoken, now)
    checks = CardChecks(RequestChecks(facts, owner_rules(conn)), link)
    context = DraftContext(channel_id, checks, values, spoken, own, CARD_SITUATION)
    return CardDesk(context, text, link, writes.shop, problem)


def cards_for(conn: Connection, orders: Sequence[int], now: datetime, progress: Progress) -> Cards:
    """A card for the parcel of each of these orders (ids), in its buyer's language; `service.refresh` comes before.

    Left out with the reason: whoever was asked, reviewed or wants no messages, and what a rule stops.
    """
    shop = _CardShop(setting(conn, now), sender(conn), tuple(own_templates(conn, CARD.id)), owner_rules(conn))
    judged = {one.facts.order_id: one for one in known(conn, orders, shop.about)}
    rows = {row.id: row for row in RequestList().rows_of(conn, orders)}
    cards: list[ParcelCard] = []
    left: list[tuple[int, str]] = []
    for order in progress.over(list(dict.fromkeys(orders)), len(orders)):
        one, row = judged.get(order), rows.get(order)
        if one is None or row is None:
            left.append((order, _("This order is gone.")))
            continue
        made = _card(row, one, shop)
        if isinstance(made, ParcelCard):
            cards.append(made)
        else:
            left.append((order, made))
    return Cards(tuple(cards), tuple(left))


@dataclass(frozen=True, slots=True)
class _CardShop:
    """What all cards of one look have in common."""

    about: Setting
    writes: Sender
    own: tuple[TemplateRow, ...]
    rules: tuple[MessageRule, ...]


def _card(row: RequestRow, one: Known, shop: _CardShop) -> ParcelCard | str:
    """The card for an order, or why it gets none."""
    now = shop.about.now
    if not may_have_card(row):
        why = reason_words(row.reason, row.detail, now.date(), resume=one.plan.resume)
        return _("{state}: {reason}").format(state=state_title(row.state), reason=why)
    language, _guessed = language_for(one.language or row.language, row.platform, one.facts.country)
    link = link_of(one.plan.link, row.url, row.number)
    template, spoken = template_of(language, shop.own)
    try:
        text = filled_card(template, values_for(row, _place(row.platform, row.channel), link, shop.writes))
    except UserError as error:
        return error.sentence
    facts = _facts(row.platform, row.channel, shop.about.places[one.channel].seller, one.facts.country, spoken, now)
    facts = replace(
        facts,
        names=tuple(filter(None, (row.buyer,))),
        number=row.number,
        about=row.product,
        ask=AskFacts(permission=Permission(opted_out=one.facts.left_alone)),
    )
    found = CardChecks(RequestChecks(facts, shop.rules), link).findings(text)
    stop = next((finding.sentence for finding in found if finding.severity == "BLOCK"), "")
    return stop or ParcelCard(text, link, shop.writes.shop, spoken, row.id, row.number)


def _place(platform: str, name: str) -> str:
    """Where buyers write to the shop, in words a buyer knows: the platform; the shop's own name for its own site."""
    return name if platform in OWN_PLACES else platform_title(platform)


def _facts(platform: str, channel: str, seller: str, buyer: str, language: str, now: datetime) -> DraftFacts:
    """What the rule book is told of a card. Nobody knows when it is read: it has no day and no hour."""
    return DraftFacts(
        platform=platform, channel=channel, today=now.date(), language=language, job="request", buyer=buyer,
        seller=seller, through="card",
    )  # fmt: skip
