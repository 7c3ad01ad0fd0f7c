"""After-sales: open cases by what is due first, and one case beside them with what was promised."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from storeapp.aftersales import queries
from storeapp.aftersales.records import CaseDetail, CaseRow, Counts
from storeapp.aftersales.rules import Promised, reasons
from storeapp.aftersales.ui.actions import CaseActions
from storeapp.aftersales.ui.case_finder import CaseFinder
from storeapp.aftersales.ui.case_list import CaseSource, columns
from storeapp.aftersales.ui.panel import CasePanel
from storeapp.kernel.settings import Settings
from storeapp.kernel.text import N_, _, in_context, plural
from storeapp.qtkit.actions import ActionSpec
from storeapp.qtkit.desk import Desk
from storeapp.qtkit.page import Page
from storeapp.qtkit.table import Query, TableView, WindowModel
from storeapp.qtkit.widgets import (
    Button,
    Choice,
    Filled,
    Option,
    States,
    Tabs,
    Toolbar,
    Workbench,
    empty_state,
    error_state,
    small,
)

LIST_ID = "aftersales.cases"


class AftersalesPage(Page):
    """Targets: ("case", id), ("review", id), ("order", id), ("promise", review, promise), "open" or "closed"."""

    ID = "aftersales"
    TITLE = N_("After-sales")
    KIND = "workbench"
    ICON = "lifebuoy"
    TOPICS = frozenset({"cases", "orders", "reviews", "customers", "channels", "settings"})
    ACTIONS = (
        ActionSpec("aftersales.new", N_("New case"), "plus", "Ctrl+N"),
        ActionSpec("aftersales.open", N_("Show open cases"), "lifebuoy"),
        ActionSpec("aftersales.closed", N_("Show closed cases"), "check"),
        ActionSpec(
            "aftersales.kept",
            N_("Mark the promise that is due first as kept"),
            "check-circle",
            "P",
            scope="list",
            waits=True,
        ),
        ActionSpec("aftersales.close", N_("Close the case"), "check", "D", scope="list", waits=True),
        ActionSpec("aftersales.review", N_("Open the review of this case"), "star", "R", scope="list", waits=True),
    )

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._goal: int | None = None
        self._started = False
        self.table = TableView(_("Cases"), LIST_ID, desk.settings, first_pad=24)
        shown = columns(lambda: desk.clock.today(), _reason, partial(_buyer, desk.settings))
        self.model = WindowModel(self._reader, CaseSource(), shown, Query({"state": "open"}))
        self.states = States(self.table)
        self.panel = CasePanel(reasons())
        self.pane = States(self.panel)
        left = Filled("surface")
        inside = QVBoxLayout(left)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.addWidget(self.states)
        self.bench = Workbench(LIST_ID, desk.settings, left, self.pane, 424)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.bench)
        self.finder = CaseFinder(self)
        self.verbs = CaseActions(desk, self)
        self._bar = self._build_bar()
        self._wire()
        self._show_no_case()
        desk.actions.register(self.ACTIONS, self._handlers(), owner=self, lists=[self.table])

    def keyboard(self) -> QWidget | None:
        return self.table

    def settled(self) -> bool:
        self.table.reporter.flush()  # the case moved to is told, and read, a moment later
        return super().settled()

    def record(self) -> str:
        return str(self.panel.case_id or "")

    def primary(self) -> ActionSpec | None:
        return self.ACTIONS[0]

    def toolbar(self) -> QWidget | None:
        return self._bar

    def close_page(self) -> None:
        self.panel.commit()
        super().close_page()

    def open_record(self, target: object) -> None:
        match target:
            case ("case", int(number)):
                self._open(number)
            case ("review" | "order" as kind, int(number)):
                self.ask_db(
                    lambda conn: queries.case_of(conn, kind, number), partial(self._found, kind, number), "cases:of"
                )
            case ("promise", int(review), promise):
                self.verbs.record(review, _promised(promise))
            case "open" | "closed" as state:
                self._choose(state)

    def refresh(self) -> None:
        today = self.desk.clock.today()
        self.ask_db(lambda conn: (queries.counts(conn, today), queries.channel_names(conn)), self._show_head)
        if self._started:
            self.model.refresh()
        else:
            self._started = True
            self.table.show_model(self.model)
        self._read()

    def _build_bar(self) -> QWidget:
        bar = Toolbar()
        self.tabs = Tabs([("open", in_context("case", "Open")), ("closed", _("Closed"))], _("Cases"))
        self.tabs.chosen.connect(self._choose)
        bar.left.addWidget(self.tabs)
        self.figures = small()
        self.channel = Choice(_("Channel"), [(None, _("All channels"))])
        named = [("", _("All reasons")), *((one.id, _(one.title)) for one in reasons().values())]
        self.reason = Choice(_("Reason"), named)
        for choice in (self.channel, self.reason):
            choice.picked.connect(lambda _value: self.ask_list())
        for widget in (self.figures, self.channel, self.reason):
            bar.right.addWidget(widget)
        return bar

    def _wire(self) -> None:
        self.table.current_changed.connect(self._current_changed)
        self.table.opened.connect(lambda _row: self.panel.write())
        self.model.counted.connect(self._counted)
        self.model.failed.connect(self._failed)
        self.model.dataChanged.connect(self.finder.rows_came)
        panel = self.panel
        panel.step_asked.connect(self._step)
        panel.refused.connect(self.desk.notices.say)
        panel.order_asked.connect(lambda number: self.desk.navigate("customers", ("order", number)))
        panel.buyer_asked.connect(lambda number: self.desk.navigate("customers", ("customer", number)))
        panel.review_asked.connect(lambda number: self.desk.navigate("reputation", ("review", number)))
        self.verbs.serve(panel)
        self.verbs.opened.connect(self._open)
        self.verbs.recorded.connect(partial(setattr, self, "_goal"))

    def _handlers(self) -> dict[str, Any]:
        return {
            "aftersales.new": self.verbs.new_case,
            "aftersales.open": partial(self._choose, "open"),
            "aftersales.closed": partial(self._choose, "closed"),
            "aftersales.kept": self.panel.keep_first,
            "aftersales.close": self.panel.finish,
            "aftersales.review": self.panel.open_review,
        }

    def _found(self, kind: str, number: int, case: int | None) -> None:
        if case is not None:
            self._open(case)
            return
        self.verbs.open_for(kind, number)

    def _open(self, case: int) -> None:
        """Show a case somebody asked for, whatever the list shows now."""
        self.finder.seek(case)
        self._goal = case
        self._read()

    def _read(self) -> None:
        number = self._goal
        if number is not None:
            self.ask_db(lambda conn: queries.case_detail(conn, number), self._show_detail, "cases:detail")

    def _show_detail(self, detail: CaseDetail | None) -> None:
        if detail is None:
            self._goal = None
            self.finder.seek(None)
            self._show_no_case()
            return
        self.panel.show_case(detail, self.desk.clock.today(), self.desk.settings.show_names)
        self.pane.show_content()
        self.finder.show(detail)

    def _current_changed(self, row: CaseRow | None) -> None:
        if self.finder.seeking:
            return  # the list moved by itself: the case that was asked for is still on its way
        if row is not None and row.id != self.panel.case_id:
            self._goal = row.id
            self._read()

    def _counted(self, count: int) -> None:
        if count:
            self.states.show_content()
            if not self.table.currentIndex().isValid() and self._goal is None:
                self.table.go_to(0)
            elif self._goal is not None:
                self.finder.select(self._goal)
            return
        self._show_empty()
        if self._goal is None:
            self._show_no_case()

    def _show_empty(self) -> None:
        if self.tabs.value() == "closed":
            hint = empty_state("lifebuoy", _("No closed case"), _("A case is closed once its promises are kept"))
        else:
            button = Button(_("New case"), icon="plus")
            button.clicked.connect(self.verbs.new_case)
            words = _("Open one from a review with C, or from an order")
            hint = empty_state("lifebuoy", _("No open case"), words, [button])
        self.states.show_hint(hint)

    def _show_no_case(self) -> None:
        self.pane.show_hint(empty_state("lifebuoy", _("No case selected"), _("Choose one from the list")))

    def _failed(self, _error: Exception) -> None:
        again = Button(_("Try again"), icon="refresh")
        again.clicked.connect(self.model.reload)
        self.states.show_hint(error_state(_("The cases could not be read"), _("Nothing was changed."), [again]))

    def _show_head(self, found: tuple[Counts, Any]) -> None:
        counts, names = found
        self.tabs.set_count("open", counts.open)
        self.tabs.set_count("closed", counts.closed)
        waiting = counts.over + counts.due_today
        self.count_changed.emit(waiting, counts.over > 0)
        words = ""
        if counts.judged:
            words = plural("Promises kept {{share}} of {count}", "Promises kept {{share}} of {count}", counts.judged)
            words = words.format(share=f"{counts.kept_in_time / counts.judged:.0%}")
        self.figures.setText(words)
        options = [Option(number, name, platform=platform) for number, platform, name in names]
        self.channel.set_options([Option(None, _("All channels")), *options])

    def _choose(self, state: str) -> None:
        self.tabs.choose(state)
        self._goal = None
        self.ask_list()

    def ask_list(self) -> None:
        """List what the bar says."""
        filters = {"state": self.tabs.value(), "channel": self.channel.value(), "reason": self.reason.value()}
        self._started = True
        self.model.set_query(Query({key: value for key, value in filters.items() if value}))
        self.table.show_model(self.model)

    def _step(self, step: int) -> None:
        self.table.go_to(max(0, min(self.table.currentIndex().row() + step, self.model.total() - 1)))


def _buyer(settings: Settings, row: CaseRow) -> str:
    if row.customer_id is None:
        return ""
    if settings.show_names and row.customer:
        return row.customer
    return _("Customer {number}").format(number=row.customer_id)


def _reason(reason: str) -> str:
    known = reasons().get(reason)
    return _(known.title) if known is not None else ""


def _promised(found: Any) -> Promised:
    """A promise that another room found in a reply: it has a kind, an amount and a day."""
    return Promised(found.kind, "", found.amount, found.due_on)
