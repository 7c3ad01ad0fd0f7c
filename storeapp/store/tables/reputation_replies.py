"""What helps to answer reviews: drafts, and checks that the owner overruled."""

from __future__ import annotations

from sqlalchemy import ForeignKey, Index

from storeapp.store.tables.base import Base, Mapped, mapped_column, strict


class ReplyDraft(Base):
    """A reply not yet sent."""

    __tablename__ = "reply_drafts"
    __table_args__ = (Index("uq_reply_drafts_review", "review_id", unique=True), strict("replies", label=("text",)))

    id: Mapped[int] = mapped_column(primary_key=True)
    review_id: Mapped[int] = mapped_column(ForeignKey("reviews.id"))
    text: Mapped[str]
    changed_at: Mapped[str]


class ReplyOverride(Base):
    """A blocking check that the owner overruled for one reply, and why."""

    __tablename__ = "reply_overrides"
    __table_args__ = (Index("ix_reply_overrides_review", "review_id"), strict("replies", label=("reason",)))

    id: Mapped[int] = mapped_column(primary_key=True)
    review_id: Mapped[int] = mapped_column(ForeignKey("reviews.id"))
    rule: Mapped[str]  # id in resources/rulebook/replies
    text: Mapped[str]  # the reply as it was
    reason: Mapped[str]
    decided_at: Mapped[str]
