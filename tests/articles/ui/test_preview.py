"""The preview shows an article as readers see it: products as cards, pictures no wider than the text."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from storeapp.articles.drafts import service
from storeapp.articles.drafts.rules import ArticleFields
from storeapp.articles.drafts.ui.preview import Previewed
from storeapp.articles.ui.page import ArticlesPage
from storeapp.kernel.targets import OpenArticle
from storeapp.store.tables import Listing


@pytest.fixture
def view(qtbot, desk, db):
    page = ArticlesPage(desk)
    qtbot.addWidget(page)
    page.resize(1232, 824)
    page.show()
    QApplication.processEvents()
    page.open_target(OpenArticle(service.new_article(db, ArticleFields("Lamps", "en", body="# Hi")).value))
    yield page.writing_view
    page.close_page()
    page.close()


def test_the_preview_shows_a_product_as_a_card_and_says_where_it_leads(qtbot, view, make, db):
    lamp, scarf = make.product(title="Walnut <lamp>", sku="LL-1"), make.product(title="Scarf")
    channel = make.channel()
    with db.write("listed") as tx:
        key = {"key": "sku:LL-1", "url": "https://shop.example/lamp"}
        tx.insert_one(Listing, product_id=lamp, channel_id=channel, **key)
    body = f"# Hi\n\n[The lamp](product:{lamp})\n\nSee [the scarf](product:{scarf}) too.\n\n[It](product:{scarf})\n"
    view.editor.show_text(body)
    view.show_preview(True)
    qtbot.waitUntil(lambda: "The lamp" in view.preview.toPlainText())
    shown = view.preview.toPlainText()
    assert "LL-1 · https://shop.example/lamp" in shown
    assert shown.count("No address is known") == 1  # of the one that stands alone
    assert view.preview.toHtml().count("<table") == 2


def test_a_wide_picture_has_room_in_the_preview(qtbot, view, db):
    picture = QImage(1600, 400, QImage.Format.Format_RGB32)
    picture.fill(Qt.GlobalColor.red)
    wide = Previewed("<p><img src='a.png'></p>", {"a.png": picture.scaledToWidth(view.preview.room())})
    view.show_preview(True)
    view.preview.show_text(wide)
    assert view.preview.document().size().width() <= view.preview.viewport().width()
    assert view.preview.room() >= 300
