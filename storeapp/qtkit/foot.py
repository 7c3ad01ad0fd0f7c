"""The line under a list: how much it holds, and the keys, as long as there is room for them."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout

from storeapp.qtkit.theme import theme
from storeapp.qtkit.widgets import Filled, KeyHints, Label

LEFT, RIGHT = 24, 12


class ListFoot(Filled):
    """28 high: labels to the left, key hints to the right that give way first."""

    def __init__(self, labels: Sequence[Label], hints: Sequence[tuple[str, str]]) -> None:
        super().__init__("raised", "t")
        self._labels = list(labels)
        row = self._row = QHBoxLayout(self)
        row.setContentsMargins(LEFT, 1, RIGHT, 0)
        row.setSpacing(16)
        for label in self._labels:
            row.addWidget(label)
        row.addStretch(1)
        self.hints = KeyHints(hints)
        row.addWidget(self.hints)

    def add(self, label: Label) -> None:
        """Another label, after the first."""
        self._labels.insert(1, label)
        self._row.insertWidget(1, label)

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), theme().px(28))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme().px(120), theme().px(28))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit()

    def fit(self) -> None:
        """Show the hints that have room beside the words."""
        words = sum(label.sizeHint().width() + 16 for label in self._labels)
        self.hints.fit(self.width() - LEFT - RIGHT - words)
