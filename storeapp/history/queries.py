"""Reads the history in windows, and what one action did to which kind of record."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection

from storeapp.store.journal import COLUMNS, SEARCHED, row_of, teach
from storeapp.store.journal import ActionRow as ActionRow
from storeapp.store.journal import UndoReport as UndoReport
from storeapp.store.sql import ask

_WHERE = f"a.kind <> 'undo' AND {SEARCHED}"


@dataclass(frozen=True, slots=True)
class ActionPart:
    """How many rows of one table an action inserted, updated or deleted (`op`)."""

    table: str
    op: str
    rows: int


def count(conn: Connection, text: str = "") -> int:
    """Number of actions whose title or person holds `text`."""
    teach(conn)
    found = ask(conn, f"SELECT count(*) FROM actions a WHERE {_WHERE}", pattern=_pattern(text))
    return int(found.scalar_one())


def window(conn: Connection, first: int, limit: int, text: str = "", backwards: bool = False) -> list[ActionRow]:
    """`limit` actions from number `first`, newest first; `backwards` counts from the oldest."""
    teach(conn)
    order = "ASC" if backwards else "DESC"
    sql = f"SELECT {COLUMNS} FROM actions a WHERE {_WHERE} ORDER BY a.id {order} LIMIT :limit OFFSET :first"
    found = ask(conn, sql, pattern=_pattern(text), limit=limit, first=first)
    return [row_of(row) for row in found]


def action(conn: Connection, action_id: int) -> ActionRow | None:
    """One action, None if it is gone."""
    row = ask(conn, f"SELECT {COLUMNS} FROM actions a WHERE a.id = :id", id=action_id).first()
    return row_of(row) if row else None


def place_of(conn: Connection, action_id: int) -> int:
    """The number of an action in the unfiltered list, newest first."""
    found = ask(conn, "SELECT count(*) FROM actions WHERE kind <> 'undo' AND id > :id", id=action_id)
    return int(found.scalar_one())


def parts(conn: Connection, action_id: int) -> list[ActionPart]:
    """What an action did, most rows first."""
    found = ask(
        conn,
        "SELECT table_name, op, sum(rows) FROM changes WHERE action_id = :id "
        "GROUP BY table_name, op ORDER BY 3 DESC, 1, 2",
        id=action_id,
    )
    return [ActionPart(*row) for row in found]


def _pattern(text: str) -> str:
    return "%" + text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
