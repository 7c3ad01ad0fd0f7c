"""Makes a backup after changes, at most every half hour, and once more on closing; nobody has to think of it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from storeapp.kernel.progress import Progress
from storeapp.kernel.text import _
from storeapp.qtkit.desk import Desk
from storeapp.store import backup
from storeapp.store.backup import BackupInfo

LOOK_EVERY_MS = 60_000


class BackupKeeper(QObject):
    """Watches the writes of one open shop."""

    made = Signal(object)  # BackupInfo

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._writes = self._saved = 0  # how many writes were seen, and how many of them the last backup holds
        self._busy = False
        desk.jobs.changed.connect(self._note)
        self._timer = QTimer(self, interval=LOOK_EVERY_MS)
        self._timer.timeout.connect(self.look)
        self._timer.start()

    @property
    def pending(self) -> bool:
        """Whether something was written since the last backup."""
        return self._writes > self._saved

    @Slot(object)
    def _note(self, topics: frozenset[str]) -> None:
        if topics:
            self._writes += 1

    @Slot()
    def look(self) -> None:
        """Make a backup if something changed and the last one is old enough."""
        if self.pending and not self._busy:
            self._busy = True
            self._desk.jobs.files(_("Backing up"), self._if_due, self._done, self._failed)

    def now(self, reason: str, then: Callable[[BackupInfo], None] | None = None) -> None:
        """Make a backup whether or not one is due."""

        def done(made: tuple[BackupInfo, int]) -> None:
            self._done(made)
            if then is not None:
                then(made[0])

        self._busy = True
        self._desk.jobs.files(_("Backing up"), lambda progress: self._make(reason, progress), done, self._failed)

    def stop(self) -> None:
        """The shop is closing; make no more by yourself."""
        self._timer.stop()

    def last(self) -> BackupInfo | None:
        """The backup on closing, made at once in the caller's thread; None where nothing changed."""
        self.stop()
        return self._make("close", Progress())[0] if self.pending else None

    def _if_due(self, progress: Progress) -> tuple[BackupInfo, int] | None:
        return self._make("change", progress) if backup.due(self._desk.db) else None

    def _make(self, reason: str, progress: Progress) -> tuple[BackupInfo, int]:
        desk, writes = self._desk, self._writes
        info = backup.make(desk.db, reason, desk.settings.second_backup_place, progress)
        backup.prune(desk.db.folder, desk.clock.now())
        return info, writes

    def _done(self, made: tuple[BackupInfo, int] | None) -> None:
        self._busy = False
        if made is not None:
            info, self._saved = made
            self.made.emit(info)

    def _failed(self, error: Exception) -> None:
        self._busy = False
        self._desk.notices.problem(_("No backup could be made: {reason}").format(reason=error))
