"""Keeps the sums of reviews a month that ratings are read from."""

from __future__ import annotations

from collections.abc import Mapping

from storeapp.kernel.text import N_
from storeapp.store.kept_sums import KeptSum, KeptSums

_REVIEW_FIGURES = {
    "reviews": "1",
    "apart": "apart",
    "replied": "replied_on IS NOT NULL",
    "with_text": "text <> ''",
    "linked": "order_id IS NOT NULL",
}
_REVIEW_MONTH = {
    "channel_id": "channel_id",
    "month": "substr(coalesce(posted_on, ''), 1, 7)",
    "kind": "coalesce(kind, '')",
}


class ReviewSums(KeptSums):
    """Sums of reviews per channel and month, and the same per product."""

    name, title = "sums of reviews", N_("Saved totals")
    sums = (
        KeptSum("reviews", "rating_months", _REVIEW_MONTH | {"stars": "coalesce(stars, 0)"}, _REVIEW_FIGURES),
        KeptSum(
            "reviews",
            "review_months",
            _REVIEW_MONTH | {"product_id": "coalesce(product_id, 0)", "stars": "coalesce(stars, 0)"},
            _REVIEW_FIGURES,
        ),
    )
    reads: Mapping[str, frozenset[str]] = {
        "reviews": frozenset(
            {"channel_id", "product_id", "posted_on", "stars", "kind", "apart", "replied_on", "text", "order_id"}
        ),
    }
