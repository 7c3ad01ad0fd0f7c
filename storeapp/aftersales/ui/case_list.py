"""The list of cases: two lines each, with the day of its turn, in groups by when that is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter

from storeapp.aftersales import queries, rules
from storeapp.aftersales.records import CaseFilters, CaseRow
from storeapp.kernel.days import short_day
from storeapp.kernel.text import N_, _
from storeapp.qtkit import icons, painting
from storeapp.qtkit.table import Column
from storeapp.qtkit.table.bands import Band
from storeapp.qtkit.theme import theme

HIGH = 52
GROUPS: dict[str, tuple[str, str]] = {
    "over": (N_("Past the promise"), "negative"),
    "today": (N_("Due today"), "warning"),
    "week": (N_("This week"), "text-2"),
    "later": (N_("Later"), "text-2"),
    "none": (N_("Nothing promised"), "text-2"),
}


def columns(today: Callable[[], date], buyer: Callable[[CaseRow], str]) -> list[Column]:
    """One column; what stands in it goes with it when it is copied."""

    def text(row: CaseRow) -> str:
        return _(", ").join(filter(None, (row.title, under(row, buyer(row)), row.channel, due(row, today())[0])))

    def tip(row: CaseRow) -> str:
        return "\n".join(filter(None, (row.title, row.next_step, row.channel)))

    def paint(painter: QPainter, area: QRectF, row: CaseRow) -> None:
        _paint(painter, area, row, under(row, buyer(row)), due(row, today()))

    return [Column("case", _("Case"), "custom", 280, text=text, stretch=True, sortable=False, tip=tip, paint=paint)]


def bands(today: Callable[[], date]) -> Callable[[Any, CaseFilters], Sequence[Band]]:
    """The groups of a list as it reads them."""

    def read(conn: Any, wanted: CaseFilters) -> list[Band]:
        found = queries.case_groups(conn, wanted, today())
        return [Band(_(GROUPS[one.urgency][0]), one.count, GROUPS[one.urgency][1]) for one in found]

    return read


def under(row: CaseRow, buyer: str) -> str:
    """`Case 118, Customer 1906`."""
    handler = _("with {name}").format(name=row.handler) if row.handler else ""
    number = _("Case {number}").format(number=row.id)
    return _(", ").join(filter(None, (number, buyer or row.order_number, handler)))


def due(row: CaseRow, today: date) -> tuple[str, str]:
    """When it is its turn, in words, with the tone."""
    if row.state == "closed":
        return short_day(date.fromisoformat((row.closed_at or row.opened_at)[:10]), today), "muted"
    if row.turn_at.startswith("9999"):
        return _(rules.WAITING_FOR[row.waiting_for]) if row.waiting_for else "", "muted"
    day, time = row.turn_at[:10], row.turn_at[11:16]
    urgency = rules.urgency(day, today)
    if urgency == "today" and time and time != "24:00":
        return _("by {time}").format(time=time), rules.TONES[urgency]
    return rules.due_words(day, today), rules.TONES[urgency]


def _paint(painter: QPainter, area: QRectF, row: CaseRow, below: str, when: tuple[str, str]) -> None:
    look, right = theme(), Qt.AlignmentFlag.AlignRight
    half = area.height() / 2
    left = area.left()
    if row.platform:
        left += painting.tile(painter, left, area.center().y() + 0.5, row.platform) + 12
    else:
        side = look.px(14)
        icons.paint(painter, "lifebuoy", left + 4, area.center().y() - side / 2, side, look.color("faint"))
        left += painting.tile_width() + 12
    wide = look.metrics("small-medium").horizontalAdvance(when[0]) if when[0] else 0
    painting.text_in(painter, area, when[0], look.font("small-medium"), look.color(when[1]), right)
    room = area.right() - left - (wide + 12 if wide else 0)
    upper = QRectF(left, area.top() + 6, room, half - 4)
    lower = QRectF(left, area.top() + half, room, half - 6)
    if row.severity == "high":
        side = look.px(14)
        icons.paint(painter, "flag", upper.left(), upper.center().y() - side / 2, side, look.color("negative"))
        upper.setLeft(upper.left() + side + 4)
    painting.text_in(painter, upper, row.title, look.font("medium"), look.color("text"))
    painting.text_in(painter, lower, below, look.font("small"), look.color("muted"))
