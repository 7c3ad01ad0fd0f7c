"""The sheets of the shop overview: the summary with its charts, and one tidy sheet for each kind of record."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from storeapp.kernel.clock import local_day
from storeapp.kernel.days import last_day
from storeapp.kernel.rating_words import in_words, rating_words
from storeapp.kernel.review_kinds import kind_of, kind_title
from storeapp.kernel.text import N_, _
from storeapp.reports.cell_styles import SheetColumn
from storeapp.reports.free_sheet import FreeSheet
from storeapp.reports.queries import LastReport, MonthRow
from storeapp.reports.rules import PERIODS, FigureChange, ReportFigures, Scope
from storeapp.reports.workbook import ReportBook

ORDERS = (
    SheetColumn(N_("Ordered on"), "date", 12),
    SheetColumn(N_("Channel"), "text", 14),
    SheetColumn(N_("Order"), "id", 20),
    SheetColumn(N_("Customer"), "text", 18),
    SheetColumn(N_("Country"), "text", 9),
    SheetColumn(N_("Status"), "text", 12),
    SheetColumn(N_("Pieces"), "int", 8),
    SheetColumn(N_("Products"), "text", 36),
    SheetColumn(N_("Currency"), "text", 9),
    SheetColumn(N_("Items"), "money", 11),
    SheetColumn(N_("Shipping"), "money", 10),
    SheetColumn(N_("Discount"), "money", 10),
    SheetColumn(N_("Tax"), "money", 10),
    SheetColumn(N_("Total"), "money", 11),
    SheetColumn(N_("Refunded"), "money", 10),
    SheetColumn(N_("Paid on"), "date", 12),
    SheetColumn(N_("Shipped on"), "date", 12),
    SheetColumn(N_("Promised for"), "date", 12),
    SheetColumn(N_("Delivered on"), "date", 12),
    SheetColumn(N_("Days late"), "int", 8, "late"),
    SheetColumn(N_("Worst stars"), "int", 8, "low"),
    SheetColumn(N_("Note"), "long", 30),
    SheetColumn(N_("Total covers"), "text", 11),
)
_REVIEW = (
    SheetColumn(N_("Posted on"), "date", 12),
    SheetColumn(N_("Channel"), "text", 14),
    SheetColumn(N_("Product"), "text", 26),
    SheetColumn(N_("Stars"), "int", 7, "low"),
    SheetColumn(N_("Rating"), "number", 8),
    SheetColumn(N_("Out of"), "int", 7),
    SheetColumn(N_("Rating in words"), "text", 10),
    SheetColumn(N_("About"), "text", 16),
    SheetColumn(N_("Title"), "text", 22),
    SheetColumn(N_("Review"), "long", 60),
    SheetColumn(N_("Language"), "text", 10),
    SheetColumn(N_("Order"), "id", 20),
    SheetColumn(N_("Customer"), "text", 18),
)
REVIEWS = (
    *_REVIEW,
    SheetColumn(N_("Replied on"), "date", 12),
    SheetColumn(N_("Reply"), "long", 40),
    SheetColumn(N_("Edited on"), "date", 12),
    SheetColumn(N_("Photos"), "int", 8),
)
UNANSWERED = (*_REVIEW, SheetColumn(N_("Days waited"), "int", 8))
PRODUCTS = (
    SheetColumn(N_("Product"), "text", 34),
    SheetColumn(N_("Short name"), "text", 18),
    SheetColumn(N_("SKU"), "id", 16),
    SheetColumn(N_("Category"), "text", 16),
    SheetColumn(N_("Pieces sold"), "int", 11),
    SheetColumn(N_("Orders sold"), "int", 11),
    SheetColumn(N_("Last sold on"), "date", 12),
    SheetColumn(N_("Reviews"), "int", 9),
    SheetColumn(N_("Rating"), "stars", 9, "low"),
    SheetColumn(N_("1 star"), "int", 8),
    SheetColumn(N_("2 stars"), "int", 8),
    SheetColumn(N_("3 stars"), "int", 8),
    SheetColumn(N_("4 stars"), "int", 8),
    SheetColumn(N_("5 stars"), "int", 8),
)
MONTHS = (
    SheetColumn(N_("Month"), "month", 12),
    SheetColumn(N_("Orders"), "int", 10),
    SheetColumn(N_("Delivered late"), "int", 14, "late"),
    SheetColumn(N_("Reviews"), "int", 10),
    SheetColumn(N_("Rating"), "stars", 10),
    SheetColumn(N_("Reviews with a reply"), "int", 12),
    SheetColumn(N_("Whole month"), "text", 12),
)


@dataclass(frozen=True, slots=True)
class SummaryFacts:
    """All that the summary says. `channels`: their names; `then`: the last report; `newest`: days of the data."""

    shop: str
    scope: Scope
    channels: Sequence[str]
    made_on: str
    figures: ReportFigures
    then: LastReport | None
    answers: Sequence[str]
    changes: Sequence[FigureChange]
    months: Sequence[MonthRow]
    weakest: Sequence[tuple[str, float, float, int]]
    newest: tuple[str | None, str | None]


def spoken(fields: Sequence[SheetColumn]) -> list[SheetColumn]:
    """The columns with their titles in the owner's language."""
    return [replace(field, title=_(field.title)) for field in fields]


