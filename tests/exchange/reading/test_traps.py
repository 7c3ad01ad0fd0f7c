"""The traps that real files carry, each in a small file: bytes, marks, shapes of dates and amounts, empty signs."""

from __future__ import annotations

import os
from datetime import date, datetime, timezone

import pytest

from tests.exchange.reading.conftest import Read

HEAD = "Order number,Order date,Customer,Product,Quantity,Total,Currency\n"


def row(number: object, day: str = "2026-05-13", customer: str = "Ann", total: str = "5.00") -> str:
    return f"{number},{day},{customer},Mug,1,{total},EUR\n"


def test_a_mark_before_each_part_of_files_put_together(read: Read) -> None:
    found = read("x.csv", "\ufeff" + HEAD + row(1) + "\ufeff" + row(2) + "\ufeff" + HEAD + row("\ufeff3"))
    assert found.rows("orders", "number") == ["1", "2", "3"]
    assert found.file.header[0] == "Order number"


def test_letters_outside_the_old_chinese_tables(read: Read) -> None:
    content = "订单号,下单时间,客户,商品名称,数量,订单金额\n1,2026-07-14,㐂𠮷,杯子𠀀,1,5.00\n"  # two and four bytes
    found = read("x.csv", content.encode("gb18030"), currency="CNY")
    assert found.file.encoding == "gb18030"
    assert found.rows("orders", "buyer_name") == ["㐂𠮷"]
    assert found.rows("lines", "title") == ["杯子𠀀"]


def test_letters_of_an_older_windows_far_down_the_file(read: Read) -> None:
    rows = "".join(row(n) for n in range(5000)) + row(5000, customer="Jörg Müßig, Größe schön".replace(",", ""))
    found = read("x.csv", (HEAD + rows).encode("cp1252"))
    assert found.file.encoding == "cp1252"
    assert found.rows("orders", "buyer_name")[-1] == "Jörg Müßig Größe schön"


@pytest.mark.parametrize("spoiled", ["SchÃ¶n, danke", "Ð¥Ð¾Ñ€Ð¾ÑˆÐ¾", "Donâ€™t buy", "ï»¿Nice"])
def test_mojibake_is_kept_as_it_is_and_flagged(spoiled: str, read: Read) -> None:
    found = read("x.csv", f'Rating,Review\n5,"{spoiled}"\n4,"Good mug, thank you"\n')
    assert found.rows("reviews", "text")[0] == spoiled
    assert any("damaged before they were exported" in warning for warning in found.file.warnings)


def test_clean_texts_with_the_same_letters_are_not_flagged(read: Read) -> None:
    found = read("x.csv", 'Rating,Review\n5,"Årets bästa köp, â la carte"\n4,"SÃO PAULO É LINDO, € 5"\n')
    assert found.file.warnings == ()


@pytest.mark.parametrize("said", ["sep=;\n", '"sep=;"\n', "SEP=;\r\n", "\ufeffsep=;\n"])
def test_the_line_that_names_the_separator(said: str, read: Read) -> None:
    found = read("x.csv", said + (HEAD + row(1) + row(2)).replace(",", ";"))
    assert (found.file.delimiter, found.file.header_row) == (";", 2)
    assert found.rows("orders", "row", "number") == [(3, "1"), (4, "2")]


def test_the_line_that_names_the_tab_in_utf16(read: Read) -> None:
    found = read("x.csv", ("sep=\t\r\n" + (HEAD + row(1)).replace(",", "\t")).encode("utf-16"))
    assert (found.file.encoding, found.file.delimiter) == ("utf-16", "\t")
    assert found.rows("orders", "number") == ["1"]


def test_commas_inside_cells_do_not_outvote_the_separator(read: Read) -> None:
    lines = "".join(f"{n};2026-05-1{n};Lee, Ann, Dr.;Mug, blue, big, new;1;5,00\n" for n in range(1, 9))
    found = read("x.csv", "Order number;Order date;Customer;Product;Quantity;Total\n" + lines, currency="EUR")
    assert found.file.delimiter == ";"
    assert set(found.rows("lines", "title")) == {"Mug, blue, big, new"}


