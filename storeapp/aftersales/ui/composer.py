"""Where a message to the buyer, or a private note, is written: the note stands on amber and goes nowhere."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from storeapp.aftersales.messages.letters import CASE
from storeapp.aftersales.messages.queries import CaseDesk
from storeapp.kernel.text import _
from storeapp.messages.ui.pane import MessagePane, PaneWords
from storeapp.qtkit.chip_flow import ChipFlow
from storeapp.qtkit.desk import Desk
from storeapp.qtkit.filled import Filled
from storeapp.qtkit.theme import theme
from storeapp.qtkit.typing_rest import TypingRest
from storeapp.qtkit.widgets import Area, Button, Segment, small

OUT, NOTE = "out", "note"
LEAST, SOME, MOST = 40, 64, 104  # px of a field: nothing written in a low window, written there, in a high one


class NoteEditor(Area):
    """The private note. Esc goes back to the list, Ctrl+Enter keeps it; `rested` when it is time to keep a draft."""

    left = Signal()
    rested = Signal()
    done = Signal()

    def __init__(self, name: str, placeholder: str) -> None:
        super().__init__(name, placeholder)
        self.setProperty("keepsItself", True)
        self._typing = TypingRest(self)
        self._typing.over.connect(self._rested)
        self.textChanged.connect(self._typing.touch)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif control and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.done.emit()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._rested()

    def _rested(self) -> None:
        self._typing.stop()
        self.rested.emit()


class Composer(QWidget):
    """Message or private note. Drafts carry the case, the kind and the words; nothing here is sent by the program."""

    drafted = Signal(int, str, str)
    note_kept = Signal(int, str)
    copy_asked = Signal(str)
    sent = Signal(int, str, str)  # the case, the words, the template's name
    left = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._case: int | None = None
        self._kept_note = self._template = ""
        self._low = False
        self.kinds = Segment([(OUT, _("Message")), (NOTE, _("Private note"))], _("What is written"))
        self.kinds.chosen.connect(self.show_kind)
        self.pane = MessagePane(desk, CASE, _words())
        self.pane.mark_at.hide()
        self.pane.unmark.hide()
        self.pane.title.hide()  # the two kinds stand in its place
        self.pane.where.hide()
        self.pane.editor.textChanged.connect(self._fit)
        self.pane.checked.connect(lambda: self.pane.checks.setVisible(bool(self.pane.text())))
        self.pane.rested.connect(self.keep)
        self.pane.left.connect(self.left)
        self.pane.filled_in.connect(self._filled_in)
        self.pane.copy_asked.connect(self.copy_asked)
        self.pane.mark_asked.connect(self._mark)
        self.pane.sent.connect(lambda: self._mark(self.pane.text()))
        self.pane.layout().setContentsMargins(0, 0, 0, 0)  # type: ignore[union-attr]
        self.note_box = self._note_part()
        self.pane.mark.set_kind("primary")
        self.add_note = Button(_("Keep note"), icon="lock")
        self.add_note.clicked.connect(self.finish_note)
        send = QWidget()
        ends = QHBoxLayout(send)
        ends.setContentsMargins(0, 0, 0, 0)
        ends.setSpacing(8)
        for button in (self.pane.copy, self.pane.mark, self.add_note):
            ends.addWidget(button)
        self.buttons = ChipFlow(gap=8, last_right=True)
        self.buttons.show_chips([send])
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        head = ChipFlow(gap=8, last_right=True)
        head.show_chips([self.kinds, self.pane.offer])
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 10, 16, 12)
        column.setSpacing(8)
        for part in (head, self.pane, self.note_box, self.buttons):
            column.addWidget(part)
        self.show_kind(OUT)

    def show_case(self, found: CaseDesk) -> None:
        """Show what is being written in a case; words that are being typed in the same one stay."""
        case, drafts = found.detail.row.id, found.story.drafts
        if case != self._case:
            self.keep()
            self._case = case
            self._template = ""
            self.note.setPlainText(drafts.get(NOTE, ""))
            self._kept_note = drafts.get(NOTE, "")
            if drafts.get(NOTE) and not drafts.get(OUT):
                self._choose(NOTE)
        self.pane.show_context(found.context, drafts.get(OUT, ""), found.detail.row.channel, marked=False)

    def show_kind(self, kind: str) -> None:
        """Write a message (out) or a private note."""
        private = kind == NOTE
        self.pane.setVisible(not private)
        self.pane.offer.setVisible(not private)
        self.note_box.setVisible(private)
        self.add_note.setVisible(private)
        self.pane.copy.setVisible(not private)
        self.pane.mark.setVisible(not private)
        self._fit()

    def set_low(self, low: bool) -> None:
        """In a low window the story has the room: what is empty is one line, and its buttons come with its words."""
        self._low = low
        self._fit()

    def begin(self, kind: str) -> QWidget:
        """Put the keys into the field of a kind; gives the field."""
        self._choose(kind)
        field: QWidget = self.note if kind == NOTE else self.pane.editor
        field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        return field

    def add(self, words: str) -> None:
        """Put words into the message, under what is there."""
        self._choose(OUT)
        self.pane.editor.stack(words)

    def keep(self) -> None:
        """Keep what is written and not kept yet."""
        if self._case is None:
            return
        draft = self.pane.draft()
        if draft is not None:
            self.drafted.emit(draft[0], OUT, draft[1])
        words = self.note.toPlainText()
        if words != self._kept_note:
            self.drafted.emit(self._case, NOTE, words)

    def kept_as(self, case: int, kind: str, words: str) -> None:
        """The shop has these words as the draft now."""
        if kind == OUT:
            self.pane.kept_as(case, words)
        elif case == self._case:
            self._kept_note = words
            self.saved.setVisible(bool(words.strip()) and words == self.note.toPlainText())

    def forget(self, kind: str) -> None:
        """What was written is sent or kept: the field is empty."""
        if kind == OUT:
            self.pane.editor.clear()
            self._template = ""
        else:
            self._kept_note = ""
            self.note.clear()

    def finish_note(self) -> None:
        """Put the note into the story."""
        words = self.note.toPlainText().strip()
        if self._case is not None and words:
            self.note_kept.emit(self._case, words)

    def _note_part(self) -> QWidget:
        box = Filled("warning-soft", "tblr", "warning-line")
        column = QVBoxLayout(box)
        column.setContentsMargins(10, 8, 10, 8)
        column.setSpacing(6)
        column.addWidget(small(_("Only you see this. It never goes out with a copy or an export."), "warning"))
        self.note = NoteEditor(_("Private note"), _("What the buyer needn't know"))
        self.note.rested.connect(self.keep)
        self.note.rested.connect(lambda: self._desk.jobs.hold(self.note, False))  # the writing lane has it
        self.note.left.connect(self.left)
        self.note.done.connect(self.finish_note)
        column.addWidget(self.note)
        self.saved = small(_("Saved as a draft"))
        self.saved.hide()
        self.note.textChanged.connect(self._note_typed)
        column.addWidget(self.saved)
        return box

    def _note_typed(self) -> None:
        self._fit()
        self.saved.hide()
        self._desk.jobs.hold(self.note, self._case is not None and self.note.toPlainText() != self._kept_note)

    def _fit(self) -> None:
        for field in (self.pane.editor, self.note):
            written = not field.document().isEmpty()
            field.setFixedHeight(theme().px((SOME if written else LEAST) if self._low else MOST))
        shown = self.note if self.note_box.isVisibleTo(self) else self.pane.editor
        self.buttons.setVisible(not self._low or not shown.document().isEmpty())

    def _choose(self, kind: str) -> None:
        self.kinds.choose(kind)
        self.show_kind(kind)

    def _filled_in(self, name: str, _language: str, _words: str) -> None:
        self._template = name

    def _mark(self, text: str) -> None:
        if self._case is not None and text and not self.pane.refused():
            self.sent.emit(self._case, text, self._template)


def _words() -> PaneWords:
    return PaneWords(
        title=_("Message"),
        placeholder=_("Say what happens next and by when"),
        copy=_("Copy message"),
        copied=_("Message copied. Paste it on the channel, then mark it as sent."),
        mark=_("Mark as sent"),
        again=_("Mark as sent"),
        unmark="",
        earlier="",
        earlier_tip="",
    )
