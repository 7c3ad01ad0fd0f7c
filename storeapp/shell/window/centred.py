"""A card in the middle of the window, for the screens that stand in the place of a shop."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget


def in_the_middle(card: QWidget, below: QWidget | None = None) -> QWidget:
    """The card a little above the middle, with a line under it; wrapped text in it gets the height it needs."""
    page = QWidget()
    column = QVBoxLayout(page)
    column.setContentsMargins(24, 24, 24, 24)
    column.addStretch(1)
    row = QHBoxLayout()  # no alignment: an aligned item gets no height for its width, and its text would be cut
    row.addStretch(1)
    row.addWidget(card)
    row.addStretch(1)
    column.addLayout(row)
    if below is not None:
        column.addWidget(below, 0, Qt.AlignmentFlag.AlignHCenter)
    column.addStretch(2)
    return page
