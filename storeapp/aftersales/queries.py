"""Cases with their promises: the list in the order of what is due, one case whole, and what is due by a day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Connection, Row, func, select

from storeapp.aftersales.clocks.queries import first_clocks
from storeapp.aftersales.derived import NEVER
from storeapp.aftersales.records import (
    CaseCounts,
    CaseDetail,
    CaseFilters,
    CaseGroup,
    CaseRow,
    DueRow,
    OrderFacts,
    PromiseRow,
    ReviewFacts,
)
from storeapp.aftersales.rules import SOON
from storeapp.channels.queries import channel_names as names_of_channels
from storeapp.kernel.clock import Clock
from storeapp.kernel.money import Money, order_total
from storeapp.kernel.rating_words import rating_words
from storeapp.store.bulk import LISTED, json_ids, plain_number, plain_rows
from storeapp.store.search import match_query, match_sql
from storeapp.store.sql import ask
from storeapp.store.tables import Case, Channel, Customer, Order, OrderLine, Product, Promise, Review

END = "99999"  # after every turn
JUDGED_DAYS = 90  # promises of so many days make up the share that was kept in time

_OPEN = "p.kept_on IS NULL AND p.broken_on IS NULL"
_MINE = "p.case_id IN (SELECT g.id FROM cases g WHERE g.root_id = c.id)"
# Of the cases of one window of the list: what is read of each costs nothing of the length of the list.
_ROWS = f"""
SELECT c.id, c.title, c.reason, c.state, coalesce(ch.platform, ''), coalesce(ch.name, ''), c.customer_id,
    coalesce(b.name, ''), coalesce((SELECT o.number FROM case_orders n JOIN orders o ON o.id = n.order_id
    WHERE n.case_id IN (SELECT g.id FROM cases g WHERE g.root_id = c.id) ORDER BY n.id LIMIT 1), ''),
    c.opened_at, c.closed_at,
    (SELECT min(p.due_on) FROM promises p WHERE {_MINE} AND {_OPEN}), c.open_promises, c.turn_at, c.snoozed_until,
    c.severity, c.handler, c.waiting_for, c.next_step,
    (SELECT p.id FROM promises p WHERE {_MINE} AND {_OPEN} ORDER BY coalesce(p.due_on, '9999'), p.id LIMIT 1)
FROM cases c LEFT JOIN channels ch ON ch.id = c.channel_id LEFT JOIN customers b ON b.id = c.customer_id
WHERE c.{LISTED}
"""


def _where(wanted: CaseFilters, today: date | None = None) -> tuple[str, dict[str, Any]]:
    """The condition of a list with its values; its index holds cases that are not merged alone."""
    parts: list[str] = ["merged_into IS NULL"]
    values: dict[str, Any] = {}
    if wanted.state == "closed":
        parts.append("closed_at IS NOT NULL")  # which the index of closed ones is ordered by
    elif wanted.state:
        parts.append("state = :state")
        values["state"] = wanted.state
    if wanted.channel is not None:
        parts.append("channel_id = :channel")
        values["channel"] = wanted.channel
    if wanted.reason:
        parts.append("reason = :reason")
        values["reason"] = wanted.reason
    if wanted.search.strip():
        parts.append(f"id IN (SELECT root_id FROM cases WHERE id IN {match_sql('cases')})")
        values["search"] = match_query(wanted.search)
    if wanted.folded and today is not None:
        shown = [_within(*ends) for name, ends in _edges(today).items() if name not in wanted.folded]
        parts.append(f"({' OR '.join(f'({one})' for one in shown) or '0'})")
    return " AND ".join(parts), values


def _order(wanted: CaseFilters, backwards: bool = False) -> str:
    """Open cases by what is due, of equal ones the oldest first; closed ones by when they ended, the latest first."""
    if wanted.state == "closed":
        return "closed_at, id" if backwards else "closed_at DESC, id DESC"
    return "turn_at DESC, id DESC" if backwards else "turn_at, id"


def case_rows(
    conn: Connection,
    wanted: CaseFilters,
    first: int = 0,
    limit: int = 200,
    backwards: bool = False,
    today: date | None = None,
) -> list[CaseRow]:
    """A window of the list, see `_order`; `backwards` from the end. Groups are folded by `today`."""
    if wanted.search.strip() and not match_query(wanted.search):
        return []
    where, values = _where(wanted, today)
    sql = f"SELECT id FROM cases WHERE {where} ORDER BY {_order(wanted, backwards)} LIMIT :limit OFFSET :first"
    found = ask(conn, sql, **values, limit=limit, first=first)
    ids = [row[0] for row in found]
    rows = {row[0]: CaseRow(*row) for row in plain_rows(conn, _ROWS, json_ids(ids))}
    return [rows[number] for number in ids]


def case_position(conn: Connection, wanted: CaseFilters, case_id: int, today: date | None = None) -> int | None:
    """The row of a case in a list, from 0, of one that is merged that of the one on top; None if it isn't in it."""
    where, values = _where(wanted, today)
    own = (
        f"SELECT id, turn_at, closed_at FROM cases WHERE {where} "
        "AND id = (SELECT root_id FROM cases WHERE id = :case_id)"
    )
    row = ask(conn, own, **values, case_id=case_id).first()
    if row is None:
        return None
    before = "(turn_at, id) < (:turn, :number)"
    if wanted.state == "closed":
        before = "(closed_at, id) > (:ended, :number)"
    values |= {"turn": row.turn_at, "ended": row.closed_at, "number": row.id}
    return int(ask(conn, f"SELECT count(*) FROM cases WHERE {where} AND {before}", **values).scalar_one())


