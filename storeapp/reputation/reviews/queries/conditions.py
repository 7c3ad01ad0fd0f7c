"""What a review must hold to pass the filters of a list."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, and_, literal_column, or_, select, text

from storeapp.reputation.reviews.queries.theme_filter import under
from storeapp.reputation.reviews.records import ReviewFilters
from storeapp.store import search
from storeapp.store.tables import ReplyDraft, Review, ReviewAbsence, ReviewVersion
from storeapp.store.tables.review_kinds import narrowed_to

_WITH_PHOTOS: ColumnElement[bool] = literal_column("reviews.photos > 0")
# The plus keeps SQLite from gathering every review without an order just to sort them: it walks the dates instead.
_LOOSE: ColumnElement[bool] = literal_column("+reviews.order_id IS NULL")
_JOINED: ColumnElement[bool] = literal_column("+reviews.order_id IS NOT NULL")
_GONE = select(ReviewAbsence.review_id).where(ReviewAbsence.back_at.is_(None))

# Written out, not bound: SQLite uses the partial index ix_reviews_waiting only when it can see these very words.
WAITING: ColumnElement[bool] = literal_column("reviews.replied_on IS NULL AND reviews.stars <= 3")
_DRAFT = select(ReplyDraft.id).where(ReplyDraft.review_id == Review.id).correlate(Review).exists()
DRAFTED: ColumnElement[bool] = and_(Review.replied_on.is_(None), or_(_DRAFT, Review.reply != ""))


def conditions_of(wanted: ReviewFilters, walking: bool = False) -> list[ColumnElement[bool]]:
    """What a review must hold to pass these filters; `walking`: the list is walked by date, not by its theme."""
    table = Review
    found: list[ColumnElement[bool]] = []
    if len(wanted.channels) == 1:
        found.append(table.channel_id == wanted.channels[0])
    elif wanted.channels:
        found.append(table.channel_id.in_(wanted.channels))
    if wanted.product is not None:
        found.append(table.product_id == wanted.product if wanted.product else table.product_id.is_(None))
    found += _star_conditions(wanted.stars)
    if wanted.languages:
        found.append(table.language.in_(wanted.languages))
    if wanted.has_text is not None:
        found.append(table.text != "" if wanted.has_text else table.text == "")
    if wanted.has_photos is not None:
        found.append(_WITH_PHOTOS if wanted.has_photos else table.photos == 0)
    if wanted.linked is not None:
        found.append(_JOINED if wanted.linked else _LOOSE)
    if wanted.edited is not None:
        known = select(ReviewVersion.id).where(ReviewVersion.review_id == table.id).exists()
        found.append(known if wanted.edited else ~known)
    if wanted.gone is not None:
        found.append(table.id.in_(_GONE) if wanted.gone else table.id.not_in(_GONE))
    if wanted.ids:
        found.append(table.id.in_(wanted.ids))
    if wanted.theme is not None:
        found.append(under(wanted.theme, walking))
    if wanted.kind:
        found.append(narrowed_to(table, wanted.kind))
    if wanted.reply:
        found.append(_reply_condition(wanted.reply))
    if wanted.since:
        found.append(table.posted_on >= wanted.since)
    if wanted.until:
        found.append(table.posted_on <= wanted.until)
    words = search.match_query(wanted.search) if wanted.search else ""
    if words:  # a box that holds no word ("!") narrows nothing
        hits: Any = text(f"reviews.id IN {search.match_sql('reviews')}").bindparams(search=words)
        found.append(hits)
    return found


def _star_conditions(stars: Sequence[int]) -> list[ColumnElement[bool]]:
    if not stars:
        return []
    rated = [one for one in stars if one]
    parts: list[ColumnElement[bool]] = []
    if len(rated) == 1:
        parts.append(Review.stars == rated[0])
    elif rated:
        parts.append(Review.stars.in_(rated))
    if 0 in stars:
        parts.append(Review.stars.is_(None))
    return [or_(*parts)] if len(parts) > 1 else parts


def _reply_condition(reply: str) -> ColumnElement[bool]:
    if reply == "waiting":
        return WAITING
    if reply == "replied":
        return Review.replied_on.is_not(None)
    if reply == "draft":
        return DRAFTED
    return Review.replied_on.is_(None)
