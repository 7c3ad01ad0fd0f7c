"""Saves the shop overview as a workbook, and remembers what it said for the next one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection

from storeapp.customers.rules import title
from storeapp.kernel.clock import utc_text
from storeapp.kernel.outcome import Outcome
from storeapp.kernel.progress import Progress
from storeapp.kernel.text import _
from storeapp.orders.rules import status_title
from storeapp.reports import (
    aftersales_sheets,
    books,
    how_made,
    months,
    queries,
    reputation_sheets,
    request_rates,
    request_sheets,
    rules,
    sheets,
)
from storeapp.reports.earlier_reports import last_of
from storeapp.reports.queries import FIGURES, KEPT_REPORTS, SAVED, SavedReport
from storeapp.reports.rules import ReportFigures, Scope
from storeapp.reports.sheets import SummaryFacts
from storeapp.reports.workbook import ReportBook, write_beside
from storeapp.reputation.ratings.rules import by_low_end
from storeapp.solicitation.service import refresh
from storeapp.store.db import Database
from storeapp.store.shop_settings import set_shop_setting, shop_setting

WEAKEST = 5
FEWEST = 5  # a product needs so many reviews to be called weak


@dataclass(frozen=True, slots=True)
class Saved:
    """A report that was written: its file, its scope, its figures and its rows by sheet."""

    path: Path
    scope: Scope
    figures: ReportFigures
    channels: tuple[str, ...]
    at: str
    rows: int
    cut: int
    book: str = "overview"


def look(conn: Connection, scope: Scope, made_on: str, since: SavedReport | None = None) -> SummaryFacts:
    """All that the summary would say now; the page shows it before anything is saved. `since`: held against this report
    instead of the last one."""
    figures = queries.figures(conn, scope)
    then = last_of(since) if since is not None else queries.earlier(conn, scope)
    past = rules.before(scope)
    before = queries.figures(conn, past) if past is not None else None
    names = {channel_id: name for channel_id, _platform, name in queries.channels(conn)}
    counts = queries.product_stars(conn, scope)
    # Weak beyond doubt: even the high end of the likely range is low. The low end would put new products first.
    ranked = sorted((one for one in by_low_end(counts) if one[1].total >= FEWEST), key=lambda one: one[2].high)
    return SummaryFacts(
        shop=queries.shop_name(conn),
        scope=scope,
        channels=[names[one] for one in scope.channels if one in names],
        made_on=made_on,
        figures=figures,
        then=then,
        answers=rules.answers(figures, then.figures if then else None, before),
        changes=rules.changes(figures, then.figures if then else None),
        months=queries.months(conn, scope),
        weakest=[(name, stars.mean or 0.0, likely.high, stars.total) for name, stars, likely in ranked[:WEAKEST]],
        newest=queries.newest(conn),
    )


def look_at_requests(db: Database, progress: Progress | None = None) -> Outcome[int]:
    """Bring up to date where orders stand with their review requests, which the overview reads; gives how many orders
    were looked at."""
    return refresh(db, progress)


def save_overview(
    db: Database, out: Path, scope: Scope, progress: Progress | None = None, since: SavedReport | None = None
) -> Saved:
    """Write the shop overview to `out` (.xlsx), a temporary file beside it first; an earlier file is replaced.

    Nothing of the shop changes; call `look_at_requests` before and `remember` afterwards. UserError where the place
    can't be written.
    """
    progress = progress or Progress()
    made: list[tuple[SummaryFacts, int, int, datetime]] = []

    def fill(conn: Connection, temporary: Path, now: datetime) -> None:
        made.append((*_write(conn, temporary, scope, now, db.who, progress, since), now))
        progress.begin(_("Saving the file"))

    out = write_beside(db, out, fill)
    told, rows, cut, now = made[0]
    return Saved(out, scope, told.figures, tuple(told.channels), utc_text(now), rows, cut)


def usual_scope(db: Database, book: str, month: str | None = None, names: bool = False) -> Scope:
    """What a book is about unless somebody chooses: a month for the owner's book, everything for the overview, else
    12 months. Where the shop's newest record is older, its last month, or everything.

    `month` is like "2026-06"; UserError for another text.
    """
    today = db.clock.today()
    if month is not None:
        return months.month_scope(month, today, names=names)
    with db.read() as conn:
        newest = max(filter(None, queries.newest(conn)), default=None)
    if book == "owner":
        return months.month_scope(months.latest_month(today, newest), today, names=names)
    year = rules.scope_of("12_months", (), today, names)
    old = newest is None or (year.since or "") > newest
    return Scope("all", names=names) if book == "overview" or old else year


def save_book(
    db: Database,
    name: str,
    out: Path,
    scope: Scope,
    progress: Progress | None = None,
    since: SavedReport | None = None,
) -> Saved:
    """Write the book of a name (a key of books.BOOKS) to `out` (.xlsx); an earlier file is replaced.

    `since`: an earlier report that each figure is held against, on a sheet of its own.

    Nothing of the shop changes; call `look_at_requests` before and `remember` afterwards. UserError where the place
    can't be written.
    """
    if name == "overview":
        return save_overview(db, out, scope, progress, since)
    progress = progress or Progress()
    made: list[Saved] = []

    def fill(conn: Connection, temporary: Path, now: datetime) -> None:
        progress.begin(_("Counting"))
        figures = queries.figures(conn, scope)
        mark = _("SAMPLE") if shop_setting(conn, "sample", False) else ""
        subject = books.scope_words(scope)
        book = ReportBook(f"{books.book_title(conn, name)}, {subject}", subject, db.who, now, mark)
        try:
            given = books.Filling(conn, scope, now, db.clock.today(), progress, figures, since)
            progress.begin(_("Writing rows"), sum(queries.sizes(conn, scope)))
            books.fill(name, book, given)
            rows = sum(count for _title, count in book.written)
            progress.begin(_("Packing the file"))
            book.save(temporary)
        except BaseException:
            book.drop()
            raise
        known = {number: named for number, _platform, named in queries.channels(conn)}
        channels = tuple(known[one] for one in scope.channels if one in known)
        made.append(Saved(out, scope, figures, channels, utc_text(now), rows, len(book.cuts), name))

    out = write_beside(db, out, fill)
    return replace(made[0], path=out)


def save_request_proof(db: Database, out: Path, progress: Progress | None = None) -> Path:
    """Write the proof that everybody was asked for a review to `out` (.xlsx); gives the file. Bring the verdicts up to
    date before (solicitation/service.refresh). UserError where the place can't be written.
    """
    progress = progress or Progress()

    def fill(conn: Connection, temporary: Path, now: datetime) -> None:
        mark = _("SAMPLE") if shop_setting(conn, "sample", False) else ""
        shop = shop_setting(conn, "shop_name", "") or _("My shop")
        title = f"{shop}: {_('everybody was asked')}"
        book = ReportBook(title, _("Who was asked for a review, and why nobody else"), db.who, now, mark)
        try:
            request_sheets.add_sheets(book, conn, now, progress)
            progress.begin(_("Packing the file"))
            book.save(temporary)
        except BaseException:
            book.drop()
            raise

    return write_beside(db, out, fill)


def remember(db: Database, saved: Saved) -> Outcome[None]:
    """Note the report's figures, so that the next one can say what changed, and list it among the saved ones."""
    entry = SavedReport(
        path=str(saved.path),
        at=saved.at,
        period=saved.scope.period,
        channels=saved.channels,
        orders=saved.figures.orders,
        reviews=saved.figures.reviews,
        rating=saved.figures.rating,
        book=saved.book,
        key=saved.scope.key,
        figures=saved.figures.to_json(),
    )
    named = _("Saved the report {file}").format(file=saved.path.name)
    with db.write(named, kind="report", undoable=False) as tx:
        known = shop_setting(tx.connection, FIGURES, {})
        key = saved.scope.key if saved.book == "overview" else f"{saved.book}:{saved.scope.key}"
        known[key] = {
            "at": saved.at,
            "figures": saved.figures.to_json(),
        }
        set_shop_setting(tx, FIGURES, known)
        others = [one for one in shop_setting(tx.connection, SAVED, []) if one["path"] != entry.path]
        set_shop_setting(tx, SAVED, [asdict(entry), *others][:KEPT_REPORTS])
        return tx.outcome(None)


