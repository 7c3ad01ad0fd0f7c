"""Text files as they come: every encoding, separator, preamble, footer and quotation mark by content, never by name."""

from __future__ import annotations

import pytest

from tests.exchange.reading.conftest import Read

TABLE = "Order number,Order date,Customer,Product,Quantity,Total\n1001,2026-05-13,{name},{thing},2,12.50\n"


@pytest.mark.parametrize(
    ("encoding", "written", "name", "thing"),
    [
        ("utf-8", "utf-8", "José Müller", "Tasse für Käse"),
        ("utf-8", "utf-8-sig", "José Müller", "Tasse für Käse"),
        ("utf-16", "utf-16", "José Müller", "陶瓷杯"),
        ("utf-16-le", "utf-16-le", "Jose Muller", "Cup"),
        ("utf-16-be", "utf-16-be", "Jose Muller", "Cup"),
        ("cp1252", "cp1252", "José Müller", "Tasse für Käse, große Größe, schön"),
        ("cp1250", "cp1250", "Zażółć Gęślą", "Świetny kubek dla łakomczuchów"),
        ("cp1251", "cp1251", "Анна Петрова", "Кружка керамическая, большая"),
        ("gb18030", "gb18030", "张伟", "手工陶瓷杯，大号"),
        ("cp932", "cp932", "山田太郎", "とても良いマグカップ"),
        ("cp949", "cp949", "김민수", "아주 좋은 머그컵입니다"),
    ],
)
def test_encodings_by_content(encoding: str, written: str, name: str, thing: str, read: Read) -> None:
    found = read("x.csv", TABLE.format(name=name, thing=f'"{thing}"').encode(written))
    assert found.file.encoding == encoding
    assert found.rows("lines", "title") == [thing]
    assert found.rows("orders", "buyer_name") == [name]


def test_an_encoding_can_be_corrected(read: Read) -> None:
    content = TABLE.format(name="José", thing="Café").encode("cp1252")
    found = read("x.csv", content, encoding="cp1252")
    assert found.file.encoding == "cp1252"
    assert found.rows("lines", "title") == ["Café"]


def test_one_broken_byte_does_not_change_the_encoding(read: Read) -> None:
    content = (
        TABLE.format(name="Müller", thing="schöne große Tasse für Käse " * 12).encode()
        + b"1002,2026-05-14,Bo\xff,Mug,1,3.00\n"
    )
    found = read("x.csv", content)
    assert found.file.encoding == "utf-8"
    assert [w for w in found.file.warnings if "characters" in w] == [
        "1 cell has characters that can't be read; they show as “�”: row 3, Customer."
    ]
    assert found.rows("orders", "number") == ["1001", "1002"]


def test_mojibake_is_kept_and_said(read: Read) -> None:
    found = read("x.csv", TABLE.format(name="JosÃ©", thing="Mug"))
    assert found.rows("orders", "buyer_name") == ["JosÃ©"]
    assert any("damaged before they were exported" in warning for warning in found.file.warnings)


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_separators_by_content(delimiter: str, read: Read) -> None:
    found = read("export.csv", TABLE.format(name="Ann", thing="Mug").replace(",", delimiter))
    assert found.file.delimiter == delimiter
    assert found.rows("orders", "number", "total_minor") == [("1001", 1250)]


def test_the_sep_line_rules_and_is_no_row(read: Read) -> None:
    found = read("x.csv", "sep=;\n" + TABLE.format(name="Ann", thing="Mug").replace(",", ";"))
    assert (found.file.delimiter, found.file.header_row) == (";", 2)
    assert found.rows("orders", "row", "number") == [(3, "1001")]


def test_decimal_commas_between_semicolons(read: Read) -> None:
    found = read("x.csv", "Bestellnummer;Bestelldatum;Gesamtbetrag\n1;13.05.2026;1.116,99 €\n2;14.05.2026;3,00 €\n")
    assert (found.file.decimal, found.file.currency, found.file.date_order) == (",", "EUR", "dmy")
    assert found.rows("orders", "placed_on", "total_minor") == [("2026-05-13", 111_699), ("2026-05-14", 300)]


def test_preamble_blank_lines_marks_and_footer(read: Read) -> None:
    content = (
        "\n\t\ufeffMy shop\nReport of 2026\n\n" + TABLE.format(name="Ann", thing="Mug")
        + "\n\n1002,2026-05-14,Bo,Mug,1,3.00\n\n2,record(s) downloaded\nSeller ID : me\n"
    )  # fmt: skip
    found = read("x.csv", content)
    assert found.file.header_row == 5
    assert found.rows("orders", "row", "number") == [(6, "1001"), (9, "1002")]
    assert any("2 rows are only totals" in warning for warning in found.file.warnings)


