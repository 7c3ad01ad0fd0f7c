"""Find and replace in the text of an article; every replacement is a step of Ctrl+Z, all of them together one."""

from __future__ import annotations

from itertools import pairwise

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from storeapp.articles.drafts.finding import TextSearch, found_in, next_place, replaced_in
from storeapp.articles.drafts.ui.editor import ArticleEditor
from storeapp.articles.drafts.ui.text_marks import TextMark
from storeapp.kernel.text import _, plural
from storeapp.qtkit.theme import theme
from storeapp.qtkit.widgets import Button, Filled, IconButton, TextLine, TickBox, small

LOOK_AFTER = 150  # ms after a key in the text


class FindBar(Filled):
    """Enter goes to the next place, Shift+Enter to the one before, Esc closes."""

    closed = Signal()

    def __init__(self, editor: ArticleEditor, parent: QWidget | None = None) -> None:
        super().__init__("raised", "b", parent=parent)
        self._editor = editor
        self._places: list[tuple[int, int]] = []
        self.words = TextLine(_("Find"), "", _("Find"), small=True)
        self.instead = TextLine(_("Replace with"), "", _("Replace with"), small=True)
        for line in (self.words, self.instead):
            line.setProperty("keepsItself", True)
            line.installEventFilter(self)
            line.setMinimumWidth(theme().px(120))
        self.count = small("", "muted")
        self.count.setMinimumWidth(theme().px(70))
        self.capitals = TickBox(_("Match case"))
        self.whole = TickBox(_("Whole words"))
        self.before = IconButton("arrow-up", _("Previous place"))
        self.after = IconButton("arrow-down", _("Next place"))
        self.one = Button(_("Replace"), size="small")
        self.all = Button(_("Replace all"), size="small")
        self.end = IconButton("x", _("Close find and replace"))
        self._lay_out()
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(LOOK_AFTER)
        self._later.timeout.connect(self._look)
        self.words.textEdited.connect(self._typed)
        for box in (self.capitals, self.whole):
            box.toggled.connect(lambda _on: self._typed())
        editor.edited.connect(self._text_changed)
        self.before.clicked.connect(lambda: self.go(back=True))
        self.after.clicked.connect(lambda: self.go())
        self.one.clicked.connect(self.replace_one)
        self.all.clicked.connect(self.replace_all)
        self.end.clicked.connect(self.close_bar)
        self.hide()

    def _lay_out(self) -> None:
        # Two lines: one would be wider than the text has room for between its panes.
        grid = QGridLayout(self)
        grid.setContentsMargins(16, 6, 12, 7)
        grid.setSpacing(6)
        grid.setColumnStretch(0, 1)
        lines = (
            (self.words, (self.before, self.after, self.count, self.capitals, self.whole), (self.end,)),
            (self.instead, (self.one, self.all), ()),
        )
        for number, (field, beside, last) in enumerate(lines):
            row = QHBoxLayout()
            row.setSpacing(6)
            for part in beside:
                row.addWidget(part)
            row.addStretch(1)
            for part in last:
                row.addWidget(part)
            grid.addWidget(field, number, 0)
            grid.addLayout(row, number, 1)
        in_turn = (self.words, self.instead, self.before, self.after, self.one, self.all, self.capitals, self.whole)
        for earlier, later in pairwise((*in_turn, self.end)):
            self.setTabOrder(earlier, later)

    @property
    def wanted(self) -> TextSearch:
        """What is looked for."""
        return TextSearch(self.words.text(), self.capitals.isChecked(), self.whole.isChecked())

    def open_bar(self) -> None:
        """Show it with what is selected in the text."""
        chosen = self._editor.textCursor().selectedText()
        if chosen and "\u2029" not in chosen:
            self.words.setText(chosen)
        self.show()
        self._look()
        self.words.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.words.selectAll()

    def close_bar(self) -> None:
        """Hide it, and give the keys back to the text."""
        self._later.stop()
        self.hide()
        self._editor.show_marks("find", [])
        self.closed.emit()

    def go(self, back: bool = False) -> None:
        """Select the next place, or the one before."""
        if self._later.isActive():
            self._look()
        first, last = self._editor.selection()
        number = next_place(self._places, first if back else last, back)
        if number < 0:
            return
        holder = self.focusWidget()
        self._editor.go_to(*self._places[number])
        if holder is not None:
            holder.setFocus(Qt.FocusReason.OtherFocusReason)
        self.count.setText(_("{number} of {count}").format(number=number + 1, count=len(self._places)))

    def replace_one(self) -> None:
        """Put the other words at the place that is selected, and go to the next one."""
        self._look()
        here = self._editor.selection()
        if here in self._places:
            self._editor.replace(*here, self.instead.text())
            self._look()
        self.go()

    def replace_all(self) -> None:
        """Put the other words at every place, as one step of Ctrl+Z."""
        text, count = replaced_in(self._editor.text(), self.wanted, self.instead.text())
        if count:
            self._editor.change_text(text)
        self._look()
        self.count.setText(plural("{count} place replaced", "{count} places replaced", count))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() == Qt.Key.Key_Escape:
                self.close_bar()
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                if watched is self.instead:
                    self.replace_one()
                else:
                    self.go(back=bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))
                return True
        return super().eventFilter(watched, event)

    def _typed(self) -> None:
        self._look()
        first, _last = self._editor.selection()
        number = next_place(self._places, first)
        if number >= 0:
            self._editor.setTextCursor(self._editor.cursor_over(*self._places[number]))
            self._editor.ensureCursorVisible()

    def _text_changed(self) -> None:
        if self.isVisible():
            self._later.start()

    def _look(self) -> None:
        self._later.stop()
        self._places = found_in(self._editor.text(), self.wanted)
        self._editor.show_marks("find", [TextMark(first, last, "find") for first, last in self._places])
        said = plural("{count} place", "{count} places", len(self._places)) if self.words.text() else ""
        self.count.setText(said)
        for button in (self.before, self.after, self.one, self.all):
            button.setEnabled(bool(self._places))
