"""The card on Import data: what was given to whom and until when, and files that came back and wait."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from storeapp.exchange.helper_workbooks.printed import state_words
from storeapp.exchange.helper_workbooks.queries import WaitingReturn
from storeapp.exchange.helper_workbooks.records import Workbook
from storeapp.exchange.helper_workbooks.task_list import task_of
from storeapp.kernel.clock import local_day
from storeapp.kernel.days import spoken_day
from storeapp.kernel.text import _, plural
from storeapp.qtkit.tips import set_tip
from storeapp.qtkit.widgets import Button, Card, Filled, IconButton, Label, Tag

SHOWN = 8


def _spoken(today: str, day: str) -> str:
    """An ISO day as the owner says it."""
    return spoken_day(date.fromisoformat(day), date.fromisoformat(today))


class HelperLine(Filled):
    """One workbook, or one file that came back."""

    def __init__(self, title: str, facts: str, parent: QWidget) -> None:
        super().__init__("surface", "b", "hair", parent)
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(15, 8, 15, 9)
        self.row.setSpacing(12)
        column = QVBoxLayout()
        column.setSpacing(0)
        column.addWidget(Label(title, "medium", elide=True, parent=self))
        column.addWidget(Label(facts, "small", "muted", elide=True, parent=self))
        self.row.addLayout(column, 1)


class HelpersCard(Card):
    """`give` and `take` want a dialog; `opened`, `thrown` and `finished` carry an id."""

    give = Signal()
    take = Signal()
    opened = Signal(int)
    thrown = Signal(int)
    finished = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("Work for helpers"), _("Excel files out and back"), padded=False, parent=parent)
        self.give_button = Button(_("Give work to a helper"), icon="export", size="small", parent=self)
        self.take_button = Button(_("Take back"), icon="return", size="small", parent=self)
        self.give_button.clicked.connect(self.give)
        self.take_button.clicked.connect(self.take)
        self.add_to_head(self.take_button)
        self.add_to_head(self.give_button)
        self.rows: list[HelperLine] = []
        self._shown: object = None
        self._column = QVBoxLayout()
        self._column.setSpacing(0)
        self._column.setContentsMargins(0, 0, 0, 4)
        self.inside.addLayout(self._column)
        words = _(
            "Give away replies to write, tracking to fill in or requests to send. Drop the file here when it is back."
        )
        self.empty = Label(words, "small", "muted", wrap=True, parent=self)
        self.empty.setContentsMargins(15, 4, 15, 12)
        self.add(self.empty)

    def show_helpers(self, given: Sequence[Workbook], waiting: Sequence[WaitingReturn], today: str) -> None:
        """List what waits first, then what was given out."""
        now = (tuple(given), tuple(waiting), today)
        if now == self._shown:
            return
        self._shown = now
        while (item := self._column.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.deleteLater()
        self.rows = [
            *(self._returned(one, today) for one in waiting),
            *(self._given(one, today) for one in given[:SHOWN]),
        ]
        for row in self.rows:
            self._column.addWidget(row)
        self.empty.setVisible(not self.rows)

    def _returned(self, one: WaitingReturn, today: str) -> HelperLine:
        title = task_of(one.workbook.task).titled(_)
        facts = [
            one.file_name,
            one.workbook.helper,
            _("came back {day}").format(day=_spoken(today, str(local_day(one.came_at)))),
        ]
        row = HelperLine(_("Came back: {task}").format(task=title), " · ".join(filter(None, facts)), self)
        go_on = Button(_("Go on"), "primary", size="small", parent=row)
        go_on.setAccessibleName(_("Go on with {file}").format(file=one.file_name))
        go_on.clicked.connect(partial(self.opened.emit, one.id))
        throw = IconButton(
            "trash", _("Throw {file} away; the file itself stays").format(file=one.file_name), parent=row
        )
        throw.clicked.connect(partial(self.thrown.emit, one.id))
        row.row.addWidget(go_on)
        row.row.addWidget(throw)
        return row

    def _given(self, one: Workbook, today: str) -> HelperLine:
        rows = plural("{count} row", "{count} rows", one.rows)
        columns = plural("{count} column", "{count} columns", len(one.columns))
        facts = [one.helper, rows, columns, one.file_name, _spoken(today, str(local_day(one.made_at)))]
        row = HelperLine(task_of(one.task).titled(_), " · ".join(filter(None, facts)), self)
        set_tip(row, _("Columns: {names}").format(names=_(", ").join(one.columns)))
        kind = "good" if one.back_at else "bad" if one.overdue(today) else "plain"
        row.row.addWidget(Tag(state_words(one, today, partial(_spoken, today)), kind, parent=row))
        if one.back_at is None:
            done = Button(_("Finished"), size="small", parent=row)
            set_tip(done, _("Nothing more is waited for"))
            done.clicked.connect(partial(self.finished.emit, one.id))
            row.row.addWidget(done)
        return row
