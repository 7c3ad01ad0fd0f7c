"""How well the shop serves its buyers, read from its cases: one definition for the page, Today and the report."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime
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
from storeapp.aftersales.causes.queries.costs import Period, costs, last_days, this_month
from storeapp.aftersales.causes.queries.kept_costs import opened_by_cause
from storeapp.aftersales.causes.queries.returns import ordered, refunded, returned_units
from storeapp.kernel.clock import from_utc_text, local_day, utc_text
from storeapp.kernel.days import last_months
from storeapp.kernel.money import Money
from storeapp.kernel.rows import dataclass
from storeapp.orders.sales import sold
from storeapp.store.sql import aside, ask

BAD = 3  # reviews of so many stars or fewer are bad ones
TOP = "(root_id IS NULL OR root_id = id)"  # cases that are not merged into another


@dataclass(frozen=True, slots=True)
class ServiceFigures:
    """The figures of a period. Hours count from the buyer's first message, else from the opening of the case.

    `cases` opened in it, `orders` sold in it; `kept` promises of those due in it; `reopened` of the cases closed in
    it, `at_once` of them solved with one message; `waiting` hours since the opening of those not closed by now;
    `repeated` products and `again` buyers of those with a case; `returned` units of those delivered; `refunded` money
    by currency with its sales; `turned` bad reviews with a case that rose above 3 stars.
    """

    period: Period
    cases: int
    orders: int
    first_reply: Waits
    resolution: Waits
    kept: Portion
    reopened: Portion
    at_once: Portion
    waiting: Waits
    repeated: Portion
    again: Portion
    returned: Portion
    refunded: dict[str, tuple[Money, Money | None]]
    turned: Portion
    costs: list[Costs]

    @property
    def per_hundred(self) -> float | None:
        """Cases per 100 orders, None without orders."""
        return 100 * self.cases / self.orders if self.orders else None

    @property
    def cost_each(self) -> list[Money]:
        """What a case cost on average, by currency; costs are those of the period, cases those opened in it."""
        return [Money(round(one.money.minor / self.cases), one.money.currency) for one in self.costs if self.cases]


@dataclass(frozen=True, slots=True)
class HeadFigures:
    """The figures of the page's head: of the last 90 days, costs of the month so far.

    `cases` per order are those of the last three months with this one so far, of which orders are counted already;
    `since` is their first day.
    """

    first_reply: Waits
    resolution: Waits
    kept: Portion
    reopened: Portion
    repeated: Portion
    turned: Portion
    cases: Portion
    since: str
    costs: list[Costs]


def head_figures(conn: Connection, today: date, channel: int | None = None) -> HeadFigures:
    """What the page's head shows."""
    period = last_days(REPEAT_DAYS, today, channel)
    months = Period(last_months(3, today).isoformat(), today.isoformat(), channel, so_far=True)
    return HeadFigures(
        first_reply=first_replies(conn, period),
        resolution=resolutions(conn, period),
        kept=promises_kept(conn, period),
        reopened=reopened(conn, period),
        repeated=repeated_products(conn, period),
        turned=reviews_turned(conn, period),
        cases=Portion(case_count(conn, months), order_count(conn, months)),
        since=months.since,
        costs=costs(conn, this_month(today, channel)),
    )


