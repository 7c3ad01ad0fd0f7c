"""What a case's record says, for comparing a message with it: its orders, products, amounts and days."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Connection, select

from storeapp.aftersales.clocks.queries import working_hours
from storeapp.aftersales.records import CaseDetail
from storeapp.aftersales.story.rules import KINDS
from storeapp.kernel.money import Money
from storeapp.kernel.text import N_
from storeapp.kernel.workdays import Workdays
from storeapp.rulebook.messages.facts import RecordFacts
from storeapp.store.tables import CaseEntry, Order, OrderLine, Product

MOST_OTHERS = 1000  # products of the shop that are looked for in a message
DAYS = {
    "placed_on": N_("Ordered"),
    "paid_on": N_("Paid"),
    "shipped_on": N_("Shipped"),
    "due_on": N_("Expected"),
    "delivered_on": N_("Delivered"),
    "canceled_on": N_("Canceled"),
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
    wanted = select(CaseEntry.kind, CaseEntry.amount_minor, CaseEntry.currency).where(
        CaseEntry.case_id == case_id, CaseEntry.amount_minor.is_not(None)
    )
    return ((KINDS[row.kind].title, Money(row.amount_minor, row.currency)) for row in conn.execute(wanted))


def workdays_of(conn: Connection) -> Workdays:
    """The days on which the owner works."""
    hours = working_hours(conn)
    return Workdays(frozenset(day for day, stretches in enumerate(hours.week) if stretches), hours.holidays)
