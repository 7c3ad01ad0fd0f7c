"""The program on shops of its own, for tests of the shell and for journeys; conftests take these fixtures over."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from datetime import datetime, timezone
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication

from storeapp.derived import DERIVED
from storeapp.kernel import text
from storeapp.kernel.clock import FixedClock
from storeapp.kernel.paths import shops_folder
from storeapp.kernel.settings import Settings
from storeapp.qtkit.jobs import InlineJobs, Jobs
from storeapp.qtkit.theme import Look
from storeapp.shell.session.program import SAMPLE_FOLDER, Program
from storeapp.store import backup
from storeapp.store.db import Database

MakeProgram = Callable[..., Program]


@pytest.fixture
def look(qapp: QApplication) -> Iterator[Look]:
    """The light look, put on the application; the window wears the style sheet, as in the program."""
    made = Look("light")
    made.apply(qapp, wear=False)
    yield made
    made.choose("light", 100, False)


@pytest.fixture
def english() -> Iterator[None]:
    """Back to English after a test that changed the language."""
    yield
    text.use("en")


@pytest.fixture
def make_program(qtbot, qapp: QApplication, look: Look, clock: FixedClock, home: Path) -> Iterator[MakeProgram]:
    """Programs that are closed after the test."""
    made: list[Program] = []

    def make(settings: Settings | None = None, lanes: type[Jobs] = InlineJobs) -> Program:
        program = Program(qapp, settings or Settings(), look, clock, lanes)
        made.append(program)
        return program

    yield make
    for program in made:
        program.quit()
        qtbot.waitUntil(lambda program=program: not program.opener.busy(), timeout=60_000)
        program.window.hide()
        program.window.deleteLater()
        program.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def keep_a_backup(folder: Path) -> None:
    """Have a backup of the shop as it is, so that a program that only looked at it makes none when it closes."""
    db = Database.open(folder, FixedClock(datetime(2026, 7, 16, 8, 0, tzinfo=timezone.utc)), derived=DERIVED)
    backup.make(db, "close")
    db.close()


@pytest.fixture(scope="session")
def kept_shop(blank_shop: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty closed shop with a backup; copied for each test."""
    folder = tmp_path_factory.mktemp("kept") / "shop"
    shutil.copytree(blank_shop, folder)
    keep_a_backup(folder)
    return folder


@pytest.fixture
def shop(kept_shop: Path, home: Path) -> Path:
    """The folder of an empty closed shop."""
    folder = home / "shops" / "Mine"
    shutil.copytree(kept_shop, folder)
    return folder


@pytest.fixture(scope="session")
def sample_shop(laid_sample: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample shop with a backup; copied for each test that opens it."""
    folder = tmp_path_factory.mktemp("sample") / "shop"
    shutil.copytree(laid_sample, folder)
    keep_a_backup(folder)
    return folder


@pytest.fixture
def own_sample(sample_shop: Path, home: Path) -> Path:
    """A copy of the sample shop."""
    folder = home / "shops" / "Lumen"
    shutil.copytree(sample_shop, folder)
    return folder


@pytest.fixture
def opened_before(laid_sample: Path, home: Path) -> None:
    """The sample shop lies where the program makes it, as for an owner who opened it before: making it takes long."""
    shutil.copytree(laid_sample, shops_folder() / SAMPLE_FOLDER)


@pytest.fixture
def program(make_program: MakeProgram, shop: Path) -> Program:
    """The window on an empty shop."""
    made = make_program()
    made.start(None)
    made.open(shop)
    return made


@pytest.fixture
def on_sample(make_program: MakeProgram, own_sample: Path) -> Program:
    """The window on the sample shop."""
    made = make_program()
    made.start(None)
    made.open(own_sample)
    return made
