"""What stands over the first row of a group in a list: its name and how many rows it has."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from storeapp.qtkit import icons, painting
from storeapp.qtkit.theme import theme

BAND = 28  # px at text scale 1
SIGN = 14  # px of the sign that a group can be folded


@dataclass(frozen=True, slots=True)
class Band:
    """A group of `count` rows; `tone` names the colour token of its words.

    A group with a `key` can be folded: a press on its band, or Left and Right, ask for it. None of the rows of a group
    that is `folded` is in the list.
    """

    words: str
    count: int
    tone: str = "text-2"
    key: str = ""
    folded: bool = False


@dataclass(frozen=True, slots=True)
class Bands:
    """Where bands stand: over the rows of `over` (row to bands, in order), and `under` the last row."""

    over: Mapping[int, tuple[Band, ...]]
    under: tuple[Band, ...] = ()

    @property
    def all(self) -> list[Band]:
        """In the order of the list."""
        return [band for number in sorted(self.over) for band in self.over[number]] + list(self.under)

    def around(self, row: int, last: int) -> int:
        """How many bands stand over a row, and under it where it is the last one."""
        return len(self.over.get(row, ())) + (len(self.under) if row == last else 0)

    def of_row(self, row: int) -> Band | None:
        """The group a row is in."""
        before = [number for number in self.over if number <= row]
        return self.over[max(before)][-1] if before else None

    def to_unfold(self, row: int) -> Band | None:
        """The folded group next to a row: after it, else before it."""
        every, own = self.all, self.of_row(row)
        at = every.index(own) if own is not None else 0
        return next((band for band in [*every[at:], *reversed(every[:at])] if band.folded), None)


def placed(bands: Sequence[Band], rows: int) -> Bands:
    """Each band over the first row of its own; those of folded groups over what comes next, the last under the rows."""
    over: dict[int, list[Band]] = {}
    first = 0
    for band in bands:
        over.setdefault(first, []).append(band)
        first += 0 if band.folded else band.count
    under = [band for number in sorted(over) if number >= rows for band in over[number]]
    return Bands({number: tuple(found) for number, found in over.items() if number < rows}, tuple(under))


def paint_band(painter: QPainter, area: QRectF, band: Band, pad: int) -> None:
    """The name, then the number, on a ground that sets them apart from the rows."""
    look = theme()
    painter.fillRect(area, look.color("raised"))
    painting.hair_line(painter, area.left(), area.right(), area.bottom() - 1, look.color("border"))
    words = area.adjusted(pad, 0, -12, -1)
    if band.key:
        side = look.px(SIGN)
        sign = "chevron-right" if band.folded else "chevron-down"
        icons.paint(painter, sign, words.left(), words.center().y() - side / 2, side, look.color("muted"))
        words.setLeft(words.left() + side + 6)
    painting.text_in(painter, words, band.words, look.font("small-strong"), look.color(band.tone))
    words.setLeft(words.left() + look.metrics("small-strong").horizontalAdvance(band.words) + 8)
    painting.text_in(painter, words, f"{band.count:,}", look.font("small"), look.color("muted"))
