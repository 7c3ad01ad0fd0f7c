"""Writes a text as Markdown again, with its references led to where they are published."""

from __future__ import annotations

import re
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

_MARKS = {"strong": "**", "emphasis": "*", "struck": "~~"}
_SIGNS = re.compile(r"[\\`*_\[\]<|]|~(?=~)|(?<=~)~|&(?=[#A-Za-z])")
_AT_START = re.compile(r"^(\s*)([#>+=:-]|\d{1,9}(?=[.)]))(.?)", re.MULTILINE)
_TICKS, _RUNS = re.compile("`+"), re.compile("`{3,}")


def markdown_text(document: Document, targets: Targets = NOWHERE) -> str:
    """The text as Markdown, which any other program reads as this one does."""
    return "\n\n".join(_blocks(document.blocks, targets)).strip("\n") + "\n"


def _blocks(blocks: Sequence[Block], targets: Targets) -> list[str]:
    found: list[str] = []
    other = False  # two lists that follow each other need another mark to stay two
    for number, block in enumerate(blocks):
        before = blocks[number - 1] if number else None
        same = (
            isinstance(block, TextList)
            and isinstance(before, TextList)
            and (block.first is None) == (before.first is None)
        )
        other = same and not other
        match block:
            case Heading(level, inside, _):
                words = _pieces(inside, targets).replace("\\\n", " ").replace("\n", " ")
                found.append(f"{'#' * level} {re.sub(r'(#+)$', _kept, words)}".rstrip())
            case Paragraph(inside, _):
                found.append(_AT_START.sub(_literal, _pieces(inside, targets).strip()))
            case TextList():
                found.append(_listing(block, targets, other))
            case Quote(inside):
                lines = "\n\n".join(_blocks(inside, targets)).split("\n")
                found.append("\n".join(f"> {line}".rstrip() for line in lines))
            case Literal(text, language):
                fence = "`" * max([3, *(len(run) + 1 for run in _RUNS.findall(text))])
                ended = text if text.endswith("\n") or not text else text + "\n"
                found.append(f"{fence}{language}\n{ended}{fence}")
            case TextTable():
                found.append(_grid(block, targets))
            case LineAcross():
                found.append("___")
    return [one for one in found if one.strip()]


def _kept(found: re.Match[str]) -> str:
    return f"\\{found[1]}"


def _literal(found: re.Match[str]) -> str:
    margin, sign, after = found.groups()
    return f"{margin}{sign}\\{after}" if sign.isdigit() else f"{margin}\\{sign}{after}"


def _listing(block: TextList, targets: Targets, other: bool) -> str:
    loose = any(isinstance(one, Paragraph) and not one.tight for item in block.items for one in item)
    lines = []
    for number, item in enumerate(block.items):
        if block.first is None:
            mark = "* " if other else "- "
        else:
            mark = f"{block.first + number}{')' if other else '.'} "
        inner = ("\n\n" if loose else "\n").join(_blocks(item, targets))
        margin = " " * len(mark)
        lines.append(mark + "\n".join(margin + one if one else "" for one in inner.split("\n"))[len(margin) :])
    return ("\n\n" if loose else "\n").join(line.rstrip() for line in lines)


def _grid(block: TextTable, targets: Targets) -> str:
    def row(cells: Sequence[tuple[Piece, ...]]) -> str:
        return f"| {' | '.join(_pieces(cell, targets).replace(chr(10), ' ').strip() for cell in cells)} |"

    marks = {"left": ":--", "right": "--:", "center": ":-:"}
    sides = f"| {' | '.join(marks.get(side, '---') for side in block.sides)} |"
    return "\n".join([row(block.head), sides, *(row(cells) for cells in block.rows)])


def _pieces(pieces: Sequence[Piece], targets: Targets) -> str:
    found: list[str] = []
    for piece in pieces:
        match piece:
            case Plain(text, True):
                found.append(_code(text))
            case Plain(text):
                found.append(_SIGNS.sub(r"\\\g<0>", text))
            case LineEnd(hard):
                found.append("\\\n" if hard else "\n")
            case Marked(mark, inside):
                found.append(f"{_MARKS[mark]}{_pieces(inside, targets)}{_MARKS[mark]}")
            case Linked(address, inside):
                to, words = targets.link(address), _pieces(inside, targets)
                if to and found and found[-1].endswith("!"):
                    found[-1] = found[-1][:-1] + "\\!"  # no picture
                found.append(f"[{words if words_of(inside).strip() else to}]({_address(to)})" if to else words)
            case ShownPicture(_, alt, title):
                found.append(_picture(piece, alt, title, targets))
    return "".join(found)


def _picture(piece: ShownPicture, alt: str, title: str, targets: Targets) -> str:
    picture = targets.picture(piece)
    words = _SIGNS.sub(r"\\\g<0>", alt or (picture.alt if picture else ""))
    if picture is None:
        return words
    quoted = title.replace("\\", "\\\\").replace('"', '\\"').replace("&", "\\&")
    below = f' "{quoted}"' if title else ""
    return f"![{words}]({_address(picture.src)}{below})"


def _code(text: str) -> str:
    ticks = "`" * (max([0, *(len(run) for run in _TICKS.findall(text))]) + 1)
    if ticks in ("`",) and not (text.startswith(" ") and text.endswith(" ") and text.strip()):
        return f"`{text}`"
    return f"{ticks} {text} {ticks}"


def _address(to: str) -> str:
    return f"<{to}>" if re.search(r"[()\s]", to) else to
