"""The foot of the check page: what can be undone and the one commit button, or how far the import is."""

from __future__ import annotations

import time
from datetime import timedelta

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from storeapp.exchange.fields import FIELDS
from storeapp.exchange.ui import sentences
from storeapp.exchange.ui.flow import ImportFlow
from storeapp.exchange.ui.import_state import CHECKED, CHECKING, IMPORTING, READING, ImportState
from storeapp.kernel.clock import Clock
from storeapp.kernel.days import spoken_day
from storeapp.kernel.text import _, plural
from storeapp.qtkit.theme import theme
from storeapp.qtkit.widgets import Button, Filled, Icon, Label, ProgressBar

UNDO_DAYS = 30


class Footer(Filled):
    """76 high. `go`, `back`, `save` and `stop` tell what was pressed."""

    go = Signal()
    back = Signal()
    save = Signal()
    stop = Signal()

    def __init__(self, clock: Clock, parent: QWidget | None = None) -> None:
        super().__init__("surface", "t", parent=parent)
        self._clock = clock
        self._flow: ImportFlow | None = None
        self._began = 0.0
        self._stack = QStackedLayout(self)
        self._ready, self._busy = QWidget(), QWidget()
        self._stack.addWidget(self._ready)
        self._stack.addWidget(self._busy)
        self.setFixedHeight(theme().px(76))
        self._build_ready()
        self._build_busy()
        self._watch = QTimer(self)
        self._watch.setInterval(100)
        self._watch.timeout.connect(self._look)

    def _build_ready(self) -> None:
        row = QHBoxLayout(self._ready)
        row.setContentsMargins(24, 1, 24, 0)
        row.setSpacing(12)
        self.icon = Icon("undo", "accent", 20)
        words_column = QVBoxLayout()
        words_column.setSpacing(0)
        self.promise = Label("", "strong", elide=True)
        self.detail = Label("", "small", "muted", elide=True)
        words_column.addStretch(1)
        words_column.addWidget(self.promise)
        words_column.addWidget(self.detail)
        words_column.addStretch(1)
        self.back_button = Button(_("Back"), "quiet")
        self.save_button = Button(_("Save as set-up"))
        self.go_button = Button(_("Import"), "primary", "import", size="large")
        row.addWidget(self.icon)
        row.addLayout(words_column, 1)
        for button, signal in ((self.back_button, self.back), (self.save_button, self.save), (self.go_button, self.go)):
            button.clicked.connect(signal)
            row.addWidget(button)

    def _build_busy(self) -> None:
        row = QHBoxLayout(self._busy)
        row.setContentsMargins(24, 1, 24, 0)
        row.setSpacing(16)
        column = QVBoxLayout()
        column.setSpacing(4)
        self.progress = ProgressBar()
        self.steps = Label("", "small", "positive", elide=True)
        self.calm = Label(_("Keep working, this runs in the background"), "small", "muted")
        below = QHBoxLayout()
        below.addWidget(self.steps, 1)
        below.addWidget(self.calm)
        column.addStretch(1)
        column.addWidget(self.progress)
        column.addLayout(below)
        column.addStretch(1)
        self.stop_button = Button(_("Stop and undo"), size="large")
        self.stop_button.clicked.connect(self.stop)
        row.addLayout(column, 1)
        row.addWidget(self.stop_button, 0, Qt.AlignmentFlag.AlignVCenter)

    def show_flow(self, flow: ImportFlow) -> None:
        """Show what can be done now, or how far it is."""
        self._flow = flow
        busy = flow.state in (READING, CHECKING, IMPORTING)
        if busy and not self._watch.isActive():
            self._began = time.monotonic()
            self._watch.start()
        elif not busy:
            self._watch.stop()
        self._stack.setCurrentWidget(self._busy if busy else self._ready)
        if busy:
            self.stop_button.setText(_("Stop and undo") if flow.state == IMPORTING else _("Stop"))
            self._look()
        else:
            self._show_ready(flow)

    def _show_ready(self, flow: ImportFlow) -> None:
        today = self._clock.today()
        report = flow.report if flow.state == CHECKED else None
        rows = report.rows_in if report is not None else 0
        file = flow.file()
        name = flow.names.get(file.header_key) or file.format_title if file is not None else ""
        self.save_button.setText(_("Save as “{name}” set-up").format(name=name) if name else _("Save as set-up"))
        self.save_button.setVisible(file is not None and bool(file.header_key) and bool(file.kinds))
        self.icon.set_icon("undo" if rows else "info", "accent" if rows else "faint")
        if flow.problem:
            self.icon.set_icon("triangle-alert", "warning")
            self.promise.setText(flow.problem)
            needed = flow.channel_needed is not None
            self.detail.setText(_("Choose it under Detected.") if needed else _("Nothing was changed."))
        elif report is None:
            self.promise.setText(still_to_do(flow))
            self.detail.setText(_("Nothing is written before you press Import."))
        elif not rows:
            self.promise.setText(_("Nothing new in these files"))
            self.detail.setText(report.sentence)
        else:
            day = spoken_day(today + timedelta(days=UNDO_DAYS), today)
            self.promise.setText(_("You can undo this import in one step, until {day}").format(day=day))
            self.detail.setText(_("A backup is made first. Rows you have already edited here stay as you left them."))
        if report is None:
            self.go_button.setText(_("Check"))
            self.go_button.set_icon("refresh")
            self.go_button.setEnabled(flow.may_check())
        else:
            self.go_button.setText(plural("Import {count} row", "Import {count} rows", rows))
            self.go_button.set_icon("import")
            self.go_button.setEnabled(rows > 0)

    def _look(self) -> None:
        flow = self._flow
        if flow is None:
            return
        job = flow.job
        self.progress.text.setText(_("Reading files") if flow.state == READING else _("Comparing with the shop"))
        if job is not None:
            self.progress.show_progress(job.progress, time.monotonic() - self._began)
        if flow.state != IMPORTING:
            self.steps.setText("")
            self.calm.setText(_("Nothing is written before you press Import."))
            return
        self.calm.setText(_("Keep working, this runs in the background"))
        self._show_import(flow)

    def _show_import(self, flow: ImportFlow) -> None:
        progress = flow.job.progress if flow.job is not None else None
        rows = flow.report.rows_in if flow.report is not None else 0
        share = min(1.0, progress.done / progress.total) if progress is not None and progress.total else 0.0
        adding = progress is not None and progress.note != "" and progress.note != _("Making a backup")
        message = _("Importing, {done} of {rows}")
        done = round(rows * share) if adding else 0
        self.progress.text.setText(message.format(done=f"{done:,}", rows=sentences.rows_text(rows)))
        note = progress.note if progress is not None and progress.note else _("Making a backup")
        self.steps.setText(
            _("✓ Backup made   → {step}").format(step=note) if adding else _("→ {step}").format(step=note)
        )


def still_to_do(flow: ImportState) -> str:
    """What the owner has to say of the file in sight before it can be compared with the shop."""
    file = flow.file()
    missing = flow.needed(file) if file is not None and file.refused is None else []
    if not flow.readable():
        return _("Nothing here can be read")
    if missing:
        titles = _(", ").join(_(FIELDS[name].title) for name in missing)
        return _("Still needed: {fields}").format(fields=titles)
    return _("Answer the question above") if flow.open_questions() else _("Say where the columns go")
