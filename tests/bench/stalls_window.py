"""A walk through the whole window, each pass of its event loop timed: `python -m tests.bench.stalls_window SHOP FILE`.

FILE is looked at in Import data. Tells one JSON list of what was visited.
"""

from __future__ import annotations

import json
import signal
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from functools import partial
from importlib import import_module
from pathlib import Path
from types import FrameType

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication

from storeapp.__main__ import start_lightly
from storeapp.boot import LATER, SESSION
from storeapp.kernel import garbage, text
from storeapp.kernel.clock import Clock
from storeapp.kernel.settings import Settings
from storeapp.kernel.targets import LookAtFiles, OpenPage
from storeapp.qtkit.bars import Tab, Tabs
from storeapp.qtkit.table.view import TableView
from storeapp.qtkit.theme import STYLE, Look
from storeapp.shell.rooms import rooms
from storeapp.shell.session.program import Program

BEAT = 2  # milliseconds between two beats
LOOK, LONG = 0.004, 0.015  # seconds between two looks at what a pass does, and after which it is looked at
QUIET = 0.25  # seconds without work, after which a step is over
LONGEST_STEP = 60.0  # seconds
STEPS_DOWN = 12  # rows that are walked through in each list


class Heart:
    """Beats in the event loop; keeps the longest pass of each step, and what the window did in it.

    A pass is counted in the window's own processor time too: what other programs take is no fault of this one.
    """

    def __init__(self) -> None:
        self._last = (time.perf_counter(), time.thread_time())
        self._seen: Counter[str] = Counter()
        self.step = ""
        self.longest: dict[str, tuple[float, float, str]] = {}  # own ms, ms by the clock, cause
        self._timer = QTimer()
        self._timer.timeout.connect(self._beat)
        self._timer.start(BEAT)
        signal.signal(signal.SIGALRM, self._look)
        signal.setitimer(signal.ITIMER_REAL, LOOK, LOOK)

    def _beat(self) -> None:
        now = (time.perf_counter(), time.thread_time())
        clock, own = ((there - here) * 1000 for there, here in zip(now, self._last, strict=True))
        if own > self.longest.get(self.step, (0.0, 0.0, ""))[0]:
            cause = self._seen.most_common(1)[0][0] if self._seen else ""
            self.longest[self.step] = (own, clock, cause)
        self._seen.clear()
        self._last = (time.perf_counter(), time.thread_time())

    def _look(self, _signal: int, frame: FrameType | None) -> None:
        """What the window does while a pass lasts. From another thread it can't be asked: PySide breaks down of it."""
        if time.perf_counter() - self._last[0] > LONG:
            self._seen[_place(frame)] += 1


def _place(frame: FrameType | None) -> str:
    """The two innermost places in the program's own code."""
    places: list[str] = []
    while frame is not None and len(places) < 3:
        _, inside, file = frame.f_code.co_filename.rpartition("storeapp/")
        if inside:
            places.append(f"{file}:{frame.f_lineno} {frame.f_code.co_name}")
        frame = frame.f_back
    return " < ".join(places)


def main() -> None:
    """Open the shop as an owner does, and visit everything twice: built, and shown again."""
    start_lightly()
    app = QApplication([*sys.argv[:1], *STYLE])
    app.setQuitOnLastWindowClosed(False)
    text.use("en")
    settings = Settings(language="en")
    look = Look("light")
    look.apply(app, wear=False, in_style=True)
    for name in (*LATER, rooms()[0].module, SESSION):  # the start imports these beside the window
        import_module(name)
    heart = Heart()
    heart.step = "opening the shop"
    program = Program(app, settings, look, Clock())
    program.start(Path(sys.argv[1]))
    _until(app, lambda: program.window.navigation.current is not None)
    settle(program, bool)
    garbage.settle()
    looks = QTimer()
    looks.timeout.connect(garbage.look)
    looks.start(garbage.LOOK_MS)
    for name, act in steps(program, Path(sys.argv[2])):
        heart.step = name
        settle(program, act)
    heart.step = "closing"
    program.quit()
    _until(app, lambda: program.shop is None)
    names = ("own", "clock", "cause")
    print(json.dumps([{"step": step, **dict(zip(names, seen, strict=True))} for step, seen in heart.longest.items()]))
    signal.setitimer(signal.ITIMER_REAL, 0)


def steps(program: Program, file: Path) -> Iterator[tuple[str, Callable[[], object]]]:
    """Every page and each of its tabs, twice, down its list, and a file looked at."""
    for again in ("", " again"):
        for room in rooms():
            yield f"{room.id}{again}", lambda room=room: program.navigate(OpenPage(room.id))
            page = program.window.navigation.current
            bars = [bar for bar in program.window.findChildren(Tabs) if bar.isVisible()]
            tabs = [tab for bar in bars for tab in bar.findChildren(Tab) if page is not None]
            for tab in tabs:
                yield f"{room.id} {tab.text()}{again}", tab.click
                yield from down(program, f"{room.id} {tab.text()}{again}")
            if not tabs:
                yield from down(program, f"{room.id}{again}")
    yield "import: a file checked", lambda: program.navigate(LookAtFiles((file,)))


def down(program: Program, name: str) -> Iterator[tuple[str, Callable[[], object]]]:
    """Row after row of the list in front, its inspector following."""
    page = program.window.navigation.current
    tables = page.findChildren(TableView) if page is not None else []
    lists = [table for table in tables if table.isVisible() and table.model() is not None]
    for row in range(min(STEPS_DOWN, lists[0].model().rowCount()) if lists else 0):
        yield f"{name}: down the list", partial(_mark, lists[0], row)


def _mark(table: TableView, row: int) -> None:
    table.setCurrentIndex(table.model().index(row, 0))


def settle(program: Program, act: Callable[[], object]) -> None:
    """Do something in the event loop, as a click does, until nothing is read, written or drawn any more."""
    loop, began = QEventLoop(), time.perf_counter()
    quiet = [began]

    def look() -> None:
        if program.opener.busy() or (program.desk is not None and program.desk.jobs.busy()):
            quiet[0] = time.perf_counter()
        if time.perf_counter() > min(quiet[0] + QUIET, began + LONGEST_STEP):
            loop.quit()

    QTimer.singleShot(0, act)
    watch = QTimer()
    watch.timeout.connect(look)
    watch.start(10)
    loop.exec()


def _until(app: QApplication, reached: Callable[[], bool]) -> None:
    ended = time.perf_counter() + LONGEST_STEP
    while not reached():
        app.processEvents()
        time.sleep(0.0005)
        if time.perf_counter() > ended:
            sys.exit("The window does not get there.")


if __name__ == "__main__":
    main()
