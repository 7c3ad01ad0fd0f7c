"""The tab Library: pictures taken in and described, what may not be used, and a picture put into a text."""

from __future__ import annotations

import pytest
from PIL import Image
from PySide6.QtWidgets import QApplication

from storeapp.articles.library.ui.form import LibraryForm
from storeapp.articles.library.ui.taking import take_pictures
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
    assert f"picture:{number}" in tab.facts.text()
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


def test_texts_and_videos_are_typed(tab):
    tab.add("text")
    sheet = form(tab)
    sheet.words.setPlainText("Dust it dry.")
    sheet.go.click()
    assert tab.model.rowCount() == 1
    tab.kind.choose("video")
    tab.kind.picked.emit("video")
    assert tab.model.rowCount() == 0
