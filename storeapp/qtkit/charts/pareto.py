"""A Pareto chart: bars from the dearest to the cheapest, and above them the line of the share they reach together."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPen, QPolygonF

from storeapp.kernel.rows import dataclass
from storeapp.kernel.text import _
from storeapp.qtkit import painting
from storeapp.qtkit.charts.base import Chart, ChartMark
from storeapp.qtkit.theme import theme

TICKS = (0.0, 0.5, 1.0)
NAMED = 0.66  # the first point that reaches this share is told in words


@dataclass(frozen=True, slots=True)
class ParetoBar:
    """One bar: its name, what it came to in words, its share of the whole, and the share up to it."""

    name: str
    words: str
    share: float
    running: float
    key: Any = None


class ParetoChart(Chart):
    """Bars numbered from 1. A click hands on the bar's key; `chosen` is drawn in the accent colour."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self._bars: list[ParetoBar] = []
        self._chosen: Any = None

    def show_bars(self, bars: Sequence[ParetoBar]) -> None:
        """Show these bars, in their order."""
        self._bars = list(bars)
        self.renew()

    def choose(self, key: Any) -> None:
        """Mark one bar."""
        if key != self._chosen:
            self._chosen = key
            self.update()

    def sizeHint(self) -> QSize:
        return QSize(320, theme().px(168))

    def minimumSizeHint(self) -> QSize:
        return QSize(200, theme().px(120))

    def table(self) -> list[list[Any]]:
        rows: list[list[Any]] = [["", _("Cost"), _("Share"), _("Running share")]]
        return rows + [[bar.name, bar.words, f"{bar.share:.1%}", f"{bar.running:.1%}"] for bar in self._bars]

    def draw(self, painter: QPainter, area: QRectF) -> list[ChartMark]:
        if not self._bars:
            return []
        look = theme()
        metrics = look.metrics("axis")
        right, below = metrics.horizontalAdvance("100%") + 10, look.px(14) + 6
        plot = QRectF(area.left(), area.top() + 8, area.width() - right, area.height() - below - 12)
        for tick in TICKS:
            y = plot.bottom() - tick * plot.height()
            painting.hair_line(painter, plot.left(), plot.right(), y, look.color("hair"))
            words = QRectF(plot.right() + 6, y - 8, right, 16)
            painting.text_in(painter, words, f"{tick:.0%}", look.font("axis"), look.color("muted"))
        step = plot.width() / len(self._bars)
        marks = [self._bar(painter, plot, number, step, area) for number in range(len(self._bars))]
        self._line(painter, plot, step)
        return marks

    def _bar(self, painter: QPainter, plot: QRectF, number: int, step: float, area: QRectF) -> ChartMark:
        look, bar = theme(), self._bars[number]
        wide = min(step * 0.8, look.px(34))
        left = plot.left() + step * number + (step - wide) / 2
        high = max(1.0, bar.share * plot.height())
        tone = "accent" if bar.key == self._chosen else "chart-grey"
        painting.rounded(painter, QRectF(left, plot.bottom() - high, wide, high), 2, look.color(tone))
        label = str(number + 1)
        if step >= look.metrics("axis").horizontalAdvance(label) + 2:
            under = QRectF(plot.left() + step * number, plot.bottom() + 4, step, look.px(14))
            painting.text_in(
                painter, under, label, look.font("axis"), look.color("muted"), Qt.AlignmentFlag.AlignHCenter
            )
        said = _("{name}\n{cost}, {share} of all, {running} with those before it")
        words = said.format(name=bar.name, cost=bar.words, share=f"{bar.share:.0%}", running=f"{bar.running:.0%}")
        return ChartMark(QRectF(plot.left() + step * number, area.top(), step, area.height()), words, bar.key)

    def _line(self, painter: QPainter, plot: QRectF, step: float) -> None:
        look = theme()
        points = [
            QPointF(plot.left() + step * (number + 0.5), plot.bottom() - bar.running * plot.height())
            for number, bar in enumerate(self._bars)
        ]
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(look.color("chart-complain"), 1.5))
        painter.drawPolyline(QPolygonF(points))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.color("chart-complain"))
        for point in points:
            painter.drawEllipse(point, 2.5, 2.5)
        named = next((number for number, bar in enumerate(self._bars) if bar.running >= NAMED), 0)
        if named:
            words = _("first {count}: {share}").format(count=named + 1, share=f"{self._bars[named].running:.0%}")
            wide = look.metrics("axis-strong").horizontalAdvance(words) + 4
            at = points[named]
            place = QRectF(max(plot.left(), at.x() - wide - 6), at.y() - look.px(18), wide, look.px(14))
            painting.text_in(painter, place, words, look.font("axis-strong"), look.color("text"))

    def draw_over(self, painter: QPainter, area: QRectF, mark: ChartMark) -> None:
        painting.rounded(painter, mark.area.adjusted(0, 2, 0, -2), 4, None, theme().color("accent-line"))
