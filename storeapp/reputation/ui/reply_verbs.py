"""What the owner does with the review in hand: copy a reply, mark it as sent, take the mark back, keep a draft."""

from __future__ import annotations

from datetime import datetime
from functools import partial

from PySide6.QtGui import QGuiApplication

from storeapp.kernel.outcome import Outcome
from storeapp.kernel.text import _
from storeapp.qtkit.desk import Desk
from storeapp.qtkit.table import TableView
from storeapp.reputation import service
from storeapp.reputation.ui.inspector import ReviewInspector

TIME_FORMAT = "%Y-%m-%d %H:%M"


class ReplyVerbs:
    """Works on the row the keyboard stands on, with the text of the inspector beside it."""

    def __init__(self, desk: Desk, table: TableView, inspector: ReviewInspector) -> None:
        self.desk, self.table, self.inspector = desk, table, inspector
        self._saving: set[int] = set()

    def shown(self, number: int) -> None:
        """The inspector shows this review as the shop has it now."""
        self._saving.discard(number)

    def copy(self, text: str = "") -> None:
        """Put the reply on the clipboard, ready to be pasted on the channel."""
        words = text or self.in_hand()[1]
        if words:
            QGuiApplication.clipboard().setText(words)
            self.desk.notices.say(_("Reply copied. Paste it on the channel, then mark it as replied."))

    def mark(self, text: str | None = None, at: datetime | None = None) -> None:
        """Note that the reply was sent: now, or at `at`."""
        number, written = self.in_hand()
        if number is None:
            return
        words = written if text is None else text
        moment = at or self.desk.clock.now()
        self._saving.add(number)
        work = partial(_mark, self.desk, number, words, moment)
        self.desk.jobs.write(_("Marking a reply"), work, self._marked)

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
            self.desk.jobs.write(_("Taking a mark back"), partial(_unmark, self.desk, number), self._unmarked)

    def keep_draft(self) -> None:
        """Keep a reply that is being written, before something else is shown."""
        draft = self.inspector.draft()
        if draft is not None and draft[0] not in self._saving:
            self._saving.add(draft[0])
            work = partial(_keep, self.desk, *draft)
            self.desk.jobs.write(_("Keeping a draft"), work, partial(self._kept, draft[0]))

    def in_hand(self) -> tuple[int | None, str]:
        """The review the keyboard stands on, and what is written to it.

        The inspector follows the list 80 ms later: until then its text belongs to another review.
        """
        row = self.table.current_row()
        number = row.id if row is not None else self.inspector.review_id
        same = number == self.inspector.review_id
        return number, self.inspector.editor.toPlainText().strip() if same else ""

    def _marked(self, outcome: Outcome[bool]) -> None:
        self._saving.clear()
        self.desk.notices.say(_("Marked as replied"), undo=outcome.action_id is not None)

    def _unmarked(self, outcome: Outcome[bool]) -> None:
        self.desk.notices.say(_("The review waits again"), undo=outcome.action_id is not None)

    def _kept(self, number: int, _outcome: Outcome[bool]) -> None:
        self._saving.discard(number)

    def _mark_at(self, text: str, typed: str) -> None:
        try:
            at = datetime.strptime(typed.strip(), TIME_FORMAT).astimezone()
        except ValueError:
            example = self.desk.clock.now().astimezone().strftime(TIME_FORMAT)
            self.desk.notices.problem(
                _("Write day and time like {example}. Nothing was marked.").format(example=example)
            )
            return
        self.mark(text, at)


def _mark(desk: Desk, number: int, text: str, at: datetime, _progress: object) -> Outcome[bool]:
    return service.mark_replied(desk.db, number, text, at)


def _unmark(desk: Desk, number: int, _progress: object) -> Outcome[bool]:
    return service.unmark_replied(desk.db, number)


def _keep(desk: Desk, number: int, text: str, _progress: object) -> Outcome[bool]:
    return service.keep_draft(desk.db, number, text)
