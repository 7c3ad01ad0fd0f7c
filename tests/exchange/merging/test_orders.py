"""Orders and lines: updated by key, the later state wins, empty cells keep what is there."""

from __future__ import annotations

from typing import Any

import pytest

from storeapp.exchange.records import ClearNotConfirmed, ImportAnswers
from storeapp.exchange.report_file import report_count, report_rows
from storeapp.store.db import Database
from storeapp.store.tables import Order
from tests.exchange.merging.conftest import BringIn
from tests.exchange.merging.staged import StagedFiles


def rows(db: Database, sql: str) -> list[tuple[Any, ...]]:
    with db.read() as conn:
        return [tuple(row) for row in conn.exec_driver_sql(sql)]


def orders(*found: dict[str, Any], **file: Any) -> StagedFiles:
    staged = StagedFiles()
    staged.file(**file)
    for order in found:
        staged.order(**order)
    return staged


PAID = {"number": "A1", "placed_on": "2026-01-01", "status": "paid", "total_minor": 1000, "note": "gift"}
SHIPPED = {"number": "A1", "placed_on": "2026-01-01", "status": "shipped", "shipped_on": "2026-01-03"}


def test_a_later_state_updates_the_order_and_keeps_what_it_does_not_say(db: Database, bring_in: BringIn) -> None:
    bring_in(orders(PAID))
    report = bring_in(orders(SHIPPED))
    assert rows(db, "SELECT status, shipped_on, total_minor, note FROM orders") == [
        ("shipped", "2026-01-03", 1000, "gift")
    ]
    assert (report.files[0].new, report.files[0].changed) == (0, 1)
    (row,) = report_rows(report.report, 1, "changed")
    assert (row.row, row.record, row.key) == (2, "orders", "A1")
    assert [(f.name, f.before, f.after) for f in row.fields] == [
        ("status", "paid", "shipped"),
        ("shipped_on", None, "2026-01-03"),
    ]


def test_an_older_file_fills_gaps_but_overwrites_nothing(db: Database, bring_in: BringIn) -> None:
    bring_in(orders(SHIPPED))
    bring_in(orders(PAID))
    assert rows(db, "SELECT status, shipped_on, total_minor FROM orders") == [("shipped", "2026-01-03", 1000)]


def test_of_two_states_of_one_day_the_file_with_newer_records_holds_the_later_one(
    db: Database, bring_in: BringIn
) -> None:
    bring_in(orders(PAID | {"refunded_minor": 300}, newest_on="2026-03-01"))
    bring_in(orders(PAID | {"refunded_minor": 100}, newest_on="2026-02-01"))
    assert rows(db, "SELECT refunded_minor FROM orders") == [(300,)]
    bring_in(orders(PAID | {"refunded_minor": 500}, newest_on="2026-04-01"))
    assert rows(db, "SELECT refunded_minor FROM orders") == [(500,)]


def test_the_same_file_twice_changes_nothing_and_leaves_no_line_in_history(db: Database, bring_in: BringIn) -> None:
    first = bring_in(orders(PAID, SHIPPED | {"number": "A2"}))
    again = bring_in(orders(PAID, SHIPPED | {"number": "A2"}))
    assert first.files[0].already_imported_on is None
    assert again.files[0].already_imported_on == "2026-07-16T09:00:00Z"
    assert (again.files[0].new, again.files[0].changed, again.files[0].same) == (0, 0, 2)
    assert again.sentence.startswith("Nothing new: all 2 rows of file1.csv are in the shop already.")
    assert rows(db, "SELECT count(*) FROM actions") == [(1,)]
    assert rows(db, "SELECT count(*) FROM import_batches") == [(1,)]


def test_one_order_in_several_files_of_one_import_is_one_order(db: Database, bring_in: BringIn) -> None:
    staged = orders(PAID)
    staged.file("payments.csv")
    staged.order("A1", paid_minor=1000)
    staged.file("copy.csv")
    staged.order(**PAID)
    report = bring_in(staged)
    assert rows(db, "SELECT total_minor, paid_minor FROM orders") == [(1000, 1000)]
    assert [(file.new, file.same) for file in report.files] == [(1, 0), (1, 0), (0, 1)]


def lines(order: str, *found: dict[str, Any]) -> StagedFiles:
    staged = StagedFiles()
    staged.file()
    staged.order(order, placed_on="2026-01-01")
    for row, line in enumerate(found, 2):
        staged.line(order, row=row, **line)
    return staged


def test_an_orders_sum_is_that_of_its_lines_until_a_file_states_one(db: Database, bring_in: BringIn) -> None:
    bring_in(lines("A1", {"key": "1", "total_minor": 300, "shipping_minor": 50}))
    bring_in(lines("A1", {"key": "2", "total_minor": 200, "shipping_minor": 20}))
    assert rows(db, "SELECT items_minor, shipping_minor FROM orders") == [(500, 70)]
    bring_in(lines("A1", {"key": "2", "total_minor": 250}))
    assert rows(db, "SELECT items_minor FROM orders") == [(550,)]
    bring_in(orders({"number": "A1", "items_minor": 540}))
    bring_in(lines("A1", {"key": "3", "total_minor": 1}))
    assert rows(db, "SELECT items_minor FROM orders") == [(540,)]


