"""Things to fill in: lines, search, choices, numbers, dates and longer text."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import QDate, QEvent, QLocale, QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QComboBox,
    QDateEdit,
    QDoubleSpinBox,
    QLineEdit,
    QListView,
    QPlainTextEdit,
    QSizePolicy,
    QSpinBox,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QToolButton,
    QWidget,
)

from storeapp.kernel.rows import dataclass
from storeapp.qtkit import icons, painting
from storeapp.qtkit.theme import theme


class TextLine(QLineEdit):
    """One line of text, 32 or (small) 28 high. Connect `textEdited` or `editingFinished`, not `textChanged`.

    Text longer than the field is read from its beginning while nobody types in it.
    """

    def __init__(
        self, name: str, text: str = "", placeholder: str = "", small: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(text, parent)
        self.setAccessibleName(name)
        self.setPlaceholderText(placeholder)
        self.setProperty("small", small)
        self._at_rest = False
        self._rest()

    def setText(self, text: str | None) -> None:
        """Show a text from its beginning."""
        super().setText(text)
        if not self.hasFocus():
            self._rest()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Go on behind the text, unless the mouse or Tab says where."""
        super().focusInEvent(event)
        said = (Qt.FocusReason.MouseFocusReason, Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason)
        if self._at_rest and event.reason() not in said and not self.hasSelectedText():
            self.end(False)
        self._at_rest = False

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Show the beginning again, but not behind a menu or another window."""
        super().focusOutEvent(event)
        if event.reason() not in (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason):
            self._rest()

    def _rest(self) -> None:
        self._at_rest = True
        self.home(False)

    def set_wrong(self, wrong: bool) -> None:
        """Give it a red border."""
        _set_wrong(self, wrong)


class SearchField(QLineEdit):
    """A field to find something in a list.

    `searched` comes 200 ms after the last key, at once on Enter, and on clearing; Esc clears, a second Esc leaves
    through `left`; Down goes to the list through `down`.
    """

    searched = Signal(str)
    left = Signal()
    down = Signal()

    def __init__(
        self, placeholder: str, icon: str = "search", small: bool = True, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._icon, self._told = icon, ""
        self.setPlaceholderText(placeholder)
        self.setAccessibleName(placeholder)
        self.setProperty("small", small)
        self._clear = QToolButton(self)
        self._clear.setCursor(Qt.CursorShape.ArrowCursor)
        self._clear.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._clear.setStyleSheet("QToolButton { border: none; background: transparent; padding: 0; }")
        self._clear.hide()
        self._clear.clicked.connect(self._cleared)
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.setInterval(200)
        self._wait.timeout.connect(self._tell)
        self.textEdited.connect(self._typed)
        self.returnPressed.connect(self._tell)
        self._retint()

    def set_search(self, text: str) -> None:
        """Show a search without telling."""
        self._told = text.strip()
        self.setText(text)
        self._clear.setVisible(bool(text))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            if self.text():
                self._cleared()
            else:
                self.left.emit()
        elif event.key() == Qt.Key.Key_Down:
            self._tell()
            self.down.emit()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        side = theme().px(18)
        self._clear.setGeometry(self.width() - side - 6, (self.height() - side) // 2, side, side)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "_clear"):
            self._retint()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        side = theme().px(14)
        icons.paint(painter, self._icon, 8, (self.height() - side) / 2, side, theme().color("faint"))

    def _retint(self) -> None:
        look = theme()
        self.setTextMargins(look.px(14) + 8, 0, look.px(18), 0)
        self.setMinimumWidth(look.px(160))
        self._clear.setIcon(icons.icon("x", "faint"))
        self._clear.setIconSize(QSize(look.px(14), look.px(14)))

    def _typed(self, text: str) -> None:
        self._clear.setVisible(bool(text))
        self._wait.start()

    def _cleared(self) -> None:
        self.clear()
        self._clear.hide()
        self._tell()

    def _tell(self) -> None:
        self._wait.stop()
        text = self.text().strip()
        if text != self._told:
            self._told = text
            self.searched.emit(text)


@dataclass(frozen=True, slots=True)
class Option:
    """One entry of a choice: its value, its words, and a channel tile or an icon before them."""

    value: Any
    text: str
    platform: str = ""
    icon: str = ""
    muted: bool = False


_OPTION = Qt.ItemDataRole.UserRole + 1


class _OptionDelegate(QStyledItemDelegate):
    """Draws the entries of an open choice."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(80, theme().px(28))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        look, area = theme(), QRectF(option.rect)
        entry: Option = index.data(_OPTION)
        state = option.state
        if state & state.State_Selected:
            painter.fillRect(area, look.color("accent-soft"))
        _paint_option(painter, area.adjusted(8, 0, -8, 0), entry, "body")


