"""The pane with a message that isn't a reply: its own templates, its own rules, copied and marked."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from PySide6.QtGui import QGuiApplication

from storeapp.messages.drafts import DraftContext, Finding
from storeapp.messages.queries import own_templates
from storeapp.messages.service import save_template
from storeapp.messages.templates import MessageKind, Variable
from storeapp.messages.ui.pane import MessagePane, PaneWords
from storeapp.qtkit.ask import Question

ASK = MessageKind("asks", {"first_name": Variable("First name", "Ann")}, lambda: {"ask": "Asking"})
WORDS = PaneWords(
    "Request", "Write", "Copy request", "Copied", "Mark as sent", "Mark again", "Not sent", "Earlier", "At"
)


@dataclass(frozen=True)
class NoGifts:
    """A rule book of one rule."""

    def findings(self, text):
        at = text.find("gift")
        return [] if at < 0 else [Finding("A-1", "BLOCK", "Offers a gift", "gift", (at, at + 4), "remove")]

    def source(self, rule):
        return f"{rule}: house rule"


@pytest.fixture
def pane(qtbot, desk, db):
    save_template(db, ASK, None, "en", "ask", "Plain", "Hello {{ first_name }}, how is the lamp?")
    with db.read() as conn:
        own = tuple(own_templates(conn, "asks"))
        assert own_templates(conn, "replies") == []
    made = MessagePane(desk, ASK, WORDS)
    for widget in (made, made.copy, made.mark):
        qtbot.addWidget(widget)
    made.show_context(DraftContext(7, NoGifts(), {"first_name": "Ann"}, "en", own), "", "on Etsy", False)
    return made


def test_a_template_is_filled_checked_and_copied(pane, desk, qtbot):
    assert [pane.template.itemText(place) for place in range(pane.template.count())] == ["Template", "Plain"]
    assert not pane.copy.isEnabled()
    pane.insert(pane._context.templates[0])
    qtbot.waitUntil(lambda: pane.text() == "Hello Ann, how is the lamp?")
    assert pane.draft() == (7, "Hello Ann, how is the lamp?")
    pane.copy_asked.connect(pane.put_on_clipboard)
    pane.copy.click()
    assert QGuiApplication.clipboard().text() == "Hello Ann, how is the lamp?"
    assert desk.notices.log[-1].text == "Copied"
    pane.kept_as(7, pane.text())
    assert pane.draft() is None


def test_what_stops_locks_both_buttons_until_it_is_out(pane, desk):
    pane.editor.setPlainText("A gift for you")
    pane.check_now()
    assert not pane.copy.isEnabled()
    assert not pane.mark.isEnabled()
    assert pane.refused()
    assert desk.notices.log[-1].text == "Fix 1 problem first: Offers a gift"
    assert "A-1: house rule" in pane.checks.lines()[0].words.toolTip()
    pane.checks.lines()[0].button.click()
    assert pane.text() == "A for you"
    assert pane.copy.isEnabled()
    assert not pane.refused()


def test_a_stop_is_overruled_with_the_words_it_was_about(pane):
    told = []
    pane.overruled.connect(lambda *of: told.append(of))
    pane.editor.setPlainText("A gift for you")
    pane.check_now()
    pane.checks.overrule.click()
    question = pane.findChild(Question)
    question.line.setText("It is for a child in need")
    question.go.click()
    assert told == [(7, ["A-1"], "A gift for you", "It is for a child in need")]


def test_what_answers_another_thing_takes_its_own_text(pane):
    pane.editor.setPlainText("For the first")
    pane.show_context(DraftContext(8, NoGifts(), {"first_name": ""}, "de"), "Kept", "", True, " and typed early")
    assert (pane.key, pane.text(), pane.language.value()) == (8, "Kept and typed early", "de")
    assert pane.mark.text() == "Mark again"
    pane.show_context(DraftContext(8, NoGifts(), {"first_name": ""}, "de"), "Read again", "", True)
    assert pane.text() == "Kept and typed early"
