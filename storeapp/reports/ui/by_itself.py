"""Whether the chosen book saves itself: how often, into which folder, and when next."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from storeapp.kernel.days import spoken_day
from storeapp.kernel.text import _
from storeapp.qtkit.desk import Desk
from storeapp.qtkit.filled import Filled
from storeapp.qtkit.widgets import Choice, Label
from storeapp.reports import scheduling
from storeapp.reports.schedule import EVERY, BookPlan, next_on

NEVER = ""


class ByItself(Filled):
    """A choice with words below it. `asked` tells that a folder is being chosen."""

    asked = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__("raised", "t", parent=parent)
        self._desk, self._book = desk, ""
        self._plans: dict[str, BookPlan] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 12, 12, 12)
        column.setSpacing(6)
        column.addWidget(Label(_("By itself"), "section"))
        options = [(NEVER, _("Never")), *((key, _(words)) for key, words in EVERY.items())]
        self.every = Choice(_("Save by itself"), options)
        self.every.picked.connect(self._picked)
        column.addWidget(self.every)
        self.words = Label("", "small", "muted", wrap=True)
        column.addWidget(self.words)

    def show_book(self, book: str) -> None:
        """Say it of another book."""
        self._book = book
        self._show()

    def show_plans(self, plans: Sequence[BookPlan]) -> None:
        """The books that save themselves, as they were read."""
        self._plans = {one.book: one for one in plans}
        self._show()

    def _show(self) -> None:
        plan, today = self._plans.get(self._book), self._desk.clock.today()
        self.every.choose(plan.every if plan is not None else NEVER)
        self.words.setText(_words(plan, today) if plan is not None else _("Saved only when you ask for it."))

    def _picked(self, every: object) -> None:
        plan = self._plans.get(self._book)
        if every == NEVER:
            if plan is not None:
                self._desk.do(_("Saving"), scheduling.drop_plan, self._book, said=_("The book no longer saves itself"))
            return
        start = Path(plan.folder) if plan is not None else None
        dialog = self._desk.ask.folder(self, _("Into which folder?"), partial(self.keep, self._book, str(every)), start)
        dialog.rejected.connect(self._show)
        self.asked.emit()

    def keep(self, book: str, every: str, folder: Path) -> None:
        """Let a book save itself into a folder."""
        self._desk.do(
            _("Saving"), scheduling.set_plan, book, every, folder, said=_("The book saves itself from now on")
        )


def _words(plan: BookPlan, today: date) -> str:
    words = _("Into {folder}, while the program is open. Next: {day}.")
    return words.format(folder=Path(plan.folder).name or plan.folder, day=spoken_day(next_on(plan, today), today))
