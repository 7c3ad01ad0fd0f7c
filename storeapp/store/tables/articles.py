"""Articles: what is being written, its versions, what proves its claims, and which findings the owner accepted."""

from __future__ import annotations

from sqlalchemy import ForeignKey, Index, text

from storeapp.store.tables.base import Base, Mapped, Searched, mapped_column, strict


class Article(Base):
    """One text with its brief. Whether it was published is asked of its publications, so that no state can lie."""

    __tablename__ = "articles"
    __table_args__ = (
        Index("ix_articles_changed", "changed_at", "id"),
        strict("articles", label=("title",), searched=Searched(10, ("title", "topic", "body"))),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(default="")  # what the shop calls it; the headline stands in the body
    language: Mapped[str] = mapped_column(default="")  # en, zh-Hans, …; "" for the shop's own
    kind: Mapped[str] = mapped_column(default="")  # of articles/kinds, "" for none
    body: Mapped[str] = mapped_column(default="")  # Markdown
    words: Mapped[int] = mapped_column(default=0, server_default=text("0"))  # of the body, written together with it
    topic: Mapped[str] = mapped_column(default="")
    goal: Mapped[str] = mapped_column(default="")  # value | brand | keep | sell
    readers: Mapped[str] = mapped_column(default="")
    angle: Mapped[str] = mapped_column(default="")
    ask: Mapped[str] = mapped_column(default="")  # what readers are asked to do
    country: Mapped[str] = mapped_column(default="")  # ISO code whose law counts, "" for the readers' everywhere
    relation: Mapped[str] = mapped_column(default="none", server_default="none")  # none|gifted|paid|partner|own_link
    word_goal: Mapped[int | None]
    person: Mapped[str] = mapped_column(default="")  # who signs it
    added_at: Mapped[str]
    changed_at: Mapped[str]  # its text, not its brief
    ready_at: Mapped[str | None]
    retired_at: Mapped[str | None]
    translation_of: Mapped[int | None]  # the article that it says in another language


class ArticleProduct(Base):
    """A product an article is about."""

    __tablename__ = "article_products"
    __table_args__ = (
        Index("uq_article_products", "article_id", "product_id", unique=True),
        Index("ix_article_products_product", "product_id"),
        strict("articles", label=("product_id",)),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    article_id: Mapped[int] = mapped_column(ForeignKey("articles.id"))
    product_id: Mapped[int] = mapped_column(ForeignKey("products.id"))


class ArticlePlace(Base):
    """Where an article is meant to come out: a channel, a place outside the shop, or (neither) the shop's own site."""

    __tablename__ = "article_places"
    __table_args__ = (
        Index("uq_article_places_channel", "article_id", "channel_id", unique=True),
        Index("uq_article_places_outlet", "article_id", "outlet_id", unique=True),
        Index("ix_article_places_channel", "channel_id"),
        Index("ix_article_places_outlet", "outlet_id"),
        strict("articles", label=("article_id",)),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    article_id: Mapped[int] = mapped_column(ForeignKey("articles.id"))
    channel_id: Mapped[int | None] = mapped_column(ForeignKey("channels.id"))
    outlet_id: Mapped[int | None] = mapped_column(ForeignKey("outlets.id"))


class ArticleVersion(Base):
    """A text as it stood at a moment: kept by itself before a stretch of writing, or under a name by the owner."""

    __tablename__ = "article_versions"
    __table_args__ = (
        Index("ix_article_versions_article", "article_id", "at", "id"),
        strict("articles", label=("name", "title")),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    article_id: Mapped[int] = mapped_column(ForeignKey("articles.id"))
    at: Mapped[str]
    name: Mapped[str] = mapped_column(default="")  # "": kept by itself
    title: Mapped[str]
    body: Mapped[str]
    words: Mapped[int]


class ArticleClaim(Base):
    """A sentence that asserts something, with what proves it, or marked as an opinion."""

    __tablename__ = "article_claims"
    __table_args__ = (
        Index("ix_article_claims_article", "article_id"),
        Index("ix_article_claims_ref", "ref_kind", "ref_id"),
        strict("articles", label=("sentence",)),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    article_id: Mapped[int] = mapped_column(ForeignKey("articles.id"))
    sentence: Mapped[str]
    kind: Mapped[str]  # evidence | opinion
    ref_kind: Mapped[str] = mapped_column(default="")  # review | order | case | cause | attachment | figure | link
    ref_id: Mapped[int | None]
    ref_text: Mapped[str] = mapped_column(default="")  # a web address, or the name of a figure
    figure: Mapped[str] = mapped_column(default="")  # the number as it was when it was linked
    figure_at: Mapped[str | None]
    added_at: Mapped[str]


class ArticleAcceptance(Base):
    """A finding of a check that the owner lets stand, with the reason."""

    __tablename__ = "article_acceptances"
    __table_args__ = (
        Index("uq_article_acceptances", "article_id", "rule", "place_text", unique=True),
        strict("articles", label=("reason", "rule")),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    article_id: Mapped[int] = mapped_column(ForeignKey("articles.id"))
    rule: Mapped[str]
    place_text: Mapped[str] = mapped_column(default="")  # the words it was found in, "" for the whole text
    reason: Mapped[str]
    at: Mapped[str]
