"""Makes a kept list again without a window, for the command line: its page is built and never shown."""

from __future__ import annotations

import os
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QApplication

from storeapp.kernel.errors import UserError
from storeapp.kernel.progress import Progress
from storeapp.kernel.settings import Settings
from storeapp.kernel.text import _
from storeapp.qtkit.actions import ActionBook
from storeapp.qtkit.ask import Ask
from storeapp.qtkit.jobs import InlineJobs
from storeapp.qtkit.notices import Notices
from storeapp.qtkit.theme import Look
from storeapp.reports.list_book import SavedList, kept_list, remember_list, save_list
from storeapp.shell.rooms import beside, record_actions, rooms
from storeapp.shell.session.controls import ShopDesk
from storeapp.shell.window.front_list import list_again

if TYPE_CHECKING:
    from storeapp.kernel.shown_lists import KeptList, ShownList
    from storeapp.kernel.targets import Target
    from storeapp.store.db import Database


class Hidden:
    """The program that there is none of: a page that is never shown asks it for nothing."""

    def __getattr__(self, name: str) -> Any:
        raise RuntimeError(f"no window is open: {name}")


class UnseenPages:
    """Gives kept lists of one shop; how their rows are read outlives the pages."""

    def __init__(self, db: Database, settings: Settings) -> None:
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
        os.environ.setdefault("QT_LOGGING_RULES", "default.warning=false")  # what this platform can't do
        app = QApplication.instance() or QApplication(["storeapp"])
        assert isinstance(app, QApplication)
        self._app = app
        look = Look("light")
        look.apply(app, wear=False)
        notices = Notices()
        self.desk = ShopDesk(
            db,
            InlineJobs(notices),
            notices,
            Ask(),
            _nowhere,
            db.clock,
            settings,
            ActionBook(settings),
            look,
            program=Hidden(),
            record_actions=record_actions,
            beside=beside,
        )
        self._pages: dict[str, Any] = {}

    def list_again(self, kept: KeptList) -> ShownList:
        """The list as the shop has it now. UserError where no page shows it any more."""
        if kept.page not in self._pages:
            room = next((one for one in rooms() if one.id == kept.page), None)
            if room is None:
                raise UserError(_("The list “{name}” can't be made again.").format(name=kept.name))
            self._pages[kept.page] = getattr(import_module(room.module), room.page)(self.desk)
        return list_again(self._pages[kept.page], kept)


def save_kept(db: Database, name: str, out: Path, progress: Progress) -> SavedList:
    """Save the list kept under a name, and list it among the saved reports. UserError where it isn't there."""
    settings = Settings.load()
    with db.read() as conn:
        kept = kept_list(conn, name)
    shown = kept_again(db, [kept], settings)[kept.name]
    saved = save_list(db, shown, out, settings.show_names, progress)
    remember_list(db, saved)
    return saved


def kept_again(db: Database, lists: Sequence[KeptList], settings: Settings | None = None) -> dict[str, ShownList]:
    """Kept lists by name, ready to be read; of several those that can be made again."""
    pages = UnseenPages(db, settings or Settings.load())
    found: dict[str, ShownList] = {}
    for one in lists:
        try:
            found[one.name] = pages.list_again(one)
        except UserError:
            if len(lists) == 1:
                raise
    return found


def _nowhere(_target: Target) -> None:
    """There is no window to go to."""
