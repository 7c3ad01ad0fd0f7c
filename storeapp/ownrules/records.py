"""What the page Rule book shows."""

from __future__ import annotations

from dataclasses import dataclass

from storeapp.kernel.targets import Target
from storeapp.rulebook.messages.rules import MessageRule, Severity


@dataclass(frozen=True, slots=True)
class RuleRow:
    """One rule as the owner has it.

    `does`: what it does today; `on`: it is not switched off; `copied`: the owner wrote an own copy; `house`: it is the
    owner's own rule; `past`: past its review date; `ignored`: how often a stop of it was ignored;
    `mine`: it holds at a place of the shop or its buyers, and on one of its platforms; `spoken`: drafts whose words it
    speaks of now.
    """

    rule: MessageRule
    does: Severity
    on: bool
    copied: bool
    house: bool
    past: bool
    ignored: int
    mine: bool = True
    spoken: int = 0

    @property
    def id(self) -> str:
        """The rule's id."""
        return self.rule.id


@dataclass(frozen=True, slots=True)
class IgnoredStop:
    """A stop that the owner ignored: the text as it was, why, when (UTC text), and what it was about."""

    rule: str
    text: str
    reason: str
    decided_at: str
    target: Target


@dataclass(frozen=True, slots=True)
class SpokenDraft:
    """A text that isn't sent yet and of whose words a rule speaks."""

    rule: str
    text: str
    target: Target


@dataclass(frozen=True, slots=True)
class RuleBookState:
    """All rules, all stops that were ignored and the drafts that rules speak of, the newest first."""

    rows: tuple[RuleRow, ...]
    ignored: tuple[IgnoredStop, ...]
    spoken: tuple[SpokenDraft, ...] = ()
