"""What spreadsheets and helpers do to a workbook without meaning to: nothing gets to a wrong row, or lost unsaid."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from storeapp.exchange.helper_workbooks import service
from storeapp.store.db import Database
from tests.exchange.helper_workbooks.hands import Edit, back, column, edit, filling, give
from tests.exchange.helper_workbooks.test_round_trip import TRACKED, tracking_of

ANSWER = "Your reply"


def swapped(*titles: str) -> Callable[[Any], None]:
    """The cells of some columns change places between the first two rows, as when only they are sorted."""

    def change(sheet: Any) -> None:
        for title in titles:
            one, other = (sheet.cell(row, column(sheet, title)) for row in (2, 3))
            one.value, other.value = other.value, one.value

    return change


@pytest.mark.parametrize("titles", [("Row", "Check"), ("Review",), ("Row", "Channel", "Date", "Stars", "Check")])
def test_sorted_in_part_is_asked(helpers_shop: Database, tmp_path: Path, titles: tuple[str, ...]) -> None:
    """Codes that were sorted without the rest would bring a reply to another buyer's review."""
    path = tmp_path / "work.xlsx"
    give(helpers_shop, path, "replies")
    edit(path, filling([(2, ANSWER, "Sorry for number five."), (3, ANSWER, "Sorry for number four.")]))
    found = back(helpers_shop, edit(path, swapped(*titles)))
    answers = {one.theirs: one.state for one in found.changes if one.column == "reply"}
    assert answers == {"Sorry for number five.": "doubtful", "Sorry for number four.": "doubtful"}
    assert service.apply(helpers_shop, found).value == 0


def test_every_copy_of_a_row_is_told(helpers_shop: Database, tmp_path: Path) -> None:
    """Of three copies that say three things, all three are shown."""
    path = tmp_path / "work.xlsx"
    give(helpers_shop, path, "tracking")

    def change(sheet: Any) -> None:
        for row, said in ((2, "AA1"), (20, "BB2"), (21, "CC3")):
            for cell in sheet[2]:
                sheet.cell(row, cell.column).value = cell.value
            sheet.cell(row, column(sheet, TRACKED)).value = said

    [one] = back(helpers_shop, edit(path, change)).changes
    assert (one.state, one.theirs) == ("doubtful", "AA1")
    assert "BB2" in one.why
    assert "CC3" in one.why


def test_hidden_sheets_and_sheets_without_titles(helpers_shop: Database, tmp_path: Path) -> None:
    """A hidden sheet is read and said; rows that were moved to a sheet without titles are said."""
    path = tmp_path / "work.xlsx"
    give(helpers_shop, path, "tracking")
    book = openpyxl.load_workbook(path)
    sheet, moved = book.worksheets[1], book.create_sheet("Moved")
    sheet.cell(2, column(sheet, TRACKED)).value = "AA1"
    for row in (5, 6):
        for cell in sheet[row]:
            moved.cell(row - 4, cell.column).value = cell.value
    sheet.delete_rows(5, 2)
    sheet.sheet_state = "hidden"
    book.save(path)
    found = back(helpers_shop, path)
    assert [(one.theirs, one.state) for one in found.changes] == [("AA1", "apply")]
    told = " ".join(found.notices)
    assert "hidden" in told
    assert "2 rows on the sheet “Moved”" in told


def covering(sheet: Any) -> None:
    """One number for three parcels."""
    place = column(sheet, TRACKED)
    sheet.merge_cells(start_row=2, end_row=4, start_column=place, end_column=place)


def failing(sheet: Any) -> None:
    """What is left of a formula that was pasted as its value."""
    for row in (3, 4):
        cell = sheet.cell(row, column(sheet, TRACKED))
        cell.value, cell.data_type = "#N/A", "e"


@pytest.mark.parametrize("change", [covering, failing])
def test_merged_cells_and_errors_clear_nothing(helpers_shop: Database, tmp_path: Path, change: Edit) -> None:
    """Cells under a merged one, and errors, are shown; what the shop has stays."""
    path = tmp_path / "work.xlsx"
    give(helpers_shop, path, "tracking")
    edit(path, filling([(2, TRACKED, "AA1"), (3, TRACKED, "BB2"), (4, TRACKED, "CC3")]))
    service.apply(helpers_shop, back(helpers_shop, path))
    before = tracking_of(helpers_shop)
    again = tmp_path / "again.xlsx"
    give(helpers_shop, again, "tracking")
    found = back(helpers_shop, edit(again, change))
    assert [one.state for one in found.changes] == ["damaged", "damaged"]
    assert service.apply(helpers_shop, found).value == 0
    assert tracking_of(helpers_shop) == before


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "gb18030", "utf-8"])
def test_text_as_spreadsheets_save_it(helpers_shop: Database, tmp_path: Path, encoding: str) -> None:
    """Excel's “Unicode text” is UTF-16 with tabs."""
    path, text = tmp_path / "work.xlsx", tmp_path / "work.txt"
    give(helpers_shop, path, "replies")
    edit(path, filling([(2, ANSWER, "Sorry — we see it 好.")]))
    rows = [[cell.value for cell in row] for row in openpyxl.load_workbook(path).worksheets[1]]
    with text.open("w", encoding=encoding, newline="") as file:
        said = [["" if one is None else str(one).removesuffix(" 00:00:00") for one in row] for row in rows]
        csv.writer(file, delimiter="\t").writerows(said)
    assert [(one.theirs, one.state) for one in back(helpers_shop, text).changes] == [("Sorry — we see it 好.", "apply")]


def test_rows_of_two_workbooks_in_one_file_are_told_apart(helpers_shop: Database, tmp_path: Path) -> None:
    """Who collects the work of helpers in one file gets a comparison for each, and none of the other's rows is new."""
    books = []
    for name, task in (("one", "tracking"), ("two", "tracking"), ("three", "replies")):
        give(helpers_shop, tmp_path / f"{name}.xlsx", task)
        books.append(openpyxl.load_workbook(tmp_path / f"{name}.xlsx"))
    whole, second, third = (one.worksheets[1] for one in books)
    whole.cell(2, column(whole, TRACKED)).value = "AA1"
    second.cell(3, column(second, TRACKED)).value = "BB2"
    third.cell(2, column(third, ANSWER)).value = "Sorry for that lamp."
    whole_rows, apart = whole.max_row, books[0].create_sheet("Replies")
    for cells in second.iter_rows(min_row=2):
        for cell in cells:
            whole.cell(whole_rows + cell.row - 1, cell.column).value = cell.value
    for cells in third.iter_rows():
        for cell in cells:
            apart.cell(cell.row, cell.column).value = cell.value
    books[0].save(tmp_path / "all.xlsx")
    told = service.take_back(helpers_shop, tmp_path / "all.xlsx").value
    assert sorted(change.theirs for found in told for change in found.changes) == ["AA1", "BB2", "Sorry for that lamp."]
    assert [found.new for found in told] == [(), (), ()]
    assert [found.notices for found in told] == [(), (), ()]
