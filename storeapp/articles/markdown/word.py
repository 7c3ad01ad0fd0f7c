"""Writes a text as a Word document."""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

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
from storeapp.articles.markdown.parsing import readable
from storeapp.articles.markdown.targets import NOWHERE, ArticlePicture, Targets, alone, from_right, levels, mixed

if TYPE_CHECKING:
    from docx.document import Document as WordFile

FONT, EAST_ASIAN = "Calibri", {"zh": "Microsoft YaHei", "ja": "Yu Gothic", "ko": "Malgun Gothic"}
WIDEST = 15.0  # centimetres of a picture
MOST_DEEP = 3  # levels of lists that Word's own styles have
_LOOKS = {"strong": "bold", "emphasis": "italic", "struck": "strike"}
# What the locales of Word call a language where a region has to be named.
_LOCALES = {"en": "en-US", "zh": "zh-CN", "ja": "ja-JP", "ko": "ko-KR", "ar": "ar-SA", "he": "he-IL", "fa": "fa-IR"}


def word_file(
    title: str,
    document: Document,
    at: datetime,
    targets: Targets = NOWHERE,
    language: str = "",
    author: str = "",
) -> bytes:
    """The text as the bytes of a .docx, the title above it; pictures that have a file are in it. The same text gives
    the same document at the same instant.
    """
    import docx

    title, author = (" ".join(readable(words).split()) for words in (title, author))
    file = docx.Document()
    about = file.core_properties
    about.title, about.author, about.language = title[:255], author[:255], language
    about.created = about.modified = at.replace(tzinfo=None)
    about.last_modified_by, about.comments = author[:255], ""
    writing = _WordWriting(file, targets, language, levels(tuple(all_blocks(document.blocks)), 1))
    writing.set_fonts()
    if title:
        writing.line((Plain(title),), "Title")
    writing.blocks(document.blocks, 0, None)
    out = io.BytesIO()
    file.save(out)
    return out.getvalue()


