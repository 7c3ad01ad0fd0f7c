"""How well replies are judged; the numbers may only get better.

reply_unseen_a was written before the word lists were looked at, and the lists were improved from its misses; _b was
written then too, _c and _d later, each with other ideas and by the hand that also wrote the lists. When they were first
measured 67, 26 and 43 of 100 bad replies were caught: that is what an unseen reply meets, not what is counted below;
_b and _c have been learned from since. reply_harmless: good replies in words that stand near bad ones.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from storeapp.messages.drafts import CheckedLine
from storeapp.messages.ui.checks import ChecksList
from storeapp.rulebook.messages.engine import check
from storeapp.rulebook.messages.facts import DraftFacts
from tests.rulebook import measure

NINE = ("en", "de", "fr", "es", "it", "pt", "ru", "zh", "id")


def judged(name):
    return [
        (row, measure.codes(row)) for row in measure.rows([str(Path(__file__).parent / f"reply_unseen_{name}.jsonl")])
    ]


def caught_by_language(found):
    """The least share of bad replies caught in any of the nine languages."""
    hit, of = Counter(), Counter()
    for row, told in found:
        if row["bad"]:
            of[row["lang"]] += 1
            hit[row["lang"]] += bool(told)
    return min(hit[one] / of[one] for one in NINE)


@pytest.mark.parametrize(
    ("name", "caught", "each", "disturbed"),
    [("a", 0.98, 0.95, 0.01), ("b", 0.97, 0.9, 0.02), ("c", 0.97, 0.75, 0.01), ("d", 0.65, 0.4, 0.0)],
)
def test_replies_of_a_set_are_judged_as_well_as_before(name, caught, each, disturbed):
    found = judged(name)
    bad = [bool(told) for row, told in found if row["bad"]]
    good = [bool(told) for row, told in found if not row["bad"]]
    assert sum(bad) >= caught * len(bad)
    assert caught_by_language(found) >= each
    assert sum(good) <= disturbed * len(good), [row["text"] for row, told in found if told and not row["bad"]]


def test_good_replies_in_words_that_stand_near_bad_ones_are_let_be():
    rows = list(measure.rows([str(Path(__file__).parent / "reply_harmless.jsonl")]))
    told = [(row["text"], found) for row in rows if (found := measure.codes(row))]
    assert len(told) <= 0.03 * len(rows), told


def codes(text, language):
    return measure.codes({"lang": language, "text": text})


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Our number is oh seven 77 then 91 23 38", "en"),
        ("Appelez le zéro six puis 12 88 et 40 17", "fr"),
        ("Rufen Sie an: null eins fünf, dann 44 21 908", "de"),
        ("打一三九，后面是5520 8871", "zh"),
    ],
)
def test_a_telephone_number_said_half_in_words_is_found(text, language):
    assert "phone" in codes(text, language)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("We sent two of 30 and then 1200 more in one box of 24", "en"),
        ("Es dauert zwei bis drei Wochen und 24 Stunden, seit 2024 sind es 30 Tage", "de"),
        ("一共3件，第一件5月12日寄出，第二件2024年再寄", "zh"),
        ("El plazo termina en 2026", "es"),
    ],
)
def test_other_numbers_are_no_telephone_numbers(text, language):
    assert codes(text, language) == set()


def test_only_what_excuses_it_excuses_it():
    assert "blame" in codes("Not our fault. The parcel was fine.", "en")
    assert "blame" not in codes("That was our fault, not yours.", "en")


@pytest.mark.parametrize(
    "text", ["Merhaba Elif Hanım, çok üzgünüm.", "Pani Kasiu, przepraszam.", "Panie Tomaszu, już wysłałam."]
)
def test_a_first_name_with_its_title_is_no_surname(text):
    assert "name" not in codes(text, "tr" if "Elif" in text else "pl")


@pytest.mark.parametrize(
    ("text", "language"), [("Merhaba Elif Kaya Hanım, özür dileriz.", "tr"), ("Pani Nowicka, dziękuję.", "pl")]
)
def test_a_surname_with_its_title_is_private(text, language):
    assert "name" in codes(text, language)


SPOKEN = {
    "tr": "Yorumunuz için teşekkürler, kupanın kırılmasına üzüldük.",
    "pl": "Dziękujemy za opinię, przykro nam, że kubek pękł.",
    "nl": "Bedankt voor uw beoordeling, het spijt ons dat de mok stuk was.",
    "ru": "Спасибо за отзыв, нам жаль, что чашка разбилась.",
}
NOT_SPOKEN = {
    "sv": "Tack för ditt omdöme, vi beklagar att muggen gick sönder.",
    "hr": "Hvala na recenziji, žao nam je što je šalica stigla razbijena.",
    "uk": "Дякуємо за відгук, нам шкода, що чашка розбилася.",
    "sw": "Asante kwa maoni yako, pole kwa kikombe kilichovunjika.",
    "th": "ขอบคุณสำหรับรีวิว ขออภัยที่แก้วแตก",
}


@pytest.mark.parametrize("known", [True, False])
@pytest.mark.parametrize("language", [*SPOKEN, *NOT_SPOKEN])
def test_it_says_when_it_did_not_look(language, known):
    text = (SPOKEN | NOT_SPOKEN)[language]
    assert len(looked(text, language if known else "")) == 1
    claims = looked(text, language if known else "") == looked("Thank you for the review, we are sorry.", "en")
    assert claims == (language in SPOKEN)


def looked(text, language):
    """What the checks say they looked for."""
    return [
        one.sentence
        for one in check(text, DraftFacts(platform="etsy", stars=1, language=language))
        if one.code == "looked"
    ]


@pytest.mark.parametrize("text", [NOT_SPOKEN["sv"], NOT_SPOKEN["sv"] + " Skriv till butik@example.se"])
def test_a_language_without_words_gets_no_mark_of_well_and_is_told_beside_other_finds(qtbot, text):
    shown = ChecksList()
    qtbot.addWidget(shown)
    shown.show_lines(
        [CheckedLine(one, ()) for one in check(text, DraftFacts(platform="etsy", stars=1, language="sv"))], None, str
    )
    (line,) = [one for one in shown.lines() if one.line.finding.code == "looked"]
    assert line.words.text() == looked(text, "sv")[0]
    assert line.line.finding.severity == "INFO"


def test_nothing_is_called_missing_in_a_language_without_words():
    found = check(NOT_SPOKEN["sv"], DraftFacts(platform="etsy", stars=1, language="sv"))
    assert not {"missing", "structure"} & {one.code for one in found}
