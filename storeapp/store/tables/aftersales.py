"""Complaints as cases, and what was promised to whom by when."""

from __future__ import annotations

from sqlalchemy import ForeignKey, Index

from storeapp.store.tables.base import Base, Mapped, mapped_column, partial, strict


class Case(Base):
    """One complaint from its opening to its end."""

    __tablename__ = "cases"
    __table_args__ = (
        Index("ix_cases_state", "state", "opened_at", "id"),
        Index("ix_cases_channel", "channel_id"),
        Index("ix_cases_review", "review_id"),
        Index("ix_cases_order", "order_id"),
        Index("ix_cases_customer", "customer_id"),
        partial("ix_cases_merged", "merged_from", where="merged_from IS NOT NULL"),
        strict("cases", label=("title",)),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str]
    reason: Mapped[str] = mapped_column(default="")  # id in resources/rulebook/reasons.toml
    state: Mapped[str] = mapped_column(default="open")  # open | closed
    channel_id: Mapped[int | None] = mapped_column(ForeignKey("channels.id"))
    order_id: Mapped[int | None] = mapped_column(ForeignKey("orders.id"))
    customer_id: Mapped[int | None] = mapped_column(ForeignKey("customers.id"))
    review_id: Mapped[int | None] = mapped_column(ForeignKey("reviews.id"))
    opened_at: Mapped[str]
    closed_at: Mapped[str | None]
    note: Mapped[str] = mapped_column(default="")
    merged_from: Mapped[int | None]  # customers.id the case belongs to when merges are taken back


class Promise(Base):
    """What the shop promised in a case."""

    __tablename__ = "promises"
    __table_args__ = (
        Index("ix_promises_case", "case_id"),
        partial("ix_promises_due", "due_on", where="kept_on IS NULL"),
        strict("cases", label=("words", "kind")),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"))
    kind: Mapped[str]  # refund | replacement | repair | return | answer | other
    words: Mapped[str] = mapped_column(default="")
    amount_minor: Mapped[int | None]
    currency: Mapped[str] = mapped_column(default="")
    due_on: Mapped[str | None]
    made_at: Mapped[str]
    kept_on: Mapped[str | None]