def case_count(conn: Connection, wanted: CaseFilters, today: date | None = None) -> int:
    """How many cases the list holds."""
    if wanted.search.strip() and not match_query(wanted.search):
        return 0
    where, values = _where(wanted, today)
    return int(ask(conn, f"SELECT count(*) FROM cases WHERE {where}", **values).scalar_one())


def case_groups(conn: Connection, wanted: CaseFilters, today: date) -> list[CaseGroup]:
    """The list of open or waiting cases in groups by when their turn is, in order, each with its number of cases.

    Those that are folded are counted like the others.
    """
    if wanted.state == "closed" or (wanted.search.strip() and not match_query(wanted.search)):
        return []
    where, values = _where(replace(wanted, folded=()), today)
    edges = _edges(today)
    if wanted.search.strip():  # found once, and then told apart
        key = " ".join(f"WHEN turn_at < '{end}' THEN '{name}'" for name, (_begin, end) in edges.items())
        sql = f"SELECT CASE {key} END AS urgency, count(*) FROM cases WHERE {where} GROUP BY urgency"
        found = {row[0]: row[1] for row in ask(conn, sql, **values)}
    else:  # the index has them in this order, so that each group is one stretch of it
        one = f"(SELECT count(*) FROM cases WHERE {where} AND {{}})"
        counted = ask(
            conn, f"SELECT {', '.join(one.format(_within(*ends)) for ends in edges.values())}", **values
        ).one()
        found = dict(zip(edges, counted, strict=True))
    return [CaseGroup(name, found[name]) for name in edges if found.get(name)]


def _edges(today: date) -> dict[str, tuple[str, str]]:
    """Where the turn of each group begins, and before what it ends."""
    day, tomorrow, week = ((today + timedelta(days=days)).isoformat() for days in (0, 1, SOON))
    ends = [day, tomorrow, week, NEVER, END]
    return dict(zip(("over", "today", "week", "later", "none"), zip(["", *ends[:-1]], ends, strict=True), strict=True))


def _within(begin: str, end: str) -> str:
    return f"turn_at >= '{begin}' AND turn_at < '{end}'"


