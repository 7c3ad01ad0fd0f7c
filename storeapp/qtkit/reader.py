"""Questions that are answered beside the window, with late answers dropped."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from itertools import count
from typing import Any

import shiboken6
from PySide6.QtCore import QObject

from storeapp.kernel.progress import Progress
from storeapp.qtkit.jobs import Job, Jobs


class Reader(QObject):
    """Questions answered by the reading threads; a later question of the same `key` makes earlier answers void.

    `opened` opens what is read, in the thread that reads: `db.read` for the shop, or something else that gives a
    context, such as `partial(nullcontext, path)` for a staging file.
    """

    def __init__(
        self, opened: Callable[[], AbstractContextManager[Any]], jobs: Jobs, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._opened, self._jobs = opened, jobs
        self._numbers = count(1)
        self._tickets: dict[str, int] = {}
        self._open: dict[str, Job] = {}

    def ask(
        self,
        work: Callable[[Any], Any],
        show: Callable[[Any], None],
        key: str = "",
        failed: Callable[[Exception], None] | None = None,
    ) -> Job:
        """Run `work` on a reader, then `show` its answer unless a newer question of this key was asked meanwhile."""
        key = key or getattr(show, "__qualname__", repr(show))
        ticket = self._tickets[key] = next(self._numbers)
        earlier = self._open.pop(key, None)
        if earlier is not None:
            earlier.cancel()

        def read(progress: Progress) -> Any:
            progress.check()
            with self._opened() as connection:
                return work(connection)

        def answer(value: Any) -> None:
            if shiboken6.isValid(self) and self._tickets.get(key) == ticket:
                self._close(key)
                show(value)

        def refuse(error: Exception) -> None:
            if failed is not None and shiboken6.isValid(self) and self._tickets.get(key) == ticket:
                self._close(key)
                failed(error)

        job = self._jobs.read(read, answer, refuse if failed is not None else None)
        if not job.ended:
            self._open[key] = job
        return job

    @property
    def busy(self) -> bool:
        """Whether an answer is still to come."""
        return any(not job.ended for job in self._open.values())

    def forget(self) -> None:
        """Make every open question void."""
        for job in self._open.values():
            job.cancel()
        self._open.clear()
        self._tickets.clear()

    def _close(self, key: str) -> None:
        self._open.pop(key, None)
        del self._tickets[key]
