"""Writes a text as HTML: for a page with a style sheet, or with its looks in every element for editors."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import field
from html import escape

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
    all_blocks,
    words_of,
)
from storeapp.articles.markdown.targets import NOWHERE, Targets, alone, from_right, levels, mixed
from storeapp.kernel.rows import dataclass

_TAGS = {"strong": "strong", "emphasis": "em", "struck": "s"}


@dataclass(frozen=True, slots=True)
class HtmlLook:
    """How a text is written. `top`: the level of its first headings; `keys`: whether places in it can be led to;
    `styles`: the looks of each kind of element, none where a page has a style sheet; `numbered`: links are numbers that
    a list at the end explains, for places where nobody can follow one; `table`: what a table is called for who listens.
    """

    top: int = 2
    keys: bool = True
    styles: Mapping[str, str] = field(default_factory=dict)
    numbered: bool = False
    table: str = "Table"


PAGE = HtmlLook()
_INK, _SOFT, _LINE, _ACCENT = "#1b2430", "#566273", "#dfe4ea", "#0b5f59"
_FONT = "font-size:16px;line-height:1.75;"
INLINE = HtmlLook(
    keys=False,
    styles={
        "section": f"color:{_INK};{_FONT}text-align:left;",
        "h1": f"margin:0 0 16px;font-size:24px;line-height:1.35;font-weight:bold;color:{_INK};",
        "h2": f"margin:28px 0 12px;font-size:20px;line-height:1.4;font-weight:bold;color:{_INK};",
        "h3": f"margin:24px 0 10px;font-size:17px;line-height:1.4;font-weight:bold;color:{_INK};",
        "h4": f"margin:20px 0 8px;{_FONT}font-weight:bold;color:{_INK};",
        "p": f"margin:0 0 16px;{_FONT}color:{_INK};",
        "li": f"margin:0 0 6px;{_FONT}color:{_INK};",
        "ul": "margin:0 0 16px;padding:0 0 0 24px;list-style-type:disc;",
        "ol": "margin:0 0 16px;padding:0 0 0 28px;list-style-type:decimal;",
        "blockquote": f"margin:0 0 16px;padding:4px 0 4px 16px;border-left:3px solid {_LINE};color:{_SOFT};",
        "a": f"color:{_ACCENT};text-decoration:underline;",
        "strong": "font-weight:bold;",
        "em": "font-style:italic;",
        "s": "text-decoration:line-through;",
        "code": "font-family:Menlo,Consolas,monospace;font-size:14px;background-color:#f1f4f6;padding:1px 4px;",
        "pre": "margin:0 0 16px;padding:12px;font-family:Menlo,Consolas,monospace;font-size:14px;line-height:1.5;"
        "background-color:#f1f4f6;white-space:pre-wrap;word-break:break-word;",
        "table": "margin:0 0 16px;width:100%;border-collapse:collapse;font-size:15px;line-height:1.5;",
        "th": f"padding:6px 8px;border:1px solid {_LINE};background-color:#f6f7f9;font-weight:bold;",
        "td": f"padding:6px 8px;border:1px solid {_LINE};",
        "img": "max-width:100%;height:auto;",
        "caption": f"margin:-8px 0 16px;font-size:13px;line-height:1.5;color:{_SOFT};text-align:center;",
        "picture": "margin:0 0 16px;text-align:center;",
        "hr": f"margin:24px 0;border:0;border-top:1px solid {_LINE};",
    },
)


def html(document: Document, targets: Targets = NOWHERE, look: HtmlLook = PAGE, language: str = "") -> str:
    """The text as a piece of HTML, which only shows and leads: nothing in it runs or asks."""
    writing = _HtmlWriting(targets, look, from_right(language), levels(tuple(all_blocks(document.blocks)), look.top))
    body = writing.blocks(document.blocks) + writing.sources()
    return f"{writing.open('section')}{body}</section>\n" if look.styles else body


class _HtmlWriting:
    """One text on its way into HTML."""

    def __init__(self, targets: Targets, look: HtmlLook, from_the_right: bool, heads: Mapping[str, int]) -> None:
        self._targets, self._look, self._right, self._levels = targets, look, from_the_right, heads
        self._numbers: dict[str, int] = {}

    def open(self, tag: str, more: str = "", looks: str = "", extra: str = "") -> str:
        """An opening tag with its looks."""
        if not self._look.styles:
            style = f' style="{extra}"' if extra else ""
        else:
            said = self._look.styles.get(looks or tag, "") + extra
            style = f' style="{said}"' if said else ""
        return f"<{tag}{more}{style}>"

    def sources(self) -> str:
        """The addresses of numbered links."""
        if not self._numbers:
            return ""
        lines = "".join(
            f"{self.open('p', looks='caption', extra='text-align:left;')}[{number}] {escape(address)}</p>\n"
            for address, number in self._numbers.items()
        )
        return f"{self.open('hr')}\n{lines}"

    def blocks(self, blocks: Sequence[Block]) -> str:
        """Blocks one below the other."""
        return "".join(self._block(block) for block in blocks)

    def _block(self, block: Block) -> str:
        match block:
            case Heading(_, inside, key):
                return self._heading(inside, key)
            case Paragraph(inside, tight):
                return self._paragraph(block, inside, tight)
            case TextList():
                return self._listing(block)
            case Quote(within):
                return f"{self.open('blockquote')}\n{self.blocks(within)}</blockquote>\n" if within else ""
            case Literal(text):
                inner = escape(text) if self._look.styles else f"<code>{escape(text)}</code>"
                return f"{self.open('pre', self._way(text))}{inner}</pre>\n"
            case TextTable():
                return self._grid(block)
            case LineAcross():
                return f"{self.open('hr')}\n"

    def _heading(self, inside: tuple[Piece, ...], key: str) -> str:
        level = self._levels.get(key)
        if level is None:  # nothing to read in it, perhaps something to see
            return self._paragraph(Paragraph(inside), inside, False) if inside else ""
        place = f' id="{escape(key)}"' if self._look.keys else ""
        opening = self.open(f"h{level}", place + self._way(words_of(inside)), looks=f"h{min(level, 4)}")
        return f"{opening}{self.pieces(inside)}</h{level}>\n"

    def _paragraph(self, block: Paragraph, inside: tuple[Piece, ...], tight: bool) -> str:
        picture = alone(block)
        if picture is not None and not tight:
            return self._figure(*picture)
        words = self.pieces(inside)
        if not words.strip():
            return ""
        return f"{words}\n" if tight else f"{self.open('p', self._way(words_of(inside)))}{words}</p>\n"

    def _figure(self, shown: ShownPicture, address: str) -> str:
        image = self._image(shown)
        if not image.startswith("<img"):
            return f"{self.open('p')}{image}</p>\n" if image else ""
        image = self._led(address, image) if address else image
        caption = escape(shown.title)
        if self._look.styles:
            below = f"{self.open('p', looks='caption')}{caption}</p>\n" if caption else ""
            return f"{self.open('p', looks='picture')}{image}</p>\n{below}"
        below = f"\n<figcaption{self._way(shown.title)}>{caption}</figcaption>" if caption else ""
        return f"<figure>{image}{below}</figure>\n"

    def _listing(self, block: TextList) -> str:
        tag = "ul" if block.first is None else "ol"
        first = f' start="{block.first}"' if block.first not in (None, 1) else ""
        items = []
        for item in block.items:
            first_words = words_of(item[0].inside) if item and isinstance(item[0], Paragraph) else ""
            items.append(f"{self.open('li', self._way(first_words))}{self.blocks(item).rstrip()}</li>\n")
        return f"{self.open(tag, first)}\n{''.join(items)}</{tag}>\n"

    def _grid(self, block: TextTable) -> str:
        head = "".join(self._cell("th", pieces, side) for pieces, side in zip(block.head, block.sides, strict=True))
        rows = "".join(
            f"<tr>{''.join(self._cell('td', p, side) for p, side in zip(row, block.sides, strict=False))}</tr>\n"
            for row in block.rows
        )
        body = f"<tbody>\n{rows}</tbody>\n" if rows else ""
        table = f"{self.open('table')}\n<thead>\n<tr>{head}</tr>\n</thead>\n{body}</table>\n"
        if self._look.styles:
            return table
        name = escape(self._look.table)
        return f'<div class="wide" role="region" aria-label="{name}" tabindex="0">\n{table}</div>\n'

    def _cell(self, tag: str, pieces: tuple[Piece, ...], side: str) -> str:
        extra = f"text-align:{side};" if side else ""
        more = ' scope="col"' if tag == "th" and not self._look.styles else ""
        return f"{self.open(tag, more + self._way(words_of(pieces)), extra=extra)}{self.pieces(pieces)}</{tag}>"

    def pieces(self, pieces: Sequence[Piece]) -> str:
        """The pieces of a line."""
        return "".join(self._piece(piece) for piece in pieces)

    def _piece(self, piece: Piece) -> str:
        match piece:
            case Plain(text, code):
                return f"{self.open('code')}{escape(text)}</code>" if code else escape(text, quote=False)
            case LineEnd(hard):
                return "<br>\n" if hard else "\n"
            case Marked(mark, inside):
                tag = _TAGS[mark]
                return f"{self.open(tag)}{self.pieces(inside)}</{tag}>"
            case Linked(address, inside):
                return self._led(address, self.pieces(inside))
            case ShownPicture():
                return self._image(piece)

    def _led(self, address: str, words: str) -> str:
        to = self._targets.link(address)
        if not to or (to.startswith("#") and not self._look.keys):
            return words
        words = words if words.strip() else escape(to)
        if self._look.numbered:
            number = self._numbers.setdefault(to, len(self._numbers) + 1)
            return f"{words} [{number}]"
        paid = ' rel="sponsored"' if address.startswith("partner:") else ""
        opening = self.open("a", f' href="{escape(to)}"{paid}')
        return f"{opening}{words}</a>"

    def _image(self, shown: ShownPicture) -> str:
        picture = self._targets.picture(shown)
        if picture is None:
            return escape(shown.alt, quote=False)
        alt = shown.alt or picture.alt
        size = f' width="{picture.width}" height="{picture.height}"' if picture.width and picture.height else ""
        late = "" if self._look.styles else ' loading="lazy" decoding="async"'
        return self.open("img", f' src="{escape(picture.src)}" alt="{escape(alt)}"{size}{late}')

    def _way(self, words: str) -> str:
        """Lets a block find by its own letters from which side it is read."""
        return ' dir="auto"' if self._right or mixed(words) else ""