def _paint_option(painter: QPainter, area: QRectF, entry: Option, role: str, ink: str = "text") -> None:
    look = theme()
    left, middle = area.left(), area.center().y()
    if entry.platform:
        left += painting.tile(painter, left, middle, entry.platform, entry.text) + 6
    elif entry.icon:
        side = look.px(14)
        icons.paint(painter, entry.icon, left, middle - side / 2, side, look.color("faint"))
        left += side + 6
    tone = look.color("muted" if entry.muted else ink)
    painting.text_in(
        painter, QRectF(left, area.top(), area.right() - left, area.height()), entry.text, look.font(role), tone
    )


class Choice(QComboBox):
    """A choice from a list, 28 (small) or 32 high. `picked` tells the value only when the owner chooses."""

    picked = Signal(object)

    def __init__(
        self,
        name: str,
        options: Sequence[Option | tuple[Any, str]] = (),
        small: bool = True,
        icon: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._small, self._lead = small, icon
        self.setAccessibleName(name)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._furnished = False
        self.set_options(options)
        self.activated.connect(self._activated)

    def set_options(self, options: Sequence[Option | tuple[Any, str]]) -> None:
        """Replace the entries, keeping the chosen value where it is still there. Tells nobody."""
        kept = self.value()
        blocked = self.blockSignals(True)
        self.clear()
        for entry in options:
            made = entry if isinstance(entry, Option) else Option(*entry)
            self.addItem(made.text)
            self.setItemData(self.count() - 1, made, _OPTION)
        self.choose(kept)
        self.blockSignals(blocked)
        self.updateGeometry()

    def value(self) -> Any:
        """The value of the chosen entry, None if there is none."""
        entry = self.currentData(_OPTION)
        return entry.value if entry is not None else None

    def choose(self, value: Any) -> None:
        """Choose an entry without telling; the first one if this value isn't there."""
        blocked = self.blockSignals(True)
        for number in range(self.count()):
            if self.itemData(number, _OPTION).value == value:
                self.setCurrentIndex(number)
                break
        else:
            self.setCurrentIndex(0 if self.count() else -1)
        self.blockSignals(blocked)
        self.update()

    def sizeHint(self) -> QSize:
        look = theme()
        metrics = look.metrics(self._role())
        entries = [self.itemData(number, _OPTION) for number in range(self.count())]
        wide = max((metrics.horizontalAdvance(e.text) + self._before(e) for e in entries), default=40.0)
        marks = look.px(14) * (2 if self._lead else 1) + (6 if self._lead else 0)
        return QSize(round(min(wide, look.px(240))) + marks + 27, look.px(28 if self._small else 32))

    def minimumSizeHint(self) -> QSize:
        return QSize(min(self.sizeHint().width(), theme().px(160)), self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        look, painter = theme(), QPainter(self)
        area = QRectF(self.rect())
        alive = self.isEnabled()
        fill = "raised" if not alive else "hover" if self.underMouse() else "surface"
        line = "accent" if self.hasFocus() else "border-strong" if alive else "border"
        painting.rounded(painter, area, 6, look.color(fill), look.color(line), 2 if self.hasFocus() else 1)
        side = look.px(14)
        top = area.center().y() - side / 2
        inner = area.adjusted(9, 0, -side - 14, 0)
        if self._lead:
            icons.paint(painter, self._lead, inner.left(), top, side, look.color("faint"))
            inner.setLeft(inner.left() + side + 6)
        entry = self.currentData(_OPTION)
        if entry is not None:
            _paint_option(painter, inner, entry, self._role(), "text" if alive else "muted")
        icons.paint(painter, "chevron-down", area.right() - side - 9, top, side, look.color("text-2"))

    def _furnish(self) -> None:
        """Make the list that opens, when it first does: it takes twice as long to make as all the rest."""
        self._furnished = True
        view = QListView(self)
        view.setUniformItemSizes(True)
        view.setAccessibleName(self.accessibleName())
        self.setView(view)
        self.setItemDelegate(_OptionDelegate(self))
        view.setCurrentIndex(self.model().index(self.currentIndex(), 0))

    def showPopup(self) -> None:
        if not self._furnished:
            self._furnish()
        entries = [self.itemData(number, _OPTION) for number in range(self.count())]
        metrics = theme().metrics("body")
        wide = max((metrics.horizontalAdvance(e.text) + self._before(e) for e in entries), default=0.0)
        self.view().setMinimumWidth(min(480, round(wide) + 40))
        super().showPopup()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self.updateGeometry()

    def _before(self, entry: Option) -> int:
        return painting.tile_width() + 6 if entry.platform else theme().px(14) + 6 if entry.icon else 0

    def _role(self) -> str:
        return "small" if self._small else "body"

    def _activated(self, _number: int) -> None:
        self.picked.emit(self.value())


def _paint_end(widget: QWidget, mark: str) -> None:
    """Draw a number's or a day's mark over what Qt has drawn."""
    side = theme().px(14)
    left, top = widget.width() - side - 7, (widget.height() - side) / 2
    icons.paint(QPainter(widget), mark, left, top, side, theme().color("text-2"))


def _height(widget: QWidget) -> int:
    return theme().px(28 if widget.property("small") else 32)


def as_printed(field: QSpinBox | QDoubleSpinBox) -> None:
    """Write a field's number as the program prints numbers everywhere, "1,250.5", whatever the system's way is."""
    field.setLocale(QLocale(QLocale.Language.English, QLocale.Country.UnitedStates))
    field.setGroupSeparatorShown(True)


class SecretLine(TextLine):
    """A line for a password: nobody reads it over a shoulder, and it is kept nowhere while it is typed."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, parent=parent)
        self.setEchoMode(QLineEdit.EchoMode.Password)


class NumberField(QSpinBox):
    """A whole number."""

    def __init__(
        self,
        name: str,
        least: int = 0,
        most: int = 999_999,
        value: int = 0,
        small: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setProperty("small", small)
        self.setRange(least, most)
        self.setValue(value)
        as_printed(self)
        self.lineEdit().setTextMargins(6, 0, 0, 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        _paint_end(self, "chevrons-up-down")

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), _height(self))

    def minimumSizeHint(self) -> QSize:
        return QSize(super().minimumSizeHint().width(), _height(self))


class DayField(QDateEdit):
    """A calendar day, written as the tables keep it: 2026-07-31."""

    def __init__(self, name: str, day: date | None = None, small: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setProperty("small", small)
        self.setDisplayFormat("yyyy-MM-dd")
        self.setCalendarPopup(True)
        if day is not None:
            self.set_day(day)

    def day(self) -> date:
        """The chosen day."""
        chosen = self.date()
        return date(chosen.year(), chosen.month(), chosen.day())

    def set_day(self, day: date) -> None:
        """Show a day without telling."""
        blocked = self.blockSignals(True)
        self.setDate(QDate(day.year, day.month, day.day))
        self.blockSignals(blocked)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        _paint_end(self, "calendar")

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), _height(self))

    def minimumSizeHint(self) -> QSize:
        return QSize(super().minimumSizeHint().width(), _height(self))


class Area(QPlainTextEdit):
    """Several lines of plain text; Tab leaves it."""

    def __init__(self, name: str, placeholder: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setPlaceholderText(placeholder)
        self.setTabChangesFocus(True)

    def set_wrong(self, wrong: bool) -> None:
        """Give it a red border."""
        _set_wrong(self, wrong)


def _set_wrong(widget: QWidget, wrong: bool) -> None:
    if bool(widget.property("wrong")) != wrong:
        widget.setProperty("wrong", wrong)
        widget.style().unpolish(widget)
        widget.style().polish(widget)
