"""The board: a column of cards for each day of a promise, or for each status, worked by the same keys as the list."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from storeapp.aftersales import queries
from storeapp.aftersales.promises import service as promises
from storeapp.aftersales.records import CaseFilters, CaseRow
from storeapp.aftersales.ui.case_list import GROUPS, buyer_of, clock_words, due, under
from storeapp.aftersales.ui.entry_form import DayForm
from storeapp.kernel.outcome import Outcome
from storeapp.kernel.text import N_, _, in_context
from storeapp.qtkit import icons, painting
from storeapp.qtkit.filled import Filled
from storeapp.qtkit.page import Page
from storeapp.qtkit.table import Column, TableView, WindowModel
from storeapp.qtkit.tabs import TabView
from storeapp.qtkit.theme import theme
from storeapp.qtkit.widgets import Label, Segment, small
from storeapp.qtkit.workbench.asking import ListingSource

HIGH = 84  # px of a card
COLUMNS = "aftersales.board"  # in the layout of this PC: which columns were chosen
PROMISE, STATUS = "promise", "status"
STATES = {"open": N_("Open case"), "waiting": N_("Waiting for the buyer"), "closed": N_("Closed")}


class CardList(TableView):
    """One column of cards. Left and Right ask for the column beside it."""

    beside = Signal(int)  # -1 the one before, 1 the one after

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Left.value: -1, Qt.Key.Key_Right.value: 1}
        if event.key() in steps and not event.modifiers():
            self.beside.emit(steps[event.key()])
        else:
            super().keyPressEvent(event)


class BoardColumn(Filled):
    """A head with the number of cards, and the cards, read like any long list."""

    def __init__(self, page: Page, title: str, tone: str, buyer: Callable[[CaseRow], str]) -> None:
        super().__init__("surface", "r")
        clock = page.desk.clock
        self.table = CardList(title)
        self.table.set_row_height(HIGH)
        self.table.head.hide()
        source = ListingSource(queries.CaseListing(clock), CaseFilters)
        self.model = WindowModel(page.reader(), source, [_card(page, buyer)], parent=self)
        self._source = source
        head = Filled("raised", "b")
        row = QHBoxLayout(head)
        row.setContentsMargins(12, 6, 12, 6)
        row.addWidget(Label(title, "small-strong", tone, elide=True), 1)
        self.count = small("")
        row.addWidget(self.count)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 1, 0)
        column.setSpacing(0)
        column.addWidget(head)
        column.addWidget(self.table, 1)
        self.model.counted.connect(lambda count: self.count.setText(f"{count:,}"))

    def show_filters(self, filters: CaseFilters) -> None:
        """Show the cards that pass."""
        query = self._source.query_of(filters)
        if self.table.rows() is None:
            self.table.show_model(self.model)
        if self.model.query != query:
            self.model.set_query(query)
        else:
            self.model.refresh()


class BoardView(TabView):
    """All columns side by side. `opened` tells which case is to be shown whole."""

    opened = Signal(int)

    def __init__(self, page: Page, parent: QWidget | None = None) -> None:
        super().__init__(page, parent)
        self.filters = CaseFilters()
        self.columns: dict[str, BoardColumn] = {}
        self.by = Segment([(PROMISE, _("By promise")), (STATUS, _("By status"))], _("Columns of the board"))
        kept: dict[str, Any] = self.desk.settings.layout.setdefault(COLUMNS, {})
        if kept.get("by") == STATUS:
            self.by.choose(STATUS)
        self.by.chosen.connect(lambda key: kept.update(by=key))
        self.by.chosen.connect(lambda _key: self._arrange())
        top = Filled("surface", "b")
        row = QHBoxLayout(top)
        row.setContentsMargins(24, 6, 16, 6)
        row.addWidget(self.by)
        row.addWidget(small(_("Left and Right go to the next column, Enter opens the case"), elide=True), 1)
        self._row = QHBoxLayout()
        self._row.setSpacing(0)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(top)
        column.addLayout(self._row, 1)
        self._last = ""  # the column that had the keys last
        for name, (title, tone) in GROUPS.items():
            self._add(name, _(title), tone)
        for name, title in STATES.items():
            self._add(name, in_context("case", "Open") if name == "open" else _(title), "text-2")

    @property
    def table(self) -> CardList:
        """The column that has the keys, else the first one with a card."""
        shown = self.shown()
        held = self.columns.get(self._last)
        if held is not None and self._last in shown:
            return held.table
        full = next((name for name in shown if self.columns[name].model.total()), shown[0])
        return self.columns[full].table

    def shown(self) -> list[str]:
        """The names of the columns in sight, from left to right."""
        return list(STATES) if self._by_status else list(GROUPS)

    def row(self) -> CaseRow | None:
        """The card that the keys stand on."""
        found: CaseRow | None = self.table.current_row()
        return found

    def show_filters(self, filters: CaseFilters) -> None:
        """Show the cases of this state, channel and reason."""
        self.filters = filters
        self._arrange()

    def refresh(self) -> None:
        for name in self.shown():
            wanted = replace(self.filters, folded=tuple(one for one in GROUPS if one != name))
            if self._by_status:
                wanted = replace(self.filters, state=name, folded=())
            self.columns[name].show_filters(wanted)

    def keep(self) -> None:
        """Mark the promise that is due first as kept."""
        self._do(promises.keep_promise, _("Marking a promise as kept"), _("Marked as kept"))

    def break_it(self) -> None:
        """Say that it won't be kept."""
        self._do(promises.break_promise, _("Marking a promise"), _("Marked as not kept"))

    def move_day(self) -> None:
        """Ask for another day of it."""
        promise = self._promise()
        if promise is not None:
            today = self.desk.clock.today()
            take = partial(self._moved, promise)
            DayForm(_("New day of the promise"), _("Move the promise"), today, take, self).open()

    @property
    def _by_status(self) -> bool:
        return self.by.value() == STATUS or self.filters.state == "closed"

    def _arrange(self) -> None:
        shown = self.shown()
        for name, column in self.columns.items():
            column.setVisible(name in shown)
        self.refresh()

    def _add(self, name: str, title: str, tone: str) -> None:
        made = BoardColumn(self.page, title, tone, partial(buyer_of, self.desk.settings))
        made.table.opened.connect(lambda row: self.opened.emit(row.id))
        made.table.beside.connect(partial(self._go_beside, name))
        made.table.current_changed.connect(lambda _row: self._stand(name))
        self.columns[name] = made
        self._row.addWidget(made, 1)

    def _stand(self, name: str) -> None:
        if self.columns[name].table.hasFocus():
            self._last = name

    def _go_beside(self, name: str, by: int) -> None:
        """Put the keys into the next column that has cards, on the card as far down."""
        shown = self.shown()
        at, number = shown.index(name), max(0, self.columns[name].table.currentIndex().row())
        for other in shown[at + 1 :] if by > 0 else reversed(shown[:at]):
            column = self.columns[other]
            if column.model.total():
                self._last = other
                column.table.setFocus(Qt.FocusReason.OtherFocusReason)
                column.table.go_to(min(number, column.model.total() - 1))
                return

    def _promise(self) -> int | None:
        row = self.row()
        if row is None:
            return None
        if row.first_promise is None:
            self.desk.notices.say(_("No promise of this case is open"))
        return row.first_promise

    def _do(self, verb: Callable[..., Outcome[Any]], title: str, said: str) -> None:
        promise = self._promise()
        if promise is not None:
            self.desk.do(title, verb, promise, said=said)

    def _moved(self, promise: int, day: str) -> None:
        self.desk.do(_("Moving a promise"), promises.move_promise, promise, day, said=_("Promise moved"))


