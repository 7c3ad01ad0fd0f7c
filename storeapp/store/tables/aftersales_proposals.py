"""Which orders and reviews propose a case, kept beside them so that a page never looks through a whole history."""

from __future__ import annotations

from sqlalchemy import Index

from storeapp.store.tables.base import Base, Mapped, mapped_column, partial, strict


class CaseProposal(Base):
    """Kept: an order, or a review without one, that speaks for a case and has none; see proposals/derived."""

    __tablename__ = "case_proposals"
    __table_args__ = (
        partial("ix_case_proposals_order", "order_id", where="order_id IS NOT NULL"),
        partial("ix_case_proposals_review", "review_id", where="review_id IS NOT NULL"),
        Index("ix_case_proposals_day", "day_on", "id"),
        Index("ix_case_proposals_from", "from_on", "signs", "channel_id"),
        strict("proposals", journaled=False),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    order_id: Mapped[int | None]
    review_id: Mapped[int | None]  # the order's worst review, or the one that stands without an order
    channel_id: Mapped[int]
    signs: Mapped[int]  # sum of SIGNS in aftersales/proposals/rules
    from_on: Mapped[str]  # the day from which it is one: a parcel is overdue only after its day; "" for at once
    day_on: Mapped[str]  # when it happened, "" where nobody knows
