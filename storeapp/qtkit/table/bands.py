"""What stands over the first row of a group in a list: its name and how many rows it has."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from storeapp.qtkit import painting
from storeapp.qtkit.theme import theme

BAND = 28  # px at text scale 1


@dataclass(frozen=True, slots=True)
class Band:
    """A group of `count` rows; `tone` names the colour token of its words."""

    words: str
    count: int
    tone: str = "text-2"


def paint_band(painter: QPainter, area: QRectF, band: Band, pad: int) -> None:
    """The name, then the number, on a ground that sets them apart from the rows."""
    look = theme()
    painter.fillRect(area, look.color("raised"))
    painting.hair_line(painter, area.left(), area.right(), area.bottom() - 1, look.color("border"))
    words = area.adjusted(pad, 0, -12, -1)
    painting.text_in(painter, words, band.words, look.font("small-strong"), look.color(band.tone))
    words.setLeft(words.left() + look.metrics("small-strong").horizontalAdvance(band.words) + 8)
    painting.text_in(painter, words, f"{band.count:,}", look.font("small"), look.color("muted"))
