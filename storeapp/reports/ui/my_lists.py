"""The lists kept under a name: what each holds, to be saved again, saved by itself, or kept no longer."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from storeapp.kernel.shown_lists import KeptList
from storeapp.kernel.text import _, plural
from storeapp.qtkit.widgets import Button, Card, Label


class ListView(QWidget):
    """One kept list: its columns, filters and order. `save_asked` and `drop_asked` carry its KeptList."""

    save_asked = Signal(object)
    drop_asked = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.kept: KeptList | None = None
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        card = Card(_("Kept list"))
        self.words = Label("", "body", "text", wrap=True)
        self.shown = Label("", "body", "text-2", wrap=True)
        self.columns = Label("", "body", "text-2", wrap=True)
        for label in (self.words, self.shown, self.columns):
            card.add(label)
        row = QHBoxLayout()
        self.save = Button(_("Save list (.xlsx)"), icon="save", size="small")
        self.drop = Button(_("Keep it no longer"), "quiet", "x", "small")
        self.save.clicked.connect(partial(self._tell, self.save_asked.emit))
        self.drop.clicked.connect(partial(self._tell, self.drop_asked.emit))
        row.addWidget(self.save)
        row.addWidget(self.drop)
        row.addStretch(1)
        card.inside.addSpacing(8)
        card.inside.addLayout(row)
        whole.addWidget(card)

    def show_list(self, kept: KeptList) -> None:
        """Show another one."""
        self.kept = kept
        self.words.setText(_("The list “{title}” as it is on the day it is saved.").format(title=kept.title))
        words = _(", ").join(kept.words)
        self.shown.setText(_("Shown: {words}.").format(words=words) if words else _("No filter was on."))
        self.columns.setText(plural("{count} column", "{count} columns", len(kept.columns)))

    def _tell(self, tell: Callable[[KeptList], None]) -> None:
        if self.kept is not None:
            tell(self.kept)
