"""The signs to the right of an article: what is proven, opinion, changed or open, beside the line it ends in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QHelpEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from storeapp.articles.drafts.ui.text_marks import GRAVITY, TextMark
from storeapp.qtkit import icons
from storeapp.qtkit.theme import theme
from storeapp.qtkit.tips import show_tip

if TYPE_CHECKING:
    from storeapp.articles.drafts.ui.editor import ArticleEditor

SIGNS_WIDE = 24
SIZE = 16


class SignMargin(QWidget):
    """Signs that end in one line are one sign, the gravest; a press tells all of them by `editor.sign_pressed`."""

    def __init__(self, editor: ArticleEditor) -> None:
        super().__init__(editor)
        self._editor = editor
        self.setMouseTracking(True)
        editor.verticalScrollBar().valueChanged.connect(lambda _value: self.update())
        editor.document().documentLayout().documentSizeChanged.connect(lambda _size: self.update())

    def rows(self) -> dict[int, list[TextMark]]:
        """The marks in sight by the upper end of their line in pixels, the gravest of each first."""
        editor, found = self._editor, dict[int, list[TextMark]]()
        high = editor.viewport().height()
        first = editor.cursorForPosition(QPoint(0, 0)).block().position()
        below = editor.cursorForPosition(QPoint(0, high)).block()
        last = below.position() + below.length()
        for mark, cursor in editor.marks.signs:
            if first <= cursor.selectionEnd() <= last and cursor.hasSelection():
                place = editor.over(cursor.selectionEnd(), cursor.selectionEnd())
                area = editor.cursorRect(place)
                found.setdefault(area.top() + (area.height() - theme().px(SIZE)) // 2, []).append(mark)
        shift = editor.viewport().y()
        return {top + shift: sorted(marks, key=_gravity) for top, marks in found.items() if -SIZE < top < high}

    def at(self, place: QPoint) -> list[TextMark]:
        """The marks of the sign at a place."""
        return next((marks for top, marks in self.rows().items() if 0 <= place.y() - top < theme().px(SIZE)), [])

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, look = QPainter(self), theme()
        for top, marks in self.rows().items():
            icons.paint(painter, marks[0].sign, look.px(4), top, look.px(SIZE), look.color(marks[0].tone))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        hand = bool(self.at(event.position().toPoint()))
        self.setCursor(Qt.CursorShape.PointingHandCursor if hand else Qt.CursorShape.ArrowCursor)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        marks = self.at(event.position().toPoint())
        if marks and event.button() == Qt.MouseButton.LeftButton:
            self._editor.sign_pressed.emit(marks, event.globalPosition().toPoint())

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            show_tip(event.globalPos(), "\n".join(mark.tip for mark in self.at(event.pos())), self)
            return True
        return super().event(event)


def _gravity(mark: TextMark) -> int:
    return GRAVITY.index(mark.tone) if mark.tone in GRAVITY else len(GRAVITY)