def period_words(scope: Scope) -> str:
    """ "Last 12 months, 2025-07-17 to 2026-07-16"."""
    name = _(PERIODS.get(scope.period, scope.period))
    if scope.since and scope.until:
        return _("{period}, {since} to {until}").format(period=name, since=scope.since, until=scope.until)
    return name


class Summary(FreeSheet):
    """The first sheet: answers, figures against the last report, charts."""

    def __init__(self, book: ReportBook, told: SummaryFacts) -> None:
        super().__init__(book, _("Summary"), (36, 16, 16, 16, 3))
        self._told = told
        self._stars_at = 0

    def write(self) -> None:
        """Write the sheet; its charts come with `draw`, once the sheet of months is known."""
        told = self._told
        self.line((_("{shop}: shop overview").format(shop=told.shop or _("My shop")), "text", "title"))
        where = _("all channels") if not told.scope.channels else ", ".join(told.channels)
        self.line((f"{period_words(told.scope)}; {where}", "text", ""))
        self.line((_("Saved on {day} with Storeapp.").format(day=told.made_on), "text", ""))
        self.line()
        for sentence in told.answers:
            self.line((sentence, "text", "strong"))
        self.line()
        self._figures()
        self._stars()
        self._weakest()
        self.line((_("Amounts in different currencies are never added."), "text", ""))
        if told.figures.other_scale:
            words = _("{count} reviews are on other scales and are not included in the rating.")
            self.line((words.format(count=f"{told.figures.other_scale:,}"), "text", ""))

    def _figures(self) -> None:
        told = self._told
        last = _("Last report, {day}").format(day=local_day(told.then.at)) if told.then else _("Last report")
        self.line(
            (_("Figures"), "text", "header"),
            (_("Now"), "int", "header"),
            (last, "int", "header"),
            (_("Change"), "int", "header"),
        )
        for change in told.changes:
            kind = {"int": "int", "stars": "stars", "share": "share"}.get(change.kind, f"money:{change.currency}")
            self.line(
                (change.title, "text", ""),
                (change.now_value, kind, ""),
                (change.before_value, kind, ""),
                (change.change, "text", "right"),
            )
        self.line()

    def _stars(self) -> None:
        told = self._told
        self.line((_("Stars"), "text", "header"), (_("Reviews"), "int", "header"), (_("Share"), "int", "header"))
        self._stars_at = self.row
        for star in "54321":
            count = told.figures.stars.get(star, 0)
            words = _("{count} stars").format(count=star) if star != "1" else _("1 star")
            share = count / told.figures.rated if told.figures.rated else None
            self.line((words, "text", ""), (count, "int", ""), (share, "share", ""))
        self.line()

    def _weakest(self) -> None:
        if not self._told.weakest:
            return
        self.line(
            (_("Products to look at first"), "text", "header"),
            (_("Rating"), "stars", "header"),
            (_("Likely at most"), "stars", "header"),
            (_("Reviews"), "int", "header"),
        )
        for title, mean, high, count in self._told.weakest:
            self.line((title, "text", ""), (mean, "stars", ""), (high, "stars", ""), (count, "int", ""))
        self.line()

    def draw(self, months: Any, count: int) -> None:
        """Put the charts beside the figures; `months` is the sheet of months with `count` rows."""
        from openpyxl.chart import BarChart, LineChart, Reference

        if count:
            labels = Reference(months, min_col=1, min_row=2, max_row=count + 1)
            line = LineChart()
            line.add_data(Reference(months, min_col=5, min_row=1, max_row=count + 1), titles_from_data=True)
            self.chart(line, _("Rating by month"), "0.0", labels, "0F766E", "F4")
            line.y_axis.scaling.max = 5
            line.series[0].smooth = False
            bars = BarChart()
            bars.add_data(Reference(months, min_col=2, min_row=1, max_row=count + 1), titles_from_data=True)
            self.chart(bars, _("Orders by month"), "#,##0", labels, "0F766E", "F20")
        if self._told.figures.rated:
            at = self._stars_at
            stars = BarChart()
            stars.type = "bar"
            stars.add_data(Reference(self.sheet, min_col=2, min_row=at, max_row=at + 5), titles_from_data=True)
            names = Reference(self.sheet, min_col=1, min_row=at + 1, max_row=at + 5)
            self.chart(stars, _("Star distribution"), "#,##0", names, "E8960C", "F36", dates=False)
            stars.x_axis.scaling.orientation = "maxMin"


