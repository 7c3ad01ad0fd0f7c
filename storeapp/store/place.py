"""The place of a shop on this computer: a folder with its file, attachments, backups and the lock of its window.

What a shop holds is read and written through db.Database; everything here is about where that lies.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from storeapp.kernel.clock import Clock
from storeapp.kernel.errors import UserError
from storeapp.kernel.progress import Progress
from storeapp.kernel.rows import dataclass
from storeapp.kernel.scratch import private_folder, scratch, sweep
from storeapp.kernel.text import N_, _
from storeapp.store import archive, backup_copy, before_opening, row_sums, schema, upgrading
from storeapp.store.archive import BackupInfo
from storeapp.store.derived import Kinds, note_versions
from storeapp.store.engine import FILE_NAME, connect, fold_log, make_engine, raw_of
from storeapp.store.faults import AbsentShop, spoken
from storeapp.store.files import keep_private, put_new, refusal

TAKEN = N_("There is a shop in this folder already. Open it, or choose another folder.")


@dataclass(frozen=True, slots=True)
class ShopPlace:
    """Where one shop lies or is to lie; neither need be there yet."""

    folder: Path

    @property
    def file(self) -> Path:
        """The file with all rows."""
        return self.folder / FILE_NAME

    @property
    def attachments(self) -> Path:
        """The folder of attached files."""
        return self.folder / archive.ATTACHMENTS

    @property
    def backups(self) -> Path:
        """The folder of backups."""
        return backup_copy.folder_of(self.folder)

    def lock(self) -> before_opening.ShopLock:
        """The lock of the window that has this shop open; not taken yet."""
        return before_opening.ShopLock(self.folder)

    def backup(
        self, clock: Clock, reason: str, second_place: str = "", progress: Progress | None = None
    ) -> BackupInfo:  # fmt: skip
        """A checked copy of the shop, see backup_copy.make."""
        return backup_copy.make(self.folder, clock, reason, second_place, progress)

    def make_file(self, derived: Kinds) -> None:
        """Make a new empty shop. UserError if one is there already."""
        if self.file.exists():
            raise UserError(_(TAKEN))
        with spoken():
            try:
                private_folder(self.folder)
                build(self.file, derived)
            except FileExistsError as error:  # another program was faster
                raise UserError(_(TAKEN)) from error
            except OSError as error:
                raise refusal(error, self.folder) from error

    @contextmanager
    def made_ready(self, clock: Clock) -> Iterator[None]:
        """Bring the shop that lies here into a state in which it can be opened, and say in the block what goes wrong.

        An older one is backed up and brought up to date. AbsentShop, ForeignFile, NewerShop, or DamagedShop with the
        last good backup. After an unclean end the whole file is checked first.
        """
        if not self.file.is_file():
            raise AbsentShop(_("There is no shop in the folder {folder}.").format(folder=self.folder))
        keep_private(self.folder)
        for place in (self.folder, self.backups):
            sweep(place)
        with backup_copy.naming_the_way_back(self.folder), spoken():
            if before_opening.ended_badly(self.folder):
                before_opening.check_whole(self.file)
            if schema.is_old(self.file):
                upgrading.upgrade(self.folder, clock)
            yield


def build(path: Path, derived: Kinds) -> None:
    """Make the file with all tables under another name first, so that a half-made shop is never found."""
    with scratch(path.parent) as work:
        unfinished = work / FILE_NAME
        connect(unfinished, create=True).close()
        engine = make_engine(unfinished, writes=True)
        try:
            with engine.begin() as connection:
                schema.migrate(connection)
                row_sums.rebuild(raw_of(connection))
                note_versions(connection, [kind() for kind in derived])
            with engine.connect() as connection:
                fold_log(raw_of(connection))
        finally:
            engine.dispose()
        put_new(unfinished, path)
