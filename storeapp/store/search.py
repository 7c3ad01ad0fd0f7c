"""One full-text index over customers, orders, products and reviews, in any language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Connection

from storeapp.store.bulk import STRETCH, json_ids, plain_rows
from storeapp.store.tokenizer import indexed, match_query

__all__ = ["KINDS", "Hit", "SearchText", "count", "find", "match_query", "match_sql", "rebuild"]

KINDS = ("customers", "orders", "products", "reviews")
CHUNK = 5000  # texts in memory at a time
MANY = 2000  # texts removed in one transaction from which on the index is rewritten, but at least a fiftieth of all
SHIFT = 40  # an index row's number is kind * 2**40 + id: one kind is one stretch, found without looking at the others
_CODES = {"customers": 1, "identities": 2, "orders": 3, "products": 4, "reviews": 5}
_TEXTS = {
    "customers": ("name", "email", "phone", "city", "note"),
    "identities": ("value",),
    "orders": ("number", "external_id", "buyer_name", "note"),
    "products": ("title", "sku", "category", "note", "label"),
    "reviews": ("title", "text", "reply", "reviewer", "order_number"),
}
_HANDLES = "SELECT customer_id FROM identities WHERE id IN"
# A customer who was merged is listed nowhere; their words find the person they are now.
_PERSONS = "SELECT merged_into FROM customers WHERE merged_into IS NOT NULL AND id IN"
_NOT_MERGED = "id NOT IN (SELECT id FROM customers WHERE merged_into IS NOT NULL)"


class Hit(NamedTuple):
    """One record found: `kind` is one of KINDS, `id` its row."""

    kind: str
    id: int


class SearchText:
    """Feeds the index in bulk from the rows a transaction touched."""

    reads: Mapping[str, frozenset[str]] = {table: frozenset(columns) for table, columns in _TEXTS.items()}

    def __init__(self) -> None:
        self._gone: list[tuple[int, str]] = []
        self._removed = 0
        self._loose = False

    def take_out(self, conn: Connection, table: str, rows: str, value: str) -> None:
        """Remove the rows' words, while the rows still say what was indexed."""
        self._gone += self._documents(conn, table, rows, value)
        if len(self._gone) >= CHUNK:
            self._remove(conn)

    def put_in(self, conn: Connection, table: str, rows: str, value: str) -> None:
        """Add the rows' words."""
        self._remove(conn)
        new = self._documents(conn, table, rows, value)
        if new:
            conn.exec_driver_sql("INSERT INTO search_index (rowid, words) VALUES (?, ?)", new)

    def done(self, conn: Connection) -> None:
        """Leave no deleted text in the index."""
        self._remove(conn)
        if self._loose:
            conn.exec_driver_sql("INSERT INTO search_index (search_index) VALUES ('optimize')")
            conn.exec_driver_sql("INSERT INTO search_index (search_index, rank) VALUES ('secure-delete', 1)")
        self._removed, self._loose = 0, False

    def _remove(self, conn: Connection) -> None:
        if not self._gone:
            return
        self._removed += len(self._gone)
        if not self._loose and self._removed > max(MANY, _rows(conn) // 50):
            # Wiping words one by one costs 20 times a plain removal; rewriting the index wipes all of them at once.
            conn.exec_driver_sql("INSERT INTO search_index (search_index, rank) VALUES ('secure-delete', 0)")
            self._loose = True
        conn.exec_driver_sql(
            "INSERT INTO search_index (search_index, rowid, words) VALUES ('delete', ?, ?)", self._gone
        )
        self._gone.clear()

    def _documents(self, conn: Connection, table: str, rows: str, value: str) -> list[tuple[int, str]]:
        # A line break keeps the last word of one column and the first of the next from being read as neighbours' text.
        joined = " || char(10) || ".join(_TEXTS[table])
        base = _CODES[table] << SHIFT
        empty = "\n" * (len(_TEXTS[table]) - 1)
        found = plain_rows(conn, f"SELECT id, {joined} FROM {table} WHERE {rows} ORDER BY id", value)
        return [(base + number, indexed(text)) for number, text in found if text != empty]


def _rows(conn: Connection) -> int:
    """About how many rows are indexed."""
    return sum(conn.exec_driver_sql(f"SELECT max(id) FROM {table}").scalar() or 0 for table in _TEXTS)


def _stretch(kind: str) -> str:
    first = _CODES[kind] << SHIFT
    return f"rowid BETWEEN {first} AND {first + (1 << SHIFT) - 1}"


def _ids(kind: str) -> str:
    return (
        f"SELECT rowid - {_CODES[kind] << SHIFT} AS id FROM search_index "
        f"WHERE search_index MATCH :search AND {_stretch(kind)}"
    )


def match_sql(kind: str) -> str:
    """SQL for `id IN <this>`, with the bind `:search` set to `match_query(text)` (never empty)."""
    if kind == "customers":
        found = f"{_ids('customers')} UNION {_HANDLES} ({_ids('identities')}) UNION {_PERSONS} ({_ids('customers')})"
        return f"(SELECT id FROM ({found}) WHERE {_NOT_MERGED})"
    return f"({_ids(kind)})"


def find(conn: Connection, query: str, kinds: Sequence[str] = KINDS, limit: int = 50) -> list[Hit]:
    """Records that hold every word of the query: at most `limit` of each kind, kind by kind, newest first."""
    search = match_query(query)
    if not search:
        return []
    hits: list[Hit] = []
    if not conn.in_transaction():
        conn.begin()  # the kinds are searched in one state of the shop
    bare: Any = conn.connection.driver_connection  # SQLAlchemy takes longer than most of these searches
    for kind in kinds:
        newest = f"ORDER BY rowid DESC LIMIT {int(limit)}"
        sql = f"{_ids(kind)} {newest}"
        if kind == "customers":
            handles = f"{_HANDLES} ({_ids('identities')} {newest})"
            persons = f"{_PERSONS} ({_ids('customers')})"
            every = f"SELECT id FROM ({sql}) UNION {handles} UNION {persons}"
            sql = f"SELECT id FROM ({every}) WHERE {_NOT_MERGED} ORDER BY id DESC LIMIT {int(limit)}"
        hits += [Hit(kind, number) for (number,) in bare.execute(sql, {"search": search})]
    return hits


def count(conn: Connection, query: str, kind: str) -> int:
    """How many records of a kind hold every word of the query."""
    search = match_query(query)
    if not search:
        return 0
    return int(conn.exec_driver_sql(f"SELECT count(*) FROM {match_sql(kind)}", {"search": search}).scalar_one())


def rebuild(conn: Connection) -> None:
    """Build the whole index anew, inside the caller's transaction."""
    conn.exec_driver_sql("INSERT INTO search_index (search_index) VALUES ('delete-all')")
    texts = SearchText()
    for table in _TEXTS:
        last = conn.exec_driver_sql(f"SELECT max(id) FROM {table}").scalar() or 0
        for start in range(1, last + 1, CHUNK):
            texts.put_in(conn, table, STRETCH, json_ids((start, start + CHUNK - 1)))
