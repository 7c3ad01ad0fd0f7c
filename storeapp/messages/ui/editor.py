"""The field a message is written in: what a check found is underlined, and pointing at it tells why."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFocusEvent, QHelpEvent, QKeyEvent, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QTextEdit

from storeapp.messages.drafts import CheckedLine
from storeapp.qtkit.theme import theme
from storeapp.qtkit.tips import show_tip
from storeapp.qtkit.widgets import Area

TONES = {"BLOCK": "negative", "WARN": "warning", "INFO": "info"}


class Editor(Area):
    """The text. Esc goes back to the list, Ctrl+Enter sends; `rested` tells that the cursor left it."""

    left = Signal()
    rested = Signal()
    sent = Signal()

    def __init__(self, name: str, placeholder: str) -> None:
        super().__init__(name, placeholder)
        self._marked: list[tuple[int, int, str]] = []
        self.setProperty("keepsItself", True)

    def mark(self, lines: Sequence[CheckedLine], filled: Sequence[tuple[int, int]] = ()) -> None:
        """Underline what these findings are about, and shade what was `filled` in (places in the text)."""
        text = self.toPlainText()
        look, selections = theme(), []
        self._marked = []
        for first, last in filled:
            soft = QTextCharFormat()
            soft.setBackground(look.color("accent-soft"))
            soft.setForeground(look.color("accent"))
            selections.append(self._selected(_units(text, first), _units(text, last), soft))
        for line in reversed(lines):  # what stops is drawn over what warns
            one = line.finding
            if one.span is None or one.severity not in TONES or line.overruled:
                continue
            start, end = _units(text, one.span[0]), _units(text, one.span[1])
            self._marked.insert(0, (start, end, " ".join(filter(None, (f"{one.sentence}.", one.more)))))
            tone = TONES[one.severity]
            shape = QTextCharFormat()
            shape.setBackground(look.color(f"{tone}-soft"))
            shape.setUnderlineStyle(QTextCharFormat.UnderlineStyle.SingleUnderline)
            shape.setUnderlineColor(look.color(tone))
            if one.severity == "BLOCK":
                shape.setForeground(look.color(tone))
            selections.append(self._selected(start, end, shape))
        self.setExtraSelections(selections)

    def replace_all(self, words: str) -> None:
        """Put other words in place of all there are; Ctrl+Z brings them back."""
        cursor = QTextCursor(self.document())
        cursor.select(QTextCursor.SelectionType.Document)
        cursor.insertText(words)

    def _selected(self, start: int, end: int, shape: QTextCharFormat) -> QTextEdit.ExtraSelection:
        selection = QTextEdit.ExtraSelection()
        cursor = QTextCursor(self.document())
        cursor.setPosition(min(start, self.document().characterCount() - 1))
        cursor.setPosition(min(end, self.document().characterCount() - 1), QTextCursor.MoveMode.KeepAnchor)
        selection.cursor, selection.format = cursor, shape
        return selection

    def take_out(self, span: tuple[int, int]) -> None:
        """Take a part of the text out, with one of the spaces around it; Ctrl+Z brings it back."""
        text = self.toPlainText()
        start, end = span
        while start > 0 and text[start - 1] == " ":
            start -= 1
        rest = text[end : end + 1]
        if start == 0 and rest == " ":
            end += 1
        cursor = QTextCursor(self.document())
        cursor.setPosition(_units(text, start))
        cursor.setPosition(_units(text, end), QTextCursor.MoveMode.KeepAnchor)
        cursor.removeSelectedText()

    def stack(self, words: str) -> None:
        """Put words in at the cursor, apart from what stands before and after."""
        cursor = self.textCursor()
        before = self.toPlainText()[: _index(self.toPlainText(), cursor.selectionStart())]
        gap = "" if not before or before[-1].isspace() else " "
        cursor.insertText(gap + words)
        self.setTextCursor(cursor)
        self.setFocus()

    def tip_at(self, position: int) -> str:
        """Why the text at a place is underlined, "" where it isn't."""
        return next((words for start, end, words in self._marked if start <= position < end), "")

    def event(self, event: QEvent) -> bool:
        """Ctrl+Enter is the editor's own, whatever it means on the page."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and _sends(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif _sends(event):
            self.sent.emit()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.rested.emit()

    def viewportEvent(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            words = self.tip_at(self.cursorForPosition(event.pos()).position())
            show_tip(event.globalPos(), words, self)
            return True
        return super().viewportEvent(event)


def _sends(event: QKeyEvent) -> bool:
    held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    return event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and held == Qt.KeyboardModifier.ControlModifier


def _units(text: str, place: int) -> int:
    """Qt counts UTF-16 units: an emoji is two of them."""
    return len(text[:place].encode("utf-16-le")) // 2


def _index(text: str, units: int) -> int:
    """The other way round."""
    return len(text.encode("utf-16-le")[: units * 2].decode("utf-16-le", "ignore"))
