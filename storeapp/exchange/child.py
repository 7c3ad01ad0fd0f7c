"""The reading process: takes a request on standard input, writes the staging file, tells its progress line by line.

It runs under limits of memory and time and may die of a hostile file; the window that asked for it does not.
"""

from __future__ import annotations

import gc
import json
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

from storeapp.exchange import staging
from storeapp.exchange.foreign import limits
from storeapp.exchange.foreign.formats import Library
from storeapp.exchange.foreign.opening import Item, expand
from storeapp.exchange.foreign.plan import Choice
from storeapp.exchange.foreign.stage import Known, Reading, note_kind, recognise, refuse, stage
from storeapp.kernel import text
from storeapp.kernel.errors import UserError
from storeapp.kernel.text import _

T = TypeVar("T")

EVERY = 0.05  # seconds between two lines of progress


class Voice:
    """Tells the parent what is being done, not more often than it can be shown."""

    def __init__(self) -> None:
        self._last = 0.0
        self.file_no, self.name = 0, ""

    def start(self, file_no: int, name: str) -> None:
        """A file is begun; said at once, so that the parent knows which file a crash belongs to."""
        self.file_no, self.name = file_no, name
        self.say(file=file_no, name=name)

    def rows(self, done: int, total: int) -> None:
        """Rows read so far and about how many there are."""
        now = time.monotonic()
        if now - self._last > EVERY:
            self._last = now
            self.say(file=self.file_no, name=self.name, done=done, total=total)

    @staticmethod
    def say(**words: Any) -> None:
        """One line of JSON on standard output."""
        sys.stdout.write(json.dumps(words) + "\n")
        sys.stdout.flush()


def main() -> int:
    """Read the request, do it; 0 when the staging file is complete."""
    request = json.load(sys.stdin)
    limits.hold_back()
    gc.disable()  # rows hold no cycles, and looking for some among a million of them costs a third of the time
    text.use(request.get("language", "en"))
    voice = Voice()
    try:
        run(request, voice)
    except UserError as why:
        voice.say(error=why.sentence)
        return 1
    voice.say(end=True)
    return 0


def run(request: dict[str, Any], voice: Voice) -> None:
    """Stage every file of the request whose stamp has changed."""
    names = request.get("names") or {}
    items = expand(request["paths"], Path(request["scratch"]))
    items = [replace(item, name=names.get(str(item.path), item.name)) for item in items]
    if not items:
        raise UserError(_("There is no csv, txt, json or Excel file in there."))
    connection = staging.connect(Path(request["staging"]), fresh=bool(request.get("fresh")))
    setups = request.get("setups") or {}
    library = Library([Path(folder) for folder in request.get("formats", ())], setups)
    today = date.fromisoformat(request["today"])
    reading = Reading(connection, library, today, _kept_lookups(connection))
    jobs = _jobs(items, request, connection)
    waiting: list[tuple[int, Item, Choice, Known, str]] = []
    have = {number for (number,) in connection.execute("SELECT file_no FROM files")}
    for file_no, item, choice, stamp in jobs:
        voice.start(file_no, item.name)
        if file_no in have:
            staging.forget(connection, file_no)
        sentence = request.get("refused", {}).get(str(file_no))
        known = None if sentence else _recognised(reading, file_no, item, choice)
        if sentence:
            refuse(connection, file_no, item, sentence)
        elif known and request.get("glance"):
            note_kind(connection, file_no, item, known)
        elif known and known.form.lookups:
            waiting.append((file_no, item, choice, known, stamp))  # its words are translated by a file still to come
            continue
        elif known:
            _stage(reading, file_no, item, choice, known, voice)
        connection.execute("UPDATE files SET stamp = ? WHERE file_no = ?", (stamp, file_no))
    for file_no, item, choice, known, stamp in waiting:
        voice.start(file_no, item.name)
        _stage(reading, file_no, item, choice, known, voice)
        connection.execute("UPDATE files SET stamp = ? WHERE file_no = ?", (stamp, file_no))
    connection.close()


def _jobs(items: list[Item], request: dict[str, Any], connection: Any) -> list[tuple[int, Item, Choice, str]]:
    """Files to read: those that are not staged yet with the same bytes and the same choices."""
    have = dict(connection.execute("SELECT file_no, stamp FROM files").fetchall())
    extra = [file_no for file_no in have if file_no > len(items)]
    for file_no in extra:
        staging.forget(connection, file_no)
    jobs = []
    for file_no, item in enumerate(items, 1):
        raw = request.get("choices", {}).get(str(file_no), {})
        stamp = _stamp(item, raw, request)
        if have.get(file_no) != stamp:
            jobs.append((file_no, item, Choice.of(raw), stamp))
    return jobs


def _stamp(item: Item, choice: dict[str, Any], request: dict[str, Any]) -> str:
    try:
        facts = item.path.stat()
        made_now = Path(request["scratch"]) in item.path.parents
        bytes_of_it = [facts.st_size, 0 if made_now else facts.st_mtime_ns]
    except OSError:
        bytes_of_it = []
    return json.dumps([item.name, bytes_of_it, choice, request.get("setups"), request["today"]], sort_keys=True)


def _recognised(reading: Reading, file_no: int, item: Item, choice: Choice) -> Known | None:
    return _guarded(reading, file_no, item, lambda: recognise(item, choice, reading))


def _stage(reading: Reading, file_no: int, item: Item, choice: Choice, known: Known, voice: Voice) -> None:
    _guarded(reading, file_no, item, lambda: stage(reading, file_no, item, choice, known, voice.rows))


def _guarded(reading: Reading, file_no: int, item: Item, work: Callable[[], T]) -> T | None:
    """The work's result; None, and a sentence in the staging file, where the file can't be read."""
    try:
        return work()
    except UserError as why:
        sentence = why.sentence
    except MemoryError:
        sentence = too_large(item.name)
    if reading.connection.in_transaction:
        reading.connection.execute("COMMIT")
    refuse(reading.connection, file_no, item, sentence)
    return None


def too_large(name: str) -> str:
    """The refusal of a file that needs more memory than an export may."""
    return _("{file} needs more memory than an export may take. Save the sheet you need as CSV and drop that.").format(
        file=name
    )


def _kept_lookups(connection: Any) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for name, key, value in connection.execute("SELECT name, key, value FROM lookups"):
        found.setdefault(name, {})[key] = value
    return found


if __name__ == "__main__":
    sys.exit(main())
