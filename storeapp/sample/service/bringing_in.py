"""Brings the sample shop's files in: read ahead by two reading processes, merged on the days of their imports."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from storeapp.exchange import reading
from storeapp.exchange import service as exchange
from storeapp.exchange.foreign.formats import header_key
from storeapp.exchange.reading import FileChoice
from storeapp.exchange.records import ChannelChoice, ImportAnswers, SetupChoice
from storeapp.kernel.progress import Progress
from storeapp.sample.exports import Exports, SampleFile, encoding_of, header_of, layouts, setup_of
from storeapp.sample.imports import ImportDay
from storeapp.sample.script import Script
from storeapp.sample.service.rows import SampleShop

LOOK = 0.05  # seconds between two looks at "cancel asked"


@dataclass(frozen=True, slots=True)
class ReadDay:
    """The files of one import, and when they are read: the staging file of many imports, their numbers in it."""

    day: ImportDay
    files: tuple[SampleFile, ...]
    staging: Future[Path]
    numbers: tuple[int, ...]


@contextmanager
def reading_ahead(exports: Exports, days: Sequence[ImportDay], work: Path) -> Iterator[list[ReadDay]]:
    """Write the files of all imports and have them read meanwhile: those of the first day at once, then the others."""
    quiet = Progress()
    pool = ThreadPoolExecutor(2)
    first = days[0].at
    try:
        found: list[ReadDay] = []
        for name, some in (("first", [d for d in days if d.at == first]), ("later", [d for d in days if d.at > first])):
            folder = work / name
            folder.mkdir()
            written = [
                (day, tuple(file for pull in day.pulls for file in exports.export(folder, pull))) for day in some
            ]
            every = [file for _day, files in written for file in files]
            staging = pool.submit(_read, every, folder / "staging.sqlite", exports.script, days[-1].at.date(), quiet)
            number = 0
            for day, files in written:
                numbers = tuple(range(number + 1, number + len(files) + 1))
                number += len(files)
                found.append(ReadDay(day, files, staging, numbers))
        yield found
    finally:
        quiet.cancel()
        pool.shutdown(wait=True, cancel_futures=True)


def setups(script: Script) -> dict[str, dict[str, Any]]:
    """How the owner's own lists are read, by the key of their header."""
    found = {}
    for place in script.places:
        for layout in layouts():
            setup = setup_of(layout, place)
            if setup is not None:
                found[header_key(header_of(layout, place.name))] = setup
    return found


def _read(files: Sequence[SampleFile], staging: Path, script: Script, today: date, progress: Progress) -> Path:
    choices = {
        number: FileChoice(encoding=encoding_of(file.layout))
        for number, file in enumerate(files, 1)
        if encoding_of(file.layout) != "utf-8"
    }
    reading.read_files([file.path for file in files], staging, progress, choices, setups(script), today)
    return staging


@contextmanager
def staging_of(read: ReadDay, progress: Progress) -> Iterator[Path]:
    """The staging file of one import, once it is read."""
    while not read.staging.done():
        progress.check()
        time.sleep(LOOK)
    staging = read.staging.result()
    part = staging.with_name(f"{read.day.at:%Y%m%d}-{read.numbers[0]}.sqlite")
    reading.take_some(staging, part, read.numbers)
    yield part
    part.unlink()


def bring_in(shop: SampleShop, read: ReadDay, progress: Progress) -> None:
    """Do one import; the first of a channel also remembers how the owner's own lists are read."""
    own = all(shop.script.places[pull.place].platform == "own" for pull in read.day.pulls)
    choice = ChannelChoice(channel_id=shop.channels[read.day.pulls[0].place]) if own else None
    remember = tuple(
        SetupChoice(header_key(header_of(file.layout, place.name)), str(setup["title"]), setup)
        for pull in read.day.pulls
        if pull.first
        for file in read.files
        if file.place == pull.place
        for place in (shop.script.places[file.place],)
        for setup in (setup_of(file.layout, place),)
        if setup is not None
    )
    with staging_of(read, progress) as staging:
        exchange.bring_in(shop.db, staging, choice, backup=False, answers=ImportAnswers(remember=remember))
