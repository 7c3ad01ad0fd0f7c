"""The examples in each rule's row, and whether they come out as the row says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from storeapp.rulebook.messages.engine import check
from storeapp.rulebook.messages.facts import DraftFacts, facts_of
from storeapp.rulebook.messages.rules import Example, MessageRule


def example_facts(rule: MessageRule, example: Example, today: date) -> DraftFacts:
    """The circumstances of an example; its day is `today` where it names none."""
    return facts_of({"job": rule.applies_to[0], "today": today, **example.facts})


def comes_out(rule: MessageRule, example: Example, today: date, rules: Sequence[MessageRule] | None = None) -> bool:
    """Whether the rule has something to say of its example just where it should."""
    found = check(example.text, example_facts(rule, example, today), rules)
    return any(one.rule == rule.id and one.severity != "FINE" for one in found) == example.hit


def alone(rule: MessageRule) -> MessageRule:
    """The rule as it is when no weightier one covers it."""
    return replace(rule, covered_by=())
