"""Reads the outlets."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, select

from storeapp.store.tables import Outlet


@dataclass(frozen=True, slots=True)
class OutletRow:
    """One outlet; `closed_on` is the ISO day since which it isn't used any more."""

    id: int
    kind: str
    name: str
    url: str
    language: str
    house_rules: str
    note: str
    closed_on: str | None


def outlets(conn: Connection, closed: bool = False) -> list[OutletRow]:
    """The outlets by name, those no longer used only where `closed`."""
    table = Outlet
    columns = (table.id, table.kind, table.name, table.url, table.language, table.house_rules, table.note)
    wanted = select(*columns, table.closed_on).order_by(table.name, table.id)
    if not closed:
        wanted = wanted.where(table.closed_on.is_(None))
    return [OutletRow(*row) for row in conn.execute(wanted)]