def forget(db: Database, path: str) -> Outcome[bool]:
    """Take a report off the list of saved ones; the file itself is left alone."""
    with db.write(_("Took a report off the list")) as tx:
        known = shop_setting(tx.connection, SAVED, [])
        left = [one for one in known if one["path"] != path]
        if len(left) < len(known):
            set_shop_setting(tx, SAVED, left)
        return tx.outcome(len(left) < len(known))


def _write(
    conn: Connection,
    path: Path,
    scope: Scope,
    now: datetime,
    who: str,
    progress: Progress,
    since: SavedReport | None,
) -> tuple[SummaryFacts, int, int]:
    progress.begin(_("Counting"))
    told = look(conn, scope, now.date().isoformat(), since)
    orders, reviews = queries.sizes(conn, scope)
    progress.begin(_("Writing rows"), orders + 2 * reviews)
    subject = _("Shop overview, {period}").format(period=sheets.period_words(scope))
    mark = _("SAMPLE") if shop_setting(conn, "sample", False) else ""
    book = ReportBook(f"{told.shop or _('My shop')}: {_('shop overview')}", subject, who, now, mark)
    try:
        rows = _fill(book, conn, told, now, progress)
        progress.begin(_("Packing the file"))
        book.save(path)
    except BaseException:
        book.drop()
        raise
    return told, rows, len(book.cuts)


