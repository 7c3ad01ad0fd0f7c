"""The checks of offers: numbers that must be true, and reductions that must be reckoned from the right price."""

from __future__ import annotations

import re
from collections.abc import Iterator

from storeapp.kernel.numbers import number
from storeapp.rulebook.messages.draft import Draft
from storeapp.rulebook.messages.facts import DraftFacts, Finding
from storeapp.rulebook.messages.request_checks import told
from storeapp.rulebook.messages.rules import MessageRule

_PERCENT = re.compile(r"[-–−]?\s?(\d{1,2}(?:[.,]\d)?)\s?%")
ROUNDING = 0.6  # percentage points that a rounded figure may be off


def check_stock(draft: Draft, facts: DraftFacts, rule: MessageRule) -> Iterator[Finding]:
    """“Only N left” that is not what can be sold, and viewers that were counted earlier than now."""
    for span in draft.sign_spans(("onlyleft",)):
        numbers = [int(one) for one in re.findall(r"\d+", draft.text[slice(*_around(draft, span))])]
        if facts.offer.stock is not None and facts.offer.stock not in numbers:
            yield told(rule, "onlyleft", span)
    if (facts.offer.viewing_hours or 0) >= 1:
        yield from (told(rule, "viewing", span) for span in draft.sign_spans(("viewing",)))


def _around(draft: Draft, span: tuple[int, int]) -> tuple[int, int]:
    """The sentence a sign stands in."""
    return next((one for one in draft.sentences if one[0] <= span[0] < one[1]), span)


def check_price_cut(draft: Draft, facts: DraftFacts, rule: MessageRule) -> Iterator[Finding]:
    """A percentage that is not reckoned from the lowest price of `base` ("lowest_30", "lowest_7")."""
    lowest: float | None = getattr(facts.offer, rule.values["base"])
    if not lowest or facts.offer.price is None:
        return
    true = 100 * (1 - facts.offer.price / lowest)
    for found in _PERCENT.finditer(draft.plain):
        if number(found[1]) > true + ROUNDING:
            yield told(rule, "price", found.span())
