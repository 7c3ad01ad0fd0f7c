"""Messages about a case held against its record: what contradicts it is told with both values, what agrees is not."""

from __future__ import annotations

from datetime import date

import pytest

from storeapp.kernel.money import Money
from storeapp.rulebook.messages.engine import check
from storeapp.rulebook.messages.facts import DraftFacts, RecordFacts

RECORD = RecordFacts(
    numbers=("3382-1107", "3382-1108"),
    amounts=(("Order total", Money(14800, "EUR")), ("Promised", Money(1800, "EUR"))),
    days=(("Ordered", "2026-07-02"), ("Delivered", "2026-07-09")),
    products=("Walnut reading lamp",),
    others=("Linen throw", "Walnut reading lamp", "Walnut"),
)
FACTS = {"today": date(2026, 7, 16), "currency": "EUR", "job": "case_message", "record": RECORD}


def told(text, names=("Anna Lee",), **more):
    found = check(text, DraftFacts(**FACTS, names=names, **more))
    return {one.code: one for one in found if one.rule == "CM-RECORD"}


@pytest.mark.parametrize(
    ("text", "language", "code", "both"),
    [
        ("Dear Ben,\nwe are sorry.", "en", "wrong_name", ("Ben", "Anna Lee")),
        ("Liebe Frau Kurz,\nes tut uns leid.", "de", "wrong_name", ("Kurz", "Anna Lee")),
        ("Your order 3382-1170 left today.", "en", "wrong_number", ("3382-1170", "3382-1107")),
        ("Ihre Bestellung Nr. 9999 ist unterwegs.", "de", "wrong_number", ("9999", "3382-1107")),
        ("The 184.00 EUR you paid are safe.", "en", "wrong_amount", ("€184.00", "€148.00")),
        ("We will refund 248 EUR by Friday.", "en", "wrong_amount", ("€248.00", "€148.00")),
        ("It arrived on 8 July as we see.", "en", "wrong_day", ("2026-07-08", "2026-07-09")),
        ("Am 3. Juli haben Sie bestellt.", "de", "wrong_day", ("2026-07-03", "2026-07-02")),
        ("7月8日已经签收了。", "zh", "wrong_day", ("2026-07-08", "2026-07-09")),
        ("We are sorry that the linen throw is torn.", "en", "wrong_product", ("Linen throw", "Walnut reading lamp")),
    ],
)
def test_what_contradicts_the_record_is_told_with_both_values(text, language, code, both):
    found = told(text, language=language)
    assert set(found) == {code}
    assert all(one in found[code].sentence for one in both)
    assert found[code].severity == "INFO"
    assert found[code].span is not None


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Dear Anna,\nyour order 3382-1107 of 2 July arrived on 9 July. The €148.00 are safe.", "en"),
        ("Hi all,\nthank you.", "en"),
        ("We will refund €18.00 of order #3382-1108 by Friday.", "en"),
        ("We will refund 25 EUR by Friday.", "en"),  # a new promise below the order's total
        ("It will be with you on 20 July.", "en"),
        ("We are sorry that the walnut reading lamp is broken.", "en"),
        ("Liebe Anna,\nam 2.7.2026 kam Ihre Bestellung 3382-1107 an.", "de"),
        ("Здравствуйте, Анна, мы вышлем новую лампу.", "ru"),
    ],
)
def test_what_agrees_is_not_told(text, language):
    assert told(text, ("Anna Lee", "Анна"), language=language) == {}


def test_without_a_record_nothing_is_compared():
    assert not any(
        one.rule == "CM-RECORD"
        for one in check(
            "Your order 99999 of 8 July, 55 EUR.",
            DraftFacts(today=date(2026, 7, 16), currency="EUR", job="case_message"),
        )
    )


def test_public_replies_are_not_compared():
    assert "CM-RECORD" not in {one.rule for one in check("Dear Ben, sorry.", DraftFacts(**FACTS | {"job": "reply"}))}
