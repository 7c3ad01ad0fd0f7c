"""The page Import data, worked with as an owner does: drop, look, correct, import, take back."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication
from PySide6.QtWidgets import QApplication, QFileDialog

from storeapp.channels import service as channels
from storeapp.channels.rules import ChannelFields
from storeapp.exchange.records import ChannelChoice
from storeapp.exchange.ui.import_state import CHECKED, COLUMNS, EMPTY
from storeapp.exchange.ui.page import ImportPage
from storeapp.kernel import text
from storeapp.qtkit import audit
from storeapp.qtkit.ask import Question
from storeapp.store.db import Database

HEAD = (
    "Sale Date,Item Name,Buyer,Quantity,Price,Item Total,Currency,Transaction ID,Listing ID,Date Paid,Date Shipped,"
    "Order ID"
)
ROW = "07/{day:02}/26,Walnut lamp,Ann ({buyer}),{pieces},148.00,148.00,USD,T{number},77,07/{day:02}/2026,,{order}"


def rows(count: int, pieces: int = 1) -> list[str]:
    return [
        ROW.format(day=n % 28 + 1, buyer=f"buyer-{n}", pieces=pieces, number=n, order=3000 + n) for n in range(count)
    ]


def write(path: Path, lines: list[str]) -> Path:
    path.write_text("\n".join([HEAD, *lines]) + "\n", "utf-8")
    return path


def number(db: Database, sql: str) -> int:
    with db.read() as conn:
        return int(conn.exec_driver_sql(sql).scalar() or 0)


@pytest.fixture
def page(qtbot: Any, desk: Any) -> ImportPage:
    """The page, as wide as in the window."""
    made = ImportPage(desk)
    qtbot.addWidget(made)
    bar = made.toolbar()
    qtbot.addWidget(bar)
    made.resize(1232, 780)
    made.show()
    QApplication.processEvents()
    return made


@pytest.fixture
def items(tmp_path: Path) -> Path:
    """An Etsy file of 12 rows, two of which can't be read."""
    lines = rows(12)
    lines[4] = lines[4].replace("07/05/26", "31/31/26", 1)
    lines[9] = lines[9].replace("07/10/26", "00/00/00", 1)
    return write(tmp_path / "EtsySoldOrderItems2026.csv", lines)


def press(qtbot: Any, widget: Any) -> None:
    assert widget.isEnabled()
    qtbot.mouseClick(widget, Qt.MouseButton.LeftButton)
    QApplication.processEvents()


def answer(page: ImportPage, kind: str, value: str) -> None:
    """Answer one of the questions that stand above the columns."""
    (note,) = [note for note in page.work.columns.notes if note.question.kind == kind]
    if note.buttons:
        place = [one for one, _label in note.question.options].index(value)
        note.buttons[place].click()
    else:
        note.choice.choose(value)
        note.choice.picked.emit(value)
    QApplication.processEvents()


def test_it_begins_with_a_place_to_drop_files_and_what_is_understood(page: ImportPage) -> None:
    assert page.flow.state == EMPTY
    assert page.start_view.isVisible()
    assert not page.footer.isVisible()
    assert page.start_view.zone.choose.isVisible()
    assert page.steps.step() == 0
    assert audit.nameless(page) == []
    assert audit.rich_labels(page) == []


def test_dropped_files_are_read_and_checked_at_once(qtbot: Any, page: ImportPage, items: Path, db: Database) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(items))])
    zone = page.start_view.zone
    buttons, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    over = QDragEnterEvent(QPoint(5, 5), Qt.DropAction.CopyAction, data, buttons, keys)
    QApplication.sendEvent(zone, over)
    assert over.isAccepted()
    QApplication.sendEvent(zone, QDropEvent(QPointF(5, 5), Qt.DropAction.CopyAction, data, buttons, keys))
    assert page.flow.state == CHECKED
    assert page.steps.step() == 2
    assert page.footer.go_button.text() == "Import 10 rows"
    assert page.footer.promise.text() == "You can undo this import in one step, until 15 August"
    assert [tile._count for tile in page.work.summary.tiles.values()] == [10, 0, 0, 2]
    assert number(db, "SELECT count(*) FROM orders") == 0
    assert audit.nameless(page) == []


def test_the_columns_say_where_they_go(page: ImportPage, items: Path) -> None:
    page.start([items])
    shown = {row.column.header: row for row in page.work.columns.rows}
    assert shown["Sale Date"].choice.value() == "orders.placed"
    assert shown["Transaction ID"].choice.value() == "lines.key"
    assert shown["Sale Date"].column.state == "warn"
    assert shown["Item Name"].choice.count() == 1
    shown["Item Name"].choice.fill()
    assert shown["Item Name"].choice.count() > 60
    assert shown["Item Name"].choice.value() == "products.title"


