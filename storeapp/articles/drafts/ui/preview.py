"""Shows an article as readers will see it; nothing in it runs, and nothing is fetched."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QUrl
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QTextBrowser, QWidget

from storeapp.articles.drafts.ui.editor import MEASURE
from storeapp.articles.markdown.html import HtmlLook, html
from storeapp.articles.markdown.parsing import parse
from storeapp.kernel.text import _
from storeapp.qtkit.theme import theme

LONGEST = 400_000  # characters that are laid out; more are not to be read on a screen


def preview_html(text: str) -> str:
    """The text as HTML for the preview, in a reading thread."""
    return html(parse(text[:LONGEST]), look=HtmlLook(top=1))


class Preview(QTextBrowser):
    """Links lead nowhere, pictures of other machines stay away."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(_("Preview"))
        self.setProperty("page", True)
        self.setOpenLinks(False)
        self.setFrameShape(QFrame.Shape.NoFrame)

    def show_html(self, words: str) -> None:
        """Show this; the place one reads at stays."""
        look, at = theme(), self.verticalScrollBar().value()
        self.document().setDefaultStyleSheet(
            f"a {{ color: {look.hex('accent')}; }}"
            f" td, th {{ padding: 4px 8px; border: 1px solid {look.hex('border')}; }}"
            f" h1 {{ font-size: {look.px(22)}px; font-weight: 600; }}"
            f" h2 {{ font-size: {look.px(17)}px; font-weight: 600; }}"
            f" h3, h4 {{ font-size: {look.px(15)}px; font-weight: 600; }}"
            f" blockquote {{ color: {look.hex('text-2')}; }} p, li {{ line-height: 150%; }}"
        )
        self.document().setDefaultFont(look.font("article"))
        self.setHtml(words)
        self.verticalScrollBar().setValue(at)

    def loadResource(self, kind: int, name: QUrl | str) -> Any:
        """Nothing is loaded from anywhere."""
        return None

    def resizeEvent(self, event: QResizeEvent) -> None:
        side = max(theme().px(24), (self.width() - theme().px(MEASURE)) // 2)
        self.setViewportMargins(side, theme().px(16), side, 0)
        super().resizeEvent(event)
