"""Shown when the shop can't be opened: what happened, that nothing was thrown away, and the ways out."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from storeapp.kernel.days import day_and_time
from storeapp.kernel.errors import UserError
from storeapp.kernel.paths import shops_folder
from storeapp.kernel.text import N_, _
from storeapp.qtkit.panels import Card, Note, scrolling
from storeapp.qtkit.theme import theme
from storeapp.qtkit.widgets import Button, Icon, Label, Link, body, small
from storeapp.shell.window.centred import in_the_middle
from storeapp.store import backup
from storeapp.store.backup import BackupInfo
from storeapp.store.faults import AbsentShop, AlteredShop, DamagedShop, NewerShop, UnusableShop

if TYPE_CHECKING:
    from storeapp.shell.session.program import Program

COLUMN = 600
HEADINGS: tuple[tuple[type[Exception], str], ...] = (
    (AlteredShop, N_("This shop's file was altered by another program")),
    (DamagedShop, N_("This shop's file is damaged")),
    (NewerShop, N_("This shop was saved by a newer version of Storeapp")),
    (AbsentShop, N_("The shop isn't where it was")),
)


class RecoveryScreen(QWidget):
    """One calm screen. It never makes an empty shop: every button opens, restores or looks again."""

    def __init__(self, error: Exception, folder: Path, program: Program) -> None:
        super().__init__(program.window)
        self._program, self._folder, self._error = program, folder, error
        self.setAccessibleName(_("The shop could not be opened"))
        self.backup = self._best_backup()
        self.problem = Note("", "bad")
        self.problem.hide()
        self.heading = Label(self._heading(), "title", wrap=True)
        sentence = (
            error.sentence
            if isinstance(error, UserError)
            else _("The shop could not be opened because of an unexpected error.")
        )
        card = Card()
        card.setFixedWidth(theme().px(COLUMN))
        inside = card.inside
        inside.setContentsMargins(32, 32, 32, 24)
        inside.setSpacing(12)
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(Icon("alert-circle", "negative", 28), 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(self.heading, 1)
        inside.addLayout(head)
        inside.addWidget(body(sentence, wrap=True))
        inside.addWidget(self.problem)
        self._add_backup(inside)
        row = QHBoxLayout()
        row.setSpacing(8)
        self.again = self._button(_("Try again"), self._try_again)
        for button in (self.again, self._button(_("Open another shop…"), self._open_another)):
            row.addWidget(button)
        row.addWidget(self._button(_("Welcome screen"), program.welcome))
        row.addStretch(1)
        inside.addSpacing(4)
        inside.addLayout(row)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(small(_("Folder")))
        foot.addWidget(Label(str(folder), "small", "text-2", middle=True), 1)
        show = Link(_("Show"))
        show.clicked.connect(self._show_folder)
        foot.addWidget(show)
        inside.addLayout(foot)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scrolling(in_the_middle(card), self.heading.text()))

    def tell(self, sentence: str) -> None:
        """Show what did not work."""
        self.problem.set(sentence, "bad")
        self.problem.show()

    def _heading(self) -> str:
        for kind, words in HEADINGS:
            if isinstance(self._error, kind):
                return _(words)
        return _("The shop could not be opened")

    def _best_backup(self) -> BackupInfo | None:
        if isinstance(self._error, NewerShop):
            return None
        found = [info for info in backup.list_backups(self._folder) if info.verified]
        if isinstance(self._error, UnusableShop) and self._error.folder is not None:  # read from end to end already
            return next((info for info in found if info.path == self._error.last_backup), None)
        return next((info for info in found if info.sound), found[0] if found else None)

    def _add_backup(self, inside: QVBoxLayout) -> None:
        self.restore: Button | None = None
        if self.backup is not None:
            when = day_and_time(self.backup.made_at, self._program.clock)
            words = _("The last good backup is of {when}. The file that is there now is kept beside it.")
            inside.addWidget(Note(words.format(when=when), "good"))
            self.restore = self._button(_("Restore the backup of {when}").format(when=when), self._restore, "primary")
            inside.addWidget(self.restore, 0, Qt.AlignmentFlag.AlignLeft)
        elif not isinstance(self._error, NewerShop):
            inside.addWidget(Note(_("No backup was found in this folder. Nothing was changed or thrown away."), "info"))
            other = self._button(_("Choose a backup…"), self._choose_backup)
            inside.addWidget(other, 0, Qt.AlignmentFlag.AlignLeft)

    def _button(self, text: str, slot: Callable[[], object], kind: str = "secondary") -> Button:
        button = Button(text, kind)
        button.clicked.connect(slot)
        return button

    def _try_again(self) -> None:
        self._program.open(self._folder)

    def _restore(self) -> None:
        if self.backup is not None:
            self._program.restore(self.backup.path, self._folder)

    def _choose_backup(self) -> None:
        self._program.ask.files(self, _("Choose a backup"), self._restore_chosen, [_("Backups of Storeapp (*.zip)")])

    def _restore_chosen(self, files: list[Path]) -> None:
        if files:
            self._program.restore(files[0], self._folder)

    def _open_another(self) -> None:
        self._program.ask.folder(self, _("Open the folder of a shop"), self._program.open, shops_folder())

    def _show_folder(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._folder)))
