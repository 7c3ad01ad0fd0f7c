"""Unknown files: guesses with reasons, corrections that are remembered, rejected rows that come home mended."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from storeapp.exchange import mending, reading
from storeapp.exchange.foreign.guess import words_of
from tests.exchange.reading.conftest import Read
from tests.exchange.reading.hostile import ods, ods_row

ODS_CELL = '<table:table-cell office:value-type="{}" {}><text:p>{}</text:p></table:table-cell>'
UNKNOWN = (
    "Ref;Wann;Wer;Mail;Was;Menge;Einzelpreis;Geburtsdatum;Foo\n"
    "A1;14.07.2026;Ann Example;ann@example.com;Tasse blau;2;12,50 €;01.02.1980;x\n"
    "A2;15.07.2026;Bo Example;bo@example.com;Tasse rot;1;1.012,50 €;03.04.1981;y\n"
)


def test_header_words_are_compared_loosely() -> None:
    assert words_of("ProductId") == words_of("product_id") == words_of(" Product ID: ") == "product id"


def test_a_guess_has_a_field_a_confidence_and_a_reason(read: Read) -> None:
    found = read(
        "x.csv",
        "OrderID,PurchaseDate,customer_email,item_name,qty,unit price,date of birth\n"
        "1,2026-05-13,a@x.org,Mug,2,5.00,1980-01-01\n",
    )
    assert {c.header: c.field for c in found.file.columns if c.field} == {
        "OrderID": "orders.number", "PurchaseDate": "orders.placed", "customer_email": "customers.email",
        "item_name": "products.title", "qty": "lines.quantity", "unit price": "lines.price",
    }  # fmt: skip
    assert all(c.confidence >= 0.9 and c.reason for c in found.file.columns if c.field)
    assert found.column("date of birth").state == "locked"
    assert found.file.locked == ("date of birth",)
    assert b"1980-01-01" not in found.path.read_bytes()


def test_values_can_give_a_column_away(read: Read) -> None:
    found = read(
        "x.csv",
        "a,b,c\n5,This mug is lovely and arrived quickly,2026-05-13\n1,It broke on the second day of use,2026-05-14\n",
    )
    assert [(c.field, c.state) for c in found.file.columns] == [
        ("reviews.rating", "warn"), ("reviews.text", "warn"), ("reviews.posted", "warn")
    ]  # fmt: skip
    assert found.rows("reviews", "stars") == [5, 1]


def test_a_name_that_its_values_deny_is_not_believed(read: Read) -> None:
    found = read("x.csv", "Order number,Order date,Total\n1,someday,5.00\n2,later,6.00\n")
    assert found.column("Order date").field == ""
    assert "do not fit" in found.column("Order date").reason


def test_a_correction_is_applied_and_remembered(read: Read) -> None:
    first = read("x.csv", UNKNOWN)
    assert first.column("Geburtsdatum").state == "locked"
    mapping = {0: "orders.number", 1: "orders.placed", 2: "customers.name", 4: "products.title", 5: "lines.quantity"}
    mended = read("x.csv", UNKNOWN, mapping=mapping)
    assert mended.rows("lines", "order_number", "title", "quantity", "price_minor", "total_minor", "currency") == [
        ("A1", "Tasse blau", 2, 1250, 2500, "EUR"), ("A2", "Tasse rot", 1, 101_250, 101_250, "EUR")
    ]  # fmt: skip
    assert mended.rows("orders", "number", "placed_on", "buyer_name") == [
        ("A1", "2026-07-14", "Ann Example"), ("A2", "2026-07-15", "Bo Example")
    ]  # fmt: skip
    setup = reading.setup_of(mended.path, 1, "My till")
    again = read("y.csv", UNKNOWN.replace("A1", "B1"), setups={mended.file.header_key: setup})
    assert again.file.format_title == "My till"
    assert again.rows("orders", "number") == ["B1", "A2"]
    assert again.column("Geburtsdatum").state == "locked"


def test_a_known_format_can_be_corrected_column_by_column(read: Read) -> None:
    head = "order_id,review_id,review_score,review_comment_title,review_comment_message,review_creation_date\n"
    found = read("r.csv", head + "o1,r1,4,Bom,Muito bom mesmo,2018-01-18 00:00:00\n", mapping={3: ""})
    assert found.file.format == "olist_reviews"
    assert found.rows("reviews", "title", "text", "stars") == [(None, "Muito bom mesmo", 4)]
    assert found.column("review_comment_title").state == "unused"


def test_a_locked_column_is_stored_only_when_told(read: Read) -> None:
    content = "Order number,Order date,Total,Address\n1,2026-05-13,5.00,12 Oak Street\n"
    assert read("x.csv", content).column("Address").state == "locked"
    told = read("x.csv", content, mapping={3: "orders.note"})
    assert told.rows("orders", "note") == ["12 Oak Street"]


def test_personal_data_in_notes_is_left_out_and_said(read: Read) -> None:
    found = read(
        "x.csv",
        "Order number,Order date,Total,Note\n1,2026-05-13,5.00,IBAN DE89370400440532013000 born 01.02.1980\n"
        "2,2026-05-13,5.00,ring twice\n3,2026-05-13,5.00,card 4111111111111111 from 192.0.2.1\n",
    )
    assert found.rows("orders", "note") == ["IBAN … born …", "ring twice", "card … from …"]
    assert any("left out of 2 notes" in warning for warning in found.file.warnings)
    assert found.column("Note").sample == "IBAN … born …"
    assert b"4111111111111111" not in found.path.read_bytes()


def test_only_the_changed_file_is_read_again(read: Read, tmp_path: Path) -> None:
    folder = tmp_path / "drop"
    folder.mkdir()
    for name in "ab":
        (folder / f"{name}.csv").write_text(f"Rating,Review\n5,Very nice {name}\n")
    first = read(folder)
    (folder / "b.csv").write_text("Rating,Review\n4,Something else\n2,And more of it\n")
    before = first.one("SELECT seq FROM reviews WHERE file_no = 1")
    again = read(folder)
    assert again.one("SELECT seq FROM reviews WHERE file_no = 1") == before
    assert sorted(again.rows("reviews", "text")) == ["And more of it", "Something else", "Very nice a"]


def test_rejected_rows_are_saved_and_import_once_mended(read: Read, tmp_path: Path) -> None:
    head = "Sale Date,Item Name,Buyer,Quantity,Price,Item Total,Currency,Transaction ID,Listing ID,Order ID,SKU\n"
    found = read(
        "items.csv",
        head
        + '07/14/26,"Lamp, ""warm""",ann,1,148.00,148.00,EUR,1,9,77,S\n31/31/26,Shade,bo,1,12.00,12.00,EUR,2,9,78,\n'
        "07/15/26,Cord,cy,1,n.a.,3.00,EUR,3,9,,\n",
    )
    assert found.rejected == [
        (3, "Sale Date", "31/31/26", "Not a date"), (4, "Price", "n.a.", "Not a number"),
    ]  # fmt: skip
    out = tmp_path / "rejected.csv"
    assert mending.save_rejected(found.path, 1, out) == 2
    with out.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    assert rows[0] == [*head.strip().split(","), "Reason"]
    assert rows[1][-1] == "Not a date"
    mended = (
        out.read_text("utf-8-sig").replace("31/31/26", "07/13/26").replace("n.a.", "3.00").replace(",9,,,", ",9,79,,")
    )
    home = read("mended.csv", mended)
    assert home.file.format == "etsy_order_items"
    assert home.rejected == []
    assert home.rows("lines", "order_number", "title", "total_minor") == [("78", "Shade", 1200), ("79", "Cord", 300)]


