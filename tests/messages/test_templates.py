"""Templates: every built-in one passes its own checks; errors name the variable; limits hold."""

from __future__ import annotations

import re
from datetime import date

import pytest

from storeapp.kernel.errors import UserError
from storeapp.messages import templates as messages
from storeapp.reputation.replies.templates import REPLY, situation_of, situations
from storeapp.rulebook.messages.engine import check
from storeapp.rulebook.messages.facts import DraftFacts

ALL = [one for language in messages.LANGUAGES for one in messages.built_in("replies", language)]
FACTS = {"channel": "Own shop", "today": date(2026, 7, 16), "currency": "EUR", "names": ("Ann Lee",)}


def values(language, **more):
    return messages.with_fallbacks(REPLY, language, {}) | {"name": "Lumen & Loom", "shop_name": "Lumen & Loom"} | more


def test_every_language_of_the_program_has_every_situation():
    for language in ("en", "zh-Hans", "zh-Hant", "es", "ru", "id"):
        assert [one.situation for one in messages.built_in("replies", language)] == list(situations())


@pytest.mark.parametrize("one", ALL, ids=lambda one: f"{one.language} {one.situation}")
@pytest.mark.parametrize("named", [True, False], ids=["named", "bare"])
@pytest.mark.parametrize("platform", ["etsy", "ebay", "google"])
def test_every_template_passes_its_own_checks(one, named, platform):
    signoff = messages.phrase("replies", one.language, "signoff")
    more = {"first_name": "Ann", "product": "Walnut lamp"} if named else {}
    text = messages.filled(f"{one.body}\n{signoff}", values(one.language, **more))
    assert "{" not in text
    assert len(text) <= 500
    stars = 5 if one.situation == "thanks" else 2
    told = [
        (found.rule, found.sentence)
        for found in check(text, DraftFacts(platform=platform, stars=stars, **FACTS))
        if found.severity != "FINE"
    ]
    assert told == []


def test_values_take_their_places():
    body = "Hi{% if first_name %} {{ first_name }}{% endif %}, {{ product }} of {{ order_date }}."
    assert messages.filled(body, values("en", first_name="Ann", product="the lamp", order_date="2 July")) == (
        "Hi Ann, the lamp of 2 July."
    )
    assert messages.filled("{{ problem }}  and {{ promise }}", values("en", problem="a", promise="b")) == "a and b"


@pytest.mark.parametrize(
    ("body", "known", "unknown"),
    [
        ("Hi{% if first_name %} {{ first_name }}{% endif %}.", "Hi Ann.", "Hi."),
        ("Hi{% if first_name != blank %} {{ first_name }}{% endif %}.", "Hi Ann.", "Hi."),
        ("Hi{% unless first_name == '' %} {{ first_name }}{% endunless %}.", "Hi Ann.", "Hi."),
        ("Hi {{ first_name | default: 'there' | upcase }}.", "Hi ANN.", "Hi THERE."),
        ("Hi {{ first_name }}{{ first_name | append: '!' }}", "Hi AnnAnn!", "Hi !"),
    ],
)
def test_a_condition_knows_what_nobody_knows(body, known, unknown):
    """Liquid takes an empty text for true: a reply to a buyer without a name began "Thank you, ."."""
    assert messages.filled(body, values("en", first_name="Ann")) == known
    assert messages.filled(body, values("en", first_name="")) == unknown


@pytest.mark.parametrize("one", ALL, ids=lambda one: f"{one.language} {one.situation}")
def test_no_template_leaves_a_gap_where_nothing_is_known(one):
    nothing = dict.fromkeys(REPLY.variables, "") | {"name": "Lumen & Loom", "shop_name": "Lumen & Loom"}
    text = messages.put_together(REPLY, one, nothing, True)
    assert not re.search(r"[,:：，]\s*[.。!！,，]", text), text


