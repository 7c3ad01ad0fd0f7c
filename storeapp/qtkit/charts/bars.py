"""Shares as bars: the star distribution with a tick for the time before, and what is praised against what is not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath
from PySide6.QtWidgets import QSizePolicy, QWidget

from storeapp.kernel.text import _
from storeapp.qtkit import icons, painting
from storeapp.qtkit.charts.base import Chart, ChartMark
from storeapp.qtkit.theme import theme

ROW = 28


@dataclass(frozen=True, slots=True)
class BarRow:
    """One bar: its label, how many, its share 0 to 1, and the share of the time before. `star` puts a star behind."""

    label: str
    count: int
    share: float
    before: float | None = None
    tone: str = "accent"
    star: bool = False
    key: Any = None


class BarRows(Chart):
    """Rows of bars from 0, with count and percentage to the right. A click hands on the row's key (or its label)."""

    def __init__(self, name: str, before_name: str = "", parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._rows: list[BarRow] = []
        self._before_name = before_name

    def show_rows(self, rows: Sequence[BarRow]) -> None:
        """Show these bars."""
        self._rows = list(rows)
        self.renew()

    def sizeHint(self) -> QSize:
        return QSize(240, theme().px(ROW) * max(1, len(self._rows)))

    def minimumSizeHint(self) -> QSize:
        return QSize(200, self.sizeHint().height())

    def table(self) -> list[list[Any]]:
        titles: list[Any] = ["", _("Count"), _("Share")] + ([self._before_name] if self._has_before() else [])
        rows = [titles]
        for row in self._rows:
            cells: list[Any] = [row.label, row.count, f"{row.share:.1%}"]
            if self._has_before():
                cells.append("" if row.before is None else f"{row.before:.1%}")
            rows.append(cells)
        return rows

    def draw(self, painter: QPainter, area: QRectF) -> list[ChartMark]:
        look, marks = theme(), []
        metrics = look.metrics("body")
        label = max(
            (metrics.horizontalAdvance(row.label) + (look.px(13) + 5 if row.star else 0) for row in self._rows),
            default=0,
        )
        label = max(label + 8, 34.0)
        count = max((metrics.horizontalAdvance(f"{row.count:,}") for row in self._rows), default=0.0) + 4
        share = look.metrics("strong").horizontalAdvance("100.0%") + 4
        right, side = Qt.AlignmentFlag.AlignRight, look.px(13)
        for number, row in enumerate(self._rows):
            line = QRectF(area.left(), area.top() + number * look.px(ROW), area.width(), look.px(ROW))
            middle = line.center().y()
            words = QRectF(line.left(), line.top(), label, line.height())
            painting.text_in(painter, words, row.label, look.font("medium"), look.color("text"))
            if row.star:
                left = line.left() + metrics.horizontalAdvance(row.label) + 6
                icons.paint(painter, "star-fill", left, middle - side / 2, side, look.color("star"))
            track = QRectF(line.left() + label, middle - 6, line.width() - label - count - share - 16, 12)
            painting.bar(painter, track, row.share, look.color(row.tone), 2)
            if row.before is not None:
                tick = QRectF(round(track.left() + track.width() * row.before - 1), track.top() - 3, 2, 18)
                painter.fillRect(tick, look.color("text"))
            cell = QRectF(track.right() + 8, line.top(), count, line.height())
            painting.text_in(painter, cell, f"{row.count:,}", look.font("body"), look.color("text"), right)
            cell = QRectF(cell.right() + 8, line.top(), share, line.height())
            painting.text_in(painter, cell, f"{row.share:.1%}", look.font("strong"), look.color("text"), right)
            marks.append(ChartMark(line, self._words(row), row.label if row.key is None else row.key))
        return marks

    def draw_over(self, painter: QPainter, area: QRectF, mark: ChartMark) -> None:
        painting.rounded(painter, mark.area.adjusted(-0.0, 1, 0, -1), 4, None, theme().color("accent-line"))

    def _words(self, row: BarRow) -> str:
        words = f"{row.label}: {row.count:,}, {row.share:.1%}"
        if row.before is not None:
            words += f"\n{self._before_name} {row.before:.1%}"
        return words

    def _has_before(self) -> bool:
        return any(row.before is not None for row in self._rows)


@dataclass(frozen=True, slots=True)
class TwoSided:
    """One theme: its share among unhappy reviews (left), among happy ones (right), and a note such as "34 reviews"."""

    label: str
    left: float
    right: float
    note: str = ""
    key: Any = None


class TwoSidedBars(Chart):
    """Bars to both sides of a line: complaints left in orange, praise right in teal. `chosen` keys are tinted."""

    def __init__(self, name: str, titles: tuple[str, str, str], parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._titles = titles
        self._rows: list[TwoSided] = []
        self._chosen: Any = None

    def show_titles(self, titles: tuple[str, str, str]) -> None:
        """Other words over the sides."""
        self._titles = titles

    def show_rows(self, rows: Sequence[TwoSided], chosen: Any = None) -> None:
        """Show these themes; the row with the key `chosen` is tinted and its note shown."""
        self._rows, self._chosen = list(rows), chosen
        self.renew()

    def sizeHint(self) -> QSize:
        return QSize(320, theme().px(20) + theme().px(ROW) * max(1, len(self._rows)))

    def minimumSizeHint(self) -> QSize:
        return QSize(280, self.sizeHint().height())

    def table(self) -> list[list[Any]]:
        rows: list[list[Any]] = [list(self._titles)]
        return rows + [[row.label, f"{row.left:.0%}", f"{row.right:.0%}"] for row in self._rows]

    def draw(self, painter: QPainter, area: QRectF) -> list[ChartMark]:
        look, marks = theme(), []
        pad = 16.0
        label = (area.width() - 2 * pad) * 0.255
        axis = round(area.left() + pad + (area.width() - 2 * pad) * 0.6)
        number_room = look.metrics("small").horizontalAdvance("100%") + 8
        most = max((max(row.left, row.right) for row in self._rows), default=0.0) or 1.0
        left_room = axis - area.left() - pad - label - number_room
        scale = min(left_room, area.right() - pad - axis - number_room - 24) / most
        self._draw_titles(painter, area, axis, pad)
        for number, row in enumerate(self._rows):
            top = area.top() + look.px(20) + number * look.px(ROW)
            line = QRectF(area.left(), top, area.width(), look.px(ROW))
            chosen = row.key is not None and row.key == self._chosen
            if chosen:
                painter.fillRect(line, look.color("accent-soft"))
            words = QRectF(area.left() + pad, top, label, line.height())
            font = look.font("strong" if chosen else "body")
            painting.text_in(painter, words, row.label, font, look.color("text"))
            painter.fillRect(QRectF(axis, top, 1, line.height()), look.color("border-strong"))
            self._draw_sides(painter, line, axis, row, scale, chosen)
            key = row.label if row.key is None else row.key
            words_here = f"{row.label}\n{self._titles[1]} {row.left:.0%}\n{self._titles[2]} {row.right:.0%}"
            marks.append(ChartMark(line, words_here + (f"\n{row.note}" if row.note else ""), key))
        return marks

    def _draw_titles(self, painter: QPainter, area: QRectF, axis: float, pad: float) -> None:
        look = theme()
        font, ink, high = look.font("small"), look.color("muted"), look.px(20)
        painting.text_in(painter, QRectF(area.left() + pad, area.top(), 110, high), self._titles[0], font, ink)
        left = QRectF(area.left() + pad + 60, area.top(), axis - 8 - area.left() - pad - 60, high)
        painting.text_in(painter, left, self._titles[1], font, ink, Qt.AlignmentFlag.AlignRight)
        painting.text_in(
            painter, QRectF(axis + 8, area.top(), area.right() - axis - 8, high), self._titles[2], font, ink
        )

    def _draw_sides(
        self, painter: QPainter, line: QRectF, axis: float, row: TwoSided, scale: float, chosen: bool
    ) -> None:
        look = theme()
        middle, font, ink = line.center().y(), look.font("small"), look.color("text-2")
        wide = max(1.0, row.left * scale) if row.left else 0.0
        _side(painter, QRectF(axis - wide, middle - 7, wide, 14), look.color("chart-complain"), left=True)
        words = QRectF(axis - wide - 66, line.top(), 60, line.height())
        painting.text_in(painter, words, f"{row.left:.0%}", font, ink, Qt.AlignmentFlag.AlignRight)
        wide = max(1.0, row.right * scale) if row.right else 0.0
        _side(painter, QRectF(axis + 1, middle - 7, wide, 14), look.color("chart-praise"), left=False)
        text = f"{row.right:.0%}"
        words = QRectF(axis + wide + 7, line.top(), 60, line.height())
        painting.text_in(painter, words, text, font, ink)
        if chosen and row.note:
            left = words.left() + look.metrics("small").horizontalAdvance(text) + 12
            room = QRectF(left, line.top(), line.right() - left - 8, line.height())
            painting.text_in(painter, room, row.note, look.font("small-medium"), look.color("accent"))


def _side(painter: QPainter, area: QRectF, color: QColor, left: bool) -> None:
    """A bar whose outer corners are rounded."""
    if area.width() <= 0:
        return
    shape = QPainterPath()
    shape.addRoundedRect(area, 2, 2)
    inner = QRectF(area.right() - 2 if left else area.left(), area.top(), min(2.0, area.width()), area.height())
    shape.addRect(inner)
    shape.setFillRule(Qt.FillRule.WindingFill)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
    painter.fillPath(shape, color)
