"""What a start loads: the window first, SQLAlchemy beside it, the heavy libraries not at all; and no network."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from storeapp.kernel.settings import Settings

ROOT = Path(__file__).resolve().parents[3]
HEAVY = (
    "alembic",
    "openpyxl",
    "PIL",
    "numpy",
    "eldc",
    "pycld2",
    "pyqtgraph",
    "babel",
    "python_calamine",
    "rjieba",
    "liquid",
)
# Today's list does without them: levels and other pages are read after it, and Core is all of SQLAlchemy in use.
LATER = (
    "ssl",
    "asyncio.events",
    "email.message",
    "sqlalchemy.orm",
    "sqlalchemy.dialects.postgresql",
    "storeapp.rulebook.ladders",
    "storeapp.orders.queries",
    "storeapp.customers.queries",
)

START = """
import gc, sys, threading
searched = set()
gc.callbacks.append(lambda phase, info: searched.add(threading.current_thread().name))
heavy, later = {heavy!r}, {later!r}
connects = []
def watch(event, args):
    if event in ("socket.connect", "socket.getaddrinfo", "socket.bind") and isinstance(args[-1], tuple):
        connects.append((event, args[-1]))
sys.addaudithook(watch)
from PySide6.QtCore import QTimer
import storeapp.boot as boot
print("before", "sqlalchemy" in sys.modules, "storeapp.shell.session.program" in sys.modules)
class Seen(boot.MainWindow):
    def __init__(self, *parts):
        super().__init__(*parts)
        self.painted.connect(lambda: print("painted", "sqlalchemy" in sys.modules, "gc", gc.isenabled()))
        self.waits = QTimer(self)
        self.waits.timeout.connect(self.look)
        self.waits.start(50)
    def look(self):
        if self.navigation.current is not None:
            self.waits.stop()
            print("page", self.navigation.current.ID, self.windowTitle())
            print("heavy", [name for name in heavy if name in sys.modules])
            print("early", [name for name in later if name in sys.modules])
            self.close()
boot.MainWindow = Seen
boot.SETTLED_MS = 0
boot.garbage.LOOK_MS = 5
from storeapp.__main__ import main
try:
    main()
except SystemExit as ended:
    print("exit", ended.code, "gc", gc.isenabled(), "frozen", gc.get_freeze_count() > 0)
print("searched", *searched)
print("connects", connects)
"""


@pytest.fixture
def last_time(own_sample, home):
    """The settings of an owner whose last shop is the sample."""
    settings = Settings(language="en")
    settings.remember_shop(own_sample)
    settings.save()


def ran(*before: str) -> list[str]:
    script = START.format(heavy=HEAVY, later=LATER)
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    command = [*before, sys.executable, "-c", script]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, env=environment, timeout=100, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


def test_the_window_is_painted_before_sqlalchemy_is_loaded_and_nothing_heavy_at_all(last_time):
    said = ran()
    assert said[0] == "before False False"
    assert said[1] == "painted False gc False"
    assert said[2] == "page today Lumen & Loom – Storeapp"
    assert said[3] == "heavy []"
    assert said[4] == "early []"
    assert said[5:] == ["exit 0 gc False frozen True", "searched MainThread", "connects []"]


@pytest.mark.skipif(sys.platform != "linux" or os.geteuid() != 0, reason="needs root for a namespace of its own")
def test_it_starts_without_any_network_interface(last_time):
    if shutil.which("unshare") is None or subprocess.run(["unshare", "-n", "true"], check=False).returncode:
        pytest.skip("unshare -n is not allowed here")
    assert ran("unshare", "-n")[-1] == "connects []"


def test_a_second_start_ends_at_once_and_hands_its_file_over(program, qtbot, shop, tmp_path):
    file = tmp_path / "orders.csv"
    file.write_text("a,b\n1,2\n", "utf-8")
    settings = Settings(language="en")
    settings.remember_shop(shop)
    settings.save()
    raised = []
    program.navigate = lambda target: None
    program.door.called.connect(raised.append)
    command = [sys.executable, "-m", "storeapp", str(file)]
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT, env=environment) as second:
        try:
            qtbot.waitUntil(lambda: second.poll() is not None, timeout=60_000)
        finally:
            second.kill()
        assert second.stdout.read() == ""
    assert second.returncode == 0
    assert raised == [[file]]
