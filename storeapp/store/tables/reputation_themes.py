"""What buyers speak of: the owner's themes, and which reviews belong to them."""

from __future__ import annotations

from sqlalchemy import ForeignKey, Index, text

from storeapp.store.tables.base import Base, Mapped, mapped_column, strict

ALL_PRODUCTS = -1  # stands for "all products together" in theme_months; 0 is "no known product"


class Theme(Base):
    """A subject of reviews with the words that tell it, per language."""

    __tablename__ = "themes"
    __table_args__ = (Index("uq_themes_name", "name", unique=True), strict("themes", label=("name",)))

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    starter: Mapped[str] = mapped_column(default="")  # id of the starter theme it came from, "" for the owner's own
    words: Mapped[str] = mapped_column(default="{}")  # JSON {language: [words]}, see theme_words; "" for the starter's
    position: Mapped[int] = mapped_column(default=0)


class ThemeMark(Base):
    """A review the owner put under a theme by hand (`present` 1), or took out of it (0), whatever its words say."""

    __tablename__ = "theme_marks"
    __table_args__ = (
        Index("uq_theme_marks", "review_id", "theme_id", unique=True),
        Index("ix_theme_marks_theme", "theme_id"),
        strict("themes"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    review_id: Mapped[int] = mapped_column(ForeignKey("reviews.id"))
    theme_id: Mapped[int] = mapped_column(ForeignKey("themes.id"))
    present: Mapped[int]


class ReviewTheme(Base):
    """Kept: the reviews of each theme, from its words and the owner's marks."""

    __tablename__ = "review_themes"
    __table_args__ = (
        Index("uq_review_themes", "theme_id", "review_id", unique=True),
        Index("ix_review_themes_review", "review_id"),
        strict("themes", journaled=False),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    theme_id: Mapped[int]
    review_id: Mapped[int]


class ThemeMonth(Base):
    """Kept sums: reviews per theme, channel, product, month and stars."""

    __tablename__ = "theme_months"
    __table_args__ = (
        Index("uq_theme_months", "theme_id", "product_id", "channel_id", "month", "stars", unique=True),
        strict("themes", journaled=False),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    theme_id: Mapped[int]
    channel_id: Mapped[int]
    month: Mapped[str]  # "2026-07", "" where the review has no date
    product_id: Mapped[int]  # 0 where the review has no product; -1: all products together
    stars: Mapped[int]  # 0 where the review has none
    reviews: Mapped[int] = mapped_column(server_default=text("0"))


class PhraseCount(Base):
    """Kept: over how many reviews of a language its phrases were counted."""

    __tablename__ = "phrase_counts"
    __table_args__ = (
        Index("uq_phrase_counts", "language", unique=True),
        strict("themes", journaled=False, summed=True),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    language: Mapped[str]
    bad: Mapped[int]  # reviews of 1 and 2 stars with text
    good: Mapped[int]  # reviews of 5 stars with text
    seen: Mapped[int]  # reviews with text and stars that the whole shop had then


class PhraseShare(Base):
    """Kept: the phrases that set bad reviews apart from good ones, as counted last."""

    __tablename__ = "phrase_shares"
    __table_args__ = (
        Index("uq_phrase_shares", "language", "phrase", unique=True),
        strict("themes", journaled=False, summed=True),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    language: Mapped[str]
    phrase: Mapped[str]
    bad: Mapped[int]  # reviews of 1 and 2 stars with the phrase
    good: Mapped[int]  # reviews of 5 stars with it
    score: Mapped[float]  # log-odds ratio over its standard deviation; above 0 for complaints
