"""Workbooks of several sheets: each visible table is read with its own format, the rest is left out with a word."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import Workbook

from tests.exchange.reading.conftest import CASES, Read

ORDERS = [["Order number", "Order date", "Total", "Currency"], ["1", "2026-05-13", 3.5, "EUR"]]
REVIEWS = [["Rating", "Review", "Product"], [5, "A very good mug indeed", "Mug"], [2, "Broken on arrival", "Mug"]]
COVER = [["My shop"], ["made with care"]]
NOTES = [["Made by", "Ann"], ["Checked", "yes"]]


def book(place: Path, **sheets: list[list[object]]) -> Path:
    """A workbook; a sheet whose name begins with "hidden" or "secret" is hidden, the latter from Excel's menu too."""
    made = Workbook()
    assert made.active is not None
    made.remove(made.active)
    for name, rows in sheets.items():
        sheet = made.create_sheet(name)
        for row in rows:
            sheet.append(row)
        if name.startswith(("hidden", "secret")):
            sheet.sheet_state = "hidden" if name.startswith("hidden") else "veryHidden"
    made.save(place)
    return place


def test_the_cases_read_what_is_shown(read: Read) -> None:
    hidden = read(CASES / "32_woo_hidden_sheet_first.xlsx")
    assert (hidden.file.name, hidden.rows("orders", "number")) == ("32_woo_hidden_sheet_first.xlsx", ["1001"])
    assert "The hidden sheet “Old” was left out." in hidden.file.warnings
    assert hidden.file.sheets == ("Old", "Orders")
    cover = read(CASES / "44d_cover_first.xlsx")
    assert (cover.file.name, cover.rows("orders", "number")) == ("44d_cover_first.xlsx", ["1001"])
    assert "The sheet “Cover” contains no table and was left out." in cover.file.warnings
    months = read(CASES / "44e_jan_feb.xlsx")
    assert [(file.name, file.format, file.rows) for file in months.files] == [
        ("44e_jan_feb.xlsx › Jan", "woo_orders", 1),
        ("44e_jan_feb.xlsx › Feb", "woo_orders", 1),
    ]
    assert months.rows("orders", "number") == ["1001", "1002"]


def test_each_sheet_has_its_own_kind(read: Read, tmp_path: Path) -> None:
    place = book(
        tmp_path / "shop.xlsx", Cover=COVER, Orders=ORDERS, Notes=NOTES, Reviews=REVIEWS, hiddenOld=ORDERS,
        secret=REVIEWS, Empty=[],
    )  # fmt: skip
    found = read(place)
    assert [(file.sheet, file.kinds, file.rows) for file in found.files] == [
        ("Orders", ("orders",), 1),
        ("Reviews", ("products", "reviews"), 2),
    ]
    assert found.files[0].left_out == (
        ("Cover", "no table"), ("Notes", "no table"), ("Empty", "no table"),
        ("hiddenOld", "hidden"), ("secret", "hidden"),
    )  # fmt: skip
    said = [warning for warning in found.files[0].warnings if "left out" in warning]
    assert said == [
        "The sheets “Cover”, “Notes”, “Empty” contain no table and were left out.",
        "The hidden sheets “hiddenOld”, “secret” were left out.",
    ]
    assert not [warning for warning in found.files[1].warnings if "left out" in warning]
    again = read(place)
    assert [file.warnings for file in again.files] == [file.warnings for file in found.files]


def test_a_hidden_sheet_can_be_chosen(read: Read, tmp_path: Path) -> None:
    place = book(tmp_path / "shop.xlsx", Orders=ORDERS, hiddenOld=REVIEWS)
    assert read(place).file.sheets == ("Orders", "hiddenOld")
    assert read(place, sheet="hiddenOld").file.kinds == ("products", "reviews")


@pytest.mark.parametrize(
    ("sheets", "word"),
    [({"A": [], "B": []}, "all its sheets are empty|is empty"), ({"Cover": COVER, "Notes": NOTES}, "")],
)
def test_a_workbook_without_a_table_stays_one_file(
    sheets: dict[str, list[list[object]]], word: str, read: Read, tmp_path: Path
) -> None:
    found = read(book(tmp_path / "shop.xlsx", **sheets))
    assert found.file.name == "shop.xlsx"
    assert found.file.kinds == ()
    if word:
        assert any(part in (found.file.refused or "") for part in word.split("|"))


def test_a_correction_of_one_sheet_leaves_the_others(read: Read, tmp_path: Path) -> None:
    place = book(tmp_path / "shop.xlsx", Orders=ORDERS, Reviews=REVIEWS)
    read(place)
    found = read(place, currency="USD")
    assert [(file.sheet, file.kinds) for file in found.files] == [
        ("Orders", ("orders",)),
        ("Reviews", ("products", "reviews")),
    ]
    assert [file.name for file in found.files] == ["shop.xlsx › Orders", "shop.xlsx › Reviews"]


def test_the_only_visible_sheet_is_called_like_its_file(read: Read, tmp_path: Path) -> None:
    assert read(book(tmp_path / "shop.xlsx", Orders=ORDERS)).file.name == "shop.xlsx"
