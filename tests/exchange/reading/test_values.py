"""Dates, amounts, counts, ratings, ids and people as platforms write them."""

from __future__ import annotations

from datetime import date

import pytest

from storeapp.exchange.foreign import texts
from storeapp.exchange.foreign.dates import Dates, OrderEvidence
from storeapp.exchange.foreign.numbers import (
    Amounts,
    CountReader,
    Problems,
    RatingReader,
    currency_of,
    decimal_evidence,
    stars_of,
)
from storeapp.kernel.languages import languages_of

NEWEST, TODAY = date(2027, 1, 1), date(2026, 11, 22)


def day(text: str, order: str = "mdy", zone: str = "") -> tuple[str | None, str | None]:
    return Dates(order, zone, NEWEST, TODAY).one(text)


@pytest.mark.parametrize(
    ("text", "order", "on"),
    [
        ("07/14/26", "mdy", "2026-07-14"),
        ("14/07/26", "dmy", "2026-07-14"),
        ("14/07/2026", "dmy", "2026-07-14"),
        ("1.3.2026", "dmy", "2026-03-01"),
        ("1. 3. 2026", "dmy", "2026-03-01"),
        ("3-4-24", "dmy", "2024-04-03"),
        ("24/3/4", "ymd", "2024-03-04"),
        ("2024/3/4", "mdy", "2024-03-04"),
        ("2024.03.04", "mdy", "2024-03-04"),
        ("2016/11/14", "mdy", "2016-11-14"),
        ("2026-07-14", "mdy", "2026-07-14"),
        ("20260714", "mdy", "2026-07-14"),
        ("2026年7月14日", "mdy", "2026-07-14"),
        ("2026년 7월 14일", "mdy", "2026-07-14"),
        ("Jul-25-26", "mdy", "2026-07-25"),
        ("10-Dez-25", "mdy", "2025-12-10"),
        ("31-Jul-18", "mdy", "2018-07-31"),
        ("Jan 1, 2023", "mdy", "2023-01-01"),
        ("1 January 2023", "mdy", "2023-01-01"),
        ("1er mars 2025", "mdy", "2025-03-01"),
        ("25 сентября 2025 г.", "mdy", "2025-09-25"),
        ("14 de julio de 2026", "mdy", "2026-07-14"),
        ("46217", "mdy", "2026-07-14"),
        ("Вчера", "mdy", "2026-11-21"),
    ],
)
def test_days(text: str, order: str, on: str) -> None:
    assert day(text, order) == (on, None)


@pytest.mark.parametrize(
    ("text", "order", "zone", "on", "at"),
    [
        ("2025-03-20 05:20:57 -0700", "mdy", "", "2025-03-20", "2025-03-20T12:20:57Z"),
        ("2026-04-05 22:47:04 +0500", "mdy", "", "2026-04-05", "2026-04-05T17:47:04Z"),
        ("2025-03-02 10:12:00 UTC", "mdy", "", "2025-03-02", "2025-03-02T10:12:00Z"),
        ("2026-03-01T10:00:00.123456789Z", "mdy", "", "2026-03-01", "2026-03-01T10:00:00Z"),
        ("2023-01-01T23:30:00+09:00", "mdy", "", "2023-01-01", "2023-01-01T14:30:00Z"),
        ("25.09.2025 14:03", "dmy", "Europe/Moscow", "2025-09-25", "2025-09-25T11:03:00Z"),
        ("2024-11-11 00:03:21", "mdy", "Asia/Shanghai", "2024-11-11", "2024-11-10T16:03:21Z"),
        ("2024-11-11 00:03:21", "mdy", "Asia/Kolkata", "2024-11-11", "2024-11-10T18:33:21Z"),
        ("2024-03-31 01:30:00", "mdy", "Europe/Berlin", "2024-03-31", "2024-03-31T00:30:00Z"),
        ("07/14/2026 02:05 PM", "mdy", "", "2026-07-14", "2026-07-14T14:05:00Z"),
        ("07/14/2026 12:05:09 AM", "mdy", "", "2026-07-14", "2026-07-14T00:05:09Z"),
        ("14/07/2026 9:05", "dmy", "", "2026-07-14", "2026-07-14T09:05:00Z"),
        ("2026年7月14日 下午2:05", "mdy", "Asia/Shanghai", "2026-07-14", "2026-07-14T06:05:00Z"),
        ("Jan 1, 2023 1:02:03 PM PST", "mdy", "", "2023-01-01", "2023-01-01T21:02:03Z"),
        ("Вчера, 14:05", "mdy", "Europe/Moscow", "2026-11-21", "2026-11-21T11:05:00Z"),
        ("1303862400", "mdy", "", "2011-04-27", "2011-04-27T00:00:00Z"),
        ("1562694920921", "mdy", "", "2019-07-09", "2019-07-09T17:55:20Z"),
        ("46217.5", "mdy", "", "2026-07-14", "2026-07-14T12:00:00Z"),
    ],
)
def test_instants(text: str, order: str, zone: str, on: str, at: str) -> None:
    assert day(text, order, zone) == (on, at)


