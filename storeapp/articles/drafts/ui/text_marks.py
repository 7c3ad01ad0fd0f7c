"""Places that are marked in a text: what each looker found is underlined, and some have a sign beside the text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtGui import QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QTextEdit

from storeapp.kernel.rows import dataclass
from storeapp.qtkit.theme import theme

if TYPE_CHECKING:
    from storeapp.articles.drafts.ui.editor import ArticleEditor

MOST_MARKS = 400
GRAVITY = ("negative", "warning", "faint", "text-2", "positive")  # of the tones that have a sign, the gravest first
FILLED = frozenset({"negative", "warning", "info"})


@dataclass(frozen=True, slots=True)
class TextMark:
    """A place by the numbers of its characters; `tone` a colour of the theme or find, `tip` why, in words.

    `sign`: an icon beside the text at the end of the place, "" for none; such a place is dotted and not filled.
    """

    first: int
    last: int
    tone: str
    tip: str = ""
    sign: str = ""


class TextMarks:
    """The marks of one editor by who set them. Those with a sign move along with the text that is typed."""

    def __init__(self, editor: ArticleEditor) -> None:
        self._editor = editor
        self._marks: dict[str, list[TextMark]] = {}
        self.tones: dict[int, str] = {}  # of the gravest finding by line
        self.signs: list[tuple[TextMark, QTextCursor]] = []

    def show_marks(self, owner: str, marks: Sequence[TextMark]) -> None:
        """Show these in place of what the owner marked before."""
        if marks or owner in self._marks:
            self._marks[owner] = list(marks)[:MOST_MARKS]
            self.draw()

    def clear(self) -> None:
        """Another text is shown."""
        self._marks.clear()
        self.draw()

    def tip_at(self, position: int) -> str:
        """Why the text at a place of the document is marked, "" where it isn't."""
        signed = [
            mark.tip for mark, cursor in self.signs if cursor.selectionStart() <= position < cursor.selectionEnd()
        ]
        place = character_at(self._editor.text(), position)
        shown = (mark for marks in self._marks.values() for mark in marks)
        found = [mark.tip for mark in shown if not mark.sign and mark.first <= place < mark.last]
        return "\n".join(dict.fromkeys(filter(None, [*found[:1], *signed])))

    def signed_at(self, position: int) -> TextMark | None:
        """The mark with a sign over a place of the document."""
        return next(
            (mark for mark, cursor in self.signs if cursor.selectionStart() <= position <= cursor.selectionEnd()), None
        )

    def draw(self) -> None:
        """Underline all of them where they stand now."""
        look, editor = theme(), self._editor
        self.tones.clear()
        self.signs = []
        dotted: list[QTextEdit.ExtraSelection] = []
        selections: list[QTextEdit.ExtraSelection] = []
        shown = [mark for marks in self._marks.values() for mark in marks]
        places = units_of(editor.text(), [at for mark in shown for at in (mark.first, mark.last)]) if shown else {}
        for marks in self._marks.values():
            for mark in reversed(marks):
                selection = QTextEdit.ExtraSelection()
                cursor = editor.over(places[mark.first], places[mark.last])
                selection.cursor = cursor  # reading it back gives what dies with the selection
                shape = QTextCharFormat()
                if mark.sign:
                    shape.setUnderlineStyle(QTextCharFormat.UnderlineStyle.DotLine)
                    self.signs.append((mark, cursor))
                else:
                    shape.setBackground(look.color("accent-soft" if mark.tone == "find" else f"{mark.tone}-soft"))
                    shape.setUnderlineStyle(QTextCharFormat.UnderlineStyle.SingleUnderline)
                if mark.tone == "find":
                    shape.setUnderlineStyle(QTextCharFormat.UnderlineStyle.NoUnderline)
                else:
                    shape.setUnderlineColor(look.color(mark.tone))
                if mark.tone in FILLED and not mark.sign:
                    line = cursor.block().blockNumber()
                    self.tones[line] = "negative" if self.tones.get(line) == "negative" else mark.tone
                selection.format = shape
                (dotted if mark.sign else selections).append(selection)
        editor.setExtraSelections([*dotted, *selections])
        editor.gutter.update()
        editor.signs.update()


def units_of(text: str, places: Iterable[int]) -> dict[int, int]:
    """Where characters stand in Qt's text, in which one beyond the basic plane takes two places."""
    wanted = sorted(set(places))
    if text.isascii():
        return {place: place for place in wanted}
    found, before, at = dict[int, int](), 0, 0
    for place in wanted:
        at += len(text[before:place].encode("utf-16-le", "surrogatepass")) // 2
        before, found[place] = place, at
    return found


def character_at(text: str, position: int) -> int:
    """The number of the character at a place of Qt's text."""
    if text[:position].isascii():
        return position
    head = text.encode("utf-16-le", "surrogatepass")[: position * 2]
    return len(head.decode("utf-16-le", "surrogatepass"))
