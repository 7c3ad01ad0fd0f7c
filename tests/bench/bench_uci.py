"""All 525,461 invoice lines of the UCI set: the whole pipeline against sqlite-utils, and the window meanwhile."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests.bench.bench_growth import UCI
from tests.bench.big_shop import shared_file
from tests.bench.figures import Figure

INDEXES = ("Invoice", "StockCode", "Customer ID", "InvoiceDate", "Country")
FULL_TEXT = ("Invoice", "StockCode", "Description")
CHILD, GROWTH = 600.0, 300.0  # megabytes
STALL = 100.0  # milliseconds a person does not notice


def figures(folder: Path) -> Iterator[Figure]:
    """Both command lines from process start to process end; then the same file through the page Import data."""
    source = shared_file(UCI)
    began = time.perf_counter()
    _run("-m", "storeapp", "import", str(source), "--shop", str(folder / "shop"), "--channel", "Retail")
    ours = time.perf_counter()
    rival = str(folder / "rival.sqlite")
    _run("-m", "sqlite_utils", "insert", rival, "lines", str(source), "--csv")
    for column in INDEXES:
        _run("-m", "sqlite_utils", "create-index", rival, "lines", column)
    _run("-m", "sqlite_utils", "enable-fts", rival, "lines", *FULL_TEXT)
    theirs = time.perf_counter()
    yield Figure("525,461 lines, file to a finished shop", ours - began, theirs - ours, "sqlite-utils", "s", 1.0)
    seen = _window(source, folder / "window")
    for step in ("reading", "checking", "importing"):
        yield Figure(f"{step} in the window", seen[step], ours - began, "the command line", "s")
    yield Figure("memory of the reading process", seen["child"], CHILD, "limit", "MB", 1.0)
    yield Figure("growth of the window", seen["growth"], GROWTH, "limit", "MB", 1.0)
    yield Figure("the longest the window did not answer", seen["stall"], STALL, "limit", "ms", 1.0)


def _run(*words: str) -> None:
    subprocess.run([sys.executable, *words], check=True, stdout=subprocess.DEVNULL)


def _window(source: Path, shop: Path) -> dict[str, Any]:
    command = [sys.executable, "-m", "tests.bench.import_window", str(source), str(shop)]
    ran = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    told: dict[str, Any] = json.loads(ran.stdout)
    return told
