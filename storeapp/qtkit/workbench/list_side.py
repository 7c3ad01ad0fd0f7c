"""The left side: the filters, the rows or why there are none, and the foot."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from storeapp.kernel.errors import UserError
from storeapp.kernel.filters import Filters
from storeapp.kernel.text import _, plural
from storeapp.qtkit.filled import Filled
from storeapp.qtkit.foot import ListFoot
from storeapp.qtkit.page import Page
from storeapp.qtkit.table import Query, SelectionStats, TableView, WindowModel
from storeapp.qtkit.table.bands import Band
from storeapp.qtkit.widgets import Button, Label, States, empty_state, error_state
from storeapp.qtkit.workbench.declaration import ListSpec
from storeapp.qtkit.workbench.filter_bar import Facets, FilterBar
from storeapp.qtkit.workbench.whole import AllRows, WholeModel


class ListSide(Filled):
    """Reads and shows the rows. `whole` is the model of a list that is read as a whole, None of one read in windows."""

    counted = Signal(int)
    query_changed = Signal()
    failed = Signal()

    def __init__(self, page: Page, spec: ListSpec, parent: QWidget | None = None) -> None:
        super().__init__("surface", parent=parent)
        self._spec, self._desk = spec, page.desk
        self._broken = False  # the latest reading failed
        self.table = TableView(spec.title, spec.id, self._desk.settings, first_pad=24)
        if spec.row_height:
            self.table.set_row_height(spec.row_height)
        if spec.row_height and len(spec.columns) == 1:
            self.table.head.hide()
        self._page = page
        self.model = self._make_model(page)
        self.whole = self.model if isinstance(self.model, WholeModel) else None
        said = spec.sentences
        book = spec.book or Facets([])
        self.bar = FilterBar(said.find, spec.filters, book, spec.outside) if said.find else None
        self.states = States(self.table, self)
        self.count = Label("", "small-strong", "text-2", parent=self)
        self.stats = Label("", "small", "muted", elide=True, parent=self)
        self.foot = ListFoot([self.count, self.stats], spec.hints)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        for part in (self.bar, self.states, self.foot):
            if part is not None:
                self._column.addWidget(part, int(part is self.states))
        self._wire()

    def _make_model(self, page: Page) -> WindowModel | WholeModel:
        spec = self._spec
        if isinstance(spec.source, AllRows):
            return WholeModel(page.reader(), spec.source, spec.columns, spec.key, self)
        query = spec.source.query_of(spec.filters)
        return WindowModel(page.reader(), spec.source, spec.columns, query, spec.row_state, self)

    def _wire(self) -> None:
        table, model = self.table, self.model
        if self.bar is not None:
            self.bar.changed.connect(self.show_filters)
            self.bar.search.down.connect(self.to_list)
            self.bar.search.left.connect(self.to_list)
            table.find_asked.connect(self.focus_search)
        model.counted.connect(self._counted)
        model.failed.connect(self._failed)
        model.query_changed.connect(self._query_changed)
        table.stats_changed.connect(self._show_stats)
        table.refused.connect(self._desk.notices.problem)
        table.copied.connect(self._copied)

    @property
    def filters(self) -> Any:
        """The filters and the order in force, as the room's own dataclass."""
        source = self._spec.source
        return self._spec.filters if isinstance(source, AllRows) else source.filters_of(self.model.query)

    def add_strip(self, strip: QWidget) -> None:
        """Put a strip between the filters and the list."""
        self._column.insertWidget(self._column.indexOf(self.states), strip)

    def add_to_foot(self, label: Label) -> None:
        """Put another figure of the list beside the number of its rows."""
        self.foot.add(label)

    def add_below(self, part: QWidget) -> None:
        """Put something between the list and its foot."""
        self._column.insertWidget(self._column.indexOf(self.foot), part)

    def start(self) -> bool:
        """Begin to read, once; True if this was the first time."""
        if self.table.rows() is not None:
            return False
        self.states.show_loading(self._spec.sentences.reading)
        self.table.show_model(self.model)
        if self.whole is not None:
            self.whole.refresh()
        return True

    def refresh(self) -> None:
        """Read what is in sight, for the first time or anew."""
        if not self.start():
            self._broken = False
            self.model.refresh()

    def show_filters(self, filters: Filters) -> None:
        """Show what passes these filters, from the top; in the order that is on, unless they name one."""
        held = self.filters
        if not filters.sort and held.sort:
            filters = replace(filters, sort=held.sort, descending=held.descending)
        self.start()
        self.model.set_query(self.query_of(filters))

    def clear(self) -> None:
        """Take away every filter of the bar."""
        if self.bar is not None:
            self.bar.clear()

    def filter_words(self) -> list[str]:
        """The words of the filters that are on."""
        return self.bar.words() if self.bar is not None else []

    def know_filters(self) -> None:
        """The book of filters knows more words than before."""
        if self.bar is not None:
            self.bar.know()

    def focus_search(self) -> None:
        """Put the cursor into the search."""
        if self.bar is not None:
            self.bar.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
            self.bar.search.selectAll()

    def to_list(self) -> None:
        """Put the keys into the list."""
        self.table.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def query_of(self, filters: Any) -> Query:
        """The table's query of these filters."""
        source = self._spec.source
        return self.model.query if isinstance(source, AllRows) else source.query_of(filters)

    def place(self, conn: Any, filters: Any, key: Any) -> int | None:
        """Where a record stands in the list of these filters, None if it isn't in it; runs in a reading thread."""
        source = self._spec.source
        return None if isinstance(source, AllRows) else source.place(conn, source.query_of(filters), key)

    def key_at(self, conn: Any, filters: Any, place: int) -> Any:
        """The id of the row there: a record that was merged into another stands where that one does."""
        source = self._spec.source
        rows = () if isinstance(source, AllRows) else source.rows(conn, source.query_of(filters), place, 1, False)
        return self._spec.key(rows[0]) if rows else None

    def number_of(self, key: Any) -> int:
        """The number of a record's row among those in memory, -1 where it isn't among them as the shop has it now."""
        number = self.model.find(key)
        return number if number >= 0 and self.model.is_fresh(number) else -1

    def show_state(self) -> None:
        """Show the rows, or why there are none."""
        if self._broken:
            return
        if self.model.total():
            self.states.show_content()
            return
        said = self._spec.sentences
        if self.bar is not None and self.bar.narrows:
            clear = Button(_("Clear all filters"), icon="x")
            clear.clicked.connect(self.clear)
            help_text = _("Other filters or words may find more.")
            self.states.show_hint(empty_state("filter", said.no_match, help_text, [clear]))
        else:
            self.states.show_hint(said.nothing())

    def say_count(self) -> None:
        """Say how many rows there are, or why there are none; also when more is known of that than before."""
        self.count.setText(self._spec.sentences.counted(self.model.total()))
        self.foot.fit()
        self.show_state()

    def _counted(self, count: int) -> None:
        self.say_count()
        self._ask_bands()
        self.counted.emit(count)

    def _ask_bands(self) -> None:
        bands, filters = self._spec.bands, self.filters
        if bands is not None:
            asked = f"{self._spec.id}:bands"
            self._page.ask_db(lambda conn: (filters, bands(conn, filters)), self._show_bands, asked)

    def _show_bands(self, found: tuple[Any, Sequence[Band]]) -> None:
        filters, bands = found
        if filters == self.filters:
            self.table.set_bands(bands)

    def _failed(self, error: Exception) -> None:
        self._broken = True
        again = Button(_("Try again"), icon="refresh")
        again.clicked.connect(self._again)
        why = error.sentence if isinstance(error, UserError) else _("Your data is safe.")
        self.states.show_hint(error_state(self._spec.sentences.failed, why, [again]))
        self.failed.emit()

    def _again(self) -> None:
        self._broken = False
        self.model.reload()

    def _query_changed(self, _query: Query) -> None:
        self._broken = False
        if self.bar is not None:
            self.bar.show_filters(self.filters)
        self.query_changed.emit()

    def _show_stats(self, stats: SelectionStats) -> None:
        self.stats.setText(stats.sentence())

    def _copied(self, rows: int) -> None:
        self._desk.notices.say(plural("{count} row copied", "{count} rows copied", rows))
