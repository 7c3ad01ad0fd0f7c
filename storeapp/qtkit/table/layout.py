"""How the owner arranged a list: widths, order and visibility of its columns, and its sorting."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QHeaderView

from storeapp.kernel.settings import Settings
from storeapp.qtkit.table.columns import Query
from storeapp.qtkit.table.header import natural_width
from storeapp.qtkit.table.model import TableModel

if TYPE_CHECKING:
    from storeapp.qtkit.table.view import TableView


LEAST = 120  # what a column that stretches keeps in a narrow list, unless it was declared narrower


class Layout(QObject):
    """Keeps one view's arrangement in `settings.layout[list_id]`; the shell writes the settings to disk."""

    def __init__(self, view: TableView, list_id: str, settings: Settings | None) -> None:
        super().__init__(view)
        self._view, self._list_id, self._settings = view, list_id, settings
        self._busy = False
        head = view.horizontalHeader()
        head.sectionResized.connect(self._changed)
        head.sectionMoved.connect(self._moved)

    def saved_query(self, model: TableModel, query: Query) -> Query:
        """The query with the sorting the owner used last, if that column can still be sorted."""
        column_id, descending = (*self._kept().get("sort", ()), "", False)[:2]
        number = model.column_number(column_id) if column_id else -1
        if number < 0 or not model.columns[number].sortable:
            return query
        return Query(query.filters, query.search, column_id, bool(descending))

    def restore(self) -> None:
        """Arrange the view as it was, new columns as they are declared."""
        model, head = self._view.rows(), self._view.horizontalHeader()
        if model is None:
            return
        kept = self._kept()
        widths, order = kept.get("widths", {}), kept.get("order", [])
        hidden = kept.get("hidden", [column.id for column in model.columns if column.hidden])
        self._busy = True
        known = [model.column_number(name) for name in order if model.column_number(name) >= 0]
        for place, number in enumerate(known):
            head.moveSection(head.visualIndex(number), place)
        for number, column in enumerate(model.columns):
            self._view.setColumnHidden(number, column.id in hidden)
        self.mark_ends()
        for number, column in enumerate(model.columns):
            mode = QHeaderView.ResizeMode.Stretch if column.stretch else QHeaderView.ResizeMode.Interactive
            head.setSectionResizeMode(number, mode)
            first = number == self._view.rows_delegate.first_column
            last = number == self._view.rows_delegate.last_column
            width = widths.get(column.id) or natural_width(column, first, self._view.rows_delegate.first_pad, last)
            if not column.stretch:
                self._view.setColumnWidth(number, int(width))
        self._busy = False
        self.fit()

    def fit(self) -> None:
        """Give columns that stretch the room that is left, but never less than their words need."""
        model, head = self._view.rows(), self._view.horizontalHeader()
        if model is None or self._busy:
            return
        shown = [number for number in range(len(model.columns)) if not self._view.isColumnHidden(number)]
        least = {n: min(model.columns[n].width, LEAST) for n in shown if model.columns[n].stretch}
        taken = sum(head.sectionSize(number) for number in shown if number not in least)
        room = self._view.viewport().width() - taken
        tight = room < sum(least.values())
        mode = QHeaderView.ResizeMode.Interactive if tight else QHeaderView.ResizeMode.Stretch
        self._busy = True
        for number, width in least.items():
            if head.sectionResizeMode(number) != mode:
                head.setSectionResizeMode(number, mode)
            if tight:
                head.resizeSection(number, width)
        if least and not tight and sum(map(head.sectionSize, least)) != room:
            for number in least:  # a head may miss that it has to stretch
                head.resizeSection(number, room // len(least))
        self._busy = False

    def mark_ends(self) -> None:
        """Tell the delegate which columns are seen first and last: they keep the list's outer margins."""
        model, head = self._view.rows(), self._view.horizontalHeader()
        if model is None:
            return
        shown = [head.logicalIndex(place) for place in range(head.count())]
        shown = [number for number in shown if not self._view.isColumnHidden(number)]
        if shown:
            self._view.rows_delegate.first_column, self._view.rows_delegate.last_column = shown[0], shown[-1]

    def remember(self) -> None:
        """Keep the present arrangement."""
        model, head = self._view.rows(), self._view.horizontalHeader()
        if model is None or self._settings is None or self._busy or not self._list_id:
            return
        numbers = range(len(model.columns))
        kept = self._kept()
        kept["widths"] = {
            model.columns[n].id: head.sectionSize(n)
            for n in numbers
            if not self._view.isColumnHidden(n) and not model.columns[n].stretch
        }
        kept["order"] = [model.columns[head.logicalIndex(place)].id for place in numbers]
        kept["hidden"] = [model.columns[n].id for n in numbers if self._view.isColumnHidden(n)]
        kept["sort"] = [model.query.sort, model.query.descending]

    def reset(self) -> None:
        """Arrange the columns as they were declared."""
        self._kept().clear()
        head = self._view.horizontalHeader()
        self._busy = True
        for number in range(head.count()):
            head.moveSection(head.visualIndex(number), number)
        self._busy = False
        self.restore()
        self._view.viewport().update()

    def _kept(self) -> dict[str, Any]:
        if self._settings is None or not self._list_id:
            return {}
        kept: dict[str, Any] = self._settings.layout.setdefault(self._list_id, {})
        return kept

    def _changed(self, _number: int, _before: int, _after: int) -> None:
        self.remember()
        self.fit()

    def _moved(self, _number: int, _before: int, _after: int) -> None:
        self.mark_ends()
        self.remember()
        self._view.viewport().update()
