"""Which reviews and kept sums count together: product reviews, seller feedback, and those nobody said the kind of."""

from __future__ import annotations

from sqlalchemy import ColumnElement, and_, not_, or_, select

from storeapp.kernel.review_kinds import PRODUCT, UNSAID, platforms_apart, platforms_of
from storeapp.store.tables import Channel, RatingMonth, Review, ReviewMonth

Counted = dict[int, tuple[str, ...]]  # channel that counts kinds apart -> the kinds, as sums keep them, of its rating


def stored_as(kind: str) -> str:
    """A kind as the kept sums have it: "" where nobody said it."""
    return "" if kind == UNSAID else kind


def is_kind(kind: str) -> ColumnElement[bool]:
    """A review of this kind, as it was said."""
    return Review.kind.is_(None) if kind == UNSAID else Review.kind == kind


def narrowed_to(table: type[RatingMonth | ReviewMonth | Review], kind: str) -> ColumnElement[bool]:
    """Reviews, or kept sums, of a kind: as it was said, else as their platform has it."""
    silent = table.kind.is_(None) if table is Review else table.kind == ""
    mine = select(Channel.id).where(Channel.platform.in_(platforms_of(kind)))
    return or_(table.kind == kind, and_(silent, table.channel_id.in_(mine)))


def in_rating(table: type[RatingMonth | ReviewMonth], counted: Counted) -> ColumnElement[bool]:
    """Kept sums that belong to a channel's rating."""
    if table is ReviewMonth:
        return counts_for_products(table)
    each = [and_(table.channel_id == channel, table.kind.in_(kinds)) for channel, kinds in counted.items()]
    return or_(table.channel_id.not_in(list(counted)), *each)


def counts_for_products(table: type[Review | ReviewMonth]) -> ColumnElement[bool]:
    """Product reviews, and reviews of channels that don't tell kinds apart; no seller feedback that names its order.

    What nobody said the kind of counts for nothing where kinds are counted apart.
    """
    apart = select(Channel.id).where(Channel.platform.in_(platforms_apart()))
    if table is Review:
        return (Review.kind == PRODUCT) | and_(Review.kind.is_(None), Review.channel_id.not_in(apart))
    return table.kind.in_((PRODUCT, "")) & not_(and_(table.kind == "", table.channel_id.in_(apart)))
