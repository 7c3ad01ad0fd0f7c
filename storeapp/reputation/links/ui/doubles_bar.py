"""Says how many reviews came in twice, and puts them together with one press."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QWidget

from storeapp.kernel.text import _, plural
from storeapp.qtkit.desk import Desk
from storeapp.qtkit.widgets import Button, Filled, Label
from storeapp.reputation.links.service.doubles import fold_doubles


class DoublesBar(Filled):
    """A strip over the list, hidden while nothing came in twice."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__("raised", "b", parent=parent)
        self._desk = desk
        row = QHBoxLayout(self)
        row.setContentsMargins(24, 6, 12, 6)
        row.setSpacing(8)
        self.words = Label("", "small", wrap=True)
        row.addWidget(self.words, 1)
        self.button = Button(_("Merge them"), icon="check", size="small")
        self.button.clicked.connect(self.fold)
        row.addWidget(self.button)
        self.hide()

    def show_count(self, count: int) -> None:
        """Say how many there are."""
        said = plural(
            "{count} review was imported twice by an older version.",
            "{count} reviews were imported twice by an older version.",
            count,
        )
        self.words.setText(said)
        self.setVisible(count > 0)

    def fold(self) -> None:
        """Put them together, as one action."""
        self._desk.do(_("Merging reviews"), fold_doubles, said=_folded, progress=True)


def _folded(reviews: int) -> str:
    return plural("{count} review merged with its duplicate", "{count} reviews merged with their duplicates", reviews)
