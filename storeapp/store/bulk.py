"""Plain SQL for many rows at once: ids as one bound value, rows as the driver gives them, bulk inserts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Table

# Conditions on a table's id with one bound value, which is what `json_ids` made: of a list of ids, of the two ends.
LISTED = "id IN (SELECT value FROM json_each(?1))"
STRETCH = "id BETWEEN json_extract(?1, '$[0]') AND json_extract(?1, '$[1]')"


def json_ids(ids: Iterable[int]) -> str:
    """Ids as a JSON list, for `IN (SELECT value FROM json_each(?))`: one bound value however many ids."""
    return "[" + ",".join(map(str, ids)) + "]"


def plain_rows(conn: Connection, sql: str, *values: Any) -> list[tuple[Any, ...]]:
    """All rows as the driver's own tuples, for bulk reading: SQLAlchemy's rows cost three times as much."""
    cursor = conn.connection.cursor()
    try:
        cursor.execute(sql, values)
        return list(cursor.fetchall())
    finally:
        cursor.close()


def run(conn: Connection, sql: str, *values: Any) -> None:
    """One plain statement for its effect."""
    conn.exec_driver_sql(sql, values)


def run_many(conn: Connection, sql: str, rows: Sequence[tuple[Any, ...]]) -> None:
    """One plain statement for each of these rows of values."""
    if rows:
        conn.exec_driver_sql(sql, list(rows))


def plain_number(conn: Connection, sql: str, *values: Any) -> int:
    """The only value of a query, as a whole number; 0 where there is none."""
    found = conn.exec_driver_sql(sql, values).scalar()
    return int(found or 0)


def _literal(value: Any) -> str:
    if isinstance(value, str):
        return "'" + value.replace("'", "''") + "'"
    return "NULL" if value is None else repr(value)


def insert_sql(table: Table, given: Sequence[str]) -> str:
    """INSERT with one ? per given column; columns left out get their declared default as a literal."""
    names, values = _whole(table, dict.fromkeys(given, "?"))
    return f"INSERT INTO {table.name} ({names}) VALUES ({values})"


@dataclass(frozen=True, slots=True)
class Selected:
    """Rows for a table as SQL makes them: each column's expression, and `FROM … WHERE …` that finds them.

    `number`: the expression that counts them from 1 on, in the order of their ids. Their source must be quick to enter
    at any number.
    """

    number: str
    columns: Mapping[str, str]
    source: str


def insert_selected_sql(table: Table, rows: Selected) -> str:
    """INSERT of the rows numbered ?2 to ?3, each with the id ?1 + number."""
    names, values = _whole(table, {"id": f"?1 + {rows.number}", **rows.columns})
    return f"INSERT INTO {table.name} ({names}) SELECT {values} {rows.source} AND {rows.number} BETWEEN ?2 AND ?3"


def _whole(table: Table, given: Mapping[str, str]) -> tuple[str, str]:
    """The names and the values of an INSERT: those given, and the declared defaults of other columns as literals."""
    unknown = [name for name in given if name not in table.columns]
    if unknown:
        raise ValueError(f"{table.name} has no column {', '.join(unknown)}")
    rest = {
        column.name: _literal(getattr(column.default, "arg", None))
        for column in table.columns
        if column.name not in given and column.default is not None
    }
    return ", ".join(f'"{name}"' for name in (*given, *rest)), ", ".join((*given.values(), *rest.values()))
