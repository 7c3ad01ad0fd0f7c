"""What the window's own commands do, and the menu of shops."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QPoint, Qt, QUrl, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QMenu, QWidget

from storeapp.kernel.paths import shops_folder
from storeapp.kernel.targets import OpenPage
from storeapp.kernel.text import _
from storeapp.qtkit.icons import icon
from storeapp.qtkit.tips import menu_words, set_tip
from storeapp.shell.rooms import rooms
from storeapp.shell.session.new_shop_folder import free_folder
from storeapp.shell.window import snapshot
from storeapp.shell.window.commands import WINDOW, page_commands
from storeapp.shell.window.front_list import KEEP, LIST_ACTIONS, SAVE, keep_front, save_front

if TYPE_CHECKING:
    from storeapp.shell.session.program import Program

BUGS_AT_ONCE = 1  # a fault in a timer would else cover the screen with dialogs


class WindowCommands(QObject):
    """Registers the commands and carries them out."""

    def __init__(self, program: Program) -> None:
        super().__init__(program)
        self._program = program
        self._bugs = 0
        self.register()

    def register(self) -> None:
        """Make the commands live, in the language in use."""
        program, book = self._program, self._program.book
        window = program.window
        handlers = {
            "window.palette": self.search,
            "window.undo": self.undo,
            "window.redo": self.redo,
            "window.back": self.back,
            "window.primary": self.primary,
            "window.pane": window.focus_next_pane,
            "window.shortcuts": self.shortcuts,
            "window.files": self.choose_files,
            "window.look": self.look_for_exports,
            "window.backup": program.back_up,
            "window.restore": self.restore,
            "window.check": self.check,
            "window.open": self.open_shop,
            "window.new": self.new_shop,
            "window.sample": program.open_sample,
            "window.folder": self.show_folder,
            "window.light": self.light,
            "window.dark": self.dark,
            "window.about": self.about,
            "window.quit": program.quit,
            SAVE: self.save_list,
            KEEP: self.keep_list,
        }
        pages = page_commands(rooms())
        goes = [_Go(program, room.id, self) for room in rooms()]
        book.register(pages, {spec.id: go.run for spec, go in zip(pages, goes, strict=True)}, window)
        book.register((*WINDOW, *LIST_ACTIONS), handlers, window)
        window.shop_pressed.connect(self.shop_menu, Qt.ConnectionType.UniqueConnection)
        window.search_pressed.connect(self.search, Qt.ConnectionType.UniqueConnection)
        window.undo_pressed.connect(self.undo, Qt.ConnectionType.UniqueConnection)
        window.start_own_pressed.connect(self.new_shop, Qt.ConnectionType.UniqueConnection)
        window.way_out.connect(self.take_way_out, Qt.ConnectionType.UniqueConnection)
        window.fact_pressed.connect(self.show_fact, Qt.ConnectionType.UniqueConnection)

    @Slot()
    def search(self) -> None:
        """Open the box that finds records and commands."""
        palette: Any = import_module("storeapp.shell.palette.palette")
        palette.Palette(self._program).open_over(self._program.window)

    @Slot()
    def undo(self) -> None:
        """Take back the latest action."""
        if self._program.session is not None:
            self._program.session.undo()

    def redo(self) -> None:
        """Do again what was taken back last."""
        if self._program.session is not None:
            self._program.session.redo()

    def back(self) -> None:
        """The page before this one."""
        self._program.window.navigation.back()

    def save_list(self) -> None:
        """The list in front as a workbook."""
        if self._program.desk is not None:
            save_front(self._program.desk, self._program.window.navigation.current)

    def keep_list(self) -> None:
        """The list in front under a name."""
        if self._program.desk is not None:
            keep_front(self._program.desk, self._program.window.navigation.current)

    def primary(self) -> None:
        """What the page in front is for; where nothing is, that is said."""
        page, book = self._program.window.navigation.current, self._program.book
        spec = page.main_action() if page is not None else None
        if spec is not None and book.has(spec.id):
            book.run(spec.id)
        else:
            self._program.notices.say(_("This page has no main action."))

    def shortcuts(self) -> None:
        """The sheet of all keys."""
        self._dialog("storeapp.shell.window.shortcuts", "ShortcutsSheet", self._program.book, self._listed())

    def _listed(self) -> QWidget | None:
        page = self._program.window.navigation.current
        return page.keyboard() if page is not None else None

    def about(self) -> None:
        """Versions and licences."""
        self._dialog("storeapp.shell.window.about", "AboutDialog")

    def choose_files(self) -> None:
        """Files to import."""
        self._program.ask.files(self._program.window, _("Choose files to import"), self._program.bring)

    def look_for_exports(self) -> None:
        """New exports in the downloads folder."""
        import_module("storeapp.shell.session.folder_watch").watch_of(self._program).look_now()

    def restore(self) -> None:
        """The list of backups."""
        self._program.navigate(OpenPage("settings", "backups"))

    def check(self) -> None:
        """Look through the shop file for damage."""
        self._program.navigate(OpenPage("settings", "check"))

    def open_shop(self) -> None:
        """Choose a shop's folder."""
        ask = self._program.ask
        ask.folder(self._program.window, _("Open the folder of a shop"), self._program.open, shops_folder())

    @Slot()
    def new_shop(self) -> None:
        """Ask for a name and make an empty shop."""
        self._program.ask.text(
            self._program.window,
            _("New shop"),
            _("Name of your shop"),
            self._create,
            verb=_("Make the shop"),
            text=_("It gets a folder of its own in {folder}.").format(folder=shops_folder()),
        )

    def show_folder(self) -> None:
        """Open the folder in the system's file manager."""
        if self._program.shop is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._program.shop.db.place.folder)))

    def light(self) -> None:
        """Use light colours."""
        self._program.restyle(choice="light")

    def dark(self) -> None:
        """Use dark colours."""
        self._program.restyle(choice="dark")

    @Slot(str)
    def take_way_out(self, name: str) -> None:
        """Do what a refusal pointed to; actions of the window may leave out the name of their place."""
        book = self._program.book
        for action_id in (name, f"window.{name}"):
            if book.has(action_id):
                book.run(action_id)
                return

    @Slot(str)
    def show_fact(self, page_id: str) -> None:
        """Open what a fact in the status bar is about."""
        self._program.navigate(OpenPage(page_id, "backups" if page_id == "settings" else ""))

    @Slot()
    def shop_menu(self) -> None:
        """List the shops under the shop's name."""
        window = self._program.window
        menu = QMenu(window)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        here = self._program.shop.db.place.folder if self._program.shop is not None else None
        for place in self._program.settings.shops:
            folder = Path(place)
            action = menu.addAction(menu_words(snapshot.load(folder).shop or folder.name))
            set_tip(action, place)
            if folder == here:
                action.setIcon(icon("check", "accent"))
            else:
                action.triggered.connect(_Open(self._program, folder, menu).run)
        menu.addSeparator()
        others = self._program.book.menu(("window.open", "window.new", "window.sample"), menu)
        menu.addActions(others.actions())
        button = window.work.sidebar.shop
        menu.popup(button.mapToGlobal(QPoint(8, button.height() - 4)))

    @Slot(object)
    def show_bug(self, error: BaseException) -> None:
        """Say that something broke; one dialog at a time."""
        if self._bugs >= BUGS_AT_ONCE:
            return
        crash: Any = import_module("storeapp.shell.session.bug_dialog")
        dialog = crash.BugDialog(error, self._program.window)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.finished.connect(self._bug_closed)
        self._bugs += 1
        dialog.open()

    @Slot()
    def _bug_closed(self) -> None:
        self._bugs -= 1

    def _create(self, name: str) -> None:
        self._program.create(free_folder(shops_folder(), name), name)

    def _dialog(self, module: str, kind: str, *arguments: object) -> None:
        dialog = getattr(import_module(module), kind)(*arguments, parent=self._program.window)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()


class _Go(QObject):
    """Goes to one page."""

    def __init__(self, program: Program, page_id: str, parent: QObject) -> None:
        super().__init__(parent)
        self._program, self._page_id = program, page_id

    def run(self) -> None:
        self._program.navigate(OpenPage(self._page_id))


class _Open(QObject):
    """Opens one shop."""

    def __init__(self, program: Program, folder: Path, parent: QObject) -> None:
        super().__init__(parent)
        self._program, self._folder = program, folder

    @Slot()
    def run(self) -> None:
        self._program.open(self._folder)
