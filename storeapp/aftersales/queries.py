"""Cases with their promises: the list in the order of what is due, one case whole, and what is due by a day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, and_, case, func, or_, select

from storeapp.aftersales.records import (
    CaseCounts,
    CaseDetail,
    CaseFilters,
    CaseRow,
    DueRow,
    OrderFacts,
    PromiseRow,
    ReviewFacts,
)
from storeapp.channels.queries import channel_names as names_of_channels
from storeapp.kernel.money import Money, order_total
from storeapp.kernel.rating_words import rating_words
from storeapp.store.tables import Case, CaseOrder, Channel, Customer, Order, OrderLine, Product, Promise, Review

JUDGED_DAYS = 90  # promises of so many days make up the share that was kept in time

_OPEN_PROMISE = (Promise.kept_on.is_(None), Promise.broken_on.is_(None))
_OPEN = and_(Promise.case_id == Case.id, *_OPEN_PROMISE)
_ORDER = select(func.min(CaseOrder.order_id)).where(CaseOrder.case_id == Case.id).correlate(Case).scalar_subquery()
_NEXT = select(func.min(Promise.due_on)).where(_OPEN).correlate(Case).scalar_subquery()
_PROMISES = select(func.count()).where(_OPEN).correlate(Case).scalar_subquery()


def _rows() -> Select[*tuple[Any, ...]]:
    return (
        select(
            Case.id,
            Case.title,
            Case.reason,
            Case.state,
            func.coalesce(Channel.platform, ""),
            func.coalesce(Channel.name, ""),
            Case.customer_id,
            func.coalesce(Customer.name, ""),
            func.coalesce(Order.number, ""),
            Case.opened_at,
            Case.closed_at,
            _NEXT,
            _PROMISES,
        )
        .outerjoin(Channel, Channel.id == Case.channel_id)
        .outerjoin(Customer, Customer.id == Case.customer_id)
        .outerjoin(Order, Order.id == _ORDER)
    )


def _conditions(wanted: CaseFilters) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if wanted.state:
        found.append(Case.state == wanted.state)
    if wanted.channel is not None:
        found.append(Case.channel_id == wanted.channel)
    if wanted.reason:
        found.append(Case.reason == wanted.reason)
    if wanted.search.strip():
        found.append(Case.title.icontains(wanted.search.strip(), autoescape=True))
    return found


def case_rows(
    conn: Connection, wanted: CaseFilters, first: int = 0, limit: int = 200, backwards: bool = False
) -> list[CaseRow]:
    """Open cases first, those with the earliest unkept promise on top, then the newest; `backwards` from the end."""
    order = _list_order()
    if backwards:
        order = [
            order[0].desc(),
            _NEXT.is_(None).desc(),
            _NEXT.desc(),
            func.coalesce(Case.closed_at, Case.opened_at),
            Case.id.asc(),
        ]
    found = conn.execute(_rows().where(*_conditions(wanted)).order_by(*order).limit(limit).offset(first))
    return [CaseRow(*row) for row in found]


def _list_order() -> list[ColumnElement[Any]]:
    return [
        case((Case.state == "open", 0), else_=1),
        _NEXT.is_(None),
        _NEXT,
        func.coalesce(Case.closed_at, Case.opened_at).desc(),
        Case.id.desc(),
    ]


def case_position(conn: Connection, wanted: CaseFilters, case_id: int) -> int | None:
    """The row of a case in a list, from 0; None if it isn't in it."""
    number = func.row_number().over(order_by=_list_order()).label("number")
    listed = select(Case.id.label("id"), number).where(*_conditions(wanted)).subquery()
    found = conn.execute(select(listed.c.number).where(listed.c.id == case_id)).scalar()
    return None if found is None else found - 1


def case_count(conn: Connection, wanted: CaseFilters) -> int:
    """How many cases the list holds."""
    return conn.execute(select(func.count()).select_from(Case).where(*_conditions(wanted))).scalar_one()


class CaseListing:
    """The list of cases as a table reads it."""

    count = staticmethod(case_count)
    rows = staticmethod(case_rows)
    position = staticmethod(case_position)


def list_with(conn: Connection, case_id: int, wanted: CaseFilters) -> CaseFilters:
    """Filters whose list holds a case: all of its state, whatever was wanted."""
    state = conn.execute(select(Case.state).where(Case.id == case_id)).scalar()
    return CaseFilters(state=state or wanted.state)


def counts(conn: Connection, today: date) -> CaseCounts:
    """The figures of the page's head."""
    states = {row[0]: row[1] for row in conn.execute(select(Case.state, func.count()).group_by(Case.state))}
    day = today.isoformat()
    due = conn.execute(
        select(func.sum(case((Promise.due_on < day, 1), else_=0)), func.sum(case((Promise.due_on == day, 1), else_=0)))
        .join(Case, Case.id == Promise.case_id)
        .where(Promise.kept_on.is_(None), Promise.broken_on.is_(None), Promise.due_on <= day, Case.state == "open")
    ).one()
    since = (today - timedelta(days=JUDGED_DAYS)).isoformat()
    judged = conn.execute(
        select(func.sum(case((Promise.kept_on <= Promise.due_on, 1), else_=0)), func.count()).where(
            Promise.due_on >= since, or_(Promise.due_on < day, Promise.kept_on.is_not(None))
        )
    ).one()
    return CaseCounts(
        states.get("open", 0), states.get("closed", 0), due[0] or 0, due[1] or 0, judged[0] or 0, judged[1] or 0
    )


