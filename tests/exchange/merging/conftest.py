"""Fixtures of the merge: staging files written in place, and the whole shop as comparable rows."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from storeapp.exchange import service
from storeapp.exchange.records import ChannelChoice, CheckReport
from storeapp.store.db import Database
from tests.exchange.merging.staged import StagedFiles

BringIn = Callable[..., CheckReport]


@pytest.fixture
def bring_in(db: Database, tmp_path: Path) -> BringIn:
    """Import staged files into `db`; the backup is left to the tests that are about it."""
    count = 0

    def run(staged: StagedFiles, channel: ChannelChoice | None = None, **more: Any) -> CheckReport:
        nonlocal count
        count += 1
        path = staged.write(tmp_path / f"staging{count}.sqlite")
        return service.bring_in(db, path, channel, backup=False, **more).value

    return run
