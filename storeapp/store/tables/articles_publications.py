"""Where articles came out: the text as a channel takes it, when it is planned, what was archived, what came of it."""

from __future__ import annotations

from sqlalchemy import ForeignKey, Index

from storeapp.store.tables.base import Base, Mapped, Searched, mapped_column, partial, strict


class ArticleVariant(Base):
    """An article in one channel's words; nowhere in both columns is the shop's own site."""

    __tablename__ = "article_variants"
    __table_args__ = (
        Index("uq_article_variants_channel", "article_id", "channel_id", unique=True),
        Index("uq_article_variants_outlet", "article_id", "outlet_id", unique=True),
        Index("ix_article_variants_channel", "channel_id"),
        Index("ix_article_variants_outlet", "outlet_id"),
        strict("articles", label=("title",)),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    article_id: Mapped[int] = mapped_column(ForeignKey("articles.id"))
    channel_id: Mapped[int | None] = mapped_column(ForeignKey("channels.id"))
    outlet_id: Mapped[int | None] = mapped_column(ForeignKey("outlets.id"))
    title: Mapped[str] = mapped_column(default="")
    body: Mapped[str] = mapped_column(default="")
    tags: Mapped[str] = mapped_column(default="[]")  # JSON list of texts
    based_on_title: Mapped[str] = mapped_column(default="")  # the article as it was when this was made of it
    based_on_body: Mapped[str] = mapped_column(default="")
    changed_at: Mapped[str]


class Publication(Base):
    """One coming out of an article: planned for a day, and from `published_at` on with what was published then."""

    __tablename__ = "publications"
    __table_args__ = (
        Index("ix_publications_article", "article_id", "published_at"),
        Index("ix_publications_channel", "channel_id"),
        Index("ix_publications_outlet", "outlet_id"),
        Index("ix_publications_variant", "variant_id"),
        partial("ix_publications_planned", "planned_on", "id", where="planned_on IS NOT NULL"),
        partial("ix_publications_published", "published_at", "id", where="published_at IS NOT NULL"),
        partial("ix_publications_coupon", "coupon", where="coupon <> ''"),
        strict("publications", label=("title",), searched=Searched(11, ("title", "body"), ("articles", "article_id"))),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    article_id: Mapped[int] = mapped_column(ForeignKey("articles.id"))
    variant_id: Mapped[int | None] = mapped_column(ForeignKey("article_variants.id"))
    channel_id: Mapped[int | None] = mapped_column(ForeignKey("channels.id"))
    outlet_id: Mapped[int | None] = mapped_column(ForeignKey("outlets.id"))
    planned_on: Mapped[str | None]  # a day of the shop
    planned_time: Mapped[str | None]  # HH:MM of the shop's own clock
    published_at: Mapped[str | None]
    url: Mapped[str] = mapped_column(default="")
    tracking_link: Mapped[str] = mapped_column(default="")
    coupon: Mapped[str] = mapped_column(default="")  # its code
    cost_minor: Mapped[int | None]
    currency: Mapped[str] = mapped_column(default="")
    title: Mapped[str] = mapped_column(default="")  # with body and archive: as it was published
    body: Mapped[str] = mapped_column(default="")
    archive: Mapped[str] = mapped_column(default="{}")  # JSON: pictures and evidence of that time
    cancelled_at: Mapped[str | None]
    added_at: Mapped[str]


class PublicationFile(Base):
    """A picture or proof as it was when it was published; it lies among the attachments as long as this is there."""

    __tablename__ = "publication_files"
    __table_args__ = (
        Index("ix_publication_files_publication", "publication_id"),
        strict("publications", label=("name",), file="sha256"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    publication_id: Mapped[int] = mapped_column(ForeignKey("publications.id"))
    address: Mapped[str]  # the reference in the text, such as picture:7; "" for a file that proves something
    sha256: Mapped[str]
    ending: Mapped[str]
    name: Mapped[str]


class PublicationResult(Base):
    """What a place showed of a publication on a day."""

    __tablename__ = "publication_results"
    __table_args__ = (
        Index("uq_publication_results", "publication_id", "day_on", "source", unique=True),
        strict("results", label=("day_on",)),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    publication_id: Mapped[int] = mapped_column(ForeignKey("publications.id"))
    day_on: Mapped[str]
    views: Mapped[int | None]
    reads: Mapped[int | None]
    saves: Mapped[int | None]
    clicks: Mapped[int | None]
    cost_minor: Mapped[int | None]
    currency: Mapped[str] = mapped_column(default="")
    source: Mapped[str] = mapped_column(default="")  # typed | pasted | the name of a file


class ArticleLesson(Base):
    """What the owner learned of an article, or of one publication of it."""

    __tablename__ = "article_lessons"
    __table_args__ = (
        Index("ix_article_lessons_article", "article_id"),
        Index("ix_article_lessons_publication", "publication_id"),
        Index("ix_article_lessons_at", "at", "id"),
        strict(
            "results",
            label=("worked", "next_try"),
            searched=Searched(12, ("worked", "next_try"), ("articles", "article_id")),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    article_id: Mapped[int] = mapped_column(ForeignKey("articles.id"))
    publication_id: Mapped[int | None] = mapped_column(ForeignKey("publications.id"))
    worked: Mapped[str] = mapped_column(default="")
    next_try: Mapped[str] = mapped_column(default="")
    at: Mapped[str]
