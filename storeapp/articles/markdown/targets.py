"""What an article's references lead to where it is published: addresses, and pictures with their files."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import field
from pathlib import Path

from storeapp.articles.markdown.blocks import Block, Heading, Linked, Paragraph, Piece, ShownPicture, words_of
from storeapp.articles.markdown.links import allowed, record_of
from storeapp.kernel.rows import dataclass

_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]")
WRITTEN_FROM_RIGHT = frozenset({"ar", "he", "fa", "ur", "yi", "ps", "sd", "ug", "dv"})


@dataclass(frozen=True, slots=True)
class ArticlePicture:
    """A picture as it goes out: `src` in a page, pixels, what is to be seen, its `file` for what holds pictures.

    `whole`: it is made of words or a code, and never cut to a shape.
    """

    src: str
    width: int = 0
    height: int = 0
    alt: str = ""
    file: Path | None = None
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Targets:
    """For references such as `product:4` and `picture:7` what they are here; what isn't named has no place here."""

    links: Mapping[str, str] = field(default_factory=dict)
    pictures: Mapping[str, ArticlePicture] = field(default_factory=dict)

    def link(self, address: str) -> str:
        """Where a link leads, "" where only its words are to be read."""
        if address in self.links:
            to = self.links[address]  # as a file brought it or somebody typed it
            return to if allowed(to) else ""
        return "" if record_of(address) else address

    def picture(self, shown: ShownPicture) -> ArticlePicture | None:
        """The picture as it goes out, None where it isn't to be had."""
        if shown.address in self.pictures:
            return self.pictures[shown.address]
        return None if record_of(shown.address) else ArticlePicture(shown.address)


NOWHERE = Targets()


def alone(block: Block) -> tuple[ShownPicture, str] | None:
    """The picture that is all of a paragraph, with the address it leads to ("" for none)."""
    if not isinstance(block, Paragraph) or len(block.inside) != 1:
        return None
    piece = block.inside[0]
    if isinstance(piece, ShownPicture):
        return piece, ""
    if isinstance(piece, Linked) and len(piece.inside) == 1 and isinstance(piece.inside[0], ShownPicture):
        return piece.inside[0], piece.address
    return None


def levels(blocks: tuple[Block, ...], top: int) -> dict[str, int]:
    """The level of each heading by its key: the first ones are of `top`, and none is left out on the way down."""
    found: dict[str, int] = {}
    open_levels: list[int] = []
    for block in blocks:
        if isinstance(block, Heading) and words_of(block.inside).strip():
            while open_levels and open_levels[-1] >= block.level:
                open_levels.pop()
            open_levels.append(block.level)
            found[block.key] = min(6, top + len(open_levels) - 1)
    return found


def from_right(language: str) -> bool:
    """Whether a language is written from right to left."""
    return language.partition("-")[0].partition("_")[0].casefold() in WRITTEN_FROM_RIGHT


def mixed(words: str) -> bool:
    """Whether letters are among them that are written from right to left."""
    return not words.isascii() and _RIGHT_TO_LEFT.search(words) is not None


def is_letterless(pieces: tuple[Piece, ...]) -> bool:
    """Whether there is nothing to read in pieces."""
    return not words_of(pieces).strip()
