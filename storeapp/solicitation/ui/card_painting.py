"""Draws cards for parcels: one to look at, or all of them onto sheets of a PDF."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import groupby
from pathlib import Path

from PySide6.QtCore import QLineF, QMarginsF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPageSize, QPainter, QPainterPath, QPdfWriter, QPen

from storeapp.kernel.errors import UserError
from storeapp.kernel.progress import Progress
from storeapp.kernel.text import _
from storeapp.solicitation.cards.layout import QUIET, Paper, code_of
from storeapp.solicitation.cards.texts import ParcelCard
from storeapp.solicitation.cards.whole_file import whole_file

DOTS = 300  # an inch; everything here is measured in them, on paper and on the screen alike
MARGIN, GAP, CODE = 9.0, 5.0, 34.0  # millimetres; most printers leave 5 at the edge of a sheet
HEAD, SMALL = 13.0, 7.5  # points
SIZES = (12.0, 11.0, 10.0, 9.0, 8.5)  # of the text, the first that fits
INK, GREY = QColor("#1B2430"), QColor("#566273")
_FLAGS = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop


def dots(millimetres: float) -> float:
    """Millimetres in dots."""
    return millimetres * DOTS / 25.4


def card_fits(card: ParcelCard, size: tuple[float, float], family: str) -> bool:
    """Whether a card of a size in millimetres has room for its text."""
    return _fitting(card.text, _text_room(card, size, family), family) is not None


def draw_card(painter: QPainter, card: ParcelCard, size: tuple[float, float], family: str) -> None:
    """Draw a card of a size in millimetres at the painter's origin; what it has no room for is cut off."""
    room = _room(size)
    painter.setPen(INK)
    if card.shop:
        font = _font(family, HEAD, strong=True)
        metrics = QFontMetricsF(font)
        painter.setFont(font)
        head = metrics.elidedText(card.shop, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(QRectF(room.left(), room.top(), room.width(), metrics.height()), _FLAGS, head)
    if card.link:
        side, gap = dots(CODE), dots(GAP)
        _draw_code(painter, card.link, QRectF(room.left(), room.bottom() - side, side, side))
        beside = QRectF(room.left() + side + gap, room.bottom() - side, room.width() - side - gap, side)
        painter.setPen(GREY)
        painter.setFont(_font(family, SMALL))
        painter.drawText(beside, Qt.TextFlag.TextWrapAnywhere | Qt.AlignmentFlag.AlignBottom, card.link)
        painter.setPen(INK)
    text_room = _text_room(card, size, family)
    painter.save()
    painter.setClipRect(text_room)
    painter.setFont(_fitting(card.text, text_room, family) or _font(family, SIZES[-1]))
    painter.drawText(text_room, _FLAGS, card.text)
    painter.restore()


def _room(size: tuple[float, float]) -> QRectF:
    edge = dots(MARGIN)
    return QRectF(edge, edge, dots(size[0]) - 2 * edge, dots(size[1]) - 2 * edge)


def _text_room(card: ParcelCard, size: tuple[float, float], family: str) -> QRectF:
    """What head and code leave for the text."""
    room = _room(size)
    if card.shop:
        room.setTop(room.top() + QFontMetricsF(_font(family, HEAD, strong=True)).height() + dots(GAP))
    if card.link:
        room.setBottom(room.bottom() - dots(CODE) - dots(GAP))
    return room


def write_cards(
    path: Path, cards: Sequence[ParcelCard], paper: Paper, marks: bool, family: str, progress: Progress
) -> Path:
    """Write the cards to `path`, four to a sheet, with or without marks to cut along. May run beside the window.

    What is there is only replaced by the whole file. UserError where it can't be written, or a text doesn't fit.
    """
    with whole_file(path) as made:
        _write(made, cards, paper, marks, family, progress)
    return path


def _write(made: Path, cards: Sequence[ParcelCard], paper: Paper, marks: bool, family: str, progress: Progress) -> None:
    writer = QPdfWriter(str(made))
    writer.setTitle(_("Cards for parcels"))
    writer.setCreator("Storeapp")
    writer.setResolution(DOTS)
    writer.setPageSize(QPageSize(QSizeF(paper.wide, paper.high), QPageSize.Unit.Millimeter))
    writer.setPageMargins(QMarginsF(0, 0, 0, 0))
    painter = QPainter()
    if not painter.begin(writer):
        raise UserError(_("The file could not be written. Choose another folder."))
    try:
        for number, card in enumerate(progress.over(cards, len(cards))):
            place = number % len(paper.places)
            if place == 0:
                if number:
                    writer.newPage()
                if marks:
                    _draw_marks(painter, paper)
            x, y = paper.places[place]
            if not card_fits(card, paper.card, family):
                raise too_long(card)
            painter.save()
            painter.translate(dots(x), dots(y))
            draw_card(painter, card, paper.card, family)
            painter.restore()
    finally:
        painter.end()


def too_long(card: ParcelCard) -> UserError:
    """The refusal of a text that no card has room for."""
    if card.number:
        words = _("The text for order {number} is too long for a card. Shorten its template. Nothing was written.")
        return UserError(words.format(number=card.number))
    return UserError(_("The text is too long for a card. Shorten it. Nothing was written."))


def _fitting(text: str, room: QRectF, family: str) -> QFont | None:
    """The largest font in which a text fits, None where none does."""
    points = _fitting_points(text, room.width(), room.height(), family)
    return _font(family, points) if points is not None else None


@lru_cache(maxsize=256)
def _fitting_points(text: str, wide: float, high: float, family: str) -> float | None:
    for points in SIZES:
        metrics = QFontMetricsF(_font(family, points))
        taken = metrics.boundingRect(QRectF(0, 0, wide, 1e6), _FLAGS.value, text)
        if taken.height() <= high and taken.width() <= wide + 1:
            return points
    return None


def _draw_code(painter: QPainter, link: str, area: QRectF) -> None:
    """A code with its quiet zone; modules are whole dots wide, so that none is thinner than its neighbour."""
    modules = code_of(link)
    step = int(area.width() // (len(modules) + 2 * QUIET))
    start = (area.width() - step * len(modules)) / 2
    left, top = int(area.left() + start), int(area.top() + start)
    painter.fillRect(area, QColor("white"))
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
    painter.translate(left, top)
    painter.scale(step, step)
    painter.fillPath(_path_of(modules), INK)
    painter.restore()


@lru_cache(maxsize=64)
def _path_of(modules: tuple[tuple[bool, ...], ...]) -> QPainterPath:
    """The dark modules of a code, each one wide and high; cards for any parcel all have the same."""
    path = QPainterPath()
    for y, row in enumerate(modules):
        for x, wide in _runs(row):
            path.addRect(x, y, wide, 1)
    return path


def _runs(row: Sequence[bool]) -> Iterator[tuple[int, int]]:
    """Where dark modules stand side by side: the first one's place, and how many."""
    start = 0
    for dark, together in groupby(row):
        wide = len(list(together))
        if dark:
            yield start, wide
        start += wide


def _draw_marks(painter: QPainter, paper: Paper) -> None:
    painter.setPen(QPen(GREY, dots(0.15)))
    for x1, y1, x2, y2 in paper.marks():
        painter.drawLine(QLineF(dots(x1), dots(y1), dots(x2), dots(y2)))


def _font(family: str, points: float, *, strong: bool = False) -> QFont:
    font = QFont(family)
    font.setPixelSize(round(points * DOTS / 72))
    font.setWeight(QFont.Weight.DemiBold if strong else QFont.Weight.Normal)
    return font
