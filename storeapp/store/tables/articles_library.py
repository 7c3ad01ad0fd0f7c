"""The library of articles: pictures, texts and links to videos, with where they are from and where each was used."""

from __future__ import annotations

from sqlalchemy import ForeignKey, Index

from storeapp.store.tables.base import Base, Mapped, mapped_column, strict


class LibraryItem(Base):
    """A picture, text or video that articles may use. A picture lies among the attachments under its SHA-256."""

    __tablename__ = "library_items"
    __table_args__ = (
        Index("ix_library_items_kind", "kind", "added_at", "id"),
        Index("ix_library_items_consent", "consent_id"),
        Index("uq_library_items_sha256", "sha256", unique=True),
        strict("library", label=("name", "words", "url"), file="sha256"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]  # picture | text | video
    name: Mapped[str] = mapped_column(default="")
    sha256: Mapped[str | None]  # None where there is no file
    file_kind: Mapped[str] = mapped_column(default="")  # found in its bytes, see evidence/rules
    size: Mapped[int | None]
    width: Mapped[int | None]
    height: Mapped[int | None]
    thumbnail: Mapped[str] = mapped_column(default="")  # a small PNG in base64
    words: Mapped[str] = mapped_column(default="")
    url: Mapped[str] = mapped_column(default="")
    origin: Mapped[str] = mapped_column(default="own", server_default="own")  # own | buyer | influencer
    source: Mapped[str] = mapped_column(default="")  # who made it
    alt: Mapped[str] = mapped_column(default="")  # what it shows, for who can't see it
    consent_id: Mapped[int | None] = mapped_column(ForeignKey("consents.id"))
    consent_uses: Mapped[str] = mapped_column(default="[]")  # JSON list: shop, article, social, advert, print
    consent_channels: Mapped[str] = mapped_column(default="[]")  # JSON list of names; an empty one is everywhere
    consent_until_on: Mapped[str | None]
    added_at: Mapped[str]


class LibraryUse(Base):
    """An article that uses an item."""

    __tablename__ = "library_uses"
    __table_args__ = (
        Index("uq_library_uses", "item_id", "article_id", unique=True),
        Index("ix_library_uses_article", "article_id"),
        strict("library", label=("item_id",)),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("library_items.id"))
    article_id: Mapped[int] = mapped_column(ForeignKey("articles.id"))
    at: Mapped[str]
