"""Says what reviews are about where nobody said it yet: a strip over the list of reviews."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from storeapp.kernel.review_kinds import PRODUCT, SELLER, UNSAID
from storeapp.kernel.text import _, plural
from storeapp.qtkit.widgets import Button, Filled, Label
from storeapp.reputation.inbox.ui.actions import KindActions
from storeapp.reputation.reviews.records import ReviewFilters


class KindsBar(Filled):
    """Hidden while nothing is to be said; `shown` asks for the reviews it speaks of."""

    shown = Signal()

    def __init__(
        self, kind_actions: KindActions, wanted: Callable[[], ReviewFilters], parent: QWidget | None = None
    ) -> None:
        super().__init__("raised", "b", parent=parent)
        self._kind_actions, self._wanted = kind_actions, wanted
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
        self._kind_actions.say(self._wanted(), kind)


def _answers() -> tuple[tuple[str, str], ...]:
    return ((PRODUCT, _("Products")), (SELLER, _("Me as the seller")))
