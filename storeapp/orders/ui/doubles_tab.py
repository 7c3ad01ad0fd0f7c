"""Possible duplicates: pairs of customers who may be one person, worked through with the keyboard."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from storeapp.kernel.errors import UserError
from storeapp.kernel.text import N_, _, plural
from storeapp.orders import buyers
from storeapp.orders.buyers import Pair
from storeapp.orders.ui.lists import Now
from storeapp.orders.ui.merge_pane import MergePane
from storeapp.qtkit.actions import ActionSpec
from storeapp.qtkit.desk import Desk
from storeapp.qtkit.page import Page
from storeapp.qtkit.table import Column, RowsModel, TableView
from storeapp.qtkit.theme import theme
from storeapp.qtkit.widgets import (
    Button,
    Filled,
    KeyHints,
    Label,
    Split,
    States,
    empty_state,
    error_state,
)

WIDTH = 640  # of the comparison
ACTIONS = (
    ActionSpec("doubles.merge", N_("Merge the two customers shown"), "check", "Y", scope="list"),
    ActionSpec("doubles.apart", N_("The two customers shown are different people"), "x", "N", scope="list"),
)


class DoublesTab(QWidget):
    """The pairs, the surest first, and the comparison of the one under the cursor. `counted` tells their number."""

    counted = Signal(int)
    to_customers = Signal()

    def __init__(self, desk: Desk, page: Page, now: Now, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk, self._page, self._now = desk, page, now
        self._asked = False
        self._place = 0
        self.pane = MergePane(self)
        self.table = TableView(_("Possible duplicates"), "customers.doubles", desk.settings, first_pad=24)
        self.model = RowsModel(self._columns(), parent=self)
        self.states = States(self.table)
        self.beside = States(self.pane)
        left = Filled("surface", parent=self)
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.states, 1)
        column.addWidget(self._footer(left))
        self.bench = Split("customers.doubles", desk.settings, left, self.beside, width=WIDTH, parent=self)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.bench)
        self.table.show_model(self.model)
        self.table.current_changed.connect(self._current)
        self.table.opened.connect(self._enter)
        handlers = {"doubles.merge": self.ask_merge, "doubles.apart": self.ask_apart}
        desk.actions.register(ACTIONS, handlers, owner=self, lists=[self.table])

    def _footer(self, parent: QWidget) -> QWidget:
        foot = Filled("raised", "t", parent=parent)
        foot.setMinimumHeight(theme().px(28))
        row = QHBoxLayout(foot)
        row.setContentsMargins(24, 1, 12, 0)
        row.setSpacing(16)
        self.words = Label("", "small-strong", "text-2", elide=True)
        row.addWidget(self.words, 1)
        row.addWidget(KeyHints([("J K", _("move")), ("Y", _("same person")), ("N", _("different people"))]))
        return foot

    def _columns(self) -> list[Column]:
        return [
            Column("sure", _("Sure"), "number", 64, text=_percent, value=lambda row: row.confidence, font="medium"),
            Column("who", _("Customers"), width=150, sortable=False, text=self._who),
            Column("why", _("Why"), width=180, sortable=False, stretch=True, text=_why, tone="text-2"),
        ]

    def _who(self, row: Pair) -> str:
        first, second = row.names if self._now().show_names else ("", "")
        return _("{first} and {second}").format(first=first or row.first, second=second or row.second)

    def refresh(self) -> None:
        """Look for pairs, for the first time or anew."""
        if not self._asked:
            self._asked = True
            self.states.show_loading(_("Looking for customers who may be one person"))
            self._show_none()
        self._page.ask_db(buyers.pairs, self._show_pairs, "doubles", self._failed)

    def ask_merge(self) -> None:
        """Merge the pair under the cursor as chosen beside the list."""
        self.pane.ask_merge()

    def ask_apart(self) -> None:
        """The two under the cursor are different people."""
        self.pane.ask_apart()

    def _show_pairs(self, found: list[Pair]) -> None:
        place = max(0, self.table.currentIndex().row())
        self.model.set_rows(found)
        self.counted.emit(len(found))
        said = plural("{count} pair to look at", "{count} pairs to look at", len(found))
        if len(found) >= buyers.MOST:
            said = _("The {count} surest pairs; more come up when these are done").format(count=f"{len(found):,}")
        self.words.setText(said)
        if found:
            self.states.show_content()
            self.table.go_to(min(place, len(found) - 1))
        else:
            back = Button(_("Show customers"), icon="users")
            back.clicked.connect(self.to_customers)
            hint = _("Nobody shares an e-mail address, a phone number, a user name, or name and place with another.")
            self.states.show_hint(empty_state("users", _("No possible duplicates"), hint, [back], done=True))
            self._show_none()

    def _failed(self, error: Exception) -> None:
        again = Button(_("Try again"))
        again.clicked.connect(self.refresh)
        why = error.sentence if isinstance(error, UserError) else _("Your data is safe.")
        self.states.show_hint(error_state(_("The search for duplicates failed"), why, [again]))

    def _current(self, row: Pair | None) -> None:
        if row is not None:
            self._page.ask_db(
                partial(_read, pair=row), self._show_pair, "doubles:pair", lambda _error: self._show_none()
            )

    def _show_pair(self, found: tuple[Pair, Any]) -> None:
        pair, sides = found
        if sides is None:
            self._show_none()
            return
        self.pane.show_sides(sides, pair.confidence, pair.reasons, self._now())
        self.beside.show_content()

    def _show_none(self) -> None:
        words = (_("No pair selected"), _("Choose one from the list to compare the two"))
        self.beside.show_hint(empty_state("users", *words))

    def _enter(self, _row: object) -> None:
        self.pane.go.setFocus(Qt.FocusReason.OtherFocusReason)


def _read(conn: Any, pair: Pair) -> tuple[Pair, Any]:
    return pair, buyers.sides(conn, pair.first, pair.second)


def _percent(row: Pair) -> str:
    return f"{row.confidence:.0%}"


def _why(row: Pair) -> str:
    first, *others = (buyers.reason_words(code) for code in row.reasons)
    return _(", ").join((first, *(words[:1].lower() + words[1:] for words in others)))
