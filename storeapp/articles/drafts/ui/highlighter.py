"""Shows Markdown as it will look, its marks in grey beside it; what is spelt unlike any known word is underlined."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from PySide6.QtGui import QFont, QSyntaxHighlighter, QTextCharFormat, QTextDocument

from storeapp.qtkit.theme import Look, theme

Misspelt = Callable[[str], list[tuple[int, int]]]  # places of a line that no known word stands in

_HEADING = re.compile(r" {0,3}(#{1,6})(?=[ \t]|$)")
_LIST = re.compile(r"\s*(?:[-*+]|\d{1,9}[.)])(?=\s)")
_QUOTE = re.compile(r"\s*(?:>\s?)+")
_FENCE = re.compile(r" {0,3}(```|~~~)")
_INLINE = re.compile(
    r"(?P<code>(?<!`)(`+)(?!`).+?(?<!`)\2(?!`))"
    r"|(?P<link>!?\[(?P<words>(?:[^\]\\]|\\.)*)\]\((?:[^()\s]|\([^()\s]*\))*(?:\s+\"[^\"]*\")?\))"
    r"|(?P<bold>(\*\*|__)(?=\S)(?P<inner>.+?)(?<=\S)\6)"
    r"|(?P<slant>(?<![\w*_])([*_])(?=[^\s*_])(?P<leaning>.+?)(?<=[^\s*_])\9(?![\w*_]))"
    r"|(?P<struck>~~(?=\S).+?(?<=\S)~~)"
    r"|(?P<remark><!--.*?-->)"
)
CODE = 1  # state of a line inside a fenced block
LINES_AT_ONCE, SIGNS_AT_ONCE = 20, 4_000
LONGEST = 20_000  # characters of one line that are looked at: nobody reads marks in a longer one


_BEYOND = re.compile("[\U00010000-\U0010ffff]")


def as_qt_counts(text: str) -> str:
    """The text with two signs for each character that takes two places in Qt's."""
    return text if text.isascii() else _BEYOND.sub("\ufffc\ufffc", text)


class MarkdownHighlighter(QSyntaxHighlighter):
    """Formats one line at a time. `misspelt` is asked for each line of text, None while no spelling is known."""

    def __init__(self, document: QTextDocument) -> None:
        super().__init__(document)
        self.misspelt: Misspelt | None = None
        self.bulk = False  # much text is coming in: its looks come afterwards, a few lines at a time
        self._dress(theme())

    def dress(self) -> None:
        """The colours or the text size have changed."""
        self._dress(theme())
        self.rehighlight()

    def all_lines(self) -> Iterator[object]:
        """Format every line anew, some in each step; those that come or go meanwhile are no matter."""
        number, document = 0, self.document()
        while number < document.blockCount():
            block, signs = document.findBlockByNumber(number), 0
            for _line in range(LINES_AT_ONCE):
                if block.isValid() and signs < SIGNS_AT_ONCE:
                    self.rehighlightBlock(block)
                    signs += block.length()
                    block = block.next()
                    number += 1
            yield None

    def highlightBlock(self, text: str) -> None:
        """Qt's own door: formats the line that stands in `text`."""
        inside = self.previousBlockState() == CODE
        fence = _FENCE.match(text)
        self.setCurrentBlockState((CODE if bool(fence) != inside else 0) if fence or inside else 0)
        if self.bulk:
            return
        if fence or inside:
            self.setFormat(0, len(text), self._faint if fence else self._code)
            return
        if not text or len(text) > LONGEST:
            return
        text = as_qt_counts(text)
        start = 0
        if heading := _HEADING.match(text):
            self.setFormat(0, len(text), self._headings[min(len(heading[1]), 3) - 1])
            mark = QTextCharFormat(self._headings[min(len(heading[1]), 3) - 1])
            mark.setForeground(theme().color("faint"))
            self.setFormat(heading.start(1), len(heading[1]), mark)
            start = heading.end()
        elif (found := _LIST.match(text)) or (found := _QUOTE.match(text)):
            self.setFormat(0, found.end(), self._muted)
            start = found.end()
        if any(sign in text for sign in "*_`[~<"):
            self._inline(text, start)
        if self.misspelt is not None:
            for first, last in self.misspelt(text):
                self._over(first, last, self._misspelt)

    def _inline(self, text: str, start: int) -> None:
        for found in _INLINE.finditer(text, start):
            first, last = found.span()
            if found["code"] or found["remark"]:
                self._over(first, last, self._code if found["code"] else self._faint)
            elif found["link"] is not None:
                self._over(first, last, self._faint)
                self._over(*found.span("words"), self._link)
            elif found["bold"]:
                self._over(*found.span("inner"), self._bold)
                self._over(first, first + 2, self._faint)
                self._over(last - 2, last, self._faint)
                self._inline(text[: found.end("inner")], found.start("inner"))
            elif found["slant"]:
                self._over(*found.span("leaning"), self._slant)
                self._over(first, first + 1, self._faint)
                self._over(last - 1, last, self._faint)
            else:
                self._over(first, last, self._struck)

    def _over(self, first: int, last: int, shape: QTextCharFormat) -> None:
        """Add a format to what stands there: bold words of a heading keep its size."""
        while first < last:
            there = self.format(first)
            end = first + 1
            while end < last and self.format(end) == there:
                end += 1
            there.merge(shape)
            self.setFormat(first, end - first, there)
            first = end

    def _dress(self, look: Look) -> None:
        def made(tone: str = "", **said: bool) -> QTextCharFormat:
            shape = QTextCharFormat()
            if tone:
                shape.setForeground(look.color(tone))
            if said.get("bold"):
                shape.setFontWeight(QFont.Weight.DemiBold)
            if said.get("slant"):
                shape.setFontItalic(True)
            if said.get("struck"):
                shape.setFontStrikeOut(True)
            return shape

        self._headings = []
        for role in ("article-h1", "article-h2", "article-h3"):
            shape = QTextCharFormat()
            shape.setFont(look.font(role))
            self._headings.append(shape)
        self._faint, self._muted, self._link = made("faint"), made("muted"), made("accent")
        self._bold, self._slant = made(bold=True), made(slant=True)
        self._struck = made("muted", struck=True)
        self._misspelt = QTextCharFormat()
        self._misspelt.setUnderlineStyle(QTextCharFormat.UnderlineStyle.SpellCheckUnderline)
        self._misspelt.setUnderlineColor(look.color("negative"))
        self._code = made("text-2")
        self._code.setFontFamilies(look.font("mono").families())
