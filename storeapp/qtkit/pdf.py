"""Writes a plain document of headings, named values and words as a PDF, without a printer."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QMarginsF, QUrl
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
    QTextImageFormat,
)

from storeapp.kernel.errors import UserError
from storeapp.kernel.text import _

MARGIN = 18.0  # millimetres
DOTS = 300
BODY, SMALL, HEADING, TITLE = 10.0, 8.5, 12.0, 16.0  # points, as paper is measured
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
    document = QTextDocument()
    document.setUndoRedoEnabled(False)
    document.documentLayout().setPaintDevice(writer)
    document.setDefaultFont(_font(family, BODY))
    document.setDocumentMargin(0)
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
