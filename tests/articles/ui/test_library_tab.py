"""The tab Library: pictures taken in and described, what may not be used, and a picture put into a text."""

from __future__ import annotations

import pytest
from PIL import Image
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from storeapp.articles.library.ui.form import LibraryForm
from storeapp.articles.library.ui.taking import take_pictures
from storeapp.articles.publishing.ui.card_form import CardForm
from storeapp.articles.ui.page import ArticlesPage
from storeapp.evidence.ui.picking import of_paths
from storeapp.qtkit import audit


@pytest.fixture
def page(qtbot, desk):
    made = ArticlesPage(desk)
    qtbot.addWidget(made)
    made.resize(1232, 824)
    made.show()
    QApplication.processEvents()
    yield made
    made.close_page()
    made.close()


@pytest.fixture
def tab(page):
    page.tabs.choose("library")
    page._chosen("library")
    return page.views.view("library")


def form(over):
    return [one for one in over.findChildren(LibraryForm) if one.isVisible()][-1]


def taken(page, tab, folder, **fields):
    """One picture taken in, described in the form."""
    place = folder / "lamp.png"
    Image.new("RGB", (64, 48), "red").save(place)
    found = []
    take_pictures(page, tab, of_paths([place]), found.extend)
    sheet = form(tab)
    sheet.alt.setText("A red lamp")
    for name, value in fields.items():
        field = getattr(sheet, name)
        field.choose(value) if name == "origin" else field.setText(value)
    sheet.go.click()
    tab.refresh()
    return found


def test_a_picture_is_taken_in_described_and_taken_out(page, tab, tmp_path):
    assert not tab.edit.isEnabled()
    (number,) = taken(page, tab, tmp_path, origin="buyer", source="Ann")
    assert "Nobody noted that Ann agreed" in tab.may.text()
    assert f"Its name in texts: picture:{number}" in tab.facts.text().splitlines()
    assert not tab.picture.pixmap().isNull()
    tab.describe()
    sheet = form(tab)
    sheet.uses["article"].setChecked(True)
    sheet.until.setText("soon")
    sheet.go.click()
    assert "2026-07-16" in sheet.problem.label.text()
    sheet.until.setText("")
    sheet.go.click()
    assert tab.may.text() == "May be used in articles"
    QApplication.processEvents()
    assert audit.cut_texts(page) == []
    assert audit.nameless(page) == []
    tab.remove()
    assert tab.model.rowCount() == 0


def test_a_closing_card_is_made_from_the_library(page, tab):
    tab.card.click()
    sheet = page.findChildren(CardForm)[-1]
    sheet.sentence.setText("Every shade is tried at a desk.")
    sheet.name.setText("Lumen")
    sheet.address.setText("https://lumen.example")
    sheet.go.click()
    assert tab.model.rowCount() == 1
    assert tab.name.text() == "Closing card: Every shade is tried at a desk."


def test_texts_and_videos_are_typed(tab):
    tab.add("text")
    sheet = form(tab)
    sheet.words.setPlainText("Dust it dry.")
    sheet.go.click()
    assert tab.model.rowCount() == 1
    tab.kind.choose("video")
    tab.kind.picked.emit("video")
    assert tab.model.rowCount() == 0


def dropped(tab, *places):
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(one)) for one in places])
    here, how, button, keys = QPointF(40, 40), Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier
    for kind in (QDragEnterEvent, QDropEvent):
        at = here.toPoint() if kind is QDragEnterEvent else here
        event = kind(at, how, data, button, keys.NoModifier)
        QApplication.sendEvent(tab, event)
        assert event.isAccepted()


def test_pictures_are_dropped_and_pasted_into_the_library(tab, tmp_path):
    Image.new("RGB", (64, 48), "red").save(tmp_path / "red.png")
    dropped(tab, tmp_path / "red.png")
    form(tab).go.click()
    assert tab.model.rowCount() == 1
    image = QImage(32, 32, QImage.Format.Format_RGB32)
    image.fill(0xFF00FF)
    QGuiApplication.clipboard().setImage(image)
    QTest.keyClick(tab.table, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    form(tab).go.click()
    assert tab.model.rowCount() == 2


def test_a_huge_and_a_broken_picture_are_a_sentence_each_and_the_good_one_is_taken(tab, desk, tmp_path):
    with (tmp_path / "huge.png").open("wb") as huge:
        huge.write(b"\x89PNG\r\n\x1a\n")
        huge.truncate(200 << 20)
    (tmp_path / "broken.jpg").write_bytes(b"\xff\xd8\xff\xe0 no more")
    Image.new("RGB", (64, 48), "red").save(tmp_path / "red.png")
    dropped(tab, *(tmp_path / name for name in ("huge.png", "broken.jpg", "red.png")))
    form(tab).go.click()
    told = "\n".join(one.text for one in desk.notices.log if one.kind == "problem")
    assert "huge.png" in told
    assert "broken.jpg" in told
    assert len(told.splitlines()) == 2
    assert tab.model.rowCount() == 1
