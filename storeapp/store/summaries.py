"""The sums that pages open with, kept beside the rows so that opening a page never counts a whole history."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Connection

from storeapp.store.bulk import LISTED, json_ids
from storeapp.store.sales import goods, net, refunds, sold

_LATE = (
    "status = 'delivered' AND CASE WHEN delivered_at IS NOT NULL AND due_at IS NOT NULL "
    "THEN delivered_at > due_at ELSE coalesce(delivered_on > due_on, 0) END"
)
_REVIEW_FIGURES = {
    "reviews": "1",
    "apart": "apart",
    "replied": "replied_on IS NOT NULL",
    "with_text": "text <> ''",
    "linked": "order_id IS NOT NULL",
}
_REVIEW_MONTH = {
    "channel_id": "channel_id",
    "month": "substr(coalesce(posted_on, ''), 1, 7)",
    "kind": "coalesce(kind, '')",
}


@dataclass(frozen=True, slots=True)
class _Kept:
    """One kept table: the rows it sums, its key and its figures, as SQL over one of those rows."""

    source: str
    name: str
    key: Mapping[str, str]
    figures: Mapping[str, str]


_TABLES = (
    _Kept(
        "orders",
        "order_months",
        {"channel_id": "channel_id", "month": "substr(coalesce(placed_on, ''), 1, 7)"}
        | {"status": "status", "currency": "currency"},
        {"orders": "1", "refunded_minor": refunds(), "late": f"({_LATE})"}
        | {"known": f"({sold()} AND customer_id IS NOT NULL)", "sold": sold(), "sales_minor": net()},
    ),
    _Kept("reviews", "rating_months", _REVIEW_MONTH | {"stars": "coalesce(stars, 0)"}, _REVIEW_FIGURES),
    _Kept(
        "reviews",
        "review_months",
        _REVIEW_MONTH | {"product_id": "coalesce(product_id, 0)", "stars": "coalesce(stars, 0)"},
        _REVIEW_FIGURES,
    ),
)
_CUSTOMER_SUMS = (
    "(order_count, first_order_on, last_order_on) = "
    "(SELECT count(*), min(placed_on), max(placed_on) FROM orders "
    f"WHERE customer_id = customers.id AND {sold()})"
)
_COUNTS = f"(SELECT {goods()} AND {sold()} FROM orders WHERE orders.id = order_lines.order_id)"


def _grouped(kept: _Kept, sign: str, rows: str) -> str:
    """SELECT of the parts of some rows, summed, in the columns of the kept table."""
    sums = ", ".join(f"{sign}sum({part})" for part in kept.figures.values())
    groups = ", ".join(str(place + 1) for place in range(len(kept.key)))
    return f"SELECT {', '.join(kept.key.values())}, {sums} FROM {kept.source} WHERE {rows} GROUP BY {groups}"


def _merge(kept: _Kept, sign: str, rows: str) -> str:
    names = ", ".join((*kept.key, *kept.figures))
    adds = ", ".join(f"{name} = {name} + excluded.{name}" for name in kept.figures)
    return (
        f"INSERT INTO {kept.name} ({names}) {_grouped(kept, sign, rows)} "
        f"ON CONFLICT ({', '.join(kept.key)}) DO UPDATE SET {adds}"
    )


class Sums:
    """Sums of orders and reviews a month, each customer's sales, and which lines are goods of a sale."""

    reads: Mapping[str, frozenset[str]] = {
        "orders": frozenset({"channel_id", "placed_on", "status", "currency", "items_minor", "refunded_minor"})
        | {
            "total_minor",
            "shipping_minor",
            "discount_minor",
            "tax_minor",
            "paid_minor",
            "paid_on",
            "delivered_on",
            "delivered_at",
            "due_on",
            "due_at",
            "customer_id",
        },
        "reviews": frozenset(
            {"channel_id", "product_id", "posted_on", "stars", "kind", "apart", "replied_on", "text", "order_id"}
        ),
        "order_lines": frozenset({"order_id", "kind"}),
        "customers": frozenset({"id"}),  # counted when a customer comes back, whatever the row said when it went
    }

    def __init__(self) -> None:
        self._buyers: set[int] = set()

    def take_out(self, conn: Connection, table: str, rows: str, value: str) -> None:
        """Subtract the rows' parts."""
        for kept in _TABLES:
            if kept.source == table:
                conn.exec_driver_sql(_merge(kept, "-", rows), (value,))
        self._note_buyers(conn, table, rows, value)

    def put_in(self, conn: Connection, table: str, rows: str, value: str) -> None:
        """Add the rows' parts."""
        for kept in _TABLES:
            if kept.source == table:
                conn.exec_driver_sql(_merge(kept, "", rows), (value,))
        self._note_buyers(conn, table, rows, value)
        _count_lines(conn, table, rows, value)
        if table == "customers" and rows == LISTED:
            self._buyers.update(conn.exec_driver_sql(f"SELECT id FROM {table} WHERE {rows}", (value,)).scalars())

    def done(self, conn: Connection) -> None:
        """Drop sums that became empty and count the buyers concerned."""
        for kept in _TABLES:
            conn.exec_driver_sql(f"DELETE FROM {kept.name} WHERE {next(iter(kept.figures))} = 0")
        if self._buyers:
            conn.exec_driver_sql(
                f"UPDATE customers SET {_CUSTOMER_SUMS} WHERE id IN (SELECT value FROM json_each(?))",
                (json_ids(sorted(self._buyers)),),
            )
            self._buyers.clear()

    def _note_buyers(self, conn: Connection, table: str, rows: str, value: str) -> None:
        if table == "orders":
            found = conn.exec_driver_sql(
                f"SELECT DISTINCT customer_id FROM orders WHERE {rows} AND customer_id IS NOT NULL", (value,)
            )
            self._buyers.update(found.scalars())


