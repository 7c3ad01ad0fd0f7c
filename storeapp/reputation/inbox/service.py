"""Named sets of filters of the review list."""

from __future__ import annotations

from sqlalchemy import Connection

from storeapp.kernel.meanwhile import Shown
from storeapp.kernel.outcome import Outcome
from storeapp.reputation.reviews.records import ReviewFilters
from storeapp.store import saved_views
from storeapp.store.db import Database

PAGE = "reputation"


def shown_views(conn: Connection) -> Shown:
    """The views as they are, for `save_view`."""
    return saved_views.shown_views(conn, PAGE)


def save_view(db: Database, name: str, wanted: ReviewFilters, shown: Shown | None = None) -> Outcome[int]:
    """Name a set of filters; one of the same name is replaced. Gives its id. `shown`: as in saved_views."""
    return saved_views.save_view(db, PAGE, name, wanted.to_json(), shown)


def delete_view(db: Database, view_id: int, name: str) -> Outcome[bool]:
    """Remove a saved view."""
    return saved_views.delete_view(db, view_id, name)
