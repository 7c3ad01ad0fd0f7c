"""What stands to the right of an article that is being written; whoever adds a pane adds its line here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from storeapp.articles.drafts.records import ArticleDetail
from storeapp.kernel.rows import dataclass

if TYPE_CHECKING:
    from storeapp.articles.ui.writing import WritingView


class ArticlePane(QWidget):
    """One pane, made with the view it stands in, whose `editor` shows marks and goes to places.

    `show_article` comes when an article is opened and when its record changed; `text_changed` after each rest of the
    hand with title and body as they stand in the editor, saved or not; `close_pane` when the page closes.
    """

    def __init__(self, writing: WritingView, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.writing, self.page, self.desk, self.editor = writing, writing.page, writing.page.desk, writing.editor

    def show_article(self, found: ArticleDetail) -> None:
        """Another article is in hand, or its record changed."""

    def text_changed(self, title: str, body: str) -> None:
        """The text has changed."""

    def close_pane(self) -> None:
        """The page closes."""


@dataclass(frozen=True, slots=True)
class PanePlan:
    """The ArticlePane that `module` calls `pane`, loaded when an article is first opened. `left`: beside the brief."""

    module: str
    pane: str
    left: bool = False


PANES: tuple[PanePlan, ...] = ()
