"""Messages on cases to start from: in every language, for every situation, and sound by their own checks."""

from __future__ import annotations

from datetime import date

import pytest

from storeapp.aftersales.messages.letters import CASE, SITUATIONS, CaseChecks
from storeapp.messages import templates
from storeapp.rulebook.messages.facts import DraftFacts

ALL = [one for language in templates.LANGUAGES for one in templates.built_in("cases", language)]
FACTS = DraftFacts(
    platform="etsy", channel="Etsy", today=date(2026, 7, 16), number="10493", case=1, about="lamp", job="case_message",
    names=("Ann Lee",),
)  # fmt: skip
KNOWN = {"first_name": "Ann", "product": "Walnut lamp", "order_number": "10493", "name": "Mia", "role": "Owner"}


@pytest.mark.parametrize("language", templates.LANGUAGES)
def test_every_language_has_every_situation(language):
    assert [one.situation for one in templates.built_in("cases", language)] == list(SITUATIONS)


@pytest.mark.parametrize("one", ALL, ids=lambda one: f"{one.language}-{one.situation}")
def test_every_template_is_whole_and_stopped_by_no_rule(one):
    for values in (KNOWN, dict.fromkeys(CASE.variables, "")):
        words = templates.put_together(CASE, one, values, True)
        assert not [sign for sign in ("{{", "{%", "  ", " ,", " .", "（）", "()") if sign in words], words
        stops = [found.sentence for found in CaseChecks(FACTS).findings(words) if found.severity == "BLOCK"]
        assert stops == []
    assert "10493" not in words
