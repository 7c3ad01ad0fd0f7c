"""What the page Rule book shows."""

from __future__ import annotations

from dataclasses import dataclass

from storeapp.rulebook.messages.rules import MessageRule, Severity


@dataclass(frozen=True, slots=True)
class RuleRow:
    """One rule as the owner has it.

    `does`: what it does today; `on`: it is not switched off; `copied`: the owner wrote an own copy; `house`: it is the
    owner's own rule; `past`: past its review date; `ignored`: how often a stop of it was ignored.
    """

    rule: MessageRule
    does: Severity
    on: bool
    copied: bool
    house: bool
    past: bool
    ignored: int

    @property
    def id(self) -> str:
        """The rule's id."""
        return self.rule.id


@dataclass(frozen=True, slots=True)
class IgnoredStop:
    """A stop that the owner ignored: the reply as it was, why, when (UTC text), and the review it answered."""

    rule: str
    text: str
    reason: str
    decided_at: str
    review_id: int


@dataclass(frozen=True, slots=True)
class RuleBookState:
    """All rules, and all stops that were ignored, the newest first."""

    rows: tuple[RuleRow, ...]
    ignored: tuple[IgnoredStop, ...]