def test_a_very_wide_file_shows_its_columns_by_and_by(qtbot: Any, page: ImportPage, tmp_path: Path) -> None:
    wide = tmp_path / "wide.csv"
    names = ["Order number", *(f"field {n}" for n in range(99))]
    lines = [",".join([f"A{row}", *(str(n) for n in range(99))]) for row in range(5)]
    wide.write_text("\n".join([",".join(names), *lines]), "utf-8")
    page.start([wide])
    columns = page.work.columns
    seen = [len(columns.rows)]
    for _press in range(4):
        press(qtbot, columns.show_all)
        seen.append(len(columns.rows))
    assert max(seen) == 100
    assert seen[0] == 40
    assert seen[-1] < 100


def test_import_undo_and_the_list_of_imports(qtbot: Any, page: ImportPage, items: Path, db: Database) -> None:
    page.start([items])
    press(qtbot, page.footer.go_button)
    assert page.flow.state == EMPTY
    assert number(db, "SELECT count(*) FROM orders") == 10
    assert page.start_view.note.label.text().startswith("Imported 10 order items from EtsySoldOrderItems2026.csv")
    assert page.desk.notices.log[-1].undo
    (past,) = page.start_view.rows
    assert past.past.batches[0].new == 10
    press(qtbot, past.button)
    assert number(db, "SELECT count(*) FROM orders") == 0
    assert page.start_view.rows == []
    assert page.desk.notices.log[-1].text == "Undone: Imported 10 rows from EtsySoldOrderItems2026.csv."


def test_a_second_look_at_the_same_file_says_so(qtbot: Any, page: ImportPage, items: Path) -> None:
    page.start([items])
    press(qtbot, page.footer.go_button)
    page.start([items])
    assert page.work.files._boxes[0].more.text() == "already imported, today 09:00"
    assert page.footer.promise.text() == "Nothing new in these files"
    assert not page.footer.go_button.isEnabled()


def test_the_key_of_import_says_why_nothing_is_imported(page: ImportPage, items: Path, desk: Any) -> None:
    page.start([items])
    page.import_actions.go()
    page.start([items])
    page.import_actions.go()  # nothing of it is new
    assert desk.notices.log[-1].text == "There is nothing new to import"


def test_the_key_of_import_says_what_is_still_needed_where_the_button_is_locked(page: ImportPage, desk: Any) -> None:
    QGuiApplication.clipboard().setText("Hello\n\nThank you for your order.\n\nLumen & Loom")
    page.paste()
    assert page.flow.state == COLUMNS
    assert not page.footer.go_button.isEnabled()
    page.import_actions.go()
    assert desk.notices.log[-1].text == page.footer.promise.text() == "Still needed: Order number, Order date"
    assert page.flow.problem == ""


def test_rows_can_be_opened_one_by_one_with_old_and_new_value(qtbot: Any, page: ImportPage, tmp_path: Path) -> None:
    page.start([write(tmp_path / "a.csv", rows(5))])
    press(qtbot, page.footer.go_button)
    page.start([write(tmp_path / "b.csv", rows(5, pieces=3))])
    press(qtbot, page.work.summary.tiles["changed"])
    model = page.work.rows.table.rows()
    assert model.rowCount() == 5
    page.work.rows.table.go_to(1)
    page.work.rows._look_at(model.row(1))
    fields = {row[0]: row[1:] for row in page.work.rows._fields.rows()}
    assert fields["Pieces"] == ("1", "3")
    assert page.work.detail.currentWidget() is page.work.rows
    press(qtbot, page.work.rows.back)
    assert page.work.detail.currentWidget() is page.work.columns


def test_rejected_rows_are_shown_and_saved(qtbot: Any, page: ImportPage, items: Path, tmp_path: Path) -> None:
    page.start([items])
    model = page.work.rejected.table.rows()
    assert [model.row(n).reason for n in range(model.rowCount())] == ["Not a date", "Not a date"]
    press(qtbot, page.work.rejected.save)
    dialog = page.findChild(QFileDialog)
    assert dialog is not None
    dialog.reject()
    out = tmp_path / "mended.csv"
    page.import_actions.save_rejected_to(out)
    QApplication.processEvents()
    lines = out.read_text("utf-8-sig").splitlines()
    assert len(lines) == 3
    assert "Reason" in lines[0]


