"""What came back and what was paid back of the orders of a period: by product, and by the reason that is known."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from sqlalchemy import Connection

from storeapp.aftersales.causes.metrics import Portion
from storeapp.aftersales.causes.queries.costs import Period, sales
from storeapp.aftersales.proposals.rules import by_code
from storeapp.aftersales.reasons.queries import reason_titles
from storeapp.kernel.money import Money
from storeapp.kernel.rows import dataclass
from storeapp.kernel.text import _
from storeapp.orders import return_reasons
from storeapp.orders.sales import SENT_BACK, refunds, sold
from storeapp.store.sql import ask

_SENT_BACK = ", ".join(f"'{one}'" for one in SENT_BACK)
_DELIVERED = (
    f"(o.delivered_on IS NOT NULL OR o.status = 'delivered' OR o.status IN ({_SENT_BACK}) OR o.return_reason <> '')"
)
# Noted by the owner in a case: the order, or this line of it, arrived back.
_NOTED = (
    "EXISTS (SELECT 1 FROM case_entries e WHERE e.order_id = o.id AND e.kind = 'return' "
    "AND (e.order_line_id IS NULL OR e.order_line_id = ol.id))"
)
_ONE_PIECE = "(SELECT sum(x.quantity) FROM order_lines x WHERE x.order_id = o.id AND x.kind = '') = 1"
# How many pieces of a line came back: the number a file gives, else all of an order that came back. Of an order of
# several pieces whose file only says why it came back nobody knows how many did.
_BACK = (
    "CASE WHEN ol.returned IS NOT NULL THEN max(0, min(ol.returned, ol.quantity)) "
    f"WHEN o.status = 'returned' OR {_NOTED} OR (o.return_reason <> '' AND {_ONE_PIECE}) THEN ol.quantity ELSE 0 END"
)
_UNKNOWN = (
    "o.return_reason <> '' AND o.status <> 'returned' AND NOT EXISTS (SELECT 1 FROM order_lines ol "
    f"WHERE ol.order_id = o.id AND (ol.returned IS NOT NULL OR {_NOTED})) AND NOT {_ONE_PIECE}"
)
# The reason of the order's case comes before what the platform says: the owner looked at it.
_JUDGED = (
    "coalesce((SELECT top.reason FROM case_orders k JOIN cases c ON c.id = k.case_id "
    "JOIN cases top ON top.id = coalesce(c.root_id, c.id) WHERE k.order_id = o.id AND top.reason <> '' "
    "ORDER BY k.id LIMIT 1), '')"
)
_WHY = f"{_JUDGED}, ch.platform, CASE WHEN o.return_reason <> '' THEN o.return_reason ELSE o.cancel_reason END"
_LINES = "FROM orders o JOIN order_lines ol ON ol.order_id = o.id AND ol.kind = '' "


@dataclass(frozen=True, slots=True)
class Refunds:
    """What was paid back in one currency of a product or for a reason: `title` of it, "" key where nobody knows.

    `sales`: what the product brought before refunds, for a reason the shop's net sales; None where nothing was sold.
    """

    key: str
    title: str
    money: Money
    sales: Money | None


def ordered(period: Period, orders: str = "o") -> tuple[str, dict[str, Any]]:
    """The condition that an order was placed in a period, and its channel's."""
    values: dict[str, Any] = {"until": period.until, "since": period.since}
    where = f"{orders}.placed_on >= :since AND {orders}.placed_on <= :until"
    if period.channel is None:
        return where, values
    return f"{where} AND {orders}.channel_id = :channel", values | {"channel": period.channel}


def returned_units(conn: Connection, period: Period) -> Portion:
    """Units that came back, of those delivered of the orders placed in a period. Worked: 6 of 150 are 4.0 %."""
    where, values = ordered(period)
    row = ask(
        conn,
        f"SELECT coalesce(sum({_BACK}), 0), coalesce(sum(ol.quantity), 0) {_LINES} WHERE {where} AND {_DELIVERED}",
        **values,
    ).one()
    return Portion(row[0], row[1])


def uncounted_returns(conn: Connection, period: Period) -> int:
    """Orders of several pieces of which a file says why something came back, and nothing says how much: left out."""
    where, values = ordered(period)
    return int(ask(conn, f"SELECT count(*) FROM orders o WHERE {where} AND {_UNKNOWN}", **values).scalar_one())


def returned_by_product(conn: Connection, period: Period) -> list[tuple[int, str, Portion]]:
    """(id, title, units back of units delivered) of every product of which anything came back, most units first."""
    where, values = ordered(period)
    found = ask(
        conn,
        f"SELECT p.id, coalesce(nullif(p.label, ''), p.title), sum({_BACK}), sum(ol.quantity) {_LINES}"
        f"JOIN products p ON p.id = ol.product_id WHERE {where} AND {_DELIVERED} "
        f"GROUP BY p.id, p.label, p.title HAVING sum({_BACK}) > 0 ORDER BY 3 DESC, p.id",
        **values,
    )
    return [(row[0], row[1], Portion(row[2], row[3])) for row in found]


