"""The dialog of pasted conversations: split, looked at, corrected, and kept once."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication

from storeapp.aftersales import service
from storeapp.aftersales.pasting.queries import kept_messages
from storeapp.aftersales.pasting.ui.sheet import PasteSheet
from storeapp.aftersales.ui.page import AftersalesPage
from storeapp.qtkit import audit
from storeapp.store import journal

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


def test_a_case_is_opened_with_a_pasted_conversation_and_pasted_again_it_is_the_same_one(page, desk, db):
    def paste(text):
        desk.actions.run("aftersales.paste_new")
        sheet = next(one for one in page.findChildren(PasteSheet) if one.isVisible())
        sheet.text.setPlainText(text)
        sheet.order.picked.emit(sheet.order.value())
        for number, one in enumerate(sheet.messages):
            sheet.table.go_to(number)
            sheet.side.picked.emit("buyer" if one.who == "Anna Lee" else "shop")
        sheet.keep.click()
        return desk.notices.log[-1].text

    assert paste(CHAT) == "Case 2 opened"
    assert page.panel.title.text() == "The shade is cracked"
    assert [line.line.kind for line in page.panel.story.lines()] == ["in", "out", "in"]
    more = CHAT + "\n03/04/2026, 11:00 - Anna Lee: When does it leave?"
    assert paste(more) == "Case 2 has this conversation: new words are kept there"
    assert [line.line.words for line in page.panel.story.lines()][-1] == "When does it leave?"
    assert paste("\n".join(CHAT.splitlines()[:2])).startswith("Case 2 has this")  # in parts
    assert len(page.panel.story.lines()) == 4
    assert (
        paste("05/04/2026, 09:00 - Anna Lee: Another lamp rattles\n05/04/2026, 09:10 - Sam: Thanks") == "Case 3 opened"
    )
    journal.undo(db)
    with db.read() as conn:
        assert [one for (one,) in conn.exec_driver_sql("SELECT count(*) FROM cases")] == [2]
        assert [one for (one,) in conn.exec_driver_sql("SELECT count(*) FROM case_entries")] == [4]
