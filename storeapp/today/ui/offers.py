"""A place on Today for what the program offers by itself: one card with what it is, and two answers."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from storeapp.qtkit.widgets import Button, Card, Icon, Label

Answer = tuple[str, Callable[[], None]]
BELOW = 12  # free space under the card


class Offers(QWidget):
    """Takes no room while there is nothing to offer."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, BELOW)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        self.buttons: list[Button] = []
        self.title: Label | None = None
        self.help: Label | None = None
        self.hide()

    def show_offer(self, title: str, text: str, *answers: Answer) -> None:
        """Show an offer in place of the one before; the first answer is the one that goes on."""
        self.clear()
        card = Card(parent=self)
        card.setAccessibleName(title)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(Icon("import", "accent", 20))
        words = QVBoxLayout()
        words.setSpacing(0)
        self.title = Label(title, "strong", elide=True, parent=card)
        self.help = Label(text, "small", "muted", wrap=True, parent=card)
        words.addWidget(self.title)
        words.addWidget(self.help)
        row.addLayout(words, 1)
        for number, (verb, answer) in enumerate(answers):
            button = Button(verb, "secondary" if number == 0 else "quiet", size="small", parent=card)
            button.clicked.connect(answer)
            self.buttons.append(button)
            row.addWidget(button)
        card.inside.addLayout(row)
        self._column.addWidget(card)
        self.show()

    def clear(self) -> None:
        """Offer nothing."""
        self.buttons.clear()
        self.title = self.help = None
        while (item := self._column.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.deleteLater()
        self.hide()
