"""The books by name: which sheets each has, in which order."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from storeapp.customers.rules import title as customer_title
from storeapp.kernel.clock import utc_text
from storeapp.kernel.progress import Progress
from storeapp.kernel.text import N_, _
from storeapp.orders.groups.queries import buyer_groups
from storeapp.reports import (
    aftersales_sheets,
    article_sheets,
    buyer_sheets,
    earlier_reports,
    how_made,
    queries,
    reputation_sheets,
    request_rates,
    request_sheets,
)
from storeapp.reports import first_page_facts as facts
from storeapp.reports import months as periods
from storeapp.reports.cell_styles import SheetColumn
from storeapp.reports.first_page import BookAnswer, FirstPage
from storeapp.reports.first_page_sheet import AnswersSheet, OwnerSheet, few_buyers
from storeapp.reports.queries import SavedReport
from storeapp.reports.reputation_sheets import ReportSheet
from storeapp.reports.rules import ReportFigures, Scope, before
from storeapp.reports.sheets import REVIEWS, period_words, review_cells, spoken
from storeapp.reports.workbook import ReportBook

if TYPE_CHECKING:
    from sqlalchemy import Connection

# By name: title, what it is for.
BOOKS: Mapping[str, tuple[str, str]] = {
    "owner": (N_("Owner's book"), N_("Monthly, the answers first")),
    "reputation": (N_("Reputation"), N_("Standing, themes, every review")),
    "requests": (N_("Review requests"), N_("Who was asked, who wasn't")),
    "aftersales": (N_("After-sales and causes"), N_("What trouble cost, and why")),
    "articles": (N_("Articles and orders"), N_("What each of them brought")),
    "customers": (N_("Buyers as groups"), N_("New, regular, silent, lost")),
    "overview": (N_("Shop overview"), N_("Every order and review")),
}
LIST_BOOK = "list:"  # before the name of a kept list, which is saved like a book
MONTHS = (
    SheetColumn(N_("Month"), "month", 12),
    SheetColumn(N_("Orders"), "int", 10),
    SheetColumn(N_("Delivered late"), "int", 14, "late"),
    SheetColumn(N_("Reviews"), "int", 10),
    SheetColumn(N_("Reviews with a reply"), "int", 12),
    SheetColumn(N_("Rating"), "stars", 10, "low"),
    SheetColumn(N_("Likely from"), "stars", 10),
    SheetColumn(N_("Likely to"), "stars", 10),
    SheetColumn(N_("Ratings"), "int", 10),
    SheetColumn(N_("Whole month"), "text", 14),
)


@dataclass(frozen=True, slots=True)
class Filling:
    """What a book is filled from: `now` is aware, `today` the owner's day, `figures` those of the scope, `since` an
    earlier report to be held against."""

    conn: Connection
    scope: Scope
    now: datetime
    today: date
    progress: Progress
    figures: ReportFigures
    since: SavedReport | None = None


def title_of(name: str) -> str:
    """The title of a book, or the name of a kept list."""
    return name.removeprefix(LIST_BOOK) if name.startswith(LIST_BOOK) else _(BOOKS[name][0])


def book_title(conn: Connection, name: str) -> str:
    """ "Lumen & Loom: owner's book"."""
    shop = queries.shop_name(conn) or _("My shop")
    return _("{shop}: {book}").format(shop=shop, book=_(BOOKS[name][0]))


def fill(name: str, book: ReportBook, given: Filling) -> None:
    """Write the sheets of the book of this name."""
    _FILLS[name](book, given)


def _owner(book: ReportBook, given: Filling) -> None:
    conn, scope = given.conn, given.scope
    page = facts.first_page(conn, scope, given.now, given.today)
    first = OwnerSheet(book, page)
    first.write()
    rows = list(month_rows(conn, page))
    book.table(_("By month"), spoken(MONTHS), rows)
    first.draw(book.book.worksheets[-1], len(rows))
    as_of = date.fromisoformat(scope.until or given.today.isoformat())
    parts = (
        request_rates.sheet(conn, scope, given.now),
        *aftersales_sheets.sheets(conn, scope, as_of),
        *reputation_sheets.sheets(conn, scope, as_of, utc_text(given.now), not periods.running(scope)),
        *buyer_sheets.sheets(conn, page.groups, scope, _by_number)[:3],
    )
    _tables(book, parts)
    if given.since is not None:
        earlier_reports.add_sheet(book, given.figures, given.since)
    lines = [*how_made.freshness(queries.newest(conn)), facts.unfinished(scope), *how_made.answer_notes()]
    lines += how_made.group_notes(page.groups) if page.groups.enough else [few_buyers(page.groups.buyers)]
    how_made.notes(book, _("How made"), [*filter(None, lines), how_made.names_words(False)])


def month_rows(conn: Connection, page: FirstPage) -> Iterable[tuple[object, ...]]:
    """The twelve months up to that of the book, in the order of MONTHS; the unfinished one says so."""
    year = Scope("year", f"{page.rated[0].month}-01", page.scope.until, page.scope.channels)
    held = {one.month: one for one in queries.months(conn, year)}
    for one in page.rated:
        row, likely = held.get(one.month), one.likely
        yield (
            f"{one.month}-01",
            row.orders if row else 0,
            row.late if row else 0,
            row.reviews if row else 0,
            row.replied if row else 0,
            one.stars.mean,
            likely.low if likely else None,
            likely.high if likely else None,
            one.stars.total,
            _("yes") if one.whole else _("until {day}").format(day=page.scope.until),
        )


def _answers(book: ReportBook, given: Filling, name: str, more: Iterable[str] = ()) -> AnswersSheet:
    """The first sheet of every book but the owner's: what it is about, and the answers of its part.

    What is in the book is written into it last, once that is known.
    """
    scope = given.scope
    answers, compared = answers_of(given.conn, name, scope, given.figures, given.now)
    sheet = AnswersSheet(book, _("Summary"))
    words = scope_words(scope)
    made = _("Made {time} with Storeapp.").format(time=given.now.astimezone().strftime("%Y-%m-%d %H:%M"))
    sheet.head(book_title(given.conn, name), [words, made, *more])
    sheet.answers(answers, _("Now"), _("the time before") if compared else "")
    return sheet


def answers_of(
    conn: Connection, name: str, scope: Scope, figures: ReportFigures, now: datetime
) -> tuple[list[BookAnswer], bool]:
    """The answers of a book's part, and whether there is a time before to hold them against."""
    past = periods.compared(scope) if scope.period.startswith(periods.MONTH) else before(scope)
    then = queries.figures(conn, past) if past is not None else None
    found = facts.answered(conn, scope, past, figures, then, now)
    return [answer for topic, answer in found if topic == name], then is not None