def test_short_and_padded_rows_stay_in_line(read: Read) -> None:
    found = read("x.csv", HEAD + "1,2026-05-13,Ann,Mug,1,5.00\n" + row(2).rstrip("\n") + ",,,\n" + row(3))
    assert found.rows("orders", "number", "total_minor") == [("1", 500), ("2", 500), ("3", 500)]
    assert found.rejected == []


@pytest.mark.parametrize(
    "shortened", ["5.27762E+12", "5,27762E+12", "3.91E+18", "1E+15", '="5.27762E+12"', "'5.27762E+12"]
)
def test_a_shortened_id_is_never_a_key(shortened: str, read: Read) -> None:
    found = read("x.csv", HEAD + row(7) + row(f'"{shortened.replace(chr(34), chr(34) * 2)}"'))
    assert found.rows("orders", "number") == ["7"]
    ((at, column, _value, reason),) = found.rejected
    assert (at, column) == (3, "Order number")
    assert reason == (
        "A spreadsheet shortened this number and its last digits are lost: download the file again and drop "
        "it here without opening it"
    )


def test_ids_that_only_look_shortened_stay(read: Read) -> None:
    found = read("x.csv", HEAD + row("12E5") + row("E12") + row("5E-KEYS") + row("1.5E"))
    assert found.rows("orders", "number") == ["12E5", "E12", "5E-KEYS", "1.5E"]


@pytest.mark.parametrize("nothing", ["", "--", "-", "—", " ", "n/a", "NULL"])
def test_signs_of_nothing(nothing: str, read: Read) -> None:
    head = "Order number,Order date,Shipped,Customer,Total,Refunded\n"
    found = read(
        "x.csv", f"{head}1,2026-05-13,{nothing},{nothing},5.00,{nothing}\n2,2026-05-14,2026-05-15,Bo,5.00,1.00\n"
    )
    assert found.rejected == []
    assert found.rows("orders", "shipped_on", "refunded_minor") == [(None, None), ("2026-05-15", 100)]


@pytest.mark.parametrize("nobody", ["-", "--", "—", "***", "n/a", "Guest", "匿名用户"])
def test_nobody_is_no_customer(nobody: str, read: Read) -> None:
    found = read(
        "x.csv", f"Order number,Order date,Buyer username,Total\n1,2026-05-13,{nobody},5.00\n2,2026-05-13,bo,5.00\n"
    )
    assert found.rows("customers", "key") == ["bo"]


@pytest.mark.parametrize(
    ("total", "minor", "currency"),
    [
        ('"1,234.56 USD"', 123_456, "USD"),
        ("USD 12.50", 1250, "USD"),
        ("12.50 $", 1250, "USD"),
        ('"1.234,56 €"', 123_456, "EUR"),
        ('"€ 1.234,56"', 123_456, "EUR"),
        ('"1 234,56 ₽"', 123_456, "RUB"),
        ('"1\u00a0234,56 руб."', 123_456, "RUB"),
        ("1’234.56 CHF", 123_456, "CHF"),
        ('"R$ 1.234,56"', 123_456, "BRL"),
        ("Rp 120.000", 12_000_000, "IDR"),
        ("59.00元", 5900, "CNY"),
        ('"£1,023.00"', 102_300, "GBP"),
        ('"12,50 zł"', 1250, "PLN"),
    ],
)
def test_currencies_before_and_after(total: str, minor: int, currency: str, read: Read) -> None:
    found = read("x.csv", f"Order number,Order date,Total\n1,2026-05-13,{total}\n")
    assert (found.file.currency, found.rows("orders", "total_minor")) == (currency, [minor])


@pytest.mark.parametrize("total", ["<1%", "12%", "~5", "5-6", "1;5", "12:30"])
def test_what_is_no_amount_is_rejected(total: str, read: Read) -> None:
    found = read("x.csv", HEAD + row(1) + row(2, total=total) + row(3) + row(4) + row(5))
    assert [(at, column, value) for at, column, value, _reason in found.rejected] == [(3, "Total", total)]


