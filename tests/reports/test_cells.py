"""Text goes into a workbook and comes back unchanged, whatever it begins with or holds."""

from __future__ import annotations

import random
from datetime import datetime, timezone
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from python_calamine import CalamineWorkbook

from storeapp.kernel.cells import CUT_MARK, LONGEST_CELL, cell_text, escaped
from storeapp.reports.cell_styles import SheetColumn
from storeapp.reports.workbook import ReportBook
from tests.rotation import times

STARTS = ["=", "+", "-", "@", "\t=", "\r=", "\n=", "=cmd|' /C calc'!A0", '=HYPERLINK("http://x","y")', "@SUM(A1)", "'="]
ODD = ["_x0041_", "_x000D_", "_X0041_", "_x005F_x0041_", "#N/A", "#REF!", "TRUE", "00123", "1e5", "2026-07-16", "12.50"]
TAILS = [
    " ",
    "  two  ",
    "\n",
    "\r\n",
    "\u2028",
    "\u200f",
    "\ufeff",
    "🙂",
    "👩‍👩‍👧",
    "中文",
    "مرحبا",
    "<b>&amp;</b>",
    "]]>",
    '"',
    "'",
]


def nasty() -> list[str]:
    """500 different texts that have broken spreadsheets before."""
    chance = random.Random(7)
    found = set(STARTS + ODD + TAILS) | {"'", "x" * LONGEST_CELL, "a\tb", "a\rb", "a\r\nb"}
    while len(found) < 500:
        parts = [chance.choice(STARTS + ODD + TAILS + ["word", "7", ""]) for _ in range(chance.randint(1, 4))]
        found.add("".join(parts) or "x")
    return sorted(found)


def write(path: Path, texts: list[str]) -> ReportBook:
    book = ReportBook("t", "s", "a", datetime(2026, 7, 16, tzinfo=timezone.utc))
    book.table(
        "Texts", [SheetColumn("Text", "text", 20), SheetColumn("Id", "id", 20)], [(text, text) for text in texts]
    )
    book.save(path)
    return book


def test_500_nasty_strings_come_back_unchanged(tmp_path: Path) -> None:
    texts = nasty()
    assert len(texts) == 500
    write(tmp_path / "t.xlsx", texts)
    sheet = load_workbook(tmp_path / "t.xlsx")["Texts"]
    cells = [cell for row in sheet.iter_rows(min_row=2) for cell in row]
    assert {cell.data_type for cell in cells} == {"s"}
    # openpyxl shows the escape for "_x0041_" as it stands in the file; spreadsheets and calamine show the text.
    assert [row[0].value for row in sheet.iter_rows(min_row=2)] == [escaped(text) for text in texts]
    for row, text in zip(sheet.iter_rows(min_row=2), texts, strict=True):
        assert bool(row[0].quotePrefix) == (text[:1] in tuple("=+-@\t\r\n|＝＋－＠"))
    back = CalamineWorkbook.from_path(tmp_path / "t.xlsx").get_sheet_by_name("Texts").to_python()[1:]
    wrong = [(text, row[0]) for text, row in zip(texts, back, strict=True) if row != [text, text]]
    assert wrong == []


@settings(max_examples=times("cells", 20, 200), deadline=None)
@given(st.lists(st.text(min_size=1, max_size=40), min_size=1, max_size=25))
def test_any_text_comes_back_but_for_what_xml_cannot_hold(
    tmp_path_factory: pytest.TempPathFactory, texts: list[str]
) -> None:
    path = tmp_path_factory.mktemp("any") / "t.xlsx"
    write(path, texts)
    kept = [cell_text(text)[0] for text in texts]
    back = CalamineWorkbook.from_path(path).get_sheet_by_name("Texts").to_python(skip_empty_area=False)[1:]
    found = [str(row[0]) if row else "" for row in back] + [""] * (len(texts) - len(back))
    assert found == kept


@pytest.mark.parametrize("character", ["\x00", "\x08", "\x0b", "\x1f", "\ud800", "\ufffe", "\uffff"])
def test_what_xml_cannot_hold_is_left_out(tmp_path: Path, character: str) -> None:
    assert cell_text(f"a{character}b") == ("ab", False)
    write(tmp_path / "t.xlsx", [f"a{character}b"])
    assert load_workbook(tmp_path / "t.xlsx")["Texts"]["A2"].value == "ab"


def test_too_long_a_text_is_cut_visibly_and_listed(tmp_path: Path) -> None:
    fits, cut = cell_text("x" * LONGEST_CELL)
    assert (len(fits), cut) == (LONGEST_CELL, False)
    kept, cut = cell_text("x" * (LONGEST_CELL + 1))
    assert cut
    assert len(kept) == LONGEST_CELL
    assert kept.endswith(CUT_MARK)
    wide, cut = cell_text("🙂" * 20_000)  # 40,000 units in a spreadsheet
    assert cut
    assert len(wide.encode("utf-16-le")) // 2 <= LONGEST_CELL
    book = write(tmp_path / "t.xlsx", ["short", "y" * 40_000])
    assert [(one.sheet, one.row, one.column, one.length) for one in book.cuts] == [
        ("Texts", 3, "Text", 40_000),
        ("Texts", 3, "Id", 40_000),
    ]
    assert load_workbook(tmp_path / "t.xlsx")["Texts"]["A3"].value.endswith(CUT_MARK)


def test_rows_that_a_sheet_has_no_room_for_stand_on_the_next_one(tmp_path: Path) -> None:
    book = ReportBook("t", "s", "a", datetime(2026, 7, 16, tzinfo=timezone.utc))
    book.most_rows = 3
    assert book.table("Texts", [SheetColumn("Text", "text", 20)], ((f"row {n}",) for n in range(7))) == 7
    assert book.table("Three", [SheetColumn("Text", "text", 20)], [("a",), ("b",), ("c",)]) == 3
    book.save(tmp_path / "t.xlsx")
    found = load_workbook(tmp_path / "t.xlsx")
    held = {sheet.title: [row[0].value for row in sheet.iter_rows(min_row=2)] for sheet in found.worksheets}
    assert held == {
        "Texts": ["row 0", "row 1", "row 2"],
        "Texts 2": ["row 3", "row 4", "row 5"],
        "Texts 3": ["row 6"],
        "Three": ["a", "b", "c"],
    }
