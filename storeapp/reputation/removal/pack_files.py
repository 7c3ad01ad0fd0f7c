"""Writes what goes out with an evidence pack: pictures to draw into it, and clean copies of all files beside it."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from storeapp.evidence.preparing import export
from storeapp.evidence.records import AttachedFile
from storeapp.evidence.rules import KINDS, is_picture
from storeapp.kernel.errors import UserError
from storeapp.kernel.progress import Progress
from storeapp.kernel.text import _
from storeapp.reputation.removal.rules import PackLine
from storeapp.store.attachment_files import place_of
from storeapp.store.files import refusal, sha256_of

PAGE_PIXELS = 1600  # of a picture across and down, as it is drawn into the pack


def write_pack(
    path: Path,
    lines: Sequence[PackLine],
    files: Sequence[AttachedFile],
    shop: Path,
    write: Callable[[Path, Sequence[PackLine]], Path],
    progress: Progress,
) -> tuple[Path, Path | None]:
    """Write the pack to `path`, and its files into a folder beside it; gives both, None where nothing is attached.

    The files are called what the lines about them say. `write` makes the document of its lines. UserError where a file
    is gone or changed, or the disk takes nothing: the folder is there whole or not at all.
    """
    if not files:
        return write(path, lines), None
    try:
        with tempfile.TemporaryDirectory(prefix=".evidence-", dir=path.parent) as place:
            work = Path(place)
            folder = work / "files"
            folder.mkdir()
            names = {line.file: line.name for line in lines if line.file is not None}
            pictures = _copies([(file, names[file.id]) for file in files], shop, folder, work, progress)
            drawn = [line if line.file is None else replace(line, picture=pictures.get(line.file)) for line in lines]
            written = write(path, drawn)
            beside = _free(path)
            folder.chmod(0o755)
            folder.rename(beside)
            return written, beside
    except OSError as error:
        raise refusal(error, path.parent) from error


def _copies(
    files: Sequence[tuple[AttachedFile, str]], shop: Path, folder: Path, work: Path, progress: Progress
) -> dict[int | None, Path]:
    """Put a copy of each file into `folder` under the name beside it; the pictures to draw, by the file's id."""
    asked: list[tuple[Path, str, Path, int | None]] = []
    drawn: dict[int | None, Path] = {}
    for file, name in files:
        source = place_of(shop, file.sha256, KINDS[file.kind][0])
        with _there(name):
            if sha256_of(source) != file.sha256:
                raise FileNotFoundError(source)
        if is_picture(file.kind):
            drawn[file.id] = work / f"{file.id}.{'jpg' if file.kind == 'image/jpeg' else 'png'}"
            asked += [(source, name, folder / name, None), (source, name, drawn[file.id], PAGE_PIXELS)]
        else:
            shutil.copyfile(source, folder / name)
    if asked:
        export(asked, progress)
    return drawn


@contextmanager
def _there(name: str) -> Iterator[None]:
    """A file that is gone, or that a disk changed, is a sentence of its own."""
    try:
        yield
    except OSError as why:
        words = _("The attached file {file} is gone or damaged. Check your data in Settings, or attach it again.")
        raise UserError(words.format(file=name)) from why


def _free(path: Path) -> Path:
    """A folder beside the pack that isn't there yet: `Evidence Etsy 12 files`."""
    plain = str(_("{name} files").format(name=path.stem))
    folder, number = path.with_name(plain), 2
    while folder.exists():
        folder, number = path.with_name(f"{plain} {number}"), number + 1
    return folder
