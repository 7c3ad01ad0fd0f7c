"""The ribbon that marks the sample shop, so that nobody takes its figures for their own."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from storeapp.kernel.text import _
from storeapp.qtkit.buttons import Link
from storeapp.qtkit.panels import Ribbon


class SampleRibbon(Ribbon):
    """A thin band under the top bar."""

    pressed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        link = Link(_("Start with my own data"))
        super().__init__(_("SAMPLE: made up to try things out. Nothing here is yours."), "warn", link, parent)
        link.clicked.connect(self.pressed)
        self.hide()
