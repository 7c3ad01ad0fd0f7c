"""What was promised in a case: a line each with its day, and the form for a new one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from storeapp.aftersales import rules
from storeapp.aftersales.records import PromiseRow
from storeapp.aftersales.rules import Promised
from storeapp.kernel.days import spoken_day
from storeapp.kernel.errors import UserError
from storeapp.kernel.text import _
from storeapp.qtkit.theme import theme
from storeapp.qtkit.widgets import Button, Choice, DayField, Icon, IconButton, Label, Link, TextLine, TickBox, small

DAYS_AHEAD = 3


class PromiseLine(QWidget):
    """One promise: what, by when, and whether it was kept."""

    def __init__(self, row: PromiseRow, today: date) -> None:
        super().__init__()
        self.row = row
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 2, 0, 2)
        line.setSpacing(8)
        urgency = rules.urgency(row.due_on, today)
        icon = ("check-circle", "positive") if row.kept_on else ("clock", rules.TONES[urgency])
        icon = ("x", "negative") if row.broken_on else icon
        line.addWidget(Icon(*icon, 16))
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(Label(rules.promise_words(row.kind, row.words, row.amount), "medium", wrap=True))
        if row.kept_on:
            when, tone = _("Kept {day}").format(day=spoken_day(date.fromisoformat(row.kept_on), today)), "positive"
        elif row.broken_on:
            when, tone = (
                _("Not kept, {day}").format(day=spoken_day(date.fromisoformat(row.broken_on), today)),
                "negative",
            )
        else:
            when, tone = rules.due_words(row.due_on, today), rules.TONES[urgency]
            if urgency in ("week", "later"):
                when = _("By {day}").format(day=when)
        words.addWidget(small(when, tone))
        line.addLayout(words, 1)
        self.button = Button(_("Mark as kept") if row.is_open else _("Due again"), size="mini")
        line.addWidget(self.button)
        self.drop = IconButton("trash", _("Remove this promise"), size="mini")
        line.addWidget(self.drop)
        self.setMinimumHeight(theme().px(36))


class Promises(QWidget):
    """The lines and the form. All signals carry ids or a Promised."""

    kept = Signal(int)
    taken_back = Signal(int)
    broken = Signal(int)
    dropped = Signal(int)
    promised = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._currency = ""
        self._lines: list[PromiseLine] = []
        self._is_open = self._asked = False
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        self.column = QVBoxLayout()
        self.column.setSpacing(2)
        column.addLayout(self.column)
        self.none = small(_("Nothing promised yet"))
        column.addWidget(self.none)
        self.ask = Link(_("Promise something"))
        self.ask.clicked.connect(self.open_form)
        column.addWidget(self.ask)
        column.addWidget(self._form())

    def lines(self) -> list[PromiseLine]:
        """The lines shown, oldest first."""
        return list(self._lines)

    def show_promises(self, rows: Sequence[PromiseRow], currency: str, today: date, is_open: bool) -> None:
        """Show a case's promises; a closed case takes no new ones."""
        self._currency = currency
        for old in self._lines:
            self.column.removeWidget(old)
            old.hide()
            old.deleteLater()
        self._lines = [PromiseLine(row, today) for row in rows]
        for line in self._lines:
            signal = self.kept if line.row.is_open else self.taken_back
            line.button.clicked.connect(partial(signal.emit, line.row.id))
            line.drop.clicked.connect(partial(self.dropped.emit, line.row.id))
            self.column.addWidget(line)
        self.none.setVisible(not rows)
        self._is_open = is_open
        self._show_form(is_open and self._asked)
        self.amount.setPlaceholderText(_("Amount in {currency}").format(currency=currency) if currency else _("Amount"))

    def begin(self, kind: str, today: date) -> None:
        """Begin a new promise of this kind, once it is asked for."""
        self._show_form(shown=False)
        self.kind.choose(kind)
        self.words.clear()
        self.amount.clear()
        self.day.set_day(today + timedelta(days=DAYS_AHEAD))
        self.complain("")

    def open_form(self) -> None:
        """Show the fields of a new promise, with the keys in them."""
        self._show_form(shown=True)
        self.kind.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_form(self, shown: bool) -> None:
        self._asked = shown
        self.form.setVisible(shown)
        self.ask.setVisible(self._is_open and not shown)

    def complain(self, sentence: str) -> None:
        """Say what is wrong with the form, "" for nothing."""
        self.wrong.setText(sentence)
        self.wrong.setVisible(bool(sentence))

    def _form(self) -> QWidget:
        self.form = QWidget()
        grid = QGridLayout(self.form)
        grid.setContentsMargins(0, 4, 0, 0)
        grid.setSpacing(6)
        self.kind = Choice(_("What is promised"), [(key, _(words)) for key, words in rules.KINDS.items()])
        self.amount = TextLine(_("Amount"), small=True)
        self.words = TextLine(_("In words"), "", _("In words, such as “a new shade”"), small=True)
        self.words.setMaxLength(rules.LONGEST_WORDS)
        self.by = TickBox(_("By"))
        self.by.setChecked(True)
        self.day = DayField(_("Due day"), small=True)
        self.by.toggled.connect(self.day.setEnabled)
        self.add = Button(_("Record promise"), size="small")
        self.add.clicked.connect(self._pressed)
        self.words.returnPressed.connect(self._pressed)
        self.amount.returnPressed.connect(self._pressed)
        self.wrong = Label("", "small", "negative", wrap=True)
        self.wrong.hide()
        grid.addWidget(self.kind, 0, 0)
        grid.addWidget(self.amount, 0, 1)
        grid.addWidget(self.words, 1, 0, 1, 2)
        due = QHBoxLayout()
        due.setSpacing(6)
        due.addWidget(self.by)
        due.addWidget(self.day)
        grid.addLayout(due, 2, 0, 1, 2)
        grid.addWidget(self.wrong, 3, 0, 1, 2)
        grid.addWidget(self.add, 4, 0, 1, 2)
        grid.setColumnStretch(1, 1)
        return self.form

    def _pressed(self) -> None:
        try:
            amount = rules.amount_of(self.amount.text(), self._currency)
            due = self.day.day().isoformat() if self.by.isChecked() else None
            made = rules.checked_promise(Promised(str(self.kind.value()), self.words.text(), amount, due))
        except UserError as why:
            self.complain(why.sentence)
            return
        self.complain("")
        self.promised.emit(made)
