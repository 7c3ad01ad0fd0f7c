"""A pane beside an article that is being written: what every room of the wing builds its own on."""

from __future__ import annotations

from typing import Protocol

from PySide6.QtWidgets import QWidget

from storeapp.articles.drafts.records import ArticleDetail
from storeapp.articles.drafts.ui.editor import ArticleEditor
from storeapp.qtkit.page import Page
from storeapp.qtkit.widgets import TextLine


class WritingPlace(Protocol):
    """The view a pane stands in: its page, the article's name and text, and the way between text and preview."""

    page: Page
    title: TextLine
    editor: ArticleEditor

    def show_preview(self, shown: bool) -> None: ...


class ArticlePane(QWidget):
    """One pane, made with the view it stands in, whose `editor` shows marks and goes to places.

    `show_article` comes when an article is opened and when its record changed; `text_changed` after each rest of the
    hand with title and body as they stand in the editor, saved or not; `close_pane` when the page closes.
    """

    def __init__(self, writing: WritingPlace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.writing, self.page, self.desk, self.editor = writing, writing.page, writing.page.desk, writing.editor

    def show_article(self, found: ArticleDetail) -> None:
        """Another article is in hand, or its record changed."""

    def text_changed(self, title: str, body: str) -> None:
        """The text has changed."""

    def next_finding(self) -> bool:
        """Go to the next place this pane has something to say of; gives whether there is one."""
        return False

    def say_of_sentence(self) -> bool:
        """Offer what can be said of the sentence at the cursor; gives whether this pane has something."""
        return False

    def offer_ways(self) -> bool:
        """Offer at the cursor what may be done about what this pane says of that place; gives whether it says any."""
        return False

    def offer_words(self) -> bool:
        """Offer words to be put in at the cursor; gives whether this pane has any."""
        return False

    def close_pane(self) -> None:
        """The page closes."""