def due(conn: Connection, today: date) -> list[DueRow]:
    """Promises of open cases that are due on `today` or were due before and are not kept, the oldest first."""
    columns = (Case.title, func.coalesce(Channel.platform, ""), func.coalesce(Channel.name, ""), Case.customer_id)
    wanted = (
        select(Promise.__table__, *columns, func.coalesce(Customer.name, ""))
        .join(Case, Case.id == Promise.case_id)
        .outerjoin(Channel, Channel.id == Case.channel_id)
        .outerjoin(Customer, Customer.id == Case.customer_id)
        .where(*_OPEN_PROMISE, Promise.due_on <= today.isoformat(), Case.state != "closed")
        .order_by(Promise.due_on, Promise.id)
    )
    return [DueRow(_promise(row), row.case_id, *row[-5:]) for row in conn.execute(wanted)]


def case_of(conn: Connection, kind: str, record: int) -> int | None:
    """The case of a "review" or an "order", an open one before a closed one; None without any."""
    of_order = Case.id.in_(select(CaseOrder.case_id).where(CaseOrder.order_id == record))
    mine = Case.review_id == record if kind == "review" else of_order
    tops = Case.id.in_(select(Case.root_id).where(mine))
    ordered = select(Case.id).where(tops).order_by(Case.state == "closed", Case.id.desc()).limit(1)
    return conn.execute(ordered).scalar()


def case_detail(conn: Connection, case_id: int) -> CaseDetail | None:
    """One case with its promises, order and review; None if it is gone."""
    row = conn.execute(_rows().where(Case.id == case_id)).first()
    if row is None:
        return None
    own = conn.execute(select(Case.__table__).where(Case.id == case_id)).one()
    first = select(func.min(CaseOrder.order_id)).where(CaseOrder.case_id == case_id).scalar_subquery()
    order = conn.execute(select(Order.__table__).where(Order.id == first)).first()
    promises = conn.execute(select(Promise.__table__).where(Promise.case_id == case_id).order_by(Promise.id)).all()
    kept = conn.execute(select(Channel.currency).where(Channel.id == own.channel_id)).scalar()
    earlier = orders = 0
    if own.customer_id is not None:
        others = select(func.count()).select_from(Case)
        earlier = conn.execute(others.where(Case.customer_id == own.customer_id, Case.id != case_id)).scalar_one()
        buyer = select(Customer.order_count).where(Customer.id == own.customer_id)
        orders = conn.execute(buyer).scalar() or 0
    return CaseDetail(
        row=CaseRow(*row),
        note=own.note,
        currency=(order.currency if order is not None else "") or kept or "",
        promises=tuple(_promise(one) for one in promises),
        order=None if order is None else _order(conn, order),
        review=_review(conn, own.review_id),
        orders=orders,
        earlier=earlier,
    )


def _promise(row: Row[Any]) -> PromiseRow:
    amount = None if row.amount_minor is None else Money(row.amount_minor, row.currency)
    return PromiseRow(row.id, row.case_id, row.kind, row.words, amount, row.due_on, row.made_at, row.kept_on)


def _order(conn: Connection, order: Row[Any]) -> OrderFacts:
    title = func.coalesce(Product.title, OrderLine.title)
    lines = conn.execute(
        select(func.coalesce(func.nullif(Product.label, ""), title), title)
        .select_from(OrderLine)
        .outerjoin(Product, Product.id == OrderLine.product_id)
        .where(OrderLine.order_id == order.id, OrderLine.kind == "")
        .order_by(OrderLine.id)
    ).all()
    names, titles = (", ".join(line[part] for line in lines if line[part]) for part in (0, 1))
    money = order_total(order.total_minor, order.items_minor, order.currency)
    return OrderFacts(order.id, order.number, names, titles, money, order.delivered_on)


def _review(conn: Connection, review_id: int | None) -> ReviewFacts | None:
    columns = (Review.id, Review.stars, Review.title, Review.text, Review.posted_on, Review.replied_on)
    wanted = select(*columns, Review.rating, Review.scale, Channel.platform).join(Channel)
    found = conn.execute(wanted.where(Review.id == review_id)).first()
    if found is None:
        return None
    return ReviewFacts(*found[:6], rating_words(found.platform, found.rating, found.scale), found.scale)


def channel_names(conn: Connection) -> Sequence[tuple[int, str, str]]:
    """(id, platform, name) of every channel, by name."""
    return names_of_channels(conn)
