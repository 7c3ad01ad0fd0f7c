"""Things to switch: tick boxes, segments and filter chips."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QEnterEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QButtonGroup, QCheckBox, QHBoxLayout, QSizePolicy, QWidget

from storeapp.qtkit import icons, painting
from storeapp.qtkit.motion import PlainButton
from storeapp.qtkit.theme import theme


class TickBox(QCheckBox):
    """A tick box of 16 with its words."""

    def __init__(self, text: str = "", parent: QWidget | None = None, *, name: str = "") -> None:
        super().__init__(text, parent)
        self.setAccessibleName(name or text)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def sizeHint(self) -> QSize:
        look = theme()
        words = look.metrics("body").horizontalAdvance(self.text())
        return QSize(round(painting.tick_side() + (8 + words if self.text() else 0)) + 6, max(22, look.px(22)))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def hitButton(self, place: QPoint) -> bool:
        return self.rect().contains(place)

    def paintEvent(self, event: QPaintEvent) -> None:
        look = theme()
        painter = QPainter(self)
        middle = self.height() / 2
        painting.tick_box(painter, 3, middle, self.checkState(), self.isEnabled(), self.hasFocus())
        area = QRectF(painting.tick_side() + 11, 0, self.width() - painting.tick_side() - 11, self.height())
        painting.text_in(
            painter, area, self.text(), look.font("body"), look.color("text" if self.isEnabled() else "faint")
        )


class _SegmentPart(PlainButton):
    """One part of a segment."""

    def __init__(self, text: str, segment: Segment) -> None:
        super().__init__(segment)
        self.setText(text)
        self.setAccessibleName(text)
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._segment = segment

    def sizeHint(self) -> QSize:
        small = self._segment.height_px < 32
        look = theme()
        words = look.metrics("small-strong" if small else "strong").horizontalAdvance(self.text())
        return QSize(round(words) + (16 if small else 24) + 2, look.px(self._segment.height_px))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        look = theme()
        painter = QPainter(self)
        on = self.isChecked()
        area = QRectF(self.rect())
        if on or self.underMouse():
            painter.fillRect(area.adjusted(0, 1, 0, -1), look.color("accent-soft" if on else "hover"))
        small = "small-" if self._segment.height_px < 32 else ""
        role = f"{small}strong" if on else (f"{small}medium" if small else "medium")
        ink = look.color("accent" if on else "text-2" if self.isEnabled() else "faint")
        painting.text_in(painter, area, self.text(), look.font(role), ink, Qt.AlignmentFlag.AlignHCenter)
        if self.hasFocus():
            painting.rounded(painter, area.adjusted(1, 1, -1, -1), 5, None, look.color("accent"), 2)


class Segment(QWidget):
    """A choice among a few, all visible: `chosen` tells the key of the part."""

    chosen = Signal(str)

    def __init__(
        self, parts: Sequence[tuple[str, str]], name: str, height: int = 28, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.height_px = height
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        row = QHBoxLayout(self)
        row.setContentsMargins(1, 0, 1, 0)
        row.setSpacing(1)
        self._group = QButtonGroup(self)
        self._group.setExclusive(True)
        self._keys: list[str] = []
        for key, text in parts:
            part = _SegmentPart(text, self)
            self._group.addButton(part, len(self._keys))
            self._keys.append(key)
            row.addWidget(part)
        if self._keys:
            self._group.button(0).setChecked(True)
        self._group.idClicked.connect(self._pressed)

    def value(self) -> str:
        """The key of the chosen part."""
        return self._keys[self._group.checkedId()]

    def rename(self, words: Mapping[str, str]) -> None:
        """Call some parts by other words, by key."""
        for key, text in words.items():
            self._group.button(self._keys.index(key)).setText(text)

    def choose(self, key: str) -> None:
        """Choose a part without telling."""
        self._group.button(self._keys.index(key)).setChecked(True)

    def paintEvent(self, event: QPaintEvent) -> None:
        look = theme()
        painter = QPainter(self)
        painting.rounded(painter, QRectF(self.rect()), 6, look.color("surface"), look.color("border-strong"))
        for button in self._group.buttons()[:-1]:
            x = button.geometry().right() + 1
            painter.fillRect(QRectF(x, 0, 1, self.height()), look.color("border-strong"))

    def _pressed(self, number: int) -> None:
        self.chosen.emit(self._keys[number])


class Chip(PlainButton):
    """A filter or a saved view, 28 high.

    `on` fills it; `closable` shows an x that emits `closed`. A `count` stands after the words. Menus may hang on it.
    """

    closed = Signal()

    def __init__(
        self,
        text: str,
        on: bool = False,
        closable: bool = False,
        count: int | None = None,
        icon: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setText(text)
        self.setCheckable(True)
        self.setChecked(on)
        self._closable, self._count, self._icon = closable, count, icon
        self._name_it()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def set_count(self, count: int | None) -> None:
        """The number after the words, None for none."""
        self._count = count
        self._name_it()
        self.updateGeometry()
        self.update()

    def nextCheckState(self) -> None:
        """Pressing does not switch it: the page decides what is on."""

    def sizeHint(self) -> QSize:
        look = theme()
        wide = 20 + look.metrics(self._role()).horizontalAdvance(self.text()) + 2
        if self._count is not None:
            wide += 6 + look.metrics(self._role()).horizontalAdvance(f"{self._count:,}")
        wide += (look.px(12) + 6) * (bool(self._icon) + self._shows_x())
        return QSize(round(wide), look.px(28))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        place = event.position().toPoint()
        if self._shows_x() and place.x() > self.width() - theme().px(12) - 16 and self.rect().contains(place):
            self.setDown(False)
            self.closed.emit()
            return
        super().mouseReleaseEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and self._shows_x():
            self.closed.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        look = theme()
        painter = QPainter(self)
        on = self.isChecked()
        fill = "accent-soft" if on else "hover" if self.underMouse() else "surface"
        line = "accent-line" if on else "border-strong"
        area = QRectF(self.rect())
        focus = self.hasFocus()
        painting.rounded(
            painter,
            area,
            area.height() / 2,
            look.color(fill),
            look.color("accent" if focus else line),
            2 if focus else 1,
        )
        ink = look.color("accent" if on else "text-2" if self.isEnabled() else "faint")
        font, metrics = look.font(self._role()), look.metrics(self._role())
        left, side = 11.0, look.px(12)
        if self._icon:
            icons.paint(painter, self._icon, left, self.height() / 2 - side / 2, side, ink)
            left += side + 6
        wide = metrics.horizontalAdvance(self.text())
        painting.text_in(painter, QRectF(left, 0, wide + 1, self.height()), self.text(), font, ink)
        left += wide + 6
        if self._count is not None:
            number = f"{self._count:,}"
            tone = ink if on else look.color("muted")
            wide = metrics.horizontalAdvance(number)
            painting.text_in(painter, QRectF(left, 0, wide + 1, self.height()), number, font, tone)
            left += wide + 6
        if self._shows_x():
            icons.paint(painter, "x", left, self.height() / 2 - side / 2, side, ink)

    def _shows_x(self) -> bool:
        return self._closable and self.isChecked()

    def _role(self) -> str:
        return "small-medium" if self.isChecked() else "small"

    def _name_it(self) -> None:
        self.setAccessibleName(self.text() if self._count is None else f"{self.text()} {self._count:,}")
