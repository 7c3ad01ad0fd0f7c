"""Builds what is long in steps, so that the window answers between them."""

from __future__ import annotations

import time
from collections.abc import Iterator

from PySide6.QtCore import QObject, QThread, QTimer, Slot

# Of building alone: laying out and painting what was built takes the window two to three times as long again.
SHARE = 0.008  # seconds of one pass of the event loop


class Gradually(QObject):
    """Does one piece of work at a time, a few steps in each pass; a new one takes the place of one that isn't done."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._steps: Iterator[object] | None = None
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._go_on)

    @property
    def busy(self) -> bool:
        """Whether steps are left."""
        return self._steps is not None

    def begin(self, steps: Iterator[object]) -> None:
        """Do the first steps now and the others in passes to come; at once, where no event loop runs."""
        self._timer.stop()
        self._steps = steps
        if QThread.currentThread().loopLevel() == 0:
            self.finish()
        else:
            self._go_on()

    def finish(self) -> None:
        """Do what is left now, for somebody who can't wait."""
        steps = self._steps
        if steps is not None:
            for _step in steps:
                pass
        self._done(steps)

    @Slot()
    def _go_on(self) -> None:
        steps = self._steps
        if steps is None:
            return
        until = time.perf_counter() + SHARE
        for _step in steps:
            if time.perf_counter() >= until:
                if self._steps is steps:
                    self._timer.start(0)
                return
        self._done(steps)

    def _done(self, steps: Iterator[object] | None) -> None:
        if self._steps is steps:  # else a step began another work
            self._timer.stop()
            self._steps = None
