"""The pane of books: each with what it is for and when it was saved last; one is chosen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from storeapp.kernel.text import _
from storeapp.qtkit import icons, painting
from storeapp.qtkit.filled import Filled
from storeapp.qtkit.motion import PlainButton
from storeapp.qtkit.theme import theme
from storeapp.qtkit.tips import set_tip
from storeapp.qtkit.widgets import Label, scrolling
from storeapp.reports.books import BOOKS, LIST_BOOK

WIDTH = 240
SIDE = 24  # where the words of the first pane begin


class BookRow(PlainButton):
    """One book: icon, title, what it is for, and the day it was saved last at the right."""

    def __init__(self, title: str, words: str, parent: QWidget | None = None, icon: str = "table") -> None:
        super().__init__(parent)
        self._icon = icon
        self.setText(title)
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self.setAccessibleName(title)
        self.setAccessibleDescription(words)
        set_tip(self, words)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._words, self._day = words, ""

    def set_day(self, day: str) -> None:
        """When it was saved last, in words."""
        self._day = day
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme().px(WIDTH), theme().px(48))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme().px(160), theme().px(48))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up and down go to the next book."""
        if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self.focusNextPrevChild(event.key() == Qt.Key.Key_Down)
            return
        super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        look, painter = theme(), QPainter(self)
        on, wide, high = self.isChecked(), self.width(), self.height()
        if on or self.underMouse():
            painter.fillRect(self.rect(), look.color("accent-soft" if on else "hover"))
        if on:
            painter.fillRect(0, 0, 3, high, look.color("accent"))
        painter.fillRect(0, high - 1, wide, 1, look.color("hair"))
        icon = look.px(16)
        icons.paint(painter, self._icon, SIDE, (high - icon) / 2, icon, look.color("accent" if on else "faint"))
        left = SIDE + icon + 10
        day = look.width(self._day, "small") + 8 if self._day else 0
        room = wide - left - 12
        half = high / 2
        title = QRectF(left, half - look.px(18), room - day, look.px(18))
        ink = look.color("accent" if on else "text")
        painting.text_in(painter, title, self.text(), look.font("medium"), ink)
        words = QRectF(left, half, room, look.px(17))
        painting.text_in(painter, words, self._words, look.font("small"), look.color("muted"))
        if self._day:
            area = QRectF(wide - 12 - day, half - look.px(18), day, look.px(18))
            muted, right = look.color("muted"), Qt.AlignmentFlag.AlignRight
            painting.text_in(painter, area, self._day, look.font("small"), muted, right)
        if self.hasFocus():
            painting.rounded(painter, QRectF(self.rect()).adjusted(1, 1, -1, -1), 4, None, look.color("accent"), 2)


class BooksPane(Filled):
    """The list of books. `chosen` carries a name of BOOKS."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("surface", "r", parent=parent)
        self._whole = QVBoxLayout(self)
        self._whole.setContentsMargins(0, 0, 1, 0)
        self._whole.setSpacing(0)
        self._inside = Filled("surface")
        self._column = QVBoxLayout(self._inside)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._whole.addWidget(scrolling(self._inside, _("Books")), 1)
        head = Label(_("Books"), "small-strong", "text-2")
        head.setContentsMargins(SIDE, 8, 0, 8)
        self._column.addWidget(head)
        self.rows: dict[str, BookRow] = {}
        for name, (title, words) in BOOKS.items():
            row = self.rows[name] = BookRow(_(title), _(words), self._inside)
            row.clicked.connect(partial(self.chosen.emit, name))
            self._column.addWidget(row)
        self._lists: dict[str, BookRow] = {}
        self._lists_head = Label(_("My lists"), "small-strong", "text-2")
        self._lists_head.setContentsMargins(SIDE, 12, 0, 8)
        self._lists_head.hide()
        self._column.addWidget(self._lists_head)
        self._column.addStretch(1)

    def show_lists(self, names: Sequence[str]) -> None:
        """The kept lists, below the books."""
        if [LIST_BOOK + name for name in names] == list(self._lists):
            return
        for book, row in self._lists.items():
            del self.rows[book]
            row.hide()
            row.deleteLater()
        at = self._column.indexOf(self._lists_head) + 1
        self._lists = {}
        for number, name in enumerate(names):
            row = self._lists[LIST_BOOK + name] = BookRow(name, _("Kept list"), self._inside, "list")
            row.clicked.connect(partial(self.chosen.emit, LIST_BOOK + name))
            self._column.insertWidget(at + number, row)
        self.rows |= self._lists
        self._lists_head.setVisible(bool(names))

    def add_below(self, widget: QWidget) -> None:
        """Put something at the foot of the pane."""
        self._whole.addWidget(widget)

    def choose(self, name: str) -> None:
        """Mark a book, without telling."""
        self.rows[name].setChecked(True)

    def show_days(self, days: Mapping[str, str]) -> None:
        """When each book was saved last."""
        for name, row in self.rows.items():
            row.set_day(days.get(name, ""))
