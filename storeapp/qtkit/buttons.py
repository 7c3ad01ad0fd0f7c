"""Things to press: buttons of every kind, links, tick boxes, segments and filter chips, painted to the pixel."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QAction, QEnterEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QCheckBox, QHBoxLayout, QMenu, QSizePolicy, QWidget

from storeapp.qtkit import icons, painting
from storeapp.qtkit.theme import theme

_SIZES = {  # height, padding, font, icon, gap
    "large": (40, 20, "large", 18, 8),
    "normal": (32, 12, "medium", 16, 6),
    "small": (28, 10, "small-medium", 14, 6),
    "mini": (24, 8, "small-medium", 14, 4),
}
KINDS = ("primary", "secondary", "quiet", "danger", "link")


class Button(QAbstractButton):
    """A button with words.

    `kind`: primary | secondary | quiet | danger | link. `size`: large 40 | normal 32 | small 28 | mini 24.
    `locked` shows a lock while it is disabled: a rule blocks it, the tooltip says which. `menu` opens under it.
    """

    def __init__(
        self,
        text: str = "",
        kind: str = "secondary",
        icon: str = "",
        size: str = "normal",
        parent: QWidget | None = None,
        *,
        name: str = "",
        tip: str = "",
    ) -> None:
        super().__init__(parent)
        if kind not in KINDS:
            raise ValueError(f"unknown kind of button: {kind}")
        self._kind, self._icon, self._size = kind, icon, size
        self._locked = False
        self._default = False
        self._menu: QMenu | None = None
        self._bound: QAction | None = None
        self.setText(text)
        self.setAccessibleName(name or text)
        if tip:
            self.setToolTip(tip)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        if kind == "link":
            self.setCursor(Qt.CursorShape.PointingHandCursor)

    def setText(self, text: str) -> None:
        super().setText(text)
        self.setAccessibleName(text.replace("&", ""))
        self.updateGeometry()

    def kind(self) -> str:
        """Its kind."""
        return self._kind

    def set_kind(self, kind: str) -> None:
        """Change its kind, such as to primary for the selected row."""
        self._kind = kind
        self.updateGeometry()
        self.update()

    def set_icon(self, name: str) -> None:
        """Change its icon, "" for none."""
        self._icon = name
        self.updateGeometry()
        self.update()

    def lock(self, reason: str) -> None:
        """Disable it because a rule blocks it; "" sets it free."""
        self._locked = bool(reason)
        self.setEnabled(not reason)
        self.setToolTip(reason)
        self.setAccessibleDescription(reason)
        self.updateGeometry()

    def set_menu(self, menu: QMenu) -> None:
        """Open this menu when pressed; a chevron shows it."""
        self._menu = menu
        self.clicked.connect(self._open_menu)
        self.updateGeometry()

    def bind(self, action: QAction) -> None:
        """Follow an action: its words, icon state and enabled state; pressing triggers it."""
        self._bound = action
        self.clicked.connect(action.trigger)
        action.changed.connect(self._follow)
        self._follow()

    def setDefault(self, default: bool) -> None:
        """Enter presses it while it is in a dialog."""
        self._default = default

    def isDefault(self) -> bool:
        """Whether Enter presses it."""
        return self._default

    def sizeHint(self) -> QSize:
        height, padding, role, icon, gap = _SIZES[self._size]
        look = theme()
        text = look.metrics(self._role(role)).horizontalAdvance(self._shown_text())
        wide = text + sum(gap + icon for _present in self._icons()) - (0 if self.text() or not self._icons() else gap)
        if self._kind == "link":
            return QSize(round(wide) + 2, look.px(20))
        if not self.text():
            return QSize(look.px(height), look.px(height))
        return QSize(round(wide) + 2 * padding + 2, look.px(height))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.StyleChange, QEvent.Type.EnabledChange):
            self.updateGeometry()
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        look = theme()
        ink, fill, line = self._colors()
        area = QRectF(self.rect())
        radius = 6
        if self.hasFocus() and self.isEnabled() and self._kind != "link":
            focus = look.color("text" if self._kind == "primary" else "accent")
            painting.rounded(painter, area, radius, look.color(fill) if fill else None, focus, 2)
        elif fill or line:
            painting.rounded(
                painter, area, radius, look.color(fill) if fill else None, look.color(line) if line else None
            )
        self._paint_words(painter, look.color(ink))

    def _paint_words(self, painter: QPainter, ink: object) -> None:
        _height, padding, role, icon, gap = _SIZES[self._size]
        look = theme()
        font = look.font(self._role(role))
        if self._kind == "link" and (self.underMouse() or self.hasFocus()):
            font.setUnderline(True)
        inset = 0 if self._kind == "link" else min(padding, 8)
        shown = self._shown_text()
        text = look.metrics(self._role(role)).horizontalAdvance(shown)
        marks = self._icons()
        wide = text + sum(icon + gap for _mark in marks) - (0 if shown else gap)
        left = max(float(inset), (self.width() - wide) / 2)
        middle = self.height() / 2
        lead = [mark for mark in marks if mark != "chevron-down" or not shown]
        tint = self._icon_color()
        for mark in lead:
            icons.paint(painter, mark, left, middle - icon / 2, icon, tint)
            left += icon + gap
        room = min(text + 1, self.width() - left - inset - (icon + gap if len(lead) < len(marks) else 0))
        painting.text_in(painter, QRectF(left, 0, room, self.height()), shown, font, ink)  # type: ignore[arg-type]
        if len(lead) < len(marks):
            icons.paint(painter, "chevron-down", left + room + gap, middle - icon / 2, icon, tint)

    def _shown_text(self) -> str:
        return self.text().replace("&&", "\0").replace("&", "").replace("\0", "&")

    def _icons(self) -> list[str]:
        lead = "lock" if self._locked and not self.isEnabled() else self._icon
        return [name for name in (lead, "chevron-down" if self._menu is not None else "") if name]

    def _role(self, role: str) -> str:
        if self._kind == "primary":
            return {"large": "large-strong", "medium": "strong", "small-medium": "small-strong"}[role]
        return role

    def _colors(self) -> tuple[str, str, str]:
        """Tokens for ink, fill and border."""
        if not self.isEnabled():
            return ("faint", "", "") if self._kind in ("quiet", "link") else ("faint", "raised", "border")
        over = self.underMouse()
        if self._kind == "primary":
            fill = "accent-hover" if over or self.isDown() else "accent"
            return "on-accent", fill, ""
        if self._kind == "quiet":
            return "text-2", "hover" if over else "", ""
        if self._kind == "link":
            return "accent-hover" if over else "accent", "", ""
        ink = "negative" if self._kind == "danger" else "text"
        return ink, "hover" if over or self.isDown() or self.isChecked() else "surface", "border-strong"

    def _icon_color(self) -> object:
        ink = self._colors()[0]
        return theme().color("text-2" if ink == "text" else ink)

    def _follow(self) -> None:
        action = self._bound
        if action is None:
            return
        words = action.text()
        self.setText(words)
        self.setEnabled(action.isEnabled())
        tip = action.toolTip()
        self.setToolTip(tip if tip != words else "")

    def _open_menu(self) -> None:
        if self._menu is not None:
            self._menu.popup(self.mapToGlobal(QPoint(0, self.height() + 2)))


class IconButton(Button):
    """A button that is only an icon; its accessible name is also its tooltip."""

    def __init__(
        self, icon: str, name: str, kind: str = "quiet", size: str = "small", parent: QWidget | None = None
    ) -> None:
        super().__init__("", kind, icon, size, parent, name=name, tip=name)
        self.setAccessibleName(name)


class Link(Button):
    """Words in the accent colour that lead somewhere."""

    def __init__(self, text: str, parent: QWidget | None = None, *, small: bool = True) -> None:
        super().__init__(text, "link", size="small" if small else "normal", parent=parent)


class TickBox(QCheckBox):
    """A tick box of 16 with its words."""

    def __init__(self, text: str = "", parent: QWidget | None = None, *, name: str = "") -> None:
        super().__init__(text, parent)
        self.setAccessibleName(name or text)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def sizeHint(self) -> QSize:
        look = theme()
        words = look.metrics("body").horizontalAdvance(self.text())
        return QSize(round(16 + (8 + words if self.text() else 0)) + 6, max(22, look.px(20)))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def hitButton(self, place: QPoint) -> bool:
        return self.rect().contains(place)

    def paintEvent(self, event: QPaintEvent) -> None:
        look = theme()
        painter = QPainter(self)
        middle = self.height() / 2
        painting.tick_box(painter, 3, middle, self.checkState(), self.isEnabled(), self.hasFocus())
        area = QRectF(27, 0, self.width() - 27, self.height())
        painting.text_in(
            painter, area, self.text(), look.font("body"), look.color("text" if self.isEnabled() else "faint")
        )


class _Part(QAbstractButton):
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
            part = _Part(text, self)
            self._group.addButton(part, len(self._keys))
            self._keys.append(key)
            row.addWidget(part)
        if self._keys:
            self._group.button(0).setChecked(True)
        self._group.idClicked.connect(self._pressed)

    def value(self) -> str:
        """The key of the chosen part."""
        return self._keys[self._group.checkedId()]

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


class Chip(QAbstractButton):
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
        wide += 18 * (bool(self._icon) + self._shows_x())
        return QSize(round(wide), look.px(28))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._shows_x() and event.position().x() > self.width() - 28 and self.rect().contains(event.pos()):
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
        left = 11.0
        if self._icon:
            icons.paint(painter, self._icon, left, self.height() / 2 - 6, 12, ink)
            left += 18
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
            icons.paint(painter, "x", left, self.height() / 2 - 6, 12, ink)

    def _shows_x(self) -> bool:
        return self._closable and self.isChecked()

    def _role(self) -> str:
        return "small-medium" if self.isChecked() else "small"

    def _name_it(self) -> None:
        self.setAccessibleName(self.text() if self._count is None else f"{self.text()} {self._count:,}")
