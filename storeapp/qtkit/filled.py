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

    def paintEvent(self, event: QPaintEvent) -> None:
        look, painter = theme(), QPainter(self)
        painter.fillRect(self.rect(), look.color(self._fill))
        color, wide, high = look.color(self._line), self.width(), self.height()
        for edge in self._edges:
            x, y = (wide - 1 if edge == "r" else 0), (high - 1 if edge == "b" else 0)
            painter.fillRect(x, y, 1 if edge in "lr" else wide, 1 if edge in "tb" else high, color)
