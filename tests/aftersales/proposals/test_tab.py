"""The tab of proposed cases, worked with as an owner does: see why, open several, dismiss with a reason."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from sqlalchemy import func, select

from storeapp.aftersales.proposals.rules import CANCELED, ONE_STAR, SETTLED
from storeapp.aftersales.ui.page import AftersalesPage
from storeapp.kernel.targets import OpenCase
from storeapp.qtkit import audit
from storeapp.qtkit.form_sheet import FormSheet
from storeapp.store.tables import Case, CaseDismissal, Order, Review


@pytest.fixture
def page(qtbot, desk, db, make):
    channel = make.channel(name="Etsy", platform="etsy")
    for number in range(4):
        make.order(channel_id=channel, number=f"A{number}", status="canceled", canceled_on=f"2026-07-0{number + 1}")
    make.review(channel_id=channel, stars=1, text="It does not work", posted_on="2026-07-08")
    made = AftersalesPage(desk)
    qtbot.addWidget(made)
    qtbot.addWidget(made.toolbar())
    made.resize(1440, 780)
    made.show()
    QApplication.processEvents()
    made.tabs.chosen.emit("proposed")
    QApplication.processEvents()
    yield made
    made.close_page()
    made.close()


def count(db, table):
    with db.read() as conn:
        return conn.execute(select(func.count()).select_from(table)).scalar_one()


def test_it_shows_what_is_proposed_and_why(page):
    tab = page.proposed
    assert tab.isVisible()
    assert not page.bench.isVisible()
    assert [tab.bench.model.row(number).number for number in range(5)] == ["", "A3", "A2", "A1", "A0"]
    pane = tab.bench.inspector
    assert pane.title.text() == "Faulty"
    assert "A review with one star" in pane.why.text()
    assert pane.words.text() == "It does not work"
    assert audit.nameless(tab) == []
    assert audit.cut_texts(tab) == []


def test_what_speaks_for_a_case_may_be_chosen(page, make):
    tab = page.proposed
    make.order(number="B1", status="delivered", refunded_minor=500, placed_on="2026-07-09")
    page.refresh()
    QApplication.processEvents()
    shown = {}
    for sign in (0, SETTLED, CANCELED, ONE_STAR):
        tab.sign.choose(sign)
        tab.sign.picked.emit(sign)
        QApplication.processEvents()
        shown[sign] = [tab.bench.model.row(place).reason_title for place in range(tab.bench.model.total())]
    canceled = ["Order to be cancelled"] * 4
    assert shown[SETTLED] == ["Paid back, no reason given"]
    assert (shown[CANCELED], shown[ONE_STAR]) == (canceled, ["Faulty"])
    assert sorted(shown[0]) == sorted([*canceled, "Faulty", "Paid back, no reason given"])


def test_a_dismissal_in_the_window_outlives_its_files(page, qtbot, db, make):
    tab = page.proposed
    tab.dismiss_chosen()
    (sheet,) = tab.findChildren(FormSheet)
    sheet.go.click()
    QApplication.processEvents()
    with db.write("The files come again, edited, a row less, and in another order") as tx:
        for number in (4, 1, 2):
            tx.update(Order, number, status="returned", refunded_minor=100 * number)
        tx.update(Review, 1, text="It still does not work", posted_on="2026-07-10")
    page.refresh()
    QApplication.processEvents()
    assert tab.bench.model.total() == 4
    assert all(tab.bench.model.row(place).record[0] == "order" for place in range(4))


def test_one_is_opened_and_shown(page, desk, db):
    page.proposed.bench.inspector.open.click()
    QApplication.processEvents()
    assert count(db, Case) == 1
    assert page.proposed.bench.model.total() == 4
    assert desk.navigate == [OpenCase(1)]


def test_several_are_opened_at_once(page, qtbot, db):
    table = page.proposed.table
    table.setFocus()
    qtbot.keyClick(table, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    page.proposed.open_chosen()
    QApplication.processEvents()
    assert count(db, Case) == 5
    assert page.proposed.bench.model.total() == 0


def test_one_is_dismissed_with_a_reason(page, qtbot, db):
    page.proposed.dismiss_chosen()
    (sheet,) = page.proposed.findChildren(FormSheet)
    sheet.go.click()
    QApplication.processEvents()
    assert count(db, CaseDismissal) == 1
    assert page.proposed.bench.model.total() == 4
