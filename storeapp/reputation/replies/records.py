"""What the reply desk shows beside one review: the draft, the facts for its checks, the case, the buyer's story."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from storeapp.kernel.money import Money
from storeapp.messages.drafts import DraftContext
from storeapp.messages.templates import TemplateRow
from storeapp.reputation.replies.templates import ReplyChecks, situation_of
from storeapp.rulebook.messages.facts import DraftFacts
from storeapp.rulebook.messages.rules import MessageRule, message_rules


@dataclass(frozen=True, slots=True)
class CaseFacts:
    """The case of a review: its number, state and reason, and the promise that is due next."""

    id: int
    title: str
    reason: str
    state: str
    kind: str = ""
    amount: Money | None = None
    words: str = ""
    due_on: str | None = None


@dataclass(frozen=True, slots=True)
class Overruled:
    """A stop the owner overruled for this review: the rule, the reply as it was, why and when (UTC text)."""

    rule: str
    text: str
    reason: str
    decided_at: str


@dataclass(frozen=True, slots=True)
class StoryLine:
    """One thing that happened with the buyer: kind as in orders' stories, ISO day, and what it was about."""

    kind: str
    on: str | None
    about: str
    stars: int | None = None
    review_id: int | None = None
    rating: str = ""  # in words where the platform has no stars


@dataclass(frozen=True, slots=True)
class ReplyDesk:
    """Everything beside a review. `draft` None: none is kept; `values` fill templates, "" where unknown.

    `rules`: the rule book as the owner has it; `story`: newest first, `story_more`: older things not listed; `said`:
    earlier replies to the same buyer.
    """

    review_id: int
    draft: str | None
    facts: DraftFacts
    values: Mapping[str, str]
    language: str
    templates: tuple[TemplateRow, ...]
    case: CaseFacts | None
    overruled: tuple[Overruled, ...]
    story: tuple[StoryLine, ...]
    story_more: int
    said: tuple[StoryLine, ...]
    rules: tuple[MessageRule, ...] = field(default_factory=message_rules)

    @property
    def context(self) -> DraftContext:
        """What the pane holds the reply against."""
        return DraftContext(
            key=self.review_id,
            checks=ReplyChecks(self.facts, self.rules),
            values=self.values,
            language=self.language,
            templates=self.templates,
            situation=situation_of(self.facts.stars, self.case.reason if self.case is not None else ""),
            overruled=tuple((one.rule, one.text) for one in self.overruled),
            case=self.facts.case,
        )


@dataclass(frozen=True, slots=True)
class ReplyRate:
    """How one channel's reviews of 1 to 3 stars are answered: of `asked` posted in the span `replied` have an answer.

    `hours` is the median of the newest `sample` answers, None without any; `overdue` wait for 7 days or longer.
    """

    channel_id: int
    platform: str
    channel: str
    asked: int
    replied: int
    hours: float | None
    sample: int
    overdue: int
