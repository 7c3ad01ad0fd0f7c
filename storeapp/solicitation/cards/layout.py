"""Where cards stand on a sheet, and the code a telephone reads. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from storeapp.kernel.errors import UserError
from storeapp.kernel.text import N_, _

MOST = 2_000  # cards of one file
LONGEST_LINK = 300  # characters: a longer one makes a code that small cameras can't read
QUIET = 4  # modules left free around a code; ISO/IEC 18004
MARK = 4.0  # millimetres: how long a cut mark is


@dataclass(frozen=True, slots=True)
class Paper:
    """A sheet with its size in millimetres, cut twice into four cards; `title` is a message to translate."""

    id: str
    title: str
    wide: float
    high: float

    @property
    def card(self) -> tuple[float, float]:
        """A card's size in millimetres."""
        return self.wide / 2, self.high / 2

    @property
    def places(self) -> tuple[tuple[float, float], ...]:
        """The upper left corners of the cards, in millimetres, in the order in which they are filled."""
        wide, high = self.card
        return (0.0, 0.0), (wide, 0.0), (0.0, high), (wide, high)

    def marks(self) -> Iterator[tuple[float, float, float, float]]:
        """Lines to cut along (x, y, x, y): short ones at the edges and a cross in the middle, none inside a card."""
        (x, y), (right, low) = self.card, (self.wide, self.high)
        for from_edge in (0.0, right - MARK):
            yield from_edge, y, from_edge + MARK, y
        for from_edge in (0.0, low - MARK):
            yield x, from_edge, x, from_edge + MARK
        yield x - MARK / 2, y, x + MARK / 2, y
        yield x, y - MARK / 2, x, y + MARK / 2


PAPERS = (
    Paper("a4", N_("A4, four cards of A6"), 210.0, 297.0),
    Paper("letter", N_("US Letter, four cards"), 215.9, 279.4),
)


def paper(name: str) -> Paper:
    """A paper by its id."""
    return next(one for one in PAPERS if one.id == name)


@lru_cache(maxsize=64)
def code_of(link: str) -> tuple[tuple[bool, ...], ...]:
    """The QR code of an address as rows of dark modules, without the quiet zone. UserError where it is too long."""
    if len(link) > LONGEST_LINK:
        raise UserError(
            _("The address is too long for a code. Use at most {count} characters.").format(count=LONGEST_LINK)
        )
    import segno  # only when a card is drawn

    made = segno.make_qr(link, error="m", boost_error=True)
    return tuple(tuple(bool(module) for module in row) for row in made.matrix)
