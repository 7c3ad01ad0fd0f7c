"""Starts the window: paints the last look first, then imports the rest beside it and opens the shop."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import QApplication, QWidget

from storeapp.kernel import garbage, text
from storeapp.kernel.paths import cache_folder
from storeapp.kernel.settings import Settings
from storeapp.qtkit.theme import STYLE, Look
from storeapp.shell.rooms import rooms
from storeapp.shell.session.system import door_name, may_be_listening, system_language
from storeapp.shell.window import snapshot
from storeapp.shell.window.main_window import MainWindow

# What the first paint does without, in the order in which it is needed.
LATER = ("sqlalchemy", *(f"storeapp.shell.session.{name}" for name in ("log_files", "program", "opening")))
SETTLED_MS = 3000  # after the hand-over the first page is there
SESSION = "storeapp.shell.session.shop_session"
CALL = "storeapp.shell.session.single_instance"


def open_window(folder: Path | None = None, files: Sequence[Path] = ()) -> int:
    """Open the window on the shop in `folder`, by default the last one, and stay until it closes; the exit code.

    Where a window has this shop open already, that one comes forward, takes the files, and this start ends.
    """
    os.umask(0o077)  # what lies on this PC is the owner's to read
    settings = Settings.load()
    app = QApplication([*sys.argv[:1], *STYLE])
    app.setApplicationName("storeapp")
    app.setApplicationDisplayName("Storeapp")
    app.setDesktopFileName("storeapp")
    app.setQuitOnLastWindowClosed(False)
    text.use(settings.language or system_language())
    place = folder or (Path(settings.last_shop) if settings.last_shop else None)
    if may_be_listening(door_name(place)) and import_module(CALL).call(place, files):
        return 0
    look = Look(settings.theme, settings.text_scale, settings.reduce_motion)
    look.apply(app, wear=False, in_style=True)
    window = MainWindow(rooms(), settings)
    look.dress(window)
    start = Start(app, settings, look, window)
    start.begin(place, files)
    return app.exec()


class Start(QObject):
    """Shows the window, loads in a thread what the program needs, and hands over to it in the window's thread."""

    loaded = Signal()
    broke = Signal(object)  # BaseException

    def __init__(self, app: QApplication, settings: Settings, look: Look, window: MainWindow) -> None:
        super().__init__(app)
        self._app, self._settings, self._look, self._window = app, settings, look, window
        self._place: Path | None = None
        self._files: Sequence[Path] = ()
        self._kept: list[Any] = []
        self._garbage = QTimer(self)
        self._garbage.timeout.connect(garbage.look)
        self.loaded.connect(self._go_on, Qt.ConnectionType.QueuedConnection)
        self.broke.connect(self._stop, Qt.ConnectionType.QueuedConnection)

    def begin(self, place: Path | None, files: Sequence[Path]) -> None:
        """Paint; the rest follows from the first paint."""
        self._place, self._files = place, files
        if place is None:
            self._window.show_instead(QWidget())
        else:
            self._window.show_snapshot(snapshot.load(place))
        self._window.painted.connect(self._load)
        self._window.show()

    @Slot()
    def _load(self) -> None:
        threading.Thread(target=self._import, name="storeapp-start", daemon=True).start()

    def _import(self) -> None:
        try:
            later: Any = import_module("storeapp.kernel.later_imports")
            later.wait_with(*later.UNUSED)
            import_module("storeapp.kernel.scratch").use_for_process(cache_folder())
            names = [*LATER, *(room.module for room in rooms()[:1]), SESSION]
            for name in names:
                import_module(name)
        except Exception as error:  # noqa: BLE001 - whatever it is, the window must say it
            self.broke.emit(error)
            return
        self.loaded.emit()

    @Slot()
    def _go_on(self) -> None:
        crash: Any = import_module("storeapp.shell.session.crash")
        watch = crash.Watch(self)
        watch.install()
        self._kept.append(import_module("storeapp.shell.session.log_files").keep_log())
        kind: Any = import_module("storeapp.shell.session.program").Program
        clock: Any = import_module("storeapp.kernel.clock").Clock()
        program = kind(self._app, self._settings, self._look, clock, window=self._window)
        watch.broke.connect(program.commands.show_bug)
        self._app.aboutToQuit.connect(watch.uninstall)
        program.door.open_for(self._place)
        program.start(self._place, self._files)
        QTimer.singleShot(SETTLED_MS, self._settle)

    @Slot()
    def _settle(self) -> None:
        garbage.settle()
        self._garbage.start(garbage.LOOK_MS)

    @Slot(object)
    def _stop(self, error: BaseException) -> None:
        raise error
