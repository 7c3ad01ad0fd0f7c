"""Writes a text without any marks, for places that take letters only."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

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
from storeapp.articles.markdown.targets import NOWHERE, Targets

_LETTERS = str.maketrans({"ß": "ss", "æ": "ae", "ø": "o", "đ": "d", "ł": "l", "ı": "i", "œ": "oe", "þ": "th", "ð": "d"})


def plain_text(document: Document, targets: Targets = NOWHERE) -> str:
    """The text with an empty line between its blocks; a link's address stands behind its words."""
    return "\n\n".join(_blocks(document.blocks, targets)).strip() + "\n"


def summary_of(document: Document, most: int) -> str:
    """The first paragraph with words in it, cut at `most` letters between two words, or signs."""
    for block in document.blocks:
        if isinstance(block, Paragraph):
            words = " ".join(words_of(block.inside).split())
            if words:
                return cut(words, most)
    return ""


def cut(words: str, most: int) -> str:
    """Words up to `most` letters; what is cut off is an ellipsis."""
    if len(words) <= most:
        return words
    short = words[: most - 1]
    end = short.rfind(" ")
    return (short[:end] if end > most // 2 else short).rstrip(" ,;:.，、。；：") + "…"


def plain_name(words: str) -> str:
    """Small letters a to z and figures of some words, joined by lines; "" where there are none of them."""
    bare = unicodedata.normalize("NFKD", words.casefold().translate(_LETTERS))
    return re.sub(r"[^a-z0-9]+", "-", "".join(c for c in bare if not unicodedata.combining(c))).strip("-")


def _blocks(blocks: Sequence[Block], targets: Targets) -> list[str]:
    found = []
    for block in blocks:
        match block:
            case Heading(_, inside, _) | Paragraph(inside, _):
                found.append(_line(inside, targets))
            case TextList():
                found.append(_listing(block, targets))
            case Quote(inside):
                found.append(_indented("\n\n".join(_blocks(inside, targets)), "  "))
            case Literal(text):
                found.append(text.rstrip("\n"))
            case TextTable(head, rows, _):
                lines = [head, *rows]
                found.append("\n".join(" | ".join(_line(cell, targets) for cell in line) for line in lines))
            case LineAcross():
                found.append("* * *")
    return [one for one in found if one.strip()]


def _listing(block: TextList, targets: Targets) -> str:
    lines, loose = [], False
    for number, item in enumerate(block.items):
        mark = "• " if block.first is None else f"{block.first + number}. "
        loose = loose or any(isinstance(one, Paragraph) and not one.tight for one in item)
        inner = ("\n\n" if loose else "\n").join(_blocks(item, targets))
        lines.append(mark + _indented(inner, " " * len(mark)).lstrip())
    return ("\n\n" if loose else "\n").join(lines)


def _indented(text: str, margin: str) -> str:
    return "\n".join(margin + line if line else "" for line in text.split("\n"))


def _line(pieces: Sequence[Piece], targets: Targets) -> str:
    return _letters(pieces, targets).strip()


def _letters(pieces: Sequence[Piece], targets: Targets) -> str:
    found = []
    for piece in pieces:
        match piece:
            case Plain(text):
                found.append(text)
            case LineEnd(hard):
                found.append("\n" if hard else " ")
            case Marked(_, inside):
                found.append(_letters(inside, targets))
            case Linked(address, inside):
                found.append(_linked(_letters(inside, targets), targets.link(address)))
            case ShownPicture(_, alt, _):
                picture = targets.picture(piece)
                found.append(alt or (picture.alt if picture else ""))
    return "".join(found)


def _linked(words: str, to: str) -> str:
    if not to or to.startswith("#") or to.removeprefix("mailto:") == words:
        return words
    return f"{words} ({to})" if words.strip() and words != to else to
