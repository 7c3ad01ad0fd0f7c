"""The rows of the page that says who the shop is."""

from __future__ import annotations

from storeapp.articles.positioning.rules import AudienceFields, PointFields, PointProof, RuleVerdict
from storeapp.kernel.rows import dataclass


@dataclass(frozen=True, slots=True)
class PositionEntry:
    """One field of the page: a key of rules.ENTRIES, its words, and the UTC text of its last change, "" for never."""

    key: str
    words: str
    changed_at: str


@dataclass(frozen=True, slots=True)
class AudienceRow:
    """One group of readers. `articles`: how many name it."""

    id: int
    fields: AudienceFields
    articles: int


@dataclass(frozen=True, slots=True)
class GoalShare:
    """How many articles are for a goal, their share 0 to 1, and the share aimed at."""

    goal: str
    count: int
    share: float
    aim: float


@dataclass(frozen=True, slots=True)
class SellingPointRow:
    """One selling point, how it stands with the four rules, what proves it, and the articles that use its words."""

    id: int
    fields: PointFields
    verdicts: tuple[RuleVerdict, ...]
    proofs: tuple[PointProof, ...]
    used_in: tuple[tuple[int, str], ...]
    retired: bool = False

    @property
    def ticks(self) -> int:
        """How many rules it passes."""
        return sum(one.state == "fine" for one in self.verdicts)

    @property
    def moved(self) -> bool:
        """Whether a fact it leans on is another one by now."""
        return any(one.moved or one.gone for one in self.proofs)


@dataclass(frozen=True, slots=True)
class PositionPage:
    """The whole page."""

    entries: tuple[PositionEntry, ...]
    audiences: tuple[AudienceRow, ...]
    goals: tuple[GoalShare, ...]
    points: tuple[SellingPointRow, ...]
