"""Pasting a conversation: it is split into messages, looked at and corrected, and only then kept in the case."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout

from storeapp.aftersales.pasting.conversations import (
    LONGEST,
    Conversation,
    PastedMessage,
    Side,
    joined,
    split,
)
from storeapp.aftersales.pasting.queries import kept_messages, known_names
from storeapp.aftersales.pasting.rules import fresh_entries
from storeapp.kernel.text import _, plural
from storeapp.qtkit.forms import quiet
from storeapp.qtkit.page import Page
from storeapp.qtkit.table import Column, RowsModel, TableView
from storeapp.qtkit.theme import theme
from storeapp.qtkit.widgets import Area, Button, Choice, Note, TextLine, message, section, small

if TYPE_CHECKING:
    from sqlalchemy import Connection

Keep = Callable[[tuple[PastedMessage, ...]], None]


@dataclass(frozen=True, slots=True)
class PastedRow:
    """One message with its place, as the list shows it."""

    id: int
    message: PastedMessage


class PasteSheet(QDialog):
    """Asks over `page` for a conversation of a case (0: one to come); `then` gets the messages as the owner left them.

    `verb` is what the button does, by default that they are kept in the case.
    """

    def __init__(self, page: Page, case_id: int, then: Keep, verb: str = "") -> None:
        super().__init__(page)
        self.page, self.case_id, self._then = page, case_id, then
        self.messages: tuple[PastedMessage, ...] = ()
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setWindowTitle(_("Paste a conversation"))
        self.resize(theme().px(900), theme().px(640))
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 16)
        column.setSpacing(10)
        column.addWidget(section(_("Paste a conversation")))
        self.text = Area(_("Conversation"), _("Paste a mail thread or a chat here, as you copied or exported it"))
        self.text.setFixedHeight(theme().px(110))
        self.text.textChanged.connect(self.look)
        column.addWidget(self.text)
        self.doubt = Note("", "warn")
        self.doubt.hide()
        column.addWidget(self.doubt)
        self.order = Choice(
            _("Dates"), [("day", _("Day first: 3/4 is 3 April")), ("month", _("Month first: 3/4 is 4 March"))]
        )
        self.order.picked.connect(lambda _value: self.look())
        self.order.hide()
        column.addWidget(self.order)
        self.table = TableView(_("Messages"), "aftersales.pasted", page.desk.settings, first_pad=8)
        self.model = RowsModel(_columns(), parent=self)
        self.table.show_model(self.model)
        self.table.current_changed.connect(self._choose)
        column.addWidget(self.table, 1)
        column.addLayout(self._editor())
        self.words = message()
        self.words.setMaximumHeight(theme().px(96))
        column.addWidget(self.words)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        self.sums = small("", "text-2", wrap=True)
        foot.addWidget(self.sums, 1)
        self.back = Button(_("Cancel"), "quiet")
        self.back.clicked.connect(self.reject)
        self.keep = Button(verb or _("Keep in the case"), "primary")
        self.keep.clicked.connect(self._keep)
        foot.addWidget(self.back)
        foot.addWidget(self.keep)
        column.addLayout(foot)
        self.text.setFocus()
        self._show_rows()

    def look(self) -> None:
        """Split what was pasted, beside the window."""
        text, today, hint = self.text.toPlainText()[:LONGEST], self.page.desk.clock.today(), self.order.value()
        case = self.case_id

        def read(conn: Connection) -> Conversation:
            return split(text, known_names(conn, case), today, hint)

        self.page.ask_db(read, self._split, "aftersales:paste")

    def _editor(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        self.side = Choice(
            _("Who wrote it"),
            [("unknown", _("Who wrote it?")), ("buyer", _("The buyer")), ("shop", _("You"))],
        )
        self.side.picked.connect(self._set_side)
        self.at = TextLine(_("When"), "", _("2026-07-31 14:05, or nothing"), small=True)
        self.at.setFixedWidth(theme().px(170))
        self.at.editingFinished.connect(self._set_time)
        self.out = Button(_("Leave out"), size="small")
        self.out.clicked.connect(self._leave_out)
        self.join = Button(_("Add to the one above"), size="small")
        self.join.clicked.connect(self._join)
        for widget in (self.side, self.at, self.out, self.join):
            row.addWidget(widget)
        row.addStretch(1)
        return row

    @property
    def place(self) -> int:
        """The number of the message in hand, -1 for none."""
        row = self.table.current_row()
        return row.id if row is not None and row.id < len(self.messages) else -1

    def _split(self, found: Conversation) -> None:
        self.messages = found.messages if self.text.toPlainText().strip() else ()
        self.order.setVisible(not found.sure)
        self.doubt.setVisible(not found.sure)
        if not found.sure:
            self.doubt.set(_("The dates can be read in two ways. Say which number is the day."), "warn")
        self._show_rows()

    def _show_rows(self, place: int = 0) -> None:
        self.model.set_rows([PastedRow(number, one) for number, one in enumerate(self.messages)])
        if self.messages:
            self.table.go_to(place)
        self._choose(self.table.current_row())
        self._count()

    def _choose(self, row: PastedRow | None) -> None:
        one = row.message if row is not None else None
        for widget in (self.side, self.at, self.out, self.join):
            widget.setEnabled(one is not None)
        self.join.setEnabled(self.place > 0)
        with quiet(self.side, self.at):
            self.side.choose(one.side if one is not None else "unknown")
            self.at.setText(f"{one.at:%Y-%m-%d %H:%M}" if one is not None and one.at is not None else "")
        self.out.setText(_("Take in") if one is not None and one.left_out else _("Leave out"))
        self.words.setText(one.text if one is not None else "")

    def _count(self) -> None:
        messages, case = self.messages, self.case_id
        now = self.page.desk.clock.now()
        told = [one for one in messages if not one.left_out]
        unknown = sum(one.side == "unknown" for one in told)
        self.keep.setEnabled(bool(told) and not unknown)
        if not messages:
            self.sums.setText("")
            return

        def read(conn: Connection) -> int:
            return len(fresh_entries(messages, kept_messages(conn, case), now, "chat"))

        def show(fresh: int) -> None:
            parts = [plural("{count} message", "{count} messages", len(told))]
            if unknown:
                parts.append(
                    plural(
                        "{count} of nobody known: say who wrote it",
                        "{count} of nobody known: say who wrote them",
                        unknown,
                    )
                )
            else:
                parts.append(plural("{count} is new", "{count} are new", fresh))
            if len(told) < len(messages):
                parts.append(plural("{count} left out", "{count} left out", len(messages) - len(told)))
            self.sums.setText(_(", ").join(parts))

        self.page.ask_db(read, show, "aftersales:pasted")

    def _change(self, place: int, one: PastedMessage) -> None:
        self.messages = (*self.messages[:place], one, *self.messages[place + 1 :])
        self._show_rows(place)

    def _set_side(self, side: Side) -> None:
        """One name is one side: all its messages get it."""
        place = self.place
        if place < 0:
            return
        who = self.messages[place].who
        self.messages = tuple(
            replace(one, side=side) if number == place or (who and one.who == who) else one
            for number, one in enumerate(self.messages)
        )
        self._show_rows(place)

    def _set_time(self) -> None:
        place, typed = self.place, self.at.text().strip()
        if place < 0:
            return
        try:
            at = datetime.fromisoformat(typed).replace(tzinfo=None) if typed else None
        except ValueError:
            self.doubt.set(_("“{value}” is no time. Write it like 2026-07-31 14:05.").format(value=typed), "bad")
            self.doubt.show()
            return
        self.doubt.hide()
        if at != self.messages[place].at:
            self._change(place, replace(self.messages[place], at=at))

    def _leave_out(self) -> None:
        if self.place >= 0:
            one = self.messages[self.place]
            self._change(self.place, replace(one, left_out=not one.left_out))

    def _join(self) -> None:
        place = self.place
        if place > 0:
            self.messages = joined(self.messages, place)
            self._show_rows(place - 1)

    def _keep(self) -> None:
        self._then(self.messages)
        self.accept()


def _columns() -> list[Column]:
    def when(row: PastedRow) -> str:
        at = row.message.at
        return "" if at is None else f"{at:%Y-%m-%d %H:%M}" if row.message.timed else f"{at:%Y-%m-%d}"

    def side(row: PastedRow) -> str:
        if row.message.left_out:
            return _("left out")
        return {"buyer": _("The buyer"), "shop": _("You")}.get(row.message.side, _("Who wrote it?"))

    return [
        Column("when", _("When"), width=140, sortable=False, text=when),
        Column("who", _("Written by"), width=150, sortable=False, text=lambda row: row.message.who),
        Column("side", _("Who wrote it"), width=120, sortable=False, text=side),
        Column(
            "words", _("Message"), width=240, sortable=False, stretch=True,
            text=lambda row: " ".join(row.message.text.split())[:300],
        ),
    ]  # fmt: skip
