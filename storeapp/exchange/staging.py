"""The staging file: canonical records read from foreign files, in a scratch SQLite file between reader and merge."""

from __future__ import annotations

import importlib
import sqlite3 as _bundled
from collections.abc import Collection, Sequence
from contextlib import suppress
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

SAFE_SQLITE = (3, 51, 3)
STRICT_SQLITE = (3, 37, 0)

FILES = """
    file_no INTEGER PRIMARY KEY, name TEXT NOT NULL, path TEXT, sha256 TEXT, size INTEGER,
    format TEXT NOT NULL DEFAULT '', format_title TEXT NOT NULL DEFAULT '', platform TEXT NOT NULL DEFAULT '',
    record_kinds TEXT NOT NULL DEFAULT '[]', rows INTEGER NOT NULL DEFAULT 0, rejected INTEGER NOT NULL DEFAULT 0,
    skipped INTEGER NOT NULL DEFAULT 0, encoding TEXT,
    confidence REAL NOT NULL DEFAULT 1, delimiter TEXT, date_order TEXT, decimal TEXT,
    header TEXT NOT NULL DEFAULT '[]', header_row INTEGER, header_key TEXT NOT NULL DEFAULT '',
    mapping TEXT NOT NULL DEFAULT '{}', columns TEXT NOT NULL DEFAULT '[]', sheet TEXT NOT NULL DEFAULT '',
    sheets TEXT NOT NULL DEFAULT '[]', left_out TEXT NOT NULL DEFAULT '[]',
    newest_on TEXT, currency TEXT, time_zone TEXT, locale TEXT,
    warnings TEXT NOT NULL DEFAULT '[]', questions TEXT NOT NULL DEFAULT '[]', clear TEXT NOT NULL DEFAULT '[]',
    locked TEXT NOT NULL DEFAULT '[]', review_kind TEXT NOT NULL DEFAULT '',
    setup TEXT NOT NULL DEFAULT '{}', problems TEXT NOT NULL DEFAULT '[]',
    refused TEXT, stamp TEXT"""

CUSTOMERS = (
    "file_no row kind value key alias_kind alias_value alias_key name email phone language country city consent "
    "email_key phone_key"
)
PRODUCTS = "file_no row listing_key parent_key external_id sku title category price_minor currency url"
ORDERS = (
    "file_no row number nth external_id customer_kind customer_value customer_key buyer_name buyer_email buyer_phone "
    "status status_raw placed_on placed_at paid_on paid_at shipped_on shipped_at delivered_on delivered_at due_on "
    "due_at canceled_on cancel_reason currency items_minor shipping_minor discount_minor tax_minor total_minor "
    "paid_minor refunded_minor ship_country ship_city note heard_from parts discount_code return_reason "
    "buyer_email_key buyer_phone_key"
)
LINES = (
    "file_no row order_number order_nth key listing_key external_id title sku options quantity price_minor "
    "discount_minor shipping_minor total_minor currency shipped_on kind returned"
)
REVIEWS = (
    "file_no row key order_number listing_key product_title customer_kind customer_value customer_key reviewer "
    "rating scale stars apart title text language guessed posted_on posted_at edited_on earlier_text reply replied_on "
    "replied_at photos kind fingerprint"
)
COLUMNS = {
    "customers": tuple(CUSTOMERS.split()),
    "products": tuple(PRODUCTS.split()),
    "orders": tuple(ORDERS.split()),
    "lines": tuple(LINES.split()),
    "reviews": tuple(REVIEWS.split()),
}
_WHOLE = {"file_no", "row", "nth", "order_nth", "quantity", "returned", "stars", "apart", "guessed", "photos"}
_REAL = {"rating", "scale"}


