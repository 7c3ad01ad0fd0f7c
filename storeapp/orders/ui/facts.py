"""Facts in an inspector: a name and a value on a line, some of them changed in place."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QCompleter, QHBoxLayout, QVBoxLayout, QWidget

from storeapp.kernel.beside import Said
from storeapp.kernel.targets import Target
from storeapp.kernel.text import _
from storeapp.qtkit.theme import theme
from storeapp.qtkit.widgets import Area, IconButton, Label, Link, TextLine

NAMES = 96  # width of the names


class NamedFact(QWidget):
    """A name in muted words and its value, with a quiet line under it if there is more to say.

    `line` is the height of its first line: 16 for words, 24 beside a small button, 28 beside a choice.
    """

    def __init__(self, name: str, line: int = 16, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.name = name
        self.setAccessibleName(name)
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(0, 0, 0, 0)
        self.row.setSpacing(8)
        label = Label(name, "body", "muted", elide=True)
        label.setFixedWidth(theme().px(NAMES))
        label.setMinimumHeight(theme().px(line))
        top = Qt.AlignmentFlag.AlignTop
        self.row.addWidget(label, 0, top)
        self.column = QVBoxLayout()
        self.column.setSpacing(1)
        self.value = Label("", "medium", wrap=True)
        self.value.setMinimumHeight(theme().px(line))
        self.value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.value.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.more = Label("", "small", "muted", wrap=True)
        self.more.hide()
        self.column.addWidget(self.value)
        self.column.addWidget(self.more)
        self.column.addStretch(1)
        self.row.addLayout(self.column, 1)

    def say(self, value: str, more: str = "") -> None:
        """Show a value; an empty one is a quiet dash."""
        self.value.setText(value or "–")
        self.value.set_tone("text" if value else "faint")
        self.more.setText(more)
        self.more.setVisible(bool(more))


class LinkFact(NamedFact):
    """A fact that another room says, and the way to it; hidden where nothing is said."""

    opened = Signal(object)  # a Target

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, 20, parent)
        self._target: Target | None = None
        self.link = Link("")
        self.link.clicked.connect(lambda: self.opened.emit(self._target))
        self.value.hide()
        self.column.insertWidget(0, self.link, 0, Qt.AlignmentFlag.AlignLeft)
        self.hide()

    def tell(self, said: Said | None) -> None:
        """Show what is said."""
        self._target = said.target if said is not None else None
        self.link.setText(said.words if said is not None else "")
        self.setVisible(said is not None)


class FactLine(TextLine):
    """The field of a fact that is being changed: Enter keeps, Esc gives up."""

    kept = Signal()
    left = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.kept.emit()
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)


class EditFact(NamedFact):
    """A fact with a pencil. `saved` carries the new text; the page answers with `done` or `refuse`."""

    saved = Signal(str)

    def __init__(self, name: str, suggestions: Sequence[str] = (), parent: QWidget | None = None) -> None:
        super().__init__(name, 24, parent)
        self._plain = self.shown = ""  # `shown`: the value the owner began to change, whatever is put here meanwhile
        self.line = FactLine(name, small=True)
        if suggestions:
            known = QCompleter(list(suggestions), self.line)
            known.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
            known.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
            self.line.setCompleter(known)
        self.line.kept.connect(self._keep)
        self.line.left.connect(self.done)
        self.line.editingFinished.connect(self._leave)
        self.line.hide()
        self.wrong = Label("", "small", "negative", wrap=True)
        self.wrong.hide()
        self.column.insertWidget(1, self.line)
        self.column.insertWidget(2, self.wrong)
        self.pencil = IconButton("pencil", _("Change {field}").format(field=name.lower()), size="mini")
        self.pencil.clicked.connect(self.begin)
        self.row.addWidget(self.pencil, 0, Qt.AlignmentFlag.AlignTop)

    def put(self, plain: str, shown: str | None = None, more: str = "") -> None:
        """The value as it is edited, and as it is shown if that differs. What is being typed stays."""
        self._plain = plain
        self.say(plain if shown is None else shown, more)

    @property
    def editing(self) -> bool:
        """Whether the owner is changing it."""
        return not self.line.isHidden()

    def begin(self) -> None:
        """Open the field."""
        self.shown = self._plain
        self.line.setText(self._plain)
        self._show_line(True)
        self.line.setFocus()
        self.line.selectAll()
        known = self.line.completer()
        if known is not None and not self._plain:
            known.complete()

    def done(self) -> None:
        """Close the field."""
        self.line.setText(self._plain)
        self._show_line(False)

    def refuse(self, why: str) -> None:
        """Say under the field why the text can't be kept; the text stays."""
        self.line.set_wrong(True)
        self.wrong.setText(why)
        self.wrong.show()
        self.line.setFocus()

    def _show_line(self, shown: bool) -> None:
        self.line.set_wrong(False)
        self.wrong.hide()
        self.line.setVisible(shown)
        self.value.setVisible(not shown)
        self.pencil.setVisible(not shown)

    def _keep(self) -> None:
        text = self.line.text()
        if text.strip() == self._plain:
            self.done()
        else:
            self.saved.emit(text)

    def _leave(self) -> None:
        # Going elsewhere without Enter gives up only what was not changed.
        if self.editing and not self.line.hasFocus() and self.line.text().strip() == self._plain:
            self.done()


class NoteField(Area):
    """The owner's own note: kept when the cursor leaves it."""

    saved = Signal(int, str)  # id of the record it belongs to, the text

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, _("Write a note for yourself"), parent)
        self._record: int | None = None
        self._kept = self.shown = ""  # `shown`: the note that the owner's words were written upon
        self.setFixedHeight(theme().px(64))
        self.setProperty("keptOnLeaving", True)

    def put(self, record: int, note: str) -> None:
        """Show a record's note; another record's unsaved text is saved first, one's own stays as it is typed."""
        if record == self._record and self.changed:
            self._kept = note
            return
        self.commit()
        self._record, self._kept, self.shown = record, note, note
        if self.toPlainText() != note:
            self.setPlainText(note)

    @property
    def changed(self) -> bool:
        """Whether the text differs from what is kept."""
        return self._record is not None and self.toPlainText().strip() != self._kept.strip()

    def commit(self) -> None:
        """Save the text if it was changed."""
        if self._record is not None and self.changed:
            text = self.toPlainText().strip()
            self._kept = text
            self.saved.emit(self._record, text)
            self.shown = text

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.commit()
