"""One short message in the top bar: what was done, with Undo; a failure stays until it is dismissed."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QRectF, QTimer, Signal, Slot
from PySide6.QtGui import QEnterEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from storeapp.kernel.text import _
from storeapp.qtkit import icons, painting
from storeapp.qtkit.buttons import Button, IconButton
from storeapp.qtkit.labels import Label
from storeapp.qtkit.marks import KeyCap
from storeapp.qtkit.notices import Notice
from storeapp.qtkit.theme import theme

SHOWN_MS = 8000
MARK = 16


class Toast(QWidget):
    """32 high. Shows the newest notice; a failure that was covered by a later one comes back when that goes."""

    undo_pressed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("toast")
        self.setFixedHeight(theme().px(32))
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.setMaximumWidth(theme().px(520))
        self.notice: Notice | None = None
        self._failures: list[Notice] = []
        self.timer = QTimer(self)
        self.timer.setSingleShot(True)
        self.timer.setInterval(SHOWN_MS)
        self.timer.timeout.connect(self._leave)
        self._words = Label("", "small", "text-2", elide=True)
        self._button = Button("", "link", size="small")
        self._button.clicked.connect(self._pressed)
        self._key = KeyCap("Ctrl+Z")
        self._close = IconButton("x", _("Dismiss"), size="mini")
        self._close.clicked.connect(self.dismiss)
        row = QHBoxLayout(self)
        row.setContentsMargins(10 + theme().px(MARK) + 8, 0, 6, 0)
        row.setSpacing(8)
        for part in (self._words, self._button, self._key, self._close):
            row.addWidget(part)
        self.hide()

    @Slot(object)
    def post(self, notice: Notice) -> None:
        """Show a notice: a done one for 8 s, a failure until it is dismissed."""
        if notice.kind == "problem" and notice not in self._failures:
            self._failures.append(notice)
        self._show(notice)

    def dismiss(self) -> None:
        """Close what is shown."""
        if self.notice in self._failures:
            self._failures.remove(self.notice)
        self._leave()

    def enterEvent(self, event: QEnterEvent) -> None:
        self.timer.stop()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        if self.notice is not None and self.notice.kind != "problem":
            self.timer.start()
        super().leaveEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        look = theme()
        painter = QPainter(self)
        bad = self.notice is not None and self.notice.kind == "problem"
        fill, line = ("negative-soft", "negative-line") if bad else ("raised", "border-strong")
        painting.rounded(painter, QRectF(self.rect()), 6, look.color(fill), look.color(line))
        mark, ink = ("alert-circle", "negative") if bad else ("check-circle", "positive")
        side = look.px(MARK)
        icons.paint(painter, mark, 10, (self.height() - side) // 2, side, look.color(ink))

    def _show(self, notice: Notice) -> None:
        self.notice = notice
        bad = notice.kind == "problem"
        self._words.set_tone("text" if bad else "text-2")
        self._words.setText(notice.text)
        self._words.set_tip(notice.text)
        verb = notice.action[0] if notice.action else _("Undo") if notice.undo else ""
        self._button.setText(verb)
        self._button.setVisible(bool(verb))
        self._key.setVisible(notice.undo)
        self._close.setVisible(bad)
        self.setAccessibleName(notice.text)
        self.show()
        self.update()
        if bad:
            self.timer.stop()
        elif not self.underMouse():
            self.timer.start()

    def _pressed(self) -> None:
        notice = self.notice
        self.dismiss()
        if notice is None:
            return
        act: Callable[[], object] = notice.action[1] if notice.action else self.undo_pressed.emit
        act()

    def _leave(self) -> None:
        self.timer.stop()
        self.notice = None
        self.hide()
        if self._failures:
            self._show(self._failures[-1])