class CaseListing:
    """The list of cases as a table reads it; `clock` tells the time by which what is left of their clocks is told."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    def count(self, conn: Connection, wanted: CaseFilters, /) -> int:
        """How many rows it has."""
        return case_count(conn, wanted, self._clock.today())

    def rows(
        self, conn: Connection, wanted: CaseFilters, first: int, limit: int, backwards: bool, /
    ) -> Sequence[CaseRow]:
        """A window of it, each row with its clock."""
        rows = case_rows(conn, wanted, first, limit, backwards, self._clock.today())
        if wanted.state == "closed":
            return rows
        clocks = first_clocks(conn, [row.id for row in rows], self._clock.now())
        return [replace(row, clock=clocks.get(row.id)) for row in rows]

    def position(self, conn: Connection, wanted: CaseFilters, row_id: int, /) -> int | None:
        """The number of a case's row, None if it isn't in the list."""
        return case_position(conn, wanted, row_id, self._clock.today())


def list_with(conn: Connection, case_id: int, wanted: CaseFilters, today: date) -> CaseFilters:
    """Filters whose list holds a case: all of its state, whatever was wanted; only its own group is unfolded."""
    top = select(Case.root_id).where(Case.id == case_id).scalar_subquery()
    row = conn.execute(select(Case.state, Case.turn_at).where(Case.id == top)).first()
    if row is None:
        return CaseFilters(state=wanted.state)
    kept = wanted.folded if row.state == wanted.state else ()
    own = next(name for name, (begin, end) in _edges(today).items() if begin <= row.turn_at < end)
    return CaseFilters(state=row.state, folded=tuple(name for name in kept if name != own))


def counts(conn: Connection, today: date) -> CaseCounts:
    """The figures of the page's head."""
    states = dict(plain_rows(conn, "SELECT state, count(*) FROM cases WHERE merged_into IS NULL GROUP BY state"))
    day = today.isoformat()
    due_ones = plain_rows(
        conn,
        "SELECT coalesce(sum(CASE WHEN p.due_on < ?1 THEN 1 END), 0), "
        "coalesce(sum(CASE WHEN p.due_on = ?1 THEN 1 END), 0) FROM promises p "
        "JOIN cases c ON c.id = p.case_id JOIN cases t ON t.id = c.root_id "
        "WHERE p.kept_on IS NULL AND p.broken_on IS NULL AND p.due_on <= ?1 AND t.state <> 'closed'",
        day,
    )[0]
    since = (today - timedelta(days=JUDGED_DAYS)).isoformat()
    judged = plain_rows(
        conn,
        "SELECT coalesce(sum(CASE WHEN kept_on <= due_on THEN 1 END), 0), count(*) FROM promises WHERE due_on >= ?1 "
        "AND (due_on < ?2 OR kept_on IS NOT NULL OR broken_on IS NOT NULL)",
        since,
        day,
    )[0]
    return CaseCounts(states.get("open", 0), states.get("waiting", 0), states.get("closed", 0), *due_ones, *judged)


def due(conn: Connection, today: date) -> list[DueRow]:
    """Promises of cases that are not closed, due on `today` or before and neither kept nor broken; the oldest first."""
    top = Case.__table__.alias("top")
    columns = (top.c.title, func.coalesce(Channel.platform, ""), func.coalesce(Channel.name, ""), top.c.customer_id)
    wanted = (
        select(Promise.__table__, top.c.id.label("top_id"), *columns, func.coalesce(Customer.name, ""))
        .join(Case, Case.id == Promise.case_id)
        .join(top, top.c.id == Case.root_id)
        .outerjoin(Channel, Channel.id == top.c.channel_id)
        .outerjoin(Customer, Customer.id == top.c.customer_id)
        .where(Promise.kept_on.is_(None), Promise.broken_on.is_(None), Promise.due_on <= today.isoformat())
        .where(top.c.state != "closed")
        .order_by(Promise.due_on, func.coalesce(Promise.due_time, "24:00"), Promise.id)
    )
    return [DueRow(_promise(row), row.top_id, *row[-5:]) for row in conn.execute(wanted)]


def case_of(conn: Connection, kind: str, record: int) -> int | None:
    """The case on top of those of a "review" or "order", open ones first; of a "customer" an open one. None of none."""
    mine = {
        "review": "review_id = ?1",
        "customer": "customer_id = ?1",
        "order": "id IN (SELECT case_id FROM case_orders WHERE order_id = ?1)",
    }[kind]
    still_open = "AND state <> 'closed' " if kind == "customer" else ""  # a new complaint is a new case
    sql = (
        f"SELECT id FROM cases WHERE id IN (SELECT root_id FROM cases WHERE {mine}) "
        f"{still_open}"
        "ORDER BY state = 'closed', id DESC LIMIT 1"
    )
    found = plain_rows(conn, sql, record)
    return found[0][0] if found else None


