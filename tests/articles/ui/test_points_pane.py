"""The selling points beside an article: those that fit, the proven ones first, and a buyer's words put in by key."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QMenu

from storeapp.articles.checks.evidence import claims
from storeapp.articles.drafts import service as drafts
from storeapp.articles.drafts.rules import ArticleFields
from storeapp.articles.positioning import service
from storeapp.articles.positioning.rules import PointFields
from storeapp.articles.ui.page import ArticlesPage
from storeapp.articles.ui.points_pane import PointsPane
from storeapp.kernel.targets import OpenArticle
from storeapp.qtkit import audit

BUYER = "I read every evening & my eyes don't ache"


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
def view(qtbot, page, db, make):
    lamp = make.product(title="Walnut reading lamp")
    review = make.review(text=f"Bought in May. {BUYER.replace(' ', '  ')}!", product_id=lamp)
    shade = service.add_point(db, PointFields("The shade of the lamp turns", buyers_words=BUYER)).value
    service.add_point(db, PointFields("The wool is from one farm", buyers_words="So soft"))
    service.add_point(db, PointFields("We answer within a day", about="service"))
    service.prove_point(db, shade, "review", review)
    number = drafts.new_article(db, ArticleFields("Guide", "en", body="One line.\n\nTwo."), [lamp]).value
    page.open_target(OpenArticle(number))
    qtbot.waitUntil(lambda: len(pane_of(page.writing_view).points) == 2)
    return page.writing_view


def pane_of(view):
    (pane,) = [one for one in view.panes if isinstance(one, PointsPane)]
    return pane


def test_points_of_another_product_stay_away(view):
    pane = pane_of(view)
    assert [(one.row.fields.words, one.near, one.proven) for one in pane.points] == [
        ("The shade of the lamp turns", "product", True),
        ("We answer within a day", "shop", False),
    ]
    assert pane.told.text() == "1 of 2 proven"
    assert not [one for one in audit.cut_texts(pane) if "Selling points" in one or "proven" in one]


def test_the_key_puts_the_nearest_buyers_words_in_with_their_review(qtbot, view, db):
    view.offer_words()
    (menu,) = [one for one in view.editor.findChildren(QMenu) if one.isVisible()]
    qtbot.keyClick(menu, Qt.Key.Key_Return)
    assert view.editor.text() == f"One line.\n\n> {BUYER}\n\n\n\nTwo."
    with db.read() as conn:
        (claim,) = claims(conn, view.found.id)
    assert (claim.sentence, claim.ref_kind) == (BUYER, "review")
    view.editor.undo()
    assert view.editor.text() == "One line.\n\nTwo."


def test_a_point_without_a_buyers_words_changes_nothing(view):
    pane = pane_of(view)
    before = view.editor.text()
    pane.put_in(pane.points[1])
    assert view.editor.text() == before


def test_another_product_brings_other_points(qtbot, view, db, make):
    drafts.set_products(db, view.found.id, [make.product(title="Wool scarf")])
    view.page.refresh()
    qtbot.waitUntil(lambda: [one.near for one in pane_of(view).points] == ["product", "shop"])
    assert pane_of(view).points[0].row.fields.words == "The wool is from one farm"
