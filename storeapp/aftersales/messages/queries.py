"""All that stands beside one case while it is worked on: its facts, its story, its clocks, and what a message is
checked against."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime

from sqlalchemy import Connection, select

from storeapp.aftersales.causes.queries.causes import cause_of, matching_cause
from storeapp.aftersales.clocks.queries import clocks_of, working_hours
from storeapp.aftersales.clocks.rules import Running
from storeapp.aftersales.linking.queries import CareGuide, guides_for
from storeapp.aftersales.messages.letters import CASE, CaseChecks, situation_of
from storeapp.aftersales.proposals.queries import likely_reason
from storeapp.aftersales.proposals.rules import Supposed
from storeapp.aftersales.queries import case_detail
from storeapp.aftersales.reasons.queries import ReasonBook, reason_book
from storeapp.aftersales.records import CaseDetail
from storeapp.aftersales.rules import promise_words
from storeapp.aftersales.story.queries import CaseStory, story
from storeapp.aftersales.story.rules import KINDS
from storeapp.kernel.money import Money
from storeapp.kernel.text import N_
from storeapp.kernel.workdays import Workdays
from storeapp.messages.drafts import DraftContext
from storeapp.messages.queries import own_templates, owner_rules, signature
from storeapp.messages.templates import first_name, language_of
from storeapp.rulebook.messages.engine import warm
from storeapp.rulebook.messages.facts import DraftFacts, PromiseOnCase, RecordFacts
from storeapp.store.shop_settings import shop_setting
from storeapp.store.tables import Case, CaseEntry, CaseTick, Customer, Order, OrderLine, Product

MOST_OTHERS = 1000  # products of the shop that are looked for in a message
DAYS = {
    "placed_on": N_("Ordered"),
    "paid_on": N_("Paid"),
    "shipped_on": N_("Shipped"),
    "due_on": N_("Expected"),
    "delivered_on": N_("Delivered"),
    "canceled_on": N_("Canceled"),
}

NOT_TOLD = Supposed("", ())


@dataclass(frozen=True, slots=True)
class CaseDesk:
    """One case with all beside it. `cause`: (id, title) of the root cause it is linked with, None without one.

    `book`: the reasons as the owner has them; `done`: points of the checklist that are ticked off; `likely`: the reason
    that its review and order speak for, where it has none; `guides`: articles that help with its products.
    """

    detail: CaseDetail
    story: CaseStory
    context: DraftContext
    clocks: tuple[Running, ...]
    cause: tuple[int, str] | None
    book: ReasonBook = field(default_factory=lambda: ReasonBook({}))
    done: frozenset[str] = frozenset()
    offered: tuple[int, str] | None = None  # a cause of the same reason and product, where it has none
    likely: Supposed = NOT_TOLD
    guides: tuple[CareGuide, ...] = ()


def case_desk(conn: Connection, case_id: int, now: datetime, show_names: bool = True) -> CaseDesk | None:
    """One case, of a merged one the one on top; None if it is gone."""
    warm()  # here, beside the window, and not when the first letter is typed
    detail = case_detail(conn, case_id)
    if detail is None:
        return None
    today = now.astimezone().date()
    told = story(conn, detail.row.id, today)
    names, language, country = _buyer(conn, detail)
    facts = replace(
        _facts(detail, names, language, country, now), record=record_of(conn, detail), workdays=workdays_of(conn)
    )
    answered = any(one.kind == "out" for one in told.lines)
    context = DraftContext(
        key=detail.row.id,
        checks=CaseChecks(facts, owner_rules(conn)),
        values=_values(conn, detail, names[0] if names else "", show_names),
        language=language_of(language),
        templates=tuple(own_templates(conn, CASE.id)),
        situation=situation_of(detail.row.reason, answered),
        case=detail.row.id,
    )
    clocks = clocks_of(conn, detail.row.id, now) if detail.row.state != "closed" else ()
    cause = cause_of(conn, "case", detail.row.id)
    done = conn.execute(
        select(CaseTick.item).join(Case, Case.id == CaseTick.case_id).where(Case.root_id == detail.row.id)
    ).scalars()
    offered = None if cause is not None else matching_cause(conn, detail.row.id)
    likely = NOT_TOLD
    if not detail.row.reason:
        about = detail.review.id if detail.review is not None else None
        likely = likely_reason(conn, about, detail.order.id if detail.order is not None else None)
    guides = tuple(guides_for(conn, detail.row.id, context.language))
    ticked, book = frozenset(done), reason_book(conn)
    return CaseDesk(detail, told, context, tuple(clocks), cause, book, ticked, offered, likely, guides)


def _buyer(conn: Connection, detail: CaseDetail) -> tuple[tuple[str, ...], str, str]:
    """The names the buyer goes by, their language and country; "" where unknown."""
    customer = conn.execute(
        select(Customer.name, Customer.language, Customer.country).where(Customer.id == detail.row.customer_id)
    ).first()
    orders = conn.execute(
        select(Order.buyer_name, Order.ship_country).where(Order.id.in_([one.id for one in detail.orders_of]))
    ).all()
    named = [customer.name if customer is not None else "", *(row.buyer_name for row in orders)]
    country = next((row.ship_country for row in orders if row.ship_country), "")
    language = customer.language if customer is not None else ""
    return (
        tuple(dict.fromkeys(filter(None, named))),
        language or "",
        country or (customer.country if customer else "") or "",
    )


def _facts(detail: CaseDetail, names: tuple[str, ...], language: str, country: str, now: datetime) -> DraftFacts:
    row, order = detail.row, detail.order
    promised = tuple(PromiseOnCase(one.kind, one.amount, one.due_on) for one in detail.promises if not one.broken_on)
    about = [row.title, *(one.titles for one in detail.orders_of)]
    return DraftFacts(
        platform=row.platform,
        channel=row.channel,
        today=now.astimezone().date(),
        stars=detail.review.stars if detail.review is not None else None,
        names=names,
        number=order.number if order is not None else "",
        total=order.total if order is not None else None,
        currency=detail.currency,
        case=row.id,
        solved=row.state == "closed",
        promises=promised,
        about=" ".join(about),
        language=language,
        job="case_message",
        buyer=country,
    )


def _values(conn: Connection, detail: CaseDetail, buyer: str, show_names: bool) -> dict[str, str]:
    name, role, _contact = signature(conn)
    shop = str(shop_setting(conn, "shop_name", "") or "")
    due = [one for one in detail.promises if one.is_open]
    promised = min(due, key=lambda one: (one.due_on or "9999", one.id)) if due else None
    order = detail.order
    return {
        "first_name": first_name(buyer, show_names),
        "product": order.products if order is not None and len(order.lines) == 1 else "",
        "order_number": order.number if order is not None else "",
        "problem": detail.row.title,
        "promise": promise_words(promised.kind, promised.words, promised.amount) if promised is not None else "",
        "shop_name": shop,
        "name": name or shop,
        "role": role,
    }


def record_of(conn: Connection, detail: CaseDetail) -> RecordFacts:
    """The record of a case; nothing where it has no order."""
    orders = [one.id for one in detail.orders_of]
    if not orders:
        return RecordFacts()
    rows = conn.execute(select(Order.__table__).where(Order.id.in_(orders))).all()
    wanted = select(OrderLine.title, OrderLine.price_minor, OrderLine.quantity, OrderLine.order_id)
    titles = wanted.add_columns(Product.title.label("product"), Product.label)
    lines = conn.execute(
        titles.outerjoin(Product, Product.id == OrderLine.product_id).where(OrderLine.order_id.in_(orders))
    ).all()
    currencies = {row.id: row.currency for row in rows}
    sums = [(row.currency, minor) for row in rows for minor in (row.total_minor, row.items_minor)]
    prices = [(currencies[line.order_id], line.price_minor) for line in lines]
    amounts = [
        *((N_("Order total"), Money(minor, currency)) for currency, minor in sums if minor is not None),
        *((N_("Shipping"), Money(row.shipping_minor, row.currency)) for row in rows if row.shipping_minor),
        *((N_("Price"), Money(minor, currency)) for currency, minor in prices if minor),
        *((N_("Promised"), one.amount) for one in detail.promises if one.amount is not None),
        *_recorded(conn, detail.row.id),
    ]
    days = [(title, getattr(row, name)) for name, title in DAYS.items() for row in rows if getattr(row, name)]
    days += [(N_("Opened"), detail.row.opened_at)] if detail.row.opened_at else []
    days += [(N_("Promised"), one.made_at) for one in detail.promises]
    own = dict.fromkeys(name for line in lines for name in (line.product, line.title, line.label) if name)
    others = conn.execute(select(Product.title).where(Product.title.not_in(list(own))).limit(MOST_OTHERS)).scalars()
    return RecordFacts(
        numbers=tuple(row.number for row in rows if row.number),
        amounts=tuple(dict.fromkeys(amounts)),
        days=tuple(dict.fromkeys((title, day[:10]) for title, day in days)),
        products=tuple(own),
        others=tuple(others),
    )


def _recorded(conn: Connection, case_id: int) -> Iterator[tuple[str, Money]]:
    group = select(Case.id).where(Case.root_id == case_id)
    wanted = select(CaseEntry.kind, CaseEntry.amount_minor, CaseEntry.currency).where(
        CaseEntry.case_id.in_(group), CaseEntry.amount_minor.is_not(None)
    )
    return ((KINDS[row.kind].title, Money(row.amount_minor, row.currency)) for row in conn.execute(wanted))


def workdays_of(conn: Connection) -> Workdays:
    """The days on which the owner works."""
    hours = working_hours(conn)
    return Workdays(frozenset(day for day, stretches in enumerate(hours.week) if stretches), hours.holidays)