def case_detail(conn: Connection, case_id: int) -> CaseDetail | None:
    """One case with its promises, orders and review, those of all cases under it; None if it is gone.

    Of a case that is merged it is the one on top.
    """
    case_id = plain_number(conn, "SELECT root_id FROM cases WHERE id = ?", case_id)
    rows = plain_rows(conn, _ROWS, json_ids([case_id]))
    if not rows:
        return None
    own = conn.execute(select(Case.__table__).where(Case.id == case_id)).one()
    group = select(Case.id).where(Case.root_id == case_id)
    promises = conn.execute(select(Promise.__table__).where(Promise.case_id.in_(group)).order_by(Promise.id)).all()
    orders = _orders(conn, case_id)
    kept = conn.execute(select(Channel.currency).where(Channel.id == own.channel_id)).scalar()
    under = plain_rows(conn, "SELECT id, title FROM cases WHERE root_id = ?1 AND id <> ?1 ORDER BY id", case_id)
    review = conn.execute(
        select(Case.review_id).where(Case.root_id == case_id, Case.review_id.is_not(None)).order_by(Case.id != case_id)
    ).scalar()
    earlier = bought = 0
    if own.customer_id is not None:
        others = select(func.count()).select_from(Case)
        others = others.where(Case.customer_id == own.customer_id, Case.root_id != case_id)
        earlier = conn.execute(others).scalar_one()
        buyer = select(Customer.order_count).where(Customer.id == own.customer_id)
        bought = conn.execute(buyer).scalar() or 0
    return CaseDetail(
        row=CaseRow(*rows[0]),
        note=own.note,
        currency=next((one.currency for one in orders if one.currency), "") or kept or "",
        promises=tuple(_promise(row) for row in promises),
        orders_of=orders,
        review=_review(conn, review),
        orders=bought,
        earlier=earlier,
        under=tuple((number, title) for number, title in under),
        split_from=own.split_from,
        reopened=own.reopened,
        asked_at=own.asked_at,
    )


def _promise(row: Row[Any]) -> PromiseRow:
    amount = None if row.amount_minor is None else Money(row.amount_minor, row.currency)
    told = (row.kind, row.words, amount, row.due_on, row.made_at, row.kept_on, row.broken_on, row.due_time)
    return PromiseRow(row.id, row.case_id, *told, row.first_due_on)


def _orders(conn: Connection, case_id: int) -> tuple[OrderFacts, ...]:
    numbers = [
        number
        for (number,) in plain_rows(
            conn,
            "SELECT n.order_id FROM case_orders n JOIN cases c ON c.id = n.case_id WHERE c.root_id = ? "
            "GROUP BY n.order_id ORDER BY min(n.id)",
            case_id,
        )
    ]
    found = conn.execute(select(Order.__table__).where(Order.id.in_(numbers)))
    rows = {row.id: row for row in found}
    return tuple(_order_facts(conn, rows[number], case_id) for number in numbers)


def _order_facts(conn: Connection, order: Row[Any], case_id: int) -> OrderFacts:
    title = func.coalesce(Product.title, OrderLine.title)
    lines = conn.execute(
        select(OrderLine.id, func.coalesce(func.nullif(Product.label, ""), title), title)
        .select_from(OrderLine)
        .outerjoin(Product, Product.id == OrderLine.product_id)
        .where(OrderLine.order_id == order.id, OrderLine.kind == "")
        .order_by(OrderLine.id)
    ).all()
    ties = plain_rows(
        conn,
        "SELECT n.id, n.order_line_id FROM case_orders n JOIN cases c ON c.id = n.case_id WHERE c.root_id = ? "
        "AND n.order_id = ? ORDER BY n.id",
        case_id,
        order.id,
    )
    chosen = {line for _tie, line in ties if line is not None}
    told = [line for line in lines if not chosen or line[0] in chosen]
    names, titles = (", ".join(line[part] for line in told if line[part]) for part in (1, 2))
    money = order_total(order.total_minor, order.items_minor, order.currency)
    return OrderFacts(
        order.id, order.number, names, titles, money, order.delivered_on, order.currency, order.placed_on,
        tuple((line[0], line[1] or "") for line in lines), tuple(tie for tie, _line in ties),
    )  # fmt: skip


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
