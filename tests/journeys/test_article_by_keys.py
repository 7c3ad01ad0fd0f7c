"""An article by keys alone: begun with its outline, written, gone back to a version of, found again; Esc leads out."""

from __future__ import annotations

import shutil

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from storeapp.articles.drafts import queries
from storeapp.articles.drafts.ui.brief_form import BriefSheet
from storeapp.articles.drafts.ui.versions_sheet import VersionsSheet
from storeapp.qtkit.ask import Question
from storeapp.shell.palette.palette import Palette
from tests.journeys.test_day_by_keys import Hand, settled

pytestmark = [pytest.mark.window, pytest.mark.slow]
CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
WORDS = "A lamp should light the page."


# whole: one article told from its beginning to its finding, key by key
def test_an_article_is_written_by_keys(start, qtbot, blank_shop, tmp_path):
    program = start()
    try:
        qtbot.waitUntil(program.window.isActiveWindow, timeout=60_000)
    except TimeoutError:
        pytest.skip("no window manager gives windows the focus here")
    hand = Hand(qtbot, program)
    program.open(shutil.copytree(blank_shop, tmp_path / "Lamps"))
    navigation = program.window.navigation
    hand.until(lambda: navigation.current_id == "today" and settled(program))

    def stored():
        with program.desk.db.read() as conn:
            rows = queries.articles(conn)
            return queries.article(conn, rows[0].id) if rows else None

    hand.press(Qt.Key.Key_4, CONTROL)
    hand.until(lambda: navigation.current_id == "articles" and settled(program))
    page = navigation.current
    hand.press(Qt.Key.Key_N, CONTROL)
    hand.until(lambda: isinstance(QApplication.activeWindow(), BriefSheet))
    hand.write("Lamp guide")
    hand.press(Qt.Key.Key_Return)
    hand.until(lambda: page.is_writing and page.writing_view.found is not None)
    view = page.writing_view
    hand.until(lambda: QApplication.focusWidget() is view.editor)
    hand.write(WORDS)
    hand.until(lambda: stored().body == WORDS)
    assert program.window.work.topbar.crumb.text().endswith("Lamp guide")
    hand.press(Qt.Key.Key_S, CONTROL)
    hand.until(lambda: isinstance(QApplication.activeWindow(), Question))
    hand.write("First")
    hand.press(Qt.Key.Key_Return)
    hand.until(lambda: view.foot.versions.text().startswith("2"))
    hand.until(lambda: QApplication.focusWidget() is view.editor)
    hand.press(Qt.Key.Key_A, CONTROL)
    hand.write("Other words.")
    hand.until(lambda: stored().body == "Other words.")
    hand.press(Qt.Key.Key_H, CONTROL | SHIFT)
    hand.until(lambda: isinstance(QApplication.activeWindow(), VersionsSheet))
    sheet = QApplication.activeWindow()
    hand.until(lambda: sheet.table.current_row() is not None and sheet.said.text() != "")
    assert sheet.table.current_row().name == "First"
    hand.press(Qt.Key.Key_Tab)
    while QApplication.focusWidget() is not sheet.back:
        hand.press(Qt.Key.Key_Tab)
    hand.press(Qt.Key.Key_Space)
    hand.until(lambda: view.editor.text() == WORDS and stored().body == WORDS)
    hand.until(lambda: QApplication.focusWidget() is view.editor)
    hand.press(Qt.Key.Key_Escape)
    hand.until(lambda: not page.is_writing and QApplication.focusWidget() is page.articles.table and settled(program))
    hand.press(Qt.Key.Key_R)
    hand.until(lambda: stored().status == "ready" and settled(program))
    hand.press(Qt.Key.Key_K, CONTROL)
    hand.until(lambda: program.window.findChild(Palette) is not None)
    box = program.window.findChild(Palette)
    hand.until(box.line.hasFocus)
    hand.write("should light the page")
    hand.until(lambda: [one.kind for one in box._records] == ["articles"])
    hand.press(Qt.Key.Key_Return)
    hand.until(lambda: page.is_writing and view.found is not None and view.found.title == "Lamp guide")
