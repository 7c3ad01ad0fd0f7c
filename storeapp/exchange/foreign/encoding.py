"""Which alphabet and byte order a text file is written in, decided from all its bytes, never from its name."""

from __future__ import annotations

import codecs
import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from storeapp.kernel.text import N_

ENCODINGS = {
    "utf-8": N_("Unicode (UTF-8)"),
    "utf-16": N_("Unicode (UTF-16)"),
    "cp1252": N_("Western European (Windows-1252)"),
    "cp1250": N_("Central European (Windows-1250)"),
    "cp1251": N_("Cyrillic (Windows-1251)"),
    "cp1254": N_("Turkish (Windows-1254)"),
    "gb18030": N_("Chinese, simplified (GBK, GB18030)"),
    "big5": N_("Chinese, traditional (Big5)"),
    "cp932": N_("Japanese (Shift-JIS)"),
    "cp949": N_("Korean (EUC-KR)"),
    "cp874": N_("Thai (Windows-874)"),
}
_EIGHT_BIT = ("gb18030", "big5", "cp932", "cp949", "cp1251", "cp1252", "cp1250", "cp1254", "cp874")
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_STEP = 1 << 20
_HIGH = re.compile(rb"[\x80-\xff]")
_CENTRAL = frozenset("ąćęłńśźżĄĆĘŁŃŚŹŻčďěňřšťůžČĎĚŇŘŠŤŮŽőűŐŰ")
_WESTERN = frozenset("àâãåæèêëìîïñòõøùûÿÀÂÃÅÆÈÊËÌÎÏÑÒÕØÙÛ€’“”–…")


@dataclass(frozen=True, slots=True)
class ByteLook:
    """What one pass over a file's bytes found."""

    sha256: str
    size: int
    utf8_errors: int
    high_bytes: bytes  # up to 64 kB of lines that are not plain ASCII
    head: bytes  # the first 64 kB
    nul_bytes: int
    marks_inside: bool  # byte order marks stand elsewhere than at the start


def look_at_bytes(path: Path) -> ByteLook:
    """One pass: fingerprint, validity, NUL bytes, the lines that tell the encoding."""
    digest = hashlib.sha256()
    decoder = codecs.getincrementaldecoder("utf-8")("strict")
    size = errors = nul = marks = 0
    head, high = b"", bytearray()
    with path.open("rb") as file:
        while chunk := file.read(_STEP):
            digest.update(chunk)
            head = head or chunk[: 1 << 16]
            size += len(chunk)
            nul += chunk.count(0)
            if not chunk.isascii() or decoder.getstate()[0]:
                try:
                    decoder.decode(chunk)
                except UnicodeDecodeError:
                    errors += 1
                    decoder.reset()
                if len(high) < 1 << 16:
                    _keep_high_lines(chunk, high)
            marks += chunk.count(codecs.BOM_UTF8) - (size == len(chunk) and chunk.startswith(codecs.BOM_UTF8))
    try:
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        errors += 1
    return ByteLook(digest.hexdigest(), size, errors, bytes(high), head, nul, marks > 0)


def _keep_high_lines(chunk: bytes, kept: bytearray) -> None:
    """Add the lines of a chunk that are not plain ASCII, until 64 kB are together."""
    at = 0
    while len(kept) < 1 << 16 and (found := _HIGH.search(chunk, at)):
        start = max(chunk.rfind(b"\n", at, found.start()) + 1, found.start() - 2048)
        end = chunk.find(b"\n", found.start(), found.start() + 2048)
        at = found.start() + 2048 if end < 0 else end + 1
        kept += chunk[start:at]


def encoding_of(look: ByteLook, knows: Callable[[str], int]) -> tuple[str, bool]:
    """The encoding's name, and whether some bytes can't be read in it.

    `knows` counts the words of a text that known headers use: the strongest evidence there is.
    """
    for mark, name in _MARKS:
        if look.head.startswith(mark):
            return name, False
    if wide := _wide(look.head):
        return wide, False
    if look.utf8_errors == 0:
        return "utf-8", False
    sample = look.high_bytes or look.head
    readings = {}
    for name in _EIGHT_BIT:
        text = _strictly(look.head, name)
        if text is not None:
            readings[name] = knows(text)
    best = max(readings, key=lambda name: readings[name], default="")
    if best and readings[best] > min(readings.values()):
        return best, False
    if _mostly_utf8(sample):
        return "utf-8", True
    return _by_letters(sample)


def _wide(head: bytes) -> str:
    """UTF-16 without a mark: every second byte of Latin text is zero."""
    if len(head) < 8:
        return ""
    even, odd = head[0:4096:2], head[1:4096:2]
    if odd.count(0) > len(odd) * 0.4 and even.count(0) < len(even) * 0.1:
        return "utf-16-le"
    if even.count(0) > len(even) * 0.4 and odd.count(0) < len(odd) * 0.1:
        return "utf-16-be"
    return ""


def _strictly(data: bytes, name: str) -> str | None:
    """The text in an encoding, None if it is not written in it; a character cut at the end does not count."""
    try:
        return codecs.getincrementaldecoder(name)("strict").decode(data)
    except UnicodeDecodeError:
        return None


def _mostly_utf8(sample: bytes) -> bool:
    """A UTF-8 file in which a few bytes were damaged: nearly all its non-ASCII sequences are sound."""
    text = sample.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    sound = sum(c > "\x7f" for c in text) - broken
    return sound > 20 * broken


def _by_letters(sample: bytes) -> tuple[str, bool]:
    from charset_normalizer import from_bytes

    guess = from_bytes(sample, cp_isolation=list(_EIGHT_BIT)).best()
    name = guess.encoding if guess else "cp1252"
    if name in {"cp1250", "cp1252", "cp1254"}:
        central = sum(c in _CENTRAL for c in sample.decode("cp1250", "replace"))
        western = sum(c in _WESTERN for c in sample.decode("cp1252", "replace"))
        name = "cp1250" if central > western else "cp1252"
    return name, _strictly(sample, name) is None
