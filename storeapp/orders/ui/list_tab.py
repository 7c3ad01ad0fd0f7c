"""One tab of the page: filters, the list, its footer, and the pane of the record that is chosen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from storeapp.kernel.errors import UserError
from storeapp.kernel.text import _
from storeapp.orders.records import Wanted
from storeapp.orders.ui.filters import FilterBar
from storeapp.orders.ui.lists import ListKind, Now, Source, query_of, wanted_of
from storeapp.orders.ui.panels import Panel
from storeapp.qtkit.desk import Desk
from storeapp.qtkit.page import Page
from storeapp.qtkit.table import Query, SelectionStats, TableView, WindowModel
from storeapp.qtkit.theme import theme
from storeapp.qtkit.widgets import (
    Button,
    Filled,
    Hint,
    KeyHints,
    Label,
    Split,
    States,
    empty_state,
    error_state,
)

ICONS = {"customers": "users", "orders": "bag", "products": "tag"}


class ListTab(QWidget):
    """`wanted_changed` carries the filters now on; `chosen` the id of the row under the cursor, 0 for none."""

    wanted_changed = Signal(object)  # Wanted
    chosen = Signal(int)
    import_asked = Signal()
    panel_built = Signal(object)  # the pane, made when a record is first shown

    def __init__(self, kind: ListKind, panel: Callable[[QWidget], Panel], desk: Desk, page: Page, now: Now) -> None:
        super().__init__(page)
        self.kind, self._make_panel = kind, panel
        self._panel: Panel | None = None
        self._desk, self._page = desk, page
        self._pending = 0  # the record to go to once the list is counted
        self._asked = False
        self._aim: tuple[int, int | None] | None = None  # place and id of a row that is not read yet
        self._awaited = False  # the row under the cursor is still being read
        self.wanted = Wanted(sort=kind.sort)
        self.bar = FilterBar(kind.id, _(kind.find), now, self)
        self.table = TableView(_(kind.title), f"customers.{kind.id}", desk.settings, first_pad=24)
        self.source = Source(kind.windows())
        query = query_of(self.wanted)
        self.model = WindowModel(page.reader(), self.source, kind.columns(now), query=query, parent=self)
        self.states = States(self.table, self)
        self._place = QWidget(self)
        self._place.setMinimumWidth(320)
        self.pane = States(self._place, self)
        self._lay_out(page)
        self._wire()
        self._show_none()

    def _lay_out(self, page: Page) -> None:
        left = Filled("surface", parent=self)
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.bar)
        column.addWidget(self.states, 1)
        column.addWidget(self._footer(left))
        self.bench = Split(f"{page.ID}.{self.kind.id}", self._desk.settings, left, self.pane, 372, self)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.bench)

    def _footer(self, parent: QWidget) -> QWidget:
        foot = Filled("raised", "t", parent=parent)
        foot.setMinimumHeight(theme().px(28))
        row = QHBoxLayout(foot)
        row.setContentsMargins(24, 1, 12, 0)
        row.setSpacing(16)
        self.counted = Label("", "small-strong", "text-2", parent=foot)
        self.stats = Label("", "small", "muted", elide=True, parent=foot)
        keys = [("J K", _("move")), ("Space", _("select")), ("Ctrl+C", _("copy"))]
        self.keys = KeyHints([*keys, ("F2", _("short name"))] if self.kind.id == "products" else keys)
        row.addWidget(self.counted)
        row.addWidget(self.stats, 1)
        row.addWidget(self.keys)
        return foot

    def _wire(self) -> None:
        self.bar.changed.connect(self._bar_changed)
        self.bar.search.down.connect(self._to_list)
        self.bar.search.left.connect(self._to_list)
        self.model.counted.connect(self._counted)
        self.model.failed.connect(self._failed)
        self.model.dataChanged.connect(self._rows_came)
        self.model.query_changed.connect(self._query_changed)
        self.table.current_changed.connect(self._current)
        self.table.opened.connect(self._open)
        self.table.stats_changed.connect(self._stats)
        self.table.find_asked.connect(self.focus_search)
        self.table.refused.connect(self._desk.notices.problem)
        self.table.copied.connect(self._copied)

    @property
    def has_panel(self) -> bool:
        """Whether the pane was built already."""
        return self._panel is not None

    @property
    def panel(self) -> Panel:
        """The pane of the record, built when it is first needed."""
        if self._panel is None:
            column = QVBoxLayout(self._place)
            column.setContentsMargins(0, 0, 0, 0)
            self._panel = self._make_panel(self._place)
            column.addWidget(self._panel)
            self._panel.step_asked.connect(self.step)
            self.panel_built.emit(self._panel)
        return self._panel

    def refresh(self) -> None:
        """Read the list, for the first time or anew."""
        if not self._asked:
            self._asked = True
            self.states.show_loading(_("Reading {what}").format(what=_(self.kind.title).lower()))
            self.table.show_model(self.model)
        else:
            self.model.refresh()

    def show_wanted(self, wanted: Wanted) -> None:
        """Show these filters; their order too, if they name one."""
        held = wanted if wanted.sort else replace(wanted, sort=self.wanted.sort, descending=self.wanted.descending)
        self._asked = True
        if self.table.rows() is None:
            self.table.show_model(self.model)
        self.model.set_query(query_of(held))

    def go_to(self, record: int) -> None:
        """Show one record: where it stands in the list, or in the whole list if the filters leave it out."""
        self._pending = record
        if not self._asked:
            self.refresh()
        else:
            self.model.refresh()  # its place is looked for in the list as it is now, once that is counted

    def focus_search(self) -> None:
        """Put the cursor into the search."""
        self.bar.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.bar.search.selectAll()

    def step(self, by: int) -> None:
        """Go to the next row, or the one before."""
        self._aim = None
        self.table.go_to(max(0, self.table.currentIndex().row() + by))

    def _bar_changed(self, wanted: Wanted) -> None:
        held = replace(wanted, sort=self.wanted.sort, descending=self.wanted.descending)
        self.model.set_query(query_of(held))

    def _query_changed(self, query: Query) -> None:
        self.wanted = wanted_of(query)
        self.bar.show_wanted(self.wanted)
        self.wanted_changed.emit(self.wanted)

    def _counted(self, count: int) -> None:
        one, many = _(self.kind.one), _(self.kind.many)
        self.counted.setText((one if count == 1 else many).format(count=f"{count:,}"))
        if count:
            self.states.show_content()
        else:
            self.states.show_hint(self._empty())
            self._show_none()
            self.chosen.emit(0)
        if self._pending:
            self._seek()
        elif count and not self.table.currentIndex().isValid():
            self.table.go_to(0)

    def _empty(self) -> Hint:
        filtered = self.wanted != Wanted(sort=self.wanted.sort, descending=self.wanted.descending)
        if filtered:
            clear = Button(_("Clear filters"))
            clear.clicked.connect(self.bar.clear)
            words = {
                "customers": _("No customer matches"),
                "orders": _("No order matches"),
                "products": _("No product matches"),
            }
            return empty_state("filter", words[self.kind.id], _("Other filters or words may find more."), [clear])
        bring = Button(_("Import orders"), icon="import")
        bring.clicked.connect(self.import_asked)
        words = {
            "customers": _("No customers yet"),
            "orders": _("No orders yet"),
            "products": _("No products yet"),
        }
        hint = _("Drop an order file anywhere in the window, most formats are recognised.")
        return empty_state(ICONS[self.kind.id], words[self.kind.id], hint, [bring])

    def _failed(self, error: Exception) -> None:
        again = Button(_("Try again"))
        again.clicked.connect(self.model.refresh)
        words = {
            "customers": _("These customers could not be read"),
            "orders": _("These orders could not be read"),
            "products": _("These products could not be read"),
        }
        why = error.sentence if isinstance(error, UserError) else _("Your data is safe.")
        self.states.show_hint(error_state(words[self.kind.id], why, [again]))

    def _current(self, row: Any | None) -> None:
        self._awaited = row is None and self.table.currentIndex().isValid()
        if row is not None:
            self.chosen.emit(row.id)
        elif not self.model.total():
            self._show_none()
            self.chosen.emit(0)

    def _rows_came(self) -> None:
        """Go to the row that was looked for; while the list still shows rows from before, wait for the next ones.

        And tell the row under the cursor if it was not read yet when the cursor came to it.
        """
        if self._aim is not None:
            place, number = self._aim
            aimed = self.model.row(place)
            if aimed is None or aimed.id == number:
                self.table.go_to(place)
                self._aim = self._aim if aimed is None else None
        row = self.table.current_row() if self._awaited else None
        if row is not None:
            self._current(row)

    def _open(self, _row: object) -> None:
        """Enter goes into the pane, where the arrows scroll."""
        self.panel.scroller.setFocus()

    def _show_none(self) -> None:
        words = {
            "customers": (_("No customer selected"), _("Choose one from the list to see the whole story")),
            "orders": (_("No order selected"), _("Choose one from the list to see what happened")),
            "products": (_("No product selected"), _("Choose one from the list to see its reviews")),
        }
        self.pane.show_hint(empty_state(ICONS[self.kind.id], *words[self.kind.id]))

    def _stats(self, stats: SelectionStats) -> None:
        self.stats.setText(stats.sentence())

    def _copied(self, count: int) -> None:
        words = _("1 row copied") if count == 1 else _("{count} rows copied").format(count=f"{count:,}")
        self._desk.notices.say(words)

    def _to_list(self) -> None:
        self.table.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _seek(self) -> None:
        record, query, source = self._pending, self.model.query, self.source

        def look(conn: Any) -> tuple[int, int | None, int | None]:
            place = source.place(conn, query, record)
            return record, place, None if place is None else source.at(conn, query, place)

        self._page.ask_db(look, self._found, key=f"place:{self.kind.id}")

    def _found(self, found: tuple[int, int | None, int | None]) -> None:
        record, place, number = found
        if record != self._pending:
            return
        everything = Wanted(sort=self.kind.sort)
        if place is not None:
            self._pending = 0
            self._aim = (place, number)
            self._rows_came()
        elif self.wanted != everything:
            self.model.set_query(query_of(everything))
        else:
            self._pending = 0
