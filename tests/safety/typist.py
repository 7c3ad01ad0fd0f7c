"""Types into a case without a rest until it is killed, telling each word: `python -m tests.safety.typist SHOP KIND`.

KIND is "out" for the message to the buyer, "note" for the private note.
"""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from storeapp.aftersales.ui.page import AftersalesPage
from storeapp.derived import DERIVED
from storeapp.kernel.clock import Clock
from storeapp.kernel.settings import Settings
from storeapp.kernel.targets import OpenCase
from storeapp.qtkit.actions import ActionBook
from storeapp.qtkit.ask import Ask
from storeapp.qtkit.desk import Desk
from storeapp.qtkit.jobs import Jobs
from storeapp.qtkit.notices import Notices
from storeapp.qtkit.theme import Look
from storeapp.store.db import Database

EVERY = 70  # ms between two letters, as a quick hand types


def main(folder: Path, kind: str) -> None:
    """Never ends by itself."""
    app = QApplication([])
    look, notices, settings = Look("light"), Notices(), Settings()
    look.apply(app)
    db = Database.open(folder, Clock(), "Typist", derived=DERIVED)
    desk = Desk(db, Jobs(notices), notices, Ask(), lambda _target: None, Clock(), settings, ActionBook(settings), look)
    page = AftersalesPage(desk)
    page.resize(1232, 780)
    page.show()
    page.open_target(OpenCase(1))
    typed = 0

    def press() -> None:
        nonlocal typed
        if page.panel.case_id != 1:
            return
        typed += 1
        QTest.keyClicks(page.panel.composer.begin(kind), f"{typed} ")
        os.write(1, f"{typed} {time.monotonic()}\n".encode())

    timer = QTimer()
    timer.timeout.connect(press)
    timer.start(EVERY)
    app.exec()


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
