"""From a path to a table: what kind of file it really is, refused with a sentence where nothing can be read."""

from __future__ import annotations

import os
import re
import stat
import time
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from storeapp.exchange.foreign import limits
from storeapp.exchange.foreign.delimited import Delimited, sniff, some_rows
from storeapp.exchange.foreign.encoding import ByteLook, Guess, encoding_of, look_at_bytes, title_of
from storeapp.exchange.foreign.formats import Library
from storeapp.exchange.foreign.jsonfiles import read_objects
from storeapp.exchange.foreign.plan import PlanChoice
from storeapp.exchange.foreign.tables import (
    HEAD_ROWS,
    SAMPLE_ROWS,
    Row,
    Table,
    TableSource,
    check_width,
    clean_header,
    find_header,
    wrapped,
)
from storeapp.exchange.foreign.webpages import read_tables
from storeapp.exchange.foreign.workbooks import (
    EmptySheetError,
    WorkbookSheet,
    choose_sheet,
    open_workbook,
    protected,
    sheet_names,
)
from storeapp.kernel.cells import bare
from storeapp.kernel.errors import UserError
from storeapp.kernel.text import N_, _

SUFFIXES = {".csv", ".tsv", ".txt", ".tab", ".json", ".jsonl", ".xlsx", ".xlsm", ".xls", ".ods", ".zip"}
_CONTROL = re.compile(rb"[\x01-\x08\x0b\x0c\x0e-\x1f]")
_PAGE = re.compile(
    r"<(?:!doctype html|html|head|body|table|thead|tbody|tr|\?xml|meta|title|link|script|style|div|center)\b|<!--",
    re.IGNORECASE,
)
_WORKBOOKS = {"xl/workbook.xml", "mimetype", "xl/workbook.bin"}
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_NO_TABLES = (
    (b"\x89PNG", N_("a picture (PNG)")),
    (b"\xff\xd8\xff", N_("a picture (JPEG)")),
    (b"GIF8", N_("a picture (GIF)")),
    (b"RIFF", N_("a picture or a sound")),
    (b"BM", N_("a picture (BMP)")),
    (b"%PDF", N_("a PDF document")),
    (b"SQLite format 3", N_("a database")),
    (b"MZ", N_("a program")),
    (b"\x7fELF", N_("a program")),
    (b"\x1f\x8b", N_("a gzip archive")),
    (b"7z\xbc\xaf", N_("a 7z archive")),
    (b"Rar!", N_("a RAR archive")),
)


@dataclass(frozen=True, slots=True)
class FileToRead:
    """One file to read: its own path, or the name it had inside a folder or zip."""

    name: str
    path: Path
    shown: str  # the path that the owner chose
    sheet: str = ""  # of a workbook
    workbook: str = ""  # its name without the sheet's
    hidden: tuple[str, ...] = ()  # sheets of it that are not shown


@dataclass
class Opened:
    """A table with what was found out on the way to it."""

    table: Table
    sample: list[Row]
    look: ByteLook
    encoding: str = ""
    confidence: float = 1.0  # how sure the encoding is; 1 where the bytes themselves or the owner say so
    delimiter: str = ""
    sheet: str = ""
    sheets: Sequence[str] = ()  # that may be read instead
    left_out: Sequence[tuple[str, str]] = ()  # other sheets of the workbook, and why they are not read
    warnings: list[str] = field(default_factory=list)


def shown(name: str) -> str:
    """A file's name as it can be shown and stored: bytes that are no text and control signs become marks."""
    text = name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    return "".join(letter if letter.isprintable() else "\ufffd" for letter in text)


def expand(paths: Sequence[str], scratch: Path) -> list[FileToRead]:
    """Files of folders and zips, one item each, in an order that stays the same for the same paths."""
    items: list[FileToRead] = []
    for name in paths:
        path, given = Path(name), shown(name)
        if not _is_at_hand(path):
            items.append(FileToRead(shown(path.name), path, given))
        elif path.is_dir():
            inside = sorted(p for p in path.rglob("*") if p.suffix.lower() in SUFFIXES and p.is_file())
            found = [p for p in inside if not any(part.startswith((".", "~$")) for part in p.relative_to(path).parts)]
            items += [FileToRead(shown(str(p.relative_to(path))), p, given) for p in found[: limits.FILES]]
        elif _is_plain_zip(path):
            items += _unpack(path, given, scratch, len(items))
        else:
            items.append(FileToRead(shown(path.name), path, given))
    if len(items) > limits.FILES:
        raise UserError(_("More than {count} files at once can't be read. Drop fewer.").format(count=limits.FILES))
    return items


