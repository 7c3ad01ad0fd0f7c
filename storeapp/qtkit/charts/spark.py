"""Small charts in cards: a sparkline, a trend with its ends named, and a likely range."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from storeapp.qtkit import painting
from storeapp.qtkit.charts.base import Chart, ChartMark
from storeapp.qtkit.charts.line import two_places
from storeapp.qtkit.charts.marks import paint_spark
from storeapp.qtkit.marks import Painted
from storeapp.qtkit.theme import theme


class Sparkline(Painted):
    """A line of values without an axis, 60 x 24; the numbers stand beside it, its name says them."""

    def __init__(
        self, values: Sequence[float | None] = (), tone: str = "accent", width: int = 60, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._tone, self._width = tone, width
        self.show_values(values)

    def show_values(self, values: Sequence[float | None], tone: str = "") -> None:
        """Show other values."""
        self._values, self._tone = list(values), tone or self._tone
        held = [value for value in self._values if value is not None]
        self.setAccessibleName(f"{held[0]:.2f} \u2192 {held[-1]:.2f}" if held else "")
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self._width, 24)

    def paintEvent(self, event: QPaintEvent) -> None:
        area = QRectF(self.rect()).adjusted(0.5, 1.5, -0.5, -1.5)
        paint_spark(QPainter(self), area, self._values, theme().color(self._tone))


class TrendLine(Chart):
    """One line with its last value named, its lowest point ringed, and the first and last label under a base line."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._labels: list[str] = []
        self._values: list[float | None] = []
        self._format: Callable[[float], str] = two_places
        self._points: list[QPointF | None] = []

    def show_values(
        self, labels: Sequence[str], values: Sequence[float | None], words: Callable[[float], str] = two_places
    ) -> None:
        """Show these values, one per label."""
        self._labels, self._values, self._format = list(labels), list(values), words
        self.renew()

    def sizeHint(self) -> QSize:
        return QSize(240, theme().px(76))

    def table(self) -> list[list[Any]]:
        rows: list[list[Any]] = [["", self.accessibleName()]]
        pairs = zip(self._labels, self._values, strict=False)
        return rows + [[label, "" if value is None else value] for label, value in pairs]

    def draw(self, painter: QPainter, area: QRectF) -> list[ChartMark]:
        look = theme()
        held = [(number, value) for number, value in enumerate(self._values) if value is not None]
        if not held:
            return []
        base = area.bottom() - look.px(18)
        painting.hair_line(painter, area.left(), area.right(), base, look.color("border"))
        last = self._format(held[-1][1])
        right = look.metrics("small-strong").horizontalAdvance(last) + 12
        top = area.top() + max(2, look.px(8) - 4)
        plot = QRectF(area.left() + 2, top, area.width() - right - 2, base - top - look.px(12))
        points = self._points = paint_spark(painter, plot, self._values, look.color("accent"), 2, 4)
        self._draw_lowest(painter, held, points)
        end = points[held[-1][0]]
        if end is not None:
            words = QRectF(end.x() + 9, end.y() - look.px(8), right, look.px(16))
            painting.text_in(painter, words, last, look.font("small-strong"), look.color("accent"))
        foot = QRectF(area.left(), area.bottom() - look.px(15), area.width(), look.px(14))
        painting.text_in(painter, foot, self._labels[0], look.font("axis"), look.color("muted"))
        side = Qt.AlignmentFlag.AlignRight
        painting.text_in(painter, foot, self._labels[-1], look.font("axis"), look.color("muted"), side)
        step = plot.width() / max(1, len(self._values) - 1)
        return [
            ChartMark(QRectF(point.x() - step / 2, area.top(), step, base - area.top()), self._words(number), number)
            for number, point in enumerate(points)
            if point is not None
        ]

    def draw_over(self, painter: QPainter, area: QRectF, mark: ChartMark) -> None:
        point = self._points[mark.key]
        if point is not None:
            painter.setPen(QPen(theme().color("accent"), 1.5))
            painter.setBrush(theme().color("surface"))
            painter.drawEllipse(point, 3, 3)

    def _draw_lowest(self, painter: QPainter, held: list[tuple[int, float]], points: Sequence[QPointF | None]) -> None:
        look = theme()
        number, value = min(held, key=lambda pair: pair[1])
        point = points[number]
        if point is None or number in (held[0][0], held[-1][0]):
            return
        painter.setPen(QPen(look.color("accent"), 1.5))
        painter.setBrush(look.color("surface"))
        painter.drawEllipse(point, 3, 3)
        words = QRectF(point.x() - 30, point.y() + 4, 60, look.px(14))
        middle = Qt.AlignmentFlag.AlignHCenter
        painting.text_in(painter, words, self._format(value), look.font("axis"), look.color("muted"), middle)

    def _words(self, number: int) -> str:
        value = self._values[number]
        return f"{self._labels[number]}\n{'' if value is None else self._format(value)}"
