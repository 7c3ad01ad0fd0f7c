"""Buyers with several cases: what is known of them, said with care, and what the owner gives one buyer in a year."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Connection, select

from storeapp.aftersales.causes.queries.costs import Period, last_days
from storeapp.aftersales.causes.queries.metrics import case_facts
from storeapp.aftersales.story.rules import GIVEN
from storeapp.kernel.money import Money, totals
from storeapp.kernel.rows import dataclass
from storeapp.kernel.text import _, plural
from storeapp.orders.sales import sold, worth
from storeapp.store.shop_settings import shop_setting
from storeapp.store.sql import aside, ask
from storeapp.store.tables import Customer

MOST = 20  # buyers that are shown
BUYER_CASES, BUYER_DAYS = 3, 365  # so many cases of one buyer in so many days are looked at together
GOODWILL = "aftersales.goodwill"  # shop setting: {"minor": ..., "currency": ...}, for one buyer in a year
MUCH = 0.5  # of a buyer's orders with a case, or of their money paid back
UNPROVEN = 2  # parcels that "never arrived" though a file says when they did


@dataclass(frozen=True, slots=True)
class BuyerPattern:
    """A buyer with several cases in a year: their ids, orders in that time, what they bought and what they got back.

    `signs`: what stands out, each in a sentence with its figures. `over`: more than the owner's goodwill limit was
    given. That is all that is known. It may be bad luck, an honest buyer of many things, or abuse: the cases tell.
    """

    customer: int
    name: str
    cases: tuple[int, ...]
    orders: int
    bought: tuple[Money, ...]
    paid: tuple[Money, ...]
    signs: tuple[str, ...]
    over: bool = False


def goodwill_limit(conn: Connection) -> Money | None:
    """What one buyer may be given in a year before the owner wants to be asked; None where they set no limit."""
    kept = shop_setting(conn, GOODWILL)
    return Money(kept["minor"], kept["currency"]) if kept else None


def given_back(conn: Connection, customer: int, today: date) -> dict[str, Money]:
    """What a buyer got back in cases within a year, by currency: refunds, discounts, and replacements with a price."""
    since, until = Period((today - timedelta(days=BUYER_DAYS - 1)).isoformat(), today.isoformat()).bounds
    found = ask(
        conn,
        "SELECT e.amount_minor, e.currency FROM cases c JOIN cases mine ON mine.root_id = c.id "
        f"JOIN case_entries e ON e.case_id = mine.id WHERE c.customer_id = :buyer AND {aside('e.kind')} IN :given "
        "AND e.amount_minor IS NOT NULL AND e.at >= :since AND e.at < :until",
        buyer=customer,
        given=list(GIVEN),
        since=since,
        until=until,
    )
    return totals(Money(row[0], row[1]) for row in found)


def patterns_of_buyers(conn: Connection, today: date) -> list[BuyerPattern]:
    """Buyers with three or more cases in a year, the most cases first."""
    period = last_days(BUYER_DAYS, today)
    mine: defaultdict[int, list[int]] = defaultdict(list)
    for one in case_facts(conn, period):
        if one.customer is not None:
            mine[one.customer].append(one.id)
    many = sorted(
        (item for item in mine.items() if len(item[1]) >= BUYER_CASES), key=lambda item: (-len(item[1]), item[0])
    )
    limit = goodwill_limit(conn)
    return [_pattern(conn, customer, cases, period, today, limit) for customer, cases in many[:MOST]]


def _pattern(
    conn: Connection, customer: int, cases: Sequence[int], period: Period, today: date, limit: Money | None
) -> BuyerPattern:
    name = conn.execute(select(Customer.name).where(Customer.id == customer)).scalar() or ""
    rows = ask(
        conn,
        f"SELECT o.currency, count(*), sum({worth('o')}) FROM orders o WHERE o.customer_id = :buyer "
        f"AND o.placed_on >= :since AND {sold('o')} GROUP BY o.currency",
        buyer=customer,
        since=period.since,
    ).all()
    bought = tuple(Money(row[2], row[0]) for row in rows if row[2])
    orders, given = sum(row[1] for row in rows), given_back(conn, customer, today)
    over = limit is not None and limit.currency in given and given[limit.currency].minor > limit.minor
    signs = _signs(conn, cases, orders, bought, given)
    return BuyerPattern(customer, name, tuple(cases), orders, bought, tuple(given.values()), tuple(signs), over)


def _signs(
    conn: Connection, cases: Sequence[int], orders: int, bought: Sequence[Money], given: dict[str, Money]
) -> list[str]:
    found = []
    if orders and len(cases) >= MUCH * orders:
        found.append(_("Cases: {cases}, orders: {orders}").format(cases=len(cases), orders=orders))
    for whole in bought:
        back = given.get(whole.currency)
        if back is not None and back.minor >= MUCH * whole.minor > 0:
            found.append(_("Got back {back} of {bought}").format(back=back, bought=whole))
    values: dict[str, Any] = {"cases": list(cases)}
    lost = ask(
        conn,
        "SELECT count(DISTINCT c.id) FROM cases c JOIN cases mine ON mine.root_id = c.id "
        "JOIN case_orders k ON k.case_id = mine.id JOIN orders o ON o.id = k.order_id "
        "WHERE c.id IN :cases AND c.reason = 'DEL_LOST' AND o.delivered_on IS NOT NULL",
        **values,
    ).scalar_one()
    if lost >= UNPROVEN:
        found.append(
            plural(
                "{count} parcel “never arrived”, though a file has the day it did",
                "{count} parcels “never arrived”, though a file has the day they did",
                lost,
            )
        )
    noted = ask(conn, "SELECT count(*) FROM cases WHERE id IN :cases AND reason = 'ABUSE'", **values).scalar_one()
    if noted:
        found.append(
            plural("You noted a threat or fraud in {count} case", "You noted a threat or fraud in {count} cases", noted)
        )
    return found
