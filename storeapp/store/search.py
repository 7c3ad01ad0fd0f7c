"""One full-text index over customers, orders, products, reviews and cases, in any language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from sqlalchemy import Connection

from storeapp.kernel.progress import Progress
from storeapp.kernel.scratch import scratch
from storeapp.kernel.text import N_
from storeapp.store import tokenizer
from storeapp.store.bulk import STRETCH, plain_rows
from storeapp.store.derived import Derived, Recount, stretches
from storeapp.store.engine import connect, make_engine
from storeapp.store.tables import Base
from storeapp.store.tables.base import Searched
from storeapp.store.tokenizer import indexed, match_query

__all__ = ["KINDS", "Hit", "LaterSearchText", "SearchText", "count", "find", "match_query", "match_sql", "rebuild"]

CHUNK = 5000  # texts in memory at a time
MANY = 2000  # texts removed in one transaction from which on the index is rewritten, but at least a fiftieth of all
SHIFT = 40  # an index row's number is code * 2**40 + id: one table is one stretch, found without looking at the others
_TABLES: dict[str, Searched] = {
    name: table.info["searched"] for name, table in sorted(Base.metadata.tables.items()) if table.info["searched"]
}
# The records that are found, in the order they are listed: a buyer, an order or a product before the reviews and cases
# that name it. Rows of the other tables only lead to one of them.
KINDS = tuple(
    name
    for name, table in sorted(_TABLES.items(), key=lambda named: named[1].code)
    if table.leads_to is None or table.leads_to[0] == name
)


class Hit(NamedTuple):
    """One record found: `kind` is one of KINDS, `id` its row."""

    kind: str
    id: int


class SearchText(Derived):
    """Feeds the index in bulk from the rows a transaction touched."""

    name, title = "search texts", N_("Words in the search index")
    reads: Mapping[str, frozenset[str]] = {name: frozenset(table.columns) for name, table in _TABLES.items()}

    def __init__(self) -> None:
        self._gone: list[tuple[int, str]] = []
        self._removed = 0
        self._loose = False

    def version(self) -> int:
        """Changes with the words that the tokenizer makes of a text."""
        return tokenizer.VERSION

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

    def rebuild(self, conn: Connection) -> None:
        """Build the whole index anew."""
        rebuild(conn)

    def recount(self, conn: Connection, progress: Progress) -> Recount:
        """Build a second index beside the shop and compare, word by word, in how many rows each stands."""
        shop = Path(conn.exec_driver_sql("SELECT file FROM pragma_database_list WHERE name = 'main'").scalar_one())
        with scratch(shop.parent) as work:
            second = work / "words.sqlite"
            connect(second, create=True).close()
            engine = make_engine(second, writes=True)
            try:
                with engine.connect() as beside:
                    beside.connection.cursor().execute("ATTACH ? AS shop", (f"{shop.absolute().as_uri()}?mode=ro",))
                    return _recount(beside, progress)
            finally:
                engine.dispose()

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
        joined = " || char(10) || ".join(_TABLES[table].columns)
        base = _TABLES[table].code << SHIFT
        empty = "\n" * (len(_TABLES[table].columns) - 1)
        condition = f"{rows} AND {_TABLES[table].where}"
        found = plain_rows(conn, f"SELECT id, {joined} FROM {table} WHERE {condition} ORDER BY id", value)
        return [(base + number, indexed(text)) for number, text in found if text != empty]


class LaterSearchText(Derived):
    """Adds to the index the rows of shops that were made before their tables were searched.

    It comes before `SearchText` in the list of what is derived: where that one is built anew too, it begins by
    emptying the index.
    """

    name, title = "search texts of cases", N_("Words in the search index")

    def rebuild(self, conn: Connection) -> None:
        """Index the rows; only for a shop whose version of this is not noted yet, as none of them may come twice."""
        texts = SearchText()
        for name, table in _TABLES.items():
            if table.later:
                for stretch in stretches(conn, name):
                    texts.put_in(conn, name, STRETCH, stretch)


def _rows(conn: Connection) -> int:
    """About how many rows are indexed."""
    return sum(conn.exec_driver_sql(f"SELECT max(id) FROM {table}").scalar() or 0 for table in _TABLES)


def _stretch(kind: str) -> str:
    first = _TABLES[kind].code << SHIFT
    return f"rowid BETWEEN {first} AND {first + (1 << SHIFT) - 1}"


def _ids(kind: str) -> str:
    return (
        f"SELECT rowid - {_TABLES[kind].code << SHIFT} AS id FROM search_index "
        f"WHERE search_index MATCH :search AND {_stretch(kind)}"
    )


def _led(kind: str, newest: str = "") -> tuple[list[str], str]:
    """Queries of the rows to which hits of other rows lead, and what else holds for a row that is listed; "" if none.

    A row that leads to another one of its table (a merged customer) is listed nowhere; its words find the other one.
    """
    found, listed = [], ""
    for name, table in _TABLES.items():
        target, column = table.leads_to or ("", "")
        if target == kind and name == kind:
            found.append(f"SELECT {column} FROM {kind} WHERE {column} IS NOT NULL AND id IN ({_ids(kind)})")
            listed = f"id NOT IN (SELECT id FROM {kind} WHERE {column} IS NOT NULL)"
        elif target == kind:
            found.append(f"SELECT {column} FROM {name} WHERE id IN ({_ids(name)} {newest}) AND {table.where}")
    return found, listed


def match_sql(kind: str) -> str:
    """SQL for `id IN <this>`, with the bind `:search` set to `match_query(text)` (never empty)."""
    led, listed = _led(kind)
    if not led:
        return f"({_ids(kind)})"
    found = " UNION ".join((_ids(kind), *led))
    return f"(SELECT id FROM ({found}) WHERE {listed or 1})"


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
        led, listed = _led(kind, newest)
        if led:
            every = " UNION ".join((f"SELECT id FROM ({sql})", *led))
            sql = f"SELECT id FROM ({every}) WHERE {listed or 1} ORDER BY id DESC LIMIT {int(limit)}"
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
    for table in _TABLES:
        for stretch in stretches(conn, table):
            texts.put_in(conn, table, STRETCH, stretch)


def _recount(conn: Connection, progress: Progress) -> Recount:
    made = conn.exec_driver_sql("SELECT sql FROM shop.sqlite_schema WHERE name = 'search_index'").scalar_one()
    conn.exec_driver_sql(made)
    rebuild(conn)
    progress.check()
    for name, where in (("kept", "shop"), ("fresh", "main")):
        conn.exec_driver_sql(f"CREATE VIRTUAL TABLE temp.{name}_words USING fts5vocab({where}, search_index, row)")
    kept, fresh = (f"SELECT term, doc, cnt FROM temp.{name}_words" for name in ("kept", "fresh"))
    wrong = conn.exec_driver_sql(
        "SELECT count(DISTINCT term) FROM "
        f"(SELECT * FROM ({kept} EXCEPT {fresh}) UNION ALL SELECT * FROM ({fresh} EXCEPT {kept}))"
    ).scalar_one()
    looked_at = conn.exec_driver_sql("SELECT count(*) FROM temp.fresh_words").scalar_one()
    conn.rollback()
    return Recount(int(looked_at), int(wrong))
