"""What buyers said: reviews with their earlier versions, ratings a channel shows, and the sums that pages open with."""

from __future__ import annotations

from sqlalchemy import ForeignKey, Index, text

from storeapp.store.tables.base import Base, Mapped, Searched, mapped_column, partial, strict

_ZERO = text("0")  # a review has a column of that function's name


class Review(Base):
    """One review. `rating` is on the channel's own scale up to `scale`; `stars` is 1 to 5, None where unknown."""

    __tablename__ = "reviews"
    __table_args__ = (
        Index("ix_reviews_posted", "posted_on", "id"),
        Index("ix_reviews_stars", "stars", "posted_on", "id"),
        partial("ix_reviews_apart", "channel_id", "posted_on", "apart", where="apart <> 0"),
        Index("ix_reviews_channel", "channel_id", "posted_on", "id", "stars"),
        Index("ix_reviews_channel_key", "channel_id", "key"),
        Index("ix_reviews_number", "channel_id", "order_number"),
        Index("ix_reviews_order", "order_id"),
        partial(
            "ix_reviews_reviewer",
            "channel_id",
            "reviewer",
            "posted_on",
            where="key = '' AND order_number = ''",
        ),
        Index("ix_reviews_product", "product_id", "posted_on", "id"),
        Index("ix_reviews_customer", "customer_id"),
        partial(
            "ix_reviews_orderless",
            "posted_on",
            "id",
            where="order_id IS NULL AND order_number = ''",
        ),
        partial("ix_reviews_merged", "merged_from", where="merged_from IS NOT NULL"),
        partial(
            "ix_reviews_waiting",
            "posted_on",
            "id",
            where="replied_on IS NULL AND stars <= 3",
        ),
        partial("ix_reviews_replied", "channel_id", "replied_on", "id", where="replied_on IS NOT NULL"),
        partial(
            "ix_reviews_answered",
            "stars",
            "posted_on",
            "id",
            where="posted_at IS NOT NULL AND replied_at IS NOT NULL",
        ),
        partial("ix_reviews_photos", "posted_on", "id", where="photos > 0"),
        partial(
            "ix_reviews_loose",
            "channel_id",
            "posted_on",
            where="order_id IS NULL AND order_number <> ''",
        ),
        strict(
            "reviews",
            label=("title", "text", "reviewer"),
            searched=Searched(5, ("title", "text", "reply", "reviewer", "order_number")),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    channel_id: Mapped[int] = mapped_column(ForeignKey("channels.id"))
    key: Mapped[str] = mapped_column(default="")  # the channel's own id of the review, "" where the file has none
    order_number: Mapped[str] = mapped_column(default="")  # as the file says, also while no such order is known
    order_id: Mapped[int | None] = mapped_column(ForeignKey("orders.id"))
    product_id: Mapped[int | None] = mapped_column(ForeignKey("products.id"))
    customer_id: Mapped[int | None] = mapped_column(ForeignKey("customers.id"))
    reviewer: Mapped[str] = mapped_column(default="")  # display name as given
    rating: Mapped[float | None]
    scale: Mapped[float] = mapped_column(default=5.0)
    stars: Mapped[int | None]
    title: Mapped[str] = mapped_column(default="")
    text: Mapped[str] = mapped_column(default="")
    language: Mapped[str] = mapped_column(default="")
    posted_on: Mapped[str | None]
    posted_at: Mapped[str | None]
    edited_on: Mapped[str | None]
    reply: Mapped[str] = mapped_column(default="")
    replied_on: Mapped[str | None]
    replied_at: Mapped[str | None]
    photos: Mapped[int] = mapped_column(default=0)
    source_batch: Mapped[int | None]
    source_row: Mapped[int | None]
    merged_from: Mapped[int | None]  # customers.id the review belongs to when merges are taken back
    # Hundredths of a star by which the rating lies above `stars`: -50 for 3.5, which counts as 4.
    apart: Mapped[int] = mapped_column(server_default=_ZERO, default=0)
    kind: Mapped[str | None]  # product | seller | shop; None: what all reviews of its platform are, or nobody said it


class ReviewLink(Base):
    """An order that a review without an order number may be about; the owner says yes or no."""

    __tablename__ = "review_links"
    __table_args__ = (
        Index("uq_review_links", "review_id", "order_id", unique=True),
        Index("ix_review_links_order", "order_id"),
        Index("ix_review_links_state", "state", "confidence", "id"),
        strict("reviews", label=("state",)),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    review_id: Mapped[int] = mapped_column(ForeignKey("reviews.id"))
    order_id: Mapped[int] = mapped_column(ForeignKey("orders.id"))
    confidence: Mapped[float]  # 0 to 1
    reasons: Mapped[str]  # JSON list of codes, see reputation/linking
    state: Mapped[str] = mapped_column(default="open")  # open | confirmed | refused
    decided_at: Mapped[str | None]


class ReviewPair(Base):
    """Two reviews without an id that may be one, edited in between; the owner says whether they are two.

    Where they are one, the later is folded into the earlier, and the pair goes with it.
    """

    __tablename__ = "review_pairs"
    __table_args__ = (
        Index("uq_review_pairs", "review_id", "earlier_id", unique=True),
        Index("ix_review_pairs_earlier", "earlier_id"),
        Index("ix_review_pairs_state", "state", "kind"),
        strict("reviews", label=("state",)),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    review_id: Mapped[int] = mapped_column(ForeignKey("reviews.id"))  # the one that came later
    earlier_id: Mapped[int] = mapped_column(ForeignKey("reviews.id"))
    kind: Mapped[str] = mapped_column(default="edited")  # edited | double: word by word the same, from two imports
    state: Mapped[str] = mapped_column(default="open")  # open | two
    found_at: Mapped[str]
    decided_at: Mapped[str | None]


class ReviewVersion(Base):
    """An earlier wording of an edited review, kept as it was."""

    __tablename__ = "review_versions"
    __table_args__ = (Index("ix_review_versions_review", "review_id"), strict("reviews", label=("title", "text")))

    id: Mapped[int] = mapped_column(primary_key=True)
    review_id: Mapped[int] = mapped_column(ForeignKey("reviews.id"))
    rating: Mapped[float | None]
    title: Mapped[str] = mapped_column(default="")
    text: Mapped[str] = mapped_column(default="")
    posted_on: Mapped[str | None]
    seen_at: Mapped[str]  # when an import found that it had been replaced
    source_batch: Mapped[int | None]
    source_row: Mapped[int | None]


class RatingSnapshot(Base):
    """What a channel itself showed on a day; typed or imported, never mixed up with a computed value."""

    __tablename__ = "rating_snapshots"
    __table_args__ = (
        Index("ix_rating_snapshots_channel", "channel_id", "taken_on"),
        strict("reviews", label=("metric",)),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    channel_id: Mapped[int] = mapped_column(ForeignKey("channels.id"))
    taken_on: Mapped[str]
    metric: Mapped[str]  # rating | positive_percent | score | ...
    value: Mapped[float]
    count: Mapped[int | None]
    note: Mapped[str] = mapped_column(default="")


class RatingMonth(Base):
    """Kept sums: reviews per channel, month and stars: a few rows a month, whatever the shop sells."""

    __tablename__ = "rating_months"
    __table_args__ = (
        Index("uq_rating_months", "channel_id", "month", "stars", "kind", unique=True),
        strict("reviews", journaled=False),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    channel_id: Mapped[int]
    month: Mapped[str]  # "2026-07", "" where the review has no date
    stars: Mapped[int]  # 0 where the review has none
    reviews: Mapped[int] = mapped_column(server_default=text("0"))
    replied: Mapped[int] = mapped_column(server_default=text("0"))
    with_text: Mapped[int] = mapped_column(server_default=text("0"))
    linked: Mapped[int] = mapped_column(server_default=text("0"))  # joined to an order
    apart: Mapped[int] = mapped_column(server_default=text("0"))  # hundredths of a star by which they lie above it
    kind: Mapped[str] = mapped_column(server_default=text("''"))  # as the reviews have it, "" for none


class ReviewMonth(Base):
    """Kept sums: the same per product."""

    __tablename__ = "review_months"
    __table_args__ = (
        Index("uq_review_months", "channel_id", "month", "product_id", "stars", "kind", unique=True),
        Index("ix_review_months_product", "product_id", "month", "stars", "channel_id", "reviews"),
        partial("ix_review_months_empty", "reviews", where="reviews = 0"),  # to drop them without a search
        strict("reviews", journaled=False),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    channel_id: Mapped[int]
    product_id: Mapped[int]  # 0 where the review has no product
    month: Mapped[str]  # "2026-07", "" where the review has no date
    stars: Mapped[int]  # 0 where the review has none
    reviews: Mapped[int] = mapped_column(server_default=text("0"))
    replied: Mapped[int] = mapped_column(server_default=text("0"))
    with_text: Mapped[int] = mapped_column(server_default=text("0"))
    linked: Mapped[int] = mapped_column(server_default=text("0"))  # joined to an order
    apart: Mapped[int] = mapped_column(server_default=text("0"))  # hundredths of a star by which they lie above it
    kind: Mapped[str] = mapped_column(server_default=text("''"))  # as the reviews have it, "" for none