@pytest.mark.parametrize("text", ["", " ", "-", "--", "N/A", "null"])
def test_no_date(text: str) -> None:
    assert day(text) == (None, None)


@pytest.mark.parametrize(
    "text",
    [
        "31/31/26",
        "00/00/00",
        "0000-00-00 00:00:00",
        "2026-02-30",
        "soon",
        "13:05",
        "2026-07-14 25:00",
        "12/2026",
        "1970-01-01",
        "2099-01-01",
        "July",
        "9" * 30,
        "2026-07-14 10:61",
        "07/14/26 nonsense",
    ],
)
def test_what_is_no_date_is_not_guessed(text: str) -> None:
    with pytest.raises(ValueError, match="date"):
        day(text)


def evidence(*values: str) -> OrderEvidence:
    found = OrderEvidence()
    found.add(values, NEWEST)
    return found


def test_one_row_decides_the_order_of_a_column() -> None:
    assert evidence("01/02/26", "03/04/26", "05/13/26").possible() == ["mdy"]
    assert evidence("01/02/2026", "13/04/2026").possible() == ["dmy"]
    assert evidence("24/3/4", "24/12/31").possible() == ["ymd"]
    assert set(evidence("01/02/26", "03/04/26").possible()) >= {"mdy", "dmy"}
    assert evidence("01.02.2026").possible() == ["dmy"]  # nobody puts the month first and writes points
    assert evidence("2026-01-02", "Jul-25-26").values == 0


def test_rows_in_the_order_of_time_hint_at_the_order_of_a_date() -> None:
    assert evidence("01/11/2025", "02/11/2025", "12/11/2025", "01/12/2025").sorted_in() == "dmy"
    assert evidence("01/11/2025").sorted_in() == ""


@pytest.mark.parametrize(
    ("text", "decimal", "minor"),
    [
        ("1,234.56", ".", 123_456),
        ("1.234,56", ",", 123_456),
        ("1 234,56", ",", 123_456),
        ("1\u00a0290,00", ",", 129_000),
        ("1\u202f290,5 ₽", ",", 129_050),
        ("1'234.50", ".", 123_450),
        ("120.000", ",", 12_000_000),
        ("$5.00", ".", 500),
        ("$1,433.66", ".", 143_366),
        ("1.116,99 €", ",", 111_699),
        ("EUR 12,00", ",", 1200),
        ("US $5.00", ".", 500),
        ("Rp120.000", ",", 12_000_000),
        ("-3.10", ".", -310),
        ("\u22123.10", ".", -310),
        ("(3.10)", ".", -310),
        ("3.10-", ".", -310),
        ("3", ".", 300),
        ("99.9", ".", 9990),
        ("0.005", ".", 1),
        ("-0.005", ".", -1),
        ("2.675", ".", 268),
        ("¥ 59.00", ".", 5900),
        ("0.00元", ".", 0),
        (".5", ".", 50),
        ("12.5", ",", 1250),
        ("12,5", ".", 1250),
        ("1,00,000.00", ".", 10_000_000),
        ("1.5E+3", ".", 150_000),
        ("'12.00", ".", 1200),
        ('="12.00"', ".", 1200),
    ],
)
def test_amounts(text: str, decimal: str, minor: int) -> None:
    assert Amounts(decimal).minor(text, 2) == minor


