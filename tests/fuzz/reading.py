"""What a fuzzer calls: the recogniser and the readers on any bytes, in this process, with the promises they keep."""

from __future__ import annotations

import time
from datetime import date
from pathlib import Path

from storeapp.exchange import staging
from storeapp.exchange.foreign.formats import Library
from storeapp.exchange.foreign.opening import FileToRead
from storeapp.exchange.foreign.plan import PlanChoice
from storeapp.exchange.foreign.stage import ReadingRun, recognise, stage
from storeapp.kernel.errors import UserError

LONGEST = 2.0  # seconds of processor time that one small file may take
TABLES = ("customers", "products", "orders", "lines", "reviews")


class Reader:
    """Reads one file after another into one staging file."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.reading = ReadingRun(staging.connect(folder / "staging.sqlite", fresh=True), Library(), date(2026, 11, 22))

    def read(self, content: bytes, suffix: str = ".csv") -> str:
        """The outcome in a word: the format, "by hand", or "refused"; anything but a UserError is a finding."""
        path = self.folder / f"fuzzed{suffix}"
        path.write_bytes(content)
        item, choice = FileToRead(path.name, path, str(path)), PlanChoice()
        staging.forget(self.reading.connection, 1)
        start = time.process_time()
        try:
            known = recognise(item, choice, self.reading)
            stage(self.reading, 1, item, choice, known, lambda done, total: None)
        except UserError as why:
            if not why.sentence.endswith("."):
                raise AssertionError(why.sentence) from why
            return "refused"
        finally:
            assert time.process_time() - start < LONGEST + len(content) / 100_000, "too slow"
        self.check()
        return known.form.id or "by hand"

    def check(self) -> None:
        """What must hold for every file: keys are there, days are days."""
        connection = self.reading.connection
        ask = connection.execute
        assert ask("SELECT count(*) FROM orders WHERE number IS NULL OR number = ''").fetchone() == (0,)
        assert ask("SELECT count(*) FROM lines WHERE order_number IS NULL OR key IS NULL").fetchone() == (0,)
        assert ask("SELECT count(*) FROM reviews WHERE stars NOT BETWEEN 1 AND 5").fetchone() == (0,)
        for table, column in (("orders", "placed_on"), ("reviews", "posted_on"), ("orders", "shipped_on")):
            wrong = f"SELECT count(*) FROM {table} WHERE {column} IS NOT NULL AND {column} != date({column})"
            assert ask(wrong).fetchone() == (0,)
