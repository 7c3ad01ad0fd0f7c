"""What the owner does with the files that prove something: attach, take away."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from shiboken6 import isValid

from storeapp.evidence.preparing import Chosen, Prepared, prepare
from storeapp.evidence.queries import attached_files
from storeapp.evidence.records import AttachedFile
from storeapp.evidence.rules import PHOTO, About, is_picture, no_photo
from storeapp.evidence.service import attach, detach
from storeapp.evidence.ui.pane import ProofPane
from storeapp.evidence.ui.picking import of_paths
from storeapp.kernel.errors import UserError
from storeapp.kernel.outcome import Outcome
from storeapp.kernel.text import _, plural
from storeapp.qtkit.page import Page

if TYPE_CHECKING:
    from sqlalchemy import Connection


class ProofActions(QObject):
    """Serves one pane about what `kind`, `number` and `part` say, see rules.About.

    The files of the records `under` it, which were merged into it, are shown too.

    Lives with the page, so that what was begun ends although the pane is closed.
    """

    def __init__(
        self, page: Page, pane: ProofPane, kind: str, number: int, part: str = "", under: Sequence[int] = ()
    ) -> None:
        super().__init__(page)
        self._numbers = (number, *under)
        self.page, self.desk, self.pane, self.about = page, page.desk, pane, About(kind, number, part)
        pane.given.connect(self.give)
        pane.remove_asked.connect(self.remove)
        pane.choose_asked.connect(self.choose)
        pane.destroyed.connect(self._pane_gone)
        self._closed, self._at_work = False, 0

    def look(self) -> None:
        """Read the files and show them."""
        about, numbers = self.about, self._numbers

        def read(conn: Connection) -> list[AttachedFile]:
            return [file for number in numbers for file in attached_files(conn, about.kind, number, about.part)]

        self.page.ask_db(read, self._show, f"proofs:{about}")

    def choose(self) -> None:
        """Ask for files."""
        kinds = [_("Pictures, PDF and text (*.png *.jpg *.jpeg *.webp *.gif *.bmp *.pdf *.txt)"), _("All files (*)")]
        title = _("Choose a buyer's photos") if self.about.part == PHOTO else _("Attach files as proof")
        self.desk.ask.files(self.pane, title, lambda paths: self.give(of_paths(paths)), kinds)

    def give(self, chosen: list[Chosen]) -> None:
        """Look at files, and attach those that are sound."""
        if not chosen:
            return
        self._work(1)
        self._say([])
        folder = self.desk.db.place.folder
        self.desk.jobs.files(
            _("Looking at the files"),
            partial(prepare, folder, chosen),
            self._attach,
            self._failed,
            partial(self._work, -1),
        )

    def remove(self, number: int) -> None:
        """Take a file away."""
        said = _("Photo removed") if self.about.part == PHOTO else _("Proof removed")
        self.desk.do(_("Removing a file"), detach, number, said=said, done=self._read_again)

    def _attach(self, prepared: Prepared) -> None:
        self._work(-1)
        refused = list(prepared.refused)
        if self.about.part == PHOTO:
            refused += [no_photo(one.name).sentence for one in prepared.files if not is_picture(one.kind)]
            prepared.files = [one for one in prepared.files if is_picture(one.kind)]
        self._say(refused)
        if not prepared.files:
            prepared.close()
            return
        self.desk.do(
            _("Attaching files"), attach, self.about, prepared,
            said=partial(self._told, len(prepared.files)), done=self._attached, failed=self._not_kept,
        )  # fmt: skip

    def _failed(self, error: Exception) -> None:
        self._work(-1)
        self._not_kept(error)

    def _not_kept(self, error: Exception) -> None:
        if isinstance(error, UserError):
            if self._there():
                self._say([error.sentence])
            else:
                self.desk.notices.problem(error.sentence)

    def _attached(self, outcome: Outcome[int]) -> None:
        if outcome.action_id is None:
            self._say([_("This is attached already.")])
        self.look()

    def _read_again(self, _outcome: object) -> None:
        self.look()

    def _show(self, files: list[AttachedFile]) -> None:
        if self._there():
            self.pane.show_files(files)

    def _say(self, sentences: list[str]) -> None:
        if self._there():
            self.pane.show_wrong(sentences)
        elif sentences:
            self.desk.notices.problem(" ".join(sentences))

    def _work(self, more: int) -> None:
        self._at_work += more
        if self._there():
            self.pane.show_busy(self._at_work > 0)
        elif self._closed and not self._at_work:
            self.deleteLater()

    def _there(self) -> bool:
        return not self._closed and isValid(self.pane)

    def _pane_gone(self) -> None:
        self._closed = True

    def _told(self, given: int, new: int) -> str:
        """What was attached; those that were attached before are named."""
        told = plural("Attached {count} file as proof", "Attached {count} files as proof", new)
        if self.about.part == PHOTO:
            told = plural("Kept {count} photo of a buyer", "Kept {count} photos of a buyer", new)
        return _with_known(told, given, new)


def _with_known(told: str, given: int, new: int) -> str:
    if new == given:
        return told
    known = plural("{count} was attached already", "{count} were attached already", given - new)
    return _("{attached}, {known}").format(attached=told, known=known)