def returned_by_reason(conn: Connection, period: Period) -> list[tuple[str, str, Portion]]:
    """(reason, title, units back of all units delivered), most units first; "" where nobody knows why."""
    where, values = ordered(period)
    found = ask(
        conn,
        f"SELECT {_WHY}, sum({_BACK}) {_LINES}JOIN channels ch ON ch.id = o.channel_id "
        f"WHERE {where} AND {_DELIVERED} AND ({_BACK}) > 0 GROUP BY 1, 2, 3",
        **values,
    )
    units: defaultdict[str, int] = defaultdict(int)
    for judged, platform, given, back in found:
        units[_reason(judged, platform, given)] += back
    whole, titles = returned_units(conn, period).whole, reason_titles(conn)
    ranked = sorted(units.items(), key=lambda item: (-item[1], item[0]))
    return [(key, titles.get(key) or _("Reason not known"), Portion(back, whole)) for key, back in ranked]


def _reason(judged: str, platform: str, given: str) -> str:
    if judged:
        return judged
    coded = (by_code(platform, one) for one in return_reasons.parts(given or ""))
    return next((one.id for one in coded if one is not None), "")


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
        where, values = ordered(period)
        wanted = f"SELECT o.currency, sum({refunds('o')}) FROM orders o WHERE {where} GROUP BY o.currency"
    found = ask(conn, wanted, **values)
    return {row[0]: (Money(row[1], row[0]), sold_by.get(row[0])) for row in found if row[1]}


def refunds_by_reason(conn: Connection, period: Period) -> list[Refunds]:
    """What was paid back for each reason, most money first; sales are the shop's net sales of the period."""
    where, values = ordered(period)
    found = ask(
        conn,
        f"SELECT {_WHY}, o.currency, sum({refunds('o')}) FROM orders o JOIN channels ch ON ch.id = o.channel_id "
        f"WHERE {where} AND ({refunds('o')}) > 0 GROUP BY 1, 2, 3, 4",
        **values,
    )
    sums: defaultdict[tuple[str, str], int] = defaultdict(int)
    for judged, platform, given, currency, minor in found:
        sums[_reason(judged, platform, given), currency] += minor
    sold_by, titles = sales(conn, period), reason_titles(conn)
    return _ranked(
        Refunds(key, titles.get(key) or _("Reason not known"), Money(minor, currency), sold_by.get(currency))
        for (key, currency), minor in sums.items()
    )


def refunds_by_product(conn: Connection, period: Period) -> list[Refunds]:
    """What was paid back of each product, most money first, against what it brought before refunds.

    A file gives one refund an order: that of an order of several products belongs to none of them, its key is "".
    """
    where, values = ordered(period)
    found = ask(
        conn,
        "SELECT coalesce(cast(product AS TEXT), ''), currency, sum(back) FROM (SELECT o.currency AS currency, "
        f"{refunds('o')} AS back, (SELECT CASE WHEN count(DISTINCT ol.product_id) = 1 THEN min(ol.product_id) END "
        f"FROM order_lines ol WHERE ol.order_id = o.id AND ol.kind = '') AS product FROM orders o WHERE {where} "
        f"AND ({refunds('o')}) > 0) AS paid GROUP BY 1, 2",
        **values,
    ).all()
    products = [int(row[0]) for row in found if row[0]]
    brought = {
        (str(row[0]), row[1]): row[2]
        for row in ask(
            conn,
            "SELECT ol.product_id, o.currency, sum(ol.total_minor) FROM order_lines ol "
            f"JOIN orders o ON o.id = ol.order_id WHERE ol.product_id IN :products AND ol.kind = '' AND {where} "
            f"AND {sold('o')} GROUP BY 1, 2",
            products=products[:30_000] or [0],
            **values,
        )
        if row[2]
    }
    titles = {
        str(row[0]): row[1]
        for row in ask(
            conn,
            "SELECT id, coalesce(nullif(label, ''), title) FROM products WHERE id IN :products",
            products=products[:30_000] or [0],
        )
    }
    return _ranked(
        Refunds(
            key,
            titles.get(key, "") if key else _("Orders of several products"),
            Money(minor, currency),
            Money(brought[key, currency], currency) if (key, currency) in brought else None,
        )
        for key, currency, minor in found
    )


def _ranked(found: Any) -> list[Refunds]:
    return sorted(found, key=lambda one: (-one.money.minor, one.money.currency, one.key))
