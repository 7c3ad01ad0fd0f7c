"""The card of the last 12 months: one line chart at a time, and the same figures as a table below it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from storeapp.kernel.days import month_and_year, short_month
from storeapp.kernel.text import _
from storeapp.qtkit.charts.line import LineChart, Series
from storeapp.qtkit.table import Column, RowsModel, TableView
from storeapp.qtkit.theme import theme
from storeapp.qtkit.widgets import Card, Link, Segment
from storeapp.reputation.trust.rules import KINDS, Scorecard, TrustMonth

LOWEST = 3.0  # where the scale of the range marks begins
_POSTS = ("post", "answer", "article")


class MonthsCard(Card):
    """`picked` tells the month that was pressed, `copied` how many rows went to the clipboard."""

    picked = Signal(str)
    copied = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(
            _("Month by month"), _("always next to the orders; lines show finished months"), padded=False, parent=parent
        )
        self._card: Scorecard | None = None
        self.lines = Segment(
            [
                ("orders", _("Orders")),
                ("ratings", _("Rating")),
                ("known", _("How they found you")),
                ("said", _("Posts and articles")),
            ],
            _("Lines"),
            24,
        )
        self.lines.chosen.connect(self._show_lines)
        self.copy = Link(_("Copy as a table"))
        self.copy.clicked.connect(self._copy)
        self.add_to_head(self.lines)
        self.add_to_head(self.copy)
        self.chart = LineChart(_("Month by month"), self)
        self.chart.setFixedHeight(theme().px(176))
        self.chart.clicked.connect(self._pick)
        beside = QHBoxLayout()
        beside.setContentsMargins(15, 0, 15, 8)
        beside.addWidget(self.chart)
        self.inside.addLayout(beside)
        self.table = TableView(_("Month by month"), "reputation.trust.months")
        self.model = RowsModel(columns())
        self.table.show_model(self.model)
        self.table.opened.connect(lambda row: self.picked.emit(row.month))
        self.table.copied.connect(self.copied)
        self.add(self.table)
        self.inside.setContentsMargins(1, 0, 1, 4)

    def show_card(self, card: Scorecard) -> None:
        """Show these months, newest first in the table."""
        self._card = card
        rows = list(reversed(card.months))
        self.model.set_rows([_Row(number, one, one.month == card.running) for number, one in enumerate(rows)])
        look = theme()
        self.table.setFixedHeight(look.px(28) + look.px(32) * len(rows) + 14)  # room for the bar under widened columns
        self._show_lines()

    def _show_lines(self) -> None:
        card = self._card
        if card is None:
            return
        whole = card.whole
        labels = [short_month(one.month) if not one.month.endswith("-01") else one.month[:4] for one in whole]
        orders = [one.orders for one in whole]
        counts, count_name = orders, _("orders")
        kind = self.lines.value()
        if kind == "ratings":
            likely = [(one.likely.low, one.likely.high) if one.likely is not None else None for one in whole]
            means = [one.stars.mean for one in whole]
            self.chart.show_lines(
                labels, [Series(_("Rating"), means, "accent", main=True)], likely, counts=counts, count_name=count_name
            )
            return
        if kind == "known":
            lines = [
                Series(_("say how they heard"), [one.says for one in whole], "accent", main=True),
                Series(_("by word of mouth"), [one.by_mouth for one in whole], "chart-complain", "dash"),
            ]
        elif kind == "said":
            tones = ("accent", "chart-complain", "chart-line-2")
            dashes = ("solid", "dash", "dot")
            found = [[one.posts for one in whole], [one.answers for one in whole]]
            found.append([one.articles for one in whole])
            lines = [
                Series(_(KINDS[name]), values, tone, dash)
                for name, values, tone, dash in zip(_POSTS, found, tones, dashes, strict=True)
            ]
        else:
            counts, count_name = [], ""
            lines = [
                Series(_("Orders"), orders, "chart-line-2"),
                Series(_("Repeat orders"), [one.repeat for one in whole], "accent", main=True),
            ]
        self.chart.show_lines(labels, lines, words=_whole, from_zero=True, counts=counts, count_name=count_name)

    def _pick(self, number: int) -> None:
        if self._card is not None:
            self.picked.emit(self._card.whole[number].month)

    def _copy(self) -> None:
        self.table.selectAll()
        self.table.copy()


class _Row:
    """A month with a row's number, and its words: one that isn't over says so."""

    def __init__(self, number: int, one: TrustMonth, running: bool) -> None:
        self.id, self.one, self.month = number, one, one.month
        self.words = month_words(one.month, running)


def month_words(month: str, running: bool) -> str:
    """`Jul 2026`, or `Jul 2026, so far`."""
    named = month_and_year(month)
    return _("{month}, so far").format(month=named) if running else named


def _whole(value: float) -> str:
    return f"{value:,.0f}"


def columns() -> list[Column]:
    """The columns of the table."""
    return [
        Column("month", _("Month"), width=124, sortable=False, font="medium", text=lambda row: row.words),
        _number("orders", _("Orders"), lambda one: one.orders, 62),
        _number("repeat", _("Repeat orders"), lambda one: one.repeat if one.known else None, 70, _("Repeat")),
        _number("says", _("Say how they heard"), lambda one: one.says, 70, _("Say how")),
        _number("mouth", _("By word of mouth"), lambda one: one.by_mouth, 70, _("By word")),
        _number("ratings", _("Ratings"), lambda one: one.stars.total, 68),
        Column(
            "mean",
            _("Rating"),
            "number",
            62,
            sortable=False,
            text=lambda row: f"{row.one.stars.mean:.2f}" if row.one.stars.mean is not None else "",
            value=lambda row: row.one.stars.mean,
        ),
        Column(
            "likely",
            _("Likely rating"),
            "range",
            92,
            hint=_("Likely rating"),
            head=_("Likely"),
            sortable=False,
            span=(LOWEST, 5.0),
            text=_likely_words,
            value=_range,
            tip=_likely_words,
        ),
        Column(
            "good",
            _("Good"),
            "number",
            60,
            sortable=False,
            text=lambda row: f"{row.one.good_share:.0%}" if row.one.good_share is not None else "",
            value=lambda row: row.one.good_share,
            tip=_good_words,
        ),
        _number("posts", _("Posts"), lambda one: one.posts, 60),
        _number("answers", _("Answers"), lambda one: one.answers, 74),
        _number("articles", _("Articles"), lambda one: one.articles, 72),
    ]


def _number(
    name: str, title: str, value: Callable[[TrustMonth], int | None], width: int, head: str | None = None
) -> Column:
    def held(row: _Row) -> int | None:
        return value(row.one)

    return Column(
        name,
        title,
        "number",
        width,
        sortable=False,
        text=lambda row: "–" if held(row) is None else f"{held(row):,}" if held(row) else "",
        value=held,
        head=head,
        hint=title if head is not None else "",
    )


def _range(row: _Row) -> tuple[float, float, float] | None:
    one = row.one
    if one.stars.mean is None or one.likely is None:
        return None
    return one.likely.low, one.stars.mean, one.likely.high


def _likely_words(row: _Row) -> str:
    one = row.one
    if one.likely is None:
        return ""
    return _("likely {low}–{high}").format(low=f"{one.likely.low:.2f}", high=f"{one.likely.high:.2f}")


def _good_words(row: _Row) -> str:
    one = row.one
    if one.good_likely is None:
        return ""
    return _("likely {low}–{high}").format(low=f"{one.good_likely.low:.0%}", high=f"{one.good_likely.high:.0%}")
