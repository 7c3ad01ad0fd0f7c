"""The one way for a room to ask in plain SQL: its values are named, as any database takes them."""

from __future__ import annotations

from collections.abc import Collection
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, CursorResult, TextClause, bindparam, text


def ask(conn: Connection, sql: str, **values: Any) -> CursorResult[*tuple[Any, ...]]:
    """The rows that `sql` finds. Its values are named, `:since`; a list or a set is each of its items: `IN :ids`.

    SQLite takes 32,000 items at most.
    """
    several = frozenset(name for name, value in values.items() if isinstance(value, list | tuple | set | frozenset))
    return conn.execute(_statement(sql, several), {n: list(v) if n in several else v for n, v in values.items()})


@lru_cache(maxsize=512)
def _statement(sql: str, several: Collection[str]) -> TextClause:
    return text(sql).bindparams(*(bindparam(name, expanding=True) for name in several))


def among(name: str) -> str:
    """What stands behind `column IN`: the numbers bound to `name` by bulk.json_ids, one value however many they are."""
    return f"(SELECT value FROM {each(name)})"


def each(name: str) -> str:
    """A table with the column `value`: the numbers bound to `name` by bulk.json_ids."""
    return f"json_each(:{name})"


def days_between(first: str, last: str) -> str:
    """Whole days from one column or value with an ISO day to another."""
    return f"cast(julianday({last}) - julianday({first}) AS INTEGER)"


def days_after(day: str, days: int) -> str:
    """The ISO day so many days after that of a column or value."""
    return f"date({day}, '+{days} days')"


def days_after_column(day: str, days: str) -> str:
    """The ISO day as many days after one column or value as another one says."""
    return f"date({day}, ({days}) || ' days')"


def how_many(condition: str) -> str:
    """How many rows of a group fulfil a condition."""
    return f"sum(CASE WHEN {condition} THEN 1 ELSE 0 END)"


def aside(column: str) -> str:
    """A column that SQLite is not to look up by an index, because another one leaves fewer rows."""
    return f"+{column}"
