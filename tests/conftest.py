"""What every test may ask for: a clock that stands still, a fresh shop, factories, and the shared real data."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from datetime import datetime, timezone
from pathlib import Path

import pytest

from storeapp.kernel.clock import FixedClock
from storeapp.store.db import Database
from tests.make import Make


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of real shops' files beside the checkout, or where STOREAPP_SHARED points; skips where it is absent."""
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
    Database.create(folder, now, who="Owner").close()
    return folder


@pytest.fixture
def db(blank_shop: Path, tmp_path: Path, clock: FixedClock) -> Iterator[Database]:
    """An open empty shop of its own."""
    folder = tmp_path / "shop"
    shutil.copytree(blank_shop, folder)
    opened = Database.open(folder, clock, who="Owner")
    yield opened
    opened.close()


@pytest.fixture
def make(db: Database) -> Make:
    """Factories that write into `db`."""
    return Make(db)
