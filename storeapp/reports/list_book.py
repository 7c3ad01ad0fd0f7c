"""Writes a list as it stands on screen into a workbook, and keeps lists under a name to be made again."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from storeapp.kernel.clock import utc_text
from storeapp.kernel.errors import UserError
from storeapp.kernel.outcome import Outcome
from storeapp.kernel.progress import Progress
from storeapp.kernel.shown_lists import KeptList, ShownList
from storeapp.kernel.text import _, plural
from storeapp.reports import how_made, queries
from storeapp.reports.books import LIST_BOOK
from storeapp.reports.cell_styles import SheetColumn
from storeapp.reports.queries import KEPT_REPORTS, SAVED, SavedReport
from storeapp.reports.workbook import ReportBook, write_beside
from storeapp.store.saved_views import delete_view, save_view, views_of
from storeapp.store.shop_settings import set_shop_setting, shop_setting

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from storeapp.store.db import Database

LISTS = "reports.lists"  # the saved views that are kept lists
LIST = "list"  # the kind of book that a saved list is


@dataclass(frozen=True, slots=True)
class SavedList:
    """A list that was written: its file, its name, when (UTC text), its rows, and how many texts were cut."""

    path: Path
    name: str
    at: str
    rows: int
    cut: int

    @property
    def book(self) -> str:
        """What it is called among the books."""
        return LIST_BOOK + self.name


def kept_lists(conn: Connection) -> list[KeptList]:
    """The lists kept under a name, by name."""
    return [KeptList.from_json(one.name, one.state) for one in views_of(conn, LISTS)]


def kept_list(conn: Connection, name: str) -> KeptList:
    """The list of this name. UserError that names the ones there are."""
    known = kept_lists(conn)
    found = next((one for one in known if one.name.casefold() == " ".join(name.split()).casefold()), None)
    if found is not None:
        return found
    if not known:
        raise UserError(_("No list is kept yet. Keep one in the window: open a list and choose “Keep this list”."))
    names = _(", ").join(one.name for one in known)
    raise UserError(_("There is no kept list “{name}”. There are: {names}.").format(name=name, names=names))


def keep_list(db: Database, kept: KeptList, name: str) -> Outcome[int]:
    """Keep a list under a name; one of the same name is replaced. UserError where the name is empty or too long."""
    return save_view(db, LISTS, name, kept.to_json())


def drop_list(db: Database, name: str) -> Outcome[bool]:
    """Keep a list no longer; what was saved of it stays. Gives whether it was there."""
    with db.read() as conn:
        number = next((one.id for one in views_of(conn, LISTS) if one.name == name), 0)
    return delete_view(db, number, name)


def save_list(
    db: Database, shown: ShownList, out: Path, names: bool = False, progress: Progress | None = None
) -> SavedList:
    """Write a list to `out` (.xlsx), its rows as they are read; an earlier file is replaced.

    `names`: whether it names customers. UserError where the place can't be written.
    """
    progress = progress or Progress()
    made: list[SavedList] = []

    def fill(conn: Connection, temporary: Path, now: datetime) -> None:
        name = shown.kept.name if shown.kept is not None and shown.kept.name else shown.title
        mark = _("SAMPLE") if shop_setting(conn, "sample", False) else ""
        shop = queries.shop_name(conn) or _("My shop")
        title = _("{shop}: {book}").format(shop=shop, book=name)
        book = ReportBook(title, _(", ").join(shown.words) or _("The whole list"), db.who, now, mark)
        try:
            fields = [SheetColumn(one.title, one.kind, one.width) for one in shown.columns]
            rows = book.table(name, fields, shown.rows(conn, progress))
            how_made.notes(book, _("How made"), _notes(shown, rows, now, names))
            progress.begin(_("Packing the file"))
            book.save(temporary)
        except BaseException:
            book.drop()
            raise
        made.append(SavedList(out, name, utc_text(now), rows, len(book.cuts)))

    out = write_beside(db, out, fill)
    return made[0] if made[0].path == out else SavedList(out, made[0].name, made[0].at, made[0].rows, made[0].cut)


def _notes(shown: ShownList, rows: int, now: datetime, names: bool) -> list[str]:
    lines = [
        _("The list “{title}” as it stood in Storeapp on {time}.").format(
            title=shown.title, time=now.astimezone().strftime("%Y-%m-%d %H:%M")
        ),
        _("Shown: {words}.").format(words=_(", ").join(shown.words)) if shown.words else _("No filter was on."),
        plural("{count} row", "{count} rows", rows),
    ]
    if shown.missing:
        words = _("Columns that were kept with the list and are no longer there: {names}.")
        lines.append(words.format(names=_(", ").join(shown.missing)))
    return [*lines, how_made.names_words(names), _("Text that begins with = + - or @ is text and never a formula.")]


def remember_list(db: Database, saved: SavedList) -> Outcome[None]:
    """List it among the saved reports."""
    entry = SavedReport(str(saved.path), saved.at, "", (), 0, 0, None, LIST, saved.name, saved.rows)
    named = _("Saved the report {file}").format(file=saved.path.name)
    with db.write(named, kind="report", undoable=False) as tx:
        others = [one for one in shop_setting(tx.connection, SAVED, []) if one["path"] != entry.path]
        set_shop_setting(tx, SAVED, [asdict(entry), *others][:KEPT_REPORTS])
        return tx.outcome(None)
