"""Tells when what is being typed is to be kept: when the hand rests, and in time for who types without a rest."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, QTimer, Signal

REST_MS = 300  # after the last key
LATEST_MS = (
    600  # after the first one that isn't kept yet, however fast one types on; the rest of a second is for the disk
)


class TypingRest(QObject):
    """`over`: keep it now. Whoever keeps it, then or earlier, says so with `stop`."""

    over = Signal()

    def __init__(self, parent: QObject, latest: int = LATEST_MS) -> None:
        super().__init__(parent)
        self.rest, self.latest = self._timer(REST_MS), self._timer(latest)
        self._waiting = False

    @property
    def waiting(self) -> bool:
        """Whether something was typed that nobody kept yet; still so while `over` is told."""
        return self._waiting

    def touch(self) -> None:
        """A key was pressed."""
        self._waiting = True
        self.rest.start()
        if not self.latest.isActive():
            self.latest.start()

    def stop(self) -> None:
        """What was typed is kept."""
        self._waiting = False
        self.rest.stop()
        self.latest.stop()

    def _timer(self, wait: int) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(wait)
        timer.setTimerType(Qt.TimerType.PreciseTimer)
        timer.timeout.connect(self.over)
        return timer
