"""What an article's text consists of once it is read: blocks, and the pieces of their lines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeAlias

from storeapp.kernel.rows import dataclass


@dataclass(frozen=True, slots=True)
class Plain:
    """Letters as they are; `code` where they are to be shown letter by letter."""

    text: str
    code: bool = False


@dataclass(frozen=True, slots=True)
class LineEnd:
    """The end of a line inside a paragraph; `hard` where the writer asked for it."""

    hard: bool


@dataclass(frozen=True, slots=True)
class Marked:
    """Pieces with weight: `mark` is strong, emphasis or struck."""

    mark: str
    inside: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Linked:
    """Pieces that lead to `address`: of the web, a place in the text (`#…`), or a reference such as `product:4`."""

    address: str
    inside: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class ShownPicture:
    """A picture: `address` as in a link; `alt` says what is to be seen, `title` stands under it."""

    address: str
    alt: str
    title: str = ""


Piece: TypeAlias = Plain | LineEnd | Marked | Linked | ShownPicture


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of level 1 to 6; `key` is its place in the text, no two alike."""

    level: int
    inside: tuple[Piece, ...]
    key: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph; `tight` where it is the line of a list without space around it."""

    inside: tuple[Piece, ...]
    tight: bool = False


@dataclass(frozen=True, slots=True)
class TextList:
    """A list of items, each of blocks; `first` is the number of the first, None where it isn't numbered."""

    items: tuple[tuple[Block, ...], ...]
    first: int | None = None


@dataclass(frozen=True, slots=True)
class Quote:
    """What somebody else said, or the text set apart."""

    inside: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Literal:
    """Lines that are shown as they are."""

    text: str
    language: str = ""


@dataclass(frozen=True, slots=True)
class TextTable:
    """A table: the cells of its head and of its rows; `sides` is left, right, center or "" for each column."""

    head: tuple[tuple[Piece, ...], ...]
    rows: tuple[tuple[tuple[Piece, ...], ...], ...]
    sides: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LineAcross:
    """A line across."""


Block: TypeAlias = Heading | Paragraph | TextList | Quote | Literal | TextTable | LineAcross


@dataclass(frozen=True, slots=True)
class Document:
    """A text that was read. `refused`: addresses that no page may lead to, whose words stayed; `flat`: whether it was
    nested too deeply to be read, so that its lines stand there as they were written.
    """

    blocks: tuple[Block, ...]
    refused: tuple[str, ...] = ()
    flat: bool = False


def words_of(pieces: Sequence[Piece]) -> str:
    """What is to be read of pieces, without their marks; the end of a line is a space."""
    found = []
    for piece in pieces:
        match piece:
            case Plain(text):
                found.append(text)
            case LineEnd():
                found.append(" ")
            case Marked(_, inside) | Linked(_, inside):
                found.append(words_of(inside))
            case ShownPicture(_, alt):
                found.append(alt)
    return "".join(found)


def all_blocks(blocks: Sequence[Block]) -> Iterator[Block]:
    """Every block with those inside it, from top to bottom."""
    for block in blocks:
        yield block
        if isinstance(block, Quote):
            yield from all_blocks(block.inside)
        elif isinstance(block, TextList):
            for item in block.items:
                yield from all_blocks(item)


def pieces_of(block: Block) -> Iterator[tuple[Piece, ...]]:
    """The lines of one block itself, not of blocks inside it."""
    if isinstance(block, Heading | Paragraph):
        yield block.inside
    elif isinstance(block, TextTable):
        yield from block.head
        for row in block.rows:
            yield from row


def all_pieces(blocks: Sequence[Block]) -> Iterator[Piece]:
    """Every piece of every block with those inside it, from top to bottom."""
    for block in all_blocks(blocks):
        for pieces in pieces_of(block):
            yield from _inside(pieces)


def _inside(pieces: Sequence[Piece]) -> Iterator[Piece]:
    for piece in pieces:
        yield piece
        if isinstance(piece, Marked | Linked):
            yield from _inside(piece.inside)


def addresses(blocks: Sequence[Block]) -> list[str]:
    """Where the text leads to and what it shows, each once, in its order."""
    return list(dict.fromkeys(p.address for p in all_pieces(blocks) if isinstance(p, Linked | ShownPicture)))


def pictures(blocks: Sequence[Block]) -> list[ShownPicture]:
    """The pictures of a text in its order."""
    return [piece for piece in all_pieces(blocks) if isinstance(piece, ShownPicture)]
