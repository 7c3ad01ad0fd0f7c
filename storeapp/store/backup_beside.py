"""A backup of the shop as it is before a long write, made in a thread of its own while owner and write go on."""

from __future__ import annotations

import logging
import threading
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from sqlalchemy import Connection

from storeapp.kernel.clock import Clock
from storeapp.kernel.errors import Cancelled, UserError
from storeapp.kernel.progress import Progress
from storeapp.kernel.text import _
from storeapp.store import archive, backup_copy
from storeapp.store.archive import BackupInfo
from storeapp.store.engine import connect
from storeapp.store.faults import spoken
from storeapp.store.files import refusal

log = logging.getLogger(__name__)

LOOK_EVERY = 0.05  # seconds between two looks at "cancel asked" while the write waits for its backup


class BackupBeside:
    """Prepares a backup early and hands it over when the write is about to be committed.

    `prepare` may be called as soon as a write is in sight; `stand_for` inside the write's transaction, where nobody
    else can change the shop; `hand_over` before its commit: it returns once a checked backup of the state before the
    write lies in the shop's folder, and raises where there is none. `leave` or `drop` always comes last.

    It is put in place loose, see backup_copy. What was prepared is taken only if nothing was done in the shop since. A
    backup that lies there already and holds the very state is read from end to end and taken in its place.
    """

    def __init__(self, folder: Path, clock: Clock, reason: str) -> None:
        self.folder, self.clock, self.reason = folder, clock, reason
        self.info: BackupInfo | None = None
        self._wanted = ""  # the mark of the state that the write found
        self._mark = ""  # that of the state which is copied, once it is known
        self._progress = Progress()
        self._failure: BaseException | None = None
        self._stack = ExitStack()
        self._part: tuple[Path, BackupInfo] | None = None  # a finished backup that has no name yet
        self._thread: threading.Thread | None = None

    def prepare(self) -> None:
        """Begin, unless that was done; nothing is asked and nothing raised."""
        if self._thread is None:
            self._progress, self._failure, self._mark = Progress(), None, ""
            self._thread = threading.Thread(target=self._work, name="backup beside")
            self._thread.start()

    def stand_for(self, conn: Connection) -> None:
        """Say inside the write's transaction, before it changes anything, which state the backup has to hold."""
        raw: Any = conn.connection.dbapi_connection
        self._wanted = archive.mark_of(raw)
        if self._failure is not None or self._mark not in ("", self._wanted):
            self.leave()
        self.prepare()

    def hand_over(self, progress: Progress) -> BackupInfo:
        """Wait for the backup and give it its name. UserError if it can't be made, Cancelled if the owner stops."""
        self._wait(progress)
        if self._failure is None and self._mark != self._wanted:
            self.leave()
            self.prepare()
            self._wait(progress)
        if self._failure is not None:
            raise self._failure
        if self._part is not None:
            part, info = self._part
            try:
                self.info = backup_copy.give_name(self.folder, part, info)
                backup_copy.prune(self.folder, self.clock.now())
            except OSError as error:
                raise refusal(error, backup_copy.folder_of(self.folder)) from error
        self._part = None
        if self.info is None:  # it was dropped meanwhile
            raise Cancelled
        return self.info

    def leave(self) -> None:
        """Stop what still runs, and take away what was not handed over."""
        if self._thread is not None:
            self._progress.cancel()
            self._thread.join()
            self._thread = None
        self._part, self.info = None, None
        self._stack.close()

    def drop(self) -> None:
        """The same without waiting for it."""
        self._progress.cancel()
        threading.Thread(target=self.leave, name="backup dropped").start()

    def _wait(self, progress: Progress) -> None:
        thread = self._thread
        if thread is not None and thread.is_alive():
            progress.begin(_("Making a backup"))
            while thread.is_alive():
                progress.check()
                progress.done, progress.total = self._progress.done, self._progress.total
                thread.join(LOOK_EVERY)

    def _work(self) -> None:
        try:
            with spoken():
                self._mark = self._current()
                self.info = self._lying_there()
                if self.info is None:
                    work = self._stack.enter_context(backup_copy.workshop(self.folder))
                    self._part = backup_copy.make_part(
                        work, self.folder, self.clock, self.reason, self._progress, loose=True
                    )
                    self._mark = self._part[1].mark
        except Cancelled as why:
            self._failure = why
        except OSError as why:
            self._failure = refusal(why, backup_copy.folder_of(self.folder))
        except BaseException as why:  # noqa: BLE001 - it is raised again where the backup is waited for
            self._failure = why

    def _current(self) -> str:
        raw = connect(self.folder / archive.SHOP, look_only=True)
        try:
            return archive.mark_of(raw)
        finally:
            raw.close()

    def _lying_there(self) -> BackupInfo | None:
        """The newest backup, if it holds the very state and every byte of it is what was written."""
        found = next((info for info in archive.all_in(backup_copy.folder_of(self.folder)) if info.sound), None)
        if found is None or found.mark != self._mark:
            return None
        try:
            return archive.verify(found.path, self._progress)
        except UserError:
            log.warning("%s is not what was written; another backup is made", found.path)
            return None
