"""The running program: one window, at most one open shop, and the way from one to the other without losing anything."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtWidgets import QApplication

from storeapp.kernel import text
from storeapp.kernel.clock import Clock
from storeapp.kernel.paths import shops_folder
from storeapp.kernel.progress import Progress
from storeapp.kernel.settings import Settings
from storeapp.kernel.targets import LookAtFiles, Target
from storeapp.kernel.text import _
from storeapp.qtkit.actions import ActionBook
from storeapp.qtkit.ask import Ask
from storeapp.qtkit.jobs import Jobs
from storeapp.qtkit.notices import Notices
from storeapp.qtkit.theme import Look
from storeapp.shell.rooms import beside, record_actions, rooms, table_text
from storeapp.shell.session.controls import ShopDesk
from storeapp.shell.session.page_preloader import PagePreloader
from storeapp.shell.session.single_instance import Door, call
from storeapp.shell.session.system import system_language
from storeapp.shell.window import snapshot
from storeapp.shell.window.actions import WindowCommands
from storeapp.shell.window.main_window import MainWindow

if TYPE_CHECKING:
    from storeapp.kernel.shown_lists import KeptList, ShownList
    from storeapp.shell.session.opening import OpenShop
    from storeapp.shell.session.shop_session import ShopSession

SAMPLE_FOLDER = "Lumen & Loom (sample)"


class Program(QObject):
    """Opens shops on its own lane, so that the window is there before SQLAlchemy is."""

    def __init__(
        self,
        app: QApplication,
        settings: Settings,
        look: Look,
        clock: Clock,
        lanes: type[Jobs] = Jobs,
        window: MainWindow | None = None,
    ) -> None:
        super().__init__(app)
        self.app, self.settings, self.look, self.clock = app, settings, look, clock
        self._lanes = lanes
        self.notices = Notices(self)
        self.ask = Ask()
        self.book = ActionBook(settings, self)
        self.opener = lanes(self.notices, self)
        self.window = window or MainWindow(rooms(), settings)
        look.dress(self.window)
        self.window.use_book(self.book)
        self.commands = WindowCommands(self)
        self.door = Door(self)
        self.desk: ShopDesk | None = None
        self.shop: OpenShop | None = None
        self.session: ShopSession | None = None
        self._folder: Path | None = None
        self._files: list[Path] = []
        self._leaving = False
        self._ahead = PagePreloader(self.window.navigation, self.opener, lambda: self.desk, self)
        self._ahead.built.connect(self._all_built)
        self.notices.posted.connect(self.window.post)
        self.window.watch(self.opener)
        self.window.closing.connect(self.quit)
        self.window.dropped.connect(self.bring)
        self.door.called.connect(self._called)
        self.opener.bug.connect(self.commands.show_bug)

    def start(self, folder: Path | None, files: Sequence[Path] = ()) -> None:
        """Show the window with the last look of the shop, or the welcome where there is no shop yet."""
        self._files = list(files)
        if folder is None:
            self.welcome()
            self.window.show()
            return
        self._folder = folder
        self.book.met(self.window, ["pages"])
        if self.window.has_painted:
            self._first_paint()
            return
        self.window.show_snapshot(snapshot.load(folder))
        self.window.painted.connect(self._first_paint)
        self.window.show()

    @Slot()
    def _first_paint(self) -> None:
        if self._folder is not None and self.shop is None:
            self._begin(_("Opening the shop"), self._folder, "open_shop", self._folder)

    def open(self, folder: Path) -> None:
        """Open the shop in `folder` in place of the one that is open."""
        self._change(folder, lambda: self._begin(_("Opening the shop"), folder, "open_shop", folder))

    def create(self, folder: Path, name: str, files: Sequence[Path] = ()) -> None:
        """Make a new shop and open it; `files` are looked at next."""
        self._files = list(files)
        self._change(folder, lambda: self._begin(_("Making the shop"), folder, "create_shop", folder, name))

    def open_sample(self) -> None:
        """Open the sample shop, making it first where it isn't there."""
        folder = shops_folder() / SAMPLE_FOLDER
        self._change(folder, lambda: self._begin(_("Making the sample shop"), folder, "open_sample", folder))

    def restore(self, backup: Path, folder: Path | None = None) -> None:
        """Put a backup in place of the shop in `folder`, the open one by default; a safety copy is made first."""
        place = folder or self._folder
        if place is not None:
            self._change(place, lambda: self._begin(_("Restoring the backup"), place, "restore_shop", place, backup))

    def _begin(self, title: str, folder: Path, verb: str, *arguments: object) -> None:
        """Do one of the verbs of `opening` off the window's thread: SQLAlchemy is imported there too."""

        def work(progress: Progress) -> OpenShop:
            opened: OpenShop = getattr(import_module("storeapp.shell.session.opening"), verb)(
                *arguments, self.clock, self.settings.owner_name, progress
            )
            return opened

        self._folder = folder
        self.opener.files(title, work, self._opened, self._refused)

    def _opened(self, shop: OpenShop) -> None:
        if self._leaving:
            shop.close()
            return
        session: Any = import_module("storeapp.shell.session.shop_session")
        jobs = self._lanes(self.notices, self)
        jobs.bug.connect(self.commands.show_bug)
        self.window.watch(jobs)
        self.shop = shop
        self.desk = ShopDesk(
            shop.db,
            jobs,
            self.notices,
            self.ask,
            self.navigate,
            self.clock,
            self.settings,
            self.book,
            self.look,
            program=self,
            record_actions=record_actions,
            beside=beside,
            table_text=table_text,
            list_again=self.list_again,
        )
        self.settings.remember_shop(shop.db.place.folder)
        self.settings.save()
        self.session = session.ShopSession(self.desk, shop, self.window, self)
        self.window.show_work()
        self.window.navigation.furnish(self.desk)
        self.book.met(self.window, ["pages", "shop"])
        self.session.look()
        self.door.open_for(shop.db.place.folder)
        if shop.place.sentence:
            self.notices.problem(shop.place.sentence)
        way_back = shop.way_back
        undo = (_("Undo"), lambda: self.restore(way_back)) if way_back is not None else None
        if shop.said:
            self.notices.say(shop.said, action=undo)
        if self._files:
            files, self._files = self._files, []
            self.navigate(LookAtFiles(tuple(files)))
        self._ahead.start()

    def list_again(self, kept: KeptList) -> ShownList:
        """A list that was kept under a name, on the page it is of. UserError where it is there no more."""
        page = self.window.navigation.page(kept.page)
        made: ShownList = import_module("storeapp.shell.window.front_list").list_again(page, kept)
        return made

    def _refused(self, error: Exception) -> None:
        if self._leaving:
            return
        self.book.met(self.window, [])
        self.door.close()  # else this window would answer its own call
        if self._folder is not None and call(self._folder, self._files):
            self.window.close_for_good()
            self.app.quit()
            return
        self.door.open_for(self._folder)
        recovery: Any = import_module("storeapp.shell.session.recovery")
        self.window.show_instead(recovery.RecoveryScreen(error, self._folder or shops_folder(), self))

    @Slot()
    def _all_built(self) -> None:
        if self.session is not None:
            self.session.count_with(import_module("storeapp.shell.window.badges").BADGES)
        if self.settings.watch_downloads:
            import_module("storeapp.shell.session.folder_watch").watch_of(self).begin()
        if self.session is not None:
            import_module("storeapp.shell.session.due_books").books_of(self).begin()

    def navigate(self, target: Target) -> None:
        """Show a place of the window; one that is asked for before a shop is open waits for it."""
        self.window.navigation.go(target)

    @Slot(list)
    def bring(self, files: list[Path]) -> None:
        """Files were dropped, pasted or handed over by a second start."""
        if not files:
            return
        screen = self.window.instead
        take = getattr(screen, "take_files", None)
        if take is not None:
            take(files)
        elif self.desk is None:
            self._files = files
        else:
            self.navigate(LookAtFiles(tuple(files)))

    @Slot(list)
    def _called(self, files: list[Path]) -> None:
        self.window.raise_up()
        self.bring(files)

    def back_up(self, then: Callable[[], None] | None = None) -> None:
        """Make a backup now and say so."""

        def done(info: object) -> None:
            self.notices.say(_("A backup was made and checked"))
            if then is not None:
                then()

        if self.session is not None:
            self.session.backups.now(done)

    def look_again(self) -> None:
        """Read the shop's facts anew."""
        if self.session is not None:
            self.session.look()

    def speak(self, language: str) -> None:
        """Use another language at once."""
        self.settings.language = language
        self.settings.save()
        text.use(language or system_language())
        self._rebuild()

    def restyle(self, *, choice: str | None = None, text_scale: int | None = None, still: bool | None = None) -> None:
        """Change the look at once."""
        changed = self.settings
        changed.theme = choice or changed.theme
        changed.text_scale = text_scale or changed.text_scale
        changed.reduce_motion = changed.reduce_motion if still is None else still
        changed.save()
        self.look.choose(choice, text_scale, still)
        self.book.refresh_icons()
        if text_scale is not None:
            self._rebuild()

    def _rebuild(self) -> None:
        here = self.window.navigation.current_id
        welcome = self.window.instead is not None and self.desk is None
        self.window.navigation.clear()
        self.book.forget(self.window)
        self.window.refurnish()
        self.commands.register()
        if self.desk is not None and self.session is not None:
            self.window.navigation.show(here)
            self.window.navigation.furnish(self.desk)
            self.session.refresh()
            self._ahead.start()
        elif welcome:
            self.welcome()

    def welcome(self) -> None:
        """Show the first screen: sample, own files, restore."""
        self.book.met(self.window, [])
        first_run: Any = import_module("storeapp.shell.session.first_run")
        self.window.show_instead(first_run.WelcomeScreen(self))

    def _change(self, folder: Path, then: Callable[[], None]) -> None:
        """Close the open shop, then go on."""
        if self.desk is not None and self.desk.jobs.busy("write"):
            self.notices.refuse(
                _("Work is still running in this shop. Wait until it is done or stop it, then switch shops.")
            )
            return
        self._leave(then, folder)

    def _leave(self, then: Callable[[], None], to: Path | None = None) -> None:
        """Close the open shop; meanwhile the last look of the next one is shown."""
        self._ahead.stop()
        self.book.met(self.window, ["pages"])
        self.window.work.topbar.forget_notices()
        desk, shop, session = self.desk, self.shop, self.session
        if desk is None or shop is None or session is None:
            if to is not None:
                self.window.show_snapshot(snapshot.load(to))
            then()
            return
        session.keep_look(self.window.navigation.last_today())
        session.stop()
        self.window.navigation.clear()
        desk.jobs.close()
        self.desk = self.shop = self.session = None
        if to is not None:
            self.window.show_snapshot(snapshot.load(to))

        def farewell(progress: Progress) -> None:
            try:
                session.backups.last(progress)
            finally:
                shop.close()

        def gone(value: object) -> None:
            session.deleteLater()
            desk.jobs.deleteLater()
            then()

        self.opener.files(_("Closing the shop"), farewell, gone, lambda error: gone(None))

    @Slot()
    def quit(self) -> None:
        """Close the window at once; the last backup is made before the program ends."""
        if self._leaving:
            return
        busy = self.desk.jobs.busy("write") if self.desk is not None else []
        if any(job.shown for job in busy):
            self.ask.confirm(
                self.window,
                _("Stop the running work and close?"),
                _("{job} is not finished. If you stop it, the shop stays as it was before.").format(job=busy[0].title),
                _("Stop and close"),
                self._quit,
                danger=True,
            )
            return
        self._quit()

    def _quit(self) -> None:
        self._leaving = True
        self.door.close()
        self.window.keep_place()
        self.settings.save()
        self.window.close_for_good()
        self._leave(self._end)

    def _end(self) -> None:
        if self.opener.busy():  # a shop that is just being opened must be closed again first
            self.opener.idle.connect(self._end, Qt.ConnectionType.SingleShotConnection)
            return
        self.opener.close()
        self.app.quit()
