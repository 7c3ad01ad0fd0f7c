"""Starts the window: settings, language, look, the shop that was open last; paints first, reads after."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtWidgets import QApplication

from storeapp.kernel import text
from storeapp.kernel.clock import Clock
from storeapp.kernel.settings import Settings
from storeapp.qtkit.theme import Theme
from storeapp.shell.crash import Watch, keep_log
from storeapp.shell.program import Program, system_language
from storeapp.shell.single import call


def open_window(folder: Path | None = None, files: Sequence[Path] = ()) -> int:
    """Open the window on the shop in `folder`, by default the last one, and stay until it closes; the exit code.

    Where a window has this shop open already, that one comes forward, takes the files, and this start ends.
    """
    crashes = keep_log()
    settings = Settings.load()
    text.use(settings.language or system_language())
    app = QApplication(sys.argv[:1])
    app.setApplicationName("storeapp")
    app.setApplicationDisplayName("Storeapp")
    app.setDesktopFileName("storeapp")
    app.setQuitOnLastWindowClosed(False)
    place = folder or (Path(settings.last_shop) if settings.last_shop else None)
    if call(place, files):
        return 0
    watch = Watch()
    watch.install()
    look = Theme(settings.theme, settings.text_scale, settings.reduce_motion)
    look.apply(app)
    program = Program(app, settings, look, Clock())
    watch.broke.connect(program.commands.show_bug)
    program.door.open_for(place)
    program.start(place, files)
    code = app.exec()
    watch.uninstall()
    if crashes is not None:
        crashes.flush()
    return code
