"""What articles come from: ideas with their evidence, and what the shop says of itself, its readers and its goods."""

from __future__ import annotations

from sqlalchemy import ForeignKey, Index

from storeapp.store.tables.base import Base, Mapped, mapped_column, partial, strict


class ArticleIdea(Base):
    """Something to write about: typed by the owner, or offered by the program and then kept or dismissed."""

    __tablename__ = "article_ideas"
    __table_args__ = (
        Index("ix_article_ideas_state", "state", "at", "id"),
        Index("uq_article_ideas_source", "source_key", unique=True),
        partial("ix_article_ideas_article", "article_id", where="article_id IS NOT NULL"),
        strict("ideas", label=("words",)),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    words: Mapped[str]
    kind: Mapped[str] = mapped_column(default="")  # of an article
    source_kind: Mapped[str] = mapped_column(default="")  # reason | cause | theme | praise | question | season | …
    source_key: Mapped[str | None]  # names the source, so that it is offered once; None for what the owner typed
    evidence: Mapped[str] = mapped_column(default="")
    state: Mapped[str] = mapped_column(default="open", server_default="open")  # open | dismissed | used
    article_id: Mapped[int | None] = mapped_column(ForeignKey("articles.id"))
    at: Mapped[str]


class PositioningEntry(Base):
    """One field of the page that says who the shop is."""

    __tablename__ = "positioning_entries"
    __table_args__ = (Index("uq_positioning_entries", "key", unique=True), strict("positioning", label=("key",)))

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str]
    words: Mapped[str] = mapped_column(default="")
    changed_at: Mapped[str]


class Audience(Base):
    """Whom the shop writes for."""

    __tablename__ = "audiences"
    __table_args__ = (Index("uq_audiences_name", "name", unique=True), strict("positioning", label=("name",)))

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    age: Mapped[str] = mapped_column(default="")
    habits: Mapped[str] = mapped_column(default="")
    taste: Mapped[str] = mapped_column(default="")
    price_sense: Mapped[str] = mapped_column(default="")
    places: Mapped[str] = mapped_column(default="[]")  # JSON list of {"channel": id} or {"outlet": id}
    wants: Mapped[str] = mapped_column(default="")


class SellingPoint(Base):
    """What speaks for the shop or a product, in a buyer's words, held against what rivals say."""

    __tablename__ = "selling_points"
    __table_args__ = (Index("ix_selling_points_state", "state", "id"), strict("positioning", label=("words",)))

    id: Mapped[int] = mapped_column(primary_key=True)
    words: Mapped[str]
    about: Mapped[str] = mapped_column(default="product")  # product | company | making | service
    fact: Mapped[str] = mapped_column(default="")
    buyers_words: Mapped[str] = mapped_column(default="")
    rivals_say: Mapped[str] = mapped_column(default="")
    rivals_on: Mapped[str | None]  # the day on which they said so
    state: Mapped[str] = mapped_column(default="open", server_default="open")  # open | retired
    added_at: Mapped[str]


class SellingPointProof(Base):
    """What proves a selling point."""

    __tablename__ = "selling_point_proofs"
    __table_args__ = (
        Index("ix_selling_point_proofs_point", "selling_point_id"),
        strict("positioning", label=("note", "ref_kind")),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    selling_point_id: Mapped[int] = mapped_column(ForeignKey("selling_points.id"))
    ref_kind: Mapped[str]  # review | order | case | cause | attachment | figure | link
    ref_id: Mapped[int | None]
    ref_text: Mapped[str] = mapped_column(default="")
    note: Mapped[str] = mapped_column(default="")
