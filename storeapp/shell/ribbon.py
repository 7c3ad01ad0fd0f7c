"""The ribbon that marks the sample shop, so that nobody takes its figures for their own."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from storeapp.kernel.text import _
from storeapp.qtkit.buttons import Link
from storeapp.qtkit.labels import Label
from storeapp.qtkit.theme import theme
from storeapp.shell.band import Band

HIGH = 28


class SampleRibbon(Band):
    """28 high under the top bar."""

    pressed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("warning-soft", "bottom", parent)
        self.setFixedHeight(theme().px(HIGH))
        link = Link(_("Start with my own data"))
        link.clicked.connect(self.pressed)
        row = QHBoxLayout(self)
        row.setContentsMargins(24, 0, 24, 1)
        row.setSpacing(8)
        row.addWidget(Label(_("SAMPLE"), "small-strong", "warning"))
        row.addWidget(
            Label(_("A made-up shop to try things out. Nothing here is yours."), "small", "text", elide=True), 1
        )
        row.addWidget(link)
        self.hide()
