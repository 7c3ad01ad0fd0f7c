"""The head of a list: sorts on a click, filters by value and chooses columns from its menu."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QMouseEvent, QPainter, QPalette
from PySide6.QtWidgets import QHeaderView, QWidget

from storeapp.qtkit import icons, painting
from storeapp.qtkit.table.columns import Column
from storeapp.qtkit.table.delegate import GAP, LAST_PAD, RowDelegate
from storeapp.qtkit.table.model import TableModel
from storeapp.qtkit.theme import theme
from storeapp.qtkit.viewports import own_viewport

HEAD = 28


class TableHead(QHeaderView):
    """A table head, 28 high. `menu_asked` comes with the column and the place for a menu."""

    menu_asked = Signal(int, QPoint)

    def __init__(self, delegate: RowDelegate, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        port = own_viewport(QPalette.ColorRole.Button)
        port.setMouseTracking(True)
        self.setViewport(port)
        self._delegate = delegate
        self._pressed_at = QPoint()
        self.setSectionsClickable(True)
        self.setSectionsMovable(True)
        self.setHighlightSections(False)
        self.setMinimumSectionSize(28)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), theme().px(HEAD))

    def paintSection(self, painter: QPainter, rect: QRect, logical: int) -> None:
        model = self.model()
        look, area = theme(), QRectF(rect)
        painter.fillRect(area, look.color("raised"))
        painting.hair_line(painter, area.left(), area.right(), area.bottom() - 1, look.color("border"))
        if not isinstance(model, TableModel) or logical >= len(model.columns):
            return
        column = model.columns[logical]
        sorted_by = model.query.sort == column.id
        inner = self._delegate.inner(area, logical)
        marks = [mark for mark in (self._filter_mark(model, column), self._sort_mark(model, column)) if mark]
        side = look.px(12)
        room = QRectF(inner.left(), inner.top(), max(0.0, inner.width() - (side + 2) * len(marks)), inner.height())
        words = column.title if column.head is None else column.head
        ink = look.color("accent" if sorted_by else "text-2")
        right = column.alignment() == Qt.AlignmentFlag.AlignRight
        painting.text_in(painter, room, words, look.font("small-medium"), ink, column.alignment())
        wide = min(room.width(), look.metrics("small-medium").horizontalAdvance(words))
        left = room.right() + 2 if right else room.left() + wide + 2
        for number, mark in enumerate(marks):
            place = left + (side + 2) * number
            icons.paint(painter, mark, place, area.center().y() - side / 2, side, look.color("accent"))

    def paintEvent(self, event: object) -> None:
        super().paintEvent(event)  # type: ignore[arg-type]
        used = self.length() - self.offset()
        if used < self.viewport().width():
            painter = QPainter(self.viewport())
            area = QRectF(used, 0, self.viewport().width() - used, self.viewport().height())
            painter.fillRect(area, theme().color("raised"))
            painting.hair_line(painter, area.left(), area.right(), area.bottom() - 1, theme().color("border"))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._pressed_at = event.position().toPoint()
        super().mousePressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self.menu_asked.emit(self.logicalIndexAt(event.pos()), event.globalPos())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        event.ignore()

    def _sort_mark(self, model: TableModel, column: Column) -> str:
        if model.query.sort != column.id:
            return ""
        return "arrow-down" if model.query.descending else "arrow-up"

    def _filter_mark(self, model: TableModel, column: Column) -> str:
        return "filter" if column.filterable and column.id in model.query.filters else ""


def natural_width(column: Column, first: bool, first_pad: int, last: bool = False) -> int:
    """The width a column starts with at the present text scale; the outer ones keep the list's margins besides."""
    return theme().px(column.width) + (first_pad - GAP if first else 0) + (LAST_PAD - GAP if last else 0)
