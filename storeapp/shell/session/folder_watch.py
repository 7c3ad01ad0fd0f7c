"""Looks into the owner's downloads folder once the shop is open, and offers new exports on Today."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QStandardPaths

from storeapp.exchange import watching
from storeapp.exchange.watching import NewExport
from storeapp.kernel.progress import Progress
from storeapp.kernel.targets import LookAtFiles
from storeapp.kernel.text import _, plural
from storeapp.qtkit.desk import Desk
from storeapp.qtkit.page import Page
from storeapp.shell.window.navigation import Navigation

if TYPE_CHECKING:
    from storeapp.shell.session.program import Program

NAMED = 3  # files that the offer names
DISMISSED = 500  # files whose "Not now" is remembered


def downloads() -> Path:
    """The system's own downloads folder."""
    return Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DownloadLocation))


def folder_of(desk: Desk) -> Path:
    """The folder that the owner chose, else the system's."""
    return Path(desk.settings.watch_folder) if desk.settings.watch_folder else downloads()


def watch_of(program: Program) -> FolderWatch:
    """The watch of the shop that is open, made when it is first asked for."""
    session = program.session
    assert session is not None, "no shop is open"
    assert program.desk is not None
    found: FolderWatch | None = session.findChild(FolderWatch)
    return found or FolderWatch(program.desk, program.window.navigation, session)


class FolderWatch(QObject):
    """Looks in a reading thread; what is found waits until Today is there."""

    def __init__(self, desk: Desk, navigation: Navigation, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk, self._navigation = desk, navigation
        self._found: list[NewExport] = []
        navigation.built.connect(self._built)

    def begin(self) -> None:
        """Look, if the owner switched it on."""
        if self._desk.settings.watch_downloads:
            self._look(self._offer)

    def look_now(self) -> None:
        """Look because the owner asked, whatever the settings say."""
        self._look(self._answer)

    def _look(self, done: Any) -> None:
        db, folder = self._desk.db, folder_of(self._desk)
        dismissed = frozenset(self._desk.settings.watch_dismissed)

        def work(progress: Progress) -> list[NewExport]:
            return watching.look(db, folder, dismissed, progress)

        self._desk.jobs.read(work, done)

    def _answer(self, found: list[NewExport]) -> None:
        if found:
            self._open(found)
        else:
            folder = folder_of(self._desk)
            words = (
                _("There is no new export of a known kind in {folder}.")
                if folder.is_dir()
                else _("{folder} is not there.")
            )
            self._desk.notices.say(words.format(folder=folder))
        self._offer([])

    def _offer(self, found: list[NewExport]) -> None:
        self._found = found
        page = self._navigation.pages.get("today")
        if page is not None:
            self._show_on(page)

    def _built(self, page: Page) -> None:
        if page.ID == "today" and self._found:
            self._show_on(page)

    def _show_on(self, page: Any) -> None:
        found = self._found
        if not found:
            page.offers.clear()
            return
        names = _(", ").join(f"{one.path.name} ({one.title})" for one in found[:NAMED])
        if len(found) > NAMED:
            more = plural("{count} more", "{count} more", len(found) - NAMED)
            names = _("{names} and {more}").format(names=names, more=more)
        title = plural("{count} new export in {{folder}}", "{count} new exports in {{folder}}", len(found))
        page.offers.show_offer(
            title.format(folder=folder_of(self._desk).name),
            names,
            (_("Look at it") if len(found) == 1 else _("Look at them"), partial(self._open, found)),
            (_("Not now"), partial(self._dismiss, found)),
        )

    def _open(self, found: list[NewExport]) -> None:
        self._offer([])
        self._desk.navigate(LookAtFiles(tuple(one.path for one in found)))

    def _dismiss(self, found: list[NewExport]) -> None:
        settings = self._desk.settings
        kept = [*settings.watch_dismissed, *(one.sha256 for one in found)]
        settings.watch_dismissed = list(dict.fromkeys(kept))[-DISMISSED:]
        settings.save()
        self._offer([])