def scope_words(scope: Scope) -> str:
    """The time a book is about."""
    return periods.scope_name(scope) if scope.period.startswith(periods.MONTH) else period_words(scope)


def _reputation(book: ReportBook, given: Filling) -> None:
    conn, scope = given.conn, given.scope
    first = _answers(book, given, "reputation")
    _tables(book, reputation_sheets.sheets(conn, scope, given.today, utc_text(given.now)))
    rows = review_cells(queries.review_rows(conn, scope), _namer(scope.names))
    book.table(_("Reviews"), spoken(REVIEWS), rows, given.progress.step)
    _made(book, given, first)


def _requests(book: ReportBook, given: Filling) -> None:
    first = _answers(
        book, given, "requests", [_("Who was asked, by plan and month, and the reason wherever nobody was.")]
    )
    _tables(book, [request_rates.sheet(given.conn, given.scope, given.now)])
    request_sheets.add_sheets(book, given.conn, given.now, given.progress)
    _made(book, given, first)


def _aftersales(book: ReportBook, given: Filling) -> None:
    first = _answers(book, given, "aftersales")
    until = date.fromisoformat(given.scope.until or given.today.isoformat())
    _tables(book, aftersales_sheets.sheets(given.conn, given.scope, min(until, given.today)))
    _made(book, given, first)


def _articles(book: ReportBook, given: Filling) -> None:
    told = article_sheets.brought(given.conn, given.scope, given.today)
    lines = article_sheets.notes(told)
    nothing = [] if told.rows else [_("No article came out in this time.")]
    said = [told.most_read] if told.most_read else nothing
    first = _answers(book, given, "articles", [article_sheets.window_words(told), *said])
    _tables(book, article_sheets.sheets(given.conn, told, given.scope))
    _made(book, given, first, lines)


def _customers(book: ReportBook, given: Filling) -> None:
    scope = given.scope
    as_of = date.fromisoformat(scope.until or given.today.isoformat())
    told = buyer_groups(given.conn, as_of, scope.channels)
    lines = how_made.group_notes(told) if told.enough else [few_buyers(told.buyers)]
    first = _answers(book, given, "customers", lines)
    _tables(book, buyer_sheets.sheets(given.conn, told, scope, _namer(scope.names)))
    _made(book, given, first, lines)


def _made(book: ReportBook, given: Filling, first: AnswersSheet, more: Iterable[str] = ()) -> None:
    if given.since is not None:
        earlier_reports.add_sheet(book, given.figures, given.since)
    lines = [*how_made.freshness(queries.newest(given.conn)), *how_made.answer_notes(), *more]
    how_made.notes(book, _("How made"), [*lines, how_made.names_words(given.scope.names)])
    first.contents(book.written)


def _tables(book: ReportBook, parts: Iterable[ReportSheet]) -> None:
    for one in parts:
        if one.rows:
            book.table(one.title, spoken(one.fields), one.rows)


def _by_number(customer_id: int | None, name: str) -> str:
    return customer_title(customer_id, name, False) if customer_id is not None else ""


def _namer(names: bool) -> Callable[[int | None, str], str]:
    """How the book says a buyer: by name only where the owner wants it."""

    def buyer(customer_id: int | None, name: str) -> str:
        if customer_id is None:
            return name if names else ""
        return customer_title(customer_id, name, names)

    return buyer


_FILLS: Mapping[str, Callable[[ReportBook, Filling], None]] = {
    "owner": _owner,
    "reputation": _reputation,
    "requests": _requests,
    "aftersales": _aftersales,
    "articles": _articles,
    "customers": _customers,
}
