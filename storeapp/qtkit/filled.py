"""A plain part of the window: one fill, and lines at its edges. Small, because the first paint needs it."""

from __future__ import annotations

from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from storeapp.qtkit.theme import theme


class Filled(QWidget):
    """A widget with a fill and lines at its edges: `edges` is any of "t", "b", "l", "r"."""

    def __init__(
        self, fill: str = "surface", edges: str = "", line: str = "border", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._fill, self._edges, self._line = fill, edges, line

    def set_fill(self, fill: str) -> None:
        """Another token."""
        self._fill = fill
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        look, painter = theme(), QPainter(self)
        painter.fillRect(self.rect(), look.color(self._fill))
        color, wide, high = look.color(self._line), self.width(), self.height()
        for edge in self._edges:
            x, y = (wide - 1 if edge == "r" else 0), (high - 1 if edge == "b" else 0)
            painter.fillRect(x, y, 1 if edge in "lr" else wide, 1 if edge in "tb" else high, color)


class _Corner(QWidget):
    """Rounds a corner of a card over whatever lies in it; `right` and `lower` say which."""

    SIZE = 8

    def __init__(self, card: QWidget, right: bool, lower: bool) -> None:
        super().__init__(card)
        self._right, self._lower = right, lower
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def place(self, area: QSize) -> None:
        """Go to the corner of a card of this size."""
        left = area.width() - self.SIZE if self._right else 0
        top = area.height() - self.SIZE if self._lower else 0
        self.setGeometry(left, top, self.SIZE, self.SIZE)
        self.raise_()

    def paintEvent(self, event: QPaintEvent) -> None:
        look, painter, size = theme(), QPainter(self), self.SIZE
        whole = QRectF(-size if self._right else 0, -size if self._lower else 0, 2 * size, 2 * size)
        box, disc = QPainterPath(), QPainterPath()
        box.addRect(whole)
        disc.addRoundedRect(whole, size, size)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillPath(box.subtracted(disc), look.color("window"))
        painting.rounded(painter, whole, size, None, look.color("border"))
