"""How well the shop serves its buyers, read from its cases: one definition for the page, Today and the report."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Any

from sqlalchemy import Connection

from storeapp.aftersales.causes.costs import Costs
from storeapp.aftersales.causes.metrics import (
    REPEAT_DAYS,
    REPEAT_PATTERN,
    CaseFact,
    Portion,
    Repeat,
    Waits,
    by_share,
    repeat_rate,
    repeats,
    waits,
)
from storeapp.aftersales.causes.queries.costs import Period, costs, last_days, sales, this_month
from storeapp.kernel.clock import from_utc_text
from storeapp.kernel.money import Money
from storeapp.kernel.rows import dataclass
from storeapp.orders.sales import SENT_BACK, refunds, sold
from storeapp.store.sql import aside, ask

BAD = 3  # reviews of so many stars or fewer are bad ones
TOP = "(root_id IS NULL OR root_id = id)"  # cases that are not merged into another
_SENT_BACK = ", ".join(f"'{one}'" for one in SENT_BACK)
_DELIVERED = f"(o.delivered_on IS NOT NULL OR o.status = 'delivered' OR o.status IN ({_SENT_BACK}))"
# A parcel came back if the platform says so, or if the owner noted in a case that it arrived.
_CAME_BACK = (
    "(o.status = 'returned' OR EXISTS (SELECT 1 FROM case_entries e WHERE e.order_id = o.id AND e.kind = 'return'))"
)


@dataclass(frozen=True, slots=True)
class ServiceFigures:
    """The figures of a period. Hours count from the buyer's first message, else from the opening of the case.

    `cases` opened in it, `orders` sold in it; `kept` promises of those due in it; `reopened` of the cases closed in
    it; `repeated` products of those with a case; `returned` units of those delivered; `refunded` money by currency
    with its sales; `turned` bad reviews with a case that rose above 3 stars.
    """

    period: Period
    cases: int
    orders: int
    first_reply: Waits
    resolution: Waits
    kept: Portion
    reopened: Portion
    repeated: Portion
    returned: Portion
    refunded: dict[str, tuple[Money, Money | None]]
    turned: Portion
    costs: list[Costs]

    @property
    def per_hundred(self) -> float | None:
        """Cases per 100 orders, None without orders."""
        return 100 * self.cases / self.orders if self.orders else None


@dataclass(frozen=True, slots=True)
class HeadFigures:
    """The few figures of the page's head: waits and promises of the last 90 days, costs of the month so far."""

    first_reply: Waits
    resolution: Waits
    kept: Portion
    costs: list[Costs]


def head_figures(conn: Connection, today: date, channel: int | None = None) -> HeadFigures:
    """What the page's head shows."""
    period = last_days(REPEAT_DAYS, today, channel)
    waited = first_replies(conn, period), resolutions(conn, period), promises_kept(conn, period)
    return HeadFigures(*waited, costs(conn, this_month(today, channel)))


def service_figures(conn: Connection, period: Period) -> ServiceFigures:
    """All figures of a period."""
    facts = case_facts(conn, period)
    return ServiceFigures(
        period=period,
        cases=len(facts),
        orders=order_count(conn, period),
        first_reply=first_replies(conn, period),
        resolution=resolutions(conn, period),
        kept=promises_kept(conn, period),
        reopened=reopened(conn, period),
        repeated=repeat_rate(facts),
        returned=returned_units(conn, period),
        refunded=refunded(conn, period),
        turned=reviews_turned(conn, period),
        costs=costs(conn, period),
    )


def _within(column: str, period: Period, table: str = "") -> tuple[str, dict[str, Any]]:
    """The condition that an instant lies in a period, and its channel's."""
    since, until = period.bounds
    where, values = f"{column} >= :since AND {column} < :until", {"since": since, "until": until}
    if period.channel is None:
        return where, values
    return f"{where} AND {table}channel_id = :channel", values | {"channel": period.channel}


