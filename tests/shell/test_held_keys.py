"""Keys that come before the page is ready, with real threads: none is lost, and each acts on what is true then."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from sqlalchemy import text

from storeapp.kernel.targets import OpenPage, OpenReviews
from storeapp.qtkit.jobs import Jobs


@pytest.fixture
def busy(make_program, own_sample, qtbot):
    """The sample in a window with real threads, Today in front and read."""
    program = make_program(lanes=Jobs)
    program.start(None)
    program.open(own_sample)
    qtbot.waitUntil(lambda: program.desk is not None and not program.desk.jobs.busy(), timeout=20_000)
    program.window.activateWindow()
    return program


def press(*keys) -> None:
    """One after the other, before anything asked for can come home."""
    for key in keys:
        QTest.keyClick(QApplication.focusWidget(), key)


def value(program, sql):
    with program.desk.db.read() as conn:
        return conn.execute(text(sql)).scalar()


def test_a_promise_is_kept_and_its_case_closed_by_two_keys_in_one_breath(busy, qtbot):
    over = "SELECT case_id FROM promises WHERE kept_on IS NULL ORDER BY due_on LIMIT 1"
    case = value(busy, over)
    busy.navigate(OpenPage("aftersales"))  # its first visit: no row has been read
    press(Qt.Key.Key_P, Qt.Key.Key_D)
    qtbot.waitUntil(lambda: value(busy, f"SELECT state FROM cases WHERE id = {case}") == "closed", timeout=20_000)
    assert value(busy, f"SELECT count(*) FROM promises WHERE case_id = {case} AND kept_on IS NULL") == 0


def test_a_reply_is_begun_and_typed_before_the_list_has_come(busy, qtbot):
    busy.navigate(OpenPage("reputation", "reviews"))
    press(Qt.Key.Key_E)
    for letter in "Sees":  # S marks as replied, E begins a reply: in a list, not in a text
        QTest.keyClick(QApplication.focusWidget(), letter)
    page = busy.window.navigation.current
    qtbot.waitUntil(lambda: page.reviews.inspector.editor.toPlainText() == "Sees", timeout=20_000)
    assert QApplication.focusWidget() is page.reviews.inspector.editor


def test_the_same_key_twice_on_today_does_two_lines(busy, qtbot):
    listed = busy.window.navigation.current.list
    qtbot.waitUntil(lambda: QApplication.focusWidget() is listed and len(listed.lines()) > 3)
    first, second, *_rest = [line.key for line in listed.lines()]
    press(Qt.Key.Key_L, Qt.Key.Key_L)
    qtbot.waitUntil(lambda: not {first, second} & {line.key for line in listed.lines()}, timeout=20_000)


def test_the_same_key_twice_marks_two_reviews(busy, qtbot):
    waiting = "SELECT count(*) FROM reviews WHERE replied_on IS NULL AND stars <= 3"
    before = value(busy, waiting)
    busy.navigate(OpenReviews(reply="waiting"))
    page = busy.window.navigation.current
    qtbot.waitUntil(
        lambda: page.reviews.model.sure and page.settled() and page.reviews.bench.record is not None, timeout=20_000
    )
    qtbot.waitUntil(lambda: QApplication.focusWidget() is page.reviews.table, timeout=20_000)
    press(Qt.Key.Key_S, Qt.Key.Key_S)
    qtbot.waitUntil(lambda: value(busy, waiting) == before - 2, timeout=20_000)