def _fill(book: ReportBook, conn: Connection, told: SummaryFacts, now: datetime, progress: Progress) -> int:
    scope = told.scope
    summary = sheets.Summary(book, told)
    summary.write()
    months = list(sheets.month_cells(told))
    book.table(_("By month"), sheets.spoken(sheets.MONTHS), months)
    summary.draw(book.book.worksheets[-1], len(months))
    buyer = _buyer_titles(scope.names)
    rows = book.table(
        _("Orders"),
        sheets.spoken(sheets.ORDERS),
        sheets.order_cells(queries.order_rows(conn, scope), buyer, status_title),
        progress.step,
    )
    rows += book.table(
        _("Reviews"),
        sheets.spoken(sheets.REVIEWS),
        sheets.review_cells(queries.review_rows(conn, scope), buyer),
        progress.step,
    )
    currencies = [amount.currency for amount in rules.money_lines(told.figures.sales)]
    products = queries.product_rows(conn, scope, currencies)
    rows += book.table(_("Products"), sheets.fields_of_products(currencies), sheets.product_cells(products, currencies))
    rows += book.table(
        _("Unanswered reviews"),
        sheets.spoken(sheets.UNANSWERED),
        sheets.review_cells(queries.unanswered_rows(conn, scope, told.made_on), buyer),
        progress.step,
    )
    reputation = reputation_sheets.sheets(conn, scope, now.date(), utc_text(now))
    more = (*aftersales_sheets.sheets(conn, scope, now.date()), *reputation)
    for sheet in (request_rates.sheet(conn, scope, now), *more):
        if sheet.rows:
            book.table(sheet.title, sheets.spoken(sheet.fields), sheet.rows)
    how_made.notes(book, _("Notes"), how_made.overview_notes(told))
    return rows


def _buyer_titles(names: bool) -> Callable[[int | None, str], str]:
    def buyer(customer_id: int | None, name: str) -> str:
        if customer_id is None:
            return name if names else ""
        return title(customer_id, name, names)

    return buyer