def test_an_unknown_file_is_mapped_by_hand_and_remembered(
    qtbot: Any, page: ImportPage, db: Database, tmp_path: Path
) -> None:
    table = tmp_path / "my orders.csv"
    table.write_text("Zettel;Tag;Summe\nA1;2026-07-03;12,50\nA2;2026-07-05;8,00\n", "utf-8")
    page.start([table])
    wanted = {"Zettel": "orders.number", "Tag": "orders.placed", "Summe": "orders.total"}
    for header, field in wanted.items():
        row = next(row for row in page.work.columns.rows if row.column.header == header)
        if row.choice.value() != field:
            row.choice.fill()
            row.choice.choose(field)
            row.choice.picked.emit(field)
    answer(page, "currency", "EUR")
    assert page.flow.state == CHECKED
    assert page.footer.go_button.text() == "Import 2 rows"
    press(qtbot, page.footer.save_button)
    dialog = page.findChild(Question)
    assert dialog is not None
    dialog.line.setText("Order book")
    press(qtbot, dialog.go)
    press(qtbot, page.footer.go_button)
    assert number(db, "SELECT sum(total_minor) FROM orders") == 2050
    again = tmp_path / "august.csv"
    again.write_text("Zettel;Tag;Summe\nA3;2026-08-01;5,00\n", "utf-8")
    page.start([again])
    assert page.flow.state == CHECKED
    assert page.work.files._boxes[0].tag.accessibleName() == "Order book"
    press(qtbot, page.footer.go_button)
    assert number(db, "SELECT count(*) FROM orders") == 3


def test_a_day_that_could_be_a_month_is_asked(qtbot: Any, page: ImportPage, db: Database, tmp_path: Path) -> None:
    table = tmp_path / "orders.csv"
    table.write_text("Order number,Order date,Order total\nA1,03/04/2026,5.00\nA2,05/06/2026,6.00\n", "utf-8")
    page.start([table])
    assert page.flow.state == COLUMNS
    assert not page.footer.go_button.isEnabled()
    assert page.footer.promise.text() == "Answer the question above"
    answer(page, "currency", "EUR")
    assert page.flow.state == COLUMNS
    answer(page, "date_order", "dmy")
    assert page.flow.state == CHECKED
    press(qtbot, page.footer.go_button)
    assert number(db, "SELECT count(*) FROM orders WHERE placed_on IN ('2026-04-03', '2026-06-05')") == 2


def test_the_channel_is_asked_where_there_are_two(qtbot: Any, page: ImportPage, items: Path, db: Database) -> None:
    channels.add(db, ChannelFields("etsy", "Etsy Paper"))
    second = channels.add(db, ChannelFields("etsy", "Etsy Wood")).value
    page.refresh()
    page.start([items])
    assert page.flow.state == COLUMNS
    assert "Choose the channel" in page.footer.promise.text()
    choice = page.work.detected.choices["channel"]
    wanted = ChannelChoice(channel_id=second)
    choice.choose(wanted)
    choice.picked.emit(wanted)
    assert page.flow.state == CHECKED
    press(qtbot, page.footer.go_button)
    assert number(db, f"SELECT count(*) FROM orders WHERE channel_id = {second}") == 10


def test_a_correction_reads_the_file_again(page: ImportPage, tmp_path: Path) -> None:
    page.start([write(tmp_path / "items.csv", rows(3))])
    choice = page.work.detected.choices["date_order"]
    assert choice.value() == "mdy"
    choice.choose("dmy")
    choice.picked.emit("dmy")
    file = page.flow.file()
    assert file is not None
    assert file.date_order == "dmy"


def test_emptying_a_column_wants_a_typed_yes(qtbot: Any, page: ImportPage, db: Database, tmp_path: Path) -> None:
    head = "Order number,Order date,Order note\n"
    full, blank = tmp_path / "full.csv", tmp_path / "blank.csv"
    full.write_text(head + "".join(f"A{n},2026-07-{n + 13:02},gift\n" for n in range(6)), "utf-8")
    blank.write_text(head + "".join(f"A{n},2026-07-{n + 13:02},\n" for n in range(6)), "utf-8")
    page.start([full])
    for row in page.work.columns.rows:
        if row.column.header == "Order note" and row.choice.value() != "orders.note":
            row.choice.picked.emit("orders.note")
    press(qtbot, page.footer.go_button)
    assert number(db, "SELECT count(*) FROM orders WHERE note = 'gift'") == 6
    page.start([blank])
    for row in page.work.columns.rows:
        if row.column.header == "Order note" and row.choice.value() != "orders.note":
            row.choice.picked.emit("orders.note")
    page.work.detected.choices["clear"].picked.emit("clear")
    press(qtbot, page.footer.go_button)
    dialog = page.findChild(Question)
    assert dialog is not None
    assert not dialog.go.isEnabled()
    dialog.line.setText("yes")
    press(qtbot, dialog.go)
    assert number(db, "SELECT count(*) FROM orders WHERE note = 'gift'") == 0