def test_amounts_follow_their_currency() -> None:
    problems: Problems = []
    amounts = Amounts(".")
    assert amounts.read(["1500", "", "--"], "JPY", problems) == [1500, None, None]
    assert amounts.read_each(["1.5", "1500", "1.234"], ["EUR", "JPY", "KWD"], problems) == [150, 1500, 1234]
    assert problems == []


@pytest.mark.parametrize("text", ["a lot", "1.2.3", "12 of 20", "1,2,3.4.5", "12:30", "1" * 40, "€"])
def test_what_is_no_amount_is_not_guessed(text: str) -> None:
    with pytest.raises(ValueError, match=r"number|large"):
        Amounts(".").minor(text, 2)


def test_one_amount_decides_the_decimal_sign() -> None:
    assert decimal_evidence(["1.234", "12,50"])[","] == 1
    assert decimal_evidence(["1,234", "0.99"])["."] == 1
    assert decimal_evidence(["1.234", "120.000"]) == {".": 0, ",": 0, "?.": 2, "?,": 0}
    assert decimal_evidence(["1.234.567"])[","] == 1


def test_currency_signs() -> None:
    assert currency_of(["1.116,99 €", "3,00 €"]) == "EUR"
    assert currency_of(["Rp120.000"]) == "IDR"
    assert currency_of(["USD 5"]) == "USD"
    assert currency_of(["€5", "£5"]) == ""
    assert currency_of(["5.00"]) == ""


def test_counts() -> None:
    problems: Problems = []
    assert CountReader(".").read(["1", "2.0", "-3", "", "1,000", "x", "1.5"], problems) == [
        1,
        2,
        -3,
        None,
        1000,
        None,
        None,
    ]
    assert sorted(problems) == [(5, "Not a number"), (6, "Not a whole number")]


def test_ratings() -> None:
    problems: Problems = []
    words = {"five": 5.0}
    values = ["5", "4.5", "FIVE", "4/5", "★★★★☆", "", "6", "3 stars"]
    assert RatingReader(".", 5, words).read(values, problems)[0] == [5, 4.5, 5, 4, 4, None, None, 3]
    assert problems == [(6, "Not a rating")]


@pytest.mark.parametrize(
    ("rating", "scale", "stars"),
    [
        (5, 5, 5),
        (4.5, 5, 5),
        (4.4, 5, 4),
        (10, 10, 5),
        (1, 10, 1),
        (3, 3, 5),
        (2, 3, 3),
        (1, 3, 1),
        (1, 1, 5),
        (0, 5, None),
        (None, 5, None),
    ],
)
def test_stars(rating: float | None, scale: float, stars: int | None) -> None:
    assert stars_of(rating, scale) == stars


def test_ids_stay_text() -> None:
    problems: Problems = []
    values = ["0012", "'9013808660771", '="3912345678901234567"', " 77\t", "5.27762E+12", "AB-1", "", "13085.0"]
    found = texts.ids(values, problems, drop_point_zero=True)
    assert found == ["0012", "9013808660771", "3912345678901234567", "77", None, "AB-1", None, "13085"]
    assert [index for index, _reason in problems] == [4]


@pytest.mark.parametrize(
    ("text", "name", "handle"),
    [
        ("Sana Eastman (armplre)", "Sana Eastman", "armplre"),
        ("emilmars601", None, "emilmars601"),
        ("", None, None),
        ("t**8", None, None),
        ("Guest", None, None),
        ("匿名用户", None, None),
        ("***", None, None),
        ("Bo (b***)", "Bo", None),
    ],
)
def test_buyers(text: str, name: str | None, handle: str | None) -> None:
    assert texts.buyer(text or None) == (name, handle)