@pytest.mark.parametrize("lead", ["=", "+", "-", "@", "\t", "\r", " =", "|", "＝"])
def test_rejected_rows_cannot_become_formulas_and_come_home_as_they_were(lead: str, read: Read, tmp_path: Path) -> None:
    text = lead + "cmd|' /C calc'!A0"
    content = io.StringIO(newline="")
    rows = [["1", "99/99/2026", text, "-5.00"], *([number, "2026-05-14", "ok", "3.00"] for number in "23")]
    csv.writer(content).writerows([["Order number", "Order date", "Note", "Total"], *rows])
    found = read("orders.csv", content.getvalue())
    out = tmp_path / "rejected.csv"
    assert mending.save_rejected(found.path, 1, out) == 1
    with out.open(encoding="utf-8-sig", newline="") as file:
        cells = list(csv.reader(file))[1]
    assert not [cell for cell in cells if cell.strip()[:1] in "=+-@\t\r|＝" and cell != "-5.00"]
    assert cells[2:4] == ["'" + text, "-5.00"]
    mended = out.read_bytes().replace(b"99/99/2026", b"2026-05-13")
    home = read("mended.csv", mended)
    assert home.rejected == []
    assert home.rows("orders", "note")[0] == text.strip()
    assert home.rows("orders", "total_minor") == [-500]


def test_rejected_rows_of_a_json_file_come_home_as_a_table(read: Read, tmp_path: Path) -> None:
    found = read(
        "reviews.json", '[{"reviewer":"A","date_reviewed":"99/99/2023","star_rating":5,"message":"=1+1","order_id":5}]'
    )
    out = tmp_path / "rejected.xlsx"
    assert mending.save_rejected(found.path, 1, out) == 1
    sheet = load_workbook(out).active
    assert sheet is not None
    assert sheet["D2"].value == "=1+1"
    assert sheet["D2"].data_type == "s"
    sheet["B2"] = "07/12/2023"
    mended = tmp_path / "mended.xlsx"
    sheet.parent.save(mended)
    home = read(mended)
    assert home.file.format == "etsy_reviews"
    assert home.rows("reviews", "posted_on", "text", "order_number") == [("2023-07-12", "=1+1", "5")]


