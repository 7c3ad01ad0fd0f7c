"""What the page of reports reads: a book as it would be written now, and what stands around it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING

from storeapp.kernel.shown_lists import KeptList
from storeapp.reports import queries, service
from storeapp.reports.books import answers_of
from storeapp.reports.earlier_reports import comparable
from storeapp.reports.first_page import BookAnswer, FirstPage
from storeapp.reports.first_page_facts import first_page
from storeapp.reports.list_book import kept_lists
from storeapp.reports.months import latest_month, month_scope
from storeapp.reports.queries import SavedReport
from storeapp.reports.rules import ReportFigures, Scope
from storeapp.reports.schedule import BookPlan
from storeapp.reports.scheduling import plans
from storeapp.reports.sheets import SummaryFacts

if TYPE_CHECKING:
    from sqlalchemy import Connection


@dataclass(frozen=True, slots=True)
class Around:
    """The channels, the reports saved, the newest order and review, the shop's name, what saves itself, kept lists;
    the figures of the book in front, and the earlier reports that they can be held against."""

    channels: tuple[tuple[int, str, str], ...] = ()
    saved: tuple[SavedReport, ...] = ()
    newest: tuple[str | None, str | None] = (None, None)
    shop: str = ""
    plans: tuple[BookPlan, ...] = ()
    lists: tuple[KeptList, ...] = ()
    figures: ReportFigures = field(default_factory=ReportFigures)
    earlier: tuple[SavedReport, ...] = ()

    @property
    def empty(self) -> bool:
        """Whether there is nothing to report."""
        return self.newest == (None, None)


Told = SummaryFacts | FirstPage | list[BookAnswer] | KeptList | None
Found = tuple[Told, Around]


def look(conn: Connection, scope: Scope, day: str) -> Found:
    """The shop overview; `day` is today."""
    told = service.look(conn, scope, day)
    return told, around(conn, "overview", scope, told.figures)


def look_at_month(conn: Connection, back: int, channels: tuple[int, ...], now: datetime, today: date) -> Found:
    """The owner's book of the usual month, or of one so many before it (-1: after it)."""
    newest = max(filter(None, queries.newest(conn)), default=None)
    usual = date.fromisoformat(f"{latest_month(today, newest)}-01")
    months = 12 * usual.year + usual.month - 1 - back
    month = min(f"{months // 12:04d}-{months % 12 + 1:02d}", today.isoformat()[:7])
    scope = month_scope(month, today, channels)
    return first_page(conn, scope, now, today), around(conn, "owner", scope, queries.figures(conn, scope))


def look_at_part(conn: Connection, book: str, scope: Scope, now: datetime) -> Found:
    """The answers of the book of one part."""
    figures = queries.figures(conn, scope)
    return answers_of(conn, book, scope, figures, now)[0], around(conn, book, scope, figures)


def look_at_list(conn: Connection, name: str) -> Found:
    """A kept list, None where it is kept no longer."""
    around_it = around(conn)
    return next((one for one in around_it.lists if one.name == name), None), around_it


def around(
    conn: Connection, book: str = "", scope: Scope | None = None, figures: ReportFigures | None = None
) -> Around:
    """What stands around a book of some figures, or a list."""
    return Around(
        tuple(queries.channels(conn)),
        tuple(queries.saved_reports(conn)),
        queries.newest(conn),
        queries.shop_name(conn),
        tuple(plans(conn)),
        tuple(kept_lists(conn)),
        figures or ReportFigures(),
        tuple(comparable(conn, book, scope)) if scope is not None else (),
    )