def _is_at_hand(path: Path) -> bool:
    """Whether there is a file or a folder that may be opened: a pipe or a device would keep us waiting for ever."""
    try:
        return path.is_file() or path.is_dir()
    except OSError:
        return False


def _is_plain_zip(path: Path) -> bool:
    """A zip that is no workbook; damaged ones are left for the sentence of the file itself."""
    try:
        with path.open("rb") as file:
            if file.read(2) != b"PK":
                return False
        with zipfile.ZipFile(path) as packed:
            names = set(packed.namelist())
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, EOFError, MemoryError):
        return False
    return not (names & {"[Content_Types].xml", "mimetype"})


def _unpack(path: Path, given: str, scratch: Path, start: int) -> list[FileToRead]:
    """The tables inside a zip, under made-up names in the scratch folder; the zip itself if it is refused."""
    try:
        entries = limits.check_zip(path, path.name)
    except UserError:
        return [FileToRead(shown(path.name), path, given)]
    wanted = [e for e in entries if Path(e.filename).suffix.lower() in SUFFIXES - {".zip"} and not e.is_dir()]
    wanted = [e for e in wanted if "__MACOSX" not in e.filename and not Path(e.filename).name.startswith(".")]
    items = []
    with zipfile.ZipFile(path) as packed:
        for number, entry in enumerate(sorted(wanted, key=lambda e: e.filename)[: limits.FILES]):
            out = scratch / f"{start + number}{Path(entry.filename).suffix.lower()}"
            try:
                with packed.open(entry) as source, out.open("wb") as target:
                    while chunk := source.read(1 << 20):
                        target.write(chunk)
                made = time.mktime((*entry.date_time, 0, 0, -1))
                os.utime(out, (made, made))
            except (zipfile.BadZipFile, OSError, EOFError, ValueError, OverflowError):
                return [FileToRead(shown(path.name), path, given)]
            items.append(FileToRead(shown(f"{path.name} › {entry.filename}"), out, given))
    return items or [FileToRead(shown(path.name), path, given)]


def sheets_of(item: FileToRead) -> list[FileToRead]:
    """A workbook as one item for each sheet that is shown; anything else, or one that can't be opened, as it is."""
    if not _is_at_hand(item.path):
        return [item]
    try:
        with item.path.open("rb") as file:
            start = file.read(8)
        if not start.startswith((b"PK", _OLE)):
            return [item]
        if start.startswith(b"PK"):
            limits.check_workbook(item.path, item.name)
            with zipfile.ZipFile(item.path) as packed:
                if not set(packed.namelist()) & _WORKBOOKS:
                    return [item]
        visible, hidden = sheet_names(item.path, item.name)
    except (OSError, UserError, zipfile.BadZipFile):
        return [item]
    return [
        replace(item, name=f"{item.name} › {name}" if len(visible) > 1 else item.name, sheet=name,
                workbook=item.name, hidden=tuple(hidden))
        for name in visible
    ] or [item]  # fmt: skip


def open_table(item: FileToRead, choice: PlanChoice, library: Library) -> Opened:
    """The table in a file; UserError with a sentence if there is none."""
    name = item.name
    try:
        facts = item.path.stat()
        size = facts.st_size
    except OSError as why:
        raise UserError(_("{file} can't be found or read any more. Choose it again.").format(file=name)) from why
    if not stat.S_ISREG(facts.st_mode):
        raise UserError(_("{file} can't be read: it is a folder, a pipe or a device.").format(file=name))
    if size == 0:
        raise UserError(_("{file} is empty. Download it again.").format(file=name))
    if size > limits.TEXT_BYTES:
        raise UserError(
            _(
                "{file} is larger than {size} MB. Export a shorter time, for example one year, and drop the parts."
            ).format(file=name, size=limits.TEXT_BYTES >> 20)
        )
    try:
        with item.path.open("rb") as file:
            start = file.read(4096)
    except OSError as why:
        raise UserError(_("{file} can't be found or read any more. Choose it again.").format(file=name)) from why
    if start.startswith(b"PK"):
        limits.check_workbook(item.path, name)
        return _open_packed(item, choice, library)
    if start.startswith(_OLE):
        whole = item.path.read_bytes()[: 1 << 22]
        if "EncryptedPackage".encode("utf-16-le") in whole:
            raise protected(name)
        return _open_workbook(item, choice, library)
    for mark, kind in _NO_TABLES:
        if start.startswith(mark) and not (mark in {b"BM", b"MZ"} and start[:200].isascii() and b"\x00" not in start):
            raise UserError(
                _("{file} is {kind}, not a table. Choose the file that your shop's export made.").format(
                    file=name, kind=_(kind)
                )
            )
    return _open_text(item, choice, library, start)


