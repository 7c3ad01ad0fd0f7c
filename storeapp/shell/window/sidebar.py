"""The sidebar: which shop is open, the pages with their counts, and a narrow form of icons and dots."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeySequence, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QButtonGroup, QSizePolicy, QVBoxLayout, QWidget

from storeapp.kernel.text import _, plural
from storeapp.qtkit import icons, painting
from storeapp.qtkit.filled import Filled
from storeapp.qtkit.motion import Hovered, PlainButton
from storeapp.qtkit.theme import theme
from storeapp.qtkit.tips import set_tip
from storeapp.shell.rooms import Room

WIDE, NARROW = 208, 56
ROW, HEAD = 34, 52
LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft


class PageItem(Hovered):
    """One page in the sidebar: 34 high, an 18 px icon, its name and how many things wait there."""

    def __init__(self, room: Room, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.room = room
        self.count, self.red = 0, False
        self.narrow = False
        self.setCheckable(True)
        self.setFixedHeight(theme().px(ROW))
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._speak()

    def set_count(self, count: int, red: bool) -> None:
        """Show how many things wait; 0 hides the pill, red means that a promise is broken."""
        if (count, red) != (self.count, self.red):
            self.count, self.red = count, red
            self._speak()
            self.update()

    def set_narrow(self, narrow: bool) -> None:
        """Show the icon and a dot only."""
        self.narrow = narrow
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme().px(NARROW if self.narrow else WIDE) - 16, theme().px(ROW))

    def _speak(self) -> None:
        title = _(self.room.title)
        self.setText(title)
        spoken = title if not self.count else f"{title}, {self.count:,}"
        keys = QKeySequence(self.room.keys).toString(QKeySequence.SequenceFormat.NativeText)
        self.setAccessibleName(spoken)
        set_tip(self, f"{spoken} ({keys})")

    def paintEvent(self, event: QPaintEvent) -> None:
        look, on = theme(), self.isChecked()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        frame = QRectF(self.rect())
        if on:
            painter.setPen(look.color("border"))
            painter.setBrush(look.color("surface"))
            painter.drawRoundedRect(frame.adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
        elif self.hovered:
            soft = QColor(look.color("border"))
            soft.setAlphaF(self.hovered)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(soft)
            painter.drawRoundedRect(frame, 6, 6)
        if self.hasFocus():
            painting.rounded(painter, frame, 6, None, look.color("accent"), 2)
        side = look.px(18)
        left = (self.width() - side) // 2 if self.narrow else 10
        icons.paint(painter, self.room.icon, left, (self.height() - side) // 2, side, self._ink("faint"))
        if self.narrow:
            self._paint_dot(painter)
        else:
            self._paint_words(painter, left + side + 10)

    def _ink(self, otherwise: str) -> QColor:
        return theme().color("accent" if self.isChecked() else otherwise)

    def _paint_words(self, painter: QPainter, left: int) -> None:
        look, on = theme(), self.isChecked()
        right = self.width() - 8
        if self.count:
            state = "red" if self.red else "on" if on else "plain"
            wide = painting.count(painter, right, self.height() / 2, f"{self.count:,}", state)
            right -= int(wide) + 6
        painter.setFont(look.font("strong" if on else "medium"))
        painter.setPen(self._ink("text-2"))
        words = painter.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, right - left)
        painter.drawText(QRectF(left, 0, right - left, self.height()), LEFT, words)

    def _paint_dot(self, painter: QPainter) -> None:
        if self.count:
            painter.setPen(QPen(theme().color("sidebar"), 2))
            painter.setBrush(theme().color("negative" if self.red else "accent"))
            painter.drawEllipse(QPointF(self.width() - 11, 10), 5, 5)


class ShopButton(PlainButton):
    """The open shop at the top of the sidebar; a press lists the others."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sub, self._mark = "", "store"
        self.narrow = False
        self.setFixedHeight(theme().px(HEAD))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.show_shop("", 0)

    def show_shop(self, name: str, channels: int, sample: bool = False) -> None:
        """Name the open shop and how many channels it has."""
        self.shown = (name, channels)
        self.setText(name or "Storeapp")
        self._sub = plural("{count} channel", "{count} channels", channels) if name else ""
        self._mark = "lamp" if sample else "store"
        self.setAccessibleName(_("Shop {name}, choose another").format(name=self.text()))
        set_tip(self, self.text())
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        look = theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.underMouse():
            painter.fillRect(self.rect(), look.color("hover"))
        painter.fillRect(0, self.height() - 1, self.width(), 1, look.color("border"))
        side, mark = look.px(28), look.px(18)
        left = (self.width() - side) // 2 if self.narrow else 12
        top = (self.height() - 1 - side) // 2
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.color("accent"))
        painter.drawRoundedRect(QRectF(left, top, side, side), 6, 6)
        gap = (side - mark) // 2
        icons.paint(painter, self._mark, left + gap, top + gap, mark, look.color("on-accent"))
        if self.hasFocus():
            area = QRectF(self.rect()).adjusted(2, 2, -2, -3)
            painting.rounded(painter, area, 6, None, look.color("accent"), 2)
        if not self.narrow:
            self._paint_words(painter, left + side + 8)

    def _paint_words(self, painter: QPainter, left: int) -> None:
        look = theme()
        arrow = look.px(16)
        right = self.width() - 12 - arrow
        icons.paint(painter, "chevrons-up-down", right, (self.height() - arrow) // 2, arrow, look.color("faint"))
        block = look.px(16) + (look.px(14) if self._sub else 0)
        top = (self.height() - 1 - block) // 2
        for words, role, token, high in ((self.text(), "strong", "text", 16), (self._sub, "axis", "muted", 14)):
            painter.setFont(look.font(role))
            painter.setPen(look.color(token))
            shown = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, right - left - 8)
            painter.drawText(QRectF(left, top, right - left, look.px(high)), LEFT, shown)
            top += look.px(high)


