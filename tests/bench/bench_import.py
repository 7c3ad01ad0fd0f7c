"""Import of 32,796 Olist orders with their items and reviews, whole pipeline, against sqlite-utils and raw SQLite."""

from __future__ import annotations

import csv
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from tests.bench.big_shop import shared_file
from tests.bench.figures import Figure

FILES = (
    ("orders", "olist_dev/olist_orders_dataset.csv"),
    ("items", "olist_dev/olist_order_items_dataset.csv"),
    ("reviews", "olist_dev/olist_order_reviews_dataset.csv"),
    ("orders", "olist_bulk_no_reviews/olist_orders_dataset.csv"),
    ("items", "olist_bulk_no_reviews/olist_order_items_dataset.csv"),
)
FULL_TEXT = (("orders", "order_id"), ("reviews", "review_comment_title", "review_comment_message"))


def figures(folder: Path) -> Iterator[Figure]:
    """Both command lines from process start to process end, then the raw rows."""
    paths = [(table, shared_file(name)) for table, name in FILES]
    rows = sum(1 for _, path in paths for _ in _rows(path)) - len(paths)
    best = [min(taken) for taken in zip(*(_both(folder / str(n), paths) for n in range(3)), strict=True)]
    ours, rival, raw = best
    yield Figure(f"{rows:,} rows, files to a finished shop", ours, rival, "sqlite-utils insert + enable-fts", "s", 1.0)
    yield Figure(f"{rows:,} rows", ours, raw, "raw executemany", "s")


def _both(folder: Path, paths: list[tuple[str, Path]]) -> tuple[float, float, float]:
    folder.mkdir()
    began = time.perf_counter()
    files = [str(path) for _, path in paths]
    _run("-m", "storeapp", "import", *files, "--shop", str(folder / "shop"), "--channel", "Olist")
    ours = time.perf_counter()
    rival = folder / "rival.sqlite"
    for table, path in paths:
        _run("-m", "sqlite_utils", "insert", str(rival), table, str(path), "--csv")
    for table, *columns in FULL_TEXT:
        _run("-m", "sqlite_utils", "enable-fts", str(rival), table, *columns)
    theirs = time.perf_counter()
    raw = _raw(folder / "raw.sqlite", paths)
    shutil.rmtree(folder)
    return ours - began, theirs - ours, raw


def _run(*words: str) -> None:
    subprocess.run([sys.executable, *words], check=True, stdout=subprocess.DEVNULL)


def _rows(path: Path) -> Iterator[list[str]]:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        yield from csv.reader(stream)


def _raw(path: Path, paths: list[tuple[str, Path]]) -> float:
    """Seconds to insert the rows, already read, into bare tables in one transaction."""
    read = [(table, list(_rows(file))) for table, file in paths]
    connection = sqlite3.connect(path)
    began = time.perf_counter()
    for table, (header, *rows) in read:
        columns = ", ".join(f'"{name}"' for name in header)
        connection.execute(f"CREATE TABLE IF NOT EXISTS {table} ({columns})")
        marks = ", ".join("?" * len(header))
        connection.executemany(f"INSERT INTO {table} ({columns}) VALUES ({marks})", rows)
    connection.commit()
    taken = time.perf_counter() - began
    connection.close()
    return taken
