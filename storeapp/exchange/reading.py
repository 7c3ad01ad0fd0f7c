"""The parent's side of reading: starts the child, watches it, shows what it found; foreign bytes stay over there."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import date, datetime, timezone
from pathlib import Path
from typing import Any

from storeapp.exchange import staging
from storeapp.exchange.foreign.formats import Library
from storeapp.exchange.staged import CellProblem, ColumnPlan, FileQuestion
from storeapp.kernel import child
from storeapp.kernel.clock import check_clock
from storeapp.kernel.errors import UserError
from storeapp.kernel.paths import settings_folder
from storeapp.kernel.progress import Progress
from storeapp.kernel.scratch import saying_no_room
from storeapp.kernel.text import N_, _

CHILD = "reader"
DELIMITERS = ((",", N_("Comma")), (";", N_("Semicolon")), ("\t", N_("Tab")), ("|", N_("Bar")))
DATE_ORDERS = (
    ("mdy", N_("Month first, 07/14/26")),
    ("dmy", N_("Day first, 14/07/26")),
    ("ymd", N_("Year first, 26/07/14")),
)
DECIMALS = ((".", N_("Point, 1,234.56")), (",", N_("Comma, 1.234,56")))


@dataclass(frozen=True, slots=True)
class FileChoice:
    """What the owner corrects about one file; empty where the reader decides. `format` "" means by hand."""

    encoding: str = ""
    delimiter: str = ""
    date_order: str = ""
    decimal: str = ""
    sheet: str = ""
    format: str | None = None
    currency: str = ""
    time_zone: str = ""
    year: str = ""  # of days that say none
    scale: str = ""  # the top rating
    kind: str = ""  # what the rows are: orders, reviews, products or customers
    review_kind: str = ""  # what its reviews are about: product, seller or shop
    platform: str = ""  # of the channel, where the format says none
    mapping: Mapping[int, str] | None = None  # column index from 0 -> field name, "" for "don't store"
    clear: tuple[str, ...] = ()  # fields whose empty cells clear what the shop has
    mends: tuple[tuple[str, str, str, str], ...] = ()  # field, code of the problem, action, value
    statuses: Mapping[str, str] = field(default_factory=dict)  # a word of the file -> our status


@dataclass(frozen=True, slots=True)
class StagedFile:
    """One file as the child read it; `refused` is the sentence why nothing of it was read."""

    file_no: int
    name: str
    path: str
    sha256: str
    size: int
    format: str
    format_title: str
    platform: str
    kinds: tuple[str, ...]
    rows: int
    rejected: int
    skipped: int
    encoding: str
    confidence: float  # how sure the encoding is, up to 1
    delimiter: str
    date_order: str
    decimal: str
    header: tuple[str, ...]
    header_row: int
    header_key: str
    columns: tuple[ColumnPlan, ...]
    sheet: str
    sheets: tuple[str, ...]  # that may be read in its place
    left_out: tuple[tuple[str, str], ...]  # other sheets of the workbook, each with "hidden" or "no table"
    newest_on: str | None
    currency: str
    time_zone: str
    locale: str
    warnings: tuple[str, ...]
    questions: tuple[FileQuestion, ...]
    clear: tuple[str, ...]
    locked: tuple[str, ...]
    review_kind: str  # what its reviews are about, "" where rows tell it, the platform does or nobody
    problems: tuple[CellProblem, ...]
    refused: str | None


@dataclass(frozen=True, slots=True)
class Rejected:
    """A row that was left out, the cell that is to blame, and why."""

    row: int
    column: str
    value: str
    reason: str


def formats_folder() -> Path:
    """Where an owner's own formats lie, one TOML file each; may not exist."""
    return settings_folder() / "formats"


@saying_no_room()
def read_files(
    paths: Sequence[Path],
    into: Path,
    progress: Progress | None = None,
    choices: Mapping[int, FileChoice] | None = None,
    setups: Mapping[str, Mapping[str, Any]] | None = None,
    today: date | None = None,
    glance: bool = False,
    names: Mapping[str, str] | None = None,
) -> list[StagedFile]:
    """Read files and folders into the staging file `into`, one StagedFile for each file in them.

    Called again with the same paths, only files whose bytes or choices changed are read again. Raises Cancelled when
    the progress is cancelled, and UserError where there is no file to read at all; what is wrong with one file is
    its StagedFile.refused. With `glance` files are only recognised by their header: no record is made.
    `names`: what files are called instead of their own name, by path.
    """
    day = today or datetime.now(timezone.utc).astimezone().date()
    check_clock(day)
    progress = progress or Progress()
    progress.begin(_("Reading"))
    refused: dict[str, str] = {}
    whole: list[str] = []  # workbooks that can't be asked for their sheets
    fresh = not into.exists()
    with tempfile.TemporaryDirectory(prefix="storeapp-") as scratch:
        while True:
            request = {
                "paths": [str(path) for path in paths],
                "staging": str(into),
                "scratch": scratch,
                "choices": {str(no): _plain(choice) for no, choice in (choices or {}).items()},
                "setups": {key: dict(setup) for key, setup in (setups or {}).items()},
                "formats": [str(formats_folder())],
                "today": day.isoformat(),
                "refused": refused,
                "whole": whole,
                "fresh": fresh,
                "glance": glance,
                "names": dict(names or {}),
            }
            fallen = _Reading(request, progress).run()
            if fallen is None:
                return staged_files(into)
            file_no, sentence, place = fallen
            into.unlink(missing_ok=True)
            if not file_no:
                whole.append(place)
                continue
            if str(file_no) in refused:
                raise UserError(sentence)
            refused[str(file_no)] = sentence
            fresh = True


