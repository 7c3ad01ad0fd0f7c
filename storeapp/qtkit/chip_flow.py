"""Chips in lines, as many lines as they need."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QSizePolicy, QWidget
from shiboken6 import isValid

GAP = 6


class _Lines(QLayout):
    """Puts widgets one after the other and breaks the line where the next one has no room."""

    def __init__(self, parent: QWidget, gap: int, last_right: bool) -> None:
        super().__init__(parent)
        self._gap, self._last_right = gap, last_right
        self._items: list[QLayoutItem] = []
        self.setContentsMargins(0, 0, 0, 0)

    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._place(QRect(0, 0, width, 0), only_measure=True)

    def sizeHint(self) -> QSize:
        return self.minimumSize()

    def minimumSize(self) -> QSize:
        there = self._there()
        widest = max((item.minimumSize().width() for item in there), default=0)
        return QSize(min(widest, 200), max((item.sizeHint().height() for item in there), default=0))

    def setGeometry(self, area: QRect) -> None:
        super().setGeometry(area)
        self._place(area, only_measure=False)

    def _there(self) -> list[QLayoutItem]:
        """The items that are still there: Qt measures a sheet once more while it is taken down."""
        return [item for item in self._items if isValid(item)]

    def _place(self, area: QRect, only_measure: bool) -> int:
        left, top, high = area.left(), area.top(), 0
        shown = [item for item in self._there() if not item.isEmpty()]
        for item in shown:
            size = item.sizeHint().boundedTo(QSize(max(1, area.width()), 10_000))
            if left > area.left() and left + size.width() > area.right() + 1:
                left, top, high = area.left(), top + high + self._gap, 0
            if self._last_right and item is shown[-1]:
                left = max(left, area.right() + 1 - size.width())
            if not only_measure:
                item.setGeometry(QRect(QPoint(left, top), size))
            left += size.width() + self._gap
            high = max(high, size.height())
        return top + high - area.top()


class ChipFlow(QWidget):
    """Shows widgets in lines; `show_chips` replaces them. `last_right`: the last one stands at the right end."""

    def __init__(self, parent: QWidget | None = None, gap: int = GAP, last_right: bool = False) -> None:
        super().__init__(parent)
        self._lines = _Lines(self, gap, last_right)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def chips(self) -> list[QWidget]:
        """What is shown, in order."""
        return [widget for item in self._lines._items if (widget := item.widget()) is not None]

    def show_chips(self, chips: Sequence[QWidget]) -> None:
        """Show these and forget the ones before."""
        while (item := self._lines.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for chip in chips:
            self._lines.addWidget(chip)
            chip.show()
        self.updateGeometry()
