"""Reads what is needed to write one request, and what the owner keeps while writing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Connection, select

from storeapp.kernel.errors import UserError
from storeapp.kernel.progress import Progress
from storeapp.kernel.text import _
from storeapp.messages.drafts import DraftContext, stopping, told
from storeapp.messages.queries import own_templates, owner_rules
from storeapp.rulebook.messages.engine import warm
from storeapp.rulebook.messages.facts import AskFacts, DraftFacts
from storeapp.rulebook.messages.permission import Permission
from storeapp.solicitation.facts import Known, known, setting
from storeapp.solicitation.messages.letters import (
    REQUEST,
    Letter,
    RequestChecks,
    language_for,
    letter,
    values_of,
)
from storeapp.solicitation.order_pages import order_page
from storeapp.solicitation.plans import Plan
from storeapp.solicitation.queries import order_request, sender
from storeapp.solicitation.records import RequestDetail, RequestRow
from storeapp.solicitation.rules import FIRST
from storeapp.store.tables import RequestDraft, RequestOverride


@dataclass(frozen=True, slots=True)
class RequestDesk:
    """Everything beside one order of the queue.

    `context` holds what the message is checked against; `plain` is the message as its template makes it, `own` the
    owner's (subject, text), None where they changed nothing. `guessed`: nobody knows the buyer's language.
    `problem`: why the template can't be filled, "" where it can. `page`: the address of the order's page on its
    channel, "" where none is known.
    """

    detail: RequestDetail
    plan: Plan
    step: str
    context: DraftContext
    plain: Letter
    own: tuple[str, str] | None
    guessed: bool
    problem: str = ""
    page: str = ""

    @property
    def subject(self) -> str:
        """The subject as it stands."""
        return self.own[0] if self.own is not None else self.plain.subject

    @property
    def text(self) -> str:
        """The message as it stands."""
        return self.own[1] if self.own is not None else self.plain.body


def request_desk(conn: Connection, order_id: int, now: datetime) -> RequestDesk | None:
    """All that is shown beside one order, with its message; None where it is gone or was never looked at."""
    warm()  # here, beside the window, and not when the first letter is typed
    detail = order_request(conn, order_id)
    about = setting(conn, now)
    judged = known(conn, [order_id], about)
    if detail is None or not judged:
        return None
    one, row = judged[0], detail.row
    step = row.step or FIRST
    own = tuple(own_templates(conn, REQUEST.id))
    language, guessed = language_for(one.language or row.language, row.platform, one.facts.country)
    writes, problem = sender(conn), ""
    try:
        plain = letter(row, one.plan, writes, own)
    except UserError as error:
        problem, plain = error.sentence, Letter(order_id, row.email, language, "", "", "", "")
    language = plain.language
    values = values_of(row, one.plan, writes, language)
    seller = about.places[one.channel].seller
    facts = facts_of(one, row, seller, language, now, writes.address)
    context = DraftContext(
        key=order_id,
        checks=RequestChecks(facts, owner_rules(conn)),
        values=values,
        language=language,
        templates=own,
        situation=step,
        overruled=_overruled(conn, order_id),
    )
    page, kept = order_page(row.platform, row.number, seller), _draft(conn, order_id, step)
    return RequestDesk(detail, one.plan, step, context, plain, kept, guessed, problem, page)


@dataclass(frozen=True, slots=True)
class Mail:
    """The message of one order as it would go now. `stop`: the sentence of what stops it, "" for nothing."""

    letter: Letter
    stop: str = ""


def mails_of(conn: Connection, rows: Sequence[RequestRow], now: datetime, progress: Progress) -> list[Mail]:
    """What is written to each of these orders, in the owner's own words where they changed it, held against the rules.

    Orders that are gone or were never looked at are left out.
    """
    about, writes, own = setting(conn, now), sender(conn), tuple(own_templates(conn, REQUEST.id))
    rules = owner_rules(conn)
    judged = {one.facts.order_id: one for one in known(conn, [row.id for row in rows], about)}
    table = RequestDraft
    kept = {
        (order, step): (subject, text)
        for order, step, subject, text in conn.execute(
            select(table.order_id, table.step, table.subject, table.text).order_by(table.id)
        )
    }
    found = []
    for row in progress.over(rows, len(rows)):
        one = judged.get(row.id)
        if one is None:
            continue
        try:
            plain = letter(row, one.plan, writes, own)
        except UserError as error:
            found.append(Mail(Letter(row.id, row.email, "", "", "", "", ""), error.sentence))
            continue
        goes = in_own_words(plain, kept.get((row.id, row.step or FIRST)))
        if not goes.body.strip():
            found.append(Mail(goes, _("The message is empty.")))
            continue
        facts = facts_of(one, row, about.places[one.channel].seller, goes.language, now, writes.address)
        checks = RequestChecks(facts, rules)
        findings = checks.findings(goes.body)
        stops = [one for one in findings if one.severity == "BLOCK"]
        if stops:  # only then does it matter what the owner overruled
            stops = [line.finding for line in stopping(told(goes.body, findings, _overruled(conn, row.id)))]
        found.append(Mail(goes, stops[0].sentence if stops else ""))
    return found


def in_own_words(plain: Letter, own: tuple[str, str] | None) -> Letter:
    """The letter as the owner's (subject, text) has it; changed words are nobody's template, and lack nothing of it."""
    if own is None:
        return plain
    subject, text = own
    if text.strip() == plain.body.strip():
        return replace(plain, subject=subject)
    return replace(plain, subject=subject, body=text, template="", variant="", missing=())


def facts_of(one: Known, row: RequestRow, seller: str, language: str, now: datetime, address: str) -> DraftFacts:
    """What the rule book is told of a request about one order. That it may go at all is judged before."""
    facts, delivery = one.facts, one.facts.delivery
    return DraftFacts(
        platform=row.platform,
        channel=row.channel,
        today=now.date(),
        names=tuple(filter(None, (row.buyer,))),
        number=row.number,
        about=row.product,
        language=language,
        job="request",
        buyer=facts.country,
        seller=seller,
        through=one.plan.through,
        ask=AskFacts(
            delivered_from=delivery.low if delivery is not None else None,
            delivered_to=delivery.high if delivery is not None else None,
            permission=Permission(
                given=facts.consent == "yes",
                opted_out=facts.left_alone,
                address_from_sale=True,
                own_similar=True,
                told_at_sale=one.plan.told_at_checkout,
                last_sale=facts.last_sale,
            ),
            reward=one.plan.reward or row.coupon,
            address=address,
        ),
    )


def _draft(conn: Connection, order_id: int, step: str) -> tuple[str, str] | None:
    found = conn.execute(
        select(RequestDraft.subject, RequestDraft.text).where(
            RequestDraft.order_id == order_id, RequestDraft.step == step
        )
    ).first()
    return (found[0], found[1]) if found is not None else None


def _overruled(conn: Connection, order_id: int) -> tuple[tuple[str, str], ...]:
    table = RequestOverride
    found = conn.execute(select(table.rule, table.text).where(table.order_id == order_id).order_by(table.id))
    return tuple((rule, text) for rule, text in found)