def test_lines_of_an_order_that_no_file_describes_make_the_order(db: Database, bring_in: BringIn) -> None:
    staged = StagedFiles()
    staged.file()
    staged.line("A1", "1", total_minor=300)
    staged.line("A1", "2", total_minor=200)
    report = bring_in(staged)
    assert rows(db, "SELECT number, status, items_minor FROM orders") == [("A1", "unknown", 500)]
    assert report.files[0].new == 2
    bring_in(orders(PAID))
    assert rows(db, "SELECT status, items_minor, total_minor FROM orders") == [("paid", 500, 1000)]


def test_a_changed_line_is_updated_by_its_key(db: Database, bring_in: BringIn) -> None:
    bring_in(lines("A1", {"key": "1", "quantity": 1, "title": "Lamp"}, {"key": "2", "quantity": 2, "title": "Shade"}))
    report = bring_in(lines("A1", {"key": "2", "quantity": 3, "title": "Shade"}, {"key": "1", "title": "Lamp"}))
    assert rows(db, "SELECT key, quantity FROM order_lines ORDER BY key") == [("1", 1), ("2", 3)]
    assert (report.files[0].changed, report.files[0].same) == (1, 1)


def test_what_the_owner_edited_stays(db: Database, bring_in: BringIn) -> None:
    bring_in(orders(PAID))
    with db.write("Noted a wish") as tx:
        tx.update(Order, 1, note="call first")
    report = bring_in(orders(PAID | {"note": "gift wrap", "status": "shipped", "shipped_on": "2026-01-04"}))
    assert rows(db, "SELECT note, status FROM orders") == [("call first", "shipped")]
    assert report.files[0].changed == 1


def test_empty_cells_clear_only_where_the_owner_chose_so(db: Database, bring_in: BringIn) -> None:
    many = [PAID | {"number": f"A{n}"} for n in range(10)]
    bring_in(orders(*many))
    blank = {**PAID, "number": "A0", "note": None}
    bring_in(orders(blank, clear=["orders.note"]))
    assert rows(db, "SELECT count(*) FROM orders WHERE note = 'gift'") == [(9,)]


def test_empty_cells_of_lines_clear_where_chosen(db: Database, bring_in: BringIn) -> None:
    bring_in(lines("A1", {"key": "1", "options": "brass", "sku": "L-1"}))
    again = lines("A1", {"key": "1"})
    again.files[0]["clear"] = ["lines.options"]
    bring_in(again, answers=ImportAnswers(clear_confirmed=True))
    assert rows(db, "SELECT options, sku FROM order_lines") == [("", "L-1")]


def test_emptying_more_than_a_fifth_of_a_column_wants_a_typed_yes(db: Database, bring_in: BringIn) -> None:
    many = [PAID | {"number": f"A{n}"} for n in range(10)]
    bring_in(orders(*many))
    blank = [PAID | {"number": f"A{n}", "note": None} for n in range(3)]
    with pytest.raises(ClearNotConfirmed) as refused:
        bring_in(orders(*blank, clear=["orders.note"]))
    assert "30 %" in refused.value.sentence
    assert [(one.column, one.emptied, one.filled) for one in refused.value.emptied] == [("orders.note", 3, 10)]
    assert rows(db, "SELECT count(*) FROM orders WHERE note = 'gift'") == [(10,)]
    bring_in(orders(*blank, clear=["orders.note"]), answers=ImportAnswers(clear_confirmed=True))
    assert rows(db, "SELECT count(*) FROM orders WHERE note = 'gift'") == [(7,)]


def test_rejected_rows_are_counted_and_never_same(db: Database, bring_in: BringIn) -> None:
    staged = orders(PAID, SHIPPED | {"number": "A2"}, rows=4)
    staged.files[0]["rows"] = 4
    staged.rejected.append((1, 4, "Sale Date", "31/31/26", "Not a date", "[]"))
    staged.rejected.append((1, 4, "Order ID", "", "Required value missing", "[]"))
    report = bring_in(staged)
    file = report.files[0]
    assert (file.rows, file.new, file.changed, file.same, file.rejected) == (4, 2, 0, 1, 1)
    assert report_count(report.report, 1, "rejected") == 1
    assert "1 row rejected" in report.sentence


def test_every_row_can_be_opened(db: Database, bring_in: BringIn) -> None:
    bring_in(orders(*(PAID | {"number": f"A{n}"} for n in range(5))))
    report = bring_in(orders(*(PAID | {"number": f"A{n}"} for n in range(700))))
    assert report_count(report.report, 1, "new") == 695
    window = report_rows(report.report, 1, "new", first=400, count=10)
    assert [row.key for row in window] == [f"A{n}" for n in range(405, 415)]
    assert [row.key for row in report_rows(report.report, 1, "same")] == [f"A{n}" for n in range(5)]
    assert ("total_minor", None, 1000) in [(f.name, f.before, f.after) for f in window[0].fields]


def test_values_remember_the_row_they_came_from(db: Database, bring_in: BringIn) -> None:
    bring_in(orders({"number": "A0"}, PAID))
    bring_in(orders(SHIPPED))
    found = rows(
        db,
        "SELECT o.number, b.id, o.source_row FROM orders o JOIN import_batches b ON b.id = o.source_batch ORDER BY 1",
    )
    assert found == [("A0", 1, 2), ("A1", 2, 2)]
