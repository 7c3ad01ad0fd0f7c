"""A named set of filters."""

from __future__ import annotations

from dataclasses import dataclass

from storeapp.reputation.reviews.records import ReviewFilters


@dataclass(frozen=True, slots=True)
class NamedFilters:
    """A named set of filters."""

    id: int
    name: str
    wanted: ReviewFilters
