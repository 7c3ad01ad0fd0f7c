"""Values over time: several lines labelled at their ends, a band for the likely range, flags and counts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import zip_longest
from typing import Any

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPen, QPolygonF
from PySide6.QtWidgets import QWidget

from storeapp.kernel.rows import dataclass
from storeapp.kernel.text import _
from storeapp.qtkit import painting
from storeapp.qtkit.charts.base import Chart, ChartMark, nice_ticks, spread
from storeapp.qtkit.charts.marks import stretches
from storeapp.qtkit.theme import theme

_DASHES = {"solid": None, "dash": [3.4, 2.2], "dot": [1.0, 2.2]}


@dataclass(frozen=True, slots=True)
class Series:
    """One line: a value (or None) per label. The `main` one is thicker, in the accent colour, and has the band.

    With `dots` the values are few and far between: each is a dot, and the line joins them over the gaps.
    """

    name: str
    values: Sequence[float | None]
    tone: str = "chart-line-2"
    dash: str = "solid"
    main: bool = False
    dots: bool = False


@dataclass(frozen=True, slots=True)
class Flag:
    """A note on a dashed line at one label."""

    at: int
    text: str


@dataclass(frozen=True, slots=True)
class _Frame:
    """Where the plot lies and how values map to it."""

    plot: QRectF
    low: float
    high: float
    count: int

    def x(self, number: int) -> float:
        return self.plot.left() + (
            self.plot.width() * number / (self.count - 1) if self.count > 1 else self.plot.width() / 2
        )

    def y(self, value: float) -> float:
        return self.plot.bottom() - (value - self.low) / (self.high - self.low) * self.plot.height()


def two_places(value: float) -> str:
    """A rating: 4.79."""
    return f"{value:.2f}"


class LineChart(Chart):
    """Lines over labelled points. A click hands on the number of the point."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self._labels: list[str] = []
        self._series: list[Series] = []
        self._band: list[tuple[float, float] | None] = []
        self._flags: list[Flag] = []
        self._counts: list[int] = []
        self._count_name = ""
        self._format: Callable[[float], str] = two_places
        self._from_zero = False
        self._frame: _Frame | None = None

    def show_lines(
        self,
        labels: Sequence[str],
        series: Sequence[Series],
        band: Sequence[tuple[float, float] | None] = (),
        flags: Sequence[Flag] = (),
        counts: Sequence[int] = (),
        count_name: str = "",
        words: Callable[[float], str] = two_places,
        from_zero: bool = False,
    ) -> None:
        """Show these lines.

        `band` is the likely range (low, high) of the main line per label; `counts` are drawn as bars underneath and
        named by `count_name`; `words` writes a value.
        """
        self._labels, self._series, self._band = list(labels), list(series), list(band)
        self._flags, self._counts, self._count_name = list(flags), list(counts), count_name
        self._format, self._from_zero = words, from_zero
        self.renew()

    def sizeHint(self) -> QSize:
        return QSize(480, theme().px(176))

    def minimumSizeHint(self) -> QSize:
        return QSize(240, theme().px(140))

    def table(self) -> list[list[Any]]:
        titles = ["", *(line.name for line in self._series)]
        if self._band:
            titles += [_("likely from"), _("likely to")]
        if self._counts:
            titles.append(self._count_name)
        rows: list[list[Any]] = [titles]
        for number, label in enumerate(self._labels):
            row: list[Any] = [label]
            row += ["" if value is None else value for value in (_at(line.values, number) for line in self._series)]
            if self._band:
                row += list(_at(self._band, number) or ("", ""))
            if self._counts:
                row.append(_at(self._counts, number))
            rows.append(row)
        return rows

    def draw(self, painter: QPainter, area: QRectF) -> list[ChartMark]:
        if not self._labels or not self._series:
            self._frame = None
            return []
        frame = self._frame = self._measure(area)
        self._draw_grid(painter, frame)
        self._draw_band(painter, frame)
        self._draw_flags(painter, area, frame)
        self._draw_lines(painter, area, frame)
        self._draw_below(painter, area, frame)
        step = frame.plot.width() / max(1, frame.count - 1)
        return [
            ChartMark(
                QRectF(frame.x(n) - step / 2, area.top(), step, area.height()),
                self._words_at(n),
                n,
            )
            for n in range(frame.count)
        ]

    def draw_over(self, painter: QPainter, area: QRectF, mark: ChartMark) -> None:
        frame, look = self._frame, theme()
        if frame is None:
            return
        x = round(frame.x(mark.key)) + 0.5
        painter.setPen(QPen(look.color("border-strong"), 1))
        painter.drawLine(QPointF(x, frame.plot.top()), QPointF(x, frame.plot.bottom()))
        for line in self._series:
            value = _at(line.values, mark.key)
            if value is not None:
                painter.setPen(QPen(self._color(line), 1.5))
                painter.setBrush(look.color("surface"))
                painter.drawEllipse(QPointF(frame.x(mark.key), frame.y(value)), 3, 3)

    def _measure(self, area: QRectF) -> _Frame:
        look = theme()
        values = [value for line in self._series for value in line.values if value is not None]
        values += [edge for pair in self._band if pair is not None for edge in pair]
        low, high = min(values, default=0.0), max(values, default=1.0)
        pad = (high - low) * 0.12 or 0.1
        low = 0.0 if self._from_zero else low - pad
        high += pad
        names = [f"{line.name} {self._last_words(line)}".strip() for line in self._series]
        right = max((look.metrics("axis-strong").horizontalAdvance(name) for name in names), default=0.0)
        if self._counts:
            right = max(right, look.metrics("axis").horizontalAdvance(self._count_name) + 8)
        ticks = nice_ticks(low, high)
        left = max(look.metrics("axis").horizontalAdvance(words) for words in self._tick_words(ticks)) + 10
        top = area.top() + (look.px(14) + 14 if self._flags else 8)
        below = look.px(14) + 6 + (look.px(16) + 16 if self._counts else 6)
        plot = QRectF(area.left() + left, top, area.width() - left - right - 14, area.bottom() - below - top)
        return _Frame(plot, low, high, len(self._labels))

    def _draw_grid(self, painter: QPainter, frame: _Frame) -> None:
        look = theme()
        most = max(1, min(4, int(frame.plot.height() / look.px(20))))
        ticks = nice_ticks(frame.low, frame.high, most)
        for tick, text in zip(ticks, self._tick_words(ticks), strict=True):
            y = frame.y(tick)
            painting.hair_line(painter, frame.plot.left(), frame.plot.right() + 8, y, look.color("hair"))
            words = QRectF(frame.plot.left() - 80, y - 8, 72, 16)
            right = Qt.AlignmentFlag.AlignRight
            painting.text_in(painter, words, text, look.font("axis"), look.color("muted"), right)

    def _draw_band(self, painter: QPainter, frame: _Frame) -> None:
        run: list[tuple[int, tuple[float, float]]] = []
        for number in range(len(self._band) + 1):
            pair = _at(self._band, number)
            if pair is not None:
                run.append((number, pair))
                continue
            if len(run) > 1:
                upper = [QPointF(frame.x(n), frame.y(edges[1])) for n, edges in run]
                lower = [QPointF(frame.x(n), frame.y(edges[0])) for n, edges in reversed(run)]
                path = QPainterPath()
                path.addPolygon(QPolygonF(upper + lower))
                painter.fillPath(path, theme().color("chart-band"))
            run = []

    def _draw_flags(self, painter: QPainter, area: QRectF, frame: _Frame) -> None:
        look = theme()
        flags = sorted(self._flags, key=lambda flag: flag.at)
        for flag, after in zip_longest(flags, flags[1:]):
            x, top = round(frame.x(flag.at)) + 0.5, area.top() + 5
            pen = QPen(look.color("border-strong"), 1, Qt.PenStyle.CustomDashLine)
            pen.setDashPattern([2, 3])
            painter.setPen(pen)
            painter.drawLine(QPointF(x, top + 9), QPointF(x, frame.plot.bottom()))
            painter.setPen(QPen(look.color("faint"), 1.2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            cloth = [(0, 9), (0, 0.5), (6, 0.5), (4.5, 2.5), (6, 4.5), (0, 4.5)]
            painter.drawPolyline(QPolygonF([QPointF(x + dx, top + dy) for dx, dy in cloth]))
            # Words end before the next flag; what does not fit is left to the hover.
            edge = frame.x(after.at) - 6 if after is not None else area.right()
            words = QRectF(x + 10, area.top(), edge - x - 10, look.px(16))
            if words.width() > 24:
                painting.text_in(painter, words, flag.text, look.font("axis"), look.color("text-2"))

    def _draw_lines(self, painter: QPainter, area: QRectF, frame: _Frame) -> None:
        look = theme()
        ends: list[tuple[Series, QPointF]] = []
        for line in sorted(self._series, key=lambda line: line.main):
            points = [
                None if value is None else QPointF(frame.x(number), frame.y(value))
                for number, value in enumerate(line.values)
            ]
            pen = QPen(self._color(line), 2.5 if line.main else 1.5)
            pen.setCapStyle(Qt.PenCapStyle.FlatCap if line.dash != "solid" else Qt.PenCapStyle.RoundCap)
            pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
            pattern = _DASHES[line.dash]
            if pattern:
                pen.setDashPattern(pattern)
            painter.setPen(pen)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            held = [point for point in points if point is not None]
            for run in [held] if line.dots else stretches(points):
                painter.drawPolyline(QPolygonF(run))
            if line.dots:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(self._color(line))
                for point in held:
                    painter.drawEllipse(point, 3, 3)
            if held:
                ends.append((line, held[-1]))
                if line.main or len(held) == 1:
                    painter.setPen(Qt.PenStyle.NoPen)
                    painter.setBrush(self._color(line))
                    painter.drawEllipse(held[-1], 4, 4)
        high = look.px(15)
        places = spread([end.y() for _line, end in ends], high, area.top() + high, frame.plot.bottom())
        for (line, _end), y in zip(ends, places, strict=True):
            words = QRectF(frame.plot.right() + 12, y - high / 2, area.right() - frame.plot.right() - 12, high)
            role, ink = ("axis-strong", self._color(line)) if line.main else ("axis", look.color("text-2"))
            painting.text_in(painter, words, f"{line.name} {self._last_words(line)}", look.font(role), ink)

    def _draw_below(self, painter: QPainter, area: QRectF, frame: _Frame) -> None:
        look = theme()
        base = area.bottom() - look.px(14) - 5
        most = max(self._counts, default=0)
        step = frame.plot.width() / max(1, frame.count - 1)
        wide = min(20.0, max(2.0, step * 0.6))
        for number, count in enumerate(self._counts):
            high = look.px(16) * count / most if most else 0
            bar = QRectF(round(frame.x(number) - wide / 2), base - high, round(wide), high)
            painter.fillRect(bar, look.color("chart-grey"))
        if self._counts:
            words = QRectF(
                frame.plot.right() + 16, base - look.px(14), area.right() - frame.plot.right() - 16, look.px(16)
            )
            painting.text_in(painter, words, self._count_name, look.font("axis"), look.color("muted"))
        widest = max(look.metrics("axis").horizontalAdvance(label) for label in self._labels) + 8
        every = max(1, -(-widest // step)) if step else 1
        for number, label in enumerate(self._labels):
            if (frame.count - 1 - number) % int(every) == 0:
                words = QRectF(frame.x(number) - 60, area.bottom() - look.px(15), 120, look.px(14))
                middle = Qt.AlignmentFlag.AlignHCenter
                painting.text_in(painter, words, label, look.font("axis"), look.color("muted"), middle)

    def _words_at(self, number: int) -> str:
        lines = [self._labels[number]]
        lines += [flag.text for flag in self._flags if flag.at == number]
        for line in self._series:
            value = _at(line.values, number)
            if value is not None:
                band = _at(self._band, number) if line.main else None
                likely = f" ({self._format(band[0])}\u2013{self._format(band[1])})" if band else ""
                lines.append(f"{line.name} {self._format(value)}{likely}")
        if self._counts:
            lines.append(f"{_at(self._counts, number):,} {self._count_name}")
        return "\n".join(lines)

    def _tick_words(self, ticks: Sequence[float]) -> list[str]:
        """The values at the gridlines, all with the same number of decimals."""
        if self._format is not two_places:
            return [self._format(tick) for tick in ticks]
        places = max(len(f"{tick:g}".partition(".")[2]) for tick in ticks)
        return [f"{tick:.{places}f}" for tick in ticks]

    def _last_words(self, line: Series) -> str:
        value = next((value for value in reversed(line.values) if value is not None), None)
        return "" if value is None else self._format(value)

    def _color(self, line: Series) -> Any:
        return theme().color("accent" if line.main and line.tone == "chart-line-2" else line.tone)


def _at(values: Sequence[Any], number: int) -> Any:
    return values[number] if number < len(values) else None
