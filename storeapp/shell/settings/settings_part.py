"""What the parts of Settings share: cards of one column, and rows of a label, a field and a hint."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from storeapp.qtkit.theme import theme
from storeapp.qtkit.widgets import Card, Label, small
from storeapp.shell.session.controls import ShopDesk

WIDE = 720
LABEL = 176


class SettingsPart(QWidget):
    """A column of cards, 720 wide."""

    def __init__(self, desk: ShopDesk) -> None:
        super().__init__()
        self.desk = desk
        outer = QHBoxLayout(self)
        outer.setContentsMargins(24, 16, 24, 16)
        holder = QWidget()
        holder.setMaximumWidth(theme().px(WIDE))
        self.column = QVBoxLayout(holder)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(16)
        self.column.setAlignment(Qt.AlignmentFlag.AlignTop)
        outer.addWidget(holder, 1)
        outer.addStretch(0)

    def add_card(self, title: str, hint: str = "") -> Card:
        """A card below the others."""
        card = Card(title, hint)
        card.inside.setSpacing(12)
        card.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.column.addWidget(card)
        return card

    def refresh(self) -> None:
        """Read what may have changed."""

    def start(self) -> None:
        """Do what the part is for, where it is asked for by name."""


def field_row(card: Card, title: str, field: QWidget, hint: str = "") -> Label:
    """A label, its field, and a line of help under them."""
    row = QHBoxLayout()
    row.setSpacing(12)
    label = Label(title, "body", "text-2", wrap=True)
    label.setFixedWidth(theme().px(LABEL))
    label.setBuddy(field)
    row.addWidget(label)
    row.addWidget(field)
    row.addStretch(1)
    if not hint:
        card.inside.addLayout(row)
        return label
    block = QVBoxLayout()
    block.setSpacing(4)
    block.addLayout(row)
    below = QHBoxLayout()
    below.addSpacing(theme().px(LABEL) + 12)
    below.addWidget(small(hint, wrap=True), 1)
    block.addLayout(below)
    card.inside.addLayout(block)
    return label
