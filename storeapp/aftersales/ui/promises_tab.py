"""The tab Promises: all of them by when they are due, kept, moved or broken by one key, and the kept rate by month."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import partial
from typing import Any

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QVBoxLayout, QWidget

from storeapp.aftersales import rules
from storeapp.aftersales.promises import service
from storeapp.aftersales.promises.queries import (
    ListedPromise,
    MonthKept,
    PromiseFilters,
    PromiseListing,
    kept_by_month,
    promise_count,
    promise_groups,
)
from storeapp.aftersales.ui.case_list import GROUPS, HIGH
from storeapp.aftersales.ui.entry_form import DayForm
from storeapp.kernel.days import month_and_year, spoken_day
from storeapp.kernel.targets import OpenCase
from storeapp.kernel.text import _, in_context, plural
from storeapp.qtkit import painting
from storeapp.qtkit.page import Page
from storeapp.qtkit.table import Column
from storeapp.qtkit.table.bands import Band
from storeapp.qtkit.tabs import TabView
from storeapp.qtkit.theme import theme
from storeapp.qtkit.widgets import Button, Hint, Inspector, Label, Link, MixBar, Rule, Segment, empty_state, small
from storeapp.qtkit.workbench.asking import ListingSource
from storeapp.qtkit.workbench.bench import Workbench
from storeapp.qtkit.workbench.declaration import ListSpec, Sentences

KEY = "promises"


class PromisePane(Inspector):
    """One promise, and how many were kept in time each month."""

    kept = Signal(int)
    broken = Signal(int)
    moved = Signal(int)
    again = Signal(int)
    case_asked = Signal(int)

    def __init__(self) -> None:
        super().__init__(_("Promise"))
        self._row: ListedPromise | None = None
        self.what = Label("", "section", wrap=True)
        self.when = Label("", "medium")
        self.first = small("")
        self.case = Link("")
        self.case.clicked.connect(lambda: self._tell(self.case_asked))
        for widget in (self.what, self.when, self.first, self.case):
            self.column.addWidget(widget)
        self.column.addWidget(Rule("border"))
        self.column.addWidget(Label(_("Kept in time by month"), "small-strong"))
        self.months = QVBoxLayout()
        self.months.setSpacing(6)
        self.column.addLayout(self.months)
        self.none = small(_("No promise has been due yet"))
        self.column.addWidget(self.none)
        self.column.addStretch(1)
        self.keep, self.move_day = Button(_("Mark as kept"), "primary"), Button(_("New date"), icon="calendar")
        self.breaks, self.due_again = Button(_("Mark as not kept")), Button(_("Due again"))
        signals = (self.kept, self.moved, self.broken, self.again)
        for button, signal in zip((self.keep, self.move_day, self.breaks, self.due_again), signals, strict=True):
            button.clicked.connect(partial(self._tell, signal))
            self.add_to_footer(button)
        self.footer.addStretch(1)

    def show_promise(self, row: ListedPromise, today: date) -> None:
        """Show a promise."""
        self._row = row
        self.what.setText(rules.promise_words(row.kind, row.words, row.amount))
        words, tone = when(row, today)
        self.when.setText(words)
        self.when.set_tone(tone)
        first = spoken_day(date.fromisoformat(row.first_due_on), today) if row.first_due_on else ""
        self.first.setText(_("First promised by {day}").format(day=first) if first else "")
        self.first.setVisible(bool(first))
        self.case.setText(_("Case {number}: {title}").format(number=row.case_id, title=row.title))
        is_open = row.kept_on is None and row.broken_on is None
        for button in (self.keep, self.move_day, self.breaks):
            button.setVisible(is_open)
        self.due_again.setVisible(not is_open)

    def show_months(self, found: Sequence[MonthKept]) -> None:
        """Show how many were kept in time, a line each month."""
        while (item := self.months.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        for one in found:
            share = _("{share} of {count}").format(share=f"{one.kept / one.due:.0%}", count=one.due)
            self.months.addWidget(small(_("{month}: {kept}").format(month=month_and_year(one.month), kept=share)))
            self.months.addWidget(MixBar([(one.kept, "positive"), (one.due - one.kept, "negative")]))
        self.none.setVisible(not found)

    def _tell(self, signal: Any) -> None:
        if self._row is not None:
            signal.emit(self._row.case_id if signal is self.case_asked else self._row.id)


class PromisesView(TabView):
    """The list of promises, one of them beside it."""

    def __init__(self, page: Page, parent: QWidget | None = None) -> None:
        super().__init__(page, parent)
        self._channel: int | None = None
        self._months: Sequence[MonthKept] = ()
        self.bench = Workbench(page, self._spec(), self)
        self.table = self.bench.table
        self.states = Segment(
            [("open", in_context("promise", "Open")), ("kept", _("Kept")), ("broken", _("Not kept"))], _("Promises")
        )
        self.states.chosen.connect(lambda _state: self._ask())
        self.bench.list.add_strip(self._strip())
        self.bench.beside.built.connect(self._serve)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.bench)

    def refresh(self) -> None:
        today = self.desk.clock.today()
        self.bench.refresh()
        self.page.ask_db(
            lambda conn: (promise_count(conn, PromiseFilters()), kept_by_month(conn, today)),
            self._know,
            "promises:head",
        )

    def narrow(self, channel: int | None, days: int = 0) -> None:
        """Show the promises of one channel, or of all; of all times, whatever the days."""
        del days
        if channel != self._channel:
            self._channel = channel
            self._ask()

    def handlers(self) -> Mapping[str, Callable[[], None]]:
        """What the keys of promises do with the one the list stands on."""
        return {"kept": self.keep, "move": self.move_day, "broken": self.break_it}

    def keep(self) -> None:
        """Mark it as kept."""
        self._do(service.keep_promise, _("Marking a promise as kept"), _("Marked as kept"))

    def break_it(self) -> None:
        """Mark it as not kept."""
        self._do(service.break_promise, _("Marking a promise"), _("Marked as not kept"))

    def due_again(self) -> None:
        """Take the mark back."""
        self._do(service.unkeep_promise, _("Marking as not kept"), _("The promise is due again"))

    def move_day(self) -> None:
        """Ask for another day."""
        row: ListedPromise | None = self.table.current_row()
        if row is None:
            return
        promise = row.id

        def take(day: str) -> None:
            said = _("Promise moved")
            self.desk.do(_("Moving a promise"), service.move_promise, promise, day, said=said)

        DayForm(_("New day of the promise"), _("Move the promise"), self.desk.clock.today(), take, self).open()

    def _do(self, verb: Callable[..., Any], title: str, said: str) -> None:
        row: ListedPromise | None = self.table.current_row()
        if row is not None:
            self.desk.do(title, verb, row.id, said=said)

    def _ask(self) -> None:
        self.bench.show_filters(PromiseFilters(self.states.value(), self._channel))

    def _strip(self) -> QWidget:
        strip = QWidget()
        row = QVBoxLayout(strip)
        row.setContentsMargins(24, 8, 16, 8)
        row.addWidget(self.states)
        return strip

    def _spec(self) -> ListSpec:
        today = self.desk.clock.today
        return ListSpec(
            id="aftersales.promises",
            title=_("Promises"),
            columns=[_column(today)],
            source=ListingSource(PromiseListing(), PromiseFilters),
            sentences=Sentences(
                icon="calendar",
                counted=lambda count: plural("{count} promise", "{count} promises", count),
                reading=_("Reading the promises"),
                failed=_("The promises could not be read"),
                nothing=_nothing,
                none_chosen=_("No promise selected"),
                choose=_("Choose one from the list"),
            ),
            inspector=PromisePane,
            show=lambda pane, row: pane.show_promise(row, today()),
            hints=[("J K", _("move")), ("P", _("kept")), ("M", _("new day")), ("B", _("not kept"))],
            bands=lambda conn, wanted: [
                Band(_(GROUPS[one.urgency][0]), one.count, GROUPS[one.urgency][1])
                for one in promise_groups(conn, wanted, today())
            ],
            row_height=HIGH,
        )

    def _serve(self, pane: PromisePane) -> None:
        pane.kept.connect(lambda _id: self.keep())
        pane.broken.connect(lambda _id: self.break_it())
        pane.moved.connect(lambda _id: self.move_day())
        pane.again.connect(lambda _id: self.due_again())
        pane.case_asked.connect(lambda number: self.desk.navigate(OpenCase(number)))
        pane.show_months(self._months)

    def _know(self, found: tuple[int, Sequence[MonthKept]]) -> None:
        count, self._months = found
        self.counted.emit(KEY, count)
        if self.bench.beside.has_inspector:
            self.bench.inspector.show_months(self._months)


def when(row: ListedPromise, today: date) -> tuple[str, str]:
    """When it is due, or what became of it, with the tone."""
    if row.kept_on:
        return _("Kept {day}").format(day=spoken_day(date.fromisoformat(row.kept_on), today)), "positive"
    if row.broken_on:
        return _("Not kept, {day}").format(day=spoken_day(date.fromisoformat(row.broken_on), today)), "negative"
    urgency = rules.urgency(row.due_on, today)
    if urgency == "today" and row.due_time:
        return _("by {time}").format(time=row.due_time), rules.TONES[urgency]
    return rules.due_words(row.due_on, today), rules.TONES[urgency]


def _column(today: Callable[[], date]) -> Column:
    def text(row: ListedPromise) -> str:
        words = rules.promise_words(row.kind, row.words, row.amount)
        return _(", ").join((words, _about(row), when(row, today())[0]))

    def paint(painter: QPainter, area: QRectF, row: ListedPromise) -> None:
        _paint(painter, area, row, when(row, today()))

    parts = [
        Column("words", _("Promise"), width=280, text=lambda row: rules.promise_words(row.kind, row.words, row.amount)),
        Column("case", _("Case"), width=280, text=_about),
        Column("due", _("Promised for"), "date", 80, text=lambda row: row.due_on, value=lambda row: row.due_on),
        Column("kept", _("Kept"), "date", 80, text=lambda row: row.kept_on, value=lambda row: row.kept_on),
        Column("broken", _("Not kept"), "date", 80, text=lambda row: row.broken_on, value=lambda row: row.broken_on),
    ]
    return Column(
        "promise", _("Promise"), "custom", 280, text=text, stretch=True, sortable=False, paint=paint, parts=parts
    )


def _about(row: ListedPromise) -> str:
    return _("Case {number}: {title}").format(number=row.case_id, title=row.title)


def _paint(painter: QPainter, area: QRectF, row: ListedPromise, due: tuple[str, str]) -> None:
    look, half, left = theme(), area.height() / 2, area.left()
    if row.platform:
        left += painting.tile(painter, left, area.center().y() + 0.5, row.platform) + 12
    wide = look.metrics("small-medium").horizontalAdvance(due[0]) + 12
    painting.text_in(painter, area, due[0], look.font("small-medium"), look.color(due[1]), Qt.AlignmentFlag.AlignRight)
    upper = QRectF(left, area.top() + 6, area.right() - left - wide, half - 4)
    lower = QRectF(left, area.top() + half, area.right() - left - wide, half - 6)
    words = rules.promise_words(row.kind, row.words, row.amount)
    painting.text_in(painter, upper, words, look.font("medium"), look.color("text"))
    painting.text_in(painter, lower, _about(row), look.font("small"), look.color("muted"))


def _nothing() -> Hint:
    words = _("What you promise in a case comes here, by the day it is due")
    return empty_state("calendar", _("No promise here"), words)
