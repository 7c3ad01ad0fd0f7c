"""A strip of the window: one fill and its border lines, painted on whole pixels."""

from __future__ import annotations

from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from storeapp.qtkit.theme import theme


class Band(QWidget):
    """A plain part of the shell; `lines` names the sides with a 1 px border ("top", "bottom", "right")."""

    def __init__(self, fill: str, lines: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._fill, self._lines = fill, lines.split()
        theme().changed.connect(self.update)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme().color(self._fill))
        ink = theme().color("border")
        if "top" in self._lines:
            painter.fillRect(0, 0, self.width(), 1, ink)
        if "bottom" in self._lines:
            painter.fillRect(0, self.height() - 1, self.width(), 1, ink)
        if "right" in self._lines:
            painter.fillRect(self.width() - 1, 0, 1, self.height(), ink)
