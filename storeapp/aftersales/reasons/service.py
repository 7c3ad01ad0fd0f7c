"""What the owner does with the reasons of cases: add, rename, sort in, change the points of their checklist, hide."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, func, select

from storeapp.kernel.errors import UserError
from storeapp.kernel.outcome import Outcome
from storeapp.kernel.text import _
from storeapp.rulebook.reasons import reason_groups, reasons
from storeapp.store.db import Database, Tx
from storeapp.store.tables import OwnerReason

LONGEST, MOST_POINTS = 80, 30


def save_reason(db: Database, key: str, title: str, group: str, checklist: Sequence[str]) -> Outcome[str]:
    """Change a reason, or add one where `key` is ""; gives its key. Cases keep the reason they have."""
    plain = " ".join(title.split())
    points = [" ".join(one.split()) for one in checklist if one.strip()]
    if not plain:
        raise UserError(_("Give the reason a name. Nothing was changed."))
    if len(plain) > LONGEST or any(len(one) > LONGEST for one in points):
        raise UserError(_("This is too long. Use at most {count} characters.").format(count=LONGEST))
    if len(points) > MOST_POINTS:
        raise UserError(_("A checklist has at most {count} points.").format(count=MOST_POINTS))
    if group not in reason_groups():
        raise ValueError(group)
    with db.write(_("Changed a reason of cases")) as tx:
        row, house = _row(tx, key), reasons().get(key)
        same_points = house is not None and points in ([], [_(one) for one in house.checklist], list(house.checklist))
        values = {
            "title": "" if house is not None and plain in (_(house.title), house.title) else plain,
            "parent": "" if house is not None and group == house.group else group,
            "checklist": json.dumps([] if same_points else points, ensure_ascii=False),
        }
        if key and row is None and house is None:
            raise UserError(_("This reason is gone. Nothing was changed."))
        if row is not None:
            tx.update(OwnerReason, row.id, **values)
            return tx.outcome(key)
        if not key:
            tx.rename(_("Added a reason of cases"))
        made = key or f"OWN_{(tx.connection.execute(select(func.max(OwnerReason.id))).scalar() or 0) + 1}"
        tx.insert_one(OwnerReason, key=made, **values)
        return tx.outcome(made)


def hide_reason(db: Database, key: str, hidden: bool = True) -> Outcome[bool]:
    """Offer a reason no longer, or again; cases that have it keep it."""
    with db.write(_("Hid a reason of cases")) as tx:
        if not hidden:
            tx.rename(_("Offered a reason of cases again"))
        row = _row(tx, key)
        if row is not None:
            return tx.outcome(tx.update(OwnerReason, row.id, hidden=int(hidden)))
        if key not in reasons():
            raise UserError(_("This reason is gone. Nothing was changed."))
        tx.insert_one(OwnerReason, key=key, hidden=int(hidden))
        return tx.outcome(True)


def _row(tx: Tx, key: str) -> Row[Any] | None:
    found: Row[Any] | None = tx.connection.execute(select(OwnerReason.id).where(OwnerReason.key == key)).first()
    return found
