"""The set-ups that the shop remembers or that came as files: named, shared, renamed and forgotten in one place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from storeapp.exchange import service, setups
from storeapp.exchange.records import SavedSetup
from storeapp.exchange.setups import OwnFormat
from storeapp.exchange.ui import words
from storeapp.kernel.errors import UserError
from storeapp.kernel.text import _, plural
from storeapp.qtkit.widgets import Button, Card, Filled, IconButton, Label


@dataclass(frozen=True, slots=True)
class Kept:
    """A set-up of the shop's (`saved`) or one that came as a file (`own`)."""

    name: str
    facts: str
    saved: SavedSetup | None = None
    own: OwnFormat | None = None


def kept_of(saved: Sequence[SavedSetup], own: Sequence[OwnFormat], today: date) -> list[Kept]:
    """Both kinds as one list by name."""
    found = []
    for one in saved:
        count = words.columns_text(len(one.mapping.get("columns", {})))
        facts = _("{columns}, saved {when}").format(columns=count, when=words.moment(one.saved_at, today))
        found.append(Kept(one.name, facts, saved=one))
    for other in own:
        facts = _("{columns}, from a file").format(columns=words.columns_text(other.columns))
        found.append(Kept(other.title, facts if other.columns else _("the file is damaged"), own=other))
    return sorted(found, key=lambda kept: kept.name.casefold())


class SetupRow(Filled):
    """One set-up with what can be done with it."""

    asked = Signal(str, object)  # share | rename | forget, the set-up

    def __init__(self, kept: Kept, parent: QWidget | None = None) -> None:
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
        self._shown: list[Kept] | None = None
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

    def show_setups(self, kept: list[Kept]) -> None:
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


class SetupVerbs(QObject):
    """Shares, renames, forgets and adds set-ups; `changed` after what lies in files changed."""

    changed = Signal()

    def __init__(self, page: Any) -> None:
        super().__init__(page)
        self._page, self._desk = page, page.desk

    def do(self, what: str, kept: Kept) -> None:
        """Do one of share, rename and forget."""
        {"share": self._share, "rename": self._rename, "forget": self._forget}[what](kept)

    def choose(self) -> None:
        """Choose a set-up's file to add."""
        kinds = [_("Set-ups (*.toml)"), _("All files (*)")]
        self._desk.ask.files(self._page, _("Add a set-up from a file"), self.add, kinds)

    def add(self, paths: Sequence[Path]) -> None:
        """Take in set-ups that came as files; one that is wrong is named with what is wrong in it."""
        added = []
        for path in paths:
            try:
                added.append(setups.add(path).title)
            except UserError as why:
                self._desk.notices.problem(why.sentence)
        if added:
            names = _(", ").join(added)
            said = plural("Added the set-up {{names}}.", "Added {count} set-ups: {{names}}.", len(added))
            self._desk.notices.say(said.format(names=names))
        self.changed.emit()

    def _share(self, kept: Kept) -> None:
        name = f"{kept.name}.toml".replace("/", "-")
        self._desk.ask.save_file(self._page, _("Share a set-up"), name, partial(self.share_to, kept))

    def share_to(self, kept: Kept, out: Path) -> None:
        """Write a set-up to a file for another owner."""
        if kept.saved is not None:
            setups.share(kept.saved.mapping, kept.saved.name, out, self._desk.clock.today())
        elif kept.own is not None:
            out.write_bytes(kept.own.path.read_bytes())
        self._desk.notices.say(_("Saved {file}. Dropped on an import page, it is added there.").format(file=out.name))

    def _rename(self, kept: Kept) -> None:
        then = partial(self.rename_to, kept)
        self._desk.ask.text(self._page, _("Rename this set-up"), _("Name of the set-up"), then, kept.name, _("Rename"))

    def rename_to(self, kept: Kept, name: str) -> None:
        """Give a set-up another name."""
        if kept.own is not None:
            self._guarded(partial(setups.rename, kept.own.path, name))
        elif kept.saved is not None:
            self._desk.do(_("Renaming a set-up"), service.rename_setup, kept.saved.header_key, name)

    def _forget(self, kept: Kept) -> None:
        if kept.saved is not None:
            key, said = kept.saved.header_key, _("Deleted {name}.").format(name=kept.name)
            self._desk.do(_("Deleting a set-up"), service.forget_setup, key, kept.name, said=said)
        elif kept.own is not None:
            question = _("Delete {name}?").format(name=kept.name)
            text = _("Its file is deleted. What was imported with it stays.")
            then = partial(self._guarded, partial(setups.remove, kept.own.path))
            self._desk.ask.confirm(self._page, question, text, _("Delete it"), then, danger=True)

    def _guarded(self, work: Any) -> None:
        try:
            work()
        except UserError as why:
            self._desk.notices.problem(why.sentence)
        self.changed.emit()