def test_a_file_that_is_no_table_is_refused_with_a_sentence(page: ImportPage, tmp_path: Path, db: Database) -> None:
    picture = tmp_path / "photo.csv"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20)
    page.start([picture])
    file = page.flow.file()
    assert file is not None
    assert file.refused
    assert page.work.files._boxes[0].more.text() == file.refused
    assert [note.label.text() for note in page.work.columns.said] == [file.refused]
    assert not page.footer.go_button.isEnabled()
    assert number(db, "SELECT count(*) FROM import_batches") == 0


def test_rows_on_the_clipboard_are_read_like_a_file(qtbot: Any, page: ImportPage) -> None:
    QGuiApplication.clipboard().setText("\n".join([HEAD, *rows(3)]).replace(",", "\t"))
    press(qtbot, page.start_view.zone.paste)
    assert page.flow.state == CHECKED
    assert page.footer.go_button.text() == "Import 3 rows"


def test_several_files_are_looked_at_one_by_one(qtbot: Any, page: ImportPage, tmp_path: Path) -> None:
    first, second = write(tmp_path / "a.csv", rows(3)), write(tmp_path / "b.csv", rows(5))
    page.start([first, second])
    assert [box.name.text() for box in page.work.files._boxes] == ["a.csv", "b.csv"]
    press(qtbot, page.work.files._boxes[1])
    file = page.flow.file()
    assert file is not None
    assert file.name == "b.csv"
    press(qtbot, page.footer.go_button)
    (past,) = page.start_view.rows
    assert [batch.file_name for batch in past.past.batches] == ["a.csv", "b.csv"]


def test_back_leaves_without_a_trace(qtbot: Any, page: ImportPage, items: Path, db: Database, home: Path) -> None:
    page.start([items])
    assert page.flow.staging is not None
    folder = page.flow.staging.parent
    press(qtbot, page.footer.back_button)
    assert page.flow.state == EMPTY
    assert number(db, "SELECT count(*) FROM actions") == 0
    assert not folder.exists()


@pytest.mark.parametrize("size", [(1232, 780), (968, 560)])
@pytest.mark.parametrize("language", ["en", "zh_CN", text.PSEUDO])
def test_no_text_is_cut(
    qtbot: Any, desk: Any, items: Path, size: tuple[int, int], language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    text.use(language)
    try:
        page = ImportPage(desk)
        qtbot.addWidget(page)
        qtbot.addWidget(page.toolbar())
        page.resize(*size)
        page.show()
        QApplication.processEvents()
        assert audit.cut_texts(page) == []
        page.start([items])
        QApplication.processEvents()
        assert page.flow.state == CHECKED
        assert audit.cut_texts(page) == []
    finally:
        text.use("en")


def test_cancelling_a_real_import_leaves_no_trace(qtbot: Any, desk: Any, tmp_path: Path) -> None:
    from storeapp.qtkit.jobs import Jobs

    desk.jobs = Jobs(desk.notices)
    page = ImportPage(desk)
    qtbot.addWidget(page)
    qtbot.addWidget(page.toolbar())
    page.show()
    try:
        page.start([write(tmp_path / "big.csv", rows(4000))])
        qtbot.waitUntil(lambda: page.flow.state == CHECKED, timeout=30_000)
        page.flow.run()
        page.flow.cancel()
        qtbot.waitUntil(lambda: page.flow.state == CHECKED, timeout=30_000)
        assert desk.notices.log[-1].text == "Stopped. Nothing was changed."
        assert number(desk.db, "SELECT count(*) FROM orders") == 0
        page.flow.run()
        qtbot.waitUntil(lambda: page.flow.state == EMPTY, timeout=30_000)
        assert number(desk.db, "SELECT count(*) FROM orders") == 4000
    finally:
        desk.jobs.close()


def test_reviews_of_amazon_ask_what_they_are_about_and_the_set_up_keeps_it(
    qtbot: Any, page: ImportPage, db: Database, tmp_path: Path
) -> None:
    """Asked once the channel is known; the check waits for the answer."""
    file = tmp_path / "reviews.csv"
    file.write_text("Date,Reviewer,Rating,Comment\n2026-05-14,Ann Ott,5,Good\n2026-05-15,Bo Lind,2,Bad\n", "utf-8")
    page.start([file])
    assert page.flow.open_questions() == []
    page.work.detected.channel_picked.emit(ChannelChoice(name="Amazon", platform="amazon"))
    QApplication.processEvents()
    assert [question.kind for _file, question in page.flow.open_questions()] == ["review_kind"]
    assert page.flow.state == COLUMNS
    answer(page, "review_kind", "seller")
    assert page.flow.state == CHECKED
    assert page.work.detected.choices["review_kind"].value() == "seller"
    page.flow.save_setup(page.flow.files[0], "Feedback")
    press(qtbot, page.footer.go_button)
    assert number(db, "SELECT count(*) FROM reviews WHERE kind = 'seller'") == 2
    page.start([file])
    assert page.flow.open_questions() == []
    assert page.flow.files[0].review_kind == "seller"
