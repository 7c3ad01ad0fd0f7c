"""Named filters of a page, kept in the shop so that they travel with its file."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select

from storeapp.kernel.errors import UserError
from storeapp.kernel.meanwhile import Shown, in_no_words
from storeapp.kernel.outcome import Outcome
from storeapp.kernel.text import _
from storeapp.store.comparing import refuse_changed
from storeapp.store.db import Database
from storeapp.store.tables import SavedView
from storeapp.store.tx import Tx, table_of

LONGEST_NAME = 60


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


def shown_views(conn: Connection, page: str) -> Shown:
    """The states of a page's views by their names, as `save_view` takes them."""
    return Shown({view.name: dict(view.state) for view in views_of(conn, page)})


def save_view(db: Database, page: str, name: str, state: Mapping[str, Any], shown: Shown | None = None) -> Outcome[int]:
    """Name what JSON can write of a list's filters; a view of the same name is replaced. Gives its id.

    UserError where the name is empty or longer than LONGEST_NAME. `shown` holds the states of the page's views by their
    names: ChangedMeanwhile where another writer saved one of this name since.
    """
    plain = " ".join(name.split())
    if not plain:
        raise UserError(_("Give the view a name."))
    if len(plain) > LONGEST_NAME:
        raise UserError(_("The name is too long. Use at most {count} characters.").format(count=LONGEST_NAME))
    with db.write(_("Saved the view “{name}”").format(name=plain)) as tx:
        return tx.outcome(_keep(tx, page, plain, state, shown))


def delete_view(db: Database, view_id: int, name: str) -> Outcome[bool]:
    """Remove a saved view; the value is False if it was gone."""
    with db.write(_("Removed the view “{name}”").format(name=name)) as tx:
        return tx.outcome(tx.delete(SavedView, [view_id]) == 1)


def _keep(tx: Tx, page: str, name: str, state: Mapping[str, Any], shown: Shown | None) -> int:
    wanted = select(SavedView.id, SavedView.state).where(SavedView.page == page, SavedView.name == name)
    known = tx.connection.execute(wanted).first()
    packed = json.dumps(state, ensure_ascii=False)
    if known is None:
        return tx.insert_one(SavedView, page=page, name=name, state=packed)
    if shown is not None:
        shown.values.setdefault(name, None)
    now, mine = {name: json.loads(known.state)}, {name: json.loads(packed)}
    number = int(known.id)
    refuse_changed(tx, table_of(SavedView), number, _("view"), shown, mine, now, value=number, say=in_no_words)
    tx.update(SavedView, number, state=packed)
    return number
