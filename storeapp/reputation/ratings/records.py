"""The rows and questions of the reputation room, as they travel between its queries and its pages."""

from __future__ import annotations

from storeapp.kernel.rows import dataclass
from storeapp.reputation.ratings.rules import StarCounts


@dataclass(frozen=True, slots=True)
class ChannelName:
    """A channel that has reviews. `star_scale`: its ratings are 1 to 5 stars and may be averaged with others."""

    id: int
    platform: str
    name: str
    star_scale: bool
    newest_month: str | None
    time_zone: str = ""


@dataclass(frozen=True, slots=True)
class MonthCount:
    """One kept sum: reviews of one channel, month and star (0: the rating is on another scale)."""

    channel_id: int
    month: str
    stars: int
    reviews: int
    replied: int
    apart: int = 0  # hundredths of a star by which the ratings lie above `stars`, all together


@dataclass(frozen=True, slots=True)
class OtherScale:
    """How a channel that doesn't count in stars was rated: the mean on its own scale, 0 to `scale`.

    `positive`: where it rates in words, the share of good ones among the good and the bad, 0 to 1.
    """

    mean: float
    scale: float
    reviews: int
    positive: float | None = None


@dataclass(frozen=True, slots=True)
class ChannelSnapshot:
    """What a channel itself showed on a day, typed in or imported."""

    channel_id: int
    taken_on: str
    metric: str
    value: float
    count: int | None


@dataclass(frozen=True, slots=True)
class ReplySpeed:
    """Median `hours` from a bad review to its reply, over `replies` of them; None without any."""

    hours: float | None
    replies: int


@dataclass(frozen=True, slots=True)
class ProductStars:
    """A product with its reviews of a period."""

    product_id: int
    title: str
    label: str  # the owner's short name, "" for none
    counts: StarCounts
    before: StarCounts


@dataclass(frozen=True, slots=True)
class Asked:
    """What the overview is asked for: channels (none: all), one product or all, the last `months` (None: ever)."""

    channels: tuple[int, ...] = ()
    product: int | None = None
    months: int | None = 12


@dataclass(frozen=True, slots=True)
class KindCount:
    """How many reviews of a kind a channel has, and their stars; the kind is one of kernel/review_kinds, or UNSAID."""

    kind: str
    reviews: int
    stars: StarCounts
