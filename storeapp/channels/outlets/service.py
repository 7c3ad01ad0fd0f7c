"""The verbs that change outlets."""

from __future__ import annotations

from dataclasses import asdict

from sqlalchemy import select

from storeapp.channels.outlets.queries import outlets
from storeapp.channels.outlets.rules import OutletFields, checked
from storeapp.kernel.errors import UserError
from storeapp.kernel.outcome import Outcome
from storeapp.kernel.text import _
from storeapp.store.db import Database, Tx
from storeapp.store.tables import Outlet


def add_outlet(db: Database, fields: OutletFields) -> Outcome[int]:
    """Add an outlet; the value is its id. UserError where the name is taken or a field can't be kept."""
    fields = checked(fields)
    with db.write(_("Added the place {name}").format(name=fields.name)) as tx:
        _refuse_taken(tx, fields.name, None)
        return tx.outcome(tx.insert_one(Outlet, **asdict(fields), added_at=tx.now))


def edit_outlet(db: Database, outlet_id: int, fields: OutletFields) -> Outcome[bool]:
    """Set an outlet's fields; the value says whether anything really changed."""
    fields = checked(fields)
    with db.write(_("Changed the place {name}").format(name=fields.name)) as tx:
        _name_of(tx, outlet_id)
        _refuse_taken(tx, fields.name, outlet_id)
        return tx.outcome(tx.update(Outlet, outlet_id, **asdict(fields)))


def close_outlet(db: Database, outlet_id: int, day: str | None) -> Outcome[bool]:
    """Use an outlet no more since an ISO day, or again with None. What came from there stays."""
    with db.write(_("Changed a place")) as tx:
        title = _("No longer uses the place {name}") if day else _("Uses the place {name} again")
        tx.rename(title.format(name=_name_of(tx, outlet_id)))
        return tx.outcome(tx.update(Outlet, outlet_id, closed_on=day))


def _name_of(tx: Tx, outlet_id: int) -> str:
    name = tx.connection.execute(select(Outlet.name).where(Outlet.id == outlet_id)).scalar()
    if name is None:
        raise UserError(_("This place is gone. Nothing was changed."))
    return str(name)


def _refuse_taken(tx: Tx, name: str, outlet_id: int | None) -> None:
    # Compared in Python: SQLite folds the case of ASCII letters only.
    same = [one.id for one in outlets(tx.connection, closed=True) if one.name.casefold() == name.casefold()]
    if same and same != [outlet_id]:
        raise UserError(_("There is a place named {name} already. Nothing was changed.").format(name=name))
