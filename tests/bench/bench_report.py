"""A report of about 100,000 rows against openpyxl's write-only mode writing the same cells unstyled."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from openpyxl import Workbook, load_workbook

from tests.bench.big_shop import build
from tests.bench.figures import Figure

ORDERS, REVIEWS = 40_000, 32_000  # six of seven reviews stand in the sheet of unanswered ones too

SAVE = """
import resource, sys, time
from pathlib import Path
from storeapp.derived import DERIVED
from storeapp.kernel.clock import Clock
from storeapp.reports import service
from storeapp.reports.rules import Scope
from storeapp.store.db import Database
db = Database.open(Path(sys.argv[1]), Clock(), derived=DERIVED)
began = time.process_time()
service.save_overview(db, Path(sys.argv[2]), Scope("all"))
print(time.process_time() - began, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
"""


def figures(folder: Path) -> Iterator[Figure]:
    """Processor time against the bare library, and the memory of a big report against that of a small one."""
    build(folder / "big", REVIEWS, orders=ORDERS).close()
    build(folder / "small", REVIEWS // 10, orders=ORDERS // 10).close()
    _, small = _save(folder / "small", folder / "small.xlsx")
    ours, big = _save(folder / "big", folder / "big.xlsx")
    sheets = _cells(folder / "big.xlsx")
    rows = sum(map(len, sheets))
    began = time.process_time()
    book = Workbook(write_only=True)
    for cells in sheets:
        sheet = book.create_sheet()
        for row in cells:
            sheet.append(row)
    book.save(folder / "bare.xlsx")
    yield Figure(f"{rows:,} rows", ours, time.process_time() - began, "openpyxl write-only", "s", 0.7)
    yield Figure("peak memory, ten times the rows", big, small, "a tenth of the rows", "MB", 1.5)


def _save(shop: Path, out: Path) -> tuple[float, float]:
    """Seconds of the processor and peak megabytes of one report in a process of its own."""
    command = [sys.executable, "-c", SAVE, str(shop), str(out)]
    taken, peak = subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()
    return float(taken), float(peak)


def _cells(path: Path) -> list[list[tuple[object, ...]]]:
    book = load_workbook(path, read_only=True)
    return [list(sheet.iter_rows(values_only=True)) for sheet in book.worksheets]
