"""From process start to the painted window, and to Today with live data, each against its floor."""

from __future__ import annotations

import os
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from storeapp.kernel.clock import Clock
from storeapp.kernel.settings import Settings
from storeapp.sample.service import build
from storeapp.shell.window import snapshot
from tests.bench.figures import Figure

ROUNDS = 9
# Installed programs have their bytecode beside them: the first run may write it, whatever this machine usually does.
ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}

TOLD = """
import os, sys, time
def told(*_):
    print(time.monotonic(), flush=True)
    os._exit(0)
"""

# A bare window with a table of 30 by 9 cells, {before} it is made.
BARE = """
from PySide6.QtGui import QStandardItemModel
from PySide6.QtWidgets import QApplication, QMainWindow, QTableView
{before}
class Table(QTableView):
    def paintEvent(self, event):
        super().paintEvent(event)
        told()
app = QApplication(sys.argv)
window, table = QMainWindow(), Table()
table.setModel(QStandardItemModel(30, 9))
window.setCentralWidget(table)
window.resize(1440, 900)
window.show()
app.exec()
"""

# The floor of the given stack: fourteen mapped classes, one open file, one query.
STACK = """
import sqlalchemy.orm
from pysqlite3 import dbapi2
from sqlalchemy import Integer, Text, create_engine, select
from sqlalchemy.orm import DeclarativeBase, mapped_column
class Base(DeclarativeBase):
    pass
NAMES = ["orders", *(f"t{number}" for number in range(13))]
def mapped(name):
    columns = {f"c{number}": mapped_column(Text) for number in range(14)}
    key = mapped_column(Integer, primary_key=True)
    return type(name, (Base,), {"__tablename__": name, "id": key, "number": mapped_column(Text), **columns})
tables = [mapped(name) for name in NAMES]
engine = create_engine("sqlite:///FILE", module=dbapi2)
with engine.connect() as connection:
    connection.execute(select(tables[0].id, tables[0].number).order_by(tables[0].id).limit(50)).all()
"""

OURS = """
from storeapp.__main__ import main
main()
"""

# The first thing that `main` does is done here too, because the window is looked for before it.
PAINTED = """
from storeapp.__main__ import start_lightly
start_lightly()
from storeapp.shell.window import main_window as window
made = window.MainWindow.__init__
def init(self, *parts):
    made(self, *parts)
    self.painted.connect(told)
window.MainWindow.__init__ = init
"""

# Live: Today has asked, every answer is shown, and it is painted.
LIVE = """
from storeapp.__main__ import start_lightly
start_lightly()
from storeapp.qtkit import page
ask = page.Page.ask_db
waiting = []
def asked(self, work, show, key="", failed=None):
    if self.ID != "today":
        return ask(self, work, show, key, failed)
    waiting.append(show)
    def shown(answer):
        show(answer)
        waiting.remove(show)
        if not waiting:
            self.window().repaint()
            told(self)
    return ask(self, work, shown, key or show.__name__, failed)
page.Page.ask_db = asked
"""

# The run before: it leaves the snapshot that the next start paints.
CLOSE = """
from PySide6.QtCore import QTimer
def told(page):
    QTimer.singleShot(500, page.window().close)
"""


def figures(folder: Path) -> Iterator[Figure]:
    """First paint with the last run's snapshot, then Today read anew, in a shop of about 4,000 orders."""
    shop = build(folder / "shop", Clock())
    settings = Settings(language="en")
    settings.remember_shop(shop)
    settings.save()
    _run(CLOSE + LIVE + OURS)
    if not snapshot.file_of(shop).is_file():
        sys.exit("The run before left no snapshot, so this would measure another start.")
    scripts = {
        "bare": TOLD + BARE.format(before=""),
        "painted": TOLD + PAINTED + OURS,
        "stack": TOLD + BARE.format(before=STACK.replace("FILE", str(shop / "shop.sqlite"))),
        "live": TOLD + LIVE + OURS,
    }
    taken: dict[str, list[tuple[float, float]]] = {name: [] for name in scripts}
    for _ in range(ROUNDS):
        for name, script in scripts.items():
            taken[name].append(_milliseconds(script))
    for number, kind in enumerate(("", ", processor time")):  # the second hardly feels who else uses the machine
        median = {name: statistics.median(times[number] for times in rounds) for name, rounds in taken.items()}
        yield Figure(f"painted shell{kind}", median["painted"], median["bare"], "bare window", target=1.4)
        yield Figure(f"Today with live data{kind}", median["live"], median["stack"], "the stack's floor", target=1.1)


def _milliseconds(script: str) -> tuple[float, float]:
    """From the start of a process to the moment it prints, by the clock and in processor time of its whole life."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    began = time.monotonic()
    taken = float(_run(script).split()[-1]) - began
    ended = resource.getrusage(resource.RUSAGE_CHILDREN)
    return taken * 1000, (ended.ru_utime - used.ru_utime + ended.ru_stime - used.ru_stime) * 1000


def _run(script: str) -> str:
    environment = {**ENVIRONMENT, "STOREAPP_HOME": os.environ["STOREAPP_HOME"], "QT_QPA_PLATFORM": "offscreen"}
    command = [sys.executable, "-c", script]
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True, timeout=60, env=environment).stdout
