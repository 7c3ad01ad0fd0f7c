"""The last sheet of every book: how its figures are made, how fresh the data is, and which texts were cut."""

from __future__ import annotations

from collections.abc import Iterable

from storeapp.kernel.text import N_, _
from storeapp.orders.groups.queries import BuyerGroups
from storeapp.orders.groups.rules import ASK_EVERYBODY, limits_words
from storeapp.reports.cell_styles import SheetColumn
from storeapp.reports.sheets import SummaryFacts, spoken
from storeapp.reports.workbook import ReportBook

NOTES = (
    SheetColumn(N_("Note"), "long", 110),
    SheetColumn(N_("Sheet"), "text", 16),
    SheetColumn(N_("Row"), "int", 8),
    SheetColumn(N_("Column"), "text", 16),
)


def notes(book: ReportBook, title: str, lines: Iterable[str]) -> None:
    """Write the sheet; it comes last, because it names the texts that were cut."""
    rows: list[tuple[object, ...]] = [(line, None, None, None) for line in lines]
    cut = _("Cut text: {count} characters do not fit into one cell; the whole text is in Storeapp.")
    rows += [(cut.format(count=f"{one.length:,}"), one.sheet, one.row, one.column) for one in book.cuts]
    shown = len(NOTES) if book.cuts else 1  # the rest says where a text was cut
    book.table(title, spoken(NOTES[:shown]), [row[:shown] for row in rows])


def freshness(newest: tuple[str | None, str | None]) -> list[str]:
    """How far the shop's records reach."""
    orders, reviews = newest
    return [
        _("The newest order in the shop is of {day}.").format(day=orders) if orders else _("There is no order yet."),
        _("The newest review is of {day}.").format(day=reviews) if reviews else _("There is no review yet."),
    ]


def names_words(names: bool) -> str:
    """Whether the book names anybody."""
    if names:
        return _("Customers are shown by name: handle with care.")
    return _("Customers are shown by number.")


def overview_notes(told: SummaryFacts) -> list[str]:
    """The notes of the shop overview."""
    return [
        *freshness(told.newest),
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
        *sales_notes(),
        names_words(told.scope.names),
        _("Text that begins with = + - or @ is text and never a formula."),
    ]


def answer_notes() -> list[str]:
    """What stands behind the answers of every book."""
    return [
        _("“Likely range”: in 95 of 100 such months the true figure is inside it. What was counted whole has none."),
        _("“Sure”: a share is known to 5 points, stars to 0.1. “Roughly”: to 10 points, or 0.2 stars."),
        _("“Normal swing”: numbers of orders move so far by chance. “More than chance”: by more than that."),
        _("A change is coloured only where it is more than chance."),
        _(
            "“Was everybody asked?”: of those whose time has come and whom no rule protects, who was asked or wrote a "
            "review unasked. The book of review requests names the reason wherever nobody was."
        ),
        _("“Who then wrote a review?” leaves out requests whose answer may still come."),
        _("“Who came back?”: sales to buyers who had bought on an earlier day, of sales whose buyer is known."),
        _("“Every bad review answered”: reviews of 1 to 3 stars of that time that have a reply by now."),
        _("Days are the channel's own calendar days."),
        _("The rating is the average of all reviews with 1 to 5 stars; other scales are listed but not included."),
        *sales_notes(),
    ]


def sales_notes() -> list[str]:
    """How sales, ratings and lateness are counted everywhere."""
    return [
        _("An order is late when it was delivered after the promised moment, or the promised day."),
        _("Sales, sold pieces, customers and repeat buyers leave out canceled, unpaid and test orders."),
        _("An order paid on delivery counts once it was shipped."),
        _("Sales are the prices of the items, or an order's total where its file states no items, less refunds."),
        _("Refunds never take more from a sale than its items cost. Each currency is counted separately."),
        _("Sales of single products are before refunds: no file says which product a refund was for."),
        _("Shipping, discounts, gift cards and tips that are listed as items of an order don't count as products."),
    ]


def group_notes(told: BuyerGroups) -> list[str]:
    """How the groups of buyers are made."""
    lines = [
        limits_words(told.limits),
        _("Groups are as of {day}, changes since {before}. Two orders on one day make no break.").format(
            day=told.as_of.isoformat(), before=told.before.isoformat()
        ),
        _("Both days are judged by the same numbers of days, so that only buyers move, not the yardstick."),
        _(ASK_EVERYBODY),
    ]
    if told.nobody:
        words = _("{count} orders name no buyer and are in no group.")
        lines.append(words.format(count=f"{told.nobody:,}"))
    return lines
