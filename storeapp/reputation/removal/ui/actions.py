"""What the owner does about a review that breaks the rules: look whether it does, save the pack, keep the log."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from storeapp.evidence.ui.actions import ProofActions
from storeapp.kernel.outcome import Outcome
from storeapp.kernel.targets import OpenReview
from storeapp.kernel.text import _
from storeapp.qtkit.desk import Desk
from storeapp.qtkit.page import Page
from storeapp.qtkit.pdf import write_pdf
from storeapp.reputation.removal.pack_files import write_pack
from storeapp.reputation.removal.queries import RemovalRow, removal_facts, removal_requests
from storeapp.reputation.removal.rules import OUTCOMES, PackLine, RemovalFacts, pack
from storeapp.reputation.removal.service import ask_removal, decide_removal
from storeapp.reputation.removal.ui.log import RemovalLog
from storeapp.reputation.removal.ui.sheet import RemovalSheet


class RemovalActions:
    """Asks over `page`; `in_hand` tells the review the owner looks at, `answer` puts the cursor into its reply."""

    def __init__(self, page: Page, desk: Desk, in_hand: Callable[[], int | None], answer: Callable[[], None]) -> None:
        self.page, self.desk = page, desk
        self._in_hand, self._answer = in_hand, answer
        self._log: RemovalLog | None = None

    def ask(self) -> None:
        """Open the questions for the review in hand."""
        number = self._in_hand()
        if number is not None:
            self.page.ask_db(lambda conn: removal_facts(conn, number), self._open_sheet, "removal:facts")

    def show_log(self) -> None:
        """Open the list of requests."""
        self.page.ask_db(removal_requests, self._open_log, "removal:log")

    def _open_sheet(self, facts: RemovalFacts | None) -> None:
        if facts is None:
            self.desk.notices.refuse(_("This review is gone. Nothing was changed."))
            return
        sheet = RemovalSheet(facts, self.desk.clock.today(), self.page)
        sheet.pack_asked.connect(partial(self._ask_file, sheet))
        sheet.note_asked.connect(partial(self._note, sheet))
        sheet.reply_asked.connect(self._answer)
        if sheet.lists:
            ProofActions(self.page, sheet.proofs, "removal", facts.review_id).look()
        sheet.open()

    def _ask_file(self, sheet: RemovalSheet) -> None:
        name = _("Evidence {channel} {number}.pdf").format(channel=sheet.facts.channel, number=sheet.facts.review_id)
        self.desk.ask.save_file(
            sheet, _("Save the evidence"), name, partial(self._save, sheet), [_("PDF document (*.pdf)")]
        )

    def _save(self, sheet: RemovalSheet, path: Path) -> None:
        ground = sheet.verdict.ground
        if ground is None:
            return
        today = self.desk.clock.today().isoformat()
        files = sheet.proofs.shown
        lines = pack(sheet.facts, sheet.rules, ground, sheet.answers, sheet.statement, today, sheet.masked, files)
        write = partial(_write, self.desk.theme.font("body").family())
        work = partial(write_pack, path, lines, files, self.desk.db.place.folder, write)
        self.desk.jobs.files(_("Saving the evidence"), work, self._saved)

    def _saved(self, written: tuple[Path, Path | None]) -> None:
        path, beside = written
        words = _("Saved {file}. Nothing was sent: put it into the platform's form yourself.")
        if beside is not None:
            words = _(
                "Saved {file}, and its files in the folder {folder}. Nothing was sent: put them into the platform's "
                "form yourself."
            )
        self.desk.notices.say(words.format(file=path.name, folder=beside.name if beside is not None else ""))

    def _note(self, sheet: RemovalSheet) -> None:
        ground = sheet.verdict.ground
        if ground is None:
            return
        said = sheet.facts.review_id, ground.id, sheet.answers, self.desk.clock.today(), sheet.statement
        self.desk.do(_("Noting a request"), ask_removal, *said, done=partial(self._noted, sheet))

    def _noted(self, sheet: RemovalSheet, _outcome: Outcome[int]) -> None:
        sheet.accept()
        self.desk.notices.say(
            _("Noted. Say here how it ended."), undo=True, action=(_("Removal requests"), self.show_log)
        )

    def _open_log(self, rows: list[RemovalRow]) -> None:
        log = self._log = RemovalLog(self.desk, rows, self.page)
        log.decided.connect(self._decide)
        log.opened.connect(lambda number: self.desk.navigate(OpenReview(number)))
        log.finished.connect(self._closed)
        log.open()

    def _closed(self) -> None:
        self._log = None

    def _decide(self, row: RemovalRow, outcome: str) -> None:
        day = None if outcome == "open" else self.desk.clock.today()
        said = _("Removal request: {outcome}").format(outcome=_(OUTCOMES[outcome]))
        self.desk.do(_("Noting an outcome"), decide_removal, row.id, outcome, day, said=said, done=self._decided)

    def _decided(self, _outcome: Outcome[bool]) -> None:
        self.page.ask_db(removal_requests, self._show_log, "removal:log")

    def _show_log(self, rows: list[RemovalRow]) -> None:
        if self._log is not None:
            self._log.show_rows(rows)


def _write(family: str, path: Path, lines: Sequence[PackLine]) -> Path:
    return write_pdf(path, lines, _("Request to take down a review"), family)
