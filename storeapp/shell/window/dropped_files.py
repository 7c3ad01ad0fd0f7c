"""Files dropped anywhere on the window: which they are, and the veil that names what will happen."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QEvent, QMimeData, QObject, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QDragEnterEvent, QDropEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from storeapp.kernel.text import plural
from storeapp.qtkit import painting
from storeapp.qtkit.theme import theme


def dropped_files(data: QMimeData) -> list[Path]:
    """The local files and folders of a drag; web addresses are left out."""
    return [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]


class DropTarget(QObject):
    """Takes files dropped anywhere on a window."""

    dropped = Signal(list)  # list[Path]

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.veil = DropVeil(window)
        window.setAcceptDrops(True)
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind == QEvent.Type.DragEnter and isinstance(event, QDragEnterEvent):
            files = dropped_files(event.mimeData())
            if files:
                event.acceptProposedAction()
                self.veil.offer(len(files))
            return bool(files)
        if kind == QEvent.Type.Drop and isinstance(event, QDropEvent):
            self.veil.hide()
            files = dropped_files(event.mimeData())
            if files:
                event.acceptProposedAction()
                self.dropped.emit(files)
            return bool(files)
        if kind in (QEvent.Type.DragLeave, QEvent.Type.ActivationChange):
            self.veil.hide()
        elif kind == QEvent.Type.Resize:
            self.veil.cover()
        return False


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
        self.cover()
        self.show()
        self.raise_()

    def cover(self) -> None:
        """Lie over the whole window."""
        over = self.parentWidget()
        if over is not None:
            self.setGeometry(over.rect())

    def paintEvent(self, event: QPaintEvent) -> None:
        look = theme()
        painter = QPainter(self)
        veil = QColor(look.color("accent-soft"))
        veil.setAlpha(225)
        painter.fillRect(self.rect(), veil)
        painting.dashed_box(painter, QRectF(self.rect()).adjusted(16, 16, -16, -16), look.color("accent"))
        middle = Qt.AlignmentFlag.AlignHCenter
        painting.text_in(painter, QRectF(self.rect()), self._words, look.font("title"), look.color("accent"), middle)
