"""What the page needs of the rule book: rules, own copies, and a sentence tried against them."""

from __future__ import annotations

from collections.abc import Set

from storeapp.rulebook.messages.engine import check as check
from storeapp.rulebook.messages.examples import comes_out as comes_out
from storeapp.rulebook.messages.examples import facts_to_try as facts_to_try
from storeapp.rulebook.messages.owners import HOUSE as HOUSE
from storeapp.rulebook.messages.owners import OwnCopy as OwnCopy
from storeapp.rulebook.messages.rules import JOBS as JOBS
from storeapp.rulebook.messages.rules import SEVERITIES as SEVERITIES
from storeapp.rulebook.messages.rules import MessageRule as MessageRule
from storeapp.rulebook.messages.rules import rule_kinds as rule_kinds


def is_mine(rule: MessageRule, countries: Set[str], platforms: Set[str]) -> bool:
    """Whether a rule holds at one of these places (ISO codes) and on one of these platforms; where none is known, every
    one may.
    """
    here = not countries or rule.holds_in(*countries)
    return here and (not platforms or any(rule.holds_on(one) for one in platforms))
