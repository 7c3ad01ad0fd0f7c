"""The menus of a list's head: order, filter by value, and which columns are shown."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import shiboken6
from PySide6.QtCore import QObject, QPoint
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from storeapp.kernel.text import _
from storeapp.qtkit.icons import icon
from storeapp.qtkit.table.columns import Column
from storeapp.qtkit.table.model import TableModel, WindowModel
from storeapp.qtkit.tips import menu_words

if TYPE_CHECKING:
    from storeapp.qtkit.table.view import TableView

MOST_VALUES = 40


class HeadMenus(QObject):
    """Answers clicks on one view's head, and builds its menus; they open without blocking."""

    def __init__(self, view: TableView) -> None:
        super().__init__(view)
        self._view = view
        view.head.sectionClicked.connect(self.sort_clicked)
        view.head.menu_asked.connect(self.open_at)

    def sort_clicked(self, number: int) -> None:
        """A click on a column's head: order by it."""
        model = self._view.rows()
        if model is not None and model.columns[number].sortable:
            self._view.sort_by(model.columns[number].id)

    def query_changed(self, _query: object) -> None:
        """Another order or filter: show it in the head, and the list from its top."""
        self._view.scrollToTop()
        self._view.head.viewport().update()

    def open_at(self, number: int, place: QPoint) -> QMenu | None:
        """The menu of a column, or only the column chooser beside the columns."""
        model = self._view.rows()
        if model is None:
            return None
        menu = QMenu(self._view)
        menu.aboutToHide.connect(menu.deleteLater)
        if 0 <= number < len(model.columns):
            self._add_column_entries(menu, model, model.columns[number], number)
        self.add_chooser(menu)
        if self._view.more:
            menu.addSeparator()
            menu.addActions(list(self._view.more))
        menu.popup(place)
        return menu

    def add_chooser(self, menu: QMenu) -> None:
        """Entries that show and hide columns; the last one shown stays."""
        model = self._view.rows()
        if model is None:
            return
        shown = [n for n in range(len(model.columns)) if not self._view.isColumnHidden(n)]
        for number, column in enumerate(model.columns):
            made = menu.addAction(menu_words(column.title or column.id))
            made.setCheckable(True)
            made.setChecked(number in shown)
            made.setEnabled(number not in shown or len(shown) > 1)
            made.toggled.connect(partial(self._view.show_column, number))
        menu.addSeparator()
        menu.addAction(_("Reset the columns")).triggered.connect(self._reset)

    def _add_column_entries(self, menu: QMenu, model: TableModel, column: Column, number: int) -> None:
        if column.sortable:
            self._entry(menu, _("Smallest first"), "arrow-up", partial(self._view.sort_by, column.id, False))
            self._entry(menu, _("Largest first"), "arrow-down", partial(self._view.sort_by, column.id, True))
        if column.filterable:
            values = QMenu(_("Only these values"), menu)
            values.setIcon(icon("filter"))
            menu.addMenu(values)
            self._fill_values(values, model, column)
            if column.id in model.query.filters:
                self._entry(menu, _("All values"), "x", partial(self._view.filter_by, column.id, None))
        self._entry(menu, _("Hide this column"), "eye-off", partial(self._view.show_column, number, False))
        menu.addSeparator()

    def _entry(self, menu: QMenu, text: str, mark: str, act: Any) -> QAction:
        made = menu.addAction(icon(mark), text)
        made.triggered.connect(_Call(act, made).run)
        return made

    def _fill_values(self, menu: QMenu, model: TableModel, column: Column) -> None:
        source = getattr(model, "source", None)
        if not isinstance(model, WindowModel) or source is None or not hasattr(source, "values"):
            self._show_values(menu, column, _values_of(model, column))
            return
        menu.addAction(_("Reading…")).setEnabled(False)
        query = model.query.with_filter(column.id, None)
        model.reader.ask(
            lambda conn: list(source.values(conn, query, column.id, MOST_VALUES)),
            partial(self._show_values, menu, column),
            f"{id(self)}:values",
        )

    def _show_values(self, menu: QMenu, column: Column, values: list[tuple[Any, str, int]]) -> None:
        if not shiboken6.isValid(menu):
            return
        menu.clear()
        model = self._view.rows()
        chosen = tuple(model.query.filters.get(column.id, ())) if model is not None else ()
        for value, text, count in values:
            made = menu.addAction(menu_words(f"{text or _('(empty)')}\t{count:,}"))
            made.setCheckable(True)
            made.setChecked(value in chosen)
            made.triggered.connect(_Call(partial(self._toggle, column, value), made).run)

    def _toggle(self, column: Column, value: Any) -> None:
        model = self._view.rows()
        if model is None:
            return
        chosen = tuple(model.query.filters.get(column.id, ()))
        rest = tuple(one for one in chosen if one != value) if value in chosen else (*chosen, value)
        self._view.filter_by(column.id, rest or None)

    def _reset(self) -> None:
        self._view.layout_kept.reset()


class _Call(QObject):
    """Calls something without the `checked` argument of QAction.triggered."""

    def __init__(self, act: Any, parent: QObject) -> None:
        super().__init__(parent)
        self._act = act

    def run(self) -> None:
        self._act()


def _values_of(model: TableModel, column: Column) -> list[tuple[Any, str, int]]:
    counts: dict[str, int] = {}
    for number in range(model.rowCount()):
        row = model.row(number)
        if row is not None:
            text = column.text(row)
            counts[text] = counts.get(text, 0) + 1
    ordered = sorted(counts.items(), key=lambda pair: -pair[1])[:MOST_VALUES]
    return [(text, text, count) for text, count in ordered]