def _open_packed(item: FileToRead, choice: PlanChoice, library: Library) -> Opened:
    with zipfile.ZipFile(item.path) as packed:
        names = set(packed.namelist())
    if "word/document.xml" in names or "ppt/presentation.xml" in names:
        raise UserError(
            _("{file} is a document, not a table. Choose the file that your shop's export made.").format(file=item.name)
        )
    if not names & _WORKBOOKS:
        raise UserError(
            _(
                "{file} contains no table (csv, txt, json or a workbook). Choose the file that your shop's export made."
            ).format(file=item.name)
        )
    return _open_workbook(item, choice, library)


def _open_workbook(item: FileToRead, choice: PlanChoice, library: Library) -> Opened:
    look = look_at_bytes(item.path)
    workbook = open_workbook(item.path, item.name)
    sheet, sheets = choose_sheet(workbook, choice.sheet or item.sheet, item.name)
    source = WorkbookSheet(workbook, sheet, item.name)
    head = next(iter(source.chunks()), [])[:HEAD_ROWS]
    at = _header_at(head, library)
    table = _table(source, head, at, limits.WORKBOOK_ROWS, item.name)
    table.marked_up = not _made_here(item.path)
    return _sampled(Opened(table, [], look, sheet=sheet, sheets=sheets), item.name)


def _made_here(path: Path) -> bool:
    """Whether a workbook is a report of this program: its texts are no page's, "<b>" was typed."""
    try:
        with zipfile.ZipFile(path) as packed, packed.open("docProps/core.xml") as file:
            return b"<cp:keywords>storeapp</cp:keywords>" in file.read(4096)
    except (zipfile.BadZipFile, KeyError, OSError, NotImplementedError, RuntimeError, EOFError):
        return False


def _open_text(item: FileToRead, choice: PlanChoice, library: Library, start: bytes) -> Opened:
    name, look = item.name, look_at_bytes(item.path)
    chosen = Guess(choice.encoding) if choice.encoding else None  # guessing takes longer than reading does
    found = chosen or encoding_of(look, lambda text: known_words(text, library))
    encoding = found.encoding
    wide = encoding.startswith(("utf-16", "utf-32"))
    odd = len(_CONTROL.findall(look.head))
    if not wide and (look.nul_bytes * 20 > look.size or odd * 20 > len(look.head)):
        raise UserError(
            _("{file} is not a text table. Choose the file that your shop's export made.").format(file=name)
        )
    try:
        text = look.head.decode("utf-8-sig" if encoding == "utf-8" else encoding, "replace")
    except LookupError as why:
        raise UserError(_("{file} can't be read as “{encoding}”.").format(file=name, encoding=encoding)) from why
    text = text.replace("\x00", "")
    bare = text.lstrip("\ufeff \t\r\n")
    if not bare:
        raise UserError(_("{file} is empty. Download it again.").format(file=name))
    if _PAGE.match(bare):
        return _open_page(item, choice, library, look, encoding)
    warnings = []
    if found.confidence < 1 and encoding != "utf-8":
        warnings.append(
            _(
                "The file doesn't say which encoding its letters have. It was read as {encoding}, {percent} "
                "% sure. Look at some names, and choose another encoding if letters are wrong."
            ).format(encoding=title_of(encoding), percent=round(100 * found.confidence))
        )
    if look.nul_bytes and not wide:
        warnings.append(_("Characters that are not text (NUL) were left out."))
    opened = _open_json(item, look, encoding, bare) if bare[0] in "[{" else None
    opened = opened or _open_delimited(item, choice, library, look, encoding, text)
    opened.warnings = warnings + opened.warnings
    opened.confidence = found.confidence
    return opened


