"""Named filters of a page, kept in the shop so that they travel with its file."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select

from storeapp.store.tables import SavedView
from storeapp.store.tx import Tx


@dataclass(frozen=True, slots=True)
class ViewRow:
    """One saved view; `state` is what the page wrote."""

    id: int
    name: str
    state: Mapping[str, Any]


def views_of(conn: Connection, page: str) -> list[ViewRow]:
    """The saved views of a page (its id), by name."""
    table = SavedView
    rows = conn.execute(select(table.id, table.name, table.state).where(table.page == page).order_by(table.name))
    return [ViewRow(row.id, row.name, json.loads(row.state)) for row in rows]


def keep_view(tx: Tx, page: str, name: str, state: Mapping[str, Any]) -> int:
    """Keep a view that JSON can write; one of the same name is replaced. Returns its id."""
    plain = json.dumps(state, ensure_ascii=False)
    wanted = select(SavedView.id).where(SavedView.page == page, SavedView.name == name)
    known: int | None = tx.connection.execute(wanted).scalar()
    if known is None:
        return tx.insert_one(SavedView, page=page, name=name, state=plain)
    tx.update(SavedView, known, state=plain)
    return known


def drop_view(tx: Tx, view_id: int) -> bool:
    """Remove a view; False if it was gone."""
    return tx.delete(SavedView, [view_id]) == 1
