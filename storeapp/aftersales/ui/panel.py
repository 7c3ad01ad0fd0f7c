"""The pane of one case: its head, its story with the composer under it, and its facts to the right."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from storeapp.aftersales import rules
from storeapp.aftersales.messages.queries import CaseDesk
from storeapp.aftersales.records import CaseDetail, CaseRow
from storeapp.aftersales.rules import Reason
from storeapp.aftersales.story.rules import KINDS
from storeapp.aftersales.ui.composer import NOTE, OUT, Composer
from storeapp.aftersales.ui.facts import CaseFactsPane, soonest
from storeapp.aftersales.ui.promises import Promises
from storeapp.aftersales.ui.story import StoryView
from storeapp.kernel.days import spoken_day
from storeapp.kernel.text import _, in_context
from storeapp.qtkit.chip_flow import ChipFlow
from storeapp.qtkit.desk import Desk
from storeapp.qtkit.filled import Filled
from storeapp.qtkit.theme import theme
from storeapp.qtkit.widgets import (
    Button,
    ChannelTile,
    IconButton,
    Label,
    Note,
    Tag,
    TextLine,
    scrolling,
    small,
)

LOW = 560  # px, under which what is written leaves the room to the story
TAGS = {"over": "bad", "today": "warn", "week": "plain", "later": "plain", "none": "plain"}


class CasePanel(QWidget):
    """Shows a CaseDesk; tells what the owner wants."""

    step_asked = Signal(int)
    renamed = Signal(int, str)
    closed = Signal(int)
    reopened = Signal(int)
    entry_asked = Signal(str)  # the kind the form begins with
    move_asked = Signal(int)
    waiting_asked = Signal()
    more_asked = Signal(QWidget)
    refused = Signal(str)  # why a key did nothing

    def __init__(self, reasons: Mapping[str, Reason], desk: Desk) -> None:
        super().__init__()
        self.setAccessibleName(_("Case"))
        self._desk = desk
        self.shown: CaseDesk | None = None
        self._told = 0  # lines of the story with the message that went out last
        self.shown_title = ""
        self.facts = CaseFactsPane(reasons)
        self.story, self.composer = StoryView(), Composer(desk)
        self.scroller = scrolling(self.story, _("Story"))
        middle = QVBoxLayout()
        middle.setSpacing(0)
        middle.addWidget(self._head())
        middle.addWidget(self.scroller, 1)
        self.next = Note(_("Sent. What comes next?"), "info")
        for words, act in ((_("Wait for the buyer"), self.waiting_asked), (_("Close case"), None)):
            button = Button(words, size="mini")
            button.clicked.connect(act if act is not None else self._end)
            button.clicked.connect(self.next.hide)
            self.next.add(button)
        self.next.hide()
        middle.addWidget(self.next)
        foot = Filled("raised", "t")
        under = QVBoxLayout(foot)
        under.setContentsMargins(0, 1, 0, 0)
        under.addWidget(self.composer)
        middle.addWidget(foot)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addLayout(middle, 5)
        row.addWidget(self.facts, 3)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.composer.set_low(event.size().height() < theme().px(LOW))

    @property
    def case_id(self) -> int | None:
        """The case shown."""
        return self.shown.detail.row.id if self.shown is not None else None

    @property
    def promises(self) -> Promises:
        """The promises among the facts."""
        return self.facts.promises

    def show_case(self, found: CaseDesk, show_names: bool) -> None:
        """Show a case; what is being written to the same one stays."""
        today = self._desk.clock.today()
        same = self.case_id == found.detail.row.id
        self.shown = found
        row = found.detail.row
        if not same or len(found.story.lines) > self._told:
            self.next.hide()
        self._show_head(found.detail, today, same)
        self.story.show_story(found.story, _who(row, show_names), self._desk.clock)
        self.facts.show_facts(found, today, show_names)
        self.composer.show_case(found)

    def to_top(self) -> None:
        """Another case is shown: its newest line is in sight."""
        bar = self.scroller.verticalScrollBar()
        bar.setValue(bar.maximum())
        self.facts.scroller.to_top()

    def commit(self) -> None:
        """Keep what was typed."""
        self.facts.commit()
        self.composer.keep()

    def write(self, kind: str = OUT) -> None:
        """Put the keys into the message, or the private note."""
        self.composer.begin(kind)

    def write_note(self) -> None:
        """Put the keys into the private note."""
        self.composer.begin(NOTE)

    def keep_first(self) -> None:
        """Mark the open promise that is due first as kept."""
        self._first("kept")

    def break_first(self) -> None:
        """Say that the promise that is due first won't be kept."""
        self._first("broken")

    def move_first(self) -> None:
        """Ask for another day of the promise that is due first."""
        due = soonest(self.shown.detail) if self.shown is not None else []
        if due:
            self.move_asked.emit(due[0].id)
        else:
            self.refused.emit(_("No promise of this case is open"))

    def finish(self) -> None:
        """Close the case, or say what is still open."""
        if self.shown is None or self.shown.detail.row.state == "closed":
            self.refused.emit(_("This case is closed already"))
        elif soonest(self.shown.detail):
            self.refused.emit(_("Mark the promise as kept or remove it, then close"))
        else:
            self.closed.emit(self.shown.detail.row.id)

    def open_review(self) -> None:
        """Go to the review the case is about."""
        if not self.facts.open_review():
            self.refused.emit(_("No review belongs to this case"))

    def ask_next(self) -> None:
        """A message went out: what comes next? Until something does."""
        self._told = len(self.shown.story.lines) + 1 if self.shown is not None else 0
        self.next.show()

    def _first(self, what: str) -> None:
        due = soonest(self.shown.detail) if self.shown is not None else []
        if due:
            getattr(self.facts.promises, what).emit(due[0].id)
        else:
            self.refused.emit(_("No promise of this case is open"))

    def _head(self) -> QWidget:
        head = Filled("surface", "b")
        column = QVBoxLayout(head)
        column.setContentsMargins(16, 10, 16, 10)
        column.setSpacing(6)
        row = QHBoxLayout()
        row.setSpacing(8)
        self.number = Label("", "medium", "text-2")
        self.tile = ChannelTile()
        self.tag = Tag()
        for widget in (self.number, self.tile, self.tag):
            row.addWidget(widget)
        row.addStretch(1)
        self.before = IconButton("chevron-left", _("Previous case"), size="mini")
        self.after = IconButton("chevron-right", _("Next case"), size="mini")
        self.more = IconButton("more", _("More with this case"), size="mini")
        self.before.clicked.connect(lambda: self.step_asked.emit(-1))
        self.after.clicked.connect(lambda: self.step_asked.emit(1))
        self.more.clicked.connect(lambda: self.more_asked.emit(self.more))
        for icon in (self.before, self.after, self.more):
            row.addWidget(icon)
        column.addLayout(row)
        self.title = TextLine(_("Title"))
        self.title.setMaxLength(rules.LONGEST_TITLE)
        self.title.editingFinished.connect(self._rename)
        self.title.setProperty("keptOnLeaving", True)
        column.addWidget(self.title)
        buttons = ChipFlow(gap=8, last_right=True)
        self.record = Button(_("Record refund"), "primary", size="small")
        self.record.clicked.connect(lambda: self.entry_asked.emit(self._kind()))
        self.other = Button(_("Record…"), size="small")
        self.kinds = QMenu(self.other)
        self.other.set_menu(self.kinds)
        self.move_day = Button(_("New date"), icon="calendar", size="small")
        self.move_day.clicked.connect(self.move_first)
        self.end = Button(_("Close case"), icon="check", size="small")
        self.end.clicked.connect(self._end)
        buttons.show_chips([self.record, self.other, self.move_day, self.end])
        column.addWidget(buttons)
        self.step = small("")
        column.addWidget(self.step)
        for kind, said in KINDS.items():
            if kind not in ("in", "out", "note", "state"):
                self.kinds.addAction(_(said.title)).triggered.connect(
                    lambda _checked=False, kind=kind: self.entry_asked.emit(kind)
                )
        self.kinds.addAction(_("A message from the buyer")).triggered.connect(lambda: self.entry_asked.emit("in"))
        return head

    def _show_head(self, detail: CaseDetail, today: date, same: bool) -> None:
        row = detail.row
        self.number.setText(_("Case {number}").format(number=row.id))
        self.tile.set_channel(row.platform, row.channel)
        self.tile.setVisible(bool(row.platform))
        self._show_tag(row, today)
        if not (same and self.title.hasFocus()):
            self.title.setText(row.title)
            self.shown_title = row.title
            self.title.setCursorPosition(0)
        due = soonest(detail)
        refund = next((one for one in due if one.kind in KINDS and KINDS[one.kind].money), None)
        self.record.setVisible(refund is not None)
        if refund is not None:
            title = _(rules.KINDS[refund.kind])
            words = _("Record: {what} {amount}").format(what=title, amount=refund.amount or "")
            self.record.setText(words.strip())
        self.move_day.setVisible(bool(due))
        is_open = row.state != "closed"
        self.end.setText(_("Close case") if is_open else _("Open again"))
        self.end.lock("")
        if is_open and due:
            self.end.lock(_("Mark the promise as kept or remove it, then close"))
        waits = _("Waits for: {whom}").format(whom=_(rules.WAITING_FOR[row.waiting_for])) if row.waiting_for else ""
        snoozed = ""
        if row.snoozed_until and row.snoozed_until > today.isoformat():
            snoozed = _("Put off until {day}").format(day=spoken_day(date.fromisoformat(row.snoozed_until), today))
        words = _(", ").join(filter(None, (row.next_step, waits, snoozed)))
        self.step.setText(words)
        self.step.setVisible(bool(words))

    def _kind(self) -> str:
        due = soonest(self.shown.detail) if self.shown is not None else []
        return next((one.kind for one in due if one.kind in KINDS and KINDS[one.kind].money), "refund")

    def _show_tag(self, row: CaseRow, today: date) -> None:
        if row.state == "closed":
            self.tag.set(_("Closed"), "good", "check")
        elif row.open_promises:
            urgency = rules.urgency(row.due_on, today)
            self.tag.set(rules.due_words(row.due_on, today), TAGS[urgency], "clock")
        elif row.state == "waiting":
            self.tag.set(_("Waiting for the buyer"), "plain", "clock")
        else:
            self.tag.set(in_context("case", "Open"), "info")

    def _rename(self) -> None:
        if self.shown is None:
            return
        words = " ".join(self.title.text().split())
        if not words:
            self.title.setText(self.shown.detail.row.title)
        elif words != self.shown.detail.row.title:
            self.renamed.emit(self.shown.detail.row.id, words)

    def _end(self) -> None:
        if self.shown is not None:
            signal = self.closed if self.shown.detail.row.state != "closed" else self.reopened
            signal.emit(self.shown.detail.row.id)


def _who(row: CaseRow, show_names: bool) -> str:
    if row.customer_id is None:
        return _("The buyer")
    if show_names and row.customer:
        return row.customer
    return _("Customer {number}").format(number=row.customer_id)
