"""The tab Promises: all promises by when they are due, kept, moved and broken by keys that leave the focus there."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication

from storeapp.aftersales import service
from storeapp.aftersales.promises import service as promises
from storeapp.aftersales.rules import Promised
from storeapp.aftersales.ui.entry_form import DayForm
from storeapp.aftersales.ui.page import AftersalesPage
from storeapp.kernel.money import Money
from storeapp.kernel.targets import OpenCase, OpenPage
from storeapp.qtkit import audit


@pytest.fixture
def page(qtbot, desk, db):
    for day, words in (("2026-07-14", "first"), ("2026-07-16", "second"), ("2026-08-20", "third")):
        case = service.open_plain(db, f"About the {words}").value
        promises.promise(db, case, Promised("refund", words, Money(1800, "EUR"), day))
    done = promises.promise(db, 1, Promised("answer", "in time", due_on="2026-07-10")).value
    promises.keep_promise(db, done, "2026-07-09")
    made = AftersalesPage(desk)
    qtbot.addWidget(made)
    qtbot.addWidget(made.toolbar())
    made.resize(1440, 780)
    made.show()
    made.toolbar().resize(1440, 44)
    made.toolbar().show()
    made.open_target(OpenPage("aftersales", "promises"))
    QApplication.processEvents()
    yield made
    made.close_page()
    made.close()


def told(page):
    model = page.promises.bench.model
    return [model.row(number).words for number in range(model.total())]


def test_all_open_promises_by_their_day(page):
    assert told(page) == ["first", "second", "third"]
    assert [(band.words, band.count) for band in page.promises.table.bands.all] == [
        ("Past the promise", 1),
        ("Due today", 1),
        ("Later", 1),
    ]
    assert page.keyboard() is page.promises.table
    page.promises.states.choose("kept")
    page.promises.states.chosen.emit("kept")
    assert told(page) == ["in time"]


def test_keys_keep_move_and_break_and_the_list_keeps_the_focus(page, desk, db):
    page.promises.table.setFocus()
    desk.actions.run("aftersales.kept")
    assert told(page) == ["second", "third"]
    desk.actions.run("aftersales.broken")
    assert told(page) == ["third"]
    desk.actions.run("aftersales.move")
    form = page.findChild(DayForm)
    form.go.click()
    with db.read() as conn:
        rows = conn.exec_driver_sql("SELECT words, due_on, kept_on, broken_on FROM promises ORDER BY id").all()
    assert [tuple(row) for row in rows] == [
        ("first", "2026-07-14", "2026-07-16", None),
        ("second", "2026-07-16", None, "2026-07-16"),
        ("third", "2026-07-17", None, None),
        ("in time", "2026-07-10", "2026-07-09", None),
    ]


def test_the_pane_leads_to_the_case_and_tells_the_months(page, desk):
    pane = page.promises.bench.inspector
    pane.case.click()
    assert desk.navigate[-1] == OpenCase(1)
    assert pane.months.itemAt(0).widget().text() == "Jul 2026: 50% of 2"
    for root in (page, page.toolbar()):
        assert audit.nameless(root) == []
        assert audit.cut_texts(root) == []
