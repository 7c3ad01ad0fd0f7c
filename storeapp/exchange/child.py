"""The reading process: takes a request on standard input, writes the staging file, tells its progress line by line.

It runs under limits of memory and time and may die of a hostile file; the window that asked for it does not.
"""

from __future__ import annotations

import gc
import json
import sys
import time
from contextlib import suppress
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from storeapp.exchange import staging
from storeapp.exchange.foreign import helper_files, limits
from storeapp.exchange.foreign.formats import Library
from storeapp.exchange.foreign.opening import FileToRead, expand, sheets_of
from storeapp.exchange.foreign.plan import PlanChoice
from storeapp.exchange.foreign.sheets import SheetToRead, Tried, groups, kept
from storeapp.exchange.foreign.stage import OpenedFile, ReadingRun, note_kind, recognise, refuse, stage
from storeapp.exchange.foreign.workbooks import EmptySheetError
from storeapp.kernel.child import say, serve
from storeapp.kernel.errors import UserError
from storeapp.kernel.text import _

PACKED = {".xlsx", ".xlsm", ".xlsb", ".ods", ".zip"}
EVERY = 0.05  # seconds between two lines of progress


class Voice:
    """Tells the parent what is being done, not more often than it can be shown."""

    def __init__(self) -> None:
        self._last = 0.0
        self.file_no, self.name = 0, ""

    def start(self, file_no: int, name: str) -> None:
        """A file is begun; said at once, so that the parent knows which file a crash belongs to."""
        self.file_no, self.name = file_no, name
        say(file=file_no, name=name)

    def rows(self, done: int, total: int) -> None:
        """Rows read so far and about how many there are."""
        now = time.monotonic()
        if now - self._last > EVERY:
            self._last = now
            say(file=self.file_no, name=self.name, done=done, total=total)


def main() -> int:
    """Read the request, do it; 0 when the staging file is complete."""
    gc.disable()  # rows hold no cycles, and looking for some among a million of them costs a third of the time
    return serve(run, limits.READING)


def run(request: dict[str, Any]) -> None:
    """Stage every file of the request whose stamp has changed, or tell the rows of a helper workbook or table."""
    whole = request.get("helper") or request.get("table")
    if whole:
        place = Path(whole)
        with suppress(OSError):
            limits.allow(place.stat().st_size, packed=place.suffix.lower() in PACKED)
        helper_files.read(place, request["name"], say)
        return
    voice = Voice()
    items = _items(request)
    if not items:
        raise UserError(_("There is no csv, txt, json or Excel file in there."))
    connection = staging.connect(Path(request["staging"]), fresh=bool(request.get("fresh")))
    setups = request.get("setups") or {}
    library = Library([Path(folder) for folder in request.get("formats", ())], setups)
    today = date.fromisoformat(request["today"])
    reading = ReadingRun(connection, library, today, _kept_lookups(connection))
    waiting: list[tuple[SheetToRead, OpenedFile]] = []
    have = {number for (number,) in connection.execute("SELECT file_no FROM files")}
    for group in groups(_jobs(items, request, connection)):
        tried = [_try(reading, job, request, voice) for job in group]
        for job in group:
            if job.file_no in have:
                staging.forget(connection, job.file_no)
        for one in kept(tried, items, reading):
            job = one.job
            if one.known is None:
                refuse(connection, job.file_no, job.item, one.sentence)
            elif request.get("glance"):
                note_kind(connection, job.file_no, job.item, one.known)
            elif one.known.form.lookups:
                waiting.append((job, one.known))  # its words are translated by a file still to come
                continue
            else:
                _stage(reading, job, one.known, voice)
            _keep_stamp(connection, job)
    for job, known in waiting:
        _stage(reading, job, known, voice)
        _keep_stamp(connection, job)
    connection.close()


def _items(request: dict[str, Any]) -> list[FileToRead]:
    """The files and sheets of the request; one that brought an earlier reading process down is left whole."""
    names = request.get("names") or {}
    found: list[FileToRead] = []
    for item in expand(request["paths"], Path(request["scratch"])):
        item = replace(item, name=names.get(str(item.path), item.name))
        say(path=str(item.path), name=item.name)
        _allow(item)
        found += [item] if str(item.path) in request.get("whole", ()) else sheets_of(item)
    return found


def _allow(item: FileToRead) -> None:
    """Let a file take the time that its size is worth."""
    with suppress(OSError, ValueError):
        limits.allow(item.path.stat().st_size, packed=bool(item.workbook) or item.path.suffix.lower() in PACKED)


def _keep_stamp(connection: Any, job: SheetToRead) -> None:
    connection.execute("UPDATE files SET stamp = ? WHERE file_no = ?", (job.stamp, job.file_no))


def _jobs(items: list[FileToRead], request: dict[str, Any], connection: Any) -> list[SheetToRead]:
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
            jobs.append(SheetToRead(file_no, item, PlanChoice.of(raw), stamp))
    return jobs


def _stamp(item: FileToRead, choice: dict[str, Any], request: dict[str, Any]) -> str:
    try:
        facts = item.path.stat()
        made_now = Path(request["scratch"]) in item.path.parents
        bytes_of_it = [facts.st_size, 0 if made_now else facts.st_mtime_ns]
    except OSError:
        bytes_of_it = []
    return json.dumps([item.name, bytes_of_it, choice, request.get("setups"), request["today"]], sort_keys=True)


def _try(reading: ReadingRun, job: SheetToRead, request: dict[str, Any], voice: Voice) -> Tried:
    """Find out what a file is; one that brought an earlier reading process down is not touched again."""
    voice.start(job.file_no, job.item.name)
    _allow(job.item)
    sentence = request.get("refused", {}).get(str(job.file_no))
    if sentence:
        return Tried(job, None, sentence)
    try:
        return Tried(job, recognise(job.item, job.choice, reading))
    except UserError as why:
        return Tried(job, None, why.sentence, isinstance(why, EmptySheetError))
    except MemoryError:
        return Tried(job, None, too_large(job.item.name))


def _stage(reading: ReadingRun, job: SheetToRead, known: OpenedFile, voice: Voice) -> None:
    voice.start(job.file_no, job.item.name)
    _allow(job.item)
    try:
        stage(reading, job.file_no, job.item, job.choice, known, voice.rows)
        return
    except UserError as why:
        sentence = why.sentence
    except MemoryError:
        sentence = too_large(job.item.name)
    if reading.connection.in_transaction:
        reading.connection.execute("COMMIT")
    refuse(reading.connection, job.file_no, job.item, sentence)


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