def read_pasted(
    pasted: str,
    into: Path,
    progress: Progress | None = None,
    choices: Mapping[int, FileChoice] | None = None,
    setups: Mapping[str, Mapping[str, Any]] | None = None,
    *,
    html: bool = False,
    name: str = "",
) -> list[StagedFile]:
    """Read pasted rows, or a pasted web page with a table, as if they were a file of that name."""
    if not pasted.strip():
        raise UserError(_("There is nothing to paste. Copy the rows with their header first."))
    place = into.with_name("pasted.html" if html else "pasted.txt")
    words = '<meta charset="utf-8">' + pasted if html else pasted
    if not place.exists() or place.read_text("utf-8") != words:
        place.write_text(words, "utf-8", newline="")
    return read_files([place], into, progress, choices, setups, names={str(place): name or _("Pasted rows")})


class _Reading:
    """One run of the reading process, and where it is."""

    def __init__(self, request: Mapping[str, Any], progress: Progress) -> None:
        self.request, self.progress = request, progress
        self.file_no, self.name, self.place = 0, "", ""  # `place`: the file that is asked for its sheets

    def run(self) -> tuple[int, str, str] | None:
        """None when the staging file is complete, else the file it fell over, a sentence, the path."""
        try:
            child.run(CHILD, self.request, self.progress, self._hear)
        except child.ChildStoppedError as why:
            if why.silent:
                return self.file_no, self._sentence(_("it takes longer than any export should")), self.place
            if not self.file_no and (not self.place or self.place in self.request["whole"]):
                raise RuntimeError(f"The reading process did not start: {why}") from why
            return self.file_no, self._sentence(_("it needs more memory or time than any export should")), self.place
        return None

    def _hear(self, word: Mapping[str, Any]) -> None:
        if "path" in word:
            self.place, self.name = str(word["path"]), str(word["name"])
        if "file" in word:
            self.file_no, self.name = int(word["file"]), str(word["name"])
            self.progress.note = self.name
            if "done" not in word:
                self.progress.done = self.progress.total = 0

    def _sentence(self, why: str) -> str:
        return _(
            "{file} was not read: {why}. Nothing was changed. Save the sheet you need as CSV and drop that."
        ).format(file=self.name, why=why)


def _plain(choice: FileChoice) -> dict[str, Any]:
    return {name: value for name, value in asdict(choice).items() if value not in ("", None, (), {})}


@contextmanager
def opened(path: Path) -> Iterator[Any]:
    """A staging file to look into."""
    connection = staging.look(path)
    try:
        yield connection
    finally:
        connection.close()


def staged_files(path: Path) -> list[StagedFile]:
    """All files of a staging file, by number."""
    asked = ["record_kinds" if name == "kinds" else name for name in StagedFile.__slots__]
    with opened(path) as connection:
        rows = connection.execute(f"SELECT {', '.join(asked)} FROM files ORDER BY file_no").fetchall()
    return [_staged(dict(zip(StagedFile.__slots__, row, strict=True))) for row in rows]


def _staged(raw: dict[str, Any]) -> StagedFile:
    for name in ("kinds", "header", "sheets", "warnings", "clear", "locked"):
        raw[name] = tuple(json.loads(raw[name]))
    raw["left_out"] = tuple(map(tuple, json.loads(raw["left_out"])))
    raw["columns"] = tuple(ColumnPlan(**column) for column in json.loads(raw["columns"]))
    raw["questions"] = tuple(
        FileQuestion(q["kind"], q["column"], q["sentence"], tuple(map(tuple, q["options"])), q["chosen"])
        for q in json.loads(raw["questions"])
    )
    raw["problems"] = tuple(
        CellProblem(**{**one, "examples": tuple(one["examples"])}) for one in json.loads(raw["problems"])
    )
    for name in ("path", "sha256", "encoding", "delimiter", "date_order", "decimal", "currency", "time_zone", "locale"):
        raw[name] = raw[name] or ""
    raw["size"], raw["header_row"] = raw["size"] or 0, raw["header_row"] or 0
    return StagedFile(**raw)


def leave_out(path: Path, file_no: int) -> None:
    """Take a file out of a staging file, so that nothing of it comes in."""
    connection = staging.connect(path)
    try:
        staging.forget(connection, file_no)
    finally:
        connection.close()


def take_some(path: Path, into: Path, file_nos: Collection[int]) -> None:
    """Make a staging file of some of the files of another one, so that they can come in by themselves."""
    shutil.copyfile(path, into)
    connection = staging.connect(into)
    try:
        staging.keep(connection, file_nos)
    finally:
        connection.close()


def rejected_rows(path: Path, file_no: int, first: int = 0, count: int = 200) -> list[Rejected]:
    """Some of the rows that were left out, in the order of the file."""
    with opened(path) as connection:
        rows = connection.execute(
            'SELECT row, "column", value, reason FROM rejected WHERE file_no = ? ORDER BY row, seq LIMIT ? OFFSET ?',
            (file_no, count, first),
        ).fetchall()
    return [Rejected(*row) for row in rows]


def setup_of(path: Path, file_no: int, title: str = "") -> dict[str, Any]:
    """The file's mapping as a set-up to remember under its header_key; the shape of a format in resources/formats."""
    with opened(path) as connection:
        (raw,) = connection.execute("SELECT setup FROM files WHERE file_no = ?", (file_no,)).fetchone()
    setup: dict[str, Any] = json.loads(raw)
    return {**setup, "title": title or setup["title"]}


def format_titles() -> list[tuple[str, str]]:
    """Id and title of every known format, by title."""
    return Library([formats_folder()]).titles()
