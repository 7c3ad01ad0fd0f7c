"""What the owner does with the review in hand: copy a reply, mark it as sent, keep a draft, overrule, open its case."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import partial
from typing import Any

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMenu

from storeapp.kernel.errors import UserError
from storeapp.kernel.meanwhile import Shown
from storeapp.kernel.outcome import Outcome
from storeapp.kernel.review_kinds import counted_apart, kind_title, kinds_of
from storeapp.kernel.targets import OpenCaseOfReview, RecordPromise
from storeapp.kernel.text import _, plural
from storeapp.messages.ui.pane import MessagePane
from storeapp.qtkit.desk import Desk
from storeapp.qtkit.table import TableView
from storeapp.qtkit.tips import menu_words
from storeapp.qtkit.workbench.bench import Workbench
from storeapp.reputation.inbox.ui.inspector import ReviewInspector
from storeapp.reputation.replies.service import keep_draft, overrule
from storeapp.reputation.reviews.records import ReviewFilters, ReviewRow
from storeapp.reputation.reviews.service import mark_replied, say_kind, unmark_replied

TIME_FORMAT = "%Y-%m-%d %H:%M"


class ReplyActions:
    """Works on the row the keyboard stands on, with the text of the inspector beside it."""

    def __init__(self, desk: Desk, bench: Workbench) -> None:
        self.desk, self.table, self._bench = desk, bench.table, bench
        self._handed: dict[int, str] = {}  # by review: the text that is on its way into the shop
        bench.beside.built.connect(self._serve)

    @property
    def inspector(self) -> ReviewInspector:
        """The pane of the review."""
        found: ReviewInspector = self._bench.inspector
        return found

    @property
    def pane(self) -> MessagePane:
        """Where the reply is written."""
        return self.inspector.reply

    def _serve(self, inspector: ReviewInspector) -> None:
        pane = inspector.reply
        pane.copy_asked.connect(self.copy)
        pane.mark_asked.connect(self.mark)
        pane.mark_at_asked.connect(self.mark_at)
        pane.record_asked.connect(self.record)
        pane.overruled.connect(self.overrule)
        pane.unmark_asked.connect(self.unmark)
        pane.rested.connect(self.keep_draft)
        pane.typed.connect(self._typed)
        inspector.case_asked.connect(self.open_case)

    def on_its_way(self, number: int) -> str | None:
        """The draft of a review that is being written into the shop just now."""
        return self._handed.get(number)

    def copy(self, text: str = "") -> None:
        """Put the reply on the clipboard, ready to be pasted on the channel."""
        words = text or self.in_hand()[1]
        if words and not self._stopped(self.in_hand()[0]):
            self.pane.put_on_clipboard(words)

    def mark(self, text: str | None = None, at: datetime | None = None) -> None:
        """Note that the reply was sent: now, or at `at`."""
        number, written = self.in_hand()
        if number is None or self._stopped(number):
            return
        self._mark(number, written if text is None else text, at or self.desk.clock.now(), _("Marked as replied"))

    def send(self) -> int | None:
        """Copy the reply and mark it as sent now; gives its review, None where it can't go or nothing is written."""
        number, written = self.inspector.review_id, self.pane.text()
        if number is None:
            return None  # the review is still being read
        if not written:
            self.desk.notices.say(_("Write the reply first"))
            return None
        if self._stopped(number):
            return None
        QGuiApplication.clipboard().setText(written)
        said = _("Reply copied and marked as replied. Paste it on the channel.")
        self._mark(number, written, self.desk.clock.now(), said)
        return number

    def _mark(self, number: int, words: str, at: datetime, said: str) -> None:
        if self.pane.draft() == (number, words) and self._handed.get(number) != words:
            self._keep(number, words)  # first, so that neither a refused mark nor its undoing loses the words
        self._handed[number] = words

        def failed(error: Exception) -> None:
            self._handed.pop(number, None)
            if isinstance(error, UserError):
                self.desk.notices.problem(error.sentence, way_out=error.way_out or "")

        def marked(_outcome: object) -> None:
            self._kept(number, words)

        title = _("Marking a reply")
        self.desk.do(title, mark_replied, number, words, at, said=said, done=marked, failed=failed)

    def mark_at(self, text: str) -> None:
        """Ask for the time, then mark."""
        now = self.desk.clock.now().astimezone().strftime(TIME_FORMAT)
        self.desk.ask.text(
            self.table,
            _("When was the reply sent?"),
            _("Day and time on this PC's clock"),
            partial(self._mark_at, text),
            value=now,
            verb=_("Mark as replied"),
        )

    def unmark(self) -> None:
        """Take the mark of the current review back."""
        number, _written = self.in_hand()
        if number is not None:
            said = _("The review waits again")
            self.desk.do(_("Marking as not replied"), unmark_replied, number, said=said)

    def keep_draft(self) -> None:
        """Keep a reply that is being written, before something else is shown."""
        if not self._bench.beside.has_inspector:
            return
        draft = self.pane.draft()
        if draft is not None and self._handed.get(draft[0]) != draft[1]:
            self._keep(*draft)
        self._typed()

    def _keep(self, number: int, text: str) -> None:
        shown = Shown({"text": self._handed.get(number, self.pane.kept_text)})
        self._handed[number] = text

        def failed(error: Exception) -> None:
            if self._handed.get(number) == text:
                self._handed.pop(number)
            if isinstance(error, UserError):
                self.desk.notices.problem(error.sentence, way_out=error.way_out or "")

        def kept(_outcome: object) -> None:
            self._kept(number, text)

        self.desk.do(_("Saving a draft"), keep_draft, number, text, shown, done=kept, failed=failed)

    def _typed(self) -> None:
        """Tell whether there are letters that are not in the shop yet, and not on their way either."""
        draft = self.pane.draft()
        loose = self.inspector.early or (draft is not None and self._handed.get(draft[0]) != draft[1])
        self.desk.jobs.hold(self, loose)

    def overrule(self, number: int, rules: list[str], text: str, reason: str) -> None:
        """Note why the reply is to go although rules stop it."""
        said = _("Warning ignored. The reason is kept.")
        self.desk.do(_("Ignoring a warning"), overrule, number, rules, text, reason, said=said)

    def record(self, promise: Any) -> None:
        """Put a promise of the reply on the review's case."""
        number, _text = self.in_hand()
        if number is not None:
            self.keep_draft()
            self.desk.navigate(RecordPromise(number, promise.kind, promise.amount, promise.due_on, promise.words))

    def open_case(self) -> None:
        """Open the case of the review in hand, a new one where it has none."""
        number, _text = self.in_hand()
        if number is not None:
            self.keep_draft()
            self.desk.navigate(OpenCaseOfReview(number))

    def in_hand(self) -> tuple[int | None, str]:
        """The review the keyboard stands on, and what is written to it.

        The inspector follows the list 80 ms later: until then its text belongs to another review.
        """
        row = self.table.current_row()
        number = row.id if row is not None else self.inspector.review_id
        same = number == self.inspector.review_id
        return number, self.inspector.editor.toPlainText().strip() if same else ""

    def _stopped(self, number: int | None) -> bool:
        """Whether the reply to this review may not go, which is then said."""
        return number == self.inspector.review_id and self.pane.refused()

    def _kept(self, number: int, text: str) -> None:
        if self._handed.get(number) == text:
            self._handed.pop(number)
        self.pane.kept_as(number, text)
        self._typed()

    def _mark_at(self, text: str, typed: str) -> None:
        try:
            at = datetime.strptime(typed.strip(), TIME_FORMAT).astimezone()
        except ValueError:
            example = self.desk.clock.now().astimezone().strftime(TIME_FORMAT)
            self.desk.notices.refuse(
                _("Write day and time like {example}. Nothing was marked.").format(example=example)
            )
            return
        self.mark(text, at)


