"""The signs of evidence beside the text: how each claim stands, and what can be said of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, QPoint
from PySide6.QtWidgets import QMenu

from storeapp.articles.checks import service
from storeapp.articles.checks.evidence import evidence_choices
from storeapp.articles.checks.records import CheckedArticle, ClaimLine, ClaimLink
from storeapp.articles.checks.rules import sentence_at
from storeapp.articles.checks.ui.evidence_sheet import EvidenceSheet
from storeapp.articles.checks.wording import claim_words, may_be_opinion
from storeapp.articles.drafts.ui.side_pane import ArticlePane
from storeapp.articles.drafts.ui.text_marks import TextMark
from storeapp.kernel.text import _
from storeapp.kernel.titles import short_title
from storeapp.qtkit.tips import menu_words

SIGNS = {"evidence": "shield-check", "opinion": "message", "changed": "triangle-alert", "open": "question"}
TONES = {"evidence": "positive", "opinion": "text-2", "changed": "warning", "open": "faint"}
LONGEST_NAMED = 60  # signs of a sentence in a menu


class EvidenceSigns(QObject):
    """For the pane of checks, which tells what was found; the menus are the editor's."""

    def __init__(self, pane: ArticlePane) -> None:
        super().__init__(pane)
        self._pane, self._editor = pane, pane.editor
        self._article, self._language = 0, ""
        self._claims: dict[TextMark, ClaimLine] = {}
        self._editor.sign_pressed.connect(self._pressed)
        self._editor.menu_built.connect(self._add_to_menu)

    def show_claims(self, article: int, found: CheckedArticle) -> None:
        """Show the signs of a text that was just looked at."""
        self._article, self._language = article, found.language
        told = [one.span for one in found.findings if one.span and one.severity != "INFO" and one.accepted is None]
        self._claims = {sign_of(one, told): one for one in found.claims}
        self._editor.show_marks("claims", list(self._claims))

    def say_of_sentence(self) -> bool:
        """Open the menu of the sentence at the cursor; gives whether there is one."""
        position = self._editor.textCursor().position()
        found = self._at(position)
        if found is None:
            return False
        menu = QMenu(self._editor)
        self._add_ways(menu, *found)
        place = self._editor.cursorRect().bottomLeft()
        self._open(menu, self._editor.viewport().mapToGlobal(place))
        return True

    def ask_evidence(self, sentence: str) -> None:
        """Ask what proves a sentence."""
        article, pane = self._article, self._pane

        def take(link: ClaimLink) -> None:
            title, said = _("Linking the evidence"), _("Evidence linked")
            pane.desk.do(title, service.link_claim, article, sentence, link, said=said)

        def show(known: Sequence[tuple[ClaimLink, str]]) -> None:
            EvidenceSheet(sentence, known, take, pane).open()

        pane.page.ask_db(partial(_choices, article), show, "articles:evidence")

    def mark_opinion(self, sentence: str) -> None:
        """Mark a sentence as the writer's opinion."""
        title, said = _("Marking the sentence"), _("Marked as your opinion")
        self._pane.desk.do(title, service.mark_opinion, self._article, sentence, said=said)

    def _take_back(self, claim: int) -> None:
        title, said = _("Taking it back"), _("Nothing is said of this sentence any more")
        self._pane.desk.do(title, service.unlink_claim, claim, said=said)

    def _pressed(self, marks: Sequence[TextMark], at: QPoint) -> None:
        menu = QMenu(self._editor)
        for mark in marks:
            claim = self._claims.get(mark)
            if claim is not None:
                self._add_ways(menu, claim.sentence, claim)
        self._open(menu, at)

    def _add_to_menu(self, menu: QMenu, at: QPoint) -> None:
        found = self._at(self._editor.cursorForPosition(at).position())
        if found is not None and found[1] is not None:  # a sentence that asserts nothing needs no evidence
            menu.addSeparator()
            self._add_ways(menu, *found)

    def _at(self, position: int) -> tuple[str, ClaimLine | None] | None:
        """The sentence at a place of the document, with what is known of it; None where there are no words."""
        mark = self._editor.marks.signed_at(position)
        claim = self._claims.get(mark) if mark is not None else None
        if claim is not None:
            return claim.sentence, claim
        line = self._editor.document().findBlock(position)
        sentence = sentence_at(line.text(), position - line.position(), self._language)
        return (sentence, None) if sentence else None

    def _add_ways(self, menu: QMenu, sentence: str, claim: ClaimLine | None) -> None:
        def add(words: str, act: Callable[[], None]) -> None:
            menu.addAction(menu_words(words)).triggered.connect(act)

        menu.addSection(menu_words(_("“{text}”").format(text=short_title(sentence, LONGEST_NAMED))))
        kinds, state = (claim.kinds, claim.state) if claim is not None else ((), "open")
        told = menu.addAction(menu_words(claim.told if claim is not None else claim_words(None)))
        told.setEnabled(False)
        add(_("Link evidence…"), partial(self.ask_evidence, sentence))
        if state != "opinion" and may_be_opinion(kinds):
            add(_("My opinion"), partial(self.mark_opinion, sentence))
        if claim is not None and claim.claim_id is not None:
            add(_("Take it back"), partial(self._take_back, claim.claim_id))

    def _open(self, menu: QMenu, at: QPoint) -> None:
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(at)
        first = next((one for one in menu.actions() if one.isEnabled() and not one.isSeparator()), None)
        if first is not None:
            menu.setActiveAction(first)


def sign_of(claim: ClaimLine, told: Sequence[tuple[int, int]]) -> TextMark:
    """The mark of a sentence; one without evidence is amber where a finding speaks of it."""
    start, end = claim.span
    found = claim.state == "open" and any(start <= first and last <= end for first, last in told)
    tone = "warning" if found else TONES[claim.state]
    return TextMark(start, end, tone, claim.told, SIGNS[claim.state])


def _choices(article_id: int, conn: Any) -> list[tuple[ClaimLink, str]]:
    return evidence_choices(conn, article_id)
