"""The sheets of the shop overview: the summary with its charts, and one tidy sheet for each kind of record."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from storeapp.kernel.days import last_day
from storeapp.kernel.rating_words import in_words, rating_words
from storeapp.kernel.review_kinds import kind_of, kind_title
from storeapp.kernel.text import N_, _
from storeapp.reports.cell_styles import SheetColumn
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
    SheetColumn(N_("Month"), "date", 12),
    SheetColumn(N_("Orders"), "int", 10),
    SheetColumn(N_("Delivered late"), "int", 14, "late"),
    SheetColumn(N_("Reviews"), "int", 10),
    SheetColumn(N_("Rating"), "stars", 10),
    SheetColumn(N_("Reviews with a reply"), "int", 12),
    SheetColumn(N_("Whole month"), "text", 12),
)
HEIGHTS = {"title": 26, "header": 32}  # points; programs don't make room for large or wrapped letters by themselves


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


class Summary:
    """The first sheet: answers, figures against the last report, charts."""

    def __init__(self, book: ReportBook, told: SummaryFacts) -> None:
        from openpyxl.cell import WriteOnlyCell

        self._book, self._told = book, told
        self._cell_type = WriteOnlyCell
        self.sheet = book.sheet(_("Summary"), one_page=True)
        for letter, width in zip("ABCDE", (36, 16, 16, 16, 3), strict=True):
            self.sheet.column_dimensions[letter].width = width
        self.sheet.sheet_view.showGridLines = False
        self._row = 0
        self._stars_at = 0

    def write(self) -> None:
        """Write the sheet; its charts come with `draw`, once the sheet of months is known."""
        told = self._told
        self._line((_("{shop}: shop overview").format(shop=told.shop or _("My shop")), "text", "title"))
        where = _("all channels") if not told.scope.channels else ", ".join(told.channels)
        self._line((f"{period_words(told.scope)}; {where}", "text", ""))
        self._line((_("Saved on {day} with Storeapp.").format(day=told.made_on), "text", ""))
        self._line()
        for sentence in told.answers:
            self._line((sentence, "text", "strong"))
        self._line()
        self._figures()
        self._stars()
        self._weakest()
        self._line((_("Amounts in different currencies are never added."), "text", ""))
        if told.figures.other_scale:
            words = _("{count} reviews are on other scales and are not included in the rating.")
            self._line((words.format(count=f"{told.figures.other_scale:,}"), "text", ""))

    def _figures(self) -> None:
        told = self._told
        last = _("Last report, {day}").format(day=told.then.at[:10]) if told.then else _("Last report")
        self._line(
            (_("Figures"), "text", "header"),
            (_("Now"), "int", "header"),
            (last, "int", "header"),
            (_("Change"), "int", "header"),
        )
        for change in told.changes:
            kind = {"int": "int", "stars": "stars", "share": "share"}.get(change.kind, f"money:{change.currency}")
            self._line(
                (change.title, "text", ""),
                (change.now_value, kind, ""),
                (change.before_value, kind, ""),
                (change.change, "text", "right"),
            )
        self._line()

    def _stars(self) -> None:
        told = self._told
        self._line((_("Stars"), "text", "header"), (_("Reviews"), "int", "header"), (_("Share"), "int", "header"))
        self._stars_at = self._row
        for star in "54321":
            count = told.figures.stars.get(star, 0)
            words = _("{count} stars").format(count=star) if star != "1" else _("1 star")
            share = count / told.figures.rated if told.figures.rated else None
            self._line((words, "text", ""), (count, "int", ""), (share, "share", ""))
        self._line()

    def _weakest(self) -> None:
        if not self._told.weakest:
            return
        self._line(
            (_("Products to look at first"), "text", "header"),
            (_("Rating"), "stars", "header"),
            (_("Likely at most"), "stars", "header"),
            (_("Reviews"), "int", "header"),
        )
        for title, mean, high, count in self._told.weakest:
            self._line((title, "text", ""), (mean, "stars", ""), (high, "stars", ""), (count, "int", ""))
        self._line()

    def _line(self, *cells: tuple[Any, str, str]) -> None:
        from openpyxl.styles.cell_style import StyleArray

        row = []
        for value, kind, role in cells:
            plain_kind, _colon, currency = kind.partition(":")
            cell = self._cell_type(self.sheet)
            style = int(self._book.style(plain_kind, role, currency))
            cell._style = StyleArray(self._book.book._cell_styles[style])
            if value is not None:
                cell._value = self._book.plain(value) if isinstance(value, str) else value
                cell.data_type = "s" if isinstance(value, str) else "n"
            row.append(cell)
        self._row += 1
        height = max((HEIGHTS.get(role, 0) for _value, _kind, role in cells), default=0)
        if height:
            self.sheet.row_dimensions[self._row].height = height
        self.sheet.append(row)

    def draw(self, months: Any, count: int) -> None:
        """Put the charts beside the figures; `months` is the sheet of months with `count` rows."""
        from openpyxl.chart import BarChart, LineChart, Reference

        if count:
            labels = Reference(months, min_col=1, min_row=2, max_row=count + 1)
            line = LineChart()
            line.add_data(Reference(months, min_col=5, min_row=1, max_row=count + 1), titles_from_data=True)
            self._dress(line, _("Rating by month"), "0.0", labels, "0F766E", "F4")
            line.y_axis.scaling.max = 5
            line.series[0].smooth = False
            bars = BarChart()
            bars.add_data(Reference(months, min_col=2, min_row=1, max_row=count + 1), titles_from_data=True)
            self._dress(bars, _("Orders by month"), "#,##0", labels, "0F766E", "F20")
        if self._told.figures.rated:
            at = self._stars_at
            stars = BarChart()
            stars.type = "bar"
            stars.add_data(Reference(self.sheet, min_col=2, min_row=at, max_row=at + 5), titles_from_data=True)
            names = Reference(self.sheet, min_col=1, min_row=at + 1, max_row=at + 5)
            self._dress(stars, _("Star distribution"), "#,##0", names, "E8960C", "F36", dates=False)
            stars.x_axis.scaling.orientation = "maxMin"

    def _dress(
        self, chart: Any, title: str, form: str, labels: Any, colour: str, anchor: str, dates: bool = True
    ) -> None:
        chart.title = title
        chart.set_categories(labels)
        chart.legend = None
        chart.height, chart.width = 7.4, 17
        chart.y_axis.number_format, chart.y_axis.majorGridlines.spPr = form, _thin()
        chart.y_axis.delete = chart.x_axis.delete = False
        if dates:
            chart.x_axis.number_format = "yyyy-mm"
        if chart.tagname == "barChart":
            chart.gapWidth = 40
            chart.y_axis.scaling.min = 0
        chart.series[0].graphicalProperties.solidFill = colour
        chart.series[0].graphicalProperties.line.solidFill = colour
        self.sheet.add_chart(chart, anchor)


def _thin() -> Any:
    from openpyxl.chart.shapes import GraphicalProperties
    from openpyxl.drawing.line import LineProperties

    return GraphicalProperties(ln=LineProperties(solidFill="DFE4EA", w=6350))


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


def notes(book: ReportBook, told: SummaryFacts) -> None:
    """The last sheet: how the figures are computed, how fresh the data is, and which texts were cut."""
    orders, reviews = told.newest
    lines = [
        _("The newest order in the shop is of {day}.").format(day=orders) if orders else _("There is no order yet."),
        _("The newest review is of {day}.").format(day=reviews) if reviews else _("There is no review yet."),
        _("Days are the channel's own calendar days."),
        _("The last 12 months are this month so far and the 11 months before it."),
        _("Standing and alerts are as of {day}; themes and trust cover the 12 months up to then.").format(
            day=told.made_on
        ),
        _("The rating is the average of all reviews with 1 to 5 stars; other scales are listed but not included."),
        _("Averages use ratings as they were given; where reviews are counted by stars, 3.5 counts as 4."),
        _(
            "“Likely at most” is the high end of the likely range: in 95 of 100 such cases the true rating is inside "
            "it."
        ),
        _(
            "Review requests: shares leave out requests whose answer may still come; in 95 of 100 such cases the true "
            "share is inside the likely range."
        ),
        _("An order is late when it was delivered after the promised moment, or the promised day."),
        _("Sales, sold pieces, customers and repeat buyers leave out canceled, unpaid and test orders."),
        _("An order paid on delivery counts once it was shipped."),
        _("Sales are the prices of the items, or an order's total where its file states no items, less refunds."),
        _("Refunds never take more from a sale than its items cost. Each currency is counted separately."),
        _("Sales of single products are before refunds: no file says which product a refund was for."),
        _("Shipping, discounts, gift cards and tips that are listed as items of an order don't count as products."),
        _("Customers are shown by number.")
        if not told.scope.names
        else _("Customers are shown by name: handle with care."),
        _("Text that begins with = + - or @ is text and never a formula."),
    ]
    rows: list[tuple[Any, ...]] = [(line, None, None, None) for line in lines]
    cut = _("Cut text: {count} characters do not fit into one cell; the whole text is in Storeapp.")
    rows += [(cut.format(count=f"{one.length:,}"), one.sheet, one.row, one.column) for one in book.cuts]
    columns = (N_("Note"), "long", 90), (N_("Sheet"), "text", 16), (N_("Row"), "int", 8), (N_("Column"), "text", 16)
    book.table(_("Notes"), spoken([SheetColumn(*column) for column in columns]), rows)


def fields_of_products(currencies: Sequence[str]) -> list[SheetColumn]:
    """The columns of the sheet of products, with one column of sales for each currency."""
    sales = [
        SheetColumn(_("Sales in {currency}, before refunds").format(currency=code), "money", 18) for code in currencies
    ]
    return [*spoken(PRODUCTS), *sales]
