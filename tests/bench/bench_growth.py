"""Import of 50,000 to 400,000 invoice lines into an empty shop, and of 20,000 into shops that hold nothing or much."""

from __future__ import annotations

import statistics
import time
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from storeapp.derived import DERIVED
from storeapp.exchange import reading, service
from storeapp.exchange.records import ChannelChoice
from storeapp.kernel.clock import Clock
from storeapp.store.db import Database
from tests.bench.big_shop import shared_file
from tests.bench.figures import Figure

UCI = "uci_online_retail_ii/online_retail_II_2009-2010.csv"
SIZES = (50_000, 100_000, 200_000, 400_000)
MORE = 20_000  # lines that come on top
GROWTH, HELD = 1.25, 1.3
ROUNDS = 3
FEW, LOOK = 1_000, 5  # lines of a file that is looked at for so many seconds before it is imported


def figures(folder: Path) -> Iterator[Figure]:
    """Microseconds a line at each size against the smallest; then the same 20,000 lines into two shops."""
    few = 0.0
    for size in SIZES:
        cut = lines(folder / f"{size}.csv", 0, size)
        rounds = ROUNDS if size < 200_000 else 1
        each = 1e6 * min(_into_new(folder / f"shop-{size}-{n}", cut) for n in range(rounds)) / size
        few = few or each
        yield Figure(f"a line of {size:,}", each, few, f"of {SIZES[0]:,}", "µs", GROWTH if size > SIZES[0] else None)
    more = lines(folder / "more.csv", SIZES[-1], MORE)
    taken: tuple[list[float], list[float]] = ([], [])
    for number in range(ROUNDS):
        Database.create(folder / f"empty-{number}", Clock(), derived=DERIVED).close()
        for shop, times in zip((folder / f"shop-{SIZES[-1]}-0", folder / f"empty-{number}"), taken, strict=True):
            times.append(_on_top(shop, more))
    full, empty = map(statistics.median, taken)
    yield Figure(f"{MORE:,} lines into a shop of {SIZES[-1]:,}", full, empty, "into an empty one", "s", HELD)
    for size in (SIZES[-1], SIZES[0]):
        alone, waited = _with_its_backup(folder / f"shop-{size}-0", lines(folder / f"few-{size}.csv", SIZES[-1], FEW))
        yield Figure(f"{FEW:,} lines and a backup of {size:,}, after a look of {LOOK} s", waited, alone, "alone", "s")


def _with_its_backup(shop: Path, file: Path) -> tuple[float, float]:
    """Seconds of an import without a backup; and from the click, where one was begun as the file was dropped."""
    db = Database.open(shop, Clock(), derived=DERIVED)
    staging = file.with_suffix(".sqlite")
    try:
        with service.making_beside(db.place.folder, db.clock) as beside:
            beside.prepare()
            reading.read_files([file], staging)
            time.sleep(LOOK)
            began = time.perf_counter()
            done = service.bring_in(db, staging, ChannelChoice(name="Retail"), beside=beside)
            waited = time.perf_counter() - began
        assert done.action_id is not None
        service.undo_import(db, done.action_id)
        began = time.perf_counter()
        service.bring_in(db, staging, ChannelChoice(name="Retail"), backup=False)
        return time.perf_counter() - began, waited
    finally:
        db.close()


def lines(out: Path, first: int, count: int) -> Path:
    """A file of some of the invoice lines, under their header."""
    with shared_file(UCI).open("rb") as source, out.open("wb") as target:
        target.write(next(source))
        target.writelines(islice(source, first, first + count))
    return out


def _into_new(shop: Path, file: Path) -> float:
    db = Database.create(shop, Clock(), derived=DERIVED)
    taken = _import(db, file)
    db.close()
    return taken


def _on_top(shop: Path, file: Path) -> float:
    """Seconds of the import, which is taken back afterwards."""
    from storeapp.store import journal

    db = Database.open(shop, Clock(), derived=DERIVED)
    taken = _import(db, file)
    journal.undo(db)
    db.close()
    return taken


def _import(db: Database, file: Path) -> float:
    staging = file.with_suffix(".staging")
    staging.unlink(missing_ok=True)
    began = time.perf_counter()
    reading.read_files([file], staging)
    service.bring_in(db, staging, ChannelChoice(name="Retail"), backup=False)
    return time.perf_counter() - began
