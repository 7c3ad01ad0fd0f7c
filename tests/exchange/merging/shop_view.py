"""A whole shop as plain values without ids, so that two shops can be compared."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection

from storeapp.store.db import Database

_LEFT_OUT = {"id", "source_batch", "source_row", "seen_at", "customer_id", "product_id", "order_id", "channel_id",
             "review_id", "created_at"}  # fmt: skip


def _rows(conn: Connection, table: str) -> list[Mapping[str, Any]]:
    return list(conn.exec_driver_sql(f"SELECT * FROM {table} ORDER BY id").mappings())


def _facts(row: Mapping[str, Any]) -> tuple[Any, ...]:
    return tuple((name, value) for name, value in row.items() if name not in _LEFT_OUT)


def whole(db: Database) -> dict[str, Any]:
    """Every record with what it is joined to, by keys of the channels."""
    with db.read() as conn:
        channels = {row["id"]: row["name"] for row in _rows(conn, "channels")}
        people: dict[Any, frozenset[Any]] = {None: frozenset()}
        for row in _rows(conn, "identities"):
            key = (channels[row["channel_id"]], row["kind"], row["key"])
            people[row["customer_id"]] = people.get(row["customer_id"], frozenset()) | {key}
        goods: dict[Any, frozenset[Any]] = {None: frozenset()}
        for row in _rows(conn, "listings"):
            key = (channels[row["channel_id"]], row["key"])
            goods[row["product_id"]] = goods.get(row["product_id"], frozenset()) | {key}
        orders = {row["id"]: (channels[row["channel_id"]], row["number"]) for row in _rows(conn, "orders")}
        orders[None] = None
        former: dict[int, Counter[Any]] = {}
        for row in _rows(conn, "review_versions"):
            former.setdefault(row["review_id"], Counter())[_facts(row)] += 1
        return {
            "customers": Counter((people.get(r["id"], frozenset()), _facts(r)) for r in _rows(conn, "customers")),
            "products": Counter((goods.get(r["id"], frozenset()), _facts(r)) for r in _rows(conn, "products")),
            "listings": Counter((goods[r["product_id"]], _facts(r)) for r in _rows(conn, "listings")),
            "orders": Counter((people[r["customer_id"]], _facts(r)) for r in _rows(conn, "orders")),
            "lines": Counter(
                (orders[r["order_id"]], goods[r["product_id"]], _facts(r)) for r in _rows(conn, "order_lines")
            ),
            "reviews": Counter(
                (
                    orders[r["order_id"]],
                    goods[r["product_id"]],
                    people[r["customer_id"]],
                    _facts(r),
                    frozenset(former.get(r["id"], Counter()).items()),
                )
                for r in _rows(conn, "reviews")
            ),
            "order sums": Counter(_facts(r) for r in _rows(conn, "order_months")),
        }


def tables(db: Database) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table that holds shop data, as stored."""
    names = ("channels", "customers", "identities", "products", "listings", "orders", "order_lines", "reviews",
             "review_versions", "import_batches", "order_months", "review_months")  # fmt: skip
    with db.read() as conn:
        return {n: [tuple(r) for r in conn.exec_driver_sql(f"SELECT * FROM {n} ORDER BY id")] for n in names}
