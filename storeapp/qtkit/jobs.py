"""Work beside the window: lanes for writes, reading, files and mail; results come home to the UI thread."""

from __future__ import annotations

import logging
import time
from collections import deque
from collections.abc import Callable
from concurrent.futures import CancelledError, Future, ThreadPoolExecutor
from typing import Any

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import QApplication

from storeapp.kernel.errors import Cancelled, UserError
from storeapp.kernel.meanwhile import ChangedMeanwhile
from storeapp.kernel.outcome import Outcome
from storeapp.kernel.progress import Progress
from storeapp.qtkit.meanwhile import MeanwhileDialog
from storeapp.qtkit.notices import Notices

log = logging.getLogger(__name__)

STRIP_AFTER = 0.4  # seconds until the strip shows a job
AT_ONCE = 0.008  # seconds of one pass of the event loop for showing answers: each must be laid out and painted too
_WIDTH = {"write": 1, "read": 2, "files": 1, "mail": 1}


class Job:
    """One piece of work on its way: `lane`, `title`, its `progress`, and how it ended."""

    def __init__(
        self,
        lane: str,
        title: str,
        work: Callable[[Progress], Any],
        done: Callable[[Any], None] | None,
        failed: Callable[[Exception], None] | None,
        cancelled: Callable[[], None] | None,
    ) -> None:
        self.lane, self.title = lane, title
        self.progress = Progress()
        self.state = "waiting"  # waiting | running | done | failed | cancelled
        self.began = time.monotonic()
        self.shown = False  # whether the strip has been told
        self.result: Any = None
        self.error: BaseException | None = None
        self.future: Future[None] | None = None
        self.topics: frozenset[str] = frozenset()
        self._work, self._done, self._failed, self._cancelled = work, done, failed, cancelled

    @property
    def ended(self) -> bool:
        """Whether nothing more will come."""
        return self.state in ("done", "failed", "cancelled")

    def cancel(self) -> None:
        """Ask the work to stop; a write in progress rolls back as a whole."""
        self.progress.cancel()
        if self.future is not None:
            self.future.cancel()

    def execute(self) -> None:
        """Do the work in the present thread; keeps the result or the error, never raises."""
        self.state = "running"
        try:
            self.progress.check()
            self.result = self._work(self.progress)
        except BaseException as error:  # noqa: BLE001 - every end must come home, or the window would wait for ever
            self.error = error

    def again(self, topics: frozenset[str]) -> Job:
        """The same work once more; `topics` are told once it is done, also where it touches none itself."""
        job = Job(self.lane, self.title, self._work, self._done, self._failed, self._cancelled)
        job.topics = topics
        return job

    def settle(self) -> BaseException | None:
        """Tell the one who asked (UI thread). Returns the error nobody has taken care of yet, if any."""
        error, work_failed = self.error, self._failed
        if error is None:
            self.state = "done"
            if self._done is not None:
                self._done(self.result)
        elif isinstance(error, (Cancelled, CancelledError)):
            self.state = "cancelled"
            if self._cancelled is not None:
                self._cancelled()
            error = None
        else:
            self.state = "failed"
            if work_failed is not None and isinstance(error, Exception):
                work_failed(error)
                if isinstance(error, UserError):
                    error = None
        return error


