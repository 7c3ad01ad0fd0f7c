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
        self._written, self._busy = True, False  # an import may have left a loose backup when the program was closed
        desk.jobs.changed.connect(self._note)
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_EVERY_MS)
        self._timer.timeout.connect(self.look)
        self._timer.start()

    @Slot(object)
    def _note(self, topics: frozenset[str]) -> None:
        self._written = True

    @Slot()
    def look(self) -> None:
        """Make a backup if something was written and the last one is half an hour old; pack what lies loose."""
        if self._written and not self._busy and not self._desk.jobs.busy("write"):
            self._busy = True
            self._desk.jobs.files(_("Backing up"), self._if_due, self._done, self._failed, self._stopped)

    def now(self, then: Callable[[BackupInfo], None]) -> None:
        """Make a backup whether or not one is due."""

        def done(info: BackupInfo) -> None:
            self._done(info)
            then(info)

        work = self._asked
        self._desk.jobs.files(_("Backing up"), work, done, self._failed, self._stopped)

    def stop(self) -> None:
        """The shop is closing; make no more by yourself."""
        self._timer.stop()

    def last(self, progress: Progress) -> BackupInfo | None:
        """The backup on closing, made in the calling thread; None where the newest one holds everything."""
        return self._make("close", progress) if backup.changed(self._desk.db) else None

    def _if_due(self, progress: Progress) -> BackupInfo | None:
        made = self._make("change", progress) if backup.due(self._desk.db) else None
        backup.tighten(self._desk.db, progress)
        return made

    def _asked(self, progress: Progress) -> BackupInfo:
        return self._make("asked", progress)

    def _make(self, reason: str, progress: Progress) -> BackupInfo:
        desk, second = self._desk, self._desk.settings.second_backup_place
        return backup.make(desk.db, reason, second, progress)

    def _done(self, info: BackupInfo | None) -> None:
        self._busy = False
        if info is None:
            return
        self.made.emit(info)
        if info.warning:
            self._desk.notices.problem(info.warning)

    def _failed(self, error: Exception) -> None:
        self._busy = False
        self._desk.notices.problem(_("No backup could be made. {reason}").format(reason=error))

    def _stopped(self) -> None:
        self._busy = False
