"""Tells the page what the list stands on and what the selection adds up to, shortly after the last move."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, Slot

from storeapp.qtkit.table import selection
from storeapp.qtkit.table.columns import Column
from storeapp.qtkit.table.model import TableModel, WindowModel
from storeapp.qtkit.table.selection import SelectionStats

if TYPE_CHECKING:
    from storeapp.qtkit.table.view import TableView

FOLLOW_AFTER = 80  # ms
CHUNK = 5000  # rows read at a time


class Reporter(QObject):
    """Watches one view; a model it has not watched before is handed to `watch`."""

    def __init__(self, view: TableView) -> None:
        super().__init__(view)
        self._view = view
        self._current_id: Any = None
        self._removing = False  # rows at the end go: that the view steps back from them is no move
        self.seeking: Callable[[], bool] = lambda: False  # whether the list is on its way to a row, or to showing it
        self.lost: Callable[[Any], None] | None = None  # told the id of a row that is no longer near its place
        self._follow = self._timer(FOLLOW_AFTER, self.tell_current)
        self._add = self._timer(FOLLOW_AFTER, self.tell_stats)
        self._late = self._timer(320, view.viewport().update)

    def watch(self, model: TableModel) -> None:
        """Follow this model's rows."""
        model.modelReset.connect(self._reset)
        model.dataChanged.connect(self._arrived)
        model.rowsAboutToBeRemoved.connect(self._removes)
        model.rowsRemoved.connect(self._removed)

    def moved(self) -> None:
        """The current row has changed."""
        if self._removing:
            return
        row = self._view.current_row()
        self._current_id = getattr(row, "id", None)
        self._follow.start()
        self._add.start()

    def selected(self) -> None:
        """The selection has changed."""
        self._add.start()

    def flush(self) -> None:
        """Tell now what would be told in a moment."""
        for timer, act in ((self._follow, self.tell_current), (self._add, self.tell_stats)):
            if timer.isActive():
                timer.stop()
                act()

    def tell_current(self) -> None:
        """Tell the current row."""
        row = self._view.current_row()
        if row is not None:
            self._current_id = getattr(row, "id", None)
        self._view.current_changed.emit(row)

    def tell_stats(self) -> None:
        """Tell the size of the selection, and sum and average once they are known."""
        view, model = self._view, self._view.rows()
        runs = view.selected_runs()
        rows = selection.size(runs)
        view.selection_changed.emit(rows)
        column = self._summed()
        if model is None or column is None or rows < 2:
            view.stats_changed.emit(SelectionStats(rows))
        elif isinstance(model, WindowModel):
            self._window_stats(model, column, runs, rows)
        else:
            held = [model.row(number) for top, bottom in runs for number in range(top, bottom + 1)]
            view.stats_changed.emit(
                selection.add_up(column, rows, [column.worth(row) for row in held if row is not None])
            )

    def _window_stats(self, model: WindowModel, column: Column, runs: Sequence[tuple[int, int]], rows: int) -> None:
        key = f"{id(self)}:stats"
        query, source = model.query, model.source
        if rows <= CHUNK:
            held = [model.loaded(number) for top, bottom in runs for number in range(top, bottom + 1)]
            if all(row is not None for row in held):
                self._view.stats_changed.emit(selection.add_up(column, rows, [column.worth(row) for row in held]))
                return
        self._view.stats_changed.emit(SelectionStats(rows, column.title, reading=True))
        if rows == model.rowCount() and hasattr(source, "stats"):
            work: Callable[[Any], SelectionStats] = partial(_whole_stats, source, query, column, rows)
        else:
            work = partial(_read_stats, source, query, column, list(runs), rows)
        model.reader.ask(work, self._stats_read, key)

    def _stats_read(self, stats: SelectionStats) -> None:
        if stats.rows == self._view.selected_count():
            self._view.stats_changed.emit(stats)

    def _summed(self) -> Column | None:
        columns = self._view.shown_columns()
        model, place = self._view.rows(), self._view.currentIndex().column()
        if model is not None and 0 <= place < len(model.columns) and model.columns[place].summed:
            return model.columns[place]
        return next((column for column in columns if column.summed), None)

    def _timer(self, milliseconds: int, act: Callable[[], None]) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(milliseconds)
        timer.timeout.connect(act)
        return timer

    @Slot()
    def _reset(self) -> None:
        self._view.keys.picking = False
        self._late.start()
        self._follow.start()
        self._add.start()

    @Slot()
    def _removes(self) -> None:
        self._removing = True

    @Slot()
    def _removed(self) -> None:
        self._removing = False
        self._add.start()

    @Slot()
    def _arrived(self) -> None:
        """Rows have come: the current one keeps its place even if it has moved within what is in memory."""
        self._late.start()
        view, model = self._view, self._view.rows()
        index = view.currentIndex()
        if not isinstance(model, WindowModel) or not index.isValid():
            return
        row = model.loaded(index.row())
        if row is None:
            return
        if self._current_id is not None and row.id != self._current_id and view.selected_count() <= 1:
            number = model.find(self._current_id)
            if number >= 0:
                view.go_to(number)
                return
            if self.lost is not None and model.is_fresh(index.row()):
                gone, self._current_id = self._current_id, None
                self.lost(gone)
                return
        self._follow.start()


def _whole_stats(source: Any, query: Any, column: Column, rows: int, conn: Any) -> SelectionStats:
    count, total = source.stats(conn, query, column.id)
    return selection.from_sums(column, rows, count, total)


def _read_stats(
    source: Any, query: Any, column: Column, runs: list[tuple[int, int]], rows: int, conn: Any
) -> SelectionStats:
    values = (column.worth(row) for row in each_row(source, query, runs, conn))
    return selection.add_up(column, rows, values)


def read_runs(source: Any, query: Any, runs: Sequence[tuple[int, int]], conn: Any) -> list[Any]:
    """All rows of the runs."""
    return list(each_row(source, query, runs, conn))


def each_row(source: Any, query: Any, runs: Sequence[tuple[int, int]], conn: Any) -> Iterator[Any]:
    """The rows of the runs, read in portions, so that adding up a million keeps only a few in memory."""
    for top, bottom in runs:
        for first in range(top, bottom + 1, CHUNK):
            yield from source.rows(conn, query, first, min(CHUNK, bottom - first + 1), False)