def test_contacts_that_are_nobody() -> None:
    assert texts.email("p@example.com") == "p@example.com"
    assert texts.email("abc123@marketplace.amazon.com") is None
    assert texts.email("p***@example.com") is None
    assert texts.email("no address") is None
    assert texts.phone("'+49 171 1234567".lstrip("'")) == ("+49 171 1234567", "+491711234567")
    assert texts.phone("138****0001") == (None, None)


def test_notes_lose_their_personal_lines() -> None:
    note = "Please wrap it\nIP address: 192.0.2.243\nPhone number: 1950000002\nAddress: 12 Oak Street"
    assert texts.note(note, 2026) == "Please wrap it"
    assert texts.note("地址：路1号\nTelefon: 0171 123\n送给妈妈", 2026) == "送给妈妈"


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("call from 192.0.2.1.", "call from …."),
        ("from 2001:db8:85a3:0:0:8a2e:370:7334 today", "from … today"),
        ("from 2001:db8:85a3::8a2e", "from …"),
        ("card 4111 1111 1111 1111 ok", "card … ok"),
        ("卡号4111111111111111谢谢", "卡号…谢谢"),
        ("paid with **** **** **** 4242", "paid with …"),
        ("pay back to DE89 3704 0044 0532 0130 00 please", "pay back to … please"),
        ("GB29NWBK60161331926819", "…"),
        ("NO93 8601 1117 947", "…"),
        ("Born on 01.02.1980, wants a card", "Born on …, wants a card"),
        ("geb. 1. Februar 1980", "geb. …"),
        ("Her birthday: May 3, 1971!", "Her birthday: …!"),
        ("date of birth 1980-02-01", "date of birth …"),
        ("дата рождения 01.02.1980", "дата рождения …"),
        ("出生日期 1980年2月1日", "出生日期 …"),
    ],
)
def test_notes_lose_personal_numbers(given: str, kept: str) -> None:
    assert texts.note(given, 2026) == kept


@pytest.mark.parametrize(
    "kept",
    [
        "Please engrave: Mia, born on 03.05.2026",  # what the order is about
        "birthday party on 12.08.2026, please send early",
        "version 10.2.300.4",
        "lot 3912345678901234567",
        "size 10:20:30",
        "code AB12 CDEF GHIJ KLMN",  # no account number: its check digits are wrong
        "4111 1111 1111 1112",
        "stubborn 01.02.1980",
    ],
)
def test_notes_keep_what_only_looks_personal(kept: str) -> None:
    assert texts.note(kept, 2026) == kept


def test_personal_values() -> None:
    assert texts.personal_value("192.0.2.1")
    assert texts.personal_value("4111 1111 1111 1111")
    assert texts.personal_value("DE89 3704 0044 0532 0130 00")
    assert not texts.personal_value("DE00 3704 0044 0532 0130 00")
    assert not texts.personal_value("3912345678901234567")
    assert not texts.personal_value("2026-07-14")


def test_translated_and_edited_reviews() -> None:
    assert texts.original("(Translated by Google) Great (Original) Sehr gut") == "Sehr gut"
    assert texts.original("Sehr gut\n\n(Translated by Google)\nVery good") == "Sehr gut"
    assert texts.original("Plain") == "Plain"
    assert texts.edited("Revised: Good now\n\nNever came", "Revised:") == ("Good now", "Never came")
    assert texts.edited("Never came", "Revised:") == ("Never came", None)


def test_languages() -> None:
    assert languages_of(
        [
            "Sehr schöne Tasse, kam schnell an und war gut verpackt.",
            "Très joli, merci beaucoup pour la livraison rapide",
            "Chegou antes do prazo e o produto é muito bom",
            "The mug arrived broken and nobody answers my messages",
            "质量很好，包装也不错",
            "とても良い商品でした",
            "Куртка очень понравилась, спасибо",
            "감사합니다 아주 좋아요",
            "ok",
            "👍",
            None,
            "",
        ]
    ) == ["de", "fr", "pt", "en", "zh", "ja", "ru", "ko", "", "", None, None]
