"""Says what reviews are about where nobody said it yet: a strip over the list, and a menu for those selected."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QWidget

from storeapp.kernel.outcome import Outcome
from storeapp.kernel.review_kinds import PRODUCT, SELLER, UNSAID, counted_apart, kind_title, kinds_of
from storeapp.kernel.text import _, plural
from storeapp.qtkit.desk import Desk
from storeapp.qtkit.table import TableView
from storeapp.qtkit.tips import menu_words
from storeapp.qtkit.widgets import Button, Filled, Label
from storeapp.reputation.reviews.records import ReviewRow, Wanted
from storeapp.reputation.reviews.service import say_kind


class KindVerbs:
    """Notes what reviews are about, as one action that undo takes back."""

    def __init__(self, desk: Desk, table: TableView) -> None:
        self._desk, self._table = desk, table

    def ask(self) -> None:
        """Offer the kinds of the selected reviews' platform in a menu."""
        self._table.selected_rows(self._offer)

    def _offer(self, rows: Sequence[ReviewRow]) -> None:
        mine = [row for row in rows if counted_apart(row.platform)]
        if not mine:
            self._desk.notices.say(_("On this channel all reviews are about the same: nothing has to be said."))
            return
        kinds = [kind for kind in kinds_of(mine[0].platform) if all(kind in kinds_of(row.platform) for row in mine)]
        menu = QMenu(self._table)
        menu.aboutToHide.connect(menu.deleteLater)
        for kind in kinds:
            action = menu.addAction(menu_words(kind_title(kind)))
            action.triggered.connect(partial(self._chosen, tuple(row.id for row in mine), kind))
        menu.popup(self._table.mapToGlobal(self._table.visualRect(self._table.currentIndex()).bottomLeft()))

    def _chosen(self, ids: tuple[int, ...], kind: str, _checked: bool = False) -> None:
        self.say(Wanted(ids=ids), kind)

    def say(self, wanted: Wanted, kind: str) -> None:
        """Say it of all reviews that pass these filters."""
        db = self._desk.db

        def work(progress: Any) -> Outcome[int]:
            return say_kind(db, wanted, kind, progress)

        self._desk.jobs.write(_("Noting what reviews are about"), work, self._said)

    def _said(self, outcome: Outcome[int]) -> None:
        words = plural("Noted for {count} review", "Noted for {count} reviews", outcome.value)
        self._desk.notices.say(words, undo=outcome.action_id is not None)


class KindsBar(Filled):
    """Hidden while nothing is to be said; `shown` asks for the reviews it speaks of."""

    shown = Signal()

    def __init__(self, verbs: KindVerbs, wanted: Callable[[], Wanted], parent: QWidget | None = None) -> None:
        super().__init__("raised", "b", parent=parent)
        self._verbs, self._wanted = verbs, wanted
        self._unsaid = 0
        row = QHBoxLayout(self)
        row.setContentsMargins(24, 6, 12, 6)
        row.setSpacing(8)
        self.words = Label("", "small", wrap=True)
        row.addWidget(self.words, 1)
        self.show_them = Button(_("Show them"), size="small")
        self.show_them.clicked.connect(self.shown)
        row.addWidget(self.show_them)
        self.answers = {kind: Button(words, size="small") for kind, words in _answers()}
        for kind, button in self.answers.items():
            button.clicked.connect(partial(self._say, kind))
            row.addWidget(button)
        self.hide()

    def know(self, unsaid: int) -> None:
        """How many reviews nobody said it of, in the whole shop."""
        self._unsaid = unsaid
        self.setVisible(unsaid > 0)
        if self._wanted().kind != UNSAID:
            self.show_count(0)

    def show_count(self, count: int) -> None:
        """Say what the answers are for: all `count` reviews of the list, if it shows those only."""
        here = self._wanted().kind == UNSAID
        said = plural(
            "{count} review counts in no level and no product rating: is it about a product or you, the seller?",
            "{count} reviews count in no level and no product rating: are they about products or you, the seller?",
            self._unsaid,
        )
        if here:
            said = plural(
                "What is the {count} review in this list about?",
                "What are all {count} reviews in this list about?",
                count,
            )
        self.words.setText(said)
        self.show_them.setVisible(not here)
        for button in self.answers.values():
            button.setVisible(here and count > 0)

    def _say(self, kind: str, _checked: bool = False) -> None:
        self._verbs.say(self._wanted(), kind)


def _answers() -> tuple[tuple[str, str], ...]:
    return ((PRODUCT, _("Products")), (SELLER, _("Me as the seller")))