class Sidebar(Filled):
    """208 wide, 56 in a small window."""

    chosen = Signal(str)  # page id
    shop_pressed = Signal()

    def __init__(self, rooms: Sequence[Room], parent: QWidget | None = None) -> None:
        super().__init__("sidebar", "r", parent=parent)
        self.setObjectName("sidebar")
        self.setAccessibleName(_("Pages"))
        self.shop = ShopButton(self)
        self.shop.clicked.connect(self.shop_pressed)
        self.items: dict[str, PageItem] = {}
        self._group = QButtonGroup(self)
        upper, lower = QVBoxLayout(), QVBoxLayout()
        for room in rooms:
            item = PageItem(room, self)
            item.clicked.connect(self._pressed)
            self.items[room.id] = item
            self._group.addButton(item)
            (lower if room.bottom else upper).addWidget(item)
        for part in (upper, lower):
            part.setContentsMargins(8, 8, 7, 8)
            part.setSpacing(2)
        line = Filled("border")
        line.setFixedHeight(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 1, 0)
        layout.setSpacing(0)
        layout.addWidget(self.shop)
        layout.addLayout(upper)
        layout.addStretch(1)
        layout.addWidget(line)
        layout.addLayout(lower)
        self.set_narrow(False)

    def set_narrow(self, narrow: bool) -> None:
        """Shrink to icons with dots, or show the names."""
        self.setFixedWidth(theme().px(NARROW if narrow else WIDE))
        self.shop.narrow = narrow
        self.shop.update()
        for item in self.items.values():
            item.set_narrow(narrow)

    def select(self, page_id: str) -> None:
        """Mark the page that is shown."""
        if page_id in self.items:
            self.items[page_id].setChecked(True)

    def set_counts(self, counts: Mapping[str, tuple[int, bool]]) -> None:
        """Show what waits on each page: a number and whether it is red."""
        for page_id, (count, red) in counts.items():
            if page_id in self.items:
                self.items[page_id].set_count(count, red)

    def show_only(self, counts: Mapping[str, tuple[int, bool]]) -> None:
        """Another shop: its numbers, and none of the shop before."""
        self.set_counts(dict.fromkeys(self.items, (0, False)) | dict(counts))

    def counts(self) -> dict[str, tuple[int, bool]]:
        """What is shown now, for the next start's first paint."""
        return {page_id: (item.count, item.red) for page_id, item in self.items.items() if item.count}

    def _pressed(self) -> None:
        item = self._group.checkedButton()
        if isinstance(item, PageItem):
            self.chosen.emit(item.room.id)
