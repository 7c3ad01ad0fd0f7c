"""The rule book as the owner has it: rules switched off, own copies, house rules, and rules looked at again."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from storeapp.kernel.errors import UserError
from storeapp.kernel.text import _
from storeapp.rulebook.messages.rules import (
    JOBS,
    SEVERITIES,
    MessageRule,
    Severity,
    later,
    message_rules,
    parsed_rules,
    rule_kinds,
)

HOUSE = "H-"  # how ids of house rules begin
MOST_PHRASES, LONGEST_PHRASE, LONGEST_TITLE, LONGEST_TEXT = 50, 80, 120, 600


@dataclass(frozen=True, slots=True)
class OwnCopy:
    """What the owner writes in the place of a rule's own words; `phrases` are a house rule's, one each."""

    title: str
    severity: Severity
    text: str = ""
    instead: str = ""
    applies_to: tuple[str, ...] = JOBS
    phrases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RuleChange:
    """What the owner changed of one rule: switched off, looked at again on a day, an own copy."""

    rule: str
    off: bool = False
    looked_on: date | None = None
    own: OwnCopy | None = None
    changed_on: date | None = None


def owners_book(changes: Sequence[RuleChange]) -> tuple[MessageRule, ...]:
    """The rules in force for this owner; what is switched off is left out."""
    off = {one.rule for one in changes if one.off}
    return tuple(one for one in whole_book(changes) if one.id not in off) if changes else message_rules()


def whole_book(changes: Sequence[RuleChange]) -> tuple[MessageRule, ...]:
    """All rules as the owner has them, those that are switched off too; house rules last."""
    if not changes:
        return message_rules()
    by_rule = {one.rule: one for one in changes}
    found = [_changed(one, by_rule.get(one.id)) for one in message_rules()]
    return (*found, *(_house(one) for one in changes if one.rule.startswith(HOUSE) and one.own is not None))


def _changed(rule: MessageRule, change: RuleChange | None) -> MessageRule:
    if change is None:
        return rule
    if change.looked_on is not None:
        months = next(one.months for one in rule_kinds() if one.id == rule.kind)
        again = later(change.looked_on, months) if months else None
        rule = replace(rule, checked_on=change.looked_on, review_after=again)
    own = change.own
    if own is not None:
        rule = replace(rule, title=own.title, severity=own.severity, text=own.text, instead=own.instead)
    return rule


def _house(change: RuleChange) -> MessageRule:
    own = change.own
    assert own is not None
    row = {
        "id": change.rule,
        "title": own.title,
        "kind": "house",
        "severity": own.severity,
        "certainty": "house",
        "check": "match",
        "text": own.text,
        "instead": own.instead,
        "applies_to": own.applies_to,
        "source": _("Your own rule"),
        "checked_on": change.changed_on or date.min,
        "values": {"phrases": list(own.phrases)},
    }
    (made,) = parsed_rules([row])
    return made


def checked_copy(rule: MessageRule | None, own: OwnCopy) -> OwnCopy:
    """What the owner typed as it is kept; UserError in one sentence. `rule` None: a house rule, which needs words."""
    title, text, instead = (" ".join(one.split()) for one in (own.title, own.text, own.instead))
    if len(title) < 3:
        raise UserError(_("Give the rule a name. Nothing was changed."))
    if len(title) > LONGEST_TITLE or len(text) > LONGEST_TEXT or len(instead) > LONGEST_TEXT:
        raise UserError(_("This is too long for a rule. Say it in fewer words. Nothing was changed."))
    if own.severity not in SEVERITIES[:3]:
        raise ValueError(own.severity)
    if rule is not None and rule.certainty == "K" and own.severity == "BLOCK":
        raise UserError(_("Nobody has verified this rule: it may warn, not stop. Nothing was changed."))
    phrases = tuple(dict.fromkeys(" ".join(one.split()) for one in own.phrases if one.strip()))
    if rule is None and not phrases:
        raise UserError(_("Give at least one word that the rule looks for. Nothing was changed."))
    if len(phrases) > MOST_PHRASES or any(len(one) > LONGEST_PHRASE for one in phrases):
        most = _("A rule looks for at most {count} words or short phrases. Nothing was changed.")
        raise UserError(most.format(count=MOST_PHRASES))
    if not own.applies_to or not set(own.applies_to) <= set(JOBS):
        raise UserError(_("Say what the rule is for. Nothing was changed."))
    return OwnCopy(title, own.severity, text, instead, own.applies_to, phrases)


def copy_as_json(own: OwnCopy) -> str:
    """An own copy as it is kept."""
    kept = {"title": own.title, "severity": own.severity, "text": own.text, "instead": own.instead}
    return json.dumps(kept | {"applies_to": own.applies_to, "phrases": own.phrases}, ensure_ascii=False)


def copy_from_json(kept: str) -> OwnCopy | None:
    """The other way round; None for "" and for what is no copy."""
    if not kept:
        return None
    try:
        held: Mapping[str, Any] = json.loads(kept)
        lists = (tuple(held.get("applies_to", JOBS)), tuple(held.get("phrases", ())))
        made = OwnCopy(held["title"], held["severity"], held.get("text", ""), held.get("instead", ""), *lists)
    except (ValueError, KeyError, TypeError, AttributeError):
        return None
    whole = made.severity in SEVERITIES[:3] and set(made.applies_to) <= set(JOBS)
    return made if whole else None
