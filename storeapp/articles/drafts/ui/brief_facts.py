"""Shows what an article is to be, a name and its words a line, beside the text and beside the list."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from storeapp.articles.drafts.records import ArticleDetail
from storeapp.articles.drafts.wording import brief_lines
from storeapp.kernel.text import _
from storeapp.qtkit.labels import small
from storeapp.qtkit.theme import theme

NAMES = 72  # pixels of the column of names


class BriefFacts(QWidget):
    """The brief of one article; what isn't said has no line."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(8)
        self._grid.setVerticalSpacing(6)
        self._grid.setColumnStretch(1, 1)

    def show_brief(self, found: ArticleDetail) -> None:
        """Show what is said of this article."""
        while (item := self._grid.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        lines = brief_lines(found)
        for number, (name, words) in enumerate(lines):
            label = small(name, "muted")
            label.setFixedWidth(theme().px(NAMES))
            self._grid.addWidget(label, number, 0, Qt.AlignmentFlag.AlignTop)
            self._grid.addWidget(small(words, "text", wrap=True), number, 1)
        if not lines:
            nothing = small(_("Nothing said yet: for whom is it, and why?"), "muted", wrap=True)
            self._grid.addWidget(nothing, 0, 0, 1, 2)
