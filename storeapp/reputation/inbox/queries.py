"""The saved views of the list."""

from __future__ import annotations

from sqlalchemy import Connection

from storeapp.reputation.inbox.records import NamedFilters
from storeapp.reputation.reviews.records import ReviewFilters
from storeapp.store.saved_views import views_of

PAGE = "reputation"  # saved views of this page only


def saved_views(conn: Connection) -> list[NamedFilters]:
    """The owner's named filters of the review list, by name."""
    return [NamedFilters(view.id, view.name, ReviewFilters.from_json(view.state)) for view in views_of(conn, PAGE)]
