"""The rows of the plan, as they travel between its queries and the page."""

from __future__ import annotations

from storeapp.articles.calendar.rules import ContentMix, PlannedPiece, PlanWarning
from storeapp.articles.drafts.places import PlaceName
from storeapp.articles.kinds import MixRule, PushLimit
from storeapp.kernel.rows import dataclass


@dataclass(frozen=True, slots=True)
class BacklogCard:
    """What waits for a day: `what` is "article" or "idea" with its id; `stage` says how far it is."""

    what: str
    id: int
    title: str
    mix: str
    kind: str
    places: tuple[str, ...]
    stage: str

    @property
    def key(self) -> str:
        """Names it among ideas and articles."""
        return f"{self.what}:{self.id}"


@dataclass(frozen=True, slots=True)
class PlanView:
    """The plan of some days: its pieces, what should be looked at, its mix against the rule, and what waits for a day.

    `backlog_total`: all that wait; the backlog itself is cut after the first ones.
    """

    pieces: tuple[PlannedPiece, ...]
    warnings: tuple[PlanWarning, ...]
    mix: ContentMix
    rule: MixRule
    backlog: tuple[BacklogCard, ...]
    backlog_total: int
    places: tuple[PlaceName, ...]


@dataclass(frozen=True, slots=True)
class PlanSettings:
    """What the owner says of the plan: the rule of the mix, and how often each place may be written to, by its key."""

    rule: MixRule
    limits: dict[str, PushLimit]
