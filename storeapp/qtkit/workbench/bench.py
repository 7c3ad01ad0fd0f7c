"""The widget: filters, list and foot to the left, the record that is chosen to the right."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QPoint, Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from storeapp.kernel.filters import Filters
from storeapp.qtkit.page import Page
from storeapp.qtkit.widgets import Split
from storeapp.qtkit.workbench.declaration import ListSpec
from storeapp.qtkit.workbench.finder import Finder
from storeapp.qtkit.workbench.inspector_side import InspectorSide
from storeapp.qtkit.workbench.list_side import ListSide


class Workbench(QWidget):
    """A list with its inspector, as `spec` declares them; see the package. `page` reads, and tells what is stale.

    `record` is the id of the record beside the list, None for none.
    """

    chosen = Signal(object)  # the id that is shown from now on, None for none
    filters_changed = Signal(object)

    def __init__(self, page: Page, spec: ListSpec, parent: QWidget | None = None) -> None:
        super().__init__(parent or page)
        self.page, self.spec = page, spec
        self.record: Any = None
        self._place = 0  # the row it stood on last
        self._stood: Any = None  # the filters of the list it stood in: another list begins at its top
        self.list = ListSide(page, spec, self)
        self.beside = InspectorSide(spec, self)
        self.table, self.model, self.bar, self.states = (
            self.list.table,
            self.list.model,
            self.list.bar,
            self.list.states,
        )
        self.finder = Finder(self)
        self.split = Split(spec.id, page.desk.settings, self.list, self.beside, spec.width, self)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.split)
        self.list.counted.connect(self._counted)
        self.list.query_changed.connect(self._query_changed)
        self.list.failed.connect(self.finder.forget)
        self.model.dataChanged.connect(self._rows_came)
        self.table.reporter.lost = self._lost
        self.table.reporter.seeking = lambda: self.finder.seeking or self.beside.busy
        self.table.current_changed.connect(self._current)
        self.table.opened.connect(self._opened)

    def offer_actions(self) -> None:
        """Let a right press on a row, or the menu key, offer what is done with rows: the actions of this list."""
        self.table.menu_asked.connect(self._offer)

    @Slot(object, QPoint)
    def _offer(self, _row: object, place: QPoint) -> None:
        menu = self.page.desk.actions.menu([one.objectName() for one in self.table.actions()], self.table)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(place)

    @property
    def filters(self) -> Any:
        """The filters and the order in force, as the room's own dataclass."""
        return self.list.filters

    @property
    def answer(self) -> Any:
        """What a list that is read whole read last; None of one that is read in windows, and before the first."""
        return self.list.whole.answer if self.list.whole is not None else None

    @property
    def inspector(self) -> Any:
        """The inspector, built when it is first needed; `beside.built` tells of it."""
        return self.beside.inspector

    def refresh(self) -> None:
        """Read what is in sight, and the record beside it, for the first time or anew."""
        self.list.refresh()
        self.reread()

    def reread(self) -> None:
        """Read the record beside the list again."""
        key, read, whole = self.record, self.spec.read, self.list.whole
        if key is None or read is None:
            return
        sought = key if whole is None else whole.row(whole.find(key))
        if sought is not None:
            self.page.ask_db(lambda conn: (key, read(conn, sought)), self._read, f"{self.spec.id}:record")

    def show_filters(self, filters: Filters) -> None:
        """Show what passes these filters, from the top; in the order that is on, unless they name one."""
        self.finder.forget()
        self.list.show_filters(filters)

    def go_to(self, key: Any) -> None:
        """Show one record, wherever it stands; if the filters leave it out, the list that holds it is shown."""
        self.list.start()
        self.choose(key)
        self.finder.seek(key)

    def step(self, by: int) -> None:
        """Go to the next row, or the one before."""
        self.finder.forget()
        self.table.go_to(max(0, min(self.table.currentIndex().row() + by, self.model.total() - 1)))

    def show_record(self, key: Any, found: Any) -> None:
        """Show a record as it was read, in the list or not."""
        self.record = key
        self.beside.show_record(key, found)

    def not_listed(self, asked: bool) -> None:
        """A record stands in no list: one that was asked for is shown alone, else what came to its place is chosen."""
        if not asked:
            self._current(self.table.current_row())

    def choose(self, key: Any) -> None:
        """Read this record and show it beside the list, None for no record; the list stays where it stands."""
        self.record = key
        self.chosen.emit(key)
        if key is None:
            self.beside.show_none()
        else:
            self.reread()

    def _current(self, row: Any | None) -> None:
        if row is None or self.finder.seeking:
            return  # still being read; or the list moves by itself, towards a record that was asked for
        self._place, self._stood = self.table.currentIndex().row(), self.filters
        key = self.spec.key(row)
        if key != self.record:
            if self.beside.writing:
                return  # the list moved by itself, as it does when a record drops out
            self.choose(key)
        elif self.list.whole is not None and self.beside.shown != key:
            self.reread()  # it was chosen before its row had been read
        if self.spec.read is None:
            self.show_record(key, row)

    def _lost(self, key: Any) -> None:
        """The rows have moved, and this record is not where it was: stay with it if the list still has it."""
        if not self.finder.seeking:
            self.finder.seek(key, wide=False)

    def _read(self, answer: tuple[Any, Any]) -> None:
        key, found = answer
        if key != self.record:
            return
        if found is None:
            if self.finder.wide:
                self.finder.forget()
            self.choose(None)
            self.beside.show_none(gone=True)
        else:
            self.show_record(key, found)

    def _rows_came(self) -> None:
        """Before the count is known the first row is chosen: keys that waited for the rows begin there."""
        self.finder.rows_came()
        if self.model.total() and not self.finder.seeking and not self._stands():
            self._stand(self.model.total())

    def _counted(self, count: int) -> None:
        if self.finder.seeking:
            self.finder.counted()
        elif not count and not self.beside.writing:
            self.choose(None)
        elif count and not self._stands():
            self._stand(count)
        elif count:
            self.model.row(self.table.currentIndex().row())  # asks for it, also where the page is out of sight

    def _stands(self) -> bool:
        """Whether the list stands on a row; that Qt makes the first one current where the keys come in is no choice."""
        table = self.table
        return table.currentIndex().isValid() and (table.keys.picking or table.selected_count() > 0)

    def _stand(self, count: int) -> None:
        """The list is there and nothing in it is current: stand on the record shown, else where one stood."""
        afresh, self._stood = self.filters != self._stood, self.filters
        number = self.list.number_of(self.record) if self.record is not None and not afresh else -1
        if number >= 0:
            self.table.go_to(number)
        elif self.record is None or afresh or self.list.whole is not None:
            self.table.go_to(0 if afresh else min(self._place, count - 1))
        elif (row := self.model.row(self._place)) is not None and self.spec.key(row) == self.record:
            self.table.go_to(self._place)
        else:
            self.finder.seek(self.record, wide=False)
        self.table.reporter.flush()  # no need to wait for a next key: this was none

    def _query_changed(self) -> None:
        self.filters_changed.emit(self.filters)
        if self.list.whole is not None and self.model.total():
            self._stand(self.model.total())

    def _opened(self, _row: object) -> None:
        self.table.reporter.flush()  # Enter may come before the row moved to is told
        self.beside.enter()
