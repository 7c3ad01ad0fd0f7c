"""Writes a plain document of headings, named values and words as a PDF, without a printer."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QMarginsF, Qt, QUrl
from PySide6.QtGui import (
    QColor,
    QFont,
    QImage,
    QPageLayout,
    QPageSize,
    QPdfWriter,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFrameFormat,
    QTextImageFormat,
    QTextLength,
    QTextTableCellFormat,
    QTextTableFormat,
)

from storeapp.kernel.errors import UserError
from storeapp.kernel.text import _

MARGIN = 18.0  # millimetres
DOTS = 300
BODY, SMALL, HEADING, TITLE = 10.0, 8.5, 12.0, 16.0  # points, as paper is measured
SHORT = 20  # characters that a figure has at most
WIDEST, HIGHEST = 640.0, 860.0  # of a picture, at 96 dots an inch
INK, GREY = QColor("#1B2430"), QColor("#566273")


class PdfLine(Protocol):
    """A heading; a name with its value; or words alone, where the name is empty. A picture stands below its line."""

    @property
    def name(self) -> str: ...
    @property
    def value(self) -> str: ...
    @property
    def heading(self) -> bool: ...
    @property
    def picture(self) -> Path | None: ...


def write_pdf(path: Path, lines: Iterable[PdfLine], title: str, family: str) -> Path:
    """Write the lines to `path` (A4); the first heading is the title. UserError if it can't be written.

    Every text stands as it is: nothing in it is taken for markup. May run beside the window.
    """
    writer = _writer(path, title)
    document = _document(writer, family)
    cursor = QTextCursor(document)
    for number, line in enumerate(lines):
        if number:
            cursor.insertBlock()
        _write(cursor, line, family, first=number == 0)
        if line.picture is not None:
            cursor.insertBlock()
            _draw(cursor, line.picture)
    document.setPageSize(writer.pageLayout().paintRectPixels(DOTS).size().toSizeF())
    document.print_(writer)
    return path


@dataclass(frozen=True, slots=True)
class PdfTable:
    """A table: the heads of its columns, its rows, and the columns' shares of the width in percent.

    The first column is at the left; of a table of more than two columns figures stand to the right in all but the first
    and the last.
    """

    heads: Sequence[str]
    rows: Sequence[Sequence[str]]
    shares: Sequence[int]


def write_tables(path: Path, title: str, words: Iterable[str], tables: Iterable[PdfTable], family: str) -> Path:
    """Write a title, lines of words and tables to `path` (A4). UserError if it can't be written.

    Every text stands as it is. May run beside the window.
    """
    writer = _writer(path, title)
    document = _document(writer, family)
    cursor = QTextCursor(document)
    cursor.insertText(title, _ink(family, TITLE, INK, strong=True))
    for line in words:
        cursor.insertBlock()
        cursor.insertText(line, _ink(family, SMALL, GREY))
    for table in tables:
        cursor.movePosition(QTextCursor.MoveOperation.End)
        gap = QTextBlockFormat()
        gap.setTopMargin(_margin(8))
        cursor.insertBlock(gap)
        _draw_table(cursor, table, family)
    document.setPageSize(writer.pageLayout().paintRectPixels(DOTS).size().toSizeF())
    document.print_(writer)
    return path


def _draw_table(cursor: QTextCursor, table: PdfTable, family: str) -> None:
    form = QTextTableFormat()
    form.setBorder(0)
    form.setCellPadding(_margin(2.5))
    form.setCellSpacing(0)
    form.setHeaderRowCount(1)
    form.setWidth(QTextLength(QTextLength.Type.PercentageLength, 100))
    form.setColumnWidthConstraints([QTextLength(QTextLength.Type.PercentageLength, each) for each in table.shares])
    made = cursor.insertTable(len(table.rows) + 1, len(table.heads), form)
    for line, cells in enumerate([table.heads, *table.rows]):
        for place, text in enumerate(cells):
            cell = made.cellAt(line, place)
            look = QTextTableCellFormat()
            look.setBottomBorder(1)
            look.setBottomBorderStyle(QTextFrameFormat.BorderStyle.BorderStyle_Solid)
            look.setBottomBorderBrush(QColor("#C6CED8"))
            if line == 0:
                look.setBackground(QColor("#E3F3F0"))
            cell.setFormat(look)
            inside = cell.firstCursorPosition()
            block = QTextBlockFormat()
            if 0 < place < len(table.heads) - 1 or (place and len(table.heads) == 2 and len(text) < SHORT):
                block.setAlignment(Qt.AlignmentFlag.AlignRight)
            inside.setBlockFormat(block)
            inside.insertText(text, _ink(family, SMALL + 0.5, INK, strong=line == 0))


def _writer(path: Path, title: str) -> QPdfWriter:
    try:
        path.open("wb").close()
    except OSError as why:
        raise UserError(_("The file could not be written. Choose another folder.")) from why
    writer = QPdfWriter(str(path))
    writer.setTitle(title)
    writer.setCreator("Storeapp")
    writer.setResolution(DOTS)
    writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    writer.setPageMargins(QMarginsF(MARGIN, MARGIN, MARGIN, MARGIN), QPageLayout.Unit.Millimeter)
    return writer


def _document(writer: QPdfWriter, family: str) -> QTextDocument:
    document = QTextDocument()
    document.setUndoRedoEnabled(False)
    document.documentLayout().setPaintDevice(writer)
    document.setDefaultFont(_font(family, BODY))
    document.setDocumentMargin(0)
    return document


def _write(cursor: QTextCursor, line: PdfLine, family: str, *, first: bool) -> None:
    gap = QTextBlockFormat()
    gap.setTopMargin(0 if first else _margin(14) if line.heading else _margin(3))
    gap.setLineHeight(130, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
    cursor.setBlockFormat(gap)
    if line.heading:
        cursor.insertText(line.name, _ink(family, TITLE if first else HEADING, INK, strong=True))
        return
    if line.name:
        cursor.insertText(f"{line.name}\u2003", _ink(family, SMALL, GREY))
    parts = line.value.split("\n")
    for place, part in enumerate(parts):
        cursor.insertText(part, _ink(family, BODY, INK))
        if place < len(parts) - 1:
            cursor.insertText("\u2028")


def _draw(cursor: QTextCursor, file: Path) -> None:
    """A picture as wide and high as the paper has room for, never larger than it is at a screen's 96 dots an inch."""
    image = QImage(str(file))
    if image.isNull():
        raise UserError(_("{file} can't be drawn into the document.").format(file=file.name))
    share = min(1.0, WIDEST / image.width(), HIGHEST / image.height())
    drawn = QTextImageFormat()
    name = f"picture-{cursor.position()}"
    cursor.document().addResource(QTextDocument.ResourceType.ImageResource.value, QUrl(name), image)
    drawn.setName(name)
    drawn.setWidth(image.width() * share)
    drawn.setHeight(image.height() * share)
    gap = QTextBlockFormat()
    gap.setTopMargin(_margin(4))
    cursor.setBlockFormat(gap)
    cursor.insertImage(drawn)


def _font(family: str, points: float, *, strong: bool = False) -> QFont:
    font = QFont(family)
    font.setPointSizeF(points)
    font.setWeight(QFont.Weight.DemiBold if strong else QFont.Weight.Normal)
    return font


def _ink(family: str, points: float, colour: QColor, *, strong: bool = False) -> QTextCharFormat:
    ink = QTextCharFormat()
    ink.setFont(_font(family, points, strong=strong))
    ink.setForeground(colour)
    return ink


def _margin(points: float) -> float:
    """Margins of blocks are given for a screen of 96 dots an inch, and scaled to the paper by the layout."""
    return points / 72 * 96
