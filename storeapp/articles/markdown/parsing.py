"""Reads Markdown into blocks. HTML in it is text like any other, but for remarks, which are the writer's own: they and
addresses that could do something are left out."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache
from typing import TYPE_CHECKING

from storeapp.articles.markdown.blocks import (
    Block,
    Document,
    Heading,
    LineAcross,
    LineEnd,
    Linked,
    Literal,
    Marked,
    Paragraph,
    Piece,
    Plain,
    Quote,
    ShownPicture,
    TextList,
    TextTable,
    words_of,
)
from storeapp.articles.markdown.links import allowed

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_block import StateBlock
    from markdown_it.rules_inline import StateInline
    from markdown_it.token import Token

HANGUL, LAST_HANGUL = "\uac00", "\ud7ff"
EMOJI, BEYOND_EMOJI = "\U0001f000", "\U00020000"
DEEPEST = 40  # blocks inside blocks; what lies deeper can't be read and is kept as it was written
_MARKS = {"strong_open": "strong", "em_open": "emphasis", "s_open": "struck"}
_NO_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")  # no file of ours can hold them


def parse(text: str) -> Document:
    """Read a text. Never fails, and loses no letter that can be shown."""
    text = readable(text)
    tokens = _reader().parse(text)
    if any(token.level >= DEEPEST - 1 for token in tokens):
        return Document(_as_written(text), flat=True)
    reading = _TextReading(iter(tokens))
    return Document(tuple(reading.blocks("")), tuple(dict.fromkeys(reading.refused)))


def readable(text: str) -> str:
    """The text without letters that no file can hold, and with one kind of line end."""
    return _NO_TEXT.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


@cache
def _reader() -> MarkdownIt:
    from markdown_it import MarkdownIt

    reader = MarkdownIt("commonmark", {"html": False, "maxNesting": DEEPEST}).enable(["table", "strikethrough"])
    reader.block.ruler.before("html_block", "remark", _pass_remark_lines, {"alt": ["paragraph", "blockquote", "list"]})
    reader.inline.ruler.before("html_inline", "remark", _pass_remark)
    vars(reader)["validateLink"] = lambda _address: True  # judged here, where the words can stay
    return reader


def _pass_remark_lines(state: StateBlock, first: int, after: int, silent: bool) -> bool:
    """Lines that begin with a remark, such as the question of an outline, `<!-- … -->`, over as many as it has."""
    place = state.bMarks[first] + state.tShift[first]
    if state.is_code_block(first) or not state.src.startswith("<!--", place):
        return False
    line, last = first, state.eMarks[after - 1]
    while state.src.startswith("<!--", place):
        end = _remark_end(state.src, place, last)
        if end < 0:
            return False
        line = next(one for one in range(line, after) if state.eMarks[one] >= end + 3)
        rest = state.src[end + 3 : state.eMarks[line]]
        place = end + 3 + len(rest) - len(rest.lstrip())
    words = place < state.eMarks[line]
    if words and line == first:
        return False  # a line like any other, the remark is left out of it
    if not silent:
        if words:
            state.bMarks[line], state.tShift[line], state.sCount[line] = place, 0, state.blkIndent
        state.line = line if words else line + 1
    return True


def _pass_remark(state: StateInline, _silent: bool) -> bool:
    """A remark within a line."""
    if not state.src.startswith("<!--", state.pos):
        return False
    end = _remark_end(state.src, state.pos, state.posMax)
    if end < 0:
        return False
    state.pos = end + 3
    return True


def _remark_end(text: str, place: int, last: int) -> int:
    """Where the `-->` of a remark stands, -1 where it was never ended: what was written up to another one, or to the
    end, isn't to vanish.
    """
    another = text.find("<!--", place + 4, last)
    return text.find("-->", place + 2, last if another < 0 else another)


def _as_written(text: str) -> tuple[Block, ...]:
    found = []
    for lines in re.split(r"\n[ \t]*\n", text):
        pieces: list[Piece] = []
        for line in lines.strip("\n").split("\n"):
            pieces += [LineEnd(True), Plain(line.strip())] if pieces else [Plain(line.strip())]
        found.append(Paragraph(tuple(pieces)))
    return tuple(found)


class _TextReading:
    """One walk along the tokens, from an opening one to its end."""

    def __init__(self, tokens: Iterator[Token]) -> None:
        self._tokens = tokens
        self._keys: set[str] = set()
        self._last: dict[str, int] = {}  # number of each stem that stands more than once
        self.refused: list[str] = []

    def blocks(self, end: str) -> Iterator[Block]:
        """The blocks up to the token `end`, "" for all that there are."""
        for token in self._tokens:
            kind = token.type
            if kind == end:
                return
            if kind == "heading_open":
                pieces = self._line("heading_close")
                yield Heading(int(token.tag[1]), pieces, self._key(words_of(pieces)))
            elif kind == "paragraph_open":
                yield Paragraph(self._line("paragraph_close"), token.hidden)
            elif kind in ("bullet_list_open", "ordered_list_open"):
                yield self._listing(token)
            elif kind == "blockquote_open":
                yield Quote(tuple(self.blocks("blockquote_close")))
            elif kind in ("fence", "code_block"):
                yield Literal(token.content, (token.info or "").strip().partition(" ")[0])
            elif kind == "table_open":
                yield self._grid()
            elif kind == "hr":
                yield LineAcross()

    def _key(self, words: str) -> str:
        """A place in the text that stays the same as long as its words do."""
        plain = unicodedata.normalize("NFKC", words).casefold()
        stem = re.sub(r"[^\w]+", "-", plain).strip("-_")[:60].rstrip("-") or "part"
        key, number = stem, self._last.get(stem, 1)
        while key in self._keys:
            number += 1
            key = f"{stem}-{number}"
        self._last[stem] = number
        self._keys.add(key)
        return key

    def _line(self, end: str) -> tuple[Piece, ...]:
        pieces: tuple[Piece, ...] = ()
        for token in self._tokens:
            if token.type == end:
                break
            if token.type == "inline":
                pieces = self._pieces(iter(token.children or ()), "")
        return pieces

    def _pieces(self, tokens: Iterator[Token], end: str) -> tuple[Piece, ...]:
        found: list[Piece] = []
        for token in tokens:
            kind = token.type
            if kind == end:
                break
            if kind == "text":
                if token.content:
                    found.append(Plain(token.content))
            elif kind in ("softbreak", "hardbreak"):
                found.append(LineEnd(kind == "hardbreak"))
            elif kind == "code_inline":
                found.append(Plain(token.content, code=True))
            elif kind in _MARKS:
                found.append(Marked(_MARKS[kind], self._pieces(tokens, kind.replace("_open", "_close"))))
            elif kind == "link_open":
                inside = self._pieces(tokens, "link_close")
                found += self._led(str(token.attrs.get("href", "")), inside)
            elif kind == "image":
                found += self._picture(token)
            elif token.content:
                found.append(Plain(token.content))
        return tuple(_joined(found))

    def _led(self, address: str, inside: tuple[Piece, ...]) -> Iterable[Piece]:
        if allowed(address):
            return [Linked(address, inside)]
        if address:
            self.refused.append(address)
        return inside

    def _picture(self, token: Token) -> Iterable[Piece]:
        address, title = str(token.attrs.get("src", "")), str(token.attrs.get("title", ""))
        alt = words_of(self._pieces(iter(token.children or ()), ""))
        if allowed(address):
            return [ShownPicture(address, alt, title)]
        if address:
            self.refused.append(address)
        return [Plain(alt)] if alt else []

    def _listing(self, opening: Token) -> TextList:
        items, close = [], opening.type.replace("_open", "_close")
        for token in self._tokens:
            if token.type == close:
                break
            if token.type == "list_item_open":
                items.append(tuple(self.blocks("list_item_close")))
        numbered = opening.type == "ordered_list_open"
        return TextList(tuple(items), int(opening.attrs.get("start", 1)) if numbered else None)

    def _grid(self) -> TextTable:
        rows: list[list[tuple[Piece, ...]]] = []
        sides: list[str] = []
        for token in self._tokens:
            if token.type == "table_close":
                break
            if token.type == "tr_open":
                rows.append([])
            elif token.type in ("th_open", "td_open"):
                if token.type == "th_open":
                    sides.append(str(token.attrs.get("style", "")).rpartition(":")[2])
                rows[-1].append(self._line(token.type.replace("_open", "_close")))
        return TextTable(tuple(rows[0]), tuple(tuple(row) for row in rows[1:]), tuple(sides))


def _joined(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """Letters that follow each other are one piece; a line that only ends between two signs of Chinese or Japanese
    goes on without a space.
    """
    held: list[Piece] = []
    for piece in pieces:
        if isinstance(piece, Plain) and not piece.code and held and _letters(held[-1]):
            held[-1] = Plain(held[-1].text + piece.text)  # type: ignore[union-attr]
        elif len(held) > 1 and isinstance(piece, Plain) and _runs_on(held, piece):
            held.pop()
            held[-1] = Plain(held[-1].text + piece.text)  # type: ignore[union-attr]
        else:
            held.append(piece)
    yield from held


def _letters(piece: Piece) -> bool:
    return isinstance(piece, Plain) and not piece.code


def _runs_on(held: list[Piece], after: Plain) -> bool:
    before, end = held[-2:]
    if not (isinstance(end, LineEnd) and not end.hard and isinstance(before, Plain)) or before.code or after.code:
        return False
    return all(map(_needs_no_space, (before.text[-1:], after.text[:1])))


def _needs_no_space(sign: str) -> bool:
    """Whether a sign, also one of punctuation, is of a script without spaces; Korean has them, emoji stand apart."""
    if not sign or unicodedata.east_asian_width(sign) not in "WF":
        return False
    return not (HANGUL <= sign <= LAST_HANGUL or (sign >= EMOJI and sign < BEYOND_EMOJI))
