"""How one piece of the plan is drawn: its place in colour and letters, its title, and how far it is."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from storeapp.articles.calendar.rules import STATES, PlannedPiece
from storeapp.articles.kinds import MIX
from storeapp.kernel.days import spoken_day
from storeapp.kernel.text import _
from storeapp.qtkit import icons, painting
from storeapp.qtkit.theme import theme

MIX_KINDS = {"useful": "accent", "story": "info", "promotion": "warn"}  # of tags


def paint_piece(painter: QPainter, area: QRectF, piece: PlannedPiece, warned: bool) -> None:
    """Draw a piece as a card; `warned` ones get a mark."""
    look = theme()
    mark = look.channel(piece.platform, piece.place_name)
    line = {"blocked": "negative-line", "ready": "accent-line"}.get(piece.state, "border")
    painting.rounded(painter, area, 4, look.color("surface"), look.color(line))
    painter.fillRect(QRectF(area.left(), area.top() + 1, 3, area.height() - 2), mark.ink)
    side = look.px(14)
    _title, icon, tone = STATES[piece.state]
    if warned and piece.state != "blocked":
        icon, tone = "triangle-alert", "warning"
    icons.paint(painter, icon, area.right() - side - 4, area.top() + 3, side, look.color(tone))
    inner = area.adjusted(8, 1, -side - 8, -1)
    letters = mark.letters
    ink = look.color("text-2" if piece.published else "text")
    if area.height() < look.px(30):
        wide = look.width(letters, "small-strong") + 5
        first = QRectF(inner.left(), inner.top(), wide, inner.height())
        painting.text_in(painter, first, letters, look.font("small-strong"), mark.ink)
        painting.text_in(painter, inner.adjusted(wide, 0, 0, 0), piece.title, look.font("small"), ink)
        return
    lines = _two_lines(piece.title, inner.width(), look.width(letters, "small-strong") + 5)
    half = inner.height() / 2
    wide = look.width(letters, "small-strong") + 5
    upper = QRectF(inner.left(), inner.top(), wide, half)
    painting.text_in(painter, upper, letters, look.font("small-strong"), mark.ink)
    first = QRectF(inner.left() + wide, inner.top(), inner.width() - wide, half)
    painting.text_in(painter, first, lines[0], look.font("small"), ink)
    second = QRectF(inner.left(), inner.top() + half, inner.width(), half)
    painting.text_in(painter, second, lines[1], look.font("small"), ink)


def _two_lines(title: str, room: float, taken: float) -> tuple[str, str]:
    """A title over two lines, the first one shorter by what is `taken`; broken at a blank, or anywhere in Chinese."""
    look = theme()
    if look.width(title, "small") <= room - taken:
        return title, ""
    cut = len(title)
    while cut > 1 and look.width(title[:cut], "small") > room - taken:
        cut -= 1
    blank = title.rfind(" ", 0, cut + 1)
    if blank > 0:
        cut = blank
    return title[:cut].rstrip(), title[cut:].lstrip()


def piece_words(piece: PlannedPiece, today: date) -> str:
    """All of a piece in words: for tooltips."""
    when = spoken_day(date.fromisoformat(piece.day), today)
    parts = [piece.title, piece.place_name, _("{day} {time}").format(day=when, time=piece.time), _(MIX[piece.mix])]
    return _(", ").join((*parts, _(STATES[piece.state][0])))
