"""The list of causes: two lines each, with what it cost and the share that is reached with it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter

from storeapp.aftersales.causes.queries.causes import CauseLine
from storeapp.aftersales.causes.rules import STATES
from storeapp.kernel.days import spoken_day
from storeapp.kernel.money import Money
from storeapp.kernel.text import _, in_context, plural
from storeapp.qtkit import painting
from storeapp.qtkit.table import Column
from storeapp.qtkit.theme import theme

HIGH = 52
STATE = 0.55  # where the state begins, of the width


def columns(today: Callable[[], date]) -> list[Column]:
    """One column; the figures go with it when it is copied."""

    def text(row: CauseLine) -> str:
        parts = [title(row), under(row), state_words(row, today())[0], costs_words(row), running(row)]
        return ", ".join(part for part in parts if part)

    def tip(row: CauseLine) -> str:
        parts = [title(row), under(row), state_words(row, today())[0], costs_words(row)]
        return "\n".join(part for part in parts if part)

    def paint(painter: QPainter, area: QRectF, row: CauseLine) -> None:
        _paint(painter, area, row, today())

    parts = [
        Column("title", _("Cause"), width=260, text=title),
        Column("reason", _("Reason"), width=140, text=lambda row: row.reason_title),
        Column("state", _("State"), width=130, text=lambda row: state_words(row, today())[0] if row.id else ""),
        Column("cases", _("Cases"), "number", 60, text=lambda row: str(row.cases), value=lambda row: row.cases),
        Column(
            "cost",
            _("Cost"),
            "money",
            100,
            text=costs_words,
            value=lambda row: row.share.line.money if row.share is not None else None,
        ),
        Column("others", _("In other currencies"), width=120, text=lambda row: _(" + ").join(map(str, row.others))),
        Column(
            "running",
            _("Running share"),
            "bar",
            80,
            text=running,
            value=lambda row: row.share.running if row.share is not None else None,
        ),
    ]
    return [
        Column(
            "cause",
            _("Cause"),
            "custom",
            260,
            text=text,
            stretch=True,
            sortable=False,
            tip=tip,
            paint=paint,
            parts=parts,
        )
    ]


def title(row: CauseLine) -> str:
    """The cause's title."""
    return row.title if row.id else _("No cause found yet")


def under(row: CauseLine) -> str:
    """`Missing part, 11 cases`."""
    cases = plural("{count} case", "{count} cases", row.cases)
    return _("{first}, {second}").format(first=row.reason_title, second=cases) if row.reason_title else cases


def state_words(row: CauseLine, today: date) -> tuple[str, str]:
    """`Fixed 14 April` with its tone."""
    if not row.id:
        return in_context("verb", "Look"), "text-2"
    words, tone = STATES.get(row.state, STATES["open"])
    if row.state == "fixed" and row.fixed_on:
        day = spoken_day(date.fromisoformat(row.fixed_on), today)
        return _("Fixed {day}").format(day=day), tone
    return _(words), tone


def costs_words(row: CauseLine) -> str:
    """What it cost in the period, each currency by itself; "" for nothing."""
    first = [str(row.share.line.money)] if row.share is not None else []
    return _(" + ").join([*first, *(str(one) for one in row.others)])


def running(row: CauseLine) -> str:
    """The share reached with it."""
    return f"{row.share.running:.0%}" if row.share is not None else ""


def total_words(total: Money | None, others: tuple[Money, ...]) -> str:
    """The sum of all, each currency by itself."""
    return _(" + ").join(str(one) for one in ([total] if total is not None else []) + list(others))


def _paint(painter: QPainter, area: QRectF, row: CauseLine, today: date) -> None:
    look = theme()
    right = Qt.AlignmentFlag.AlignRight
    half = area.height() / 2
    upper = QRectF(area.left(), area.top() + 5, area.width(), half - 3)
    lower = QRectF(area.left(), area.top() + half, area.width(), half - 5)
    cost, share = costs_words(row), running(row)
    wide = look.metrics("strong").horizontalAdvance(cost) + 12 if cost else 0
    painting.text_in(painter, upper, cost, look.font("strong"), look.color("text"), right)
    head = QRectF(upper.left(), upper.top(), upper.width() - wide, upper.height())
    painting.text_in(painter, head, title(row), look.font("medium"), look.color("text"))
    small = look.metrics("small").horizontalAdvance(share) + 12 if share else 0
    painting.text_in(painter, lower, share, look.font("small"), look.color("muted"), right)
    words, tone = state_words(row, today)
    begins = lower.left() + lower.width() * STATE
    about = QRectF(lower.left(), lower.top(), begins - lower.left() - 8, lower.height())
    painting.text_in(painter, about, under(row), look.font("small"), look.color("muted"))
    state = QRectF(begins, lower.top(), lower.right() - begins - small, lower.height())
    painting.text_in(painter, state, words, look.font("small"), look.color(tone))