def _open_page(item: FileToRead, choice: PlanChoice, library: Library, look: ByteLook, encoding: str) -> Opened:
    """The first table of data in a web page, or the one that was chosen; each counts as a sheet."""
    tables = read_tables(item.path, encoding, item.name)
    if not tables:
        raise UserError(
            _(
                "{file} is a web page with the name of a table. Open it in Excel or LibreOffice, save it as "
                ".xlsx or .csv, and drop that; or copy the table from the page and paste it here."
            ).format(file=item.name)
        )
    names = [_("Table {number}").format(number=number) for number in range(1, len(tables) + 1)]
    at = names.index(choice.sheet) if choice.sheet in names else 0
    source = tables[at]
    head = source.rows[:HEAD_ROWS]
    table = _table(source, head, _header_at(head, library), limits.WORKBOOK_ROWS, item.name)
    table.marked_up = False
    warning = _(
        "The file is a web page with the name of a table. The table in it was read; compare some rows with your shop."
    )
    warnings = [warning]
    if len(names) > 1:
        read_one = _("The page contains {count} tables; “{name}” was read. Choose another one beside “Sheet”.")
        warnings.append(read_one.format(count=len(names), name=names[at]))
    opened = Opened(table, [], look, encoding=encoding, sheet=names[at], sheets=names, warnings=warnings)
    return _sampled(opened, item.name)


def _open_json(item: FileToRead, look: ByteLook, encoding: str, bare: str) -> Opened | None:
    whole = look.size == len(look.head) and bare.rstrip().endswith("]")
    if bare[0] == "[" and not whole and not re.match(r"\[\s*[\[{\]\"]", bare):
        return None
    objects = read_objects(item.path, item.name, encoding)
    check_width(objects.header, item.name)
    table = Table(objects, objects.header, 0, 0, limits.ROWS, name=item.name)
    return _sampled(Opened(table, [], look, encoding=encoding), item.name)


def _open_delimited(
    item: FileToRead, choice: PlanChoice, library: Library, look: ByteLook, encoding: str, text: str
) -> Opened:
    delimiter, quoted = sniff(text, library.knows)
    if choice.delimiter and choice.delimiter != delimiter:
        delimiter, quoted = choice.delimiter, True
    inside = look.nul_bytes > 0 or "\ufeff" in text[1:] or look.marks_inside
    source = Delimited(item.path, item.name, encoding, delimiter, quoted, inside)
    head = some_rows(text.replace("\ufeff", ""), delimiter, quoted, HEAD_ROWS)
    at = _header_at(head, library)
    table = _table(source, head, at, limits.ROWS, item.name)
    source.guarded = table.header[-1:] in (["Reason"], [_("Reason")])
    table.header = [bare(cell) for cell in table.header] if source.guarded else table.header
    table.delimiter = delimiter if quoted else ""
    warnings = []
    if table.header_row == 0:
        warnings.append(_("The file has no header row, so its columns are numbered."))
    opened = Opened(table, [], look, encoding=encoding, delimiter=delimiter, warnings=warnings)
    return _sampled(opened, item.name)


def known_words(text: str, library: Library) -> int:
    """How many column names that we know stand in the first lines of a text."""
    cells = re.split(r"[,;\t|\r\n]", text[:20_000])
    return library.knows([cell.strip().strip('"') for cell in cells if not cell.isascii()])


def _header_at(head: list[Row], library: Library) -> int | None:
    return find_header(head, library.knows)


def _table(source: TableSource, head: list[Row], at: int | None, limit: int, name: str) -> Table:
    if not any(cell.strip() for row in head for cell in row):
        raise EmptySheetError(_("{file} is empty. Download it again.").format(file=name))
    if at is None:
        width = max(len(row) for row in head)
        header = [_("Column {number}").format(number=number) for number in range(1, width + 1)]
        first = next(index for index, row in enumerate(head) if any(cell.strip() for cell in row))
        check_width(header, name)
        return Table(source, header, first, 0, limit, name=name)
    header = clean_header(head[at])
    check_width(header, name)
    notes = "\n".join(" ".join(filter(None, row)) for row in head[:at])
    return Table(source, header, at + 1, at + 1, limit, name=name, notes=notes)


def _sampled(opened: Opened, name: str) -> Opened:
    """With its first rows as a sample; a header alone is fine, it imports nothing."""
    for block in opened.table.blocks():
        opened.sample += block.cells
        if len(opened.sample) >= SAMPLE_ROWS:
            break
    if wrapped(opened.table.header, opened.sample):
        raise UserError(
            _(
                "In {file} each whole row is in one cell: it was opened and saved with another separator. "
                "Download it again and drop it here without opening it."
            ).format(file=name)
        )
    return opened
