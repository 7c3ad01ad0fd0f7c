"""Holds the figures of a report against those of an earlier one that the owner chooses."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from storeapp.kernel.clock import local_day
from storeapp.kernel.days import long_day
from storeapp.kernel.errors import UserError
from storeapp.kernel.text import _
from storeapp.reports import queries
from storeapp.reports.free_sheet import FreeSheet
from storeapp.reports.months import MONTH, month_name, month_of
from storeapp.reports.queries import LastReport, SavedReport
from storeapp.reports.rules import FigureChange, ReportFigures, Scope, changes
from storeapp.reports.workbook import ReportBook

if TYPE_CHECKING:
    from sqlalchemy import Connection


def day_of(report: SavedReport) -> date:
    """The day it was saved, on this PC's clock."""
    return local_day(report.at)


def comparable(conn: Connection, book: str, scope: Scope) -> list[SavedReport]:
    """The saved reports that this one can be held against, newest first: of the same book, channels and length of time.

    A month is held against any other month. Reports saved before their figures were kept are not among them.
    """
    wanted = _alike(scope.key)
    found = (one for one in queries.saved_reports(conn) if one.book == book and one.figures is not None)
    return [one for one in found if _alike(one.key) == wanted]


def chosen(conn: Connection, book: str, scope: Scope, wanted: str) -> SavedReport:
    """The earlier report that a file's path or a day means: of a day the last one saved on it, or before it.

    UserError that says which there are.
    """
    known = comparable(conn, book, scope)
    place = str(Path(wanted).expanduser().resolve())
    found = next((one for one in known if place in (one.path, str(Path(one.path).resolve()))), None)
    if found is None:
        try:
            day = date.fromisoformat(wanted.strip())
        except ValueError:
            day = None
        if day is not None:
            found = next((one for one in known if day_of(one) <= day), None)
    if found is not None:
        return found
    if not known:
        raise UserError(_("There is no earlier report of this kind whose figures were kept."))
    days = _(", ").join(dict.fromkeys(day_of(one).isoformat() for one in known))
    words = _("No report like this one was saved as “{wanted}”. There are reports of: {days}.")
    raise UserError(words.format(wanted=wanted, days=days))


def last_of(report: SavedReport) -> LastReport:
    """Its figures, and when it was saved."""
    return LastReport(report.at, ReportFigures.from_json(report.figures or {}))


def since_words(report: SavedReport) -> str:
    """ "the report of Friday 3 October 2025", with its month where it is about one."""
    day = long_day(day_of(report))
    if report.period.startswith(MONTH):
        month = month_name(month_of(Scope(report.period)))
        return _("the report about {month} of {day}").format(month=month, day=day)
    return _("the report of {day}").format(day=day)


def compared_figures(now: ReportFigures, report: SavedReport) -> list[FigureChange]:
    """Every figure now and then; what is only in one of them stands there too."""
    return changes(now, last_of(report).figures)


def add_sheet(book: ReportBook, now: ReportFigures, report: SavedReport) -> None:
    """A sheet with every figure now, in the earlier report, and the change; what has no earlier figure says so."""
    sheet = FreeSheet(book, _("Since {day}").format(day=day_of(report).isoformat()), (44, 18, 18, 26))
    words = _("Since {report}").format(report=since_words(report))
    sheet.line((words, "text", "title"))
    sheet.line()
    heads = (_("Figure"), _("Now"), _("Then"), _("Change"))
    sheet.line(*((head, "int" if number else "text", "header") for number, head in enumerate(heads)))
    for one in compared_figures(now, report):
        kind = {"int": "int", "stars": "stars", "share": "share"}.get(one.kind, f"money:{one.currency}")
        sheet.line(
            (one.title, "text", ""),
            (one.now_value, kind, ""),
            (one.before_value, kind, ""),
            (_change(one), "text", "right"),
        )


def _change(one: FigureChange) -> str:
    if one.before_value is None:
        return _("no earlier figure")
    if one.now_value is None:
        return _("no figure now")
    return one.change


def _alike(key: str) -> Sequence[str]:
    period, _colon, channels = key.rpartition(":")
    return (MONTH if period.startswith(MONTH) else period), channels
