"""The one delegate of all lists: paints words, stars, tiles, tags, bars and ranges straight from the model's rows."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QHelpEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from storeapp.qtkit import icons, painting
from storeapp.qtkit.charts.marks import paint_range, paint_spark
from storeapp.qtkit.states import LOADING_AFTER
from storeapp.qtkit.table.columns import Column
from storeapp.qtkit.table.model import TableModel, WindowModel
from storeapp.qtkit.theme import theme
from storeapp.qtkit.tips import show_tip

Index = QModelIndex | QPersistentModelIndex
ROW = 32
_WORDS = frozenset({"text", "number", "money", "date"})
GAP = 6  # between the edge of a cell and its words
LAST_PAD = 16  # right of the words of the last column


class RowDelegate(QStyledItemDelegate):
    """Paints a cell with its row's state: selected, current (a bar of 3 px), hovered, held back or in conflict."""

    def __init__(self, view: QAbstractItemView, first_pad: int = 16) -> None:
        super().__init__(view)
        self._view = view
        self.first_pad = first_pad
        self.hovered = -1
        self.first_column = 0
        self.last_column = 0

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(80, theme().px(ROW))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model = index.model()
        if isinstance(model, TableModel):
            area = QRectF(option.rect)
            selected = bool(option.state & QStyle.StateFlag.State_Selected)
            self.paint_row(painter, model, index.row(), area, [(index.column(), area.left(), area.width())], selected)

    def paint_row(
        self,
        painter: QPainter,
        model: TableModel,
        number: int,
        area: QRectF,
        cells: Sequence[tuple[int, float, float]],
        selected: bool,
    ) -> None:
        """Paint a row into `area`: its ground once, then each cell (column, left, width)."""
        row = model.row(number)
        state = model.state(row) if row is not None else ""
        self._paint_back(painter, area, number, cells[0][0] == self.first_column, selected, state)
        for place, left, width in cells:
            cell = QRectF(left, area.top(), width, area.height())
            inner, column = self.inner(cell, place), model.columns[place]
            if row is None:
                self._paint_missing(painter, inner, model, number)
            elif column.kind in _WORDS:
                self._paint_words(painter, inner, column, row, state)
            else:
                painter.save()
                painter.setClipRect(cell, Qt.ClipOperation.IntersectClip)
                self._paint_mark(painter, inner, column, row, state)
                painter.restore()

    def inner(self, area: QRectF, place: int) -> QRectF:
        """The part of a cell where its words are."""
        left = self.first_pad if place == self.first_column else GAP
        right = LAST_PAD if place == self.last_column else GAP
        return area.adjusted(left, 0, -right, -1)

    def helpEvent(self, event: QHelpEvent, view: QAbstractItemView, option: QStyleOptionViewItem, index: Index) -> bool:
        if event.type() == QEvent.Type.ToolTip and index.isValid():
            tip = self._tip(index, QRectF(option.rect))
            show_tip(event.globalPos(), tip, view)
            return True
        return bool(super().helpEvent(event, view, option, index))

    def _paint_back(
        self, painter: QPainter, area: QRectF, number: int, first: bool, selected: bool, state: str
    ) -> None:
        look = theme()
        fill = "surface"
        line = "hair"
        if selected:
            fill, line = "accent-soft", "accent-line"
        elif state == "conflict":
            fill, line = "warning-soft", "warning-line"
        elif number == self.hovered:
            fill = "hover"
        painter.fillRect(area, look.color(fill))
        painting.hair_line(painter, area.left(), area.right(), area.bottom() - 1, look.color(line))
        if first and (selected or self._stands_on(number)):
            painter.fillRect(QRectF(area.left(), area.top(), 3, area.height()), look.color("accent"))

    def _stands_on(self, number: int) -> bool:
        """Whether the keyboard stands on this row while it leaves the selection alone."""
        keys = getattr(self._view, "keys", None)
        return keys is not None and keys.picking and self._view.currentIndex().row() == number

    def _paint_missing(self, painter: QPainter, area: QRectF, model: Any, number: int) -> None:
        since = model.waiting_since(number) if isinstance(model, WindowModel) else 0.0
        if since and time.monotonic() - since >= LOADING_AFTER / 1000:
            wide = min(area.width(), 40 + (number * 37) % 80)
            bar = QRectF(area.left(), area.center().y() - 5, wide, 10)
            painting.rounded(painter, bar, 3, theme().color("hair"))

    def _paint_words(self, painter: QPainter, area: QRectF, column: Column, row: Any, state: str) -> None:
        font = column.font(row) if callable(column.font) else column.font
        ink = _ink(column, row, state)
        painting.text_in(painter, area, column.text(row), theme().font(font), ink, column.alignment())

    def _paint_mark(self, painter: QPainter, area: QRectF, column: Column, row: Any, state: str) -> None:
        draw = _PAINTERS.get(column.kind)
        if draw is not None:
            draw(painter, area, column, row, _ink(column, row, state))
        elif column.paint is not None:
            column.paint(painter, area, row)

    def _tip(self, index: Index, area: QRectF) -> str:
        model = index.model()
        if not isinstance(model, TableModel) or (row := model.row(index.row())) is None:
            return ""
        column = model.columns[index.column()]
        if column.tip is not None:
            return column.tip(row)
        text = column.text(row)
        if column.kind in ("stars", "channel", "range", "spark", "bar", "tags"):
            return text
        font = column.font(row) if callable(column.font) else column.font
        room = self.inner(area, index.column()).width() - (theme().px(14) + 4 if column.kind == "state" else 0)
        return text if theme().metrics(font).horizontalAdvance(text) > room + 0.5 else ""