class _WordWriting:
    """One text on its way into a document."""

    def __init__(self, file: WordFile, targets: Targets, language: str, heads: dict[str, int]) -> None:
        self._file, self._targets, self._language, self._levels = file, targets, language, heads

    def set_fonts(self) -> None:
        """Name fonts that every PC has, also for Chinese, Japanese and Korean, and the language for the spelling."""
        from docx.oxml import OxmlElement
        from docx.oxml.ns import qn

        base = self._language.partition("-")[0].partition("_")[0]
        style = self._file.styles["Normal"]
        style.font.name = FONT
        looks: Any = style.element.get_or_add_rPr()
        looks.rFonts.set(qn("w:eastAsia"), EAST_ASIAN.get(base, EAST_ASIAN["zh"]))
        if base:
            told = OxmlElement("w:lang")
            locale = _LOCALES.get(base, self._language.replace("_", "-"))
            slot = "w:eastAsia" if base in EAST_ASIAN else "w:bidi" if from_right(base) else "w:val"
            told.set(qn(slot), locale)
            looks.append(told)

    def blocks(self, blocks: Sequence[Block], depth: int, style: str | None) -> None:
        """Blocks one below the other, `depth` lists deep."""
        for block in blocks:
            match block:
                case Heading(_, inside, key):
                    level = self._levels.get(key)
                    self.line(inside, f"Heading {level}" if level else style)
                case Paragraph(inside, _):
                    self._paragraph(block, inside, style)
                case TextList():
                    self._listing(block, depth)
                case Quote(within):
                    self.blocks(within, depth, "Quote")
                case Literal(text):
                    self._literal(text)
                case TextTable():
                    self._grid(block)
                case LineAcross():
                    self._rule()

    def line(self, inside: Sequence[Piece], style: str | None) -> Any:
        """One paragraph of a style."""
        paragraph = self._file.add_paragraph(style=style)
        self._fill(paragraph, inside)
        return paragraph

    def _fill(self, paragraph: Any, inside: Sequence[Piece]) -> None:
        if from_right(self._language) or mixed(words_of(inside)):
            self._from_right(paragraph, words_of(inside))
        self._pieces(paragraph, paragraph._p, inside, {})

    def _from_right(self, paragraph: Any, words: str) -> None:
        """The side from which a paragraph is read is that of its first letter, as in a browser."""
        from docx.oxml import OxmlElement

        sides = [unicodedata.bidirectional(sign) for sign in words]
        first = next((side for side in sides if side in ("L", "R", "AL")), "L")
        if first != "L":
            paragraph._p.get_or_add_pPr().append(OxmlElement("w:bidi"))

    def _paragraph(self, block: Paragraph, inside: tuple[Piece, ...], style: str | None) -> None:
        self.line(inside, style)
        picture = alone(block)
        if picture is not None and picture[0].title:
            self.line((Plain(picture[0].title),), "Caption")

    def _listing(self, block: TextList, depth: int) -> None:
        kind = "List Bullet" if block.first is None else "List Number"
        level = min(depth + 1, MOST_DEEP)
        named = kind if level == 1 else f"{kind} {level}"
        number = self._new_numbers(named, block.first) if block.first is not None else None
        for item in block.items:
            rest = item
            if item and isinstance(item[0], Paragraph):
                paragraph, rest = self.line(item[0].inside, named), item[1:]
            else:
                paragraph = self.line((), named)
            if number is not None:
                properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()
                properties.get_or_add_ilvl().val = 0
                properties.get_or_add_numId().val = number
            self.blocks(rest, depth + 1, "List Continue" if level == 1 else f"List Continue {level}")

    def _new_numbers(self, style: str, first: int) -> int:
        """Numbers of their own for a list: those of a style go on from one list to the next."""
        numbering = self._file.part.numbering_part.element
        own: Any = self._file.styles[style].element
        shared = numbering.num_having_numId(own.pPr.numPr.numId.val).abstractNumId.val
        fresh = numbering.add_num(shared)
        fresh.add_lvlOverride(ilvl=0).add_startOverride(first)
        return int(fresh.numId)

    def _literal(self, text: str) -> None:
        from docx.shared import Pt

        paragraph = self._file.add_paragraph()
        run = paragraph.add_run(text.rstrip("\n"))
        run.font.name, run.font.size = "Consolas", Pt(10)

    def _grid(self, block: TextTable) -> None:
        from docx.enum.text import WD_ALIGN_PARAGRAPH as SIDE

        sides = {"left": SIDE.LEFT, "right": SIDE.RIGHT, "center": SIDE.CENTER}
        table = self._file.add_table(rows=0, cols=len(block.head))
        table.style = "Table Grid"
        for number, cells in enumerate([block.head, *block.rows]):
            row = table.add_row().cells
            for cell, pieces, side in zip(row, cells, block.sides, strict=False):
                paragraph = cell.paragraphs[0]
                self._fill(paragraph, (Marked("strong", pieces),) if number == 0 else pieces)
                if side:
                    paragraph.alignment = sides[side]
        self._file.add_paragraph()

    def _rule(self) -> None:
        from docx.oxml import OxmlElement
        from docx.oxml.ns import qn

        borders, line = OxmlElement("w:pBdr"), OxmlElement("w:bottom")
        for name, value in (("val", "single"), ("sz", "6"), ("space", "1"), ("color", "C6CED8")):
            line.set(qn(f"w:{name}"), value)
        borders.append(line)
        self._file.add_paragraph()._p.get_or_add_pPr().append(borders)

    def _pieces(self, paragraph: Any, into: Any, pieces: Sequence[Piece], looks: dict[str, bool]) -> None:
        from docx.text.run import Run

        def run(text: str = "") -> Any:
            made = Run(into.add_r() if hasattr(into, "add_r") else _run_in(into), paragraph)
            made.text = text
            for look in looks:
                setattr(made.font, look, True)
            return made

        for piece in pieces:
            match piece:
                case Plain(text, code):
                    made = run(text)
                    if code:
                        made.font.name = "Consolas"
                case LineEnd(hard):
                    if hard:
                        run().add_break()
                    else:
                        run(" ")
                case Marked(mark, inside):
                    self._pieces(paragraph, into, inside, {**looks, _LOOKS[mark]: True})
                case Linked(address, inside):
                    self._link(paragraph, into, address, inside, looks)
                case ShownPicture():
                    self._picture(run(), piece)

    def _link(self, paragraph: Any, into: Any, address: str, inside: Sequence[Piece], looks: dict[str, bool]) -> None:
        from docx.opc.constants import RELATIONSHIP_TYPE
        from docx.oxml import OxmlElement
        from docx.oxml.ns import qn
        from docx.shared import RGBColor

        to = self._targets.link(address)
        if not to or to.startswith("#"):
            self._pieces(paragraph, into, inside, looks)
            return
        link = OxmlElement("w:hyperlink")
        link.set(qn("r:id"), paragraph.part.relate_to(to, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
        into.append(link)
        shown = inside if words_of(inside).strip() else (Plain(to),)
        self._pieces(paragraph, link, shown, {**looks, "underline": True})
        for run in link.iter(qn("w:r")):
            from docx.text.run import Run

            Run(run, paragraph).font.color.rgb = RGBColor(0x0B, 0x5F, 0x59)

    def _picture(self, run: Any, shown: ShownPicture) -> None:
        from docx.shared import Cm

        picture = self._targets.picture(shown)
        alt = shown.alt or (picture.alt if picture else "")
        if picture is None or picture.file is None:
            run.text = alt
            return
        inline = run.add_picture(str(picture.file), width=Cm(_width(picture)))._inline
        inline.docPr.set("descr", alt)


def _run_in(link: Any) -> Any:
    from docx.oxml import OxmlElement

    made = OxmlElement("w:r")
    link.append(made)
    return made


def _width(picture: ArticlePicture) -> float:
    """Centimetres of a picture: its own at 96 pixels an inch, at most the page's."""
    return min(WIDEST, picture.width / 96 * 2.54) if picture.width else WIDEST
