"""What the owner does on the import page: choose, correct, answer, import, save, take back."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject

from storeapp.exchange import mending, service
from storeapp.exchange.reading import Problem
from storeapp.exchange.service import UndoReport
from storeapp.exchange.ui.detected import CLEAR
from storeapp.exchange.ui.flow import ImportFlow
from storeapp.exchange.ui.problems import OTHER_VALUE, mended
from storeapp.exchange.ui.standing import CHECKED, CHECKING, COLUMNS, EMPTY, IMPORTING, READING
from storeapp.kernel.outcome import Outcome
from storeapp.kernel.progress import Progress
from storeapp.kernel.targets import OpenPage
from storeapp.kernel.text import N_, _, plural

# What there is to wait for, or to do first, where nothing can be imported yet.
WAITS = {
    READING: N_("The file is still being read"),
    COLUMNS: N_("Answer the open questions first"),
    CHECKING: N_("The rows are still being compared"),
    CHECKED: N_("There is nothing new to import"),
    IMPORTING: N_("The import is running"),
}


class ImportActions(QObject):
    """Answers the page's buttons; `page` is the widget that dialogs belong to."""

    def __init__(self, page: Any, flow: ImportFlow) -> None:
        super().__init__(page)
        self._page, self._flow, self._desk = page, flow, page.desk

    def choose(self) -> None:
        """Choose files to import."""
        tables = _("Tables and reviews (*.csv *.tsv *.txt *.xlsx *.xls *.ods *.json *.zip *.html *.toml)")
        self._desk.ask.files(self._page, _("Choose files to import"), self._page.start, [tables, _("All files (*)")])

    def choose_folder(self) -> None:
        """Choose a folder to import."""
        self._desk.ask.folder(self._page, _("Choose a folder to import"), self._folder_chosen)

    def _folder_chosen(self, folder: Path) -> None:
        self._page.start([folder])

    def correct(self, key: str, value: Any) -> None:
        """Read the file in sight again, with one thing of it said otherwise."""
        file = self._flow.file()
        if file is None:
            return
        if key == "clear":
            fields = tuple(column.field for column in file.columns if column.field) if value == CLEAR else ()
            self._flow.correct(file, clear=fields)
        elif key == "format":
            self._flow.correct(file, format=value, mapping=None)
        else:
            self._flow.correct(file, **{key: value})

    def send_column(self, index: int, field: str) -> None:
        """Let a column of the file in sight go to a field."""
        file = self._flow.file()
        if file is not None:
            self._flow.send_column(file, index, field)

    def answer(self, kind: str, value: str) -> None:
        """Answer a question about the file in sight."""
        file = self._flow.file()
        if file is not None:
            self._flow.answer(file, kind, value)

    def settle(self, newer: bool) -> None:
        """Say whether the file in sight is newer than the shop where no date tells."""
        file = self._flow.file()
        if file is not None:
            self._flow.answer_newer(file, newer)

    def mend(self, problem: Problem, action: str, value: str) -> None:
        """Do with all rows of one kind of problem what the owner chose; a value of their own is asked for first."""
        if action != OTHER_VALUE:
            self._mend(problem, action, value)
            return
        question = _("Which value should all of them get?")
        text = _("{column}: {sentence}").format(column=problem.column, sentence=problem.reason)
        then = partial(self._mend, problem, "use")
        self._desk.ask.text(self._page, question, problem.column, then, problem.value, _("Use it"), text)

    def _mend(self, problem: Problem, action: str, value: str) -> None:
        file = self._flow.file()
        if file is None:
            return
        if problem.kind == "currency":
            self._flow.correct(file, currency=value)
        elif problem.kind == "status":
            known = {word: ours for word, ours in self._flow.choice(file).statuses.items() if word != problem.code}
            self._flow.correct(file, statuses=known | ({problem.code: value} if value else {}))
        else:
            mends = mended(self._flow.choice(file).mends, problem, action, value)
            self._flow.correct(file, mends=mends)

    def go(self) -> None:
        """Check, or import what was checked."""
        flow = self._flow
        if flow.state == EMPTY:
            self._desk.notices.say(_("Choose a file first"))
        elif flow.state == COLUMNS and not flow.open_questions():
            flow.check()
        elif flow.state == CHECKED and flow.report is not None and flow.report.rows_in:
            emptied = flow.too_empty()
            if not emptied:
                flow.run()
                return
            worst = max(emptied, key=lambda one: one.emptied / one.filled)
            words = _("The files would empty {emptied} of {filled} values in one column of the shop.")
            text = words.format(emptied=f"{worst.emptied:,}", filled=f"{worst.filled:,}")
            verb, question = _("Empty and import"), _("Really empty so much?")
            self._desk.ask.typed_yes(self._page, question, text, _("yes"), verb, partial(flow.run, True))
        else:
            self._desk.notices.say(_(WAITS[flow.state]))

    def save_setup(self) -> None:
        """Remember how the file in sight is read."""
        file = self._flow.file()
        if file is not None:
            value = self._flow.names.get(file.header_key) or file.format_title or Path(file.name).stem
            save = partial(self._flow.save_setup, file)
            self._desk.ask.text(
                self._page, _("Save how this file is read"), _("Name of the set-up"), save, value, _("Save")
            )

    def save_rejected(self) -> None:
        """Ask where the rejected rows go."""
        file = self._flow.file()
        if file is not None:
            name = _("{file}, rejected rows.csv").format(file=Path(file.name).stem)
            self._desk.ask.save_file(self._page, _("Save rejected rows"), name, self.save_rejected_to)

    def save_rejected_to(self, out: Path) -> None:
        """Write the rejected rows of the file in sight, each with its reason."""
        file, staging = self._flow.file(), self._flow.staging
        if file is None or staging is None:
            return

        def work(progress: Progress) -> int:
            return mending.save_rejected(staging, file.file_no, out)

        self._desk.jobs.files(_("Saving rejected rows"), work, partial(self._rejected_saved, out))

    def _rejected_saved(self, out: Path, count: int) -> None:
        said = plural("Saved {count} row to {{file}}.", "Saved {count} rows to {{file}}.", count)
        self._desk.notices.say(said.format(file=out.name))

    def undo(self, action_id: int) -> None:
        """Take an import back."""
        db = self._desk.db
        self._desk.jobs.write(
            _("Undoing an import"), lambda progress: service.undo_import(db, action_id, progress), self._undone
        )

    def _undone(self, outcome: Outcome[UndoReport]) -> None:
        report = outcome.value
        self._page.start_view.say("")
        said = _("Undone: {title}.").format(title=report.title)
        if report.kept_count:
            labels = _(", ").join(kept.label for kept in report.kept[:3])
            kept = plural(
                "{count} row stays because it was changed since: {{labels}}.",
                "{count} rows stay because they were changed since: {{labels}}.",
                report.kept_count,
            )
            said = _("{first} {second}").format(first=said, second=kept.format(labels=labels))
            self._page.start_view.say(said, "warn")
        self._desk.notices.say(said)

    def open_history(self) -> None:
        """Show all actions."""
        self._desk.navigate(OpenPage("history"))