@cache
def library() -> ModuleType:
    """The SQLite module to use: Python's own if it is new enough, else pysqlite3 where it is installed."""
    module: ModuleType = _bundled
    if _bundled.sqlite_version_info < SAFE_SQLITE:
        with suppress(ImportError):
            module = importlib.import_module("pysqlite3.dbapi2")
    # Without an adapter the driver asks every None in vain how to adapt itself: 2 µs for each empty cell.
    module.register_adapter(type(None), _nothing)
    return module


def _nothing(value: None) -> None:
    return value


def connect(path: Path, *, fresh: bool = False) -> Any:
    """A connection to the staging file at `path`, its tables made if they are missing.

    Nothing in it is worth saving from a crash (the foreign files are still there), so it keeps no journal.
    """
    if fresh:
        path.unlink(missing_ok=True)
    # Python's own SQLite, whichever version: one process writes this file once, and it does so a third faster.
    maker = _bundled if _bundled.sqlite_version_info >= STRICT_SQLITE else library()
    connection = maker.connect(str(path), isolation_level=None)
    connection.execute("PRAGMA journal_mode = OFF")
    connection.execute("PRAGMA synchronous = OFF")
    connection.execute("PRAGMA locking_mode = EXCLUSIVE")
    connection.execute("PRAGMA cache_size = -32768")
    connection.execute("PRAGMA temp_store = MEMORY")
    for statement in schema():
        connection.execute(statement)
    return connection


def look(path: Path) -> Any:
    """A read-only connection to a finished staging file."""
    connection = library().connect(path.resolve().as_uri() + "?mode=ro", uri=True, isolation_level=None)
    connection.execute("PRAGMA query_only = ON")
    return connection


def schema() -> list[str]:
    """The statements that make the staging tables."""
    made = [f"CREATE TABLE IF NOT EXISTS files ({FILES}) STRICT"]
    for table, names in COLUMNS.items():
        columns = ["seq INTEGER PRIMARY KEY", *(f"{name} {_type(name)}" for name in names)]
        made.append(f"CREATE TABLE IF NOT EXISTS {table} ({', '.join(columns)}) STRICT")
    made += [
        "CREATE TABLE IF NOT EXISTS rejected (seq INTEGER PRIMARY KEY, file_no INTEGER, row INTEGER, column TEXT, "
        "value TEXT, reason TEXT, cells TEXT) STRICT",
        "CREATE TABLE IF NOT EXISTS lookups (file_no INTEGER, name TEXT, key TEXT, value TEXT, "
        "PRIMARY KEY (name, key)) WITHOUT ROWID, STRICT",
    ]
    return made


def forget(connection: Any, file_no: int) -> None:
    """Take out everything that was read from one file."""
    for table in ("files", *COLUMNS, "rejected", "lookups"):
        connection.execute(f"DELETE FROM {table} WHERE file_no = ?", (file_no,))


def keep(connection: Any, file_nos: Collection[int]) -> None:
    """Take out everything that was read from other files than these."""
    for table in ("files", *COLUMNS, "rejected", "lookups"):
        connection.execute(f"DELETE FROM {table} WHERE file_no NOT IN ({places(len(file_nos))})", tuple(file_nos))


def filled(
    names: Sequence[str], columns: Sequence[Sequence[Any]], keep: Sequence[str]
) -> tuple[list[str], list[Sequence[Any]]]:
    """Without the columns that are empty in all rows: binding nothing costs as much as binding something."""
    pairs = [
        (n, c) for n, c in zip(names, columns, strict=True) if n in keep or c[0] is not None or c.count(None) < len(c)
    ]
    return [n for n, _ in pairs], [c for _, c in pairs]


def last_seq(connection: Any, table: str) -> int:
    """The number of the latest record of a table."""
    return int(connection.execute(f"SELECT coalesce(max(seq), 0) FROM {table}").fetchone()[0])


def places(count: int) -> str:
    """Question marks for so many values."""
    return ", ".join("?" * count)


def _type(name: str) -> str:
    if name in _WHOLE or name.endswith("_minor"):
        return "INTEGER"
    return "REAL" if name in _REAL else "TEXT"
