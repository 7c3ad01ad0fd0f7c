"""Named sets of filters of the review list."""

from __future__ import annotations

from storeapp.kernel.outcome import Outcome
from storeapp.reputation.reviews.records import Wanted
from storeapp.store import saved_views
from storeapp.store.db import Database

PAGE = "reputation"


def save_view(db: Database, name: str, wanted: Wanted) -> Outcome[int]:
    """Name a set of filters; one of the same name is replaced. Gives its id."""
    return saved_views.save_view(db, PAGE, name, wanted.to_json())


def delete_view(db: Database, view_id: int, name: str) -> Outcome[bool]:
    """Remove a saved view."""
    return saved_views.delete_view(db, view_id, name)
