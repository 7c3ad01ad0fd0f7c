"""Keeps the sums of orders, how long parcels took, each customer's sales, and which lines are goods of a sale."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from storeapp.kernel.progress import Progress
from storeapp.kernel.text import N_
from storeapp.orders.sales import goods, net, refunds, sold
from storeapp.store.bulk import LISTED, json_ids, plain_number, plain_rows, run
from storeapp.store.derived import Recount
from storeapp.store.kept_sums import KeptSum, KeptSums
from storeapp.store.sql import days_between

if TYPE_CHECKING:
    from sqlalchemy import Connection


_LATE = (
    "status = 'delivered' AND CASE WHEN delivered_at IS NOT NULL AND due_at IS NOT NULL "
    "THEN delivered_at > due_at ELSE coalesce(delivered_on > due_on, 0) END"
)
ORDER_MONTHS = KeptSum(
    "orders",
    "order_months",
    {"channel_id": "channel_id", "month": "substr(coalesce(placed_on, ''), 1, 7)"}
    | {"status": "status", "currency": "currency"},
    {"orders": "1", "refunded_minor": refunds(), "late": f"({_LATE})"}
    | {"known": f"({sold()} AND customer_id IS NOT NULL)", "sold": sold(), "sales_minor": net()},
)
_START = "coalesce(shipped_on, placed_on)"
DELIVERY_DAYS = KeptSum(
    "orders",
    "delivery_days",
    {"channel_id": "channel_id", "country": "ship_country"}
    | {"start": "CASE WHEN shipped_on IS NOT NULL THEN 'shipped' WHEN placed_on IS NOT NULL THEN 'placed' ELSE '' END"}
    | {"days": f"CASE WHEN delivered_on >= {_START} THEN {days_between(_START, 'delivered_on')} ELSE -1 END"},
    {"orders": "1"},
)
_CUSTOMER_SUMS = (
    "(order_count, first_order_on, last_order_on) = "
    "(SELECT count(*), min(placed_on), max(placed_on) FROM orders "
    f"WHERE customer_id = customers.id AND {sold()})"
)
_COUNTS = f"(SELECT {goods()} AND {sold()} FROM orders WHERE orders.id = order_lines.order_id)"


class OrderSums(KeptSums):
    """Sums of orders a month, how long parcels took, each customer's sales, and which lines are goods of a sale."""

    name, title = "sums of orders", N_("Saved totals")
    sums = (ORDER_MONTHS, DELIVERY_DAYS)
    reads: Mapping[str, frozenset[str]] = {
        "orders": frozenset({"channel_id", "placed_on", "status", "currency", "items_minor", "refunded_minor"})
        | {
            "total_minor",
            "shipping_minor",
            "discount_minor",
            "tax_minor",
            "paid_minor",
            "paid_on",
            "ship_country",
            "shipped_on",
            "delivered_on",
            "delivered_at",
            "due_on",
            "due_at",
            "customer_id",
        },
        "order_lines": frozenset({"order_id", "kind"}),
        "customers": frozenset({"id"}),  # counted when a customer comes back, whatever the row said when it went
    }

    def __init__(self) -> None:
        self._buyers: set[int] = set()

    def take_out(self, conn: Connection, table: str, rows: str, value: str) -> None:
        """Subtract the rows' parts."""
        super().take_out(conn, table, rows, value)
        self._note_buyers(conn, table, rows, value)

    def put_in(self, conn: Connection, table: str, rows: str, value: str) -> None:
        """Add the rows' parts."""
        super().put_in(conn, table, rows, value)
        self._note_buyers(conn, table, rows, value)
        _count_lines(conn, table, rows, value)
        if table == "customers" and rows == LISTED:
            self._buyers.update(row[0] for row in plain_rows(conn, f"SELECT id FROM {table} WHERE {rows}", value))

    def done(self, conn: Connection) -> None:
        """Drop sums that became empty and count the buyers concerned."""
        super().done(conn)
        if self._buyers:
            run(conn, f"UPDATE customers SET {_CUSTOMER_SUMS} WHERE {LISTED}", json_ids(sorted(self._buyers)))
            self._buyers.clear()

    def rebuild(self, conn: Connection) -> None:
        """Count everything anew."""
        super().rebuild(conn)
        run(conn, f"UPDATE customers SET {_CUSTOMER_SUMS}")
        run(conn, f"UPDATE order_lines SET counts = 1 - counts WHERE counts <> {_COUNTS}")

    def recount(self, conn: Connection, progress: Progress) -> Recount:
        """Compare every sum with a full count of the rows."""
        found = super().recount(conn, progress)
        buyers = plain_number(
            conn,
            "SELECT count(*) FROM customers c LEFT JOIN (SELECT customer_id, count(*) AS n, min(placed_on) AS a, "
            f"max(placed_on) AS z FROM orders WHERE {sold()} GROUP BY customer_id) o ON o.customer_id = c.id "
            "WHERE c.order_count <> coalesce(o.n, 0) OR c.first_order_on IS NOT o.a OR c.last_order_on IS NOT o.z",
        )
        progress.check()
        lines = plain_number(conn, f"SELECT count(*) FROM order_lines WHERE counts <> {_COUNTS}")
        found += Recount(plain_number(conn, "SELECT count(*) FROM customers"), buyers)
        return found + Recount(plain_number(conn, "SELECT count(*) FROM order_lines"), lines)

    def _note_buyers(self, conn: Connection, table: str, rows: str, value: str) -> None:
        if table == "orders":
            buyers = f"SELECT DISTINCT customer_id FROM orders WHERE {rows} AND customer_id IS NOT NULL"
            self._buyers.update(row[0] for row in plain_rows(conn, buyers, value))


def _count_lines(conn: Connection, table: str, rows: str, value: str) -> None:
    """Keep `counts` of lines that changed, or whose order did. Lines of new orders are new themselves."""
    which = ""
    if table == "order_lines":
        which = rows
    elif table == "orders" and rows == LISTED:
        which = f"order_id IN (SELECT id FROM orders WHERE {rows})"
    if which:
        run(conn, f"UPDATE order_lines SET counts = 1 - counts WHERE {which} AND counts <> {_COUNTS}", value)