@pytest.mark.parametrize(
    ("body", "says"),
    [
        ("Hi {{ surname }}", "“surname”, which is not known"),
        ("{{ name.__class__ }}", "not known"),
        ("{{ name | shout }}", "“shout”"),
        ("Hi\n\n{{ name", "line 3"),
        ("{% if name %}", "can't be read"),
        ("{% include 'other' %}", "can't be read"),
        ("{% for i in (1..100000) %}x{% endfor %}", "repeats too much"),
        (
            "{% for i in (1..150) %}{{ name }}{{ contact }}{{ product }}{{ name }}"
            "0123456789012345678901234567890123456789012345678901234567890123456789"
            "0123456789012345678901234567890123456789012345678901234567890123456789{% endfor %}",
            "repeats too much",
        ),
        ("{{ (1..999999999) | join }}", "repeats too much"),
        ("{{ (1..999999999) | reverse | first }}", "repeats too much"),
        ("{% assign a = (1..999999999) %}{{ a | concat: a | size }}", "repeats too much"),
        (
            "{{ name | append: name" + " | replace: '', 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa'" * 40 + " }}",
            "repeats too much",
        ),
        ("{{ '" + "a" * 900 + "' | split: '' | join: '" + "b" * 900 + "' | size }}", "repeats too much"),
        ("{{ 9" + " | times: 999999999" * 60 + " }}", "repeats too much"),
        ("x" * 4001, "too long"),
        ("{% if (1..99999999999) contains name %}x{% endif %}", "repeats too much"),
        ("{% assign n = 99999999999 %}{% if (1..n) contains 'x' %}x{% endif %}", "repeats too much"),
        ("{% for i in (1..99999999999) offset:99999999 limit:3 %}x{% endfor %}", "repeats too much"),
        ("{% unless name == 'x' %}{% for i in (-99999999999..1) reversed %}x{% endfor %}{% endunless %}", "too much"),
        ("{{ name" + "[name" * 600 + "]" * 600 + " }}", "repeats too much"),
        ("{{ 'inf' | ceil }}", "“ceil” can't work"),
        ("{{ 'nan' | floor }}", "“floor” can't work"),
        ("{{ '/////w==' | base64_decode }}", "“base64_decode” can't work"),
        ("{{ name | sum }}", "“sum” can't work"),
        ("Hi \ud800", "can't be read"),
    ],
)
def test_a_template_error_is_a_sentence(body, says):
    with pytest.raises(UserError, match=says):
        messages.filled(body, values("en"))


@pytest.mark.parametrize(
    ("body", "says"),
    [
        ("{% if name %}Hi{% else %}{{ surname }}{% endif %}", "“surname”, which is not known"),
        ("Hi{% unless name %}{{ name | shout }}{% endunless %}", "“shout”"),
        ("Hi{% unless name %}{% if surname %}x{% endif %}{% endunless %}", "“surname”, which is not known"),
    ],
)
def test_what_a_preview_does_not_come_to_is_looked_at_too(body, says):
    with pytest.raises(UserError, match=says):
        messages.check_template(REPLY, "A", "en", body)


def test_what_a_template_makes_itself_is_known():
    body = "{% assign who = name %}{% capture hi %}Hi {{ who }}{% endcapture %}{{ hi }}{% for i in (1..3) %}{{ i }}"
    assert messages.check_template(REPLY, "A", "en", body + "{{ forloop.index }}{% endfor %}").endswith("112233")


@pytest.mark.parametrize(("name", "body"), [("", "Hi"), ("A", " "), ("x" * 61, "Hi")])
def test_a_template_needs_a_name_and_words(name, body):
    with pytest.raises(UserError):
        messages.check_template(REPLY, name, "en", body)


def test_customer_text_is_data_never_a_template():
    assert messages.filled("Hi {{ first_name }}", values("en", first_name="{{ name }}")) == "Hi {{ name }}"


@pytest.mark.parametrize(
    ("code", "text", "language"),
    [
        ("en", "", "en"),
        ("en-GB", "", "en"),
        ("zh", "纸罩有折痕", "zh-Hans"),
        ("zh", "這個顏色不對", "zh-Hant"),
        ("zh-TW", "", "zh-Hant"),
        ("pt_BR", "", "pt"),
        ("fr", "", "en"),
        ("", "", "en"),
    ],
)
def test_the_language_of_an_answer(code, text, language):
    assert messages.language_of(code, text) == language


@pytest.mark.parametrize(
    ("name", "first"),
    [
        ("Ann Lee", "Ann"),
        ("Lee, Ann", "Ann"),
        ("annlee88", ""),
        ("A. Lee", ""),
        ("李雨桐", ""),
        ("Марина Лебедева", "Марина"),
        ("", ""),
    ],
)
def test_first_names(name, first):
    assert messages.first_name(name) == first


def test_the_likely_situation():
    assert situation_of(1, "DEL_DAMAGE") == "damaged"
    assert [situation_of(stars, "") for stars in (5, 4, 3, 2, None)] == ["thanks", "thanks", "mixed", "", ""]
    own = messages.TemplateRow(7, "en", "late", "Mine", "Hi")
    ordered = messages.sorted_for([*messages.built_in("replies", "en"), own], "late")
    assert [one.name for one in ordered[:2]] == ["Mine", "Late delivery"]


def test_small_filters_work_within_the_limits():
    body = "{{ name | upcase | replace: 'A', 'b' }} {{ 'x,y' | split: ',' | join: '-' }} {{ (1..5) | join: '' }}"
    assert messages.filled(body, values("en", name="Mara")) == "MbRb x-y 12345"
