"""What the overview and the ranking of products show."""

from __future__ import annotations

from dataclasses import dataclass

from storeapp.reputation.ratings.records import (
    ChannelName,
    ChannelSnapshot,
    KindCount,
    OtherScale,
    ProductStars,
    ReplySpeed,
)
from storeapp.reputation.ratings.rules import NO_STARS, MonthRating, Span, StarCounts, leads_with_all
from storeapp.reputation.replies.records import ReplyRate
from storeapp.reputation.reviews.records import ReviewRow


@dataclass(frozen=True, slots=True)
class ProductRanking:
    """The products of a span, in no order. `any_rated`: the shop has reviews in stars at all."""

    span: Span
    products: tuple[ProductStars, ...]
    any_rated: bool


@dataclass(frozen=True, slots=True)
class ChannelStanding:
    """How one channel stands in `span`: its stars, its rolling months, and its bad reviews that were `answered`.

    `other` is set instead of stars for a channel on another scale; `ever` counts its reviews of all time. `kinds`: of
    a channel that counts its kinds apart, what it has of each; its stars are those of its seller feedback.
    """

    channel: ChannelName
    span: Span
    reviews: int
    now: StarCounts
    before: StarCounts
    points: tuple[MonthRating, ...]
    bad: int
    answered: int
    last_posted: str | None
    other: OtherScale | None
    snapshot: ChannelSnapshot | None
    ever: int
    all_stars: StarCounts = NO_STARS
    kinds: tuple[KindCount, ...] = ()

    @property
    def quiet(self) -> bool:
        """Whether the rating of all time is told first."""
        return leads_with_all(self.now, self.all_stars)


@dataclass(frozen=True, slots=True)
class Overview:
    """All that the overview shows. `shown`: the months of the chart; `points`: all star channels together. `longest`:
    bad reviews of the last weeks that wait longest, or else the newest ones. `bad`, `answered`: of the span itself,
    which a quiet channel's own standing may lie before.
    """

    span: Span
    shown: Span
    standings: tuple[ChannelStanding, ...]
    points: tuple[MonthRating, ...]
    now: StarCounts
    before: StarCounts
    speed: ReplySpeed
    waiting: int
    longest: tuple[ReviewRow, ...]
    rates: tuple[ReplyRate, ...] = ()
    bad: int = 0
    answered: int = 0

    @property
    def mixed(self) -> list[ChannelStanding]:
        """The channels whose stars are averaged together."""
        return [one for one in self.standings if one.channel.star_scale and one.now.total]

    @property
    def apart(self) -> list[ChannelStanding]:
        """Channels with reviews on another scale."""
        return [one for one in self.standings if not one.channel.star_scale and one.ever]

    @property
    def ever(self) -> int:
        """Reviews of all time in these channels."""
        return sum(one.ever for one in self.standings)
