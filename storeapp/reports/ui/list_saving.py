"""Saves a list as it stands on screen as a workbook, and keeps it under a name for the next time."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from storeapp.kernel.errors import UserError
from storeapp.kernel.progress import Progress
from storeapp.kernel.shown_lists import KeptList, ShownList
from storeapp.kernel.text import _, plural
from storeapp.qtkit.desk import Desk
from storeapp.reports import list_book, queries, rules
from storeapp.reports.list_book import SavedList
from storeapp.reports.queries import SavedReport
from storeapp.reports.ui.saved import open_place
from storeapp.reports.ui.saving import usual_folder

NAME = 60  # letters that a name may have


class ListSaving(QObject):
    """Asks where the workbook goes, writes it beside the window, and offers to keep the list."""

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk

    def save(self, shown: ShownList, over: QWidget) -> None:
        """Ask for a place, then write the list there."""
        look = self._desk.jobs.read
        look(partial(_places, self._desk), partial(self._ask_place, shown, over))

    def save_to(self, shown: ShownList, path: Path) -> None:
        """Write the list to `path`."""
        names = self._desk.settings.show_names

        def write(progress: Progress) -> SavedList:
            return list_book.save_list(self._desk.db, shown, path, names, progress)

        self._desk.jobs.files(_("Saving the list"), write, self._written, self._refused)

    def keep(self, shown: ShownList, over: QWidget) -> None:
        """Ask for a name, and keep the list under it."""
        if shown.kept is None:
            words = _("What this list shows is chosen on its page, so it can't be made again by name. Save it now.")
            self._desk.notices.problem(words)
            return
        self._desk.ask.text(
            over,
            _("Keep this list"),
            _("Name"),
            partial(self.keep_as, shown.kept),
            value=_(", ").join((shown.title, *shown.words))[:NAME],
            verb=_("Keep list"),
            text=_("Reports makes it again with the same columns, filters and order, as often as you like."),
        )

    def keep_as(self, kept: KeptList, name: str) -> None:
        """Keep the list under this name."""
        self._desk.do(
            _("Keeping the list"), list_book.keep_list, kept, name, said=_("Reports can make this list again now")
        )

    def _ask_place(self, shown: ShownList, over: QWidget, found: tuple[str, list[SavedReport]]) -> None:
        shop, saved = found
        name = shown.kept.name if shown.kept is not None and shown.kept.name else shown.title
        day = self._desk.clock.today().isoformat()
        self._desk.ask.save_file(
            over,
            _("Save this list as an Excel workbook"),
            rules.file_name(shop, day, name),
            partial(self.save_to, shown),
            [_("Excel workbook (*.xlsx)")],
            usual_folder(saved),
        )

    def _written(self, saved: SavedList) -> None:
        rows = plural("{count} row", "{count} rows", saved.rows)
        words = _("Saved {file}, {rows}").format(file=saved.path.name, rows=rows)
        if saved.cut:
            words += " " + plural(
                "{count} text was cut, see its notes.", "{count} texts were cut, see its notes.", saved.cut
            )
        self._desk.notices.say(words, action=(_("Open folder"), partial(_show, saved.path.parent)))
        self._desk.do(_("Remembering the report"), list_book.remember_list, saved)

    def _refused(self, error: Exception) -> None:
        if isinstance(error, UserError):
            self._desk.notices.problem(error.sentence)


def _show(folder: Path) -> None:
    open_place(folder)


def _places(desk: Desk, _progress: Progress) -> tuple[str, list[SavedReport]]:
    with desk.db.read() as conn:
        return queries.shop_name(conn), queries.saved_reports(conn)
