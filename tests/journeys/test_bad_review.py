"""A bad review replied to in the real window: stopped for a phone number, mended, recorded, copied, marked, undone."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from sqlalchemy import text

from storeapp.aftersales import queries as aftersales
from storeapp.kernel.targets import OpenReview
from storeapp.reputation.reviews.queries.listing import rows_of

pytestmark = [pytest.mark.window, pytest.mark.slow]
LONG = 60_000  # ms a step may take on a busy machine
REPLY = "Thank you, we are sorry the shade cracked. We will refund $20.00. Call +49 30 23125 014."


def until(qtbot, met) -> None:
    qtbot.waitUntil(met, timeout=LONG)


def settled(program) -> bool:
    return program.desk is not None and not program.desk.jobs.busy() and not program.opener.busy()


def line(pane, words: str):
    return next((one for one in pane.checks.lines() if words in one.words.text()), None)


def test_a_bad_review_is_answered(start, opened_before, qtbot):
    program = start()
    program.open_sample()
    until(qtbot, lambda: settled(program))
    db = program.desk.db
    wanted = (
        "SELECT id FROM reviews WHERE stars = 1 AND replied_on IS NULL AND order_id IS NOT NULL ORDER BY id LIMIT 1"
    )
    with db.read() as conn:
        review = conn.execute(text(wanted)).scalar_one()
    program.navigate(OpenReview(review))
    until(qtbot, lambda: program.window.navigation.current.ID == "reputation" and settled(program))
    reviews = program.window.navigation.current.reviews
    look, pane = reviews.inspector, reviews.inspector.reply
    until(qtbot, lambda: look.review_id == review and reviews.table.current_row() is not None)
    reviews.answer()
    QTest.keyClicks(look.editor, REPLY)
    until(qtbot, lambda: line(pane, "Phone number") is not None)
    assert not look.copy.isEnabled()
    QTest.mouseClick(line(pane, "Phone number").button, Qt.MouseButton.LeftButton)
    until(qtbot, lambda: look.copy.isEnabled())
    assert "+49" not in look.editor.toPlainText()

    line(pane, "$20.00 refund").button.click()
    until(qtbot, lambda: settled(program) and line(pane, "$20.00 refund") is None)
    assert program.window.navigation.current.ID == "reputation"
    with db.read() as conn:
        case = aftersales.case_detail(conn, aftersales.case_of(conn, "review", review))
    assert [one.kind for one in case.promises] == ["refund"]
    assert "+49" not in look.editor.toPlainText()

    QTest.mouseClick(look.copy, Qt.MouseButton.LeftButton)
    assert QApplication.clipboard().text() == pane.text()
    QTest.mouseClick(look.mark, Qt.MouseButton.LeftButton)
    until(qtbot, lambda: settled(program) and look.unmark.isVisible())
    with db.read() as conn:
        assert rows_of(conn, [review])[0].replied_on is not None
    program.book.run("window.undo")
    until(qtbot, lambda: settled(program) and not look.unmark.isVisible())
    with db.read() as conn:
        assert rows_of(conn, [review])[0].replied_on is None

    program.book.run("reputation.case")
    until(qtbot, lambda: program.window.navigation.current.ID == "aftersales" and settled(program))
    page = program.window.navigation.current
    until(qtbot, lambda: page.panel.case_id == case.row.id and settled(program))
    kept_by_a_key(program, page, case.row.id, qtbot)


def kept_by_a_key(program, page, case, qtbot):
    """The promise is kept from the list, which keeps the focus, and the board is looked at."""
    table = page.table
    until(qtbot, lambda: settled(program) and table.current_row() is not None and table.current_row().id == case)
    program.window.activateWindow()
    table.setFocus()
    until(qtbot, table.hasFocus)
    QTest.keyClick(table, Qt.Key.Key_P)
    until(qtbot, lambda: settled(program) and not page.panel.shown.detail.row.open_promises)
    assert table.hasFocus()
    QTest.keyClick(program.window, Qt.Key.Key_B, Qt.KeyboardModifier.ControlModifier)
    until(qtbot, lambda: settled(program) and page.keyboard().hasFocus() and not page.bench.isVisible())
    board = page.apart("board")
    until(qtbot, lambda: settled(program) and board.columns["none"].model.total() > 0)
    QTest.keyClick(program.window, Qt.Key.Key_B, Qt.KeyboardModifier.ControlModifier)
    until(qtbot, lambda: settled(program) and page.bench.isVisible() and table.hasFocus())
