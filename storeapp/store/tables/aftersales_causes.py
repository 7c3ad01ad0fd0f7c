"""Root causes of cases with what was done about them, and what the owner says of reasons, rates and hours."""

from __future__ import annotations

from sqlalchemy import ForeignKey, Index, text

from storeapp.store.tables.base import Base, Mapped, mapped_column, strict


class Cause(Base):
    """What makes cases happen, and its fix."""

    __tablename__ = "causes"
    __table_args__ = (
        Index("ix_causes_state", "state"),
        Index("ix_causes_product", "product_id"),
        strict("causes", label=("title",)),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str]
    reason: Mapped[str] = mapped_column(default="")
    product_id: Mapped[int | None] = mapped_column(ForeignKey("products.id"))
    supplier: Mapped[str] = mapped_column(default="")
    batch: Mapped[str] = mapped_column(default="")
    state: Mapped[str] = mapped_column(default="open")  # open | asked | fixing | fixed | cannot | closed
    found_on: Mapped[str]
    fix_what: Mapped[str] = mapped_column(default="")
    fix_who: Mapped[str] = mapped_column(default="")
    fix_cost_minor: Mapped[int | None]  # once
    fix_each_minor: Mapped[int | None]  # with each order
    currency: Mapped[str] = mapped_column(default="")
    changed_from: Mapped[str | None]  # the days of the change-over are left out of before and after
    changed_until: Mapped[str | None]
    note: Mapped[str] = mapped_column(default="")
    watch_until: Mapped[str | None]  # the day on which the owner wants to look at the fix again


class CauseLink(Base):
    """A case or review that a cause brought about; each has one cause at most."""

    __tablename__ = "cause_links"
    __table_args__ = (
        Index("uq_cause_links", "record_kind", "record_id", unique=True),
        Index("ix_cause_links_cause", "cause_id"),
        strict("causes", label=("record_kind",)),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    cause_id: Mapped[int] = mapped_column(ForeignKey("causes.id"))
    record_kind: Mapped[str]  # case | review
    record_id: Mapped[int]
    at: Mapped[str]


class CauseNote(Base):
    """What happened with a cause on a day."""

    __tablename__ = "cause_notes"
    __table_args__ = (Index("ix_cause_notes_cause", "cause_id", "noted_on"), strict("causes", label=("words",)))

    id: Mapped[int] = mapped_column(primary_key=True)
    cause_id: Mapped[int] = mapped_column(ForeignKey("causes.id"))
    noted_on: Mapped[str]
    who: Mapped[str] = mapped_column(default="")
    words: Mapped[str]


class CauseRefusal(Base):
    """A link that was offered and declined: it is not offered again."""

    __tablename__ = "cause_refusals"
    __table_args__ = (
        Index("uq_cause_refusals", "cause_id", "record_kind", "record_id", unique=True),
        strict("causes", label=("record_kind",)),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    cause_id: Mapped[int] = mapped_column(ForeignKey("causes.id"))
    record_kind: Mapped[str]
    record_id: Mapped[int]
    at: Mapped[str]


class OwnerReason(Base):
    """A reason of the owner's own, or what they changed of one of the house's list."""

    __tablename__ = "owner_reasons"
    __table_args__ = (Index("uq_owner_reasons_key", "key", unique=True), strict("causes", label=("title",)))

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str]  # as cases.reason has it
    parent: Mapped[str] = mapped_column(default="")
    title: Mapped[str] = mapped_column(default="")
    situation: Mapped[str] = mapped_column(default="")
    checklist: Mapped[str] = mapped_column(default="[]")  # JSON list of texts
    hidden: Mapped[int] = mapped_column(default=0, server_default=text("0"))


class OwnerRate(Base):
    """What one unit of a currency was worth in another one, as the owner said for a day."""

    __tablename__ = "owner_rates"
    __table_args__ = (
        Index("uq_owner_rates", "currency", "into_currency", "rate_on", unique=True),
        strict("causes", label=("currency",)),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    currency: Mapped[str]
    into_currency: Mapped[str]
    rate_on: Mapped[str]
    rate: Mapped[float]


class OwnerHour(Base):
    """When the shop works on a weekday, or a day on which it doesn't."""

    __tablename__ = "owner_hours"
    __table_args__ = (
        Index("uq_owner_hours", "weekday", "day_on", "opens", unique=True),
        strict("causes", label=("name", "day_on")),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    weekday: Mapped[int | None]  # 0 is Monday
    day_on: Mapped[str] = mapped_column(default="")  # a holiday
    opens: Mapped[str] = mapped_column(default="")  # HH:MM of the shop's own clock
    closes: Mapped[str] = mapped_column(default="")
    name: Mapped[str] = mapped_column(default="")


class CaseDay(Base):
    """Kept: what cases cost, and how many were opened, by day, cause and channel; see causes/derived."""

    __tablename__ = "case_days"
    __table_args__ = (
        Index("ix_case_days_day", "day_on", "kind", "cause_id", "channel_id"),
        strict("causes", journaled=False),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    day_on: Mapped[str]  # of UTC
    cause_id: Mapped[int]  # 0 for none
    channel_id: Mapped[int]  # 0 for none
    kind: Mapped[str]  # what it went on, or "opened"
    currency: Mapped[str]
    minor: Mapped[int]
    minutes: Mapped[int]
    unpriced: Mapped[int]  # entries without an amount
    cases: Mapped[int]  # opened on the day
