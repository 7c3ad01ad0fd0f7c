"""Named sets of filters of the review list."""

from __future__ import annotations

from storeapp.kernel.errors import UserError
from storeapp.kernel.outcome import Outcome
from storeapp.kernel.text import _
from storeapp.reputation.reviews.records import Wanted
from storeapp.store.db import Database
from storeapp.store.saved_views import drop_view, keep_view

PAGE = "reputation"
LONGEST_NAME = 60


def save_view(db: Database, name: str, wanted: Wanted) -> Outcome[int]:
    """Name a set of filters; one of the same name is replaced. Gives its id."""
    plain = " ".join(name.split())
    if not plain:
        raise UserError(_("Give the view a name."))
    if len(plain) > LONGEST_NAME:
        raise UserError(_("The name is too long. Use at most {count} characters.").format(count=LONGEST_NAME))
    with db.write(_("Saved the view “{name}”").format(name=plain)) as tx:
        return tx.outcome(keep_view(tx, PAGE, plain, wanted.to_json()))


def delete_view(db: Database, view_id: int, name: str) -> Outcome[bool]:
    """Remove a saved view."""
    with db.write(_("Removed the view “{name}”").format(name=name)) as tx:
        return tx.outcome(drop_view(tx, view_id))
