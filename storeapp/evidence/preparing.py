"""Files on their way into the shop: copied, looked at in a process of their own, and not in the shop yet.

What is half done lies in a folder that goes by itself: when it is closed, when the program is killed at its next start.
"""

from __future__ import annotations

import hashlib
import io
import os
import stat
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from storeapp.evidence import rules
from storeapp.kernel import child
from storeapp.kernel.errors import UserError
from storeapp.kernel.progress import Progress
from storeapp.kernel.scratch import Scratch, scratch
from storeapp.kernel.text import _
from storeapp.store.files import refusal

CHILD = "pictures"
SILENCE = 90.0  # seconds in which the largest picture is drawn small
BLOCK = 1 << 20


@dataclass(frozen=True, slots=True)
class Chosen:
    """A file that the owner chose, dropped or pasted: where it lies, or what gives its bytes."""

    name: str
    path: Path | None = None
    content: Callable[[], bytes] | None = None


@dataclass(frozen=True, slots=True)
class ReadyFile:
    """A file that was looked at and may go into the shop. `path` is the copy; `thumbnail` a small PNG in base64."""

    path: Path
    sha256: str
    size: int
    name: str
    kind: str
    width: int | None
    height: int | None
    thumbnail: str


@dataclass(slots=True)
class Prepared:
    """Files that are ready, and a sentence for each that was refused; `close` when they are in the shop, or not."""

    _scratch: Scratch
    files: list[ReadyFile] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)

    def close(self) -> None:
        """Remove the copies."""
        self._scratch.remove()


def prepare(folder: Path, chosen: Sequence[Chosen], progress: Progress) -> Prepared:
    """Copy files beside the shop in `folder` and look at them; changes nothing in the shop.

    UserError where the shop's disk takes no file; Cancelled where it is cancelled. What is wrong with one file is a
    sentence in `refused`, and the others go on.
    """
    progress.begin(_("Looking at the files"), len(chosen))
    with _saying(folder):
        prepared = Prepared(Scratch(folder))
    try:
        for number, one in enumerate(chosen):
            progress.check()
            try:
                prepared.files.append(_ready(folder, one, prepared._scratch.path / str(number), progress))
            except UserError as why:
                prepared.refused.append(why.sentence)
            progress.done = number + 1
    except BaseException:
        prepared.close()
        raise
    return prepared


def _ready(folder: Path, one: Chosen, copy: Path, progress: Progress) -> ReadyFile:
    with _opened(one) as source, _saying(folder):
        size, sha256 = _copied(source, copy, one.name, progress)
    if size == 0:
        raise rules.empty(one.name)
    found: list[child.Word] = []
    try:
        child.run(CHILD, {"look": {"path": str(copy), "name": one.name}}, Progress(), found.append, SILENCE)
    except child.ChildStoppedError as why:
        raise rules.damaged(one.name) from why
    told = found[0]["found"]
    return ReadyFile(copy, sha256, size, rules.file_name(one.name, told["kind"]), **told)


@contextmanager
def _opened(one: Chosen) -> Iterator[IO[bytes]]:
    """The bytes of what was chosen; a pipe or a device is none of ours, and a file may be gone again."""
    if one.path is None:
        yield io.BytesIO(one.content() if one.content is not None else b"")
        return
    try:
        if not stat.S_ISREG(one.path.stat().st_mode):  # opening a pipe would wait for ever
            raise UserError(_("{file} is a folder or no file at all. Choose a file.").format(file=one.name))
        handle = one.path.open("rb")
    except (OSError, ValueError) as why:
        words = _("{file} can't be read. Is it still there, and may you open it? Nothing was attached.")
        raise UserError(words.format(file=one.name)) from why
    with handle:
        yield handle


def _copied(source: IO[bytes], copy: Path, name: str, progress: Progress) -> tuple[int, str]:
    digest, size = hashlib.sha256(), 0
    with copy.open("wb") as out:
        while block := source.read(BLOCK):
            progress.check()
            size += len(block)
            if size > rules.LARGEST:
                raise rules.too_large(name)
            digest.update(block)
            out.write(block)
        out.flush()
        os.fsync(out.fileno())
    return size, digest.hexdigest()


@contextmanager
def _saying(folder: Path) -> Iterator[None]:
    """Turn what the shop's disk says into a sentence."""
    try:
        yield
    except OSError as error:
        raise refusal(error, folder) from error


@dataclass(frozen=True, slots=True)
class ShapedPicture:
    """A picture as a place wants it, see picture_child.shape: `ratio` across to down, 0 as it is; `largest` bytes."""

    path: Path
    name: str
    out: Path
    most: int
    ratio: float = 0.0
    mark: str = ""
    largest: int = 0


def shape(files: Sequence[ShapedPicture], progress: Progress) -> None:
    """Write pictures as a place wants them, without anything that says where and with what they were taken.

    A JPEG stays one, any other becomes a PNG. UserError if one can't be.
    """
    asked = [
        {
            "path": str(one.path), "name": one.name, "out": str(one.out), "most": one.most, "ratio": one.ratio,
            "mark": one.mark, "largest": one.largest,
        }
        for one in files
    ]  # fmt: skip
    try:
        child.run(CHILD, {"shape": asked}, progress, silence=SILENCE)
    except child.ChildStoppedError as why:
        raise rules.damaged(_(", ").join(one.name for one in files)) from why


@dataclass(frozen=True, slots=True)
class CardWords:
    """What stands on a card, see card_drawing. `modules`: the code's rows of 0 and 1; `accent`: a colour, "#0f766e"."""

    sentence: str
    name: str
    address: str
    modules: tuple[str, ...]
    accent: str


def card(folder: Path, words: CardWords, name: str, progress: Progress) -> Prepared:
    """Draw a card beside the shop in `folder`, and look at it like at any picture; changes nothing in the shop.

    UserError where its words have no room or no font has their letters.
    """
    with _saying(folder), scratch(folder) as work:
        out = work / "card.png"
        asked = {"out": str(out), **{key: getattr(words, key) for key in CardWords.__slots__}}
        try:
            child.run(CHILD, {"card": asked}, progress, silence=SILENCE)
        except child.ChildStoppedError as why:
            raise rules.damaged(name) from why
        return prepare(folder, [Chosen(name, out)], progress)


def export(files: Sequence[tuple[Path, str, Path, int | None]], progress: Progress) -> None:
    """Write copies of pictures without anything that says where and with what they were taken.

    Each is (file, its name in sentences, where to, pixels across and down at most). UserError if one can't be.
    """
    asked = [{"path": str(path), "name": name, "out": str(out), "most": most} for path, name, out, most in files]
    try:
        child.run(CHILD, {"clean": asked}, progress, silence=SILENCE)
    except child.ChildStoppedError as why:
        names = _(", ").join(name for _path, name, _out, _most in files)
        raise rules.damaged(names) from why
