"""Problems of one kind on the check page: one choice mends all rows, the counts follow, and words are remembered."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from storeapp.exchange.ui.import_state import CHECKED
from storeapp.exchange.ui.page import ImportPage
from storeapp.exchange.ui.problems import ProblemRow
from storeapp.qtkit import audit
from storeapp.qtkit.ask import Question
from storeapp.store.db import Database

HEAD = "Order number,Order date,Order status,Order total,Currency\n"


@pytest.fixture
def page(qtbot: Any, desk: Any) -> ImportPage:
    made = ImportPage(desk)
    qtbot.addWidget(made)
    qtbot.addWidget(made.toolbar())
    made.resize(1232, 780)
    made.show()
    QApplication.processEvents()
    return made


@pytest.fixture
def troubled(tmp_path: Path) -> Path:
    """20 orders: 4 days that can't be, 3 states in the shop's own word."""
    lines = [
        f"A{n},{'31/02/2026' if n < 4 else f'2026-07-{n:02}'},{'Wrapped up' if 4 <= n < 7 else 'Shipped'},10.00,EUR"
        for n in range(20)
    ]
    place = tmp_path / "orders.csv"
    place.write_text(HEAD + "\n".join(lines) + "\n", "utf-8")
    return place


def number(db: Database, sql: str) -> int:
    with db.read() as conn:
        return int(conn.exec_driver_sql(sql).scalar() or 0)


def row_of(page: ImportPage, words: str) -> ProblemRow:
    (found,) = [row for row in page.work.problems.rows if words in row.title.text()]
    return found


def pick(page: ImportPage, words: str, value: str) -> None:
    choice = row_of(page, words).choice
    assert choice is not None
    choice.choose(value)
    assert choice.value() == value
    choice.picked.emit(value)
    QApplication.processEvents()


def test_each_kind_says_how_many_rows_and_shows_some(page: ImportPage, troubled: Path) -> None:
    page.start([troubled])
    assert page.flow.state == CHECKED
    QApplication.processEvents()
    days = row_of(page, "Order date: Not a date")
    assert days.examples.text() == "4 rows, the first is row 2: “31/02/2026”"
    assert "“Wrapped up” is not known" in row_of(page, "Order status").title.text()
    assert row_of(page, "Order status").examples.text() == "3 rows"
    assert page.work.problems.isVisible()
    assert audit.nameless(page) == []
    assert audit.cut_texts(page) == []


def test_one_choice_mends_all_rows_and_the_counts_follow(page: ImportPage, troubled: Path, db: Database) -> None:
    page.start([troubled])
    assert page.footer.go_button.text() == "Import 16 rows"
    pick(page, "Not a date", "empty:")
    assert page.footer.go_button.text() == "Import 20 rows"
    assert page.work.summary.tiles["rejected"]._count == 0
    pick(page, "Not a date", "out:")
    assert page.footer.go_button.text() == "Import 16 rows"


def test_another_value_is_asked_for(qtbot: Any, page: ImportPage, troubled: Path, db: Database) -> None:
    page.start([troubled])
    choice = row_of(page, "Not a date").choice
    assert choice is not None
    choice.picked.emit("other:")
    dialog = page.findChild(Question)
    assert dialog is not None
    dialog.line.setText("2026-02-28")
    qtbot.mouseClick(dialog.go, Qt.MouseButton.LeftButton)
    assert row_of(page, "Not a date").choice.currentText() == "Use “2026-02-28”"
    qtbot.mouseClick(page.footer.go_button, Qt.MouseButton.LeftButton)
    assert number(db, "SELECT count(*) FROM orders WHERE placed_on = '2026-02-28'") == 4


def test_a_word_is_told_once_and_known_from_the_next_file_on(
    qtbot: Any, page: ImportPage, troubled: Path, db: Database, tmp_path: Path
) -> None:
    page.start([troubled])
    pick(page, "Wrapped up", "use:processing")
    qtbot.mouseClick(page.footer.go_button, Qt.MouseButton.LeftButton)
    assert number(db, "SELECT count(*) FROM orders WHERE status = 'processing'") == 3
    assert number(db, "SELECT count(*) FROM import_setups") == 1
    later = tmp_path / "later.csv"
    later.write_text(HEAD + "B1,2026-07-30,Wrapped up,1.00,EUR\n", "utf-8")
    page.start([later])
    assert not page.work.problems.isVisible()
    qtbot.mouseClick(page.footer.go_button, Qt.MouseButton.LeftButton)
    assert number(db, "SELECT count(*) FROM orders WHERE status = 'processing'") == 4
    page.import_actions.undo(page.start_view.rows[1].past.action_id)
    assert number(db, "SELECT count(*) FROM import_setups") == 0


def test_an_unknown_file_says_what_is_still_needed(page: ImportPage, tmp_path: Path) -> None:
    table = tmp_path / "mine.csv"
    table.write_text("Alpha;Beta;Gamma\nZ1;x;y\nZ2;x;y\n", "utf-8")
    page.start([table])
    file = page.flow.file()
    assert file is not None
    assert page.footer.promise.text() == "Still needed: Order number, Order date"
    page.flow.send_column(file, 1, "orders.note")
    assert page.footer.promise.text() == "Still needed: Order number, Order date"
    file = page.flow.file()
    assert file is not None
    page.flow.send_column(file, 0, "orders.number")
    assert page.flow.state == CHECKED
    assert page.footer.go_button.text() == "Import 2 rows"


def test_a_german_order_list_of_the_owners_own_takes_two_choices(page: ImportPage, tmp_path: Path) -> None:
    """The story of a newcomer: of six columns two wait for a choice, and one question is asked."""
    table = tmp_path / "verkäufe.csv"
    lines = [f"Z{n};{n % 28 + 1:02}.06.2026;Kunde {n};Lampe {n % 3};{n % 4 + 1};{10 + n},50" for n in range(30)]
    table.write_text("Zettel;Datum;Wer;Was;Stk;Betrag\n" + "\n".join(lines) + "\n", "utf-8")
    page.start([table])
    steps = 0
    for header, field in (("Zettel", "orders.number"), ("Was", "products.title")):
        file = page.flow.file()
        assert file is not None
        column = next(column for column in file.columns if column.header == header)
        assert column.field != field
        page.flow.send_column(file, column.index, field)
        steps += 1
    file = page.flow.file()
    assert file is not None
    (question,) = [q for _file, q in page.flow.open_questions()]
    page.flow.answer(file, question.kind, "EUR")
    steps += 1
    file = page.flow.file()
    assert file is not None
    fields = {column.header: column.field for column in file.columns}
    assert fields == {
        "Zettel": "orders.number", "Datum": "orders.placed", "Wer": "customers.name", "Was": "products.title",
        "Stk": "lines.quantity", "Betrag": "orders.total",
    }  # fmt: skip
    assert page.flow.state == CHECKED
    assert page.footer.go_button.text() == "Import 30 rows"
    assert steps == 3
