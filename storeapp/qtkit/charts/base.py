"""What every chart can do: numbers on hover and by keyboard, a click that opens the rows, copying."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QEvent, QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import QMenu, QSizePolicy, QWidget

from storeapp.kernel.rows import dataclass
from storeapp.kernel.text import _
from storeapp.qtkit import painting
from storeapp.qtkit.icons import icon
from storeapp.qtkit.theme import theme


@dataclass(frozen=True, slots=True)
class ChartMark:
    """A place in a chart that can be pointed at: where it is, what it says, and what a click hands on."""

    area: QRectF
    words: str
    key: Any


class Chart(QWidget):
    """The base of the charts.

    Subclasses draw in `draw` and return their marks; `table` gives the same numbers as rows, the first one the titles.
    """

    clicked = Signal(object)  # the key of the mark

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._marks: list[ChartMark] = []
        self._at = -1
        self._ringed = False

    def draw(self, painter: QPainter, area: QRectF) -> list[ChartMark]:
        """Draw into `area` and tell the marks, in the order the keyboard visits them."""
        raise NotImplementedError

    def draw_over(self, painter: QPainter, area: QRectF, mark: ChartMark) -> None:
        """Point out one mark, below its bubble of words."""

    def table(self) -> list[list[Any]]:
        """The numbers as rows; the first row holds the titles."""
        raise NotImplementedError

    def marks(self) -> list[ChartMark]:
        """The places that can be pointed at, as last drawn."""
        return list(self._marks)

    def renew(self) -> None:
        """The data has changed: forget what was pointed at and draw anew."""
        self._at = -1
        rows = self.table()
        self.setAccessibleDescription("; ".join(", ".join(str(cell) for cell in row) for row in rows[1:25]))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(240, theme().px(160))

    def minimumSizeHint(self) -> QSize:
        return QSize(120, theme().px(64))

    def as_tsv(self) -> str:
        """The numbers as lines with tabs."""
        return "\n".join("\t".join(str(cell) for cell in row) for row in self.table()) + "\n"

    def copy_table(self) -> None:
        """Put the numbers on the clipboard."""
        QGuiApplication.clipboard().setText(self.as_tsv())

    def copy_picture(self) -> None:
        """Put the chart on the clipboard as a picture, without what is pointed at."""
        at, self._at = self._at, -1
        QGuiApplication.clipboard().setPixmap(self.grab())
        self._at = at

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        try:
            self._paint(painter, QRectF(self.rect()))
        finally:
            painter.end()  # a painter left open by an error would take the whole program down

    def _paint(self, painter: QPainter, area: QRectF) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        if self._ringed:
            painting.rounded(painter, area, 4, None, theme().color("accent"), 2)
        self._marks = self.draw(painter, area)
        if 0 <= self._at < len(self._marks):
            mark = self._marks[self._at]
            self.draw_over(painter, area, mark)
            self._draw_bubble(painter, area, mark)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._point_at(self._mark_at(event.position().toPoint()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        at = self._mark_at(event.position().toPoint())
        if event.button() == Qt.MouseButton.LeftButton and at >= 0:
            self.clicked.emit(self._marks[at].key)

    def leaveEvent(self, event: QEvent) -> None:
        self._point_at(-1)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._ringed = painting.by_keyboard(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._ringed = False
        self._point_at(-1)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Right: 1, Qt.Key.Key_Down: 1, Qt.Key.Key_Left: -1, Qt.Key.Key_Up: -1}
        key = Qt.Key(event.key())
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy_table()
        elif key in steps and self._marks:
            start = self._at if self._at >= 0 else (-1 if steps[key] > 0 else len(self._marks))
            self._point_at(max(0, min(len(self._marks) - 1, start + steps[key])))
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and 0 <= self._at < len(self._marks):
            self.clicked.emit(self._marks[self._at].key)
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        menu = QMenu(self)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.addAction(icon("table"), _("Copy as a table")).triggered.connect(self.copy_table)
        menu.addAction(icon("image"), _("Copy as a picture")).triggered.connect(self.copy_picture)
        menu.popup(event.globalPos())

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self.updateGeometry()
            self.update()

    def _mark_at(self, place: QPoint) -> int:
        for number, mark in enumerate(self._marks):
            if mark.area.contains(place.x() + 0.5, place.y() + 0.5):
                return number
        return -1

    def _point_at(self, number: int) -> None:
        if number == self._at:
            return
        self._at = number
        if 0 <= number < len(self._marks):
            self.setAccessibleDescription(self._marks[number].words)
        self.update()

    def _draw_bubble(self, painter: QPainter, area: QRectF, mark: ChartMark) -> None:
        look = theme()
        lines = mark.words.split("\n")
        metrics, font = look.metrics("axis"), look.font("axis")
        wide = max(metrics.horizontalAdvance(line) for line in lines) + 16
        high = look.px(14) * len(lines) + 8
        left = min(max(area.left(), mark.area.center().x() - wide / 2), area.right() - wide)
        above = mark.area.top() - high - 4
        top = above if above >= area.top() else min(mark.area.top() + 8, area.bottom() - high)
        box = QRectF(round(left), round(top), round(wide), high)
        painting.rounded(painter, box, 4, look.color("raised"), look.color("border-strong"))
        for number, line in enumerate(lines):
            row = QRectF(box.left() + 8, box.top() + 4 + number * look.px(14), box.width() - 12, look.px(14))
            painting.text_in(painter, row, line, font, look.color("text"))


def nice_ticks(low: float, high: float, most: int = 4) -> list[float]:
    """Round values from about `low` to `high`, at most `most` of them, for gridlines."""
    if high <= low:
        high = low + 1
    span, power = high - low, 0
    while span / 10**power >= 10:
        power += 1
    while span / 10**power < 1:
        power -= 1
    for step in (0.1, 0.2, 0.25, 0.5, 1, 2, 2.5, 5, 10):
        size = step * 10**power
        first = -(-(low - size * 1e-9) // size)
        last = (high + size * 1e-9) // size
        if last - first + 1 <= most:
            return [round((first + n) * size, 10) for n in range(int(last - first) + 1)]
    return [low]


def spread(wanted: Sequence[float], gap: float, low: float, high: float) -> list[float]:
    """Places for labels near the wanted ones, in the same order from top to bottom, at least `gap` apart."""
    order = sorted(range(len(wanted)), key=lambda number: wanted[number])
    placed = [min(max(wanted[number], low), high) for number in order]
    for number in range(1, len(placed)):
        placed[number] = max(placed[number], placed[number - 1] + gap)
    over = placed[-1] - high if placed else 0
    if over > 0:
        placed[-1] -= over
        for number in range(len(placed) - 2, -1, -1):
            placed[number] = min(placed[number], placed[number + 1] - gap)
    result = [0.0] * len(wanted)
    for place, number in zip(placed, order, strict=True):
        result[number] = place
    return result