def _ink(column: Column, row: Any, state: str) -> QColor:
    tone = column.tone(row) if callable(column.tone) else column.tone
    if state == "held":
        tone = "muted"
    return theme().color(tone or "text")


def _stars(painter: QPainter, area: QRectF, column: Column, row: Any, ink: QColor) -> None:
    count = column.worth(row)
    if isinstance(count, (int, float)):
        painting.stars(painter, area.left(), area.center().y() + 0.5, float(count))
    else:
        painting.text_in(painter, area, column.text(row), theme().font("small"), theme().color("muted"))


def _channel(painter: QPainter, area: QRectF, column: Column, row: Any, ink: QColor) -> None:
    held = column.worth(row)
    platform, name = held if isinstance(held, tuple) else (held, "")
    if not platform:
        return
    left = area.left() + painting.tile(painter, area.left(), area.center().y() + 0.5, platform, name) + 8
    if name and area.right() - left > 24:
        words = QRectF(left, area.top(), area.right() - left, area.height())
        painting.text_in(painter, words, name, theme().font("body"), ink)


def _tags(painter: QPainter, area: QRectF, column: Column, row: Any, ink: QColor) -> None:
    left, middle = area.left(), area.center().y() + 0.5
    tags = list(column.worth(row) or ())
    for number, entry in enumerate(tags):
        text, kind, icon = (*entry, "", "")[:3] if not isinstance(entry, str) else (entry, "plain", "")
        rest = len(tags) - number - 1
        room = area.right() - left - (painting.tag_width(f"+{rest}") + 4 if rest else 0)
        wide = painting.tag_width(text, icon)
        if wide > room and number:
            painting.tag(painter, left, middle, f"+{rest + 1}")
            return
        left += painting.tag(painter, left, middle, text, kind or "plain", icon, max(24.0, room)) + 4


def _state(painter: QPainter, area: QRectF, column: Column, row: Any, ink: QColor) -> None:
    icon, tone = column.value(row) if column.value is not None else ("", "muted")
    left = area.left()
    if icon:
        # A finished state keeps its words quiet; only its tick is coloured.
        side = theme().px(14)
        icons.paint(painter, icon, left, area.center().y() - side / 2 + 0.5, side, theme().color(tone))
        left += side + 4
    quiet = tone in ("positive", "faint", "muted")
    words = QRectF(left, area.top(), area.right() - left, area.height())
    color = theme().color("muted" if quiet else tone)
    painting.text_in(painter, words, column.text(row), theme().font("small" if quiet else "small-medium"), color)


def _bar(painter: QPainter, area: QRectF, column: Column, row: Any, ink: QColor) -> None:
    share = column.worth(row)
    if isinstance(share, (int, float)):
        painting.bar(painter, QRectF(area.left(), area.center().y() - 3, area.width(), 6), float(share))


def _range(painter: QPainter, area: QRectF, column: Column, row: Any, ink: QColor) -> None:
    held = column.worth(row)
    if held is not None:
        low, mean, high = held
        paint_range(painter, area, low, mean, high, column.span)


def _spark(painter: QPainter, area: QRectF, column: Column, row: Any, ink: QColor) -> None:
    held = column.worth(row)
    if held:
        paint_spark(painter, area.adjusted(0, 5, 0, -5), list(held), ink)


_PAINTERS = {
    "stars": _stars,
    "channel": _channel,
    "tags": _tags,
    "state": _state,
    "bar": _bar,
    "range": _range,
    "spark": _spark,
}


class HoverRow(QObject):
    """Keeps the row under the pointer for the delegate, so that the whole row is tinted."""

    def __init__(self, view: QAbstractItemView, delegate: RowDelegate) -> None:
        super().__init__(view)
        self._view, self._delegate = view, delegate
        view.viewport().setMouseTracking(True)
        view.viewport().installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.MouseMove and isinstance(event, QMouseEvent):
            self._set(self._view.indexAt(event.position().toPoint()).row())
        elif event.type() == QEvent.Type.Leave:
            self._set(-1)
        return False

    def _set(self, number: int) -> None:
        before, self._delegate.hovered = self._delegate.hovered, number
        if before != number:
            for row in (before, number):
                self._update_row(row)

    def _update_row(self, number: int) -> None:
        model = self._view.model()
        if model is not None and 0 <= number < model.rowCount():
            area = self._view.visualRect(model.index(number, 0))
            self._view.viewport().update(0, area.top(), self._view.viewport().width(), area.height())
