"""Changes with their likely range, one row each on one axis: what fell stands left of nought, what rose right of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QSizePolicy

from storeapp.kernel.rows import dataclass
from storeapp.kernel.text import _
from storeapp.qtkit import painting
from storeapp.qtkit.charts.base import Chart, ChartMark, nice_ticks
from storeapp.qtkit.theme import theme

ROW = 26
WORDS = 0.34  # share of the width that the names take


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """One change: its name, "4.1 to 1.2", how much it changed with the likely range (None unknown), and a tag."""

    name: str
    words: str
    change: float | None
    low: float
    high: float
    tag: str
    kind: str = "plain"
    icon: str = ""
    key: Any = None


class ChangeRows(Chart):
    """Rows with a range mark each; a click hands on the row's key."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._rows: list[ChangeRow] = []

    def show_rows(self, rows: Sequence[ChangeRow]) -> None:
        """Show these rows."""
        self._rows = list(rows)
        self.renew()

    def sizeHint(self) -> QSize:
        return QSize(420, theme().px(ROW) * len(self._rows) + theme().px(18))

    def minimumSizeHint(self) -> QSize:
        return QSize(260, self.sizeHint().height())

    def table(self) -> list[list[Any]]:
        rows: list[list[Any]] = [["", "", _("Change"), _("likely from"), _("likely to"), ""]]
        for row in self._rows:
            ends = ["", "", ""] if row.change is None else [row.change, row.low, row.high]
            rows.append([row.name, row.words, *ends, row.tag])
        return rows

    def draw(self, painter: QPainter, area: QRectF) -> list[ChartMark]:
        if not self._rows:
            return []
        look = theme()
        tags = max(painting.tag_width(row.tag, row.icon) for row in self._rows)
        figures = max(look.metrics("body").horizontalAdvance(row.words) for row in self._rows) + 8
        left = area.width() * WORDS + figures
        axis = QRectF(area.left() + left, area.top(), area.width() - left - tags - 20, area.height())
        known = [row for row in self._rows if row.change is not None]
        low = min([0.0, *(row.low for row in known)])
        high = max([0.0, *(row.high for row in known)])
        pad = (high - low) * 0.08 or 1.0
        span = (low - pad, high + pad)
        self._draw_axis(painter, axis, span)
        marks = []
        for number, row in enumerate(self._rows):
            line = QRectF(area.left(), area.top() + look.px(18) + number * look.px(ROW), area.width(), look.px(ROW))
            self._draw_row(painter, line, axis, span, row, figures)
            marks.append(ChartMark(line, f"{row.name}\n{row.words}, {row.tag}", row.key))
        return marks

    def _draw_axis(self, painter: QPainter, axis: QRectF, span: tuple[float, float]) -> None:
        look = theme()
        for tick in nice_ticks(*span, 3):
            words = f"{tick:+g}".replace("-", "−") if tick else "0"
            place = QRectF(_place(axis, span, tick) - 40, axis.top(), 80, look.px(14))
            painting.text_in(
                painter, place, words, look.font("axis"), look.color("muted"), Qt.AlignmentFlag.AlignHCenter
            )
        pen = QPen(look.color("border-strong"), 1, Qt.PenStyle.CustomDashLine)
        pen.setDashPattern([2, 3])
        painter.setPen(pen)
        nought = round(_place(axis, span, 0.0)) + 0.5
        painter.drawLine(QPointF(nought, axis.top() + look.px(16)), QPointF(nought, axis.bottom()))

    def _draw_row(
        self,
        painter: QPainter,
        line: QRectF,
        axis: QRectF,
        span: tuple[float, float],
        row: ChangeRow,
        figures: float,
    ) -> None:
        look = theme()
        middle = line.center().y()
        name = QRectF(line.left(), line.top(), axis.left() - line.left() - figures - 8, line.height())
        painting.text_in(painter, name, row.name, look.font("body"), look.color("text"))
        words = QRectF(axis.left() - figures - 4, line.top(), figures, line.height())
        painting.text_in(
            painter, words, row.words, look.font("body"), look.color("text-2"), Qt.AlignmentFlag.AlignRight
        )
        if row.change is not None:
            tone = look.color("accent" if row.kind == "good" else "chart-line-2")
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
            painter.setPen(QPen(tone, 2.5, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
            ends = (QPointF(_place(axis, span, end), middle) for end in (row.low, row.high))
            painter.drawLine(*ends)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(tone)
            painter.drawEllipse(QPointF(_place(axis, span, row.change), middle), 4, 4)
        painting.tag(painter, axis.right() + 16, middle, row.tag, row.kind, row.icon)

    def draw_over(self, painter: QPainter, area: QRectF, mark: ChartMark) -> None:
        painting.rounded(painter, mark.area.adjusted(0, 1, 0, -1), 4, None, theme().color("accent-line"))


def _place(axis: QRectF, span: tuple[float, float], value: float) -> float:
    low, high = span
    return axis.left() + (value - low) / (high - low) * axis.width()
