"""The shop overview as a file: what is in it, what it remembers, and how it refuses."""

from __future__ import annotations

import errno
import os
import shutil
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from python_calamine import CalamineWorkbook

from storeapp.derived import DERIVED
from storeapp.kernel.clock import FixedClock
from storeapp.kernel.errors import Cancelled, UserError
from storeapp.kernel.progress import Progress
from storeapp.reports import queries, service
from storeapp.reports.cell_styles import SheetColumn, headings, table_name
from storeapp.reports.rules import Scope, scope_of
from storeapp.reports.sheets import review_cells
from storeapp.store.db import Database
from storeapp.store.shop_settings import set_shop_setting
from tests.make import Make

SHEETS = ["Summary", "By month", "Orders", "Reviews", "Products", "Unanswered reviews", "Notes"]
TODAY = date(2026, 7, 16)


@pytest.fixture
def shop(db: Database, make: Make) -> Database:
    channel = make.channel(name="Etsy", currency="USD")
    own = make.channel(name="Own shop", platform="own", currency="EUR")
    lamp = make.product(title="=Lamp", sku="00012", label="The lamp")
    buyer = make.customer(name="Ann Miller")
    for number, day in enumerate(("2026-05-02", "2026-06-03", "2026-06-04"), 1):
        order = make.order(
            channel_id=channel,
            number=f"00{number}",
            placed_on=day,
            status="delivered",
            delivered_on="2026-06-20",
            due_on="2026-06-10",
            customer_id=buyer,
            items_minor=2050,
            total_minor=2550,
        )
        make.line(order, product_id=lamp, title="=Lamp", quantity=2, total_minor=2050)
        make.review(channel_id=channel, order_id=order, product_id=lamp, customer_id=buyer, stars=number, text="-bad")
    make.order(channel_id=own, currency="EUR", items_minor=1000, total_minor=1000, placed_on="2026-06-30", note="x")
    make.review(channel_id=own, stars=5, replied_on="2026-06-25", reply="Thanks")
    return db


def test_every_sheet_holds_what_it_says(shop: Database, tmp_path: Path) -> None:
    saved = service.save_overview(shop, tmp_path / "out.xlsx", scope_of("12_months", (), TODAY))
    book = load_workbook(saved.path)
    assert book.sheetnames == [*SHEETS[:-1], "Standing", "Trust, 12 months", "Notes"]
    orders = list(book["Orders"].values)
    assert orders[0][:3] == ("Ordered on", "Channel", "Order")
    assert orders[1][0].date() == date(2026, 5, 2)
    assert orders[1][2] == "001"
    assert orders[1][3] == "Customer 1"
    assert orders[1][5] == "Delivered"
    assert orders[1][6:8] == (2, "=Lamp")
    assert orders[1][9] == 20.5
    assert orders[1][19] == 10
    assert orders[1][20] == 1
    assert len(orders) == 5
    reviews = list(book["Reviews"].values)
    assert reviews[0][3:8] == ("Stars", "Rating", "Out of", "Rating in words", "About")
    assert reviews[1][3:10] == (1, 1, 5, None, "Product review", None, "-bad")
    products = list(book["Products"].values)
    assert products[0][-2:] == ("Sales in USD, before refunds", "Sales in EUR, before refunds")
    assert products[1][:3] == ("=Lamp", "The lamp", "00012")
    assert products[1][-2:] == (61.5, None)
    unanswered = [row[3] for row in book["Unanswered reviews"].values]
    assert unanswered == ["Stars", 1, 2, 3]
    assert saved.rows == 4 + 4 + 1 + 3


def test_sheets_are_set_up_for_reading_and_print(shop: Database, tmp_path: Path) -> None:
    service.save_overview(shop, tmp_path / "out.xlsx", scope_of("all", (), TODAY))
    book = load_workbook(tmp_path / "out.xlsx")
    assert "shop overview" in book.properties.title
    assert book.properties.creator == "Owner"
    for title in SHEETS[1:]:
        sheet = book[title]
        assert sheet.freeze_panes == "A2"
        (name,) = sheet.tables
        assert sheet.tables[name].autoFilter.ref == sheet.tables[name].ref
        assert [column.name for column in sheet.tables[name].tableColumns] == [cell.value for cell in sheet[1]]
        assert sheet.auto_filter.ref is None  # a second filter over a table's own is damage to Excel
        assert sheet["A1"].font.name == "Calibri"
        assert sheet.print_title_rows == "$1:$1"
        assert sheet.page_setup.fitToWidth == 1
        assert all(dimension.width > 6 for dimension in sheet.column_dimensions.values())
    assert book["Orders"]["A2"].number_format == "yyyy-mm-dd"
    assert book["Orders"]["C2"].number_format == "@"
    assert book["Orders"]["J2"].number_format == "#,##0.00"
    assert not any(cell.data_type == "f" for sheet in book for row in sheet.iter_rows() for cell in row)
    assert len(book["Summary"]._charts) == 3
    assert book["Summary"].page_setup.fitToHeight == 1
    assert book["Orders"].tables["Orders"].ref == "A1:W5"
    rules = {str(ref.sqref): ref.rules[0].operator for ref in book["Orders"].conditional_formatting}
    assert rules == {"T2:T5": "greaterThan", "U2:U5": "between"}


