"""How many things wait on a page that wasn't looked at yet: the numbers beside the names in the sidebar."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import TYPE_CHECKING

from storeapp.aftersales import queries as cases
from storeapp.reputation.reviews.queries.listing import review_count
from storeapp.reputation.reviews.records import ReviewFilters
from storeapp.solicitation import sums as requests
from storeapp.solicitation.states import READY

if TYPE_CHECKING:
    from sqlalchemy import Connection

FRESH = timedelta(days=60)  # a bad review older than this no longer counts


def reputation(conn: Connection, today: date) -> tuple[int, bool]:
    """Bad reviews of the last 60 days without a reply."""
    since = (today - FRESH).isoformat()
    return review_count(conn, ReviewFilters(reply="waiting", since=since)), False


def aftersales(conn: Connection, today: date) -> tuple[int, bool]:
    """Promises that are due today or over; red once one is over."""
    counts = cases.counts(conn, today)
    return counts.over + counts.due_today, counts.over > 0


def ready_requests(conn: Connection, _today: date) -> tuple[int, bool]:
    """Orders that can be asked for a review, as they were looked at last."""
    return requests.counts(conn)[READY], False


BADGES: dict[str, Callable[[Connection, date], tuple[int, bool]]] = {
    "reputation": reputation,
    "aftersales": aftersales,
    "requests": ready_requests,
}
