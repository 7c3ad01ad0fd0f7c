"""The pane of proofs: files come by button, drop and paste, are shown small, go again, and refusals are said in it."""

from __future__ import annotations

import io

import pytest
from PIL import Image
from PySide6.QtCore import QCoreApplication, QEvent, QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog

from storeapp.evidence.ui.actions import ProofActions
from storeapp.evidence.ui.pane import FileTile, ProofPane
from storeapp.evidence.ui.picking import of_paths
from storeapp.kernel import text
from storeapp.qtkit import audit
from storeapp.qtkit.fields import Area
from storeapp.qtkit.page import Page
from storeapp.store import journal
from tests.evidence.pictures import picture


class Bare(Page):
    """A page with nothing on it."""

    ID = "bare"


@pytest.fixture
def page(qtbot, desk):
    made = Bare(desk)
    qtbot.addWidget(made)
    made.resize(640, 500)
    made.show()
    yield made
    made.close_page()
    made.close()


@pytest.fixture
def pane(page):
    made = ProofPane(page)
    made.resize(560, 300)
    made.show()
    made.verbs = ProofActions(page, made, "removal", 1)
    made.verbs.look()
    return made


@pytest.fixture
def photo(tmp_path):
    file = tmp_path / "Box & <b>lid.jpg"
    file.write_bytes(picture())
    return file


def names(pane) -> list[str]:
    return [tile.file.name for tile in pane.tiles.chips()]


def drop(widget, data) -> QDropEvent:
    buttons, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(QPoint(20, 10), Qt.DropAction.CopyAction, data, buttons, keys)
    QApplication.sendEvent(widget, enter)
    event = QDropEvent(QPointF(20, 10), Qt.DropAction.CopyAction, data, buttons, keys)
    if enter.isAccepted():
        QApplication.sendEvent(widget, event)
    else:
        event.ignore()
    return event


def files_of(*paths) -> QMimeData:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    return data


def test_a_chosen_file_is_shown_small_and_undone(pane, page, photo, desk):
    QTest.mouseClick(pane.button, Qt.MouseButton.LeftButton)
    dialog = page.findChild(QFileDialog)
    dialog.selectFile(str(photo))
    dialog.accept()
    assert names(pane) == ["Box & -b-lid.jpg"]
    (tile,) = pane.tiles.chips()
    assert not tile.thumbnail.picture.isNull()
    assert tile.thumbnail.accessibleName().endswith("KB")
    assert desk.notices.log[-1].text == "Attached 1 file as proof"
    assert desk.notices.log[-1].undo
    assert not pane.advice.isHidden()
    assert audit.nameless(pane.tiles) == []
    assert audit.rich_labels(pane.tiles) == []
    journal.undo(desk.db)
    pane.verbs.look()
    assert names(pane) == []


def test_files_dropped_on_it_and_on_a_field_it_watches_are_taken(pane, page, photo, tmp_path):
    words = Area("Words", "Words", page)
    pane.watch(words)
    assert drop(pane, files_of(photo)).isAccepted()
    note = tmp_path / "chat.txt"
    note.write_text("Ann: I want money")
    assert drop(words.viewport(), files_of(note)).isAccepted()
    assert len(names(pane)) == 2
    assert names(pane)[1] == "chat.txt"
    assert words.toPlainText() == ""
    other = QMimeData()
    other.setText("just words")
    drop(pane, other)
    assert len(names(pane)) == 2


def test_a_screenshot_is_pasted_and_words_stay_words(pane, page, desk):
    words = Area("Words", "Words", page)
    words.show()
    pane.watch(words)
    shot = QImage(400, 300, QImage.Format.Format_RGB32)
    shot.fill(Qt.GlobalColor.red)
    QGuiApplication.clipboard().setImage(shot)
    QTest.keyClick(words, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert names(pane) == ["Pasted picture.png"]
    (tile,) = pane.tiles.chips()
    assert (tile.file.width, tile.file.height) == (400, 300)
    QTest.keyClick(pane, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert pane.wrong.text() == "This is attached already."
    QGuiApplication.clipboard().setText("plain words")
    QTest.keyClick(words, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert words.toPlainText() == "plain words"
    assert len(names(pane)) == 1
    assert Image.open(io.BytesIO(tile.file.thumbnail)).size == (192, 144)


def test_what_is_refused_is_said_beside_it_and_the_rest_is_kept(pane, photo, tmp_path):
    empty, odd = tmp_path / "empty.png", tmp_path / "setup.jpg"
    empty.touch()
    odd.write_bytes(b"MZ" + bytes(300))
    drop(pane, files_of(empty, photo, odd))
    assert len(names(pane)) == 1
    assert pane.wrong.text().splitlines()[0] == "empty.png is empty. Nothing was attached."
    assert pane.wrong.text().splitlines()[1].startswith("setup.jpg is no picture, PDF or text")
    assert pane.button.isEnabled()
    drop(pane, files_of(photo))
    assert pane.wrong.text() == "This is attached already."


def test_a_proof_is_taken_away_and_brought_back(pane, photo, desk):
    drop(pane, files_of(photo))
    (tile,) = pane.findChildren(FileTile)
    QTest.mouseClick(tile.remove, Qt.MouseButton.LeftButton)
    assert names(pane) == []
    assert desk.notices.log[-1].undo
    journal.undo(desk.db)
    pane.verbs.look()
    assert len(names(pane)) == 1


def test_what_was_begun_ends_although_the_pane_is_gone(page, photo, desk):
    gone = ProofPane(page)
    verbs = ProofActions(page, gone, "removal", 1)
    gone.setParent(None)
    gone.deleteLater()
    QCoreApplication.sendPostedEvents(gone, QEvent.Type.DeferredDelete)
    verbs.give([])
    verbs.give(of_paths([photo, photo.with_name("gone.png")]))
    assert [notice.kind for notice in desk.notices.log] == ["problem", "done"]


@pytest.mark.parametrize("language", ["zh_CN", text.PSEUDO])
def test_no_text_is_cut(page, photo, language):
    text.use(language)
    try:
        made = ProofPane(page)
        made.resize(520, 300)
        made.show()
        verbs = ProofActions(page, made, "removal", 1)
        drop(made, files_of(photo))
        verbs.look()
        assert [words for words in audit.cut_texts(made) if ".jpg" not in words] == []
        made.hide()
    finally:
        text.use("en")
