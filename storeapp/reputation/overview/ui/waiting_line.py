"""A bad review that waits, as one line of a card: its stars, its words, and how long."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QEnterEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from storeapp.kernel.days import stretch
from storeapp.kernel.rating_words import rating_words, shown_stars
from storeapp.kernel.text import _
from storeapp.qtkit import painting
from storeapp.qtkit.theme import theme
from storeapp.qtkit.tips import set_tip
from storeapp.reputation.reviews.records import ReviewRow
from storeapp.reputation.reviews.ui.sentences import KINDS, Moment, said, stars_said


class WaitingLine(QWidget):
    """32 high; a click or Enter opens the review."""

    opened = Signal(int)

    def __init__(self, row: ReviewRow, moment: Moment, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._row = row
        self._wait = moment.wait(row)
        self._words = said(row) or _("No words, only stars")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        set_tip(self, self._words)
        painted = shown_stars(row.exact, row.scale)
        stars = stars_said(painted) if painted is not None else rating_words(row.platform, row.rating, row.scale)
        self.setAccessibleName(_("{stars}: {words}").format(stars=stars, words=self._words))

    def sizeHint(self) -> QSize:
        return QSize(200, theme().px(32))

    def minimumSizeHint(self) -> QSize:
        return QSize(120, theme().px(32))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.opened.emit(self._row.id)
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self.rect().contains(event.position().toPoint()):
            self.opened.emit(self._row.id)

    def enterEvent(self, event: QEnterEvent) -> None:
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        look, painter = theme(), QPainter(self)
        middle = self.height() / 2
        painter.fillRect(0, 0, self.width(), 1, look.color("hair"))
        left = self._paint_rating(painter, middle) + 8
        right = float(self.width())
        if self._wait is not None:
            words = stretch(self._wait.hours)
            wide = painting.tag_width(words)
            painting.tag(painter, right - wide, middle, words, KINDS[self._wait.tone])
            right -= wide + 8
        area = QRectF(left, 0, right - left, self.height())
        ink = "accent" if self.underMouse() or self.hasFocus() else "text"
        painting.text_in(painter, area, self._words, look.font("body"), look.color(ink))

    def _paint_rating(self, painter: QPainter, middle: float) -> float:
        row = self._row
        stars = shown_stars(row.exact, row.scale)
        if stars is not None:
            return painting.stars(painter, 0, middle, stars)
        words = rating_words(row.platform, row.rating, row.scale)
        painting.tag(painter, 0, middle, words, "bad")
        return float(painting.tag_width(words))
