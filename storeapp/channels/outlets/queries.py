"""Reads the outlets."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select

from storeapp.store.tables import Outlet


@dataclass(frozen=True, slots=True)
class OutletRow:
    """One outlet as in OutletFields; `closed_on` is the ISO day since which it isn't used any more."""

    id: int
    kind: str
    name: str
    url: str
    language: str
    house_rules: str
    note: str
    closed_on: str | None
    audience: str
    terms: str
    contact: str
    cost_minor: int | None
    cost_currency: str


def outlets(conn: Connection, closed: bool = False) -> list[OutletRow]:
    """The outlets by name, those no longer used only where `closed`."""
    table = Outlet
    columns: list[Any] = [table.id, table.kind, table.name, table.url, table.language, table.house_rules, table.note]
    columns += [table.closed_on, table.audience, table.terms, table.contact, table.cost_minor, table.cost_currency]
    wanted = select(*columns).order_by(table.name, table.id)
    if not closed:
        wanted = wanted.where(table.closed_on.is_(None))
    return [OutletRow(*row) for row in conn.execute(wanted)]