def service_figures(conn: Connection, period: Period, now: datetime | None = None) -> ServiceFigures:
    """All figures of a period; `now` is when open cases are as old as told, else the period's end."""
    facts = case_facts(conn, period)
    return ServiceFigures(
        period=period,
        cases=len(facts),
        orders=order_count(conn, period),
        first_reply=first_replies(conn, period),
        resolution=resolutions(conn, period),
        kept=promises_kept(conn, period),
        reopened=reopened(conn, period),
        at_once=solved_at_once(conn, period),
        waiting=open_ages(conn, period, utc_text(now) if now is not None else period.bounds[1]),
        repeated=repeat_rate(facts),
        again=repeat_rate(facts, "customer"),
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


def case_facts(conn: Connection, period: Period) -> list[CaseFact]:
    """What counts of each case opened in a period, oldest first."""
    where, values = _within("opened_at", period)
    wanted = (
        "SELECT id, opened_at, reason, product_id, customer_id FROM cases "
        f"WHERE state IN ('open', 'waiting', 'closed') AND {where} AND {TOP} ORDER BY opened_at, id"
    )
    found = ask(conn, wanted, **values)
    days: dict[str, str] = {}
    return [CaseFact(row[0], _local_day(row[1], days), row[2], row[3], row[4]) for row in found]


def case_count(conn: Connection, period: Period) -> int:
    """How many cases were opened in a period."""
    return opened_by_cause(conn, *period.bounds, period.channel).total()


def _local_day(utc: str, known: dict[str, str]) -> str:
    """The owner's day of an instant; `known` keeps those of whole hours of UTC, "" where a day ends within one."""
    hour = utc[:13]
    if hour not in known:
        first, last = (from_utc_text(f"{hour}:{rest}Z").astimezone().date() for rest in ("00:00", "59:59"))
        known[hour] = first.isoformat() if first == last else ""
    return known[hour] or local_day(utc).isoformat()


def order_count(conn: Connection, period: Period) -> int:
    """Orders sold in a period."""
    if period.whole_months:
        only = " AND channel_id = :channel" if period.channel is not None else ""
        months = {"since": period.since[:7], "until": period.until[:7]}
        values = months | ({"channel": period.channel} if period.channel is not None else {})
        wanted = f"SELECT coalesce(sum(sold), 0) FROM order_months WHERE month >= :since AND month <= :until{only}"
        return int(ask(conn, wanted, **values).scalar_one())
    where, values = ordered(period)
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


def repeated_products(conn: Connection, period: Period) -> Portion:
    """The repeat rate of products in a period of at most 90 days, in which any two cases of one reason are close."""
    where, values = _within("opened_at", period)
    row = ask(
        conn,
        "SELECT coalesce(sum(CASE WHEN most > 1 THEN 1 ELSE 0 END), 0), count(*) FROM (SELECT product_id, max(found) "
        "AS most FROM (SELECT product_id, reason, count(*) AS found FROM cases WHERE product_id IS NOT NULL "
        f"AND reason <> '' AND state IN ('open', 'waiting', 'closed') AND {where} AND {TOP} "
        "GROUP BY product_id, reason) AS alike GROUP BY product_id) AS products",
        **values,
    ).one()
    return Portion(row[0], row[1])


def solved_at_once(conn: Connection, period: Period) -> Portion:
    """Cases solved with one message and never opened again, of those closed in a period with a message at all."""
    where, values = _within("c.closed_at", period, "c.")
    row = ask(
        conn,
        "SELECT coalesce(sum(CASE WHEN sent = 1 AND reopened = 0 THEN 1 ELSE 0 END), 0), count(*) FROM ("
        "SELECT c.reopened AS reopened, (SELECT count(*) FROM cases mine JOIN case_entries e ON e.case_id = mine.id "
        f"WHERE mine.root_id = c.id AND {aside('e.kind')} = 'out') AS sent "
        f"FROM cases c WHERE {where} AND c.merged_into IS NULL) AS solved WHERE sent > 0",
        **values,
    ).one()
    return Portion(row[0], row[1])


def open_ages(conn: Connection, period: Period, until: str) -> Waits:
    """Hours from the opening of each case that is not closed to an instant (UTC text), of a channel or of all."""
    only = " AND channel_id = :channel" if period.channel is not None else ""
    values: dict[str, Any] = {"until": until} | ({"channel": period.channel} if only else {})
    wanted = (
        "SELECT opened_at FROM cases WHERE state IN ('open', 'waiting') AND merged_into IS NULL "
        f"AND opened_at < :until{only}"
    )
    return waits([_hours(opened, until) for (opened,) in ask(conn, wanted, **values)])


def cases_by_reason(conn: Connection, period: Period) -> list[tuple[str, Portion]]:
    """Each reason with its cases, of all orders sold in the period; the most frequent first."""
    counted = Counter(one.reason for one in case_facts(conn, period))
    return by_share(counted, order_count(conn, period))


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
