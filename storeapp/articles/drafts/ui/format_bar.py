"""Marks of Markdown at a press: headings, bold, lists, links; each is one step of Ctrl+Z."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QHBoxLayout, QWidget

from storeapp.articles.drafts.ui.editor import PARAGRAPH_END, ArticleEditor
from storeapp.kernel.text import _
from storeapp.qtkit.theme import theme
from storeapp.qtkit.widgets import Button, Filled, IconButton, Rule, Segment

WRITE, PREVIEW = "write", "preview"


class FormatBar(Filled):
    """The bar of 44 over the text; `left` has room for what other rooms put into a text."""

    product_asked = Signal()
    picture_asked = Signal()
    evidence_asked = Signal()
    shown = Signal(str)  # write | preview

    def __init__(self, editor: ArticleEditor, parent: QWidget | None = None) -> None:
        super().__init__("surface", "b", parent=parent)
        self._editor = editor
        editor.around_asked.connect(partial(toggle_around, editor))
        self.setFixedHeight(theme().px(44))
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 0, 12, 1)
        row.setSpacing(2)
        self.left = row
        self._add("H1", _("Heading"), partial(set_heading, editor, 1))
        self._add("H2", _("Heading of a part"), partial(set_heading, editor, 2))
        self._rule()
        self._add("B", _("Bold"), partial(toggle_around, editor, "**"))
        self._add("I", _("Italic"), partial(toggle_around, editor, "*"))
        self._icon("link", _("Link"), partial(make_link, editor))
        self._rule()
        self._icon("list", _("List"), partial(toggle_line, editor, "- "))
        self._icon("reply", _("Quote"), partial(toggle_line, editor, "> "))
        self.picture = IconButton("image", _("Put in a picture"))
        self.picture.clicked.connect(self.picture_asked)
        row.addWidget(self.picture)
        self._rule()
        self.product = Button(_("Product"), "quiet", "box", "small", name=_("Put in a product"))
        self.product.clicked.connect(self.product_asked)
        row.addWidget(self.product)
        self.evidence = Button(_("Evidence"), "quiet", "shield-check", "small", name=_("Evidence of the sentence"))
        self.evidence.clicked.connect(self.evidence_asked)
        row.addWidget(self.evidence)
        self._end = row.count()
        row.addStretch(1)
        self.view = Segment([(WRITE, _("Write")), (PREVIEW, _("Preview"))], _("What is shown"), 24)
        self.view.chosen.connect(self.shown)
        row.addWidget(self.view)

    def add(self, widget: QWidget) -> None:
        """Put something more behind the buttons, such as what proves a sentence."""
        self.left.insertWidget(self._end, widget)
        self._end += 1

    def _add(self, words: str, name: str, act: Callable[[], None]) -> None:
        button = Button(words, "quiet", size="small", name=name, tip=name)
        self._place(button, act)

    def _icon(self, icon: str, name: str, act: Callable[[], None]) -> None:
        self._place(IconButton(icon, name), act)

    def _place(self, button: Button, act: Callable[[], None]) -> None:
        button.clicked.connect(act)
        button.clicked.connect(lambda: self._editor.setFocus(Qt.FocusReason.OtherFocusReason))
        self.left.addWidget(button)

    def _rule(self) -> None:
        self.left.addSpacing(4)
        rule = Rule("border", upright=True, length=theme().px(20), parent=self)
        self.left.addWidget(rule, 0, Qt.AlignmentFlag.AlignVCenter)
        self.left.addSpacing(4)


def toggle_around(editor: ArticleEditor, mark: str) -> None:
    """Put a mark on both sides of what is selected, or of the word at the cursor; take it away where it stands."""
    cursor = editor.textCursor()
    if not cursor.hasSelection():
        cursor.select(QTextCursor.SelectionType.WordUnderCursor)
    words = cursor.selectedText()
    first, last = cursor.selectionStart(), cursor.selectionEnd()
    core = words.strip()
    lead = len(words) - len(words.lstrip())
    if len(core) > 2 * len(mark) and core.startswith(mark) and core.endswith(mark):
        made = core[len(mark) : -len(mark)]
        cursor.insertText(words.replace(core, made, 1))
        return
    if core and _around(editor, first, last) == (mark, mark):
        cursor.setPosition(first - len(mark))
        cursor.setPosition(last + len(mark), QTextCursor.MoveMode.KeepAnchor)
        cursor.insertText(words)
        return
    made = PARAGRAPH_END.join(f"{mark}{line}{mark}" if line.strip() else line for line in core.split(PARAGRAPH_END))
    cursor.insertText(words[:lead] + (made or mark + mark) + words[lead + len(core) :])
    if not core:
        cursor.setPosition(first + len(mark))
    editor.setTextCursor(cursor)


def _around(editor: ArticleEditor, first: int, last: int) -> tuple[str, str]:
    """The marks that touch a place of the document on both sides."""
    document = editor.document()

    def run(place: int, step: int) -> str:
        found = ""
        while document.characterAt(place) in "*_~`" and len(found) < 3 and document.characterAt(place) != "\0":
            found, place = found + document.characterAt(place), place + step
        return found

    return run(first - 1, -1), run(last, 1)


def set_heading(editor: ArticleEditor, level: int) -> None:
    """Make the lines headings of this level, or plain lines where they are already."""
    mark = "#" * level + " "

    def changed(line: str) -> str:
        plain = line.lstrip("#").lstrip() if line.startswith("#") else line
        return plain if line.startswith(mark) else mark + plain

    _change_lines(editor, changed)


def toggle_line(editor: ArticleEditor, mark: str) -> None:
    """Put a mark at the beginning of each line that is selected, or take it away where all have it."""
    lines = [line for line in _lines(editor)[1] if line.strip()]
    has = bool(lines) and all(line.startswith(mark) for line in lines)

    def changed(line: str) -> str:
        if has:
            return line.removeprefix(mark)
        return mark + line if line.strip() or not lines else line

    _change_lines(editor, changed)


def make_link(editor: ArticleEditor) -> None:
    """Make what is selected the words of a link, with the cursor where its address goes."""
    cursor = editor.textCursor()
    words = cursor.selectedText().replace(PARAGRAPH_END, " ")
    is_address = words.startswith(("http://", "https://"))
    cursor.insertText(f"[]({words})" if is_address else f"[{words}]()")
    back = len(words) + 3 if is_address else 1
    cursor.movePosition(QTextCursor.MoveOperation.Left, QTextCursor.MoveMode.MoveAnchor, back)
    editor.setTextCursor(cursor)


def _lines(editor: ArticleEditor) -> tuple[QTextCursor, list[str]]:
    """A cursor over the whole lines that are selected, and their texts."""
    cursor = editor.textCursor()
    first, last = cursor.selectionStart(), cursor.selectionEnd()
    cursor.setPosition(first)
    cursor.movePosition(QTextCursor.MoveOperation.StartOfBlock)
    start = cursor.position()
    cursor.setPosition(last)
    if last > first and cursor.atBlockStart():
        cursor.movePosition(QTextCursor.MoveOperation.Left)
    cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock)
    end = cursor.position()
    cursor.setPosition(start)
    cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
    return cursor, cursor.selectedText().split(PARAGRAPH_END)


def _change_lines(editor: ArticleEditor, changed: Callable[[str], str]) -> None:
    cursor, lines = _lines(editor)
    several = len(lines) > 1
    cursor.insertText(PARAGRAPH_END.join(map(changed, lines)))
    if not several:
        editor.setTextCursor(cursor)
