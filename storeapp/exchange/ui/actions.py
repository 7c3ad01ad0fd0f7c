"""What the owner does on the import page: choose, correct, answer, import, save, take back."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal

from storeapp.exchange import mending, service, setups
from storeapp.exchange.service import UndoReport
from storeapp.exchange.staged import CellProblem
from storeapp.exchange.ui.detected import CLEAR
from storeapp.exchange.ui.flow import ImportFlow
from storeapp.exchange.ui.footer import still_to_do
from storeapp.exchange.ui.import_state import CHECKED, CHECKING, COLUMNS, EMPTY, IMPORTING, READING
from storeapp.exchange.ui.problems import OTHER_VALUE, mended
from storeapp.exchange.ui.setups import KeptSetup
from storeapp.kernel.errors import UserError
from storeapp.kernel.meanwhile import Shown
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

    def mend(self, problem: CellProblem, action: str, value: str) -> None:
        """Do with all rows of one kind of problem what the owner chose; a value of their own is asked for first."""
        if action != OTHER_VALUE:
            self._mend(problem, action, value)
            return
        question = _("Which value should all of them get?")
        text = _("{column}: {sentence}").format(column=problem.column, sentence=problem.reason)
        then = partial(self._mend, problem, "use")
        self._desk.ask.text(self._page, question, problem.column, then, problem.value, _("Use it"), text)

    def _mend(self, problem: CellProblem, action: str, value: str) -> None:
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
        elif flow.state == COLUMNS and flow.may_check():
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
        elif flow.state == COLUMNS and not flow.open_questions():
            self._desk.notices.say(flow.problem or still_to_do(flow))
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


class SetupActions(QObject):
    """Shares, renames, forgets and adds set-ups; `changed` after what lies in files changed."""

    changed = Signal()

    def __init__(self, page: Any) -> None:
        super().__init__(page)
        self._page, self._desk = page, page.desk

    def do(self, what: str, kept: KeptSetup) -> None:
        """Do one of share, rename and forget."""
        {"share": self._share, "rename": self._rename, "forget": self._forget}[what](kept)

    def choose(self) -> None:
        """Choose a set-up's file to add."""
        kinds = [_("Set-ups (*.toml)"), _("All files (*)")]
        self._desk.ask.files(self._page, _("Add a set-up from a file"), self.add, kinds)

    def add(self, paths: Sequence[Path]) -> None:
        """Take in set-ups that came as files; one that is wrong is named with what is wrong in it."""
        added = []
        for path in paths:
            try:
                added.append(setups.add(path).title)
            except UserError as why:
                self._desk.notices.problem(why.sentence)
        if added:
            names = _(", ").join(added)
            said = plural("Added the set-up {{names}}.", "Added {count} set-ups: {{names}}.", len(added))
            self._desk.notices.say(said.format(names=names))
        self.changed.emit()

    def _share(self, kept: KeptSetup) -> None:
        name = f"{kept.name}.toml".replace("/", "-")
        self._desk.ask.save_file(self._page, _("Share a set-up"), name, partial(self.share_to, kept))

    def share_to(self, kept: KeptSetup, out: Path) -> None:
        """Write a set-up to a file for another owner."""
        if kept.saved is not None:
            setups.share(kept.saved.mapping, kept.saved.name, out, self._desk.clock.today())
        elif kept.own is not None:
            out.write_bytes(kept.own.path.read_bytes())
        self._desk.notices.say(_("Saved {file}. Dropped on an import page, it is added there.").format(file=out.name))

    def _rename(self, kept: KeptSetup) -> None:
        then = partial(self.rename_to, kept)
        self._desk.ask.text(self._page, _("Rename this set-up"), _("Name of the set-up"), then, kept.name, _("Rename"))

    def rename_to(self, kept: KeptSetup, name: str) -> None:
        """Give a set-up another name."""
        if kept.own is not None:
            self._guarded(partial(setups.rename, kept.own.path, name))
        elif kept.saved is not None:
            shown = Shown({"name": kept.name})
            self._desk.do(_("Renaming a set-up"), service.rename_setup, kept.saved.header_key, name, shown)

    def _forget(self, kept: KeptSetup) -> None:
        if kept.saved is not None:
            key, said = kept.saved.header_key, _("Deleted {name}.").format(name=kept.name)
            self._desk.do(_("Deleting a set-up"), service.forget_setup, key, kept.name, said=said)
        elif kept.own is not None:
            question = _("Delete {name}?").format(name=kept.name)
            text = _("Its file is deleted. What was imported with it stays.")
            then = partial(self._guarded, partial(setups.remove, kept.own.path))
            self._desk.ask.confirm(self._page, question, text, _("Delete it"), then, danger=True)

    def _guarded(self, work: Any) -> None:
        try:
            work()
        except UserError as why:
            self._desk.notices.problem(why.sentence)
        self.changed.emit()