def _ordered(period: Period, orders: str = "o") -> tuple[str, dict[str, Any]]:
    """The condition that an order was placed in a period, and its channel's."""
    values: dict[str, Any] = {"until": period.until, "since": period.since}
    where = f"{orders}.placed_on >= :since AND {orders}.placed_on <= :until"
    if period.channel is None:
        return where, values
    return f"{where} AND {orders}.channel_id = :channel", values | {"channel": period.channel}


def case_facts(conn: Connection, period: Period) -> list[CaseFact]:
    """What counts of each case opened in a period, oldest first."""
    where, values = _within("opened_at", period)
    wanted = (
        "SELECT id, opened_at, reason, product_id, customer_id FROM cases "
        f"WHERE state IN ('open', 'waiting', 'closed') AND {where} AND {TOP} ORDER BY opened_at, id"
    )
    found = ask(conn, wanted, **values)
    return [CaseFact(row[0], _local_day(row[1]), row[2], row[3], row[4]) for row in found]


def _local_day(utc: str) -> str:
    return from_utc_text(utc).astimezone().date().isoformat()


def order_count(conn: Connection, period: Period) -> int:
    """Orders sold in a period."""
    if period.whole_months:
        only = " AND channel_id = :channel" if period.channel is not None else ""
        months = {"since": period.since[:7], "until": period.until[:7]}
        values = months | ({"channel": period.channel} if period.channel is not None else {})
        wanted = f"SELECT coalesce(sum(sold), 0) FROM order_months WHERE month >= :since AND month <= :until{only}"
        return int(ask(conn, wanted, **values).scalar_one())
    where, values = _ordered(period)
    return int(ask(conn, f"SELECT coalesce(sum({sold('o')}), 0) FROM orders o WHERE {where}", **values).scalar_one())


def first_replies(conn: Connection, period: Period) -> Waits:
    """Hours until the first answer of a person, of the cases opened in a period that have one."""
    where, values = _within("c.opened_at", period, "c.")
    found = ask(
        conn,
        "SELECT coalesce((SELECT min(e.at) FROM case_entries e JOIN cases mine ON mine.id = e.case_id "
        f"WHERE mine.root_id = c.id AND {aside('e.kind')} = 'in'), c.opened_at), c.first_reply_at FROM cases c "
        f"WHERE c.state IN ('open', 'waiting', 'closed') AND {where} AND c.first_reply_at IS NOT NULL "
        "AND (c.root_id IS NULL OR c.root_id = c.id)",
        **values,
    )
    return waits([_hours(*row) for row in found])


def resolutions(conn: Connection, period: Period) -> Waits:
    """Hours from the opening to the end, of the cases closed in a period."""
    where, values = _within("closed_at", period)
    found = ask(conn, f"SELECT opened_at, closed_at FROM cases WHERE {where} AND merged_into IS NULL", **values)
    return waits([_hours(*row) for row in found])


def _hours(start: str, end: str) -> float:
    return (from_utc_text(end) - from_utc_text(start)).total_seconds() / 3600


def promises_kept(conn: Connection, period: Period) -> Portion:
    """Promises kept in time of those whose day lay in a period and is over, or that were kept."""
    values: dict[str, Any] = {"since": period.since, "until": period.until}
    joined = ""
    if period.channel is not None:
        joined = " JOIN cases c ON c.id = p.case_id AND c.channel_id = :channel"
        values["channel"] = period.channel
    row = ask(
        conn,
        "SELECT coalesce(sum(CASE WHEN p.kept_on <= p.due_on THEN 1 ELSE 0 END), 0), count(*) "
        f"FROM promises p{joined} WHERE p.due_on >= :since AND p.due_on <= :until "
        "AND (p.due_on < :until OR p.kept_on IS NOT NULL OR p.broken_on IS NOT NULL)",
        **values,
    ).one()
    return Portion(row[0], row[1])


def reopened(conn: Connection, period: Period) -> Portion:
    """Cases that were opened again, of those closed in a period."""
    where, values = _within("closed_at", period)
    row = ask(
        conn,
        "SELECT coalesce(sum(CASE WHEN reopened > 0 THEN 1 ELSE 0 END), 0), count(*) FROM cases "
        f"WHERE {where} AND merged_into IS NULL",
        **values,
    ).one()
    return Portion(row[0], row[1])


