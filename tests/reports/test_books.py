"""The books by name: their sheets, what they remember, and the command line that saves them."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import load_workbook

from storeapp.kernel import text
from storeapp.kernel.errors import UserError
from storeapp.reports import queries, service
from storeapp.reports.books import BOOKS
from storeapp.store.db import Database
from storeapp.store.shop_settings import set_shop_setting
from tests.make import Make

FIRST = {"owner": "First page", "overview": "Summary"}


@pytest.fixture
def shop(db: Database) -> Database:
    """Forty buyers of whom every fourth came back, and reviews; the clock of `db` stands in July 2026."""
    with db.write("Made a shop") as tx:
        make = Make(db, tx)
        etsy = make.channel(name="Etsy", currency="USD")
        lamp = make.product(title="=Lamp")
        for number in range(40):
            buyer = make.customer(name=f"Ann {number}")
            for day in ("2026-05-20", "2026-06-20")[number % 4 and 1 :]:
                order = make.order(
                    channel_id=etsy, customer_id=buyer, placed_on=day, status="delivered", delivered_on="2026-06-28"
                )
                make.line(order, product_id=lamp)
                said = {"order_id": order, "customer_id": buyer, "product_id": lamp, "posted_on": "2026-06-28"}
                make.review(channel_id=etsy, stars=1 + number % 5, **said)
    return db


@pytest.mark.parametrize("name", list(BOOKS))
def test_every_book_says_its_name_and_how_it_is_made(shop: Database, tmp_path: Path, name: str) -> None:
    scope = service.usual_scope(shop, name)
    service.look_at_requests(shop)
    saved = service.save_book(shop, name, tmp_path / f"{name}.xlsx", scope)
    book = load_workbook(saved.path)
    assert book.sheetnames[0] == FIRST.get(name, "Summary")
    assert book.sheetnames[-1] in ("How made", "Notes")
    assert saved.book == name
    assert saved.rows > 0
    named = [table for sheet in book for table in sheet.tables]
    assert len(named) == len({each.casefold() for each in named}) >= len(book.sheetnames) - 1
    for sheet in book.worksheets[1:]:
        assert sheet.freeze_panes == "A2"
        assert sheet.print_title_rows == "$1:$1"
        assert "&P" in sheet.oddFooter.right.text
    assert not any(cell.data_type == "f" for sheet in book for row in sheet.iter_rows() for cell in row)
    assert not any("Ann" in str(cell) for sheet in book for row in sheet.values for cell in row)


def test_the_owners_book_answers_first(shop: Database, tmp_path: Path) -> None:
    scope = service.usual_scope(shop, "owner")
    assert scope.period == "month:2026-06"
    service.save_book(shop, "owner", tmp_path / "owner.xlsx", scope)
    book = load_workbook(tmp_path / "owner.xlsx")
    first = book["First page"]
    assert "June 2026" in first["A1"].value
    rows = {row[0].value: row for row in first.iter_rows() if row[0].value}
    assert [cell.value for cell in rows["The answers"]][:6] == [
        "The answers",
        "June",
        "Of",
        "Since May",
        "Likely range",
        "How sure",
    ]
    sold = rows["Did people buy? (orders sold)"]
    assert [cell.value for cell in sold[1:6]] == [40, None, 30, "28–52", "more than chance"]
    assert sold[3].number_format.startswith("+#,##0;")
    money = rows["For how much, in USD?"][1]
    assert (money.value, money.number_format) == (800, "#,##0.00")
    assert rows["Who came back? (of buyers known)"][1].number_format == "0%"
    assert rows["New"][1].value == 30
    assert rows["Active"][1].value == 10
    assert len(first._charts) == 3
    assert (first.page_setup.fitToWidth, first.page_setup.fitToHeight) == (1, 1)
    months = list(book["By month"].values)
    assert len(months) == 13
    assert months[-1][1] == 40
    assert "Orders" not in book.sheetnames


def test_a_running_month_is_marked(shop: Database, tmp_path: Path) -> None:
    scope = service.usual_scope(shop, "owner", shop.clock.today().isoformat()[:7])
    service.save_book(shop, "owner", tmp_path / "now.xlsx", scope)
    book = load_workbook(tmp_path / "now.xlsx")
    said = [str(cell) for row in book["First page"].values for cell in row]
    assert any("This month is not over" in words for words in said)
    assert str(list(book["By month"].values)[-1][-1]).startswith("until ")


def test_every_sheet_of_the_sample_shop_is_marked(shop: Database, tmp_path: Path) -> None:
    with shop.write("Made it the sample") as tx:
        set_shop_setting(tx, "sample", True)
    service.save_book(shop, "owner", tmp_path / "owner.xlsx", service.usual_scope(shop, "owner"))
    book = load_workbook(tmp_path / "owner.xlsx")
    assert all(name.startswith("SAMPLE ") for name in book.sheetnames)
    assert all(sheet.oddHeader.center.text == "SAMPLE" for sheet in book)
    assert all(sheet.page_margins.header < sheet.page_margins.top for sheet in book)


def test_the_book_of_buyers_says_what_to_do_and_names_only_where_it_may(shop: Database, tmp_path: Path) -> None:
    scope = service.usual_scope(shop, "customers", "2026-06", names=True)
    service.save_book(shop, "customers", tmp_path / "buyers.xlsx", scope)
    book = load_workbook(tmp_path / "buyers.xlsx")
    groups = {row[0]: row for row in book["Groups of buyers"].values}
    assert groups["New"][2:6] == (30, 10, 30, 10)
    assert "review" in groups["New"][-1]
    assert ("New", "Active", 10) in list(book["Who moved"].values)
    buyers = list(book["Buyers"].values)
    assert len(buyers) == 41
    assert str(buyers[1][0]).startswith("Ann")
    summary = [str(cell) for row in book["Summary"].values for cell in row]
    assert any("No group is left out of review requests" in words for words in summary)


def test_a_book_is_remembered_under_its_own_name(shop: Database, tmp_path: Path) -> None:
    scope = service.usual_scope(shop, "owner")
    saved = service.save_book(shop, "owner", tmp_path / "owner.xlsx", scope)
    service.remember(shop, saved)
    with shop.read() as conn:
        last = queries.last_book(conn, "owner")
        assert last is not None
        assert last.path == str(tmp_path / "owner.xlsx")
        assert queries.last_book(conn, "reputation") is None
        assert queries.earlier(conn, scope) is None  # the overview's own "last report" is another kind
    service.save_book(shop, "owner", tmp_path / "again.xlsx", scope)
    said = [str(cell) for row in load_workbook(tmp_path / "again.xlsx")["First page"].values for cell in row]
    assert any(words.startswith("Nothing new since") for words in said)


def test_a_book_in_chinese_has_its_fonts_and_names(shop: Database, tmp_path: Path) -> None:
    text.use("zh_CN")
    try:
        service.save_book(shop, "owner", tmp_path / "owner.xlsx", service.usual_scope(shop, "owner"))
    finally:
        text.use("en")
    book = load_workbook(tmp_path / "owner.xlsx")
    assert book.worksheets[1]["A1"].font.name == "Microsoft YaHei"
    formats = {cell.number_format for row in book.worksheets[0].iter_rows() for cell in row}
    assert any("个百分点" in each for each in formats)
    assert not any("points" in each for each in formats)
    tables = [table for sheet in book for table in sheet.tables]
    assert tables
    assert all(name.replace("_", "").isalnum() for name in tables)


def test_no_month_is_a_sentence(shop: Database) -> None:
    with pytest.raises(UserError, match="no month"):
        service.usual_scope(shop, "owner", "June")