def _card(page: Page, buyer: Callable[[CaseRow], str]) -> Column:
    clock = page.desk.clock

    def text(row: CaseRow) -> str:
        told = (
            row.title,
            under(row, buyer(row)),
            row.channel,
            due(row, clock.today())[0],
            clock_words(row, clock.today())[0],
        )
        return _(", ").join(filter(None, told))

    def paint(painter: QPainter, area: QRectF, row: CaseRow) -> None:
        today = clock.today()
        _paint(painter, area, row, under(row, buyer(row)), due(row, today), clock_words(row, today))

    return Column("card", _("Case"), "custom", 160, text=text, stretch=True, sortable=False, tip=text, paint=paint)


def _paint(
    painter: QPainter, area: QRectF, row: CaseRow, below: str, when: tuple[str, str], left: tuple[str, str]
) -> None:
    """The title, who it is, and when its turn is; without that, what is left of its clock."""
    look = theme()
    card = area.adjusted(-6, 4, 6, -4)
    painting.rounded(painter, card, 6, None, look.color("border"))
    line = QRectF(card.left() + 10, card.top() + 6, card.width() - 20, 20)
    title = QRectF(line)
    if row.severity == "high":
        side = look.px(14)
        icons.paint(painter, "flag", title.left(), title.center().y() - side / 2, side, look.color("negative"))
        title.setLeft(title.left() + side + 4)
    painting.text_in(painter, title, row.title, look.font("medium"), look.color("text"))
    line.translate(0, 22)
    second = QRectF(line)
    if row.platform:
        second.setLeft(second.left() + painting.tile(painter, second.left(), second.center().y(), row.platform) + 8)
    painting.text_in(painter, second, below, look.font("small"), look.color("muted"))
    line.translate(0, 22)
    words, tone = when if when[0] else left
    painting.text_in(painter, line, words, look.font("small-medium"), look.color(tone))
