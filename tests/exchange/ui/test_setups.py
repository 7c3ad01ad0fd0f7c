"""Set-ups on the start of the import page: listed, shared, added by a drop, renamed and forgotten."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog

from storeapp.exchange import setups
from storeapp.exchange.ui.import_state import CHECKED, EMPTY
from storeapp.exchange.ui.page import ImportPage
from storeapp.qtkit import audit
from storeapp.qtkit.ask import Question
from storeapp.store import journal

HEAD = "Zettel;Tag;Summe\n"


@pytest.fixture
def page(qtbot: Any, desk: Any) -> ImportPage:
    made = ImportPage(desk)
    qtbot.addWidget(made)
    qtbot.addWidget(made.toolbar())
    made.resize(1232, 780)
    made.show()
    QApplication.processEvents()
    return made


def press(qtbot: Any, widget: Any) -> None:
    qtbot.mouseClick(widget, Qt.MouseButton.LeftButton)
    QApplication.processEvents()


def saved(qtbot: Any, page: ImportPage, tmp_path: Path) -> None:
    """Map a file by hand and save it as "Order book"."""
    table = tmp_path / "juli.csv"
    table.write_text(HEAD + "A1;2026-07-03;12,50\n", "utf-8")
    page.start([table])
    file = page.flow.file()
    assert file is not None
    page.flow.correct(file, mapping={0: "orders.number", 1: "orders.placed", 2: "orders.total"}, currency="EUR")
    press(qtbot, page.footer.save_button)
    dialog = page.findChild(Question)
    assert dialog is not None
    dialog.line.setText("Order book")
    press(qtbot, dialog.go)
    press(qtbot, page.footer.back_button)
    page.refresh()


def names(page: ImportPage) -> list[str]:
    return [row.kept.name for row in page.start_view.setups.rows]


def test_a_saved_set_up_is_listed_renamed_and_forgotten(qtbot: Any, page: ImportPage, tmp_path: Path) -> None:
    assert page.start_view.setups.empty.isVisible()
    saved(qtbot, page, tmp_path)
    assert page.flow.state == EMPTY
    (row,) = page.start_view.setups.rows
    assert (row.kept.name, row.kept.facts) == ("Order book", "3 columns, saved today 09:00")
    assert audit.nameless(page) == []
    press(qtbot, row.rename)
    dialog = page.findChildren(Question)[-1]
    dialog.line.setText("Cash book")
    press(qtbot, dialog.go)
    page.refresh()
    assert names(page) == ["Cash book"]
    press(qtbot, page.start_view.setups.rows[0].forget)
    page.refresh()
    assert names(page) == []
    journal.undo(page.desk.db)
    page.refresh()
    assert names(page) == ["Cash book"]


def test_a_shared_set_up_is_added_where_it_is_dropped(qtbot: Any, page: ImportPage, tmp_path: Path, home: Path) -> None:
    saved(qtbot, page, tmp_path)
    (row,) = page.start_view.setups.rows
    press(qtbot, row.share)
    chooser = page.findChild(QFileDialog)
    assert chooser is not None
    chooser.reject()
    out = tmp_path / "Order book.toml"
    page.setup_actions.share_to(row.kept, out)
    press(qtbot, row.forget)
    page.start([out])
    assert page.desk.notices.log[-1].text == "Added the set-up Order book."
    assert [(r.kept.name, r.kept.facts) for r in page.start_view.setups.rows] == [
        ("Order book", "3 columns, from a file")
    ]
    table = tmp_path / "august.csv"
    table.write_text(HEAD + "A2;2026-08-03;7,00\n", "utf-8")
    page.start([table])
    assert page.flow.state == CHECKED
    assert page.work.files._boxes[0].tag.accessibleName() == "Order book"
    press(qtbot, page.footer.back_button)
    press(qtbot, page.start_view.setups.rows[0].forget)
    press(qtbot, page.findChildren(Question)[-1].go)
    assert setups.own_formats() == []
    assert names(page) == []


def test_a_bad_set_up_is_refused_with_a_sentence(page: ImportPage, tmp_path: Path, home: Path) -> None:
    bad = tmp_path / "bad.toml"
    bad.write_text("title = 'X'\n[columns]\nA = 'orders.nmber'\n", "utf-8")
    page.start([bad])
    said = "bad.toml can't be used as a set-up: the column “A” goes to “orders.nmber”, and there is no such field."
    assert page.desk.notices.log[-1].text == said
    assert page.flow.state == EMPTY
