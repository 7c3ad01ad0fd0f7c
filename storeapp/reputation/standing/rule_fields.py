"""What a ladder's dialog of rules shows, for the page of this room."""

from __future__ import annotations

from storeapp.rulebook.corrections import RuleField, fields_of
from storeapp.rulebook.ladders import book
from storeapp.rulebook.regions import region_title, regions

__all__ = ["RuleField", "fields_of", "metric_title", "region_title", "regions"]


def metric_title(metric: str) -> str:
    """The name of what a criterion measures, its id where the book doesn't know it."""
    known = book().metrics.get(metric)
    return metric if known is None else known.title
