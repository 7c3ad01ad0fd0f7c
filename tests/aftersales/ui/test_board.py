"""The board of cases: columns by promise and by status, worked by keys."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from storeapp.aftersales import queries, service
from storeapp.aftersales.promises import service as promises
from storeapp.aftersales.rules import Promised
from storeapp.aftersales.ui.entry_form import DayForm
from storeapp.aftersales.ui.page import AftersalesPage
from storeapp.kernel.targets import OpenCase, OpenPage
from storeapp.qtkit import audit
from storeapp.qtkit.actions import ActionBook

DUE = {"Over": "2026-07-14", "Today": "2026-07-16", "Week": "2026-07-20", "Later": "2026-08-20"}


@pytest.fixture
def page(qtbot, desk, db):
    for title, day in DUE.items():
        promises.promise(db, service.open_plain(db, title).value, Promised("answer", due_on=day))
    service.open_plain(db, "Loose")
    made = AftersalesPage(desk)
    qtbot.addWidget(made)
    qtbot.addWidget(made.toolbar())
    made.resize(1232, 780)
    made.show()
    made.open_target(OpenPage("aftersales", "open"))
    QApplication.processEvents()
    made.turn()
    yield made
    made.close_page()
    made.close()


def cards(page):
    board = page.apart("board")
    return {
        name: [board.columns[name].model.row(at).title for at in range(board.columns[name].model.total())]
        for name in board.shown()
    }


def focus(qtbot, page, name):
    table = page.apart("board").columns[name].table

    def held():
        page.activateWindow()
        table.setFocus()
        return QApplication.focusWidget() is table

    qtbot.waitUntil(held)
    table.go_to(0)
    table.reporter.flush()
    return table


def test_every_open_case_stands_in_one_column(page):
    assert cards(page) == {
        "over": ["Over"], "today": ["Today"], "week": ["Week"], "later": ["Later"], "none": ["Loose"]
    }  # fmt: skip
    board = page.apart("board")
    assert board.columns["over"].count.text() == "1"
    assert not page.bench.isVisible()
    assert audit.nameless(page) == []
    board.by.choose("status")
    board.by.chosen.emit("status")
    assert cards(page) == {"open": ["Over", "Today", "Week", "Later", "Loose"], "waiting": [], "closed": []}


def test_keys_go_from_column_to_column_and_keep_move_and_break(page, qtbot, desk, db):
    focus(qtbot, page, "over")
    board = page.apart("board")
    qtbot.keyClick(board.table, Qt.Key.Key_Right)
    assert (board.row().title, QApplication.focusWidget()) == ("Today", board.columns["today"].table)
    desk.actions.run("aftersales.kept")
    assert cards(page)["today"] == []
    assert sorted(cards(page)["none"]) == ["Loose", "Today"]
    assert QApplication.focusWidget() is board.columns["today"].table
    qtbot.keyClick(board.columns["today"].table, Qt.Key.Key_Left)
    desk.actions.run("aftersales.move")
    form = board.findChild(DayForm)
    form.go.click()
    assert (cards(page)["over"], cards(page)["week"]) == ([], ["Over", "Week"])
    focus(qtbot, page, "later")
    desk.actions.run("aftersales.broken")
    assert "Later" in cards(page)["none"]
    focus(qtbot, page, "none")
    desk.actions.run("aftersales.kept")
    assert desk.notices.log[-1].text == "No promise of this case is open"
    desk.actions.run("aftersales.close")
    with db.read() as conn:
        assert queries.counts(conn, desk.clock.today()).closed == 1


def test_what_can_t_be_closed_says_why_and_enter_opens_the_case(page, qtbot, desk):
    table = focus(qtbot, page, "over")
    desk.actions.run("aftersales.close")
    assert "Mark the promise as kept" in desk.notices.log[-1].text
    focus(qtbot, page, "week")
    desk.actions.run("aftersales.close")
    assert desk.notices.log[-1].text.startswith("A promise of case 3 is not kept yet")
    focus(qtbot, page, "over")
    qtbot.keyClick(table, Qt.Key.Key_Return)
    assert page.bench.isVisible()
    assert page.panel.title.text() == "Over"
    page.turn()
    assert not page.bench.isVisible()
    page.open_target(OpenCase(3))
    assert (page.bench.isVisible(), page.panel.title.text()) == (True, "Week")


def test_the_board_is_remembered_with_its_columns(page, desk, qtbot):
    page.apart("board").by.chosen.emit("status")
    again = AftersalesPage(replace(desk, actions=ActionBook(desk.settings)))
    qtbot.addWidget(again)
    qtbot.addWidget(again.toolbar())
    again.show()
    assert not again.bench.isVisible()
    assert again.apart("board").by.value() == "status"
    again.turn()
    assert again.bench.isVisible()
    assert not desk.settings.layout["aftersales.way"]["board"]
    again.close_page()
    again.close()
