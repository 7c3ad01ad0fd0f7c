"""The clocks of a case in its pane: when each is due, what is left, and what happens then."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from storeapp.aftersales.clocks.rules import TONES, Running, left_words
from storeapp.kernel.days import spoken_day
from storeapp.kernel.text import _
from storeapp.qtkit.widgets import Label, Link, small


class ClockBox(QWidget):
    """Lines of clocks, the one due first at the top; hidden without any. `change_asked` leads to the lengths."""

    change_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(4)
        head = QHBoxLayout()
        head.addWidget(Label(_("Clocks"), "small-strong"), 1)
        self.change = Link(_("Change"))
        self.change.clicked.connect(self.change_asked)
        head.addWidget(self.change)
        self._column.addLayout(head)
        self.rows: list[QWidget] = []
        self.hide()

    def show_clocks(self, clocks: Sequence[Running], today: date) -> None:
        """Show these clocks."""
        for row in self.rows:
            self._column.removeWidget(row)
            row.hide()
            row.deleteLater()
        self.rows = [self._row(one, today) for one in clocks]
        for row in self.rows:
            self._column.addWidget(row)
            row.show()
        self.setVisible(bool(clocks))

    def _row(self, one: Running, today: date) -> QWidget:
        row = QWidget(self)
        column = QVBoxLayout(row)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        line = QHBoxLayout()
        line.addWidget(Label(one.title, elide=True, parent=row), 1)
        tone = TONES[one.urgent] if one.sure else "muted"
        line.addWidget(Label(left_words(one), "strong" if one.urgent != "fine" else "body", tone, parent=row))
        column.addLayout(line)
        column.addWidget(small(under_words(one, today), wrap=True, parent=row))
        return row


def due_words(one: Running, today: date) -> str:
    """`due today 18:00`, `due 20 July 09:00`, on the clock of this PC."""
    local = one.due_at.astimezone()
    day = spoken_day(local.date(), today)
    return _("due {day} {time}").format(day=day, time=local.strftime("%H:%M"))


def under_words(one: Running, today: date) -> str:
    """When it is due, what happens then, and how sure that is."""
    words = due_words(one, today)
    if one.ends:
        words = _("{first}. {second}").format(first=words, second=one.ends)
    return words if one.sure else _("{first} Not verified: look it up with the platform.").format(first=words)
