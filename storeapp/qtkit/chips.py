"""Chips side by side in a bar that may be too narrow for all of them."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from storeapp.qtkit.theme import theme

GAP = 8


class ChipRow(QWidget):
    """As many chips as fit, from the left; with `keep_last` the last one ("+ Filter") always stays in sight."""

    def __init__(self, keep_last: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._keep_last = keep_last
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(GAP)
        self._chips: list[QWidget] = []
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_chips(self, chips: Sequence[QWidget]) -> None:
        """Replace the chips; the earlier ones are thrown away."""
        for chip in self._chips:
            self._row.removeWidget(chip)
            chip.hide()
            chip.deleteLater()
        while self._row.takeAt(0) is not None:
            pass
        self._chips = list(chips)
        for chip in self._chips:
            self._row.addWidget(chip)
        self._row.addStretch(1)
        self.updateGeometry()
        self._fit()

    def chips(self) -> list[QWidget]:
        """The chips in it, also those out of sight."""
        return list(self._chips)

    def sizeHint(self) -> QSize:
        wide = sum(chip.sizeHint().width() + GAP for chip in self._chips)
        return QSize(max(wide, theme().px(60)), theme().px(28))

    def minimumSizeHint(self) -> QSize:
        kept = self._chips[-1].sizeHint().width() if self._keep_last and self._chips else 0
        return QSize(max(kept, theme().px(60)), theme().px(28))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        chips = self._chips[:-1] if self._keep_last else self._chips
        room = self.width() + GAP
        if self._keep_last and self._chips:
            room -= self._chips[-1].sizeHint().width() + GAP
            self._chips[-1].show()
        for chip in chips:
            room -= chip.sizeHint().width() + GAP
            chip.setVisible(room >= 0)
