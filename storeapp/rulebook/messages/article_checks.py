"""The checks of articles: labels of advertising, and absolute words by tier."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache

from storeapp.kernel.paths import resource
from storeapp.kernel.text import _
from storeapp.rulebook.messages.draft import Draft
from storeapp.rulebook.messages.facts import DraftFacts, Finding
from storeapp.rulebook.messages.request_checks import holds, told
from storeapp.rulebook.messages.rules import MessageRule, Severity

_ENDED = re.compile(r"[，。！？,.!?；;]")
FIRST_SCREEN = 120  # characters in which a label is still seen before the text
TIERS: Mapping[int, Severity] = {1: "BLOCK", 2: "WARN", 3: "INFO"}


def check_label(draft: Draft, facts: DraftFacts, rule: MessageRule) -> Iterator[Finding]:
    """A label at the start where the facts are as `when` wants: `good` ones do, `bad` ones break, `weak` ones warn.

    Without any the rule's own severity holds.
    """
    if not all(holds(facts, one) for one in rule.values.get("when", ())):
        return
    found = {name: label_at_start(draft, rule, name) for name in ("good", "weak", "bad")}
    if found["good"] is not None:
        return
    weak, bad = found["weak"], found["bad"]
    if bad is not None:
        sentence = _("“{label}” is no label buyers understand").format(label=draft.text[slice(*bad)])
        yield told(rule, "label", bad, sentence)
    elif weak is not None:
        sentence = _("“{label}” is not clear enough as a label").format(label=draft.text[slice(*weak)])
        milder: Severity = "WARN" if rule.severity == "BLOCK" else rule.severity
        yield told(replace(rule, severity=milder), "label", weak, sentence)
    else:
        yield told(rule, "label")


def label_at_start(draft: Draft, rule: MessageRule, name: str) -> tuple[int, int] | None:
    """Where one of a rule's labels (`good`, `weak` or `bad`) stands at the start of a text."""
    start = draft.low[:FIRST_SCREEN]
    for label in rule.values.get(name, ()):
        edge = r"(?<!\w)" if label[0].isalnum() and label[0].isascii() else ""
        ending = r"(?!\w)" if label[-1].isascii() else ""
        found = re.search(edge + re.escape(label.lower()) + ending, start)
        if found is not None:
            return found.span()
    return None


@dataclass(frozen=True, slots=True)
class AbsoluteWords:
    """Words by tier, those that are fine as they are, and those that make what follows a goal and no claim."""

    tiers: Mapping[str, int]
    fine: frozenset[str]
    tips: frozenset[str]
    aims: tuple[str, ...]
    reach: int  # characters from an aim to its word

    @property
    def longest(self) -> int:
        """Characters of the longest word."""
        return max(map(len, (*self.tiers, *self.fine, *self.tips)))


@cache
def absolute_words() -> AbsoluteWords:
    """The Chinese list."""
    content = tomllib.loads(resource("rulebook", "signs", "absolutes.toml").read_text("utf-8"))
    tiers = {word: number for number in (3, 2, 1) for word in content[f"tier{number}"].split()}
    return AbsoluteWords(
        tiers,
        frozenset(content["fine"].split()),
        frozenset(content["tips"].split()),
        tuple(content["aims"].split()),
        content["reach"],
    )


def check_absolutes(draft: Draft, facts: DraftFacts, rule: MessageRule) -> Iterator[Finding]:
    """Absolute words, the longest first; with `excused` what is none after all: goals and tips."""
    known, low = absolute_words(), draft.low
    place = 0
    while place < len(low):
        word = _longest(known, low, place)
        span = (place, place + len(word))
        place += max(1, len(word))
        if not word or word in known.fine:
            continue
        before = low[max(0, span[0] - known.reach) : span[0]]
        aimed = any(one in before for one in known.aims) and not _ENDED.search(before)
        excused = aimed or word in known.tips
        if rule.values.get("excused"):
            if excused:
                yield told(rule, "excused", span)
        elif not excused:
            tier = known.tiers[word]
            severity = TIERS[tier]
            # Where the rule itself no longer stops, its strictest words don't either.
            milder = rule.severity if severity == "BLOCK" else severity
            yield told(replace(rule, severity=milder), f"tier{tier}", span)


def _longest(known: AbsoluteWords, low: str, place: int) -> str:
    for size in range(known.longest, 0, -1):
        piece = low[place : place + size]
        if piece in known.tiers or piece in known.fine or piece in known.tips:
            return piece
    return ""
