"""The line at the bottom: last backup, last import, rows in store, running work, and whether all is saved."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from storeapp.kernel.text import _
from storeapp.qtkit import icons, painting
from storeapp.qtkit.filled import Filled
from storeapp.qtkit.labels import Label
from storeapp.qtkit.motion import PlainButton
from storeapp.qtkit.theme import theme
from storeapp.qtkit.tips import set_tip

if TYPE_CHECKING:
    from storeapp.shell.window.job_strip import JobStrip

HIGH = 24
MARK = 14


class StatusItem(PlainButton):
    """One fact with its icon and a line behind it; a press opens the page that says more."""

    def __init__(self, mark: str = "", line: bool = True, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._mark, self._line = mark, line
        self._ink, self._mark_ink = "muted", "faint"
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Expanding)
        self.hide()

    def say(self, words: str, tip: str = "", mark: str = "", ink: str = "muted", mark_ink: str = "faint") -> None:
        """Show the fact; "" hides the item."""
        self._ink, self._mark_ink = ink, mark_ink
        self._mark = mark or self._mark
        self.setText(words)
        self.setAccessibleName(words)
        set_tip(self, tip or words)
        self.setVisible(bool(words))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        wide = theme().metrics("axis").horizontalAdvance(self.text()) + 2
        if self._mark:
            wide += theme().px(MARK) + 6
        return QSize(round(wide) + (13 if self._line else 0), theme().px(16))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme().px(40), theme().px(16))

    def paintEvent(self, event: QPaintEvent) -> None:
        look = theme()
        painter = QPainter(self)
        left, side = 0, look.px(MARK)
        if self._mark:
            icons.paint(painter, self._mark, 0, (self.height() - side) // 2, side, look.color(self._mark_ink))
            left = side + 6
        right = self.width() - (13 if self._line else 0)
        ink = look.color("accent" if self.underMouse() and self._line else self._ink)
        painting.text_in(painter, QRectF(left, 0, right - left, self.height()), self.text(), look.font("axis"), ink)
        if self._line:
            high = look.px(16)
            painter.fillRect(self.width() - 1, (self.height() - high) // 2, 1, high, look.color("border"))


class StatusBar(Filled):
    """24 high, across the whole window."""

    opened = Signal(str)  # page id whose fact was pressed

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("sidebar", "t", parent=parent)
        self.setObjectName("statusbar")
        self.setFixedHeight(theme().px(HIGH))
        self.backup = StatusItem("shield-check")
        self.imported = StatusItem("import")
        self.rows = StatusItem("database")
        self.place = StatusItem("", line=False)
        self.selection = Label("", "axis", "text-2")
        self._strip: JobStrip | None = None
        self.saved = StatusItem("check", line=False)
        self.backup.clicked.connect(self._backup_pressed)
        self.imported.clicked.connect(self._import_pressed)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 1, 12, 0)
        row.setSpacing(12)
        for part in (self.backup, self.imported, self.rows, self.place):
            row.addWidget(part)
        row.addStretch(1)
        row.addWidget(self.selection)
        row.addWidget(self.saved)
        self._row = row
        self.show_mails(False)
        self.show_saved(True)

    @property
    def strip(self) -> JobStrip:
        """The place of running work; made after the first paint."""
        if self._strip is None:
            made: JobStrip = import_module("storeapp.shell.window.job_strip").JobStrip()
            self._row.insertWidget(self._row.indexOf(self.saved), made)
            self._strip = made
        return self._strip

    def show_saved(self, saved: bool) -> None:
        """Whether every change is on the disk."""
        if saved:
            self.saved.say(_("Saved"), _("Every change is saved on this computer"), "check", "positive", "positive")
        else:
            self.saved.say(_("Saving"), "", "clock", "muted", "muted")

    def show_mails(self, mails: bool) -> None:
        """Whether anything of the program may use the internet."""
        tip = _("Review requests go through your mail account when you send them. Nothing else uses the internet.")
        self.place.say(_("Offline but for your mail") if mails else _("Works offline"), tip if mails else "")

    def texts(self) -> dict[str, str]:
        """What is said now, for the next start's first paint."""
        return {"backup": self.backup.text(), "imported": self.imported.text(), "rows": self.rows.text()}

    def show_texts(self, texts: dict[str, str]) -> None:
        """Say what was said before."""
        self.backup.say(texts.get("backup", ""))
        self.imported.say(texts.get("imported", ""))
        self.rows.say(texts.get("rows", ""))

    def _backup_pressed(self) -> None:
        self.opened.emit("settings")

    def _import_pressed(self) -> None:
        self.opened.emit("import")
