"""How pages say a span of months."""

from __future__ import annotations

from storeapp.kernel.days import month_and_year
from storeapp.kernel.text import _
from storeapp.reputation.ratings.rules import Span


def span_words(span: Span) -> str:
    """`Aug 2025 to Jul 2026`."""
    return _("{first} to {last}").format(first=month_and_year(span.first), last=month_and_year(span.last))