def test_a_workbook_gives_real_dates_and_numbers(read: Read, tmp_path: Path) -> None:
    from datetime import datetime

    book = Workbook()
    empty, sheet = book.active, book.create_sheet("Orders")
    assert empty is not None
    sheet.append(["Order number", "Order date", "Total", "Currency"])
    sheet.append([5277620000000, datetime(2026, 7, 14, 9, 30), 1234.5, "EUR"])  # noqa: DTZ001 - a cell has no zone
    sheet.append(["0012", "15/07/2026", "2.000,75", "EUR"])
    sheet.append([3912345678901234567, datetime(2026, 7, 16), 1, "EUR"])  # noqa: DTZ001
    book.save(tmp_path / "x.xlsx")
    found = read(tmp_path / "x.xlsx")
    assert (found.file.sheet, found.file.sheets) == ("Orders", ("Sheet", "Orders"))
    assert found.rows("orders", "number", "placed_on", "total_minor") == [
        ("5277620000000", "2026-07-14", 123_450), ("0012", "2026-07-15", 200_075)
    ]  # fmt: skip
    ((row, column, _value, reason),) = found.rejected
    assert (row, column, "shortened" in reason) == (4, "Order number", True)


def test_a_workbook_of_an_older_excel(read: Read) -> None:
    place = Path(__file__).with_name("old_workbook.xls")  # its first sheet is empty
    found = read(place)
    assert [(file.sheet, file.sheets) for file in found.files] == [
        ("Orders", ("Empty", "Orders")),
        ("More", ("Empty", "More")),
    ]
    assert found.rows("orders", "number", "placed_on", "placed_at", "buyer_name", "total_minor", "currency") == [
        ("0012", "2026-07-14", "2026-07-14T09:30:00Z", "José 陈", 123_450, "EUR"),
        ("5277620000001", "2026-07-15", None, "Анна", 300, "EUR"),
    ]
    assert found.rows("lines", "title", "quantity") == [("Mug", 2), ("=1+1", 1)]
    assert found.rows("reviews", "stars", "text") == [(5, "Very good mug")]


def test_a_workbook_of_libreoffice(read: Read) -> None:
    day = ODS_CELL.format("date", 'office:date-value="2026-07-14"', "14.07.26")
    paid = ODS_CELL.format("float", 'office:value="1012.5"', "1.012,50")
    blank = '<table:table-cell table:number-columns-repeated="1024"/>'
    rows = ods_row("Order number", "Order date", "Note", "Total", "Currency")
    rows += ods_row("0012", day, "a &amp; b", paid, "EUR") + ods_row(blank, repeated=1_048_574)
    found = read("orders.ods", ods(Empty="", Orders=rows, More=ods_row("Rating", "Review") + ods_row("5", "Very good")))
    assert [(file.name, file.sheet) for file in found.files] == [
        ("orders.ods › Orders", "Orders"),
        ("orders.ods › More", "More"),
    ]
    assert found.rows("orders", "number", "placed_on", "total_minor", "note") == [
        ("0012", "2026-07-14", 101_250, "a & b")
    ]
    assert read("orders.ods", ods(A=rows), sheet="gone").rows("orders", "number") == ["0012"]


def test_one_cell_repeated_a_thousand_million_times(read: Read) -> None:
    many = ODS_CELL.format("string", 'table:number-columns-repeated="2000000000"', "x")
    head, good = ods_row("Order number", "Order date", "Note"), ods_row("1", "2026-05-13", "ok")
    found = read("wide.ods", ods(A=head + good + ods_row(many)))
    assert found.rows("orders", "number") == ["1"]
    assert [(row, reason[:29]) for row, _c, _v, reason in found.rejected] == [(3, "The row has more cells than t")]
    assert found.path.stat().st_size < 1_000_000


def test_pasted_rows_are_a_file(staging_path: Path) -> None:
    files = reading.read_pasted("Rating\tReview\n5\tVery nice mug\n", staging_path)
    assert [(file.name, file.rows, file.delimiter) for file in files] == [("Pasted rows", 1, "\t")]
    with pytest.raises(Exception, match="nothing to paste"):
        reading.read_pasted("  \n", staging_path)


def test_the_formats_have_titles() -> None:
    titles = dict(reading.format_titles())
    assert titles["etsy_order_items"] == "Etsy sold items"
    assert "olist_categories" not in titles