def month_cells(told: SummaryFacts) -> Iterator[tuple[Any, ...]]:
    """The rows of the sheet of months; one that the period or today cuts short says so."""
    last = min(told.scope.until or told.made_on, told.made_on)
    for each in told.months:
        whole = _("yes")
        if last <= f"{each.month}-31" and last < last_day(each.month):
            whole = _("until {day}").format(day=last)
        elif told.scope.since and f"{each.month}-01" < told.scope.since:
            whole = _("from {day}").format(day=told.scope.since)
        yield f"{each.month}-01", each.orders, each.late, each.reviews, each.rating, each.replied, whole


def order_cells(rows: Iterable[Any], buyer: Callable[[int | None, str], str], status: Callable[[str], str]) -> Any:
    """Rows of queries.order_rows as the sheet holds them."""
    for row in rows:
        code = row[9]
        items, *between, total, refunded = row[10:16]
        covers = _("items only") if total is None and items is not None else ""
        whole = items if total is None else total
        amounts = [None if minor is None else (minor, code) for minor in (items, *between, whole, refunded)]
        yield (*row[:3], buyer(row[3], row[4]), row[5], status(row[6]), *row[7:10], *amounts, *row[16:], covers)


def review_cells(rows: Iterable[Any], buyer: Callable[[int | None, str], str]) -> Any:
    """Rows of queries.review_rows and unanswered_rows as the sheet holds them."""
    for row in rows:
        stars, rating, scale = row[3:6]
        kind, platform = row[12:14]
        rated: list[Any] = [stars, rating, int(scale) if scale == int(scale) else scale, ""]
        if in_words(scale):  # nobody gave these stars, and nobody rated 1 of 3
            rated = [None, None, None, rating_words(platform, rating, scale)]
        about = kind_title(kind_of(kind, platform))
        yield (*row[:3], *rated, about, *row[6:10], buyer(row[10], row[11]), *row[14:])


def product_cells(rows: Iterable[Any], currencies: Sequence[str]) -> Any:
    """Rows of queries.product_rows as the sheet holds them."""
    first = len(PRODUCTS)
    for row in rows:
        amounts = [(minor, code) if minor else None for minor, code in zip(row[first:], currencies, strict=True)]
        yield (*row[:first], *amounts)


def fields_of_products(currencies: Sequence[str]) -> list[SheetColumn]:
    """The columns of the sheet of products, with one column of sales for each currency."""
    sales = [
        SheetColumn(_("Sales in {currency}, before refunds").format(currency=code), "money", 18) for code in currencies
    ]
    return [*spoken(PRODUCTS), *sales]