class Jobs(QObject):
    """The lanes. All methods and signals belong to the UI thread; work runs in threads.

    A failing job ends in one of three ways: a UserError goes to `failed` (or to the notices if there is none), a
    cancelled one only to `cancelled`, anything else to `failed` and to `bug`.
    """

    changed = Signal(object)  # frozenset of topics, once after each committed write
    bug = Signal(object)  # an exception nobody expected
    started = Signal(object)  # Job of the write or files lane that has been busy for 400 ms
    progressed = Signal(object)  # the same Job, about ten times a second
    ended = Signal(object)  # Job that `started` had told of
    idle = Signal()  # the last job has ended
    saved = Signal(bool)  # whether all that was typed and done is in the shop
    _landed = Signal(object)

    def __init__(self, notices: Notices, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._notices = notices
        self._lanes: dict[str, ThreadPoolExecutor] = {}
        self._running: list[Job] = []
        self._closed = False
        self._held: set[int] = set()
        self._was_saved = True
        self._met: dict[int, tuple[Job, MeanwhileDialog]] = {}  # what met another writer's change, until it is answered
        self._home: deque[Job] = deque()  # ended, and not told yet
        self._spent = 0.0  # seconds since the window last had a turn
        self._turn = QTimer(self)
        self._turn.setSingleShot(True)
        self._turn.setInterval(1)  # 0 would wait for a moment in which nothing else comes
        self._turn.timeout.connect(self._tell_on)
        self._landed.connect(self._land, Qt.ConnectionType.QueuedConnection)
        self._watch = QTimer(self)
        self._watch.setInterval(100)
        self._watch.timeout.connect(self._look)

    def read(
        self,
        work: Callable[[Progress], Any],
        done: Callable[[Any], None],
        failed: Callable[[Exception], None] | None = None,
        cancelled: Callable[[], None] | None = None,
    ) -> Job:
        """Read in one of two threads."""
        return self._submit(Job("read", "", work, done, failed, cancelled))

    def write(
        self,
        title: str,
        work: Callable[[Progress], Outcome[Any]],
        done: Callable[[Outcome[Any]], None] | None = None,
        failed: Callable[[Exception], None] | None = None,
        cancelled: Callable[[], None] | None = None,
    ) -> Job:
        """Write in the one writing thread, in the order asked. `changed` is emitted before `done` is called."""
        return self._submit(Job("write", title, work, done, failed, cancelled))

    def files(
        self,
        title: str,
        work: Callable[[Progress], Any],
        done: Callable[[Any], None],
        failed: Callable[[Exception], None] | None = None,
        cancelled: Callable[[], None] | None = None,
    ) -> Job:
        """Long work that writes no shop data (reading files, a report), in a lane of its own."""
        return self._submit(Job("files", title, work, done, failed, cancelled))

    def mail(
        self,
        title: str,
        work: Callable[[Progress], Outcome[Any]],
        done: Callable[[Outcome[Any]], None],
        failed: Callable[[Exception], None] | None = None,
    ) -> Job:
        """Hand mails over for minutes, writing to the shop between two of them: a lane of its own, so that the owner's
        own changes needn't wait for it."""
        return self._submit(Job("mail", title, work, done, failed, None))

    def busy(self, lane: str = "") -> list[Job]:
        """Jobs that have not ended, of one lane or of all."""
        return [job for job in self._running if not lane or job.lane == lane]

    def hold(self, holder: object, loose: bool) -> None:
        """`holder` has letters that were not handed to the writing lane yet, or has none any more."""
        (self._held.add if loose else self._held.discard)(id(holder))
        self._tell_saved()

    def _tell_saved(self) -> None:
        saved = not self._held and not self.busy("write")
        if saved != self._was_saved:
            self._was_saved = saved
            self.saved.emit(saved)

    def announce(self, topics: frozenset[str]) -> None:
        """Publish topics changed by somebody else, such as another program on the same shop."""
        if topics:
            self.changed.emit(topics)

    def close(self) -> None:
        """Stop: questions and long work are stopped and waited for, short writes are all done: they are the last words
        typed. Nothing comes home after."""
        if self._closed:
            return
        self._closed = True
        self._watch.stop()
        for job in self._running:
            if job.lane != "write" or job.shown:
                job.cancel()
        for (
            job,
            dialog,
        ) in self._met.values():  # nobody can answer any more: both texts stay where they can stand together
            if isinstance(job.error, ChangedMeanwhile) and job.error.joinable and "write" in self._lanes:
                job.error.join()
                self._lanes["write"].submit(job.again(frozenset()).execute)
            dialog.hide()
            dialog.deleteLater()
        for name, lane in self._lanes.items():
            lane.shutdown(wait=True, cancel_futures=name != "write")
        self._landed.disconnect(self._land)
        self._turn.stop()
        self._home.clear()
        self._running.clear()

    def _submit(self, job: Job) -> Job:
        if self._closed:
            job.state = "cancelled"
            return job
        self._running.append(job)
        self._tell_saved()
        lane = self._lanes.get(job.lane)
        if lane is None:
            lane = self._lanes[job.lane] = ThreadPoolExecutor(_WIDTH[job.lane], f"storeapp-{job.lane}")
        job.future = lane.submit(self._run, job)
        job.future.add_done_callback(lambda future: self._dropped(job) if future.cancelled() else None)
        if job.lane != "read" and not self._watch.isActive():
            self._watch.start()
        return job

    def _run(self, job: Job) -> None:
        job.execute()
        self._landed.emit(job)

    def _dropped(self, job: Job) -> None:
        """A job cancelled before its thread took it comes home like the others."""
        job.error = Cancelled()
        if not self._closed:
            self._landed.emit(job)

    @Slot(object)
    def _land(self, job: Job) -> None:
        """Answers that come home together are told one after the other, and the window has its turn between them."""
        self._home.append(job)
        if not self._turn.isActive():
            self._tell_some()

    @Slot()
    def _tell_on(self) -> None:
        self._spent = 0.0
        self._tell_some()

    def _tell_some(self) -> None:
        while self._home and self._spent < AT_ONCE:
            began = time.perf_counter()
            self._tell(self._home.popleft())
            self._spent += time.perf_counter() - began
        if self._spent >= AT_ONCE and not self._closed:
            self._turn.start()

    def _tell(self, job: Job) -> None:
        if job not in self._running:
            return
        self._running.remove(job)
        if job.error is None and isinstance(job.result, Outcome) and job.lane in ("write", "mail"):
            self.announce(job.result.touched)
        if job.shown:
            self.ended.emit(job)
        if isinstance(job.error, ChangedMeanwhile):
            self._ask_which(job, job.error)
            error = None
        else:
            error = job.settle()
            if job.state == "done":
                self.announce(job.topics)
        if isinstance(error, UserError):
            self._notices.problem(error.sentence, way_out=error.way_out or "")
        elif error is not None:
            log.error("a job failed: %s", job.title or job.lane, exc_info=error)
            self.bug.emit(error)
        self._tell_saved()
        if not self._running:
            self._watch.stop()
            self.idle.emit()

    def _ask_which(self, job: Job, error: ChangedMeanwhile) -> None:
        """Somebody else wrote where this job was to write: the owner says what is to stand there."""
        self.hold(error, True)

        def chosen() -> None:
            self._met.pop(id(job))
            self.hold(error, False)

        def take() -> None:
            chosen()
            job.error, job.result = None, Outcome(error.value)
            job.settle()
            self.announce(error.topics)

        def save() -> None:
            chosen()
            self._submit(job.again(error.topics))

        dialog = MeanwhileDialog(error, take, save, QApplication.activeWindow())
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._met[id(job)] = job, dialog
        dialog.open()

    @Slot()
    def _look(self) -> None:
        now = time.monotonic()
        watched = [job for job in self._running if job.lane != "read" and job not in self._home]
        for job in watched:
            if job.shown:
                self.progressed.emit(job)
            elif now - job.began >= STRIP_AFTER:
                job.shown = True
                self.started.emit(job)
        if not watched:
            self._watch.stop()


class InlineJobs(Jobs):
    """The same path in one thread: work and its effect are one step, for tests and for drawing pages."""

    def _submit(self, job: Job) -> Job:
        if self._closed:
            job.state = "cancelled"
            return job
        self._running.append(job)
        job.execute()
        self._tell(job)
        return job
