"""A draft held against its rules: what a room hands the pane beside the text, and the list of what was found."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from storeapp.kernel.errors import UserError
from storeapp.kernel.text import _
from storeapp.messages.templates import TemplateRow
from storeapp.rulebook.messages.facts import Finding as Finding
from storeapp.rulebook.messages.rules import SEVERITIES

SHORTEST_REASON, LONGEST_REASON = 3, 300


class Checks(Protocol):
    """The rules a draft is held against, with all that is known of whom it is written to."""

    def findings(self, text: str) -> Sequence[Finding]:
        """What the rules say of this text; within a few milliseconds, for it is asked while one types."""

    def source(self, rule: str) -> str:
        """A rule's title with where it comes from, for a tooltip."""


@dataclass(frozen=True, slots=True)
class DraftContext:
    """What a message is written to. `key`: the id of the review, order or case it answers.

    `values` has every variable of the kind, "" where unknown; `templates` are the owner's own; `situation` "" may be
    any; `overruled`: (rule, the text as it was) of stops the owner overruled; `case`: the number of the case it has.
    """

    key: int
    checks: Checks
    values: Mapping[str, str]
    language: str
    templates: tuple[TemplateRow, ...] = ()
    situation: str = ""
    overruled: tuple[tuple[str, str], ...] = ()
    case: int | None = None


@dataclass(frozen=True, slots=True)
class CheckedLine:
    """One line of the list of checks: findings of one kind in one place, by however many rules."""

    finding: Finding
    rules: tuple[str, ...]
    overruled: bool = False


def told(text: str, found: Sequence[Finding], overruled: Sequence[tuple[str, str]]) -> list[CheckedLine]:
    """The findings for the list, those of one kind in one place together, what stops first.

    `overruled`: (rule, the message as it was) of stops the owner overruled; such a stop holds no more as long as the
    words it is about are the same.
    """
    groups: dict[tuple[str, object], list[Finding]] = {}
    for one in found:
        groups.setdefault((one.code, one.span), []).append(one)
    lines = []
    for together in groups.values():
        stops = [one for one in together if one.severity == "BLOCK"]
        free = bool(stops) and all(_overruled(text, one, overruled) for one in stops)
        lines.append(CheckedLine(together[0], tuple(one.rule for one in together), free))
    return sorted(lines, key=lambda one: (one.overruled, SEVERITIES.index(one.finding.severity)))


def reason_to_overrule(reason: str, missing: str) -> str:
    """Why a stop is overruled, without needless spaces; UserError where it is too long, or, as `missing`, too short."""
    why = " ".join(reason.split())
    if len(why) < SHORTEST_REASON:
        raise UserError(missing)
    if len(why) > LONGEST_REASON:
        raise UserError(_("The reason is too long. Use at most {count} characters.").format(count=LONGEST_REASON))
    return why


def stopping(lines: Sequence[CheckedLine]) -> list[CheckedLine]:
    """The lines that still stop the message."""
    return [one for one in lines if one.finding.severity == "BLOCK" and not one.overruled]


def _overruled(text: str, finding: Finding, overruled: Sequence[tuple[str, str]]) -> bool:
    words = text if finding.span is None else text[slice(*finding.span)]
    return any(rule == finding.rule and words.strip() in kept for rule, kept in overruled)
