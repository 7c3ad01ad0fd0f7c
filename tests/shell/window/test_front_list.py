"""A list as it stands on screen goes into a workbook: from the window by a key, again by its name, by itself."""

from __future__ import annotations

import dataclasses
from contextlib import closing
from datetime import datetime
from pathlib import Path

import pytest
from click.testing import CliRunner
from openpyxl import load_workbook
from PySide6.QtWidgets import QFileDialog

from storeapp.commands import cli
from storeapp.kernel.errors import Cancelled, UserError
from storeapp.kernel.progress import Progress
from storeapp.kernel.shown_lists import KeptList
from storeapp.kernel.targets import OpenPage
from storeapp.orders.records import OrderFilters
from storeapp.qtkit.ask import Question
from storeapp.qtkit.workbench.as_sheet import made_again, shown_list
from storeapp.reports import list_book, scheduling
from storeapp.reports.books import LIST_BOOK
from storeapp.shell.session.due_books import DueBooks
from storeapp.shell.window.front_list import KEEP, SAVE, list_again, lists_of


def rows(path: Path, sheet: int = 0) -> list[tuple[object, ...]]:
    with closing(load_workbook(path, read_only=True)) as book:
        return list(book.worksheets[sheet].iter_rows(values_only=True))


def orders(program):
    """The list of orders, narrowed and ordered, with a column hidden and two that changed places."""
    program.window.show()
    program.navigate(OpenPage("customers", "orders"))
    page = program.window.navigation.page("customers")
    tab = page.tab
    tab.show_filters(OrderFilters(since="2026-01-01", sort="placed", descending=False))
    view = tab.table
    view.show_column(view.rows().column_number("item"), False)
    view.show_column(view.rows().column_number("units"), True)
    view.head.moveSection(view.head.visualIndex(view.rows().column_number("total")), 0)
    return page, view


def test_a_list_is_saved_as_it_stands_kept_and_made_again(on_sample, tmp_path, clock):
    program, db = on_sample, on_sample.desk.db
    page, view = orders(program)
    program.book.run(SAVE)
    dialog = page.findChild(QFileDialog)
    dialog.selectFile(str(tmp_path / "orders.xlsx"))
    dialog.accept()
    found = rows(tmp_path / "orders.xlsx")
    assert [head for head in found[0] if head] == [column.title for column in view.shown_columns()]
    assert found[0][0] == "Total"
    assert "Items" not in found[0]
    assert "Pieces" in found[0]
    assert len(found) - 1 == view.rows().total() > 10
    days = [row[found[0].index("Date")] for row in found[1:]]
    assert days == sorted(days)
    assert all(isinstance(row[0], (int, float)) for row in found[1:] if row[0] is not None)
    assert all(isinstance(row[found[0].index("Date")], datetime) for row in found[1:])
    assert all(isinstance(row[found[0].index("Order")], str) for row in found[1:])
    notes = [row[0] for row in rows(tmp_path / "orders.xlsx", 1)]
    assert any("1 Jan" in str(note) and "by Date, oldest first" in str(note) for note in notes), notes
    with closing(load_workbook(tmp_path / "orders.xlsx", read_only=True)) as book:
        assert book.sheetnames[0].startswith("SAMPLE")

    program.book.run(KEEP)
    question = page.findChild(Question)
    question.line.setText("This year by day")
    question.go.click()
    with db.read() as conn:
        (kept,) = list_book.kept_lists(conn)
    assert kept.name == "This year by day"
    page.tab.show_filters(OrderFilters())  # what the page shows meanwhile doesn't matter
    list_book.save_list(db, program.list_again(kept), tmp_path / "again.xlsx")
    assert rows(tmp_path / "again.xlsx") == found

    program.navigate(OpenPage("reports"))
    reports = program.window.navigation.page("reports")
    reports.pane.rows[LIST_BOOK + "This year by day"].click()
    assert reports.kept.isVisibleTo(reports)
    reports.save()
    dialog = reports.findChild(QFileDialog)
    dialog.selectFile(str(tmp_path / "third.xlsx"))
    dialog.accept()
    assert rows(tmp_path / "third.xlsx") == found

    scheduling.set_plan(db, LIST_BOOK + "This year by day", "week", tmp_path)
    due = DueBooks(program.desk)
    due.begin()
    due.deleteLater()
    (weekly,) = [one for one in tmp_path.glob("*.xlsx") if "this year by day" in one.name]
    assert rows(weekly) == found
    with db.read() as conn:
        assert not scheduling.due(conn, clock.today())

    reports.kept.drop.click()
    with db.read() as conn:
        assert list_book.kept_lists(conn) == []
    assert reports.book == "owner"


