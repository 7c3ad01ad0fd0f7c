"""What trust rests on beside the shop's own ratings: rivals' figures and what is said elsewhere."""

from __future__ import annotations

from sqlalchemy import ForeignKey, Index, text

from storeapp.store.tables.base import Base, Mapped, mapped_column, partial, strict


class Rival(Base):
    """Another shop that buyers compare this one with."""

    __tablename__ = "rivals"
    __table_args__ = (Index("uq_rivals_name", "platform", "name", unique=True), strict("trust", label=("name",)))

    id: Mapped[int] = mapped_column(primary_key=True)
    platform: Mapped[str]
    name: Mapped[str]
    url: Mapped[str] = mapped_column(default="")
    note: Mapped[str] = mapped_column(default="")
    position: Mapped[int] = mapped_column(default=0)


class RivalSnapshot(Base):
    """What a rival's page showed on a day, as typed or pasted."""

    __tablename__ = "rival_snapshots"
    __table_args__ = (
        Index("uq_rival_snapshots", "rival_id", "taken_on", unique=True),
        strict("trust", label=("taken_on",)),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    rival_id: Mapped[int] = mapped_column(ForeignKey("rivals.id"))
    taken_on: Mapped[str]
    rating: Mapped[float | None]  # stars, 1 to 5
    ratings: Mapped[int | None]  # how many
    positive_percent: Mapped[float | None]
    sales: Mapped[int | None]
    note: Mapped[str] = mapped_column(default="")


class Mention(Base):
    """A buyer's own post about the shop, a question the owner answered, or an article that appeared elsewhere."""

    __tablename__ = "mentions"
    __table_args__ = (
        Index("ix_mentions_said", "said_on", "id"),
        Index("ix_mentions_customer", "customer_id"),
        partial("ix_mentions_merged", "merged_from", where="merged_from IS NOT NULL"),
        strict("trust", label=("title", "url")),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]  # post | answer | article
    said_on: Mapped[str]
    title: Mapped[str] = mapped_column(default="")
    url: Mapped[str] = mapped_column(default="")
    customer_id: Mapped[int | None] = mapped_column(ForeignKey("customers.id"))
    note: Mapped[str] = mapped_column(default="")
    merged_from: Mapped[int | None]  # customers.id the mention belongs to when merges are taken back
    reach: Mapped[int | None]  # how many saw it, as its place says
    reward: Mapped[str] = mapped_column(default="", server_default=text("''"))  # "" none | told | untold in the post