def test_tables_have_names_that_formulas_take() -> None:
    assert table_name("Asked by month") == "Asked_by_month"
    assert table_name("售后服务") == "售后服务"
    assert table_name("Q1") == "_Q1"
    assert table_name("12 months") == "_12_months"
    assert table_name("…") == "Table"
    assert table_name("Orders", ["orders", "Orders_2"]) == "Orders_3"


def test_no_table_has_a_column_twice() -> None:
    fields = [SheetColumn(title, "text", 9) for title in ("Cases", "cases", "Cost")]
    assert headings(fields) == ["Cases", "cases 2", "Cost"]


def test_calamine_reads_the_same(shop: Database, tmp_path: Path) -> None:
    service.save_overview(shop, tmp_path / "out.xlsx", scope_of("all", (), TODAY))
    rows = CalamineWorkbook.from_path(tmp_path / "out.xlsx").get_sheet_by_name("Orders").to_python()
    assert rows[1][0] == date(2026, 5, 2)
    assert rows[1][2] == "001"
    assert rows[1][9] == 20.5


def test_summary_says_what_changed_since_the_last_report(shop: Database, make: Make, tmp_path: Path) -> None:
    scope = scope_of("12_months", (), TODAY)
    first = service.save_overview(shop, tmp_path / "one.xlsx", scope)
    before = [cell for row in load_workbook(first.path)["Summary"].values for cell in row]
    assert any("first report" in str(cell) for cell in before)
    service.remember(shop, first)
    make.review(stars=1, posted_on="2026-07-01", text="new")
    service.save_overview(shop, tmp_path / "two.xlsx", scope)
    rows = {row[0]: row[1:4] for row in load_workbook(tmp_path / "two.xlsx")["Summary"].values if row[0]}
    assert rows["Reviews"] == (5, 4, "+1")
    assert rows["Bad reviews waiting for a reply"] == (4, 3, "+1")
    assert rows["Rating"][0] == pytest.approx(2.4)
    assert rows["Rating"][2] == "−0.35"
    assert rows["Delivered late"][0] == 1
    assert {"Sales in USD, net of refunds", "Sales in EUR, net of refunds"} <= rows.keys()
    with shop.read() as conn:
        known = queries.saved_reports(conn)
    assert [one.path for one in known] == [str(first.path)]


def test_channels_and_period_narrow_everything(shop: Database, tmp_path: Path) -> None:
    service.save_overview(shop, tmp_path / "out.xlsx", Scope("own", "2026-06-01", "2026-06-30", (2,)))
    book = load_workbook(tmp_path / "out.xlsx")
    assert book["Orders"].max_row == 2
    assert book["Reviews"].max_row == 2
    assert book["Products"]["E2"].value == 0


def test_an_empty_shop_gives_a_readable_report(db: Database, tmp_path: Path) -> None:
    saved = service.save_overview(db, tmp_path / "out.xlsx", scope_of("all", (), TODAY))
    book = load_workbook(saved.path)
    assert book.sheetnames == SHEETS
    assert book["Orders"].max_row == 1
    assert saved.rows == 0


def test_names_stand_in_it_only_when_asked(shop: Database, tmp_path: Path) -> None:
    service.save_overview(shop, tmp_path / "a.xlsx", scope_of("all", (), TODAY))
    service.save_overview(shop, tmp_path / "b.xlsx", scope_of("all", (), TODAY, names=True))
    shown = {
        name: {str(cell) for sheet in load_workbook(tmp_path / name) for row in sheet.values for cell in row}
        for name in ("a.xlsx", "b.xlsx")
    }
    assert "Ann Miller" not in shown["a.xlsx"]
    assert "Ann Miller" in shown["b.xlsx"]


def test_refusals_are_sentences_and_leave_the_old_file(shop: Database, tmp_path: Path) -> None:
    scope = scope_of("all", (), TODAY)
    with pytest.raises(UserError, match="isn't there"):
        service.save_overview(shop, tmp_path / "no" / "out.xlsx", scope)
    old = tmp_path / "out.xlsx"
    old.write_bytes(b"old")
    (tmp_path / ".~lock.out.xlsx#").touch()
    with pytest.raises(UserError, match="open in another program"):
        service.save_overview(shop, old, scope)
    (tmp_path / ".~lock.out.xlsx#").unlink()
    old.chmod(0o444)
    with pytest.raises(UserError, match="read-only"):
        service.save_overview(shop, old, scope)
    assert old.read_bytes() == b"old"


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EACCES, errno.EROFS, errno.EIO])
def test_a_failing_disk_is_a_sentence_and_leaves_nothing(
    shop: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    def fail(_from: object, _to: object) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "replace", fail)
    with pytest.raises(UserError):
        service.save_overview(shop, tmp_path / "out.xlsx", scope_of("all", (), TODAY))
    assert [path.name for path in tmp_path.iterdir() if path.suffix == ".xlsx"] == []


