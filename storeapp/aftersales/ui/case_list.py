"""The list of cases: two lines each, with the day of its turn, in groups by when that is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter

from storeapp.aftersales import queries, rules
from storeapp.aftersales.clocks.rules import TONES, left_words
from storeapp.aftersales.clocks.ui.box import due_words, under_words
from storeapp.aftersales.records import CaseFilters, CaseRow
from storeapp.kernel.days import short_day
from storeapp.kernel.settings import Settings
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
    "none": (N_("No day promised"), "text-2"),
}
IN_LIST = {"none": N_("No day promised; clocks may run")}  # where a band has room to say it


def columns(today: Callable[[], date], buyer: Callable[[CaseRow], str]) -> list[Column]:
    """One column; what stands in it goes with it when it is copied."""

    def text(row: CaseRow) -> str:
        told = (row.title, under(row, buyer(row)), row.channel, due(row, today())[0], clock_words(row, today())[0])
        return _(", ").join(filter(None, told))

    def tip(row: CaseRow) -> str:
        clock = row.clock
        told = _("{clock}: {due}").format(clock=clock.title, due=under_words(clock, today())) if clock else ""
        return "\n".join(filter(None, (row.title, row.next_step, row.channel, told)))

    def paint(painter: QPainter, area: QRectF, row: CaseRow) -> None:
        _paint(painter, area, row, under(row, buyer(row)), (due(row, today()), clock_words(row, today())))

    parts = [
        Column("number", _("Number"), "number", 60, text=lambda row: str(row.id), value=lambda row: row.id),
        Column("title", _("Case"), width=280, text=lambda row: row.title),
        Column("buyer", _("Customer"), width=120, text=buyer),
        Column("order", _("Order"), width=130, text=lambda row: row.order_number),
        Column("channel", _("Channel"), width=100, text=lambda row: row.channel),
        Column("state", _("State"), width=110, text=lambda row: _(rules.STATES[row.state])),
        Column("opened", _("Opened"), "date", 80, text=lambda row: row.opened_at, value=lambda row: row.opened_at),
        Column("due", _("Promised for"), "date", 80, text=lambda row: row.due_on, value=lambda row: row.due_on),
        Column("clock", _("Clock"), width=180, text=lambda row: clock_words(row, today())[0]),
        Column("handler", _("With"), width=100, text=lambda row: row.handler),
        Column("next", _("Next step"), width=280, text=lambda row: row.next_step),
        Column("closed", _("Closed"), "date", 80, text=lambda row: row.closed_at, value=lambda row: row.closed_at),
    ]
    return [
        Column(
            "case", _("Case"), "custom", 280, text=text, stretch=True, sortable=False, tip=tip, paint=paint, parts=parts
        )
    ]


def bands(today: Callable[[], date]) -> Callable[[Any, CaseFilters], Sequence[Band]]:
    """The groups of a list as it reads them."""

    def read(conn: Any, wanted: CaseFilters) -> list[Band]:
        found = queries.case_groups(conn, wanted, today())
        return [
            Band(
                _(IN_LIST.get(one.urgency, GROUPS[one.urgency][0])),
                one.count,
                GROUPS[one.urgency][1],
                one.urgency,
                one.urgency in wanted.folded,
            )
            for one in found
        ]

    return read


def buyer_of(settings: Settings, row: CaseRow) -> str:
    """Who complained, by number where names are not shown; "" for nobody known."""
    if row.customer_id is None:
        return ""
    if settings.show_names and row.customer:
        return row.customer
    return _("Customer {number}").format(number=row.customer_id)


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


def clock_words(row: CaseRow, today: date) -> tuple[str, str]:
    """What is left of the clock that is due first, `due today 18:00, 3 h left`, with the tone; "" where none runs."""
    one = row.clock
    if one is None:
        return "", "muted"
    words = _("{due}, {left}").format(due=due_words(one, today), left=left_words(one))
    return words, TONES[one.urgent] if one.sure else "muted"


def _paint(painter: QPainter, area: QRectF, row: CaseRow, below: str, ends: tuple[tuple[str, str], ...]) -> None:
    """Two lines; `ends`: what stands right of each, and its tone. The upper one is centred where it is alone."""
    look, right = theme(), Qt.AlignmentFlag.AlignRight
    half = area.height() / 2
    left = area.left()
    if row.platform:
        left += painting.tile(painter, left, area.center().y() + 0.5, row.platform) + 12
    else:
        side = look.px(14)
        icons.paint(painter, "lifebuoy", left + 4, area.center().y() - side / 2, side, look.color("faint"))
        left += painting.tile_width() + 12
    lines = [
        QRectF(left, area.top() + 6, area.right() - left, half - 4),
        QRectF(left, area.top() + half, area.right() - left, half - 6),
    ]
    rooms = []
    for line, (words, tone), font in zip(lines, ends, ("small-medium", "small"), strict=True):
        at = area if line is lines[0] and not ends[1][0] else line
        painting.text_in(painter, at, words, look.font(font), look.color(tone), right)
        wide = look.metrics(font).horizontalAdvance(words) + 12 if words else 0
        rooms.append(line.adjusted(0, 0, -wide, 0))
    if not ends[1][0]:
        rooms[1].setRight(rooms[0].right())
    upper, lower = rooms
    if row.severity == "high":
        side = look.px(14)
        icons.paint(painter, "flag", upper.left(), upper.center().y() - side / 2, side, look.color("negative"))
        upper.setLeft(upper.left() + side + 4)
    painting.text_in(painter, upper, row.title, look.font("medium"), look.color("text"))
    painting.text_in(painter, lower, below, look.font("small"), look.color("muted"))