def test_every_list_of_every_page_is_saved_twice_alike(on_sample, tmp_path):
    program, db = on_sample, on_sample.desk.db
    seen, again = 0, 0
    program.window.show()
    for room in ("reputation", "requests", "articles", "aftersales", "customers", "rulebook", "history"):
        program.navigate(OpenPage(room))
        page = program.window.navigation.page(room)
        for part in page.PARTS:
            program.navigate(OpenPage(room, part))
        for view in lists_of(page):
            if view.rows() is None:
                continue
            shown = shown_list(view, page)
            out = tmp_path / "one.xlsx"
            saved = list_book.save_list(db, shown, out)
            assert saved.rows == view.rows().total()
            seen += 1
            if shown.kept is not None:
                list_book.save_list(db, list_again(page, shown.kept), tmp_path / "two.xlsx")
                assert rows(tmp_path / "two.xlsx") == rows(out), view.list_id
                again += 1
    assert seen >= 10
    assert again >= 5


def test_a_list_in_groups_keeps_them(on_sample, tmp_path):
    program = on_sample
    program.window.show()
    program.navigate(OpenPage("aftersales"))
    page = program.window.navigation.page("aftersales")
    list_book.save_list(program.desk.db, shown_list(page.bench.table, page), tmp_path / "cases.xlsx")
    head, *found = rows(tmp_path / "cases.xlsx")
    assert head[0] == "Group"
    bands = page.bench.table.bands.all
    assert [row[0] for row in found] == [band.words for band in bands for _n in range(band.count)]
    assert len(set(head)) == len(head) > 8  # not the one painted column


def test_what_is_due_today_is_due_on_the_day_it_is_made_again(on_sample):
    program = on_sample
    page = program.window.navigation.page("aftersales")
    page.build_part("proposed")
    view = next(one for one in lists_of(page) if one.list_id == "aftersales.proposals")
    bench = page.proposed.bench
    bench.refresh()
    kept = shown_list(view, page).kept
    assert kept is not None
    old = dataclasses.replace(kept, filters={**kept.filters, "today": "2020-01-01"})
    with program.desk.db.read() as conn:
        found = [list(made_again(bench, one, program.clock.today()).rows(conn, Progress())) for one in (kept, old)]
    assert found[0] == found[1]
    assert len(found[0]) == bench.model.total() > 0


def test_a_cancelled_list_leaves_no_file(on_sample, tmp_path):
    page, view = orders(on_sample)
    progress = Progress()
    progress.cancel()
    with pytest.raises(Cancelled):
        list_book.save_list(on_sample.desk.db, shown_list(view, page), tmp_path / "never.xlsx", progress=progress)
    assert list(tmp_path.glob("*never*")) == []


def test_the_command_line_makes_a_kept_list_and_says_which_there_are(db, make, qapp, tmp_path, clock):
    make.order(number="007", placed_on="2026-07-01")
    make.order(number="008", placed_on="2024-07-01")
    kept = KeptList(
        "", "customers", "customers.orders", "Orders", ("number", "gone", "placed"), {"since": "2026-01-01"}, ("2026",)
    )
    shop = ["--shop", str(db.folder)]
    none = CliRunner().invoke(cli, ["report", str(tmp_path / "a.xlsx"), "--preset", "x", *shop], obj=clock)
    assert none.exit_code == 1
    assert "No list is kept yet" in none.output
    list_book.keep_list(db, kept, "This year")
    wrong = CliRunner().invoke(cli, ["report", str(tmp_path / "a.xlsx"), "--preset", "x", *shop], obj=clock)
    assert "There are: This year." in wrong.output
    done = CliRunner().invoke(cli, ["report", str(tmp_path / "a.xlsx"), "--preset", "this year", *shop], obj=clock)
    assert done.exit_code == 0, done.output
    _head, *found = rows(tmp_path / "a.xlsx")
    assert [row[0] for row in found] == ["007"]
    assert any("no longer there: gone" in str(note) for note, *_rest in rows(tmp_path / "a.xlsx", 1))
    planned = ["schedule", "--preset", "This year", "--into", str(tmp_path), *shop]
    weekly = CliRunner().invoke(cli, planned, obj=clock)
    assert weekly.exit_code == 0, weekly.output
    assert "this year" in weekly.output
    assert CliRunner().invoke(cli, ["schedule", *shop], obj=clock).output == "No book is due.\n"


def test_a_name_is_needed(db):
    kept = KeptList("", "customers", "customers.orders", "Orders", ("number",), {})
    with pytest.raises(UserError):
        list_book.keep_list(db, kept, "  ")
