"""When, and by whom, values of rows were last changed, as the journal tells it."""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple

from sqlalchemy import Connection

from storeapp.store import row_images
from storeapp.store.sql import ask


class LastChange(NamedTuple):
    """`at`: UTC text; `who`: the name under which it was done."""

    at: str
    who: str


def last_changes(
    conn: Connection, table: str, columns: Collection[str], ids: Collection[int], since: str
) -> dict[tuple[int, str], LastChange]:
    """(row, column) -> its last change since an instant (UTC text); what was only typed, and not kept, is none."""
    wanted, names = set(ids), set(columns)
    if not wanted:
        return {}
    sql = (
        "SELECT c.image, a.at, a.who FROM actions a JOIN changes c ON c.action_id = a.id "
        "WHERE a.id >= (SELECT min(id) FROM actions WHERE at >= :since) AND a.state = 'done' "
        "AND c.table_name = :table AND c.op = 'update' AND c.last_id >= :first AND c.first_id <= :last ORDER BY c.id"
    )
    found: dict[tuple[int, str], LastChange] = {}
    for image, at, who in ask(conn, sql, since=since, table=table, first=min(wanted), last=max(wanted)):
        told = row_images.updated(image)
        places = [(place, name) for place, name in enumerate(told.columns) if name in names]
        for number, before, after in told.rows if places else ():
            if number in wanted:
                for place, name in places:
                    if before[place] != after[place]:
                        found[number, name] = LastChange(at, who)
    return found
