"""The course of one import: reading, columns, check, import. Holds what the page shows and knows no widget."""

from __future__ import annotations

import shutil
import tempfile
import time
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal

from storeapp.exchange import places, queries, reading, service
from storeapp.exchange.places import ChannelRow
from storeapp.exchange.reading import StagedFile
from storeapp.exchange.records import ChannelChoice, ChannelNeeded, CheckReport, SetupChoice
from storeapp.exchange.ui.import_state import CHECKED, CHECKING, COLUMNS, IMPORTING, READING, ImportState
from storeapp.exchange.ui.pasting import Pasted
from storeapp.kernel.errors import UserError
from storeapp.kernel.meanwhile import Shown
from storeapp.kernel.outcome import Outcome
from storeapp.kernel.progress import Progress
from storeapp.kernel.text import _
from storeapp.qtkit.desk import Desk
from storeapp.qtkit.jobs import Job

_Read = tuple[
    list[StagedFile],
    float,
    dict[str, dict[str, Any]],
    dict[str, str],
    dict[str, str],
    tuple[list[ChannelRow], dict[str, int]],
    list[tuple[str, str]],
]


class ImportFlow(QObject, ImportState):
    """Where the import stands. `changed` comes after every step; `finished` carries the result of an import."""

    changed = Signal()
    finished = Signal(object)  # Outcome[ImportResult]

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._turn = 0  # answers to an earlier question are dropped
        self._folder: Path | None = None
        self._beside: service.BackupBeside | None = None  # made while files are read and looked at
        self.job: Job | None = None
        self.forget()

    def start(self, paths: Sequence[Path], pasted: Pasted | None = None) -> None:
        """Begin with these files and folders, or with pasted rows."""
        self.leave()
        self.paths, self.pasted = list(paths), pasted
        self.dropped_at = self._desk.clock.now()
        self._folder = Path(tempfile.mkdtemp(prefix="import-"))
        self.staging = self._folder / "staging.sqlite"
        self._beside = service.BackupBeside(self._desk.db.place.folder, self._desk.clock, service.REASON)
        self._read()

    def leave(self) -> None:
        """Drop everything that was read; nothing has been written to the shop."""
        self._stop()
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)
            self._folder = None
        if self._beside is not None:
            self._beside.drop()
            self._beside = None
        self.forget()
        self.changed.emit()

    def choose_file(self, number: int) -> None:
        """Look at another file."""
        self.current = number
        self.changed.emit()

    def correct(self, file: StagedFile, **values: Any) -> None:
        """Read a file again in another way, and check again."""
        self.choices[file.file_no] = replace(self.choice(file), **values)
        self._read()

    def send_column(self, file: StagedFile, index: int, field: str) -> None:
        """Let a column go to a field; a column that went there before goes nowhere."""
        mapping: dict[int, str] = dict(self.choice(file).mapping or {})
        mapping[index] = field
        if field:
            mapping |= {c.index: "" for c in file.columns if c.field == field and c.index != index}
        self.correct(file, mapping=mapping)

    def answer(self, file: StagedFile, kind: str, value: str) -> None:
        """Answer what no row of a file decides."""
        self.answered.add((file.file_no, kind))
        self.correct(file, **{kind: value})

    def answer_newer(self, file: StagedFile, newer: bool) -> None:
        """Say whether a file is newer than the shop where no date tells, and check again."""
        self.newer[file.file_no] = newer
        self.check()

    def choose_channel(self, choice: ChannelChoice | None) -> None:
        """Say where the files come from, and check again."""
        self.channel = choice
        if self.give_platform():
            self._read()
        else:
            self.check()

    def check(self) -> None:
        """Compare what was read with the shop; nothing is written."""
        staging = self.staging
        if staging is None:
            return
        self._stop()
        self.state, self.report, self.problem, self.channel_needed = CHECKING, None, "", None
        self.changed.emit()
        turn, db, channel, answers = self._turn, self._desk.db, self.channel, self.answers()

        def work(progress: Progress) -> CheckReport:
            return service.check(db, staging, channel, progress, answers)

        self._began(
            self._desk.jobs.files(_("Checking"), work, partial(self._checked, turn), partial(self._not_checked, turn)),
            turn,
        )

    def run(self, clear_confirmed: bool = False) -> None:
        """Import what was checked."""
        staging = self.staging
        if staging is None:
            return
        self._stop()
        self.state, self.problem = IMPORTING, ""
        self.changed.emit()
        turn, db, channel, beside = self._turn, self._desk.db, self.channel, self._beside
        remember = tuple(self._setup(staging, file) for file in self.readable() if self.choice(file).statuses)
        answers = replace(self.answers(), clear_confirmed=clear_confirmed, remember=remember)

        def work(progress: Progress) -> Outcome[CheckReport]:
            return service.bring_in(db, staging, channel, progress, beside=beside, answers=answers)

        done, failed = partial(self._imported, turn), partial(self._not_imported, turn)
        title = self.files[0].name if len(self.files) == 1 else _("{count} files").format(count=len(self.files))
        words = _("Importing {what}").format(what=title)
        self._began(self._desk.jobs.write(words, work, done, failed, partial(self._cancelled, turn)), turn)

    def _setup(self, staging: Path, file: StagedFile) -> SetupChoice:
        """What words for an order's state mean is told once: the next file with this header knows them."""
        name = self.names.get(file.header_key) or file.format_title or Path(file.name).stem
        return SetupChoice(file.header_key, name, reading.setup_of(staging, file.file_no, name))

    def cancel(self) -> None:
        """Stop what runs; an import leaves no trace."""
        if self.job is not None:
            self.job.cancel()

    def save_setup(self, file: StagedFile, name: str) -> None:
        """Remember how this file is read for the next one with the same header."""
        if self.staging is None:
            return
        mapping = reading.setup_of(self.staging, file.file_no, name)
        db, key, shown = self._desk.db, file.header_key, Shown({"mapping": self.setups.get(file.header_key)})

        def work(progress: Progress) -> Outcome[int]:
            return service.save_setup(db, key, name, mapping, shown)

        def done(outcome: Outcome[int]) -> None:
            self.names[key], self.setups[key] = name, mapping
            self._desk.notices.say(
                _("Saved as {name}. Files with this header are read this way from now on.").format(name=name), undo=True
            )
            self.changed.emit()

        self._desk.jobs.write(_("Saving a set-up"), work, done)

    def _read(self) -> None:
        staging = self.staging
        if staging is None:
            return
        self._stop()
        self.state, self.report, self.problem, self.channel_needed = READING, None, "", None
        self.changed.emit()
        turn, db, beside = self._turn, self._desk.db, self._beside
        paths, pasted, choices = list(self.paths), self.pasted, dict(self.choices)
        began_at = (self.dropped_at or self._desk.clock.now()).astimezone()
        name = _("Pasted at {time}").format(time=f"{began_at:%H:%M}")

        def work(progress: Progress) -> _Read:
            began = time.monotonic()
            if beside is not None:
                beside.prepare()
            with db.read() as conn:
                setups, names = queries.setups(conn), queries.setup_names(conn)
            if pasted:
                files = reading.read_pasted(
                    pasted.text, staging, progress, choices, setups, html=pasted.html, name=name
                )
            else:
                files = reading.read_files(paths, staging, progress, choices, setups)
            seconds = time.monotonic() - began
            with db.read() as conn:
                known = queries.known_files(conn, [file.sha256 for file in files])
                channels = places.channels(conn), queries.channel_of_formats(conn)
                return files, seconds, setups, names, known, channels, reading.format_titles()

        done, failed = partial(self._was_read, turn), partial(self._not_read, turn)
        self._began(self._desk.jobs.files(_("Reading files"), work, done, failed, partial(self._left, turn)), turn)

    def _was_read(self, turn: int, found: _Read) -> None:
        if turn != self._turn:
            return
        self.files, self.seconds, self.setups, self.names, self.known, channels, self.formats = found
        self.channels, self.of_formats = channels
        self.job, self.state = None, COLUMNS
        if any([self.give_currencies(), self.give_platform()]):
            self._read()
            return
        if not self.placed:
            self.placed = True
            self.current = next((n for n, file in enumerate(self.files) if file.rows and not file.refused), 0)
        self.current = min(self.current, max(0, len(self.files) - 1))
        if any(file.kinds for file in self.readable()) and not self.open_questions():
            self.check()
        else:
            self.changed.emit()

    def _not_read(self, turn: int, error: Exception) -> None:
        if turn == self._turn:
            sentence = error.sentence if isinstance(error, UserError) else ""
            self.leave()
            if sentence:
                self.problem = sentence
                self.changed.emit()

    def _left(self, turn: int) -> None:
        if turn == self._turn:
            self.leave()

    def _checked(self, turn: int, report: CheckReport) -> None:
        if turn == self._turn:
            self.job, self.report, self.state = None, report, CHECKED
            self.changed.emit()

    def _not_checked(self, turn: int, error: Exception) -> None:
        if turn != self._turn:
            return
        self.job, self.state = None, COLUMNS
        if isinstance(error, ChannelNeeded):
            self.channel_needed = error
            here = self.file()
            if here is None or not here.kinds:  # the question is answered beside a file that brings something
                self.current = next((n for n, file in enumerate(self.files) if file.kinds), self.current)
        self.problem = error.sentence if isinstance(error, UserError) else _("The check did not work.")
        self.changed.emit()

    def _imported(self, turn: int, outcome: Outcome[CheckReport]) -> None:
        if turn == self._turn:
            self.job = None
            self.leave()
            self.finished.emit(outcome)

    def _not_imported(self, turn: int, error: Exception) -> None:
        if turn == self._turn:
            self.job, self.state = None, CHECKED
            self.problem = error.sentence if isinstance(error, UserError) else _("The import did not work.")
            self.changed.emit()

    def _cancelled(self, turn: int) -> None:
        if turn == self._turn:
            self.job, self.state = None, CHECKED
            self._desk.notices.say(_("Stopped. Nothing was changed."))
            self.changed.emit()

    def _began(self, job: Job, turn: int) -> None:
        if turn == self._turn and not job.ended:
            self.job = job

    def _stop(self) -> None:
        """Make the answers of what runs void, and stop it."""
        self._turn += 1
        if self.job is not None:
            self.job.cancel()
            self.job = None
