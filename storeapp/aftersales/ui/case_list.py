"""The columns of the list of cases."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from storeapp.aftersales import rules
from storeapp.aftersales.records import CaseRow
from storeapp.kernel.days import short_day
from storeapp.kernel.text import _
from storeapp.qtkit.table import Column

ICONS = {"over": "alert-circle", "today": "clock", "week": "clock", "later": "calendar", "none": "minus"}


def columns(today: Callable[[], date], reason: Callable[[str], str], buyer: Callable[[CaseRow], str]) -> list[Column]:
    """The columns; what is due is told in words and colour."""

    def due(row: CaseRow) -> str:
        if row.state == "closed":
            return _("Closed {day}").format(day=short_day(_day(row.closed_at, today()), today()))
        return rules.due_words(row.due_on, today()) if row.open_promises else _("nothing promised")

    def state(row: CaseRow) -> tuple[str, str]:
        if row.state == "closed":
            return "check", "positive"
        urgency = rules.urgency(row.due_on, today())
        return ICONS[urgency], rules.TONES[urgency]

    return [
        Column(
            "channel",
            _("Channel"),
            "channel",
            44,
            sortable=False,
            text=lambda row: row.channel,
            value=lambda row: (row.platform, ""),
            head="",
        ),
        Column("number", _("Case"), width=72, sortable=False, text=lambda row: f"{row.id}"),
        Column("title", _("About"), width=260, sortable=False, stretch=True, text=lambda row: row.title),
        Column("reason", _("Reason"), width=160, sortable=False, text=lambda row: reason(row.reason), tone="text-2"),
        Column("buyer", _("Buyer"), width=130, sortable=False, text=buyer),
        Column("due", _("Promise"), "state", 150, sortable=False, text=due, value=state),
    ]


def _day(instant: str | None, today: date) -> date:
    return date.fromisoformat(instant[:10]) if instant else today