def test_a_mark_inside_a_cell_is_left_out(read: Read) -> None:
    found = read("x.csv", "label,review\n1,\ufeffVery good indeed\n")
    assert found.rows("reviews", "text") == ["Very good indeed"]


def test_quoted_line_breaks_and_doubled_quotes(read: Read) -> None:
    found = read("x.csv", 'Rating,Review\n5,"Lovely.\nThe ""big"" one; really, yes"\n4,"Fine"\n')
    assert found.rows("reviews", "row", "text") == [(2, 'Lovely.\nThe "big" one; really, yes'), (3, "Fine")]


def test_stray_quotes_in_a_tab_file_swallow_nothing(read: Read) -> None:
    rows = "".join(f'10{n}\t2026-05-1{n}\tAnn\tFrame 7" {"oak" if n % 2 else ""}\t1\t3.00\n' for n in range(1, 8))
    found = read("x.txt", "Order number\tOrder date\tCustomer\tProduct\tQuantity\tTotal\n" + rows)
    assert len(found.rows("orders", "number")) == 7
    assert found.rows("lines", "title")[0] == 'Frame 7" oak'


def test_quoted_tab_files_are_unquoted(read: Read) -> None:
    found = read("x.txt", '"Rating"\t"Review"\n"5"\t"Very\tnice"\n"4"\t"Good one"\n')
    assert found.rows("reviews", "rating", "text") == [(5.0, "Very\tnice"), (4.0, "Good one")]


def test_short_rows_are_filled_up(read: Read) -> None:
    found = read("x.csv", "Order number,Order date,Total,Note\n1,2026-05-13,5.00\n2,2026-05-14,6.00,gift\n")
    assert found.rows("orders", "number", "note") == [("1", None), ("2", "gift")]


def test_trailing_tabs_and_excel_clothes_come_off(read: Read) -> None:
    found = read("x.csv", 'Order number\t,Order date ,Total\n="0012",2026-05-13\t,5.00\n\'0013,2026-05-14,6.00\n')
    assert found.rows("orders", "number", "placed_on") == [("0012", "2026-05-13"), ("0013", "2026-05-14")]


def test_a_file_without_a_header_is_numbered(read: Read) -> None:
    found = read(
        "x.csv",
        "5,I like it a lot and would buy it again\n4,Not bad at all for that price\n1,Arrived broken, twice now\n",
    )
    assert found.file.header[0] == "Column 1"
    assert any("no header row" in warning for warning in found.file.warnings)


def test_a_question_where_no_row_decides_the_date(read: Read) -> None:
    rows = "Order number,Order date,Total\n1,03/04/2026,5.00\n2,11/02/2026,6.00\n3,05/06/2026,7.00\n"
    asked = read("x.csv", rows)
    (question,) = [q for q in asked.file.questions if q.kind == "date_order"]
    assert {value for value, _label in question.options} == {"mdy", "dmy"}
    assert asked.column("Order date").state == "warn"
    answered = read("x.csv", rows, date_order="mdy")
    assert [q.kind for q in answered.file.questions] == ["currency"]
    assert answered.rows("orders", "placed_on") == ["2026-03-04", "2026-11-02", "2026-05-06"]


def test_a_late_row_decides_the_date(read: Read) -> None:
    rows = "".join(f"{n},03/04/2026,5.00,EUR\n" for n in range(3000))
    found = read("x.csv", "Order number,Order date,Total,Currency\n" + rows + "3000,04/13/2026,5.00,EUR\n")
    assert found.file.questions == ()
    assert set(found.rows("orders", "placed_on")) == {"2026-03-04", "2026-04-13"}


def test_a_question_where_no_row_decides_the_decimal_sign(read: Read) -> None:
    rows = "Order number,Order date,Total\n1,2026-05-13,1.234\n2,2026-05-13,5.678\n"
    found = read("x.csv", rows)
    assert [q.kind for q in found.file.questions] == ["currency", "decimal"]
    assert found.rows("orders", "total_minor") == [123_400, 567_800]
    answered = read("x.csv", rows, decimal=".", currency="KWD")
    assert answered.file.questions == ()
    assert answered.rows("orders", "total_minor") == [1234, 5678]


def test_json_lines_and_nested_objects(read: Read) -> None:
    found = read(
        "x.json",
        '{"rating": 5, "text": "Very good", "reviewer": {"name": "Ann"}, "images": ["https://a/1.jpg", "https://a/2.jpg"]}\n'
        '{"rating": 4, "text": "Quite nice", "reviewer": {"name": null}, "images": []}\n',
    )
    assert found.file.header == ("rating", "text", "reviewer.name", "images")
    assert found.rows("reviews", "row", "rating", "photos") == [(1, 5.0, 2), (2, 4.0, None)]
