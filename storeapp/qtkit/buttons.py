"""Things to press: buttons of every kind and links, painted to the pixel."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, QRectF, QSize, Qt
from PySide6.QtGui import (
    QAction,
    QColor,
    QFocusEvent,
    QFont,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import QAbstractButton, QMenu, QSizePolicy, QWidget

from storeapp.qtkit import icons, painting
from storeapp.qtkit.motion import Hovered, mixed
from storeapp.qtkit.theme import theme
from storeapp.qtkit.tips import set_tip, tip_of

_SIZES = {  # height, padding, font, icon, gap
    "large": (40, 20, "large", 18, 8),
    "normal": (32, 12, "medium", 16, 6),
    "small": (28, 10, "small-medium", 14, 6),
    "mini": (24, 8, "small-medium", 14, 4),
}
SHORTEST = 160  # a link is cut only where even this has no room
KINDS = ("primary", "secondary", "quiet", "danger", "link")


class Button(Hovered):
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
        self._default = self._main = False
        self._ringed = False
        self._menu: QMenu | None = None
        self._bound: QAction | None = None
        self.setText(text)
        self.setAccessibleName(name or text)
        if tip:
            set_tip(self, tip)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        if kind == "link":
            self.setCursor(Qt.CursorShape.PointingHandCursor)

    def setText(self, text: str) -> None:
        super().setText(text)
        self.setAccessibleName(text)
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
        set_tip(self, reason)
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
        """Enter presses it from every field of its dialog that has no use of its own for Enter, Ctrl+Enter from all."""
        self._default = self._main = default

    def setMain(self, main: bool) -> None:
        """Ctrl+Enter presses it from every field of its dialog; Enter alone does not."""
        self._main = main

    def isDefault(self) -> bool:
        """Whether Enter presses it."""
        return self._default

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._main:
            self.window().installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        # Qt itself looks for a default button among its own push buttons only.
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and watched is self.window():
            held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
            meant = self._main and (held == Qt.KeyboardModifier.ControlModifier or (self._default and not held))
            if meant and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.isVisible():
                self.click()
                return True
        return super().eventFilter(watched, event)

    def sizeHint(self) -> QSize:
        look = theme()
        height, padding, role, icon, gap = _SIZES[self._size]
        icon = look.px(icon)
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
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if plain and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()  # Ctrl+Enter belongs to the page
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._ringed = painting.by_keyboard(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._ringed = False

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.StyleChange, QEvent.Type.EnabledChange):
            self.updateGeometry()
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        look = theme()
        ink, _rest, _over, line = self._colors()
        area, fill = QRectF(self.rect()), fill_of(self)
        radius = 6
        if self._ringed and self.isEnabled() and self._kind != "link":
            focus = look.color("text" if self._kind == "primary" else "accent")
            painting.rounded(painter, area, radius, fill, focus, 2)
        elif fill is not None or line:
            painting.rounded(painter, area, radius, fill, look.color(line) if line else None)
        self._paint_words(painter, look.color(ink))

    def _paint_words(self, painter: QPainter, ink: QColor) -> None:
        look = theme()
        _height, padding, role, icon, gap = _SIZES[self._size]
        icon = look.px(icon)
        font = look.font(self._role(role))
        if self._kind == "link" and (self.underMouse() or self._ringed):
            font = QFont(font)
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
        painting.text_in(painter, QRectF(left, 0, room, self.height()), shown, font, ink)
        if len(lead) < len(marks):
            icons.paint(painter, "chevron-down", left + room + gap, middle - icon / 2, icon, tint)

    def _shown_text(self) -> str:
        if self._bound is None:
            return self.text()
        return self.text().replace("&&", "\0").replace("&", "").replace("\0", "&")

    def _icons(self) -> list[str]:
        lead = "lock" if self._locked and not self.isEnabled() else self._icon
        return [name for name in (lead, "chevron-down" if self._menu is not None else "") if name]

    def _role(self, role: str) -> str:
        if self._kind == "primary":
            return {"large": "large-strong", "medium": "strong", "small-medium": "small-strong"}[role]
        return role

    def _colors(self) -> tuple[str, str, str, str]:
        """Tokens for ink, fill at rest, fill under the pointer, and border."""
        if not self.isEnabled():
            kept = ("", "", "") if self._kind in ("quiet", "link") else ("raised", "raised", "border")
            return ("faint", *kept)
        if self._kind == "primary":
            return "on-accent", "accent", "accent-hover", ""
        if self._kind == "quiet":
            return "text-2", "", "hover", ""
        if self._kind == "link":
            return "accent-hover" if self.underMouse() else "accent", "", "", ""
        ink = "negative" if self._kind == "danger" else "text"
        return ink, "surface", "hover", "border-strong"

    def _icon_color(self) -> QColor:
        ink = self._colors()[0]
        return theme().color("text-2" if ink == "text" else ink)

    def _follow(self) -> None:
        action = self._bound
        if action is None:
            return
        words = action.text()
        QAbstractButton.setText(self, words)  # with its access key
        self.setAccessibleName(self._shown_text())
        self.updateGeometry()
        self.setEnabled(action.isEnabled())
        tip = tip_of(action)
        set_tip(self, tip if tip != words else "")

    def _open_menu(self) -> None:
        if self._menu is not None:
            self._menu.popup(self.mapToGlobal(QPoint(0, self.height() + 2)))


def fill_of(button: Button) -> QColor | None:
    """The fill of a button now: of the hover only as far as it has come in."""
    _ink, rest, over, _line = button._colors()
    share = 1.0 if button.isDown() or button.isChecked() else button.hovered
    if rest:
        return mixed(theme().color(rest), theme().color(over), share) if share else theme().color(rest)
    if not over or not share:
        return None
    soft = QColor(theme().color(over))
    soft.setAlphaF(soft.alphaF() * share)
    return soft


class IconButton(Button):
    """A button that is only an icon; its accessible name is also its tooltip."""

    def __init__(
        self, icon: str, name: str, kind: str = "quiet", size: str = "small", parent: QWidget | None = None
    ) -> None:
        super().__init__("", kind, icon, size, parent, name=name, tip=name)
        self.setAccessibleName(name)


class Link(Button):
    """Words in the accent colour that lead somewhere; long ones are cut where there is no room, with a tooltip."""

    def __init__(self, text: str, parent: QWidget | None = None, *, small: bool = True) -> None:
        super().__init__(text, "link", size="small" if small else "normal", parent=parent)
        self._told = False  # the tooltip is the text, because it is cut
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)

    def minimumSizeHint(self) -> QSize:
        whole = self.sizeHint()
        return QSize(min(whole.width(), theme().px(SHORTEST)), whole.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        cut = self.width() < self.sizeHint().width()
        if cut and (self._told or not self.toolTip()):
            self._told = True
            set_tip(self, self.text())
        elif self._told:
            self._told = False
            set_tip(self, "")