def test_two_date_columns_are_decided_each_for_itself(read: Read) -> None:
    head = "Order number,Order date,Shipped,Total,Currency\n"
    found = read("x.csv", head + "1,03/04/2026,13/04/2026,5.00,EUR\n2,03/25/2026,05/04/2026,5.00,EUR\n")
    assert found.file.questions == ()
    assert found.rows("orders", "placed_on", "shipped_on") == [
        ("2026-03-04", "2026-04-13"),
        ("2026-03-25", "2026-04-05"),
    ]


def test_a_column_nobody_decides_follows_its_neighbour(read: Read) -> None:
    head = "Order number,Order date,Shipped,Total,Currency\n"
    found = read("x.csv", head + "1,03/04/2026,05/04/2026,5.00,EUR\n2,04/04/2026,25/04/2026,5.00,EUR\n")
    assert found.file.questions == ()
    assert found.rows("orders", "placed_on") == ["2026-04-03", "2026-04-04"]


def test_every_row_has_its_own_offset(read: Read) -> None:
    days = [
        "2026-03-08 01:30:00 -0800",
        "2026-03-08 03:30:00 -0700",
        "2026-11-01 23:30:00 +0545",
        "2026-05-13T00:10:00Z",
    ]
    found = read("x.csv", HEAD + "".join(row(n, day) for n, day in enumerate(days)))
    assert found.rows("orders", "placed_on", "placed_at") == [
        ("2026-03-08", "2026-03-08T09:30:00Z"), ("2026-03-08", "2026-03-08T10:30:00Z"),
        ("2026-11-01", "2026-11-01T17:45:00Z"), ("2026-05-13", "2026-05-13T00:10:00Z"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("said", "on"),
    [
        ("Сегодня, 09:15", "2026-11-22"),
        ("Вчера, 14:05", "2026-11-21"),
        ("вчера в 14:05", "2026-11-21"),
        ("Позавчера", "2026-11-20"),
        ("3 дня назад", "2026-11-19"),
        ("неделю назад", "2026-11-15"),
        ("25 сентября", "2026-09-25"),
        ("25 декабря", "2025-12-25"),
        ("25 сентября 2025, 14:03", "2025-09-25"),
    ],
)
def test_russian_pages_say_when_in_words(said: str, on: str, read: Read) -> None:
    content = f"Отзыв;Оценка;Дата отзыва\nТёплая куртка, спасибо большое;5;{said}\nНе понравилось совсем;1;25.09.2025\n"
    found = read("r.csv", content, today=date(2026, 11, 22))
    assert found.rejected == []
    assert found.rows("reviews", "posted_on") == [on, "2025-09-25"]


def test_epoch_seconds_and_milliseconds(read: Read) -> None:
    found = read("x.csv", "rating,text,timestamp\n5,Very good indeed,1303862400\n4,Not bad at all,1562694920921\n")
    assert found.rows("reviews", "posted_at") == ["2011-04-27T00:00:00Z", "2019-07-09T17:55:20Z"]


def test_a_file_of_two_gigabytes_is_refused_unread(read: Read, tmp_path) -> None:
    big = tmp_path / "big.csv"
    with big.open("wb") as file:
        file.write(HEAD.encode())
        file.truncate(2 << 30)  # takes no room on the disk
    found = read(big)
    assert "big.csv is larger than 600 MB. Export a shorter time" in (found.file.refused or "")


@pytest.mark.parametrize(("columns", "works"), [(1000, True), (1001, False)])
def test_a_thousand_columns_are_the_most(columns: int, works: bool, read: Read) -> None:
    head = HEAD.strip().split(",") + [f"Extra {n}" for n in range(columns - 7)]
    line = row(1).strip().split(",") + ["x"] * (columns - 7)
    found = read("wide.csv", ",".join(head) + "\n" + ",".join(line) + "\n")
    assert (found.file.refused is None) == works
    assert works or "1,001 columns" in (found.file.refused or "")


def test_yesterday_counts_from_the_day_the_file_was_made(read: Read, tmp_path) -> None:
    place = tmp_path / "отзывы.csv"
    place.write_text("Отзыв;Оценка;Дата отзыва\nТёплая куртка, спасибо большое;5;Вчера, 14:05\n", "utf-8")
    made = datetime(2026, 10, 10, 12, tzinfo=timezone.utc).timestamp()
    os.utime(place, (made, made))
    assert read(place).rows("reviews", "posted_on") == ["2026-10-09"]
