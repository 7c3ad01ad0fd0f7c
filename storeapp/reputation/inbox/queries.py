"""The saved views of the list."""

from __future__ import annotations

from sqlalchemy import Connection

from storeapp.reputation.inbox.records import SavedView
from storeapp.reputation.reviews.records import ReviewFilters
from storeapp.store.saved_views import views_of

PAGE = "reputation"  # saved views of this page only


def saved_views(conn: Connection) -> list[SavedView]:
    """The owner's named filters of the review list, by name."""
    return [SavedView(view.id, view.name, ReviewFilters.from_json(view.state)) for view in views_of(conn, PAGE)]