def _count_lines(conn: Connection, table: str, rows: str, value: str) -> None:
    """Keep `counts` of lines that changed, or whose order did. Lines of new orders are new themselves."""
    which = ""
    if table == "order_lines":
        which = rows
    elif table == "orders" and rows == LISTED:
        which = f"order_id IN (SELECT id FROM orders WHERE {rows})"
    if which:
        conn.exec_driver_sql(
            f"UPDATE order_lines SET counts = 1 - counts WHERE {which} AND counts <> {_COUNTS}", (value,)
        )


@dataclass(frozen=True, slots=True)
class SumCheck:
    """How many kept sums were looked at, and how many differ from a full count."""

    looked_at: int
    wrong: int


def recount(conn: Connection) -> SumCheck:
    """Compare every kept sum with a full count of the rows."""
    looked_at = wrong = 0
    for kept in _TABLES:
        full = _grouped(kept, "", "1")
        names = ", ".join((*kept.key, *kept.figures))
        stored = f"SELECT {names} FROM {kept.name}"
        looked_at += int(conn.exec_driver_sql(f"SELECT count(*) FROM {kept.name}").scalar_one())
        wrong += int(
            conn.exec_driver_sql(
                f"SELECT count(*) FROM (SELECT * FROM ({full} EXCEPT {stored}) UNION ALL "
                f"SELECT * FROM ({stored} EXCEPT {full}))"
            ).scalar_one()
        )
    looked_at += int(conn.exec_driver_sql("SELECT count(*) FROM customers").scalar_one())
    wrong += int(
        conn.exec_driver_sql(
            "SELECT count(*) FROM customers c LEFT JOIN (SELECT customer_id, count(*) AS n, min(placed_on) AS a, "
            f"max(placed_on) AS z FROM orders WHERE {sold()} GROUP BY customer_id) o ON o.customer_id = c.id "
            "WHERE c.order_count <> coalesce(o.n, 0) OR c.first_order_on IS NOT o.a OR c.last_order_on IS NOT o.z"
        ).scalar_one()
    )
    looked_at += int(conn.exec_driver_sql("SELECT count(*) FROM order_lines").scalar_one())
    wrong += int(conn.exec_driver_sql(f"SELECT count(*) FROM order_lines WHERE counts <> {_COUNTS}").scalar_one())
    return SumCheck(looked_at, wrong)


def rebuild(conn: Connection) -> None:
    """Count everything anew, inside the caller's transaction."""
    for kept in _TABLES:
        conn.exec_driver_sql(f"DELETE FROM {kept.name}")
        conn.exec_driver_sql(_merge(kept, "", "1"))
    conn.exec_driver_sql(f"UPDATE customers SET {_CUSTOMER_SUMS}")
    conn.exec_driver_sql(f"UPDATE order_lines SET counts = 1 - counts WHERE counts <> {_COUNTS}")
