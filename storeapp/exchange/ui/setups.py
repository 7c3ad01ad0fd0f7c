"""The set-ups that the shop remembers or that came as files: named, shared, renamed and forgotten in one place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from storeapp.exchange.records import SavedSetup
from storeapp.exchange.setups import OwnFormat
from storeapp.exchange.ui import sentences
from storeapp.kernel.text import _
from storeapp.qtkit.widgets import Button, Card, Filled, IconButton, Label


@dataclass(frozen=True, slots=True)
class KeptSetup:
    """A set-up of the shop's (`saved`) or one that came as a file (`own`)."""

    name: str
    facts: str
    saved: SavedSetup | None = None
    own: OwnFormat | None = None


def kept_of(saved: Sequence[SavedSetup], own: Sequence[OwnFormat], today: date) -> list[KeptSetup]:
    """Both kinds as one list by name."""
    found = []
    for one in saved:
        count = sentences.columns_text(len(one.mapping.get("columns", {})))
        facts = _("{columns}, saved {when}").format(columns=count, when=sentences.moment(one.saved_at, today))
        found.append(KeptSetup(one.name, facts, saved=one))
    for other in own:
        facts = _("{columns}, from a file").format(columns=sentences.columns_text(other.columns))
        found.append(KeptSetup(other.title, facts if other.columns else _("the file is damaged"), own=other))
    return sorted(found, key=lambda kept: kept.name.casefold())


class SetupRow(Filled):
    """One set-up with what can be done with it."""

    asked = Signal(str, object)  # share | rename | forget, the set-up

    def __init__(self, kept: KeptSetup, parent: QWidget | None = None) -> None:
        super().__init__("surface", "b", "hair", parent)
        self.kept = kept
        row = QHBoxLayout(self)
        row.setContentsMargins(15, 8, 15, 9)
        row.setSpacing(12)
        column = QVBoxLayout()
        column.setSpacing(0)
        column.addWidget(Label(kept.name, "medium", elide=True, parent=self))
        column.addWidget(Label(kept.facts, "small", "muted", elide=True, parent=self))
        row.addLayout(column, 1)
        self.share = Button(_("Share as a file"), icon="export", size="small", parent=self)
        self.rename = IconButton("pencil", _("Rename {name}").format(name=kept.name), parent=self)
        self.forget = IconButton("trash", _("Delete {name}").format(name=kept.name), parent=self)
        for what, button in (("share", self.share), ("rename", self.rename), ("forget", self.forget)):
            button.clicked.connect(partial(self._ask, what))
            row.addWidget(button)

    def _ask(self, what: str) -> None:
        self.asked.emit(what, self.kept)


class SetupsCard(Card):
    """All set-ups. `asked` as of a row; `add_asked` wants a file."""

    asked = Signal(str, object)
    add_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("Set-ups"), _("how your own files are read"), padded=False, parent=parent)
        self.add_button = Button(_("Add from a file"), icon="plus", size="small", parent=self)
        self.add_button.clicked.connect(self.add_asked)
        self.add_to_head(self.add_button)
        self.rows: list[SetupRow] = []
        self._shown: list[KeptSetup] | None = None
        self._column = QVBoxLayout()
        self._column.setSpacing(0)
        self._column.setContentsMargins(0, 0, 0, 4)
        self.inside.addLayout(self._column)
        self.empty = Label(
            _("None yet. Say once what the columns of a file are, and press “Save as set-up”."),
            "small", "muted", wrap=True, parent=self,
        )  # fmt: skip
        self.empty.setContentsMargins(15, 4, 15, 12)
        self.add(self.empty)

    def show_setups(self, kept: list[KeptSetup]) -> None:
        """List them."""
        if kept == self._shown:
            return
        self._shown = kept
        while (item := self._column.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.deleteLater()
        self.rows = [SetupRow(one, self) for one in kept]
        for row in self.rows:
            row.asked.connect(self.asked)
            self._column.addWidget(row)
        self.empty.setVisible(not kept)
