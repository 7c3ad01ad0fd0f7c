"""The numbers of lines beside an article, with a bar where a finding lies."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from storeapp.qtkit import painting
from storeapp.qtkit.theme import theme

if TYPE_CHECKING:
    from storeapp.articles.drafts.ui.editor import ArticleEditor

WIDE = 44


class Gutter(QWidget):
    """Lies to the left of the text; lines without words have no number."""

    def __init__(self, editor: ArticleEditor) -> None:
        super().__init__(editor)
        self._editor = editor
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        editor.verticalScrollBar().valueChanged.connect(lambda _value: self.update())
        editor.document().documentLayout().documentSizeChanged.connect(lambda _size: self.update())
        editor.document().blockCountChanged.connect(lambda _count: self.update())

    def paintEvent(self, event: QPaintEvent) -> None:
        look, painter, editor = theme(), QPainter(self), self._editor
        painter.fillRect(self.rect(), look.color("surface"))
        layout = editor.document().documentLayout()
        block = editor.cursorForPosition(editor.viewport().rect().topLeft()).block()
        shift = editor.verticalScrollBar().value() - editor.viewport().y()
        high = look.line("article")
        while block.isValid():
            area = layout.blockBoundingRect(block)
            top = area.top() - shift
            if top > self.height():
                break
            tone = editor.tone_of_line(block.blockNumber())
            if block.length() > 1 or tone:
                role, ink = ("axis-strong", tone) if tone else ("axis", "faint")
                place = QRectF(0, top, self.width() - look.px(18), high)
                words = str(block.blockNumber() + 1)
                painting.text_in(painter, place, words, look.font(role), look.color(ink), Qt.AlignmentFlag.AlignRight)
            if tone:
                painter.fillRect(QRectF(self.width() - look.px(12), top, 2, area.height()), look.color(tone))
            block = block.next()
