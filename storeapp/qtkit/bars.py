"""What stands under the top bar: the page toolbar, tabs, and the steps of an import."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSizePolicy, QWidget

from storeapp.qtkit import icons, painting
from storeapp.qtkit.filled import Filled
from storeapp.qtkit.marks import Painted
from storeapp.qtkit.motion import PlainButton
from storeapp.qtkit.theme import theme


class Toolbar(Filled):
    """The bar of 44 under the top bar: `left` and `right` are layouts; text starts at x 24.

    Where both do not fit side by side, as with large text, `right` goes to a second line.
    """

    def __init__(self, parent: QWidget | None = None, *, first: int = 24, last: int = 24) -> None:
        super().__init__("surface", "b", parent=parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(first, 0, last, 1)
        self._grid.setSpacing(0)
        self._grid.setColumnStretch(0, 1)
        self.left, self.right = QHBoxLayout(), QHBoxLayout()
        left, right = QHBoxLayout(), QHBoxLayout()
        left.addLayout(self.left)
        left.addStretch(1)
        right.addStretch(1)
        right.addLayout(self.right)
        for part in (self.left, self.right):
            part.setSpacing(8)
        self._right_line = right
        self._lines = 1
        self._grid.addLayout(left, 0, 0)
        self._grid.addLayout(right, 0, 1)

    def fill_right(self, fill: bool) -> None:
        """Let `right` begin right after `left` and take all the room, or stand at the far end."""
        self._grid.setColumnStretch(0, 0 if fill else 1)
        self._grid.setColumnStretch(1, 1 if fill else 0)
        self._right_line.setStretch(0, 0 if fill else 1)
        self._right_line.setStretch(1, 1 if fill else 0)

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), theme().px(44) * self._lines)

    def minimumSizeHint(self) -> QSize:
        return QSize(0, theme().px(44) * self._lines)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._break_lines()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:
            self._break_lines()
        return super().event(event)

    def _break_lines(self) -> None:
        edges = self._grid.contentsMargins()
        right = self.right.minimumSize().width()
        needed = self.left.minimumSize().width() + right + 16
        lines = 2 if right and needed > self.width() - edges.left() - edges.right() else 1
        if lines != self._lines:
            self._lines = lines
            self._grid.removeItem(self._right_line)
            if lines == 2:
                self._grid.addLayout(self._right_line, 1, 0, 1, 2)
            else:
                self._grid.addLayout(self._right_line, 0, 1)
            self.updateGeometry()


class Tab(PlainButton):
    """One tab: words, a count, and a line of 2 px under it when it is chosen."""

    def __init__(self, text: str, count: int | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._count = count
        self.setText(text)
        self.setCheckable(True)
        self.setAccessibleName(text)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Expanding)

    def set_count(self, count: int | None) -> None:
        """The number after the words."""
        self._count = count
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(round(self._words_width() + self._count_width()), theme().px(43))

    def minimumSizeHint(self) -> QSize:
        return QSize(round(self._words_width()), theme().px(43))

    def _words_width(self) -> float:
        return theme().width(self.text(), "strong") + 2

    def _count_width(self) -> float:
        return 0 if self._count is None else 6 + theme().width(f"{self._count:,}", "axis-medium")

    def paintEvent(self, event: QPaintEvent) -> None:
        look, painter = theme(), QPainter(self)
        on = self.isChecked()
        ink = look.color("accent" if on else "text" if self.underMouse() else "text-2")
        role = "strong" if on else "medium"
        words = look.metrics(role).horizontalAdvance(self.text())
        painting.text_in(painter, QRectF(0, 0, words + 1, self.height()), self.text(), look.font(role), ink)
        if self._count is not None and self.width() >= self.sizeHint().width():  # where room is short the words win
            area = QRectF(words + 6, 1, self.width() - words - 6, self.height())
            tone = look.color("accent" if on else "muted")
            painting.text_in(painter, area, f"{self._count:,}", look.font("axis-medium"), tone)
        if on:
            painter.fillRect(0, self.height() - 2, self.width(), 2, look.color("accent"))
        if self.hasFocus():
            area = QRectF(-1, self.height() / 2 - look.px(13), self.width() + 1, look.px(26))
            painting.rounded(painter, area, 4, None, look.color("accent"), 2)


class Tabs(QWidget):
    """The views of one page, 20 apart. `chosen` tells the key; Left and Right move between them."""

    chosen = Signal(str)

    def __init__(self, tabs: Sequence[tuple[str, str]], name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Expanding)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 12, 0)
        row.setSpacing(20)
        self._tabs: dict[str, Tab] = {}
        for key, text in tabs:
            tab = Tab(text, parent=self)
            tab.clicked.connect(self._clicked)
            self._tabs[key] = tab
            row.addWidget(tab)
        self._value = next(iter(self._tabs), "")
        self.choose(self._value)

    def value(self) -> str:
        """The key of the chosen tab."""
        return self._value

    def choose(self, key: str) -> None:
        """Choose a tab without telling."""
        self._value = key
        for name, tab in self._tabs.items():
            tab.setChecked(name == key)

    def set_count(self, key: str, count: int | None) -> None:
        """The number at a tab."""
        self._tabs[key].set_count(count)

    def title(self, key: str) -> str:
        """The words of a tab, without its number."""
        return self._tabs[key].text()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()), 0)
        if not step:
            super().keyPressEvent(event)
            return
        keys = list(self._tabs)
        key = keys[(keys.index(self._value) + step) % len(keys)]
        self._tabs[key].setFocus()
        self._choose_and_tell(key)

    def _clicked(self) -> None:
        pressed = self.sender()
        self._choose_and_tell(next(key for key, tab in self._tabs.items() if tab is pressed))

    def _choose_and_tell(self, key: str) -> None:
        before = self._value
        self.choose(key)
        if key != before:
            self.chosen.emit(key)


class Steps(Painted):
    """The steps of an import: done ones ticked, the present one filled. `gone_back` tells a done step pressed."""

    gone_back = Signal(int)

    def __init__(self, names: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._names, self._now = list(names), 0
        self.set_step(0)

    def set_step(self, number: int) -> None:
        """The present step, counted from 0; len(names) when all are done."""
        self._now = number
        if number < len(self._names):
            self.setAccessibleName(f"{number + 1} / {len(self._names)}: {self._names[number]}")
        self.update()

    def step(self) -> int:
        """The present step."""
        return self._now

    def sizeHint(self) -> QSize:
        look = theme()
        words = sum(look.metrics("strong").horizontalAdvance(name) for name in self._names)
        return QSize(round(words + len(self._names) * (look.px(22) + 8) + (len(self._names) - 1) * 64), look.px(43))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        x = event.position().x()
        for number, (left, right) in enumerate(self._places()):
            if left <= x <= right and number < self._now:
                self.gone_back.emit(number)

    def paintEvent(self, event: QPaintEvent) -> None:
        look, painter = theme(), QPainter(self)
        middle, disc = self.height() / 2, look.px(22)
        places = self._places()
        for number, (left, right) in enumerate(places):
            done, here = number < self._now, number == self._now
            fill = "accent" if here else "accent-soft" if done else "surface"
            line = "accent" if here else "accent-line" if done else "border-strong"
            area = QRectF(left, middle - disc / 2, disc, disc)
            painting.rounded(painter, area, disc / 2, look.color(fill), look.color(line))
            if done:
                icons.paint(painter, "check", area.center().x() - 6, middle - 6, 12, look.color("accent"))
            else:
                ink = look.color("on-accent" if here else "text-2")
                mid = Qt.AlignmentFlag.AlignHCenter
                painting.text_in(painter, area, str(number + 1), look.font("small-strong"), ink, mid)
            ink = look.color("accent" if here else "text-2" if done else "muted")
            role = "strong" if here else "medium"
            words = QRectF(left + disc + 8, 0, right - left - disc - 8 + 2, self.height())
            painting.text_in(painter, words, self._names[number], look.font(role), ink)
            if number + 1 < len(places):
                painter.fillRect(QRectF(right + 12, round(middle), 40, 1), look.color("border-strong"))

    def _places(self) -> list[tuple[float, float]]:
        look, left, places = theme(), 0.0, []
        for number, name in enumerate(self._names):
            role = "strong" if number == self._now else "medium"
            right = left + look.px(22) + 8 + look.metrics(role).horizontalAdvance(name)
            places.append((left, right))
            left = right + 64
        return places
