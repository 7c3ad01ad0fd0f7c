"""The dialog of pasted conversations: split, looked at, corrected, and kept once."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication

from storeapp.aftersales import service
from storeapp.aftersales.pasting.queries import kept_messages
from storeapp.aftersales.pasting.ui.sheet import PasteSheet
from storeapp.aftersales.ui.page import AftersalesPage
from storeapp.qtkit import audit

CHAT = """03/04/2026, 10:15 - Anna Lee: The shade is cracked
03/04/2026, 10:20 - Sam: We send a new one
03/04/2026, 10:21 - Anna Lee: Thanks"""


@pytest.fixture
def case(db, make):
    make.channel(name="Etsy")
    buyer = make.customer(name="Kim Fox")
    return service.open_plain(db, "Cracked shade", customer_id=buyer).value


@pytest.fixture
def page(qtbot, desk, case):
    made = AftersalesPage(desk)
    qtbot.addWidget(made)
    qtbot.addWidget(made.toolbar())
    made.resize(1440, 780)
    made.show()
    QApplication.processEvents()
    made.refresh()
    QApplication.processEvents()
    yield made
    made.close_page()
    made.close()


def opened(page):
    page.bench.go_to(1)
    QApplication.processEvents()
    page.paste()
    (sheet,) = page.findChildren(PasteSheet)
    return sheet


def words(db, case):
    with db.read() as conn:
        return [(one.kind, one.at[:16], one.words) for one in kept_messages(conn, case)]


def test_a_chat_is_looked_at_told_and_kept_once(page, db, case):
    sheet = opened(page)
    sheet.text.setPlainText(CHAT)
    QApplication.processEvents()
    assert sheet.model.total() == 3
    assert sheet.order.isVisible()  # 3 April or 4 March
    assert not sheet.keep.isEnabled()
    assert "3 of nobody known" in sheet.sums.text()
    sheet.side.picked.emit("buyer")
    sheet.table.go_to(1)
    sheet.side.picked.emit("shop")
    assert sheet.sums.text() == "3 messages, 3 are new"
    assert audit.nameless(sheet) == []
    sheet.keep.click()
    QApplication.processEvents()
    assert [kind for kind, _at, _words in words(db, case)] == ["in", "out", "in"]
    again = opened(page)
    again.text.setPlainText(CHAT)
    again.side.picked.emit("buyer")
    again.table.go_to(1)
    again.side.picked.emit("shop")
    assert again.sums.text() == "3 messages, 0 are new"
    again.keep.click()
    assert len(words(db, case)) == 3


def test_the_owner_corrects_joins_and_leaves_out(page, db, case):
    sheet = opened(page)
    sheet.text.setPlainText(CHAT)
    sheet.order.choose("month")
    sheet.order.picked.emit("month")
    QApplication.processEvents()
    assert sheet.messages[0].at.month == 3
    sheet.table.go_to(2)
    sheet.side.picked.emit("buyer")
    sheet.join.click()
    assert len(sheet.messages) == 2
    sheet.table.go_to(0)
    sheet.at.setText("2026-03-01 08:00")
    sheet.at.editingFinished.emit()
    assert sheet.messages[0].at.isoformat() == "2026-03-01T08:00:00"
    sheet.at.setText("yesterday")
    sheet.at.editingFinished.emit()
    assert sheet.doubt.isVisible()
    sheet.table.go_to(1)
    sheet.out.click()
    assert sheet.messages[1].left_out
    assert sheet.keep.isEnabled()
    sheet.keep.click()
    assert [one[2] for one in words(db, case)] == ["The shade is cracked"]
