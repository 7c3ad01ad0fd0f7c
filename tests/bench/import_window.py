"""The page Import data with one big file, in a process of its own: `python -m tests.bench.import_window FILE SHOP`."""

from __future__ import annotations

import json
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from storeapp.derived import DERIVED
from storeapp.exchange.ui.import_state import CHECKED, EMPTY
from storeapp.exchange.ui.page import ImportPage
from storeapp.kernel.clock import Clock
from storeapp.kernel.settings import Settings
from storeapp.kernel.targets import LookAtFiles
from storeapp.qtkit.actions import ActionBook
from storeapp.qtkit.ask import Ask
from storeapp.qtkit.desk import Desk
from storeapp.qtkit.jobs import Jobs
from storeapp.qtkit.notices import Notices
from storeapp.qtkit.theme import Look
from storeapp.store.db import Database

BEAT = 5  # milliseconds between two beats of the event loop


class Pulse:
    """Beats in the event loop and keeps the longest time between two beats."""

    def __init__(self) -> None:
        self.last, self.longest = time.perf_counter(), 0.0
        self.timer = QTimer()
        self.timer.timeout.connect(self.beat)
        self.timer.start(BEAT)

    def beat(self) -> None:
        now = time.perf_counter()
        self.longest = max(self.longest, now - self.last)
        self.last = now


def main() -> None:
    """Read, check and import the file as an owner would; tell seconds, milliseconds and megabytes."""
    app = QApplication(sys.argv[:1])
    look = Look("light")
    look.apply(app)
    db = Database.create(Path(sys.argv[2]), Clock(), derived=DERIVED)
    notices, settings = Notices(), Settings()
    jobs = Jobs(notices)
    book = ActionBook(settings)
    page = ImportPage(Desk(db, jobs, notices, Ask(), lambda *_: None, Clock(), settings, book, look))
    page.resize(1232, 780)
    page.show()
    app.processEvents()
    before, pulse = _peak(), Pulse()
    flow = page.flow
    told: dict[str, Any] = {}
    looked = _until(app, lambda: page.open_target(LookAtFiles((Path(sys.argv[1]),))), lambda: flow.state == CHECKED)
    told["reading"], told["checking"] = flow.seconds, looked - flow.seconds
    told["importing"] = _until(app, flow.run, lambda: flow.state == EMPTY)
    told["stall"] = pulse.longest * 1000
    told["growth"] = _peak() - before
    told["child"] = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    page.close_page()
    page.close()
    jobs.close()
    db.close()
    print(json.dumps(told))


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _until(app: QApplication, begin: Callable[[], Any], reached: Callable[[], bool]) -> float:
    """Seconds from a beginning until a state is reached."""
    began = time.perf_counter()
    begin()
    while not reached():
        app.processEvents()
        time.sleep(0.001)
    return time.perf_counter() - began


if __name__ == "__main__":
    main()
