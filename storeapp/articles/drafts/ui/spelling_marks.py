"""Underlines words that no list knows, once the list of the article's language is there; offers others for one."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import QObject, QPoint
from PySide6.QtGui import QAction, QTextBlock, QTextCursor
from PySide6.QtWidgets import QMenu

from storeapp.articles.drafts import queries, service
from storeapp.articles.drafts.records import ArticleDetail
from storeapp.articles.drafts.spelling import Spelling, has_list, load
from storeapp.articles.drafts.ui.editor import ArticleEditor
from storeapp.articles.drafts.ui.highlighter import as_qt_counts
from storeapp.kernel import text
from storeapp.kernel.text import _
from storeapp.qtkit.page import Page
from storeapp.qtkit.tips import menu_words


class SpellingMarks(QObject):
    """Reads a list when an article of its language is first opened, and marks the text piece by piece."""

    def __init__(self, page: Page, editor: ArticleEditor) -> None:
        super().__init__(editor)
        self._page, self._editor = page, editor
        self._asked = ""
        self.spelling: Spelling | None = None
        editor.menu_built.connect(self._add_offers)

    def show_article(self, found: ArticleDetail) -> None:
        """Check the words of this article's language, none where there is no list of it."""
        language = (found.language or text.language()).split("-")[0].split("_")[0]
        if language == self._asked:
            return
        self._asked, self.spelling = language, None
        if has_list(language):
            self._page.ask_db(partial(_loaded, language), self._show, "articles:spelling")
        else:
            self._show(None)

    def teach(self, word: str) -> None:
        """Let this word be known from now on."""
        if self.spelling is not None:
            own = self.spelling.own | {word.casefold()}
            self._show(Spelling(self.spelling.language, self.spelling.known, own))
        self._page.desk.do(_("Teaching the word"), service.teach_word, word, said=_("Word taught"))

    def _show(self, spelling: Spelling | None) -> None:
        self.spelling = spelling
        self._editor.highlighter.misspelt = spelling.misspelt if spelling is not None else None
        self._editor.format_gradually()

    def _add_offers(self, menu: QMenu, at: QPoint) -> None:
        cursor = self._editor.cursorForPosition(at)
        found = self._word_at(cursor.block(), cursor.positionInBlock())
        if self.spelling is None or found is None:
            return
        first, last = found
        word = as_qt_counts(cursor.block().text())[first:last]
        before = menu.actions()[0] if menu.actions() else None
        entries: list[QAction] = []
        for offer in self.spelling.offers(word):
            entry = QAction(menu_words(offer), menu)
            entry.triggered.connect(partial(self._put, cursor.block().position() + first, last - first, offer))
            entries.append(entry)
        teach = QAction(menu_words(_("“{word}” is right").format(word=word)), menu)
        teach.triggered.connect(partial(self.teach, word))
        entries.append(teach)
        if before is None:
            menu.addActions(entries)
        else:
            menu.insertActions(before, entries)
            menu.insertSeparator(before)

    def _word_at(self, block: QTextBlock, place: int) -> tuple[int, int] | None:
        if self.spelling is None:
            return None
        places = self.spelling.misspelt(as_qt_counts(block.text()))
        return next((span for span in places if span[0] <= place <= span[1]), None)

    def _put(self, place: int, length: int, words: str) -> None:
        cursor = QTextCursor(self._editor.document())
        cursor.setPosition(place)
        cursor.setPosition(place + length, QTextCursor.MoveMode.KeepAnchor)
        cursor.insertText(words)


def _loaded(language: str, conn: Any) -> Spelling:
    return load(language, [*queries.product_words(conn), *queries.taught_words(conn)])
