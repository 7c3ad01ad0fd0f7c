"""What the owner does with cases and promises: each is one write, said with its way back."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from storeapp.aftersales import service
from storeapp.aftersales.promises import service as promises
from storeapp.aftersales.rules import Promised
from storeapp.aftersales.ui.panel import CasePanel
from storeapp.kernel.meanwhile import Shown
from storeapp.kernel.outcome import Outcome
from storeapp.kernel.targets import OpenPage
from storeapp.kernel.text import _
from storeapp.qtkit.desk import Desk

Verb = Callable[..., Outcome[Any]]


class CaseActions(QObject):
    """Asks over `parent`. `opened` and `recorded` carry the case a new case or promise belongs to."""

    opened = Signal(int)
    recorded = Signal(int)

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self.desk, self._parent = desk, parent
        self._panel: CasePanel | None = None

    def serve(self, panel: CasePanel) -> None:
        """Do what is asked for in the pane of a case."""
        self._panel = panel
        pane = panel.promises
        panel.renamed.connect(partial(self._rename, panel))
        panel.reasoned.connect(partial(self._reason, panel))
        panel.noted.connect(partial(self._note, panel))
        panel.closed.connect(self._verb(service.close, _("Closing a case"), _("Case closed")))
        panel.reopened.connect(self._verb(service.reopen, _("Opening a case"), _("Case opened again")))
        pane.kept.connect(self._verb(promises.keep_promise, _("Marking a promise as kept"), _("Marked as kept")))
        pane.taken_back.connect(
            self._verb(promises.unkeep_promise, _("Marking as not kept"), _("The promise is due again"))
        )
        pane.dropped.connect(self._verb(promises.remove_promise, _("Removing a promise"), _("Promise removed")))
        pane.promised.connect(self._promise)

    def _rename(self, panel: CasePanel, case: int, title: str) -> None:
        shown = Shown({"title": panel.shown_title})
        self.desk.do(_("Renaming a case"), service.rename, case, title, shown, said=_("Renamed"))

    def _reason(self, panel: CasePanel, case: int, reason: str) -> None:
        shown = Shown({"reason": panel.shown_reason})
        self.desk.do(_("Changing a reason"), service.set_reason, case, reason, shown, said=_("Reason changed"))

    def _note(self, panel: CasePanel, case: int, text: str) -> None:
        shown = Shown({"note": panel.shown_note})
        self.desk.do(_("Saving a note"), service.set_note, case, text, shown, said=_("Note saved"))

    def new_case(self) -> None:
        """Ask for a title and open a case that belongs to no review or order."""
        words = _("New case"), _("What is it about?")
        self.desk.ask.text(self._parent, *words, self._open_plain, verb=_("Open the case"))

    def open_for(self, kind: str, number: int) -> None:
        """Open a case about a "review" or an "order"."""
        verb = service.open_for_review if kind == "review" else service.open_for_order
        self.desk.do(_("Opening a case"), verb, number, said=_opened, done=self._opened)

    def record(self, review: int, promised: Promised) -> None:
        """Put what a reply promises on the review's case, and lead back to the reply."""
        verb = service.promise_for_review
        self.desk.do(_("Recording a promise"), verb, review, promised, said=_recorded, done=self._recorded)

    def _open_plain(self, title: str) -> None:
        self.desk.do(_("Opening a case"), service.open_plain, title, said=_opened, done=self._opened)

    def _opened(self, outcome: Outcome[int]) -> None:
        self.opened.emit(outcome.value)

    def _recorded(self, outcome: Outcome[int]) -> None:
        self.recorded.emit(outcome.value)
        self.desk.navigate(OpenPage("reputation", "reviews"))  # the owner was writing a reply there

    def _promise(self, promised: Promised) -> None:
        case = self._panel.case_id if self._panel is not None else None
        if case is not None:
            said = _("Promise recorded")
            self.desk.do(_("Recording a promise"), promises.promise, case, promised, said=said, done=self._promised)

    def _promised(self, _outcome: Outcome[int]) -> None:
        if self._panel is not None:
            self._panel.promises.begin("answer", self.desk.clock.today())

    def _verb(self, verb: Verb, title: str, done: str) -> Callable[..., object]:
        return lambda *values: self.desk.do(title, verb, *values, said=done)


def _opened(case: int) -> str:
    return _("Case {number} opened").format(number=case)


def _recorded(case: int) -> str:
    return _("Recorded on case {number}").format(number=case)
