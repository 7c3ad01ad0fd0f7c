"""The blocks of a Markdown text with their places, and the plain words of each."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

BlockKind = Literal["heading", "text", "item", "table", "quote", "code", "image", "rule"]
Span = tuple[int, int]
_HEADING = re.compile(r" {0,3}(#{1,6})(?:[ \t]+|$)")
_UNDERLINE = re.compile(r" {0,3}(=+|-{2,})[ \t]*$")
_ITEM = re.compile(r"[ \t]*(?:[-*+]|\d{1,9}[.)、])[ \t]+(?:\[[ xX]\][ \t]+)?")
_QUOTE = re.compile(r" {0,3}(?:>[ \t]?)+")
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_RULE = re.compile(r" {0,3}(?:(?:\*[ \t]*){3,}|(?:-[ \t]*){3,}|(?:_[ \t]*){3,})$")
_IMAGE = re.compile(r"[ \t]*!\[[^\]\n]{0,500}\]\([^)\n]{0,2000}\)[ \t]*$")
# What no reader sees: the writer's remarks, pictures, the addresses of links, tags, marks of emphasis and code.
_MARKUP = re.compile(
    r"<!--[^\0]{0,5000}?-->|!\[[^\]\n]{0,500}\]\([^)\n]{0,2000}\)|(?P<open>\[)(?=[^\]\n]{0,500}\]\()|(?P<link>\]\([^)\n]{0,2000}\))"
    r"|</?[A-Za-z][^>\n]{0,500}>|<?https?://[^\s)>]+>?|\*{1,3}|(?<![^\W_])_{1,3}(?=\S)|(?<=\S)_{1,3}(?![^\W_])|`+"
    r"|\\(?=[!-/:-@\[-`{-~])|^[ \t]*\|?[ \t:|-]+\|[ \t:|-]*$|\||^ {0,3}(?:>[ \t]?)+",
    re.MULTILINE,
)
LINK = re.compile(r"\]\(\s*<?([^)\s>]{1,2000})|<(https?://[^\s>]+)>|(?<![(<])\b(https?://[^\s)>\]]+)")


@dataclass(frozen=True, slots=True)
class ArticleBlock:
    """A heading, paragraph, list item, table or the like: `raw` as typed from `start` on, without its own mark."""

    kind: BlockKind
    start: int
    raw: str
    level: int = 0

    @property
    def end(self) -> int:
        """Behind its last sign."""
        return self.start + len(self.raw)


@dataclass(frozen=True, slots=True)
class PlainText:
    """What a reader sees of a block; `places[n]`: where its n-th sign stands in the raw block, one more for the end."""

    text: str
    places: tuple[int, ...]

    def back(self, span: Span) -> Span:
        """The same span in the raw block."""
        start, end = span
        return (self.places[start], self.places[end - 1] + 1) if start < end else (self.places[start],) * 2


def blocks(markdown: str) -> list[ArticleBlock]:
    """The text's blocks from top to bottom."""
    return list(_joined(markdown))


def _joined(markdown: str) -> Iterator[ArticleBlock]:
    kind: BlockKind | None = None  # of the block being gathered
    begin = level = 0
    end = 0
    fence = ""
    for start, line in _lines(markdown):
        stop = start + len(line)
        opened = _FENCE.match(line)
        if fence:
            end = stop
            if opened is not None and opened[1].startswith(fence) and not line[opened.end() :].strip():
                yield ArticleBlock("code", begin, markdown[begin:end])
                fence, kind = "", None
            continue
        fresh, mark, depth = _opens(line, kind)
        underlined = kind == "text" and _UNDERLINE.match(line)
        if underlined:
            yield ArticleBlock("heading", begin, markdown[begin:end], 1 if underlined[1].startswith("=") else 2)
            kind = None
            continue
        if kind is not None and (fresh is not None or not line.strip()):
            yield ArticleBlock(kind, begin, markdown[begin:end], level)
            kind = None
        if opened is not None and kind is None:
            fence, begin, end, kind = opened[1], start, stop, "code"
            continue
        if not line.strip():
            continue
        if kind is None:
            kind, begin, level = fresh or "text", start + mark, depth
        end = stop
        if kind in ("heading", "rule", "image"):
            yield ArticleBlock(kind, begin, markdown[begin:end], level)
            kind = None
    if kind is not None:
        yield ArticleBlock(kind, begin, markdown[begin:end], level)


def _opens(line: str, kind: BlockKind | None) -> tuple[BlockKind | None, int, int]:
    """The kind of block that a line begins, the length of its mark and a heading's level; None where none begins."""
    if heading := _HEADING.match(line):
        return "heading", heading.end(), len(heading[1])
    if _RULE.match(line) and not (kind == "text" and _UNDERLINE.match(line)):
        return "rule", 0, 0
    if item := _ITEM.match(line):
        return "item", item.end(), 0
    if _IMAGE.match(line):
        return "image", 0, 0
    if _FENCE.match(line):
        return "code", 0, 0
    if quote := _QUOTE.match(line):
        return (None, 0, 0) if kind == "quote" else ("quote", quote.end(), 0)
    if line.lstrip().startswith("|"):
        return (None, 0, 0) if kind == "table" else ("table", 0, 0)
    return None, 0, 0


def _lines(text: str) -> Iterator[tuple[int, str]]:
    start = 0
    for line in text.split("\n"):
        yield start, line.rstrip("\r")
        start += len(line) + 1


@lru_cache(maxsize=8_192)
def plain_text(raw: str) -> PlainText:
    """A block's words without Markdown; a line break inside it is a space."""
    signs: list[str] = []
    places: list[int] = []
    place = 0
    for found in _MARKUP.finditer(raw):
        signs.append(raw[place : found.start()])
        places.extend(range(place, found.start()))
        if found[0] == "|":  # the cells of a table are sentences of their own
            signs.append("\n")
            places.append(found.start())
        place = found.end()
    signs.append(raw[place:])
    places.extend(range(place, len(raw) + 1))
    text = "".join(signs)
    return PlainText(text if "|" in raw else text.replace("\n", " "), tuple(places))


def links(markdown: str) -> list[str]:
    """The addresses that a text leads to; those of pictures are not among them."""
    found = LINK.finditer(re.sub(r"!\[[^\]\n]{0,500}\]\([^)\n]{0,2000}\)", "", markdown))
    return [next(filter(None, one.groups())) for one in found]


def line_of(text: str, place: int) -> int:
    """The number of the line a place is in, from 1."""
    return text.count("\n", 0, place) + 1
