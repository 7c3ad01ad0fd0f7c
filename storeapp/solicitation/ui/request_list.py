"""The columns of the list of requests."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from storeapp.kernel.clock import local_day
from storeapp.kernel.days import short_day
from storeapp.kernel.text import _, plural
from storeapp.qtkit.table import Column
from storeapp.solicitation import rules
from storeapp.solicitation.messages.letters import language_for, language_name
from storeapp.solicitation.records import RequestRow
from storeapp.solicitation.wording import buyer_title, delivery_words, reason_words, step_title

STATES = {
    rules.READY: ("check-circle", "positive"),
    rules.TOO_EARLY: ("clock", "muted"),
    rules.HELD: ("lock", "warning"),
    rules.ASKED: ("send", "muted"),
    rules.REMINDED: ("send", "muted"),
    rules.REVIEWED: ("star", "positive"),
    rules.PHOTO_ASKED: ("image", "muted"),
    rules.NO_ANSWER: ("minus", "muted"),
    rules.OPTED_OUT: ("ban", "muted"),
    rules.WINDOW_CLOSED: ("clock", "muted"),
    rules.NOT_ASKED: ("ban", "muted"),
}


def columns(today: Callable[[], date], names: Callable[[], bool]) -> list[Column]:
    """The columns; where an order stands is told in words and colour."""

    def arrived(row: RequestRow) -> str:
        return arrived_words(row, today())

    def goes(row: RequestRow) -> str:
        day = goes_on(row, today())
        return "" if day is None else _("Today") if day == today() else short_day(day, today())

    def known(row: RequestRow) -> str:
        return delivery_words(row.basis, row.low_on, row.high_on, today())

    def verdict(row: RequestRow) -> str:
        return reason_words(row.reason, row.detail, today())

    return [
        _channel(),
        Column(
            "buyer", _("Buyer"), width=120, sortable=False, text=lambda row: buyer_title(row, names()), font="medium"
        ),
        Column("number", _("Order"), width=132, text=lambda row: row.number),
        Column("product", _("Product"), width=150, sortable=False, text=product, hidden=True),
        Column(
            "delivered",
            _("Delivered"),
            width=76,
            sortable=False,
            align="right",
            text=arrived,
            tip=known,
            parts=[
                Column("delivered", _("Delivered"), "date", 80, text=arrived, value=lambda row: row.high_on),
                Column("basis", _("How known"), width=140, text=known),
            ],
        ),
        Column("asks", _("Asks"), width=92, sortable=False, text=lambda row: step_title(row.step), tone="text-2"),
        Column(
            "goes",
            _("Send on"),
            width=68,
            sortable=False,
            text=goes,
            parts=[Column("goes", _("Send on"), "date", 80, text=goes, value=lambda row: goes_on(row, today()))],
        ),
        Column("language", _("Language"), width=92, sortable=False, text=language, tone="text-2"),
        Column(
            "verdict",
            _("Status"),
            "state",
            240,
            sortable=False,
            stretch=True,
            text=verdict,
            value=lambda row: STATES[row.state],
        ),
    ]


def _channel() -> Column:
    return Column(
        "channel",
        _("Channel"),
        "channel",
        44,
        sortable=False,
        text=lambda row: row.channel,
        value=lambda row: (row.platform, ""),
        head="",
    )


def arrived_words(row: RequestRow, today: date) -> str:
    """The day a parcel arrived, "about" it where it is reckoned."""
    if row.high_on is None:
        return _("unknown")
    day = short_day(date.fromisoformat(row.high_on), today)
    return day if row.basis == "delivered" else _("about {day}").format(day=day)


def goes_on(row: RequestRow, today: date) -> date | None:
    """The day on which it may be sent, on this PC's clock, as Today is; None where it may not or nobody knows."""
    if row.state == rules.READY:
        return today
    if row.ready_from is None or row.state not in (rules.TOO_EARLY, rules.HELD, rules.ASKED, rules.REVIEWED):
        return None
    return local_day(row.ready_from)


def product(row: RequestRow) -> str:
    """What was bought, the first item and how many more."""
    more = row.products - 1
    if more < 1:
        return row.product
    return plural("{{product}} and {count} more", "{{product}} and {count} more", more).format(product=row.product)


def language(row: RequestRow) -> str:
    """The language it is written in; a guess is marked as one."""
    code, guessed = language_for(row.language, row.platform, row.country)
    name = language_name(code)
    return _("{language}?").format(language=name) if guessed else name