def test_cancel_leaves_nothing_behind(shop: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Stopped(Progress):
        def step(self, count: int = 1, note: str | None = None) -> None:
            self.cancel()
            super().step(count, note)

    import tempfile

    scratch = tmp_path / "scratch"
    scratch.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(scratch))
    with pytest.raises(Cancelled):
        service.save_overview(shop, tmp_path / "out.xlsx", scope_of("all", (), TODAY), Stopped())
    assert list(tmp_path.glob("*.xlsx")) == []
    assert list(scratch.iterdir()) == []


def test_remembering_is_no_undo_step_and_keeps_thirty(shop: Database, tmp_path: Path, clock: FixedClock) -> None:
    saved = service.save_overview(shop, tmp_path / "0.xlsx", scope_of("all", (), TODAY))
    for number in range(34):
        other = service.Saved(**{**_plain(saved), "path": tmp_path / f"{number}.xlsx"})
        outcome = service.remember(shop, other)
        assert "settings" in outcome.touched
    with shop.read() as conn:
        assert len(queries.saved_reports(conn)) == queries.KEPT_REPORTS
    service.forget(shop, str(tmp_path / "33.xlsx"))
    with shop.read() as conn:
        assert len(queries.saved_reports(conn)) == queries.KEPT_REPORTS - 1


def _plain(saved: service.Saved) -> dict[str, object]:
    return {name: getattr(saved, name) for name in saved.__dataclass_fields__}


def _cents(amount: float | None) -> int:
    return round(100 * (amount or 0))


def _worth(row: tuple[Any, ...]) -> int:
    """Items less the discount, where the row's own total says that the items are before it."""
    items, shipping, discount, tax, total = (_cents(row[place]) for place in range(9, 14))
    before = items + shipping in (total, total - tax)
    after = items - discount + shipping in (total, total - tax)
    return items - discount if discount and after and not before else items


def test_the_sample_shops_figures_agree_with_its_rows(laid_sample: Path, tmp_path: Path, clock: FixedClock) -> None:
    folder = shutil.copytree(laid_sample, tmp_path / "shop")
    db = Database.open(folder, clock, derived=DERIVED)
    try:
        saved = service.save_overview(db, tmp_path / "out.xlsx", scope_of("all", (), TODAY))
    finally:
        db.close()
    rows = list(load_workbook(saved.path)["SAMPLE Orders"].values)[1:]
    assert len(rows) == saved.figures.orders
    counted = [row for row in rows if row[5] not in ("Canceled", "Created")]
    assert len(counted) == saved.figures.sold
    euros = [row for row in counted if row[8] == "EUR"]
    assert sum(_worth(row) - min(_cents(row[14]), _worth(row)) for row in euros) == saved.figures.sales["EUR"]
    assert round(100 * sum(row[14] or 0 for row in euros)) == saved.figures.refunds["EUR"] > 0
    assert sum(1 for row in rows if row[19] is not None) == saved.figures.late


def test_every_sheet_of_a_sample_shops_report_says_so(shop: Database, tmp_path: Path) -> None:
    out = tmp_path / "out.xlsx"
    service.save_overview(shop, out, scope_of("all", (), TODAY))
    assert not [name for name in load_workbook(out).sheetnames if "SAMPLE" in name]
    with shop.write("Mark") as tx:
        set_shop_setting(tx, "sample", True)
    service.save_overview(shop, out, scope_of("all", (), TODAY))
    book = load_workbook(out)
    assert len(book.sheetnames) >= len(SHEETS)
    for sheet in book.worksheets:
        assert sheet.title.startswith("SAMPLE ")
        assert sheet.oddHeader.center.text == "SAMPLE"


def test_ratings_in_words_are_told_in_words_and_what_a_review_is_about_too() -> None:
    row = ("2026-05-02", "Ours", "Lamp", 1, 1.0, 3.0, "", "Slow", "en", "A-1", None, "Ann", None, "ebay", None)
    (told,) = review_cells(
        [
            row,
        ],
        lambda number, name: name,
    )
    assert told[3:8] == (None, None, None, "Negative", "Seller feedback")
    (stars,) = review_cells([(*row[:4], 1.0, 5.0, *row[6:12], "product", "amazon", None)], lambda number, name: name)
    assert stars[3:8] == (1, 1.0, 5, "", "Product review")
