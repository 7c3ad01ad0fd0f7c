"""The strip in the status bar: what runs for longer than 400 ms, how far it is, and Cancel."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QHBoxLayout, QWidget

from storeapp.kernel.text import _
from storeapp.qtkit.buttons import Button
from storeapp.qtkit.jobs import Job
from storeapp.qtkit.labels import Label
from storeapp.qtkit.marks import Bar
from storeapp.qtkit.theme import theme


class JobStrip(QWidget):
    """What runs for longer than 400 ms: its name, how far it is, and Cancel."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._jobs: list[Job] = []
        self._words = Label("", "axis", "text-2")
        self._track = Bar(0, height=6)
        self._track.setFixedWidth(theme().px(96))
        self.cancel = Button(_("Cancel"), "link", size="mini", name=_("Cancel the running work"))
        self.cancel.clicked.connect(self._pressed)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        for part in (self._words, self._track, self.cancel):
            row.addWidget(part)
        self.hide()

    @property
    def text(self) -> str:
        """What it says now, "" while nothing runs."""
        return "" if self.isHidden() else self._words.text()

    @Slot(object)
    def start(self, job: Job) -> None:
        """A job has been busy for a while."""
        self._jobs.append(job)
        self.follow(job)
        self.show()

    @Slot(object)
    def follow(self, job: Job) -> None:
        """Show how far the newest job is."""
        if not self._jobs or job is not self._jobs[-1]:
            return
        progress = job.progress
        words = job.title if not progress.note else f"{job.title}: {progress.note}"
        if len(self._jobs) > 1:
            words = _("{job} and {count} more").format(job=words, count=len(self._jobs) - 1)
        if progress.total:
            words = f"{words}, {min(100, 100 * progress.done // progress.total)}%"
        self._words.setText(words)
        self._track.set_share(progress.done / progress.total if progress.total else 0)
        self.cancel.setEnabled(not progress.cancel_asked)

    @Slot(object)
    def end(self, job: Job) -> None:
        """The job is over, however it ended."""
        if job in self._jobs:
            self._jobs.remove(job)
        if self._jobs:
            self.follow(self._jobs[-1])
        else:
            self.hide()

    def _pressed(self) -> None:
        if self._jobs:
            self._jobs[-1].cancel()
            self.follow(self._jobs[-1])
