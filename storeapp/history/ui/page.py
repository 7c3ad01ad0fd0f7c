"""History: who did what and when, with a way to take back any one action."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from storeapp.history import queries, service
from storeapp.history.queries import ActionRow, UndoReport
from storeapp.history.ui.details import Details
from storeapp.kernel.clock import from_utc_text
from storeapp.kernel.days import day_and_time
from storeapp.kernel.outcome import Outcome
from storeapp.kernel.targets import OpenAction, Target
from storeapp.kernel.text import N_, _, plural
from storeapp.qtkit.actions import ActionSpec
from storeapp.qtkit.desk import Desk
from storeapp.qtkit.page import Page
from storeapp.qtkit.table import Column, Query, TableView, WindowModel
from storeapp.qtkit.widgets import SearchField, Split, States, Toolbar, empty_state, small

if TYPE_CHECKING:
    from sqlalchemy import Connection

KINDS = {
    "edit": N_("Change"),
    "work": N_("Work"),
    "merge": N_("Same person"),
    "fold": N_("Same review"),
    "import": N_("Import"),
    "restore": N_("Restore"),
    "sample": N_("Sample"),
    "redo": N_("Done again"),
}


class HistorySource:
    """Reads actions for the list, newest first."""

    def count(self, conn: Connection, query: Query) -> int:
        """Number of actions that fit the search."""
        return queries.count(conn, query.search)

    def rows(self, conn: Connection, query: Query, first: int, limit: int, backwards: bool) -> Sequence[ActionRow]:
        """A window of them."""
        return queries.window(conn, first, limit, query.search, backwards)


class HistoryPage(Page):
    """The list with the action's details beside it."""

    ID = "history"
    TITLE = N_("History")
    KIND = "workbench"
    ICON = "history"
    TOPICS = frozenset({"history", "orders", "customers", "products", "reviews", "imports", "channels", "settings"})
    ACTIONS = (
        ActionSpec("history.undo", N_("Undo this action…"), "undo", tip=N_("Undo what this action did")),
        ActionSpec("history.find", N_("Find in history"), "search", "Ctrl+F"),
    )

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.search = SearchField(_("Find in history"))
        self.found = small()
        self._tools = Toolbar()
        self._tools.left.addWidget(self.search)
        self._tools.right.addWidget(self.found)
        self.table = TableView(_("History"), self.ID, desk.settings, first_pad=24)
        self.model = WindowModel(self._reader, HistorySource(), self._columns())
        self.details = Details()
        self.details.undo_pressed.connect(self._ask_undo)
        empty = empty_state("history", _("Nothing was done yet"), _("Imports and changes are listed here."))
        self.states = States(self.table)
        self._empty = empty
        self._bench = Split(self.ID, desk.settings, self.states, self.details)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._bench)
        self.model.counted.connect(self._counted)
        self.search.searched.connect(self._searched)
        self.search.down.connect(self.table.setFocus)
        self.search.left.connect(self.table.setFocus)
        self.table.find_asked.connect(self.search.setFocus)
        self.table.current_changed.connect(self._show)
        self._report: UndoReport | None = None
        self._wanted: int | None = None
        self._started = False
        handlers = {"history.undo": self._ask_undo, "history.find": self.search.setFocus}
        desk.actions.register(self.ACTIONS, handlers, self)

    def keyboard(self) -> QWidget:
        return self.table

    def toolbar(self) -> QWidget:
        return self._tools

    def refresh(self) -> None:
        if not self._started:
            self._started = True
            self.table.show_model(self.model)
        else:
            self.model.refresh()
        self._show(self.table.current_row())

    def open_target(self, target: Target) -> None:
        """Go to one action."""
        if isinstance(target, OpenAction):
            number = self._wanted = target.id
            self.search.set_search("")
            self.ask_db(lambda conn: queries.place_of(conn, number), self._go)

    def _columns(self) -> list[Column]:
        clock = self.desk.clock

        def local(row: ActionRow) -> str:
            return from_utc_text(row.at).astimezone().isoformat(sep=" ", timespec="minutes")

        when = [
            Column("day", _("Day"), "date", 80, text=local, value=local),
            Column("time", _("Time"), width=56, text=lambda row: local(row)[11:16]),
        ]
        return [
            Column("title", _("What"), width=320, stretch=True, sortable=False, text=lambda row: row.title),
            Column(
                "at", _("When"), "text", 150, sortable=False, text=lambda row: day_and_time(row.at, clock), parts=when
            ),
            Column("who", _("Who"), width=120, sortable=False, text=lambda row: row.by),
            Column("kind", _("Kind"), width=110, sortable=False, text=_kind),
            Column("rows", _("Rows"), "number", 90, "right", False, lambda r: f"{r.rows:,}", lambda r: r.rows),
            Column("state", _("State"), width=140, sortable=False, text=_state, tone=_tone),
        ]

    def _searched(self, text: str) -> None:
        self.model.set_query(Query(search=text))

    def _counted(self, count: int) -> None:
        self.found.setText(plural("{count} action", "{count} actions", count))
        if count:
            self.states.show_content()
            if self.table.current_row() is None:
                self.table.go_to(0)
        elif not self.model.query.search:
            self.states.show_hint(self._empty)
            self.details.clear()

    def _go(self, place: int) -> None:
        self.model.set_query(Query())
        self.table.go_to(place)
        if self._wanted is not None:
            wanted = self._wanted
            self.ask_db(lambda conn: queries.action(conn, wanted), self._show)

    def _show(self, row: object) -> None:
        if not isinstance(row, ActionRow):
            return
        report = self._report if self._report is not None and self.details.shows(row.id) else None
        self._report = None
        self.details.show_action(row, self.desk.clock, report)
        self.ask_db(lambda conn: queries.parts(conn, row.id), self.details.show_parts)

    def _ask_undo(self) -> None:
        row = self.details.row
        if row is None or not row.undoable or row.state != "done":
            self.desk.notices.refuse(_("Choose an action that can be undone."))
            return
        text = _("Rows that were changed since stay as they are and are named afterwards. You can do it again.")
        self.desk.ask.confirm(self, _("Undo “{title}”?").format(title=row.title), text, _("Undo it"), self._undo)

    def _undo(self) -> None:
        row = self.details.row
        if row is not None:
            self.desk.do(_("Undoing"), service.undo, row.id, done=self._undone, progress=True)

    def _undone(self, outcome: Outcome[UndoReport]) -> None:
        self._report = outcome.value
        row = self.details.row
        if row is not None:
            action_id = row.id
            self.ask_db(lambda conn: queries.action(conn, action_id), self._show)


def _kind(row: ActionRow) -> str:
    return _(KINDS.get(row.kind, row.kind))


def _state(row: ActionRow) -> str:
    if row.state == "undone":
        return _("Undone")
    return _("Done") if row.undoable else _("Can't be undone")


def _tone(row: ActionRow) -> str:
    return "muted" if row.state == "undone" or not row.undoable else "text-2"
