"""Where an article came out, the newest first: each opens what it said then."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from storeapp.articles.publishing.records import PublicationRow
from storeapp.kernel.clock import local_day
from storeapp.kernel.days import spoken_day
from storeapp.kernel.text import _
from storeapp.qtkit.widgets import Button, small


class CameOut(QWidget):
    """`opened` tells the id of the publication to show."""

    opened = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(2)

    def show_rows(self, rows: Sequence[PublicationRow], today: date) -> None:
        """Show them, or that there is none."""
        while (item := self.column.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for one in rows:
            words = _("{day}: {place}").format(day=spoken_day(local_day(one.published_at), today), place=one.place_name)
            button = Button(words, "quiet", "history", "small")
            button.setAccessibleName(_("Show what came out on {place}").format(place=one.place_name))
            button.clicked.connect(partial(self.opened.emit, one.id))
            self.column.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        if not rows:
            self.column.addWidget(small(_("Nowhere yet"), "muted"))
