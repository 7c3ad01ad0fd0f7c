"""What the owner decided about changes that matter, and about reviews that should go."""

from __future__ import annotations

from sqlalchemy import ForeignKey, Index

from storeapp.store.tables.base import Base, Mapped, mapped_column, strict


class AlertState(Base):
    """An alert that the owner put off or is done with; alerts themselves are found anew from the rows."""

    __tablename__ = "alert_states"
    __table_args__ = strict("alerts", label=("key",))

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)  # kind and what it is about
    state: Mapped[str]  # snoozed | done
    until: Mapped[str | None]  # UTC, of a snoozed one
    noted_at: Mapped[str]


class ReviewAbsence(Base):
    """A review that a newer export of its channel no longer has, although it covers its day."""

    __tablename__ = "review_absences"
    __table_args__ = (
        Index("uq_review_absences_review", "review_id", unique=True),
        strict("reviews", label=("noticed_at",)),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    review_id: Mapped[int] = mapped_column(ForeignKey("reviews.id"))
    batch_id: Mapped[int]  # import_batches.id of the export without it
    noticed_at: Mapped[str]
    back_at: Mapped[str | None]  # when a later export had it again


class RemovalRequest(Base):
    """A request to a platform to take a review down, on a ground of that platform's own list."""

    __tablename__ = "removal_requests"
    __table_args__ = (Index("ix_removal_requests_review", "review_id"), strict("reviews", label=("ground",)))

    id: Mapped[int] = mapped_column(primary_key=True)
    review_id: Mapped[int] = mapped_column(ForeignKey("reviews.id"))
    ground: Mapped[str]  # id in resources/rulebook/removal
    answers: Mapped[str] = mapped_column(default="{}")  # JSON {question: answer}
    asked_on: Mapped[str]
    outcome: Mapped[str] = mapped_column(default="open")  # open | removed | kept | withdrawn
    decided_on: Mapped[str | None]
    note: Mapped[str] = mapped_column(default="")
