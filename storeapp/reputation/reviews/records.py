"""The rows and filters of reviews, as they travel between queries and pages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from storeapp.kernel.filters import changes, from_saved
from storeapp.kernel.money import Money
from storeapp.kernel.review_kinds import kind_of
from storeapp.kernel.rows import dataclass
from storeapp.reputation.ratings.rules import BAD


@dataclass(frozen=True, slots=True)
class Totals:
    """How many reviews match, how many of them carry stars, and the sum of those ratings."""

    reviews: int
    rated: int
    stars: float

    @property
    def mean(self) -> float | None:
        """The average of the stars, None without any."""
        return self.stars / self.rated if self.rated else None

    def __add__(self, other: Totals) -> Totals:
        return Totals(self.reviews + other.reviews, self.rated + other.rated, self.stars + other.stars)


@dataclass(frozen=True, slots=True)
class ReviewFilters:
    """Which reviews a list shows, and in which order.

    Empty means all. `product` 0: reviews of no known product. `reply`: "waiting" (1 to 3 stars, unanswered), "none",
    "draft" or "replied". `kind`: one of kernel/review_kinds. `gone`: no longer on its channel. `ids`: these very
    reviews. `theme`: the id of one that they speak of. `since`, `until`: ISO days, both included.
    `sort`: "posted", "stars" or "wait".
    """

    channels: tuple[int, ...] = ()
    product: int | None = None
    stars: tuple[int, ...] = ()
    languages: tuple[str, ...] = ()
    has_text: bool | None = None
    has_photos: bool | None = None
    reply: str = ""
    linked: bool | None = None
    edited: bool | None = None
    gone: bool | None = None
    ids: tuple[int, ...] = ()
    theme: int | None = None
    kind: str = ""
    since: str | None = None
    until: str | None = None
    search: str = ""
    sort: str = "posted"
    descending: bool = True

    def to_json(self) -> dict[str, Any]:
        """Only what differs from "all reviews, newest first"."""
        return changes(self)

    @classmethod
    def from_json(cls, saved: Mapping[str, Any]) -> ReviewFilters:
        """What `to_json` wrote; keys that are not known any more are left out."""
        return from_saved(cls, saved)


@dataclass(frozen=True, slots=True)
class ReviewRow:
    """One line of the list; `text` is cut to its first 300 characters."""

    id: int
    channel_id: int
    platform: str
    channel: str
    stars: int | None
    rating: float | None
    scale: float
    product_id: int | None
    product: str
    title: str
    text: str
    language: str
    posted_on: str | None
    posted_at: str | None
    edited_on: str | None
    replied_on: str | None
    replied_at: str | None
    draft: bool
    order_id: int | None
    order_number: str
    customer_id: int | None
    customer: str
    reviewer: str
    photos: int
    gone_at: str | None = None  # when an export of its channel no longer had it; None while it is there
    label: str = ""  # the owner's short name of the product, "" for none
    kind: str | None = None  # as it was said
    themes: tuple[tuple[int, str], ...] = ()  # id and name of each theme it is under

    @property
    def about(self) -> str:
        """Its kind, said or as its platform has it; "" where nothing tells."""
        return kind_of(self.kind, self.platform)

    @property
    def exact(self) -> float | None:
        """The stars as they were given, 3.5 and not 4; None where there are none."""
        if self.stars is None or self.rating is None:
            return self.stars
        given = self.rating if self.scale == 5 else self.rating * 5 / self.scale if self.scale >= 10 else self.stars
        return max(1.0, min(5.0, given))

    @property
    def waiting(self) -> bool:
        """A bad review that nobody answered."""
        return self.stars in BAD and self.replied_on is None


@dataclass(frozen=True, slots=True)
class EarlierWording:
    """A former wording of a review."""

    title: str
    text: str
    rating: float | None
    posted_on: str | None
    seen_at: str


@dataclass(frozen=True, slots=True)
class ReviewOrder:
    """The order a review belongs to."""

    id: int
    number: str
    status: str
    placed_on: str | None
    shipped_on: str | None
    delivered_on: str | None
    due_on: str | None
    items: int
    total: Money | None
    refunded: Money | None


@dataclass(frozen=True, slots=True)
class BuyerFacts:
    """What is known of the buyer; `reviews` counts their reviews, this one included."""

    id: int
    name: str
    orders: int
    first_order_on: str | None
    last_order_on: str | None
    reviews: int
    do_not_contact: bool


@dataclass(frozen=True, slots=True)
class Removal:
    """The latest request to take a review down; `day`: when it was decided, else when it was asked."""

    outcome: str
    day: str


@dataclass(frozen=True, slots=True)
class ReviewDetail:
    """One review whole, with its order and buyer."""

    row: ReviewRow
    text: str
    reply: str
    time_zone: str
    earlier: tuple[EarlierWording, ...]
    order: ReviewOrder | None
    buyer: BuyerFacts | None
    removal: Removal | None = None
    namesakes: int = 0  # orders of the channel that bear the review's order number


@dataclass(frozen=True, slots=True)
class ThemeName:
    """A theme by its id, its `name` as shown and the `starter` it came from, "" for the owner's own."""

    id: int
    name: str
    starter: str
