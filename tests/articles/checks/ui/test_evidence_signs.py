"""The signs of evidence beside the text: they say how a claim stands, move with the text, and open its ways by key."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QMenu

from storeapp.articles.checks import service as checks
from storeapp.articles.checks.records import ClaimLink
from storeapp.articles.checks.ui.evidence_sheet import EvidenceSheet
from storeapp.articles.checks.ui.pane import ChecksPane
from storeapp.articles.drafts import service
from storeapp.articles.drafts.rules import ArticleFields
from storeapp.articles.ui.page import ArticlesPage
from storeapp.kernel.targets import OpenArticle

PROVEN, OPINION, OPEN = "After 268 reviews we know it.", "Ours is the best lamp here.", "It never breaks for anybody."
BODY = f"# 🛋 Lamps\n\n{PROVEN} A plain sentence.\n\n{OPINION}\n\n{OPEN}\n"


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
def pane(qtbot, page, db, make):
    make.review()
    number = service.new_article(db, ArticleFields("Lamps", "en", body=BODY, country="GB")).value
    checks.link_claim(db, number, PROVEN, ClaimLink("figure", ref_text="reviews"))
    checks.mark_opinion(db, number, OPINION)
    page.open_target(OpenArticle(number))
    (made,) = [one for one in page.writing_view.panes if isinstance(one, ChecksPane)]
    qtbot.waitUntil(lambda: len(made.editor.marks.signs) == 3)
    return made


def shown(pane):
    """Sign, tone and words of each mark, from the top."""
    found = sorted(pane.editor.marks.signs, key=lambda one: one[1].selectionStart())
    return [(mark.sign, mark.tone, cursor.selectedText()) for mark, cursor in found]


def menu_of(pane):
    (menu,) = [one for one in pane.editor.findChildren(QMenu) if one.isVisible()]
    return menu


def choose(pane, words):
    menu = menu_of(pane)
    (entry,) = [one for one in menu.actions() if one.text() == words]
    entry.trigger()
    menu.close()


def test_each_claim_says_how_it_stands(pane):
    assert shown(pane) == [
        ("shield-check", "positive", PROVEN),
        ("message", "text-2", OPINION),
        ("question", "warning", OPEN),
    ]
    tip = pane.editor.tip_at(pane.editor.document().find("268").selectionStart())
    assert tip == "Proven by: Reviews in all"
    assert "No evidence is linked yet" in pane.editor.tip_at(pane.editor.document().find("never").selectionStart())


def test_a_figure_that_has_changed_turns_amber_and_says_both_values(qtbot, pane, make):
    make.review()
    pane.page.refresh()
    qtbot.waitUntil(lambda: shown(pane)[0][:2] == ("triangle-alert", "warning"))
    tip = pane.editor.tip_at(pane.editor.document().find("268").selectionStart())
    assert "It was 1 when you linked it, now it is 2: Reviews in all" in tip


def test_a_sign_stays_beside_its_sentence_while_one_types(qtbot, pane):
    before = sorted(pane.editor.signs.rows())
    pane.editor.moveCursor(pane.editor.textCursor().MoveOperation.Start)
    qtbot.keyClicks(pane.editor, "\r\r")
    assert shown(pane)[0][2] == PROVEN
    assert sorted(pane.editor.signs.rows())[0] > before[0]


def test_evidence_is_linked_by_keys_and_taken_back(qtbot, pane):
    pane.editor.setTextCursor(pane.editor.document().find("never"))
    pane.writing.say_of_sentence()
    qtbot.keyClick(menu_of(pane), Qt.Key.Key_Return)  # the first way stands chosen
    qtbot.waitUntil(lambda: pane.findChild(EvidenceSheet) is not None)
    sheet = pane.findChild(EvidenceSheet)
    sheet.choice.choose("web")
    sheet.address.setText("https://lab.example/test.pdf")
    sheet.go.click()
    qtbot.waitUntil(lambda: shown(pane)[2] == ("shield-check", "positive", OPEN))
    pane.writing.say_of_sentence()
    choose(pane, "Take it back")
    qtbot.waitUntil(lambda: shown(pane)[2][0] == "question")


def test_a_sentence_that_no_list_knows_can_be_proven_as_well(qtbot, pane):
    pane.editor.setTextCursor(pane.editor.document().find("plain"))
    pane.writing.say_of_sentence()
    choose(pane, "My opinion")
    qtbot.waitUntil(lambda: ("message", "text-2", "A plain sentence.") in shown(pane))


def test_a_press_on_a_sign_opens_the_ways_of_all_claims_that_end_there(qtbot, pane):
    margin = pane.editor.signs
    top = min(margin.rows())
    qtbot.mouseClick(margin, Qt.MouseButton.LeftButton, pos=QPoint(margin.width() // 2, top + 4))
    choose(pane, "My opinion")
    qtbot.waitUntil(lambda: shown(pane)[0][0] == "message")


def test_without_a_sentence_the_key_says_so(pane, desk):
    pane.editor.show_text("\n\n")
    pane.writing.say_of_sentence()
    assert not [one for one in pane.editor.findChildren(QMenu) if one.isVisible()]
