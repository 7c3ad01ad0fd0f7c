"""What holds a page together: cards, notes, ribbons, inspectors and the two panes of a workbench."""

from __future__ import annotations

from PySide6.QtCore import QChildEvent, QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QScrollArea,
    QSizePolicy,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from storeapp.kernel.settings import Settings
from storeapp.qtkit import painting
from storeapp.qtkit.buttons import Button
from storeapp.qtkit.filled import Filled
from storeapp.qtkit.labels import Label
from storeapp.qtkit.marks import Icon
from storeapp.qtkit.theme import theme
from storeapp.qtkit.viewports import own_viewport

NARROW = 1280  # below this width of the window the right pane goes under the list


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


class Card(QFrame):
    """A box with a border of 1 px and radius 8.

    With a `title` it has a head 44 high: title, `hint` in muted small text, then what `add_to_head` puts to the right.
    `padded` gives the inside 16 px at the sides. Put widgets in with `add` or fill `inside`, a vertical layout.
    """

    def __init__(self, title: str = "", hint: str = "", padded: bool = True, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        self.head = QHBoxLayout()
        self.head.setContentsMargins(15, 0, 15, 0)
        self.head.setSpacing(8)
        self.title = Label(title, "section", elide=True)
        self.title.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.hint = Label(hint, "small", "muted", elide=True)
        if title:
            holder = QWidget()
            holder.setLayout(self.head)
            holder.setMinimumHeight(theme().px(43))
            self.head.addWidget(self.title)
            self.head.addWidget(self.hint, 1)
            column.addWidget(holder)
            self.setAccessibleName(title)
        self.inside = QVBoxLayout()
        side = 15 if padded else 0
        self.inside.setContentsMargins(side, 0 if title else (11 if padded else 0), side, 15 if padded else 0)
        self.inside.setSpacing(0)
        column.addLayout(self.inside, 1)
        places = [(right, lower) for right in (False, True) for lower in ((True,) if title else (False, True))]
        self._corners = [] if padded else [_Corner(self, right, lower) for right, lower in places]

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        for corner in self._corners:
            corner.place(event.size())

    def childEvent(self, event: QChildEvent) -> None:
        super().childEvent(event)
        for corner in getattr(self, "_corners", ()):
            corner.raise_()

    def add(self, widget: QWidget, stretch: int = 0) -> None:
        """Put a widget below the others."""
        self.inside.addWidget(widget, stretch)

    def add_to_head(self, widget: QWidget) -> None:
        """Put a widget at the right of the head."""
        self.head.addWidget(widget)

    def paintEvent(self, event: QPaintEvent) -> None:
        look = theme()
        painting.rounded(QPainter(self), QRectF(self.rect()), 8, look.color("surface"), look.color("border"))


class Note(QFrame):
    """A sentence in a soft box, with an icon and perhaps a button; kinds as a Tag has."""

    ICONS = {"good": "check-circle", "warn": "triangle-alert", "bad": "alert-circle", "info": "info", "plain": "info"}

    def __init__(
        self,
        text: str,
        kind: str = "plain",
        action: Button | None = None,
        icon: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._kind = kind
        self._row = row = QHBoxLayout(self)
        row.setContentsMargins(11, 8, 11, 8)
        row.setSpacing(8)
        tone = "faint" if kind == "plain" else painting.KINDS[kind][0]
        self.icon = Icon(icon or self.ICONS.get(kind, "info"), tone)
        self.label = Label(text, "body", wrap=True)
        row.addWidget(self.icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.label, 1)
        if action is not None:
            row.addWidget(action)

    def add(self, widget: QWidget) -> None:
        """Put a button or a choice after the words."""
        self._row.addWidget(widget, 0, Qt.AlignmentFlag.AlignVCenter)

    def set(self, text: str, kind: str | None = None) -> None:
        """Say something else."""
        self._kind = kind or self._kind
        self.label.setText(text)
        tone = "faint" if self._kind == "plain" else painting.KINDS[self._kind][0]
        self.icon.set_icon(self.ICONS.get(self._kind, "info"), tone)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        look = theme()
        _ink, fill, line = painting.KINDS[self._kind]
        fill = "raised" if self._kind == "plain" else fill
        painting.rounded(QPainter(self), QRectF(self.rect()), 6, look.color(fill), look.color(line))


class Ribbon(Filled):
    """A thin band across the window, such as the one that says SAMPLE."""

    def __init__(
        self, text: str, kind: str = "warn", action: Button | None = None, parent: QWidget | None = None
    ) -> None:
        ink, fill, line = painting.KINDS[kind]
        super().__init__(fill, "b", line, parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(24, 4, 24, 5)
        self.label = Label(text, "small-medium", ink, elide=True)
        row.addWidget(self.label, 1)
        if action is not None:
            row.addWidget(action)


class Upright(QScrollArea):
    """Scrolls up and down only: what is inside is as wide as the place, however much it would like to be wider."""

    def __init__(self) -> None:
        super().__init__()
        self.setViewport(own_viewport())

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._hold()
        super().resizeEvent(event)

    def _hold(self) -> None:
        inside = self.widget()
        if inside is not None and inside.maximumWidth() != self.viewport().width():
            inside.setMaximumWidth(self.viewport().width())

    def to_top(self) -> None:
        """Show the beginning, as where something else is shown now."""
        self.verticalScrollBar().setValue(0)


def scrolling(inside: QWidget, name: str = "", area: Upright | None = None) -> Upright:
    """A widget that scrolls up and down when the window is too low for it, in an area of one's own or a plain one."""
    area = area or Upright()
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setAccessibleName(name)
    area.setWidget(inside)
    area.viewport().setAutoFillBackground(False)
    inside.setAutoFillBackground(False)  # after setWidget, which turns it on
    return area


class Inspector(Filled):
    """The right pane of a workbench: `head`, a scrolling `column`, and a `footer` of 52, hidden while empty."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__("surface", parent=parent)
        self.setAccessibleName(name)
        self.setMinimumWidth(320)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        self.head = QVBoxLayout()
        self.head.setContentsMargins(16, 12, 16, 0)
        self.head.setSpacing(8)
        outer.addLayout(self.head)
        inside = QWidget()
        self.column = QVBoxLayout(inside)
        self.column.setContentsMargins(16, 12, 16, 16)
        self.column.setSpacing(8)
        self.scroller = scrolling(inside, name)
        outer.addWidget(self.scroller, 1)
        self._foot = Filled("raised", "t")
        self._foot.setMinimumHeight(theme().px(52))
        self.footer = QHBoxLayout(self._foot)
        self.footer.setContentsMargins(16, 1, 16, 0)
        self.footer.setSpacing(8)
        self._foot.hide()
        outer.addWidget(self._foot)

    def to_top(self) -> None:
        """Another record is shown: begin at its beginning."""
        self.scroller.to_top()

    def add_to_footer(self, widget: QWidget) -> None:
        """Put a button into the footer. A click leaves the keys with the list, or Enter would press it once more."""
        widget.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.footer.addWidget(widget)
        self._foot.show()


class Split(QSplitter):
    """A list and its inspector side by side, widths kept; below 1280 the inspector is a drawer under the list."""

    def __init__(
        self,
        page_id: str,
        settings: Settings,
        left: QWidget,
        right: QWidget,
        width: int = 424,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._page_id, self._settings, self._width = page_id, settings, width
        self.setChildrenCollapsible(False)
        self.setHandleWidth(1)
        self.addWidget(left)
        self.addWidget(right)
        self.setStretchFactor(0, 1)
        self.setStretchFactor(1, 0)
        self.splitterMoved.connect(self._remember)
        self._lay_out()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        window = self.window()
        wide = window.width() if window is not self else self.width()
        wanted = Qt.Orientation.Vertical if wide < theme().px(NARROW) else Qt.Orientation.Horizontal
        if wanted != self.orientation():
            self.setOrientation(wanted)
            self._lay_out()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self.setHandleWidth(1)

    def _lay_out(self) -> None:
        upright = self.orientation() == Qt.Orientation.Vertical
        whole = self.height() if upright else self.width()
        usual = min(320, max(180, whole // 2)) if upright else self._width  # a low window keeps half for its list
        kept = self._layout().get("drawer" if upright else "inspector", usual)
        self.setSizes([max(200, whole - kept), kept])

    def _remember(self) -> None:
        upright = self.orientation() == Qt.Orientation.Vertical
        self._layout()["drawer" if upright else "inspector"] = self.sizes()[1]

    def _layout(self) -> dict[str, int]:
        kept: dict[str, int] = self._settings.layout.setdefault(self._page_id, {})
        return kept
