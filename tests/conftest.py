"""What every test may ask for: a clock that stands still, a fresh shop, factories, and the shared real data."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from datetime import datetime, timezone
from functools import cache
from importlib import import_module
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from storeapp.derived import DERIVED
from storeapp.kernel import child, garbage
from storeapp.kernel.clock import FixedClock
from storeapp.kernel.targets import Target
from storeapp.store.db import Database
from tests.make import Make
from tests.one_run import for_all_processes
from tests.rotation import is_chosen
from tests.warm_reader import Nursery, WarmSubprocess

if sys.platform.startswith("linux") and not os.environ.get("DISPLAY"):
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Tests of the real window need a screen."""
    if item.get_closest_marker("window") and os.environ.get("QT_QPA_PLATFORM") == "offscreen":
        pytest.skip("needs a display; `python3 packaging/dev.py test` brings one")


def pytest_sessionstart(session: pytest.Session) -> None:
    """No thread of a test looks for garbage, as in the program, where it would take widgets apart."""
    garbage.rest()


@pytest.hookimpl(trylast=True)
def pytest_runtest_teardown(item: pytest.Item) -> None:
    """Look for garbage in the thread of the window."""
    garbage.look()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out the long runs that are not asked for (tests/rotation.py), unless `-m` names them."""
    if "long" in config.option.markexpr.replace("not long", ""):
        return
    left_out = {id(item) for item in items if item.get_closest_marker("long") and not is_chosen(item.name)}
    if left_out:
        config.hook.pytest_deselected(items=[item for item in items if id(item) in left_out])
        items[:] = [item for item in items if id(item) not in left_out]


@pytest.fixture(scope="session")
def homes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """New folders, one a test: pytest's own would look through those of all tests before it."""
    beside = tmp_path_factory.mktemp("homes")
    return (beside / str(number) for number in count())


@pytest.fixture(autouse=True)
def home(homes: Iterator[Path], monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder of the test's own for settings, shops, snapshots and logs."""
    folder = next(homes)
    folder.mkdir()
    monkeypatch.setenv("STOREAPP_HOME", str(folder))
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def nursery() -> Iterator[Nursery]:
    """Where reading processes are forked."""
    made = Nursery()
    yield made
    made.close()


@pytest.fixture(autouse=True)
def warm_reader(request: pytest.FixtureRequest, nursery: Nursery, monkeypatch: pytest.MonkeyPatch) -> None:
    """Reading processes start warm, on Linux; long runs and journeys start them cold, as an owner's program does."""
    if not any(request.node.get_closest_marker(name) for name in ("long", "machine", "window")):
        warm(nursery, monkeypatch)


def warm(nursery: Nursery, patch: pytest.MonkeyPatch) -> None:
    """Let reading processes start warm."""
    if sys.platform.startswith("linux"):
        patch.setattr(child, "subprocess", WarmSubprocess(nursery, *usual_reader()))


@cache
def usual_reader() -> tuple[list[str], str]:
    """How a reading process is started, and the PYTHONPATH it gets."""
    return child.command("reader"), child.environment()["PYTHONPATH"]


@pytest.fixture(autouse=True)
def no_window_is_left() -> Iterator[None]:
    """A test closes what it opens: no window may still be shown when its fixtures are gone."""
    yield
    widgets = sys.modules.get("PySide6.QtWidgets")
    app = widgets.QApplication.instance() if widgets else None
    left = [type(window).__name__ for window in app.topLevelWidgets() if window.isVisible()] if app else []
    for window in app.topLevelWidgets() if left else ():
        window.hide()
    assert left == [], f"still shown: {left}"


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """Real shops' files, beside the checkout or where STOREAPP_SHARED points; skips where there are none."""
    shared = Path(os.environ.get("STOREAPP_SHARED") or Path(__file__).resolve().parents[2] / "shared")
    if not (shared / "data").is_dir():
        pytest.skip(f"no shared data in {shared}")
    return shared / "data"


@pytest.fixture
def clock() -> FixedClock:
    """Thursday, 16 July 2026, 09:00 UTC."""
    return FixedClock(datetime(2026, 7, 16, 9, 0, tzinfo=timezone.utc))


@pytest.fixture(scope="session")
def blank_shop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A closed, migrated, empty shop; copied for each test."""
    folder = tmp_path_factory.mktemp("blank") / "shop"
    now = FixedClock(datetime(2026, 7, 16, 8, 0, tzinfo=timezone.utc))
    Database.create(folder, now, who="Owner", derived=DERIVED).close()
    return folder


@pytest.fixture(scope="session")
def laid_sample(tmp_path_factory: pytest.TempPathFactory, nursery: Nursery) -> Path:
    """The closed sample shop of 16 July 2026, nobody writes to it; made once for all processes of a run."""
    with for_all_processes(tmp_path_factory, "sample") as place:
        if not place.is_dir():
            unfinished = place.with_name("unfinished")
            shutil.rmtree(unfinished, ignore_errors=True)
            _lay_sample(unfinished, nursery)
            unfinished.rename(place)
    return Path(shutil.copytree(place / "shop", tmp_path_factory.mktemp("sample") / "shop"))


def _lay_sample(place: Path, nursery: Nursery) -> None:
    now = FixedClock(datetime(2026, 7, 16, 9, 0, tzinfo=timezone.utc))
    with pytest.MonkeyPatch.context() as patch:
        warm(nursery, patch)
        patch.setenv("STOREAPP_HOME", str(place / "home"))
        import_module("storeapp.sample.service").build(place / "shop", now)


@pytest.fixture
def db(blank_shop: Path, tmp_path: Path, clock: FixedClock) -> Iterator[Database]:
    """An open empty shop of its own."""
    folder = tmp_path / "shop"
    shutil.copytree(blank_shop, folder)
    opened = Database.open(folder, clock, who="Owner", derived=DERIVED)
    yield opened
    opened.close()


@pytest.fixture
def make(db: Database) -> Make:
    """Factories that write into `db`."""
    return Make(db)


class Went(list[Target]):
    """Stands for the window's navigation: keeps where a page wanted to go."""

    def __call__(self, target: Target) -> None:
        self.append(target)


@pytest.fixture
def desk(qapp: Any, db: Database, clock: FixedClock) -> Iterator[Any]:
    """A page's desk on `db` with lanes that work at once; `desk.navigate` is a list of where pages wanted to go."""
    from PySide6.QtCore import QCoreApplication, QEvent

    from storeapp.kernel.settings import Settings
    from storeapp.qtkit.actions import ActionBook
    from storeapp.qtkit.ask import Ask
    from storeapp.qtkit.desk import Desk
    from storeapp.qtkit.jobs import InlineJobs
    from storeapp.qtkit.notices import Notices
    from storeapp.qtkit.theme import Look
    from storeapp.shell.rooms import beside, record_actions, table_text

    look = Look("light")
    look.apply(qapp, wear=False)
    notices, settings = Notices(), Settings()
    jobs = InlineJobs(notices)
    book = ActionBook(settings)
    rooms: Any = {"record_actions": record_actions, "beside": beside, "table_text": table_text}
    yield Desk(db, jobs, notices, Ask(), Went(), clock, settings, book, look, **rooms)
    jobs.close()
    # qtbot only asks widgets to go; left over, each test would style the pages of all tests before it.
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