class KindActions:
    """Notes what reviews are about, as one action that undo takes back."""

    def __init__(self, desk: Desk, table: TableView) -> None:
        self._desk, self._table = desk, table

    def ask(self) -> None:
        """Offer the kinds of the selected reviews' platform in a menu."""
        self._table.selected_rows(self._offer)

    def _offer(self, rows: Sequence[ReviewRow]) -> None:
        mine = [row for row in rows if counted_apart(row.platform)]
        if not mine:
            self._desk.notices.say(_("On this channel all reviews are about the same: nothing has to be said."))
            return
        kinds = [kind for kind in kinds_of(mine[0].platform) if all(kind in kinds_of(row.platform) for row in mine)]
        menu = QMenu(self._table)
        menu.aboutToHide.connect(menu.deleteLater)
        for kind in kinds:
            action = menu.addAction(menu_words(kind_title(kind)))
            action.triggered.connect(partial(self._chosen, tuple(row.id for row in mine), kind))
        menu.popup(self._table.mapToGlobal(self._table.visualRect(self._table.currentIndex()).bottomLeft()))

    def _chosen(self, ids: tuple[int, ...], kind: str, _checked: bool = False) -> None:
        self.say(ReviewFilters(ids=ids), kind)

    def say(self, wanted: ReviewFilters, kind: str) -> None:
        """Say it of all reviews that pass these filters."""
        db = self._desk.db

        def work(progress: Any) -> Outcome[int]:
            return say_kind(db, wanted, kind, progress)

        self._desk.jobs.write(_("Noting what reviews are about"), work, self._said)

    def _said(self, outcome: Outcome[int]) -> None:
        words = plural("Noted for {count} review", "Noted for {count} reviews", outcome.value)
        self._desk.notices.say(words, undo=outcome.action_id is not None)
