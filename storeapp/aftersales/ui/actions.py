"""What the owner does with cases and promises: each is one write, said with its way back."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMenu, QWidget

from storeapp.aftersales import rules, service
from storeapp.aftersales.causes import service as causes
from storeapp.aftersales.merging import service as merging
from storeapp.aftersales.merging.service import SplitPart
from storeapp.aftersales.messages.letters import PromiseOnCase
from storeapp.aftersales.promises import service as promises
from storeapp.aftersales.rules import Promised
from storeapp.aftersales.story import service as story
from storeapp.aftersales.story.queries import CaseLine
from storeapp.aftersales.story.rules import Entry, EntryInDoubt
from storeapp.aftersales.ui.entry_form import BuyersForm, DayForm, EntryForm, KnowingForm, SplitForm, WordsForm
from storeapp.aftersales.ui.panel import CasePanel
from storeapp.kernel.errors import UserError
from storeapp.kernel.meanwhile import Shown
from storeapp.kernel.outcome import Outcome
from storeapp.kernel.targets import OpenPage
from storeapp.kernel.text import _, plural
from storeapp.qtkit.desk import Desk

Verb = Callable[..., Outcome[Any]]
Chosen = Callable[[Callable[[list[int]], None]], None]  # hands on the ids of the cases that are selected in the list


class CaseActions(QObject):
    """Asks over `parent`. `opened` and `recorded` carry the case a new case or promise belongs to."""

    opened = Signal(int)
    recorded = Signal(int)
    paste_asked = Signal()
    menu_asked = Signal(QMenu)  # what more is done with the case that is shown

    def __init__(self, desk: Desk, parent: QWidget, chosen: Chosen) -> None:
        super().__init__(parent)
        self.desk, self._parent, self._chosen = desk, parent, chosen
        self._panel: CasePanel | None = None

    def serve(self, panel: CasePanel) -> None:
        """Do what is asked for in the pane of a case."""
        self._panel = panel
        facts, pane, composer = panel.facts, panel.facts.promises, panel.composer
        panel.renamed.connect(self._rename)
        panel.closed.connect(self._verb(service.close, _("Closing a case"), _("Case closed")))
        panel.reopened.connect(self._verb(service.reopen, _("Opening a case"), _("Case opened again")))
        panel.entry_asked.connect(self.ask_entry)
        panel.move_asked.connect(self.ask_day)
        panel.waiting_asked.connect(lambda: self.wait_for("buyer"))
        panel.more_asked.connect(self.pop_up)
        panel.story.mended.connect(self.ask_words)
        panel.story.removed.connect(self._verb(story.remove_entry, _("Removing an entry"), _("Entry removed")))
        facts.reasoned.connect(self._reason)
        facts.noted.connect(self._note)
        facts.cause_linked.connect(self._link_cause)
        facts.ticked.connect(self._verb(service.tick, _("Ticking a point"), _("Saved")))
        facts.taken_out.connect(self._verb(merging.unmerge, _("Taking a case out"), _("Taken out: a case of its own")))
        facts.split_taken_back.connect(self._verb(merging.unsplit, _("Taking a split back"), _("Split taken back")))
        pane.kept.connect(self._verb(promises.keep_promise, _("Marking a promise as kept"), _("Marked as kept")))
        pane.broken.connect(self._verb(promises.break_promise, _("Marking a promise"), _("Marked as not kept")))
        pane.taken_back.connect(
            self._verb(promises.unkeep_promise, _("Marking as not kept"), _("The promise is due again"))
        )
        pane.dropped.connect(self._verb(promises.remove_promise, _("Removing a promise"), _("Promise removed")))
        pane.promised.connect(self._promise)
        composer.drafted.connect(self._draft)
        composer.note_kept.connect(self._keep_note)
        composer.copy_asked.connect(self._copy)
        composer.sent.connect(self._sent)
        composer.pane.record_asked.connect(self._record_found)

    def _link_cause(self, cause: int, case: int) -> None:
        said = _("Linked to the cause")
        self.desk.do(_("Linking to a cause"), causes.link, cause, "case", [case], said=said)

    def new_case(self) -> None:
        """Ask for a title and open a case that belongs to no review or order."""
        words = _("New case"), _("What is it about?")
        self.desk.ask.text(self._parent, *words, self._open_plain, verb=_("Open the case"))

    def open_for(self, kind: str, number: int) -> None:
        """Open a case about a "review" or an "order", or one of a "customer", which is asked for its title."""
        if kind == "customer":
            words = _("New case of customer {number}").format(number=number), _("What is it about?")
            open_it = partial(self._open_plain, customer=number)
            self.desk.ask.text(self._parent, *words, open_it, verb=_("Open the case"))
            return
        verb = service.open_for_review if kind == "review" else service.open_for_order
        self.desk.do(_("Opening a case"), verb, number, said=_opened, done=self._opened)

    def record(self, review: int, promised: Promised) -> None:
        """Put what a reply promises on the review's case, and lead back to the reply."""
        verb = service.promise_for_review
        self.desk.do(_("Recording a promise"), verb, review, promised, said=_recorded, done=self._recorded)

    def ask_entry(self, kind: str) -> None:
        """Ask what was done, beginning with a kind."""
        if self._panel is None or self._panel.shown is None:
            return
        detail = self._panel.shown.detail
        take = partial(self._record_entry, detail.row.id)
        form = BuyersForm(take, self._parent) if kind == "in" else EntryForm(detail, kind, take, self._parent)
        form.open()

    def ask_words(self, line: CaseLine) -> None:
        """Ask for other words of a line of the story."""

        def take(words: str) -> None:
            self.desk.do(_("Correcting an entry"), story.change_words, line.id, words, said=_("Entry corrected"))

        WordsForm(line, take, self._parent).open()

    def ask_day(self, promise: int) -> None:
        """Ask for another day of a promise."""
        title, today = _("New day of the promise"), self.desk.clock.today()
        DayForm(title, _("Move the promise"), today, partial(self._moved, promise), self._parent).open()

    def wait_for(self, whom: str) -> None:
        """Say whom the selected cases wait for."""

        def then(cases: list[int]) -> None:
            said = _("Waiting for: {whom}").format(whom=_(rules.WAITING_FOR[whom]))
            self.desk.do(_("Changing whom cases wait for"), service.wait_for, cases, whom, said=said)

        self._chosen(then)

    def snooze(self) -> None:
        """Put the selected cases off until a day."""

        def then(cases: list[int]) -> None:
            take = partial(self._snoozed, cases)
            DayForm(_("Put off until"), _("Put off"), self.desk.clock.today(), take, self._parent).open()

        self._chosen(then)

    def change(self, **facts: Any) -> None:
        """Set facts of the selected cases."""

        def then(cases: list[int]) -> None:
            self.desk.do(_("Changing cases"), service.change, cases, facts, said=_changed)

        self._chosen(then)

    def merge_selected(self) -> None:
        """Put the selected cases under the first of them."""

        def then(cases: list[int]) -> None:
            if len(cases) < 2:
                self.desk.notices.say(_("Select the cases that are one with Space, then merge them"))
                return
            said = _("Merged into case {number}").format(number=min(cases))
            into, rest = min(cases), [one for one in cases if one != min(cases)]
            self.desk.do(_("Merging cases"), merging.merge, into, rest, said=said)

        self._chosen(then)

    def close_selected(self) -> None:
        """Close the selected cases, one by its own key."""

        def then(cases: list[int]) -> None:
            if self._panel is not None and cases == [self._panel.case_id]:
                self._panel.finish()
            else:
                self.desk.do(_("Closing cases"), service.close_all, cases, said=_closed)

        self._chosen(then)

    def pop_up(self, over: QWidget) -> None:
        """All that is done with the selected cases, as a menu."""
        menu = QMenu(over)
        menu.aboutToHide.connect(menu.deleteLater)
        waits = menu.addMenu(_("Waits for"))
        for whom, words in rules.WAITING_FOR.items():
            waits.addAction(_(words)).triggered.connect(partial(self._wait, whom))
        grave = menu.addMenu(_("Severity"))
        for key, words in rules.SEVERITIES.items():
            grave.addAction(_(words)).triggered.connect(partial(self._grave, key))
        menu.addAction(_("Next step…")).triggered.connect(self._ask_step)
        menu.addAction(_("Who has it…")).triggered.connect(self._ask_handler)
        menu.addAction(_("Put off…")).triggered.connect(self.snooze)
        menu.addAction(_("Paste a conversation…")).triggered.connect(self.paste_asked)
        self.menu_asked.emit(menu)
        menu.addAction(_("Merge the selected cases")).triggered.connect(self.merge_selected)
        menu.addAction(_("Split the case…")).triggered.connect(self.ask_split)
        menu.popup(over.mapToGlobal(over.rect().bottomLeft()))

    def ask_split(self) -> None:
        """Ask what of the case becomes a case of its own."""
        shown = self._panel.shown if self._panel is not None else None
        if shown is None:
            return
        case = shown.detail.row.id

        def take(part: SplitPart, title: str) -> None:
            words = (case, part, title)
            self.desk.do(_("Splitting a case"), merging.split, *words, said=_split, done=self._opened)

        SplitForm(shown.detail, shown.story, take, self._parent).open()

    def _wait(self, whom: str, _checked: bool = False) -> None:
        self.wait_for(whom)

    def _grave(self, key: str, _checked: bool = False) -> None:
        self.change(severity=key)

    def _ask_step(self) -> None:
        held = self._panel.shown.detail.row.next_step if self._panel is not None and self._panel.shown else ""
        asked = _("Next step"), _("What is to be done next?")
        self.desk.ask.text(self._parent, *asked, lambda words: self.change(next_step=words), held, empty=True)

    def _ask_handler(self) -> None:
        held = self._panel.shown.detail.row.handler if self._panel is not None and self._panel.shown else ""
        asked = _("Who has it"), _("A helper's name, nothing for you")
        self.desk.ask.text(self._parent, *asked, lambda words: self.change(handler=words), held, empty=True)

    def _moved(self, promise: int, day: str) -> None:
        self.desk.do(_("Moving a promise"), promises.move_promise, promise, day, said=_("Promise moved"))

    def _snoozed(self, cases: list[int], day: str) -> None:
        self.desk.do(_("Putting cases off"), service.snooze, cases, day, said=_("Put off"))

    def _record_entry(self, case: int, entry: Entry, knowing: str = "") -> None:
        failed = partial(self._entry_refused, case, entry)
        words = (case, entry, knowing)
        self.desk.do(_("Recording"), story.record, *words, said=_("Recorded"), failed=failed)

    def _entry_refused(self, case: int, entry: Entry, why: Exception) -> None:
        if isinstance(why, EntryInDoubt):
            KnowingForm(why.sentence, partial(self._record_entry, case, entry), self._parent).open()
        elif isinstance(why, UserError):
            self.desk.notices.problem(why.sentence)

    def _rename(self, case: int, title: str) -> None:
        assert self._panel is not None
        shown = Shown({"title": self._panel.shown_title})
        self.desk.do(_("Renaming a case"), service.rename, case, title, shown, said=_("Renamed"))

    def _reason(self, case: int, reason: str) -> None:
        assert self._panel is not None
        shown = Shown({"reason": self._panel.facts.shown_reason})
        self.desk.do(_("Changing a reason"), service.set_reason, case, reason, shown, said=_("Reason changed"))

    def _note(self, case: int, text: str) -> None:
        assert self._panel is not None
        shown = Shown({"note": self._panel.facts.shown_note})
        self.desk.do(_("Saving a note"), service.set_note, case, text, shown, said=_("Note saved"))

    def _draft(self, case: int, kind: str, words: str) -> None:
        assert self._panel is not None
        kept = partial(self._panel.composer.kept_as, case, kind, words)
        self.desk.do(_("Saving a draft"), story.keep_draft, case, kind, words, done=lambda _outcome: kept())

    def _keep_note(self, case: int, words: str) -> None:
        self._forget("note")
        self.desk.do(_("Saving a note"), story.add_note, case, words, said=_("Note kept"))

    def _copy(self, words: str) -> None:
        assert self._panel is not None
        if words and not self._panel.composer.pane.refused():
            QGuiApplication.clipboard().setText(words)
            self.desk.notices.say(_("Message copied. Paste it on the channel, then mark it as sent."))

    def _sent(self, case: int, words: str, template: str) -> None:
        assert self._panel is not None
        self._forget("out")
        self._panel.ask_next()
        told = (case, words, "platform", template)
        self.desk.do(_("Marking a message as sent"), story.mark_sent, *told, said=_("Marked as sent"))

    def _forget(self, kind: str) -> None:
        if self._panel is not None:
            self._panel.composer.forget(kind)

    def _record_found(self, found: PromiseOnCase) -> None:
        self._promise(Promised(found.kind, found.words[: rules.LONGEST_WORDS], found.amount, found.due_on))

    def _open_plain(self, title: str, customer: int | None = None) -> None:
        self.desk.do(_("Opening a case"), service.open_plain, title, "", customer, said=_opened, done=self._opened)

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
            self._panel.facts.promises.begin("answer", self.desk.clock.today())

    def _verb(self, verb: Verb, title: str, done: str) -> Callable[..., object]:
        return lambda *values: self.desk.do(title, verb, *values, said=done)


def _opened(case: int) -> str:
    return _("Case {number} opened").format(number=case)


def _recorded(case: int) -> str:
    return _("Recorded on case {number}").format(number=case)


def _split(case: int) -> str:
    return _("Split off as case {number}").format(number=case)


def _changed(count: int) -> str:
    return plural("{count} case changed", "{count} cases changed", count)


def _closed(count: int) -> str:
    return plural("{count} case closed", "{count} cases closed", count)
