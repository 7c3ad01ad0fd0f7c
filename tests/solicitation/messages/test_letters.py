"""The words of requests: every template passes every rule it is held against, and what is missing is named."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from storeapp.messages.templates import LANGUAGES, TemplateRow, built_in, put_together
from storeapp.rulebook.messages.facts import AskFacts, DraftFacts
from storeapp.rulebook.messages.permission import Permission
from storeapp.solicitation.messages.letters import (
    REQUEST,
    RequestChecks,
    Sender,
    filled_spans,
    language_for,
    letter,
    shares_for,
    template_for,
    values_of,
)
from storeapp.solicitation.plans import Share, plan_for
from storeapp.solicitation.plans import built_in as built_in_plans
from storeapp.solicitation.records import RequestRow
from storeapp.solicitation.rules import STEPS

ALL = [one for language in LANGUAGES for one in built_in(REQUEST.id, language)]
ADDRESS = "1 Main Street, Springfield"
SHOP = Sender("Lumen & Loom", ADDRESS)
OWN = plan_for(built_in_plans(), "own", 1, [], "US")
ROW = RequestRow(
    7, "10493", 1, "Etsy", "etsy", "", 1, "Ann Lee", "ann@buyer.example", "", "US", "en", "Walnut lamp", 1,
    "2026-06-25", "delivered", "2026-07-01", "2026-07-01", "ready", "ready", "", "first", None, None, "own", None, None,
)  # fmt: skip
PLACES = [
    ("etsy", "platform", "US", "US"), ("ebay", "platform", "GB", "US"), ("amazon", "platform", "US", "US"),
    ("taobao", "platform", "CN", "CN"), ("ozon", "platform", "RU", "RU"), ("tokopedia", "platform", "ID", "ID"),
    ("own", "email", "DE", "DE"), ("own", "email", "US", "US"), ("own", "email", "GB", "DE"),
    ("own", "email", "CA", "US"),
]  # fmt: skip


def values(language, through, **more):
    row = replace(ROW, **more)
    return values_of(row, replace(OWN, through=through), SHOP, language)


def facts(platform, through, buyer, seller, language):
    known = Permission(
        given=True, address_from_sale=True, own_similar=True, told_at_sale=True, last_sale=date(2026, 7, 1)
    )
    ask = AskFacts(
        delivered_from=date(2026, 7, 1), delivered_to=date(2026, 7, 1), permission=known, address=ADDRESS, shown=True
    )
    return DraftFacts(
        platform=platform, today=date(2026, 7, 16), job="request", buyer=buyer, seller=seller, through=through,
        language=language, number="10493", names=("Ann Lee",), about="Walnut lamp", ask=ask,
    )  # fmt: skip


def test_every_language_has_all_steps_and_two_first_requests():
    for language in LANGUAGES:
        steps = [one.situation for one in built_in(REQUEST.id, language)]
        assert steps == ["first", "first", "reminder", "photo"], language


@pytest.mark.parametrize("one", ALL, ids=lambda one: f"{one.language} {one.name}")
@pytest.mark.parametrize("place", PLACES, ids=lambda place: "-".join(place))
@pytest.mark.parametrize("named", [True, False], ids=["named", "bare"])
def test_every_template_passes_every_rule(one, place, named):
    platform, through, buyer, seller = place
    more = {} if named else {"buyer": "", "product": ""}
    text = put_together(REQUEST, one, values(one.language, through, **more), True)
    found = RequestChecks(facts(platform, through, buyer, seller, one.language)).findings(text)
    assert [(told.rule, told.sentence) for told in found if told.severity in ("BLOCK", "WARN")] == []
    assert "{" not in text
    assert "  " not in text


@pytest.mark.parametrize(
    ("known", "platform", "country", "language", "guessed"),
    [
        ("de-AT", "etsy", "US", "de", False),
        ("zh_TW", "own", "TW", "zh-Hant", False),
        ("", "taobao", "", "zh-Hans", True),
        ("", "etsy", "MX", "es", True),
        ("", "etsy", "FR", "en", True),
        ("fr", "etsy", "FR", "en", False),
    ],
)
def test_the_language_of_a_buyer(known, platform, country, language, guessed):
    assert language_for(known, platform, country) == (language, guessed)


def test_two_templates_share_the_first_requests_evenly_and_always_alike():
    plan = built_in_plans()[0]
    assert [(one.variant, one.share) for one in shares_for(plan, "en")] == [("A", 50), ("B", 50)]
    given = [template_for(plan, "first", "en", order)[1] for order in range(1000)]
    assert given == [template_for(plan, "first", "en", order)[1] for order in range(1000)]
    assert 400 < given.count("A") < 600
    for step in STEPS[1:]:
        template, variant = template_for(plan, step, "en", 1)
        assert (template.situation, variant) == (step, "")


def test_a_plan_s_own_template_is_taken_where_it_exists():

    plan = replace(built_in_plans()[0], templates=(Share("en", "Mine"), Share("de", "Weg")))
    own = (TemplateRow(7, "en", "first", "Mine", "Honestly, {{ first_name }}?"),)
    assert template_for(plan, "first", "en", 1, own)[0].name == "Mine"
    assert template_for(plan, "first", "de", 1, own)[0].name in ("Schlicht", "Erst helfen")


def test_what_a_template_needs_and_nobody_knows_is_named():
    body = "Hi {{ first_name }}, {{ link }}{% if role %} {{ role }}{% endif %}"
    own = (TemplateRow(7, "en", "first", "Mine", body),)
    plan = replace(OWN, templates=(Share("en", "Mine"),))
    found = letter(replace(ROW, buyer=""), plan, Sender(), own)
    assert found.missing == ("First name", "Where to write the review", "Shop name", "Postal address")
    assert found.subject == "How do you like Walnut lamp?"
    assert letter(ROW, replace(plan, link="https://lumen.example/r/{number}"), SHOP, own).body.endswith("/r/10493")


def test_what_was_filled_in_is_found_again():
    text = "Hi Ann, how is the Walnut lamp (order 10493)? Ann"
    assert [text[a:b] for a, b in filled_spans(text, values("en", "platform"))] == [
        "Ann",
        "Walnut lamp",
        "10493",
        "Ann",
    ]
