"""The examples in each rule's row, and whether they come out as the row says."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from storeapp.rulebook.messages.engine import check
from storeapp.rulebook.messages.facts import DraftFacts, facts_of
from storeapp.rulebook.messages.rules import Example, MessageRule, places


def example_facts(rule: MessageRule, example: Example, today: date) -> DraftFacts:
    """The circumstances of an example; its day is `today` where it names none."""
    return facts_of({"job": rule.applies_to[0], "today": today, **example.facts})


def comes_out(rule: MessageRule, example: Example, today: date, rules: Sequence[MessageRule] | None = None) -> bool:
    """Whether the rule has something to say of its example just where it should."""
    found = check(example.text, example_facts(rule, example, today), rules)
    return any(one.rule == rule.id and one.severity != "FINE" for one in found) == example.hit


def facts_to_try(rule: MessageRule, today: date) -> DraftFacts:
    """Circumstances in which a rule holds, so that a sentence can be tried against it.

    The first platform, place and way of the rule, and what else its own example of a hit names.
    """
    known = next((dict(one.facts) for one in rule.examples if one.hit), {})
    countries = [one for place in rule.jurisdiction for one in places().get(place, (place,))]
    usual = {"platform": rule.platforms[0] if rule.platforms[0] != "*" else "own", "through": "", "buyer": ""}
    usual |= {"through": rule.channels[0]} if rule.channels else {}
    usual |= {"buyer": countries[0]} if countries else {}
    return facts_of({"job": rule.applies_to[0], **usual, **known, "today": today})
