"""The field an article is written in: plain Markdown at a comfortable measure, which shows how it will look."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from PySide6.QtCore import QEvent, QMimeData, Qt, QTimer, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QHelpEvent,
    QKeyEvent,
    QResizeEvent,
    QTextBlockFormat,
    QTextCursor,
)
from PySide6.QtWidgets import QFrame, QTextEdit, QWidget

from storeapp.articles.drafts.ui.gutter import WIDE, Gutter
from storeapp.articles.drafts.ui.highlighter import MarkdownHighlighter
from storeapp.articles.drafts.ui.sign_margin import SIGNS_WIDE, SignMargin
from storeapp.articles.drafts.ui.text_marks import TextMark, TextMarks, character_at, units_of
from storeapp.articles.markdown.lines import BLANK, LineFacts, OutlinePlace, facts_of, outline_of, parted
from storeapp.evidence.ui.picking import carries_files, of_mime
from storeapp.kernel.text import _
from storeapp.qtkit.gradually import Gradually
from storeapp.qtkit.theme import theme
from storeapp.qtkit.tips import show_tip

MEASURE = 544
COUNT_AFTER = 80  # ms after a key: the outline needs no more
MUCH = 10_000  # characters that come in at once
PARAGRAPH_END = "\u2029"


class ArticleEditor(QTextEdit):
    """Plain text only: what is pasted with looks is told by `rich_pasted` and becomes Markdown.

    `counted` comes a moment after each change with the outline and the words of the whole. Nothing here is saved.
    """

    edited = Signal()  # letters came or went; Qt's own `textChanged` tells of new looks too
    counted = Signal(list, int)  # OutlinePlace each, and words
    files_given = Signal(object)  # what was dropped or pasted: files, or a picture, as evidence chooses them
    rich_pasted = Signal(str)  # HTML
    menu_built = Signal(object, object)  # the QMenu of a right click, and where in the text that was
    lines_parted = Signal(int)  # so many lines that came in were too long to be written in
    left = Signal()  # Esc
    sign_pressed = Signal(object, object)  # the TextMarks beside a line that was pressed, and where on the screen
    around_asked = Signal(str)  # a mark to put on both sides of what is selected: Ctrl+B, Ctrl+I

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setProperty("keepsItself", True)
        self.setProperty("page", True)
        self.setAcceptRichText(False)
        self.setTabChangesFocus(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setLineWrapMode(QTextEdit.LineWrapMode.WidgetWidth)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setPlaceholderText(_("Begin here. A line that starts with # is a heading."))
        self._lines: list[LineFacts] = [facts_of("")]
        self._spacing = False
        self.marks = TextMarks(self)
        self.gutter = Gutter(self)
        self.signs = SignMargin(self)
        self.document().setDocumentMargin(0)
        self.highlighter = MarkdownHighlighter(self.document())
        self._formatting = Gradually(self)
        self._dress()
        self._count = QTimer(self)
        self._count.setSingleShot(True)
        self._count.setInterval(COUNT_AFTER)
        self._count.timeout.connect(self.tell_count)
        self.document().contentsChange.connect(self._changed)
        theme().changed.connect(self._restyle)

    def text(self) -> str:
        """The Markdown, letter by letter: Qt's own plain text loses spaces that don't break."""
        return self.document().toRawText().replace(PARAGRAPH_END, "\n")

    def show_text(self, text: str) -> None:
        """Show another text; Ctrl+Z doesn't go back beyond it."""
        text = self._parted(text)
        self.document().setUndoRedoEnabled(False)
        with self._much(text):
            self.setPlainText(text)
            self._space_lines()
        self.document().setUndoRedoEnabled(True)
        self.marks.clear()
        self.tell_count()

    def change_text(self, text: str) -> None:
        """Put another text in the place of all there is, as one step of Ctrl+Z; the cursor stays near its place."""
        text, old = self._parted(text), self.text()
        if text == old:
            return
        first = next((n for n, (a, b) in enumerate(zip(old, text, strict=False)) if a != b), min(len(old), len(text)))
        most = min(len(old), len(text)) - first
        last = next((n for n in range(most) if old[-1 - n] != text[-1 - n]), most)
        self.replace(first, len(old) - last, text[first : len(text) - last])

    def replace(self, first: int, last: int, words: str) -> None:
        """Put words in the place of some characters, as one step of Ctrl+Z."""
        cursor = self.cursor_over(first, last)
        cursor.beginEditBlock()
        cursor.insertText(words)
        cursor.endEditBlock()

    def format_gradually(self) -> None:
        """Format every line anew, without holding the window up."""
        self._formatting.begin(self.highlighter.all_lines())

    @contextmanager
    def _much(self, text: str) -> Iterator[None]:
        """Let a long text come in bare, and dress it afterwards."""
        if len(text) < MUCH:
            yield
            return
        self.highlighter.bulk = True
        try:
            yield
        finally:
            self.highlighter.bulk = False
        self.format_gradually()

    def _parted(self, text: str) -> str:
        found, count = parted(text)
        if count:
            self.lines_parted.emit(count)
        return found

    def lines(self) -> Sequence[LineFacts]:
        """What is known of each line."""
        return self._lines

    def tell_count(self) -> None:
        """Tell outline and words now."""
        self._count.stop()
        self.counted.emit(outline_of(self._lines), sum(line.words for line in self._lines))

    def outline(self) -> list[OutlinePlace]:
        """The headings as they stand."""
        return outline_of(self._lines)

    def line(self) -> int:
        """The number of the line with the cursor, from 0."""
        return self.textCursor().blockNumber()

    def go_to_line(self, line: int) -> None:
        """Put the cursor at the beginning of a line, in sight near the top."""
        block = self.document().findBlockByNumber(line)
        if block.isValid():
            self.setTextCursor(QTextCursor(block))
            top = self.document().documentLayout().blockBoundingRect(block).top()
            self.verticalScrollBar().setValue(max(0, round(top) - theme().px(24)))
            self.setFocus(Qt.FocusReason.OtherFocusReason)

    def go_to(self, first: int, last: int) -> None:
        """Select some characters and show them."""
        self.setTextCursor(self.cursor_over(first, last))
        self.ensureCursorVisible()
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def place(self) -> int:
        """The number of the character at the cursor."""
        return character_at(self.text(), self.textCursor().position())

    def selection(self) -> tuple[int, int]:
        """The characters that are selected; both alike where none are."""
        cursor, text = self.textCursor(), self.text()
        return character_at(text, cursor.selectionStart()), character_at(text, cursor.selectionEnd())

    def show_marks(self, owner: str, marks: Sequence[TextMark]) -> None:
        """Underline places for one who looks at the text ("checks", "find"), in place of what it marked before."""
        self.marks.show_marks(owner, marks)

    def tone_of_line(self, line: int) -> str:
        """The tone of the gravest mark in a line, "" for none."""
        return self.marks.tones.get(line, "")

    def tip_at(self, position: int) -> str:
        """Why the text at a place of the document is marked, "" where it isn't."""
        return self.marks.tip_at(position)

    def insert_words(self, words: str) -> None:
        """Put words in at the cursor, in place of what is selected."""
        self.textCursor().insertText(words)
        self.ensureCursorVisible()

    def insertFromMimeData(self, source: QMimeData) -> None:
        if carries_files(source):
            chosen = of_mime(source)
            if chosen:
                self.files_given.emit(chosen)
            return
        if source.hasHtml() and not _only_text(source):
            self.rich_pasted.emit(source.html())
        elif source.hasText():
            text = self._parted(source.text())
            with self._much(text):
                self.textCursor().insertText(text)
            self.ensureCursorVisible()

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        return source.hasText() or source.hasHtml() or carries_files(source)

    def event(self, event: QEvent) -> bool:
        """Bold and italic are the editor's own, whatever their keys mean on the page."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and _around(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if mark := _around(event):
            self.around_asked.emit(mark)
            return
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
            return
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and event.modifiers() in (
            Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier,
        ):  # fmt: skip
            self._new_line()
            return
        super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        menu = self.createStandardContextMenu()
        self.menu_built.emit(menu, event.pos())
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(event.globalPos())

    def viewportEvent(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            words = self.tip_at(self.cursorForPosition(event.pos()).position())
            show_tip(event.globalPos(), words, self)
            return True
        return super().viewportEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._fit()
        super().resizeEvent(event)
        self._place_gutter()

    def _fit(self) -> None:
        look = theme()
        gutter, measure = look.px(WIDE) + look.px(12), look.px(MEASURE)
        room = self.width() - gutter - look.px(24)
        rest = max(0, room - measure)
        left = gutter + (0 if rest < look.px(120) else rest // 2 - look.px(20))
        self.setViewportMargins(
            left, look.px(8), max(look.px(SIGNS_WIDE + 8), self.width() - left - measure - look.px(12)), 0
        )

    def _place_gutter(self) -> None:
        wide = theme().px(WIDE)
        self.gutter.setGeometry(self.viewport().x() - wide - theme().px(4), 0, wide + theme().px(4), self.height())
        right = self.viewport().x() + self.viewport().width()
        self.signs.setGeometry(right, 0, theme().px(SIGNS_WIDE), self.height())

    def _new_line(self) -> None:
        """Go on with a list or a quote; Enter on an empty point of it ends it."""
        cursor = self.textCursor()
        line, here = cursor.block().text(), cursor.positionInBlock()
        mark = continued(line) if here >= len(line.rstrip()) and not cursor.hasSelection() else None
        if mark == "":  # the point is empty: it goes
            cursor.movePosition(QTextCursor.MoveOperation.StartOfBlock, QTextCursor.MoveMode.KeepAnchor)
            cursor.insertText("")
        else:
            cursor.insertText("\n" + (mark or ""))
        self.setTextCursor(cursor)
        self.ensureCursorVisible()

    def _changed(self, place: int, _removed: int, added: int) -> None:
        if self._spacing:
            return
        document = self.document()
        first = document.findBlock(place)
        last = document.findBlock(min(place + added, document.characterCount() - 1))
        begin, new = first.blockNumber(), last.blockNumber() - first.blockNumber() + 1
        old = new - (document.blockCount() - len(self._lines))
        facts, block = [], first
        for _number in range(new):
            facts.append(facts_of(block.text()))
            block = block.next()
        if [line is BLANK for line in facts] != [line is BLANK for line in self._lines[begin : begin + old]]:
            self.gutter.update()  # lines without words have no number
        self._lines[begin : begin + old] = facts
        self._count.start()
        self.edited.emit()

    def cursor_over(self, first: int, last: int) -> QTextCursor:
        """A cursor over some characters."""
        places = units_of(self.text(), (first, last))
        return self.over(places[first], places[last])

    def over(self, first: int, last: int) -> QTextCursor:
        """A cursor over some places of the document."""
        most = self.document().characterCount() - 1
        cursor = QTextCursor(self.document())
        cursor.setPosition(min(first, most))
        cursor.setPosition(min(last, most), QTextCursor.MoveMode.KeepAnchor)
        return cursor

    def _dress(self) -> None:
        self.setFont(theme().font("article"))
        self.document().setDefaultFont(theme().font("article"))
        self._space_lines()

    def _space_lines(self) -> None:
        shape = QTextBlockFormat()
        shape.setLineHeight(theme().line("article"), QTextBlockFormat.LineHeightTypes.MinimumHeight.value)
        cursor, block = QTextCursor(self.document()), self.document().firstBlock()
        self._spacing = True  # which is no change of the words
        cursor.beginEditBlock()
        while block.isValid():  # one by one: a selection of all asks where it ends, and so lays all of it out
            cursor.setPosition(block.position())
            cursor.mergeBlockFormat(shape)
            block = block.next()
        cursor.endEditBlock()
        self._spacing = False

    def _restyle(self) -> None:
        self._dress()
        self.highlighter.dress()
        self._fit()
        self.marks.draw()


def continued(line: str) -> str | None:
    """The mark with which the line after this one goes on: of a list or a quote; "" where this one is empty but for it.

    None where the line is a plain one.
    """
    body = line.lstrip(" \t")
    indent, sign, rest = line[: len(line) - len(body)], *body.partition(" ")[::2]
    if sign in ("-", "*", "+", ">"):
        return f"{indent}{sign} " if rest.strip() else ""
    number = sign[:-1]
    if sign[-1:] in (".", ")") and number.isascii() and number.isdigit() and len(number) < 9 and " " in body:
        return f"{indent}{int(number) + 1}{sign[-1]} " if rest.strip() else ""
    return None


def _around(event: QKeyEvent) -> str:
    plain = event.modifiers() == Qt.KeyboardModifier.ControlModifier
    return {Qt.Key.Key_B: "**", Qt.Key.Key_I: "*"}.get(Qt.Key(event.key()), "") if plain else ""


def _only_text(source: QMimeData) -> bool:
    """Whether a copy brings HTML that says no more than its text, as editors of code and this program's fields do."""
    html = source.html()
    return not any(f"<{tag}" in html.casefold() for tag in ("p", "h1", "h2", "h3", "li", "table", "b", "i", "a ", "em"))
