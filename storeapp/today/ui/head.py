"""The lines over the list: greeting, day, what it comes to, and how much of the day's work is done."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from storeapp.kernel.days import long_day
from storeapp.kernel.text import _
from storeapp.qtkit.theme import theme
from storeapp.qtkit.widgets import Bar, Label, body, small


class DayHead(QWidget):
    """Greeting and day to the left, the day's progress to the right once something is done."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        words = QVBoxLayout()
        words.setSpacing(4)
        first = QHBoxLayout()
        first.setSpacing(12)
        self.greeting = Label("", "greeting")
        self.day = Label("", "large", "muted", elide=True)
        first.addWidget(self.greeting)
        first.addWidget(self.day, 1)
        self.summary = body("", "text-2", elide=True)
        words.addLayout(first)
        words.addWidget(self.summary)
        row.addLayout(words, 1)
        row.addWidget(self._done_box(), 0, Qt.AlignmentFlag.AlignTop)

    def show_day(self, greeting: str, today: date, summary: str) -> None:
        """Greet, name the day and sum up what waits."""
        self.greeting.setText(greeting)
        self.day.setText(long_day(today))
        self.summary.setText(summary)

    def show_done(self, done: int, waiting: int) -> None:
        """How many of the day's things are done; hidden while none is."""
        whole = done + waiting
        self.done_words.setText(_("{done} of {all} done").format(done=done, all=whole))
        self.done_bar.set_share(done / whole if whole else 1.0)
        self.done_box.setVisible(done > 0)

    def _done_box(self) -> QWidget:
        self.done_box = QWidget()
        self.done_box.setFixedWidth(theme().px(176))
        box = QVBoxLayout(self.done_box)
        box.setContentsMargins(0, 4, 0, 0)
        box.setSpacing(6)
        self.done_words = small()
        self.done_words.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.done_bar = Bar(0)
        box.addWidget(self.done_words)
        box.addWidget(self.done_bar)
        self.done_box.hide()
        return self.done_box
