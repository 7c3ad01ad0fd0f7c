"""What the owner does with a pasted conversation: keep it in a case, or open a case with it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QObject, Signal

from storeapp.aftersales.pasting.conversations import PastedMessage
from storeapp.aftersales.pasting.service import keep_conversation, open_conversation
from storeapp.aftersales.pasting.ui.sheet import PasteSheet
from storeapp.kernel.outcome import Outcome
from storeapp.kernel.text import _, plural
from storeapp.qtkit.page import Page


class PasteActions(QObject):
    """Asks over the page; `opened` carries the case that has the conversation."""

    opened = Signal(int)

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        self.page, self.desk = page, page.desk

    def paste(self, case: int) -> None:
        """Ask for a conversation and keep it in a case."""
        PasteSheet(self.page, case, partial(self._keep, case)).open()

    def paste_new(self) -> None:
        """Ask for a conversation and open a case with it."""
        PasteSheet(self.page, 0, self._open, _("Open a case with it")).open()

    def _keep(self, case: int, messages: Sequence[PastedMessage]) -> None:
        self.desk.do(_("Keeping messages"), keep_conversation, case, messages, said=_pasted)

    def _open(self, messages: Sequence[PastedMessage]) -> None:
        self.desk.do(_("Opening a case"), open_conversation, messages, said=_told, done=self._opened)

    def _opened(self, outcome: Outcome[tuple[int, bool]]) -> None:
        case, fresh = outcome.value
        if not fresh and outcome.action_id is None:
            self.desk.notices.say(_told(outcome.value))  # nothing was changed, which is said all the same
        self.opened.emit(case)


def _told(made: tuple[int, bool]) -> str:
    case, fresh = made
    words = _("Case {number} opened") if fresh else _("Case {number} has this conversation: new words are kept there")
    return words.format(number=case)


def _pasted(count: int) -> str:
    if not count:
        return _("Nothing new: the case has all of these messages")
    return plural("{count} new message kept", "{count} new messages kept", count)
