"""The list itself: made for the keyboard, with a selection that may hold a million rows without reading them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import (
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QRectF,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QAction,
    QContextMenuEvent,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QFrame, QTableView, QWidget

from storeapp.kernel.settings import Settings
from storeapp.kernel.text import _
from storeapp.qtkit.table import copying, selection
from storeapp.qtkit.table.bands import BAND, Band, Bands, paint_band, placed
from storeapp.qtkit.table.columns import Column
from storeapp.qtkit.table.delegate import ROW, HoverRow, RowDelegate
from storeapp.qtkit.table.header import TableHead
from storeapp.qtkit.table.keys import Keyboard
from storeapp.qtkit.table.layout import Layout
from storeapp.qtkit.table.menus import HeadMenus
from storeapp.qtkit.table.model import TableModel, WindowModel
from storeapp.qtkit.table.reporting import Reporter, read_runs
from storeapp.qtkit.theme import theme
from storeapp.qtkit.viewports import own_viewport

_Flag = QItemSelectionModel.SelectionFlag


class TableView(QTableView):
    """A list of rows.

    J, K and the arrows move, Space picks rows, Shift extends, Home and End jump, Enter opens, Esc drops the selection
    and then leaves, Ctrl+C copies, Ctrl+A selects all, Ctrl+F asks for the search field. `list_id` names the list in
    `settings.layout`; `first_pad` is 24 in the first pane of a page, else 16.
    """

    LIST_KEYS = "pick"  # what F1 tells of: moving, and picking rows

    opened = Signal(object)  # the row, on Enter or double click
    current_changed = Signal(object)  # the current row (or None), 80 ms after the last move
    selection_changed = Signal(int)  # number of selected rows
    stats_changed = Signal(object)  # SelectionStats
    escaped = Signal()
    find_asked = Signal()
    menu_asked = Signal(object, QPoint)  # the row, and the global place for a menu
    band_pressed = Signal(object)  # the Band to fold or unfold
    copied = Signal(int)  # rows put on the clipboard
    refused = Signal(str)  # a sentence: why something could not be done

    def __init__(
        self,
        name: str,
        list_id: str = "",
        settings: Settings | None = None,
        first_pad: int = 16,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setViewport(own_viewport(QPalette.ColorRole.Base))
        self.setAccessibleName(name)
        self.list_id, self.row_height = list_id, ROW
        self.more: Sequence[QAction] = ()  # what the window does with any list, for the menu of its head
        self.bands = Bands({})
        self.rows_delegate = RowDelegate(self, first_pad)
        self.setItemDelegate(self.rows_delegate)
        self.head = TableHead(self.rows_delegate, self)
        self.setHorizontalHeader(self.head)
        self.keys = Keyboard(self)
        self.layout_kept = Layout(self, list_id, settings)
        self.menus = HeadMenus(self)
        self.reporter = Reporter(self)
        self._last = -1  # the row under which bands stand
        self._copier = copying.Copier(self)
        self._hover = HoverRow(self, self.rows_delegate)
        _prepare(self)
        self.doubleClicked.connect(self.open_current)

    def set_row_height(self, high: int) -> None:
        """Rows of two lines and more; `high` is in px at text scale 1."""
        self.row_height = high
        _fit_rows(self)

    def set_bands(self, bands: Sequence[Band]) -> None:
        """Parts the rows, in order, into groups, each with a band over its rows."""
        rows = self.verticalHeader()
        last, before, self.bands = rows.count() - 1, self.bands, placed(bands, rows.count())
        plain, high = rows.defaultSectionSize(), theme().px(BAND)
        for number in {*before.over, *self.bands.over, last, self._last}:
            if 0 <= number <= last:
                rows.resizeSection(number, plain + high * self.bands.around(number, last))
        self._last = last
        self.viewport().update()

    @property
    def folds(self) -> bool:
        """Whether its groups can be folded."""
        return any(band.key for band in self.bands.all)

    def fold(self, folding: bool) -> None:
        """Ask for the group of the current row to be folded, or for the folded one next to it to be shown again."""
        row = self.currentIndex().row()
        band = self.bands.of_row(row) if folding else self.bands.to_unfold(row)
        if band is not None and band.key:
            self.band_pressed.emit(band)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.layout_kept.fit()

    def show_model(self, model: TableModel) -> None:
        """Show this model, arranged as the owner left the list; a WindowModel starts reading now."""
        self.setModel(model)
        self.layout_kept.restore()
        self.reporter.watch(model)
        model.query_changed.connect(self.menus.query_changed)
        query = self.layout_kept.saved_query(model, model.query)
        if isinstance(model, WindowModel) or query != model.query:
            model.set_query(query)

    def rows(self) -> TableModel | None:
        """The model, None before there is one."""
        model = self.model()
        return model if isinstance(model, TableModel) else None

    def current_row(self) -> Any | None:
        """The row the keyboard stands on, None while it is being read or if there is none."""
        model, index = self.rows(), self.currentIndex()
        return model.row(index.row()) if model is not None and index.isValid() else None

    def go_to(self, number: int) -> None:
        """Make a row current and the only one selected, by its number, and scroll to it."""
        model = self.rows()
        if model is not None and 0 <= number < model.rowCount():
            index = model.index(number, max(0, self.currentIndex().column()))
            self.keys.picking = False
            self.selectionModel().setCurrentIndex(index, _Flag.ClearAndSelect | _Flag.Rows)
            self.scrollTo(index)

    def open_current(self) -> None:
        """Open the current row, as Enter does."""
        row = self.current_row()
        if row is not None:
            self.reporter.flush()
            self.opened.emit(row)

    def selected_runs(self) -> list[tuple[int, int]]:
        """Runs of selected rows, first and last number of each."""
        chosen = self.selectionModel()
        return selection.ranges(chosen.selection()) if chosen is not None else []

    def selected_count(self) -> int:
        """How many rows are selected."""
        return selection.size(self.selected_runs())

    def selected_rows(self, then: Callable[[list[Any]], None], most: int = copying.MOST_ROWS) -> None:
        """Hand the selected rows to `then`: at once if all are in memory, else after reading them beside the window."""
        model, runs = self.rows(), self.selected_runs()
        if model is None:
            return
        if selection.size(runs) > most:
            self.refused.emit(_("Select at most {count} rows for this.").format(count=f"{most:,}"))
            return
        numbers = [number for top, bottom in runs for number in range(top, bottom + 1)]
        if not isinstance(model, WindowModel):
            then([model.row(number) for number in numbers])
            return
        held = [model.loaded(number) for number in numbers]
        if all(row is not None for row in held):
            then(held)
            return
        read = partial(read_runs, model.source, model.query, runs)
        model.reader.ask(read, then, f"{id(self)}:selected", self._copier.refuse)

    def sort_by(self, column_id: str, descending: bool | None = None) -> None:
        """Order by a column; without a direction the other way round, if it is already ordered so."""
        model = self.rows()
        if model is not None:
            model.sort_by(column_id, descending)
            self.layout_kept.remember()

    def filter_by(self, column_id: str, values: tuple[Any, ...] | None) -> None:
        """Show only rows with these values in a column; None shows all."""
        model = self.rows()
        if model is not None:
            model.set_query(model.query.with_filter(column_id, values))

    def show_column(self, number: int, shown: bool) -> None:
        """Show or hide a column."""
        self.setColumnHidden(number, not shown)
        self.layout_kept.mark_ends()
        self.layout_kept.remember()
        self.layout_kept.fit()
        self.viewport().update()

    def shown_columns(self) -> list[Column]:
        """The visible columns in the order seen."""
        model = self.rows()
        if model is None:
            return []
        order = [self.head.logicalIndex(place) for place in range(self.head.count())]
        return [model.columns[number] for number in order if not self.isColumnHidden(number)]

    def copy(self) -> None:
        """Put the selected rows on the clipboard, as text and as a table."""
        if self.selected_count():
            self.selected_rows(self._copier.copy)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint row by row: the ground of a row once, and none of Qt's questions about each cell."""
        model = self.rows()
        if model is None:
            super().paintEvent(event)
            return
        painter = QPainter(self.viewport())
        try:
            _paint_rows(self, model, painter, event.rect())
        finally:
            painter.end()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        act = self.keys.act_for(event)
        if act is None:
            super().keyPressEvent(event)
        else:
            act()
            event.accept()

    def keyboardSearch(self, search: str) -> None:
        """Letters are commands here; finding is Ctrl+F."""

    def mousePressEvent(self, event: QMouseEvent) -> None:
        band = _band_at(self, event.position().toPoint())
        if band is not None:
            if band.key:
                self.band_pressed.emit(band)
            event.accept()
            return
        self.keys.picking = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        super().mousePressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        index = self.indexAt(event.pos())
        if index.isValid():
            self.menu_asked.emit(self.model().data(index, Qt.ItemDataRole.UserRole), event.globalPos())

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        by_key = event.reason() in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.ShortcutFocusReason)
        if by_key and not self.currentIndex().isValid():
            self.go_to(0)
        self.viewport().update()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "reporter"):
            _fit_rows(self)

    def currentChanged(
        self, current: QModelIndex | QPersistentModelIndex, previous: QModelIndex | QPersistentModelIndex
    ) -> None:
        super().currentChanged(current, previous)
        self.viewport().update()
        if hasattr(self, "reporter"):
            self.reporter.moved()

    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        super().selectionChanged(selected, deselected)
        if hasattr(self, "reporter"):
            self.reporter.selected()


