"""What is dear to make and the same for every process of a run of the tests: made by the first that wants it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

try:
    import fcntl
except ImportError:  # on Windows each process makes its own
    fcntl = None


@contextmanager
def for_all_processes(made: pytest.TempPathFactory, name: str) -> Iterator[Path]:
    """A place that all processes of a run share; inside the block no other process is in one of this name.

    dev.py names a folder for its several runs of pytest; else the workers of one have the parent of their own.
    """
    told, worker = os.environ.get("STOREAPP_TEST_RUN"), os.environ.get("PYTEST_XDIST_WORKER")
    if told and fcntl is not None:
        shared = Path(told)
    else:
        own = made.getbasetemp()
        shared = own.parent if worker and fcntl is not None else own
    folder = shared / f"made-{name}"
    folder.mkdir(exist_ok=True)
    with (folder / "lock").open("w") as lock:
        if fcntl is not None:
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield folder / "made"