def returned_units(conn: Connection, period: Period, product: int | None = None) -> Portion:
    """Units that came back, of those delivered of the orders placed in a period; of one product or of all."""
    where, values = _ordered(period)
    if product is not None:
        where += " AND ol.product_id = :product"
        values["product"] = product
    row = ask(
        conn,
        f"SELECT coalesce(sum(CASE WHEN {_CAME_BACK} THEN ol.quantity ELSE 0 END), 0), coalesce(sum(ol.quantity), 0) "
        f"FROM orders o JOIN order_lines ol ON ol.order_id = o.id WHERE {where} AND ol.kind = '' AND {_DELIVERED}",
        **values,
    ).one()
    return Portion(row[0], row[1])


def returned_by_product(conn: Connection, period: Period) -> list[tuple[int, str, Portion]]:
    """(id, title, units back of units delivered) of every product of which anything came back, most units first."""
    where, values = _ordered(period)
    found = ask(
        conn,
        "SELECT p.id, coalesce(nullif(p.label, ''), p.title), "
        f"sum(CASE WHEN {_CAME_BACK} THEN ol.quantity ELSE 0 END), sum(ol.quantity) "
        "FROM orders o JOIN order_lines ol ON ol.order_id = o.id "
        f"JOIN products p ON p.id = ol.product_id WHERE {where} AND ol.kind = '' AND {_DELIVERED} "
        "GROUP BY p.id, p.label, p.title "
        f"HAVING max(CASE WHEN {_CAME_BACK} THEN 1 ELSE 0 END) = 1 "
        "ORDER BY 3 DESC, p.id",
        **values,
    )
    return [(row[0], row[1], Portion(row[2], row[3])) for row in found]


def cases_by_reason(conn: Connection, period: Period) -> list[tuple[str, Portion]]:
    """Each reason with its cases, of all orders sold in the period; the most frequent first."""
    counted = Counter(one.reason for one in case_facts(conn, period))
    return by_share(counted, order_count(conn, period))


def refunded(conn: Connection, period: Period) -> dict[str, tuple[Money, Money | None]]:
    """By currency: what was paid back of the orders placed in a period, as their files say, and their sales."""
    sold_by = sales(conn, period)
    if period.whole_months:
        only = " AND channel_id = :channel" if period.channel is not None else ""
        values: dict[str, Any] = {"since": period.since[:7], "until": period.until[:7]}
        values |= {"channel": period.channel} if period.channel is not None else {}
        wanted = (
            "SELECT currency, sum(refunded_minor) FROM order_months "
            f"WHERE month >= :since AND month <= :until{only} GROUP BY currency"
        )
    else:
        where, values = _ordered(period)
        wanted = f"SELECT o.currency, sum({refunds('o')}) FROM orders o WHERE {where} GROUP BY o.currency"
    found = ask(conn, wanted, **values)
    return {row[0]: (Money(row[1], row[0]), sold_by.get(row[0])) for row in found if row[1]}


def reviews_turned(conn: Connection, period: Period) -> Portion:
    """Bad reviews with a case that rose above 3 stars, of all bad ones whose case was opened in a period."""
    where, values = _within("c.opened_at", period, "c.")
    row = ask(
        conn,
        "SELECT coalesce(sum(CASE WHEN stars > :bad THEN 1 ELSE 0 END), 0), count(*) FROM ("
        "SELECT DISTINCT r.id AS id, r.stars AS stars FROM cases c JOIN reviews r ON r.id = c.review_id "
        f"WHERE {where} AND r.stars IS NOT NULL AND (r.stars <= :bad OR EXISTS (SELECT 1 FROM review_versions v "
        "WHERE v.review_id = r.id AND v.rating IS NOT NULL AND v.rating * 5 <= :bad * r.scale))) AS bad_ones",
        **values,
        bad=BAD,
    ).one()
    return Portion(row[0], row[1])


def product_patterns(conn: Connection, period: Period) -> list[Repeat]:
    """Products with three cases of one reason within 90 days."""
    return repeats(case_facts(conn, period), "product", REPEAT_PATTERN)