def _prepare(view: TableView) -> None:
    view.setFrameShape(QFrame.Shape.NoFrame)
    view.setShowGrid(False)
    view.setWordWrap(False)
    view.setCornerButtonEnabled(False)
    view.setTabKeyNavigation(False)
    view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    view.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
    view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    view.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    view.verticalHeader().hide()
    _fit_rows(view)


def _fit_rows(view: TableView) -> None:
    high = theme().px(view.row_height)
    view.verticalHeader().setMinimumSectionSize(high)
    view.verticalHeader().setDefaultSectionSize(high)


def _paint_rows(view: TableView, model: TableModel, painter: QPainter, area: QRect) -> None:
    first, last = view.rowAt(area.top()), view.rowAt(area.bottom())
    cells = [
        (number, float(view.columnViewportPosition(number)), float(view.columnWidth(number)))
        for number in (view.head.logicalIndex(place) for place in range(view.head.count()))
        if not view.isColumnHidden(number)
    ]
    seen = [cell for cell in cells if cell[1] <= area.right() and cell[1] + cell[2] >= area.left()]
    if first < 0 or not seen:
        return
    last = last if last >= 0 else model.rowCount() - 1
    chosen = {
        number for top, bottom in view.selected_runs() for number in range(max(top, first), min(bottom, last) + 1)
    }
    left, right = cells[0][1], cells[-1][1] + cells[-1][2]
    high = view.verticalHeader().defaultSectionSize()
    band_high, end = theme().px(BAND), model.rowCount() - 1
    for number in range(first, last + 1):
        top, room = view.rowViewportPosition(number), view.rowHeight(number) - high
        over = view.bands.over.get(number, ()) if room > 0 else ()
        row = QRectF(left, top + len(over) * band_high, right - left, high)
        under = view.bands.under if room > 0 and number == end else ()
        tops = [top + place * band_high for place in range(len(over))]
        tops += [int(row.bottom()) + place * band_high for place in range(len(under))]
        for at, band in zip(tops, (*over, *under), strict=True):
            paint_band(painter, QRectF(left, at, right - left, band_high), band, view.rows_delegate.first_pad)
        view.rows_delegate.paint_row(painter, model, number, row, seen, number in chosen)


def _band_at(view: TableView, place: QPoint) -> Band | None:
    """The band under the mouse."""
    number = view.rowAt(place.y())
    if number < 0:
        return None
    over, high = view.bands.over.get(number, ()), theme().px(BAND)
    down = place.y() - view.rowViewportPosition(number)
    if down < len(over) * high:
        return over[down // high]
    below = (down - len(over) * high - view.verticalHeader().defaultSectionSize()) // high
    last = number == view.verticalHeader().count() - 1
    return view.bands.under[below] if last and 0 <= below < len(view.bands.under) else None
