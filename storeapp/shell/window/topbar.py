"""The bar above a page: its title, the last message, the search box and the page's one primary action."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QAction, QKeySequence, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from storeapp.kernel.text import _
from storeapp.qtkit import icons, painting
from storeapp.qtkit.filled import Filled
from storeapp.qtkit.labels import Label, title
from storeapp.qtkit.motion import PlainButton
from storeapp.qtkit.theme import theme
from storeapp.qtkit.tips import set_tip

if TYPE_CHECKING:
    from storeapp.qtkit.buttons import Button
    from storeapp.shell.window.toast import TopToast

HIGH = 52


class SearchButton(PlainButton):
    """Looks like a field, opens the box that finds records and commands."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedHeight(theme().px(32))
        self.setMinimumWidth(theme().px(120))
        self.setMaximumWidth(theme().px(280))
        self.setText(_("Search or run a command"))
        self.setAccessibleName(self.text())
        set_tip(self, _("Find a customer, order, product or review, or run a command (Ctrl+K)"))
        self.setCursor(Qt.CursorShape.IBeamCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._keys = QKeySequence("Ctrl+K").toString(QKeySequence.SequenceFormat.NativeText)

    def sizeHint(self) -> QSize:
        return QSize(theme().px(280), theme().px(32))

    def paintEvent(self, event: QPaintEvent) -> None:
        look = theme()
        painter = QPainter(self)
        line, wide = ("accent", 2) if self.hasFocus() else ("border-strong", 1)
        painting.rounded(painter, QRectF(self.rect()), 6, look.color("surface"), look.color(line), wide)
        side = look.px(16)
        icons.paint(painter, "search", 9, (self.height() - side) // 2, side, look.color("faint"))
        left = 9 + side + 8
        key_left = self.width() - 8 - painting.key_width(self._keys)
        painting.key(painter, key_left, self.height() / 2, self._keys)
        room = QRectF(left, 0, key_left - left - 4, self.height())
        painting.text_in(painter, room, self.text(), look.font("body"), look.color("muted"))


class TopBar(Filled):
    """52 high on surface."""

    search_pressed = Signal()
    undo_pressed = Signal()
    way_out = Signal(str)  # the id of the action a refusal points to

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("surface", "b", parent=parent)
        self.setObjectName("topbar")
        self.setFixedHeight(theme().px(HIGH))
        self.title = title("")
        self.crumb = Label("", "title", "text", elide=True)
        self._toast: TopToast | None = None
        self.search = SearchButton()
        self.search.clicked.connect(self.search_pressed)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(24, 0, 24, 1)
        self._row.setSpacing(12)
        self._row.addWidget(self.title)
        self._row.addWidget(self.crumb, 1)
        self._row.addStretch(1)
        self._row.addWidget(self.search, 50)
        self.primary: Button | None = None
        self.show_page("")

    @property
    def toast(self) -> TopToast:
        """The place of messages; made for the first one, after the first paint."""
        if self._toast is None:
            made: TopToast = import_module("storeapp.shell.window.toast").TopToast()
            made.undo_asked.connect(self.undo_pressed)
            made.way_out.connect(self.way_out)
            self._row.insertWidget(self._row.indexOf(self.search), made, 100)
            self._toast = made
        return self._toast

    def forget_notices(self) -> None:
        """The shop is closing, with all that was said in it."""
        if self._toast is not None:
            self._toast.forget()

    def show_page(self, words: str, crumb: str = "") -> None:
        """Name the page in front, and what is open inside it."""
        if self._toast is not None and words != self.title.text():
            self._toast.show_page()
        self.title.setText(words)
        self.title.set_tone("muted" if crumb else "text")
        self.crumb.setText(crumb)
        self.crumb.setVisible(bool(crumb))

    def show_primary(self, action: QAction | None, mark: str = "") -> None:
        """Offer the page's one primary action, or none."""
        if self.primary is not None:
            self._row.removeWidget(self.primary)
            self.primary.hide()
            self.primary.deleteLater()
            self.primary = None
        if action is not None:
            self.primary = import_module("storeapp.qtkit.buttons").Button(action.text(), "primary", mark)
            self.primary.bind(action)
            self._row.addWidget(self.primary)
