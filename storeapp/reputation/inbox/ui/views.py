"""The views of the review list that every shop has."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from storeapp.kernel.text import _
from storeapp.qtkit.workbench.views import View
from storeapp.reputation.inbox.records import NamedFilters
from storeapp.reputation.ratings.rules import BAD
from storeapp.reputation.reviews.records import ReviewFilters

LATELY = 30  # days
NEEDS_A_REPLY = -1


def built_in(today: date) -> list[NamedFilters]:
    """Views that every shop has; their ids are below zero."""
    lately = (today - timedelta(days=LATELY - 1)).isoformat()
    return [
        NamedFilters(NEEDS_A_REPLY, _("Needs a reply"), ReviewFilters(reply="waiting", sort="wait")),
        NamedFilters(-2, _("1–3 stars lately"), ReviewFilters(stars=BAD, since=lately)),
        NamedFilters(-3, _("With photos"), ReviewFilters(has_photos=True)),
    ]


def offered(views: Sequence[tuple[NamedFilters, int]]) -> list[View]:
    """The views with how many reviews each holds; built-in ones that hold none are left out, but for the first."""
    kept = [(view, count) for view, count in views if count or view.id > 0 or view.id == NEEDS_A_REPLY]
    return [View(view.id, view.name, view.wanted, count) for view, count in kept]
