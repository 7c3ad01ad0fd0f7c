"""Keeps which books save themselves, and saves those that are due."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from storeapp.kernel.errors import UserError
from storeapp.kernel.outcome import Outcome
from storeapp.kernel.progress import Progress
from storeapp.kernel.shown_lists import KeptList, ShownList
from storeapp.kernel.text import _
from storeapp.reports import queries, rules, service
from storeapp.reports.books import BOOKS, LIST_BOOK, title_of
from storeapp.reports.list_book import SavedList, kept_lists, remember_list, save_list
from storeapp.reports.months import MONTH, month_of
from storeapp.reports.schedule import EVERY, BookPlan, is_due
from storeapp.reports.service import Saved
from storeapp.store.shop_settings import set_shop_setting, shop_setting

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from storeapp.store.db import Database

PLANS = "reports_plans"  # shop setting: the books that save themselves


def plans(conn: Connection) -> list[BookPlan]:
    """The books that save themselves, by name."""
    return sorted(map(BookPlan.from_json, shop_setting(conn, PLANS, [])), key=lambda one: one.book)


def set_plan(db: Database, book: str, every: str, folder: Path) -> Outcome[None]:
    """Let a book save itself from now on. UserError where the folder isn't there."""
    if (book not in BOOKS and not book.startswith(LIST_BOOK)) or every not in EVERY:
        raise ValueError(f"{book}, {every}")
    if not folder.is_dir():
        raise UserError(_("The folder {folder} isn't there. Choose another place.").format(folder=folder))
    title = _("Let the book “{book}” save itself").format(book=title_of(book))
    with db.write(title) as tx:
        others = [one for one in plans(tx.connection) if one.book != book]
        kept = [*others, BookPlan(book, every, str(folder.resolve()))]
        set_shop_setting(tx, PLANS, [asdict(one) for one in kept])
        return tx.outcome(None)


def drop_plan(db: Database, book: str) -> Outcome[bool]:
    """Let a book no longer save itself; what was saved stays. Gives whether it did."""
    with db.write(_("Let the book “{book}” no longer save itself").format(book=title_of(book))) as tx:
        held = plans(tx.connection)
        kept = [one for one in held if one.book != book]
        if len(kept) < len(held):
            set_shop_setting(tx, PLANS, [asdict(one) for one in kept])
        return tx.outcome(len(kept) < len(held))


def due(conn: Connection, today: date) -> list[BookPlan]:
    """The books that are due today."""
    return [one for one in plans(conn) if is_due(one, today)]


def due_lists(conn: Connection, today: date) -> list[KeptList]:
    """The kept lists that are to be saved by themselves today; what is kept no longer isn't among them."""
    waiting = {one.book for one in due(conn, today)}
    return [one for one in kept_lists(conn) if LIST_BOOK + one.name in waiting]


def write_due(
    db: Database,
    progress: Progress | None = None,
    names: bool = False,
    lists: Mapping[str, ShownList] | None = None,
) -> tuple[list[Saved | SavedList], list[str]]:
    """Write the books that are due into their folders; gives them and the sentences of those that could not be written.

    `lists`: the kept lists that are due, by name, as the pages give them. Nothing of the shop changes: call
    service.look_at_requests before and `note_due` afterwards. What isn't noted stays due.
    """
    saved, refused = list[Saved | SavedList](), list[str]()
    with db.read() as conn:
        waiting, shop = due(conn, db.clock.today()), queries.shop_name(conn)
    for plan in waiting:
        if plan.book.startswith(LIST_BOOK):
            shown = (lists or {}).get(title_of(plan.book))
            out = Path(plan.folder) / rules.file_name(shop, db.clock.today().isoformat(), title_of(plan.book))
            try:
                if shown is None:
                    raise UserError(_("This list can't be made again. Take it out of the plan, or keep it anew."))
                saved.append(save_list(db, shown, out, names, progress))
            except UserError as why:
                refused.append(_("{book}: {sentence}").format(book=title_of(plan.book), sentence=why.sentence))
            continue
        scope = service.usual_scope(db, plan.book, names=names)
        day = month_of(scope) if scope.period.startswith(MONTH) else db.clock.today().isoformat()
        title = "" if plan.book == "overview" else title_of(plan.book)
        out = Path(plan.folder) / rules.file_name(shop, day, title)
        try:
            saved.append(service.save_book(db, plan.book, out, scope, progress))
        except UserError as why:
            refused.append(_("{book}: {sentence}").format(book=title_of(plan.book), sentence=why.sentence))
    return saved, refused


def note_due(db: Database, saved: Sequence[Saved | SavedList]) -> Outcome[int]:
    """Note that these books were saved by themselves today, and list them among the saved ones."""
    books = {one.book for one in saved}
    for one in saved:
        if isinstance(one, SavedList):
            remember_list(db, one)
        else:
            service.remember(db, one)
    with db.write(_("Saved the books that were due"), undoable=False) as tx:
        today = db.clock.today().isoformat()
        kept = [replace(one, last_on=today) if one.book in books else one for one in plans(tx.connection)]
        set_shop_setting(tx, PLANS, [asdict(one) for one in kept])
        return tx.outcome(len(saved))
