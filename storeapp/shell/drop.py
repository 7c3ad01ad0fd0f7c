"""Files dropped anywhere on the window: which they are, and the veil that names what will happen."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QMimeData, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from storeapp.kernel.text import plural
from storeapp.qtkit import painting
from storeapp.qtkit.theme import theme


def dropped_files(data: QMimeData) -> list[Path]:
    """The local files and folders of a drag; web addresses are left out."""
    return [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]


class DropVeil(QWidget):
    """Covers the window while files hover over it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._words = ""
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    def offer(self, count: int) -> None:
        """Say what a drop would do."""
        self._words = plural("Drop to look at {count} file", "Drop to look at {count} files", count)
        self.setGeometry(self.parentWidget().rect())
        self.show()
        self.raise_()

    def paintEvent(self, event: QPaintEvent) -> None:
        look = theme()
        painter = QPainter(self)
        veil = QColor(look.color("accent-soft"))
        veil.setAlpha(225)
        painter.fillRect(self.rect(), veil)
        painting.dashed_box(painter, QRectF(self.rect()).adjusted(16, 16, -16, -16), look.color("accent"))
        middle = Qt.AlignmentFlag.AlignHCenter
        painting.text_in(painter, QRectF(self.rect()), self._words, look.font("title"), look.color("accent"), middle)
