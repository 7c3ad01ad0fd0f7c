"""Saves the books that are due while the shop is open: once it is there, and every hour after that."""

from __future__ import annotations

from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer

from storeapp.kernel.errors import UserError
from storeapp.kernel.progress import Progress
from storeapp.kernel.text import _
from storeapp.qtkit.desk import Desk
from storeapp.store.shop_settings import shop_setting

if TYPE_CHECKING:
    from storeapp.kernel.shown_lists import KeptList, ShownList
    from storeapp.shell.session.program import Program

HOUR = 3_600_000  # ms
PLANS = "reports_plans"  # the shop setting; whoever has none never loads the reports for it


def books_of(program: Program) -> DueBooks:
    """The keeper of the shop that is open, made when it is first asked for."""
    session = program.session
    assert session is not None, "no shop is open"
    assert program.desk is not None
    found: DueBooks | None = session.findChild(DueBooks)
    return found or DueBooks(program.desk, session)


class DueBooks(QObject):
    """Asks beside the window whether a book is due, and saves it in the lane of files."""

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._timer = QTimer(self)
        self._timer.setInterval(HOUR)
        self._timer.timeout.connect(self.begin)

    def begin(self) -> None:
        """Look now, and again in an hour."""
        self._timer.start()
        self._desk.jobs.read(partial(_any_due, self._desk.db), self._answered)

    def _answered(self, found: list[KeptList] | None) -> None:
        if found is not None:
            look = import_module("storeapp.reports.service").look_at_requests
            then = partial(self._write, found)
            self._desk.jobs.write(_("Checking the requests"), partial(look, self._desk.db), then)

    def _write(self, kept: list[KeptList], _outcome: Any) -> None:
        lists = {}
        for one in kept:
            try:
                lists[one.name] = self._desk.list_again(one)
            except (UserError, LookupError):
                continue  # the plan says so of what isn't there
        work = partial(_written, self._desk.db, self._desk.settings.show_names, lists)
        self._desk.jobs.files(_("Saving the books that are due"), work, self._saved)

    def _saved(self, found: tuple[list[Any], list[str]]) -> None:
        saved, refused = found
        for one in saved:
            self._desk.notices.say(_("Saved {file} by itself.").format(file=one.path))
        for sentence in refused:
            self._desk.notices.problem(sentence)
        if saved:
            note = import_module("storeapp.reports.scheduling").note_due
            self._desk.do(_("Remembering the report"), note, saved)


def _any_due(db: Any, _progress: Progress) -> list[KeptList] | None:
    """The kept lists among the books that are due, None where no book is due."""
    with db.read() as conn:
        if not shop_setting(conn, PLANS, []):
            return None
        plan: Any = import_module("storeapp.reports.scheduling")
        lists: list[KeptList] = plan.due_lists(conn, db.clock.today())
        return lists if plan.due(conn, db.clock.today()) else None


def _written(db: Any, names: bool, lists: dict[str, ShownList], progress: Progress) -> tuple[list[Any], list[str]]:
    plan: Any = import_module("storeapp.reports.scheduling")
    found: tuple[list[Any], list[str]] = plan.write_due(db, progress, names, lists)
    return found
