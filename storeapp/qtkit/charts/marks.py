"""Marks small enough for a table cell: the likely range of a rating, and a sparkline."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from storeapp.qtkit.theme import theme


def paint_range(
    painter: QPainter, area: QRectF, low: float, mean: float, high: float, span: tuple[float, float]
) -> None:
    """A likely range from `low` to `high` with the mean as a ring and the safe low end as a tick, on `span`."""
    look = theme()
    middle = round(area.center().y()) + 0.5

    def place(value: float) -> float:
        share = (value - span[0]) / (span[1] - span[0]) if span[1] > span[0] else 0.0
        return area.left() + max(0.0, min(1.0, share)) * area.width()

    painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
    painter.setPen(QPen(look.color("hair"), 1))
    painter.drawLine(QPointF(area.left(), middle), QPointF(area.right(), middle))
    painter.setPen(QPen(look.color("chart-line-2"), 2, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap))
    painter.drawLine(QPointF(place(low), middle), QPointF(place(high), middle))
    painter.setPen(QPen(look.color("accent"), 2.5, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap))
    painter.drawLine(QPointF(place(low), middle - 5.5), QPointF(place(low), middle + 5.5))
    painter.setPen(QPen(look.color("text-2"), 1.5))
    painter.setBrush(look.color("surface"))
    painter.drawEllipse(QPointF(place(mean), middle), 3.5, 3.5)


def spark_points(values: Sequence[float | None], area: QRectF) -> list[QPointF | None]:
    """Where the values lie in `area`, lowest at the bottom; a missing value has no place."""
    held = [value for value in values if value is not None]
    low, high = min(held, default=0.0), max(held, default=0.0)
    step = area.width() / max(1, len(values) - 1)
    span = high - low
    points: list[QPointF | None] = []
    for number, value in enumerate(values):
        if value is None:
            points.append(None)
            continue
        share = (value - low) / span if span else 0.5
        points.append(QPointF(area.left() + number * step, area.bottom() - share * area.height()))
    return points


def paint_spark(
    painter: QPainter, area: QRectF, values: Sequence[float | None], color: QColor, width: float = 1.5, dot: float = 2.5
) -> list[QPointF | None]:
    """A line of values with a dot at its end, gaps left open; returns the places of the values."""
    inner = area.adjusted(dot, dot, -dot, -dot)
    points = spark_points(values, inner)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
    pen = QPen(color, width)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for stretch in stretches(points):
        painter.drawPolyline(QPolygonF(stretch))
    ends = [point for point in points if point is not None]
    if ends:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(color)
        painter.drawEllipse(ends[-1], dot, dot)
    return points


def stretches(points: Sequence[QPointF | None]) -> list[list[QPointF]]:
    """Runs of points without a gap."""
    found: list[list[QPointF]] = [[]]
    for point in points:
        if point is None:
            found.append([])
        else:
            found[-1].append(point)
    return [run for run in found if run]
