"""Which alphabet and byte order a text file is written in, decided from all its bytes, never from its name."""

from __future__ import annotations

import codecs
import hashlib
import math
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from storeapp.exchange.foreign.codepages import HEADER_WORD, PAGES, cost_as_unicode, cost_in, different_cells, words_in
from storeapp.kernel.text import N_, _

ENCODINGS = (
    ("utf-8", N_("Unicode (UTF-8)")),
    ("utf-16", N_("Unicode (UTF-16)")),
    ("cp1252", N_("Western European (Windows-1252)")),
    ("cp1250", N_("Central European (Windows-1250)")),
    ("cp1251", N_("Cyrillic (Windows-1251)")),
    ("cp1253", N_("Greek (Windows-1253)")),
    ("cp1254", N_("Turkish (Windows-1254)")),
    ("cp1255", N_("Hebrew (Windows-1255)")),
    ("cp1256", N_("Arabic (Windows-1256)")),
    ("cp1257", N_("Baltic (Windows-1257)")),
    ("cp1258", N_("Vietnamese (Windows-1258)")),
    ("cp874", N_("Thai (Windows-874)")),
    ("gb18030", N_("Chinese, simplified (GBK, GB18030)")),
    ("big5", N_("Chinese, traditional (Big5)")),
    ("cp932", N_("Japanese (Shift-JIS)")),
    ("cp949", N_("Korean (EUC-KR)")),
    ("mac_roman", N_("Western European (Macintosh)")),
    ("mac_latin2", N_("Central European (Macintosh)")),
    ("mac_cyrillic", N_("Cyrillic (Macintosh)")),
    ("mac_greek", N_("Greek (Macintosh)")),
    ("mac_turkish", N_("Turkish (Macintosh)")),
    ("cp850", N_("Western European (DOS-850)")),
    ("cp852", N_("Central European (DOS-852)")),
    ("cp857", N_("Turkish (DOS-857)")),
    ("cp866", N_("Cyrillic (DOS-866)")),
    ("cp737", N_("Greek (DOS-737)")),
    ("koi8_r", N_("Cyrillic (KOI8-R)")),
    ("koi8_u", N_("Ukrainian (KOI8-U)")),
    ("euc_jp", N_("Japanese (EUC-JP)")),
    ("iso8859_2", N_("Central European (ISO-8859-2)")),
    ("iso8859_5", N_("Cyrillic (ISO-8859-5)")),
    ("iso8859_6", N_("Arabic (ISO-8859-6)")),
    ("iso8859_7", N_("Greek (ISO-8859-7)")),
    ("iso8859_8", N_("Hebrew (ISO-8859-8)")),
    ("iso8859_9", N_("Turkish (ISO-8859-9)")),
    ("iso8859_13", N_("Baltic (ISO-8859-13)")),
    ("iso8859_15", N_("Western European (ISO-8859-15)")),
)
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_STEP = 1 << 20
_DOUBT = 2.5  # a lead that is worth odds of e to 1: the letters of one word lean on each other
_HIGH = re.compile(rb"[\x80-\xff]")


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


@dataclass(frozen=True, slots=True)
class Guess:
    """An encoding and how sure it is (1.0: the bytes themselves say so)."""

    encoding: str
    confidence: float = 1.0


def title_of(encoding: str) -> str:
    """An encoding as the owner reads it."""
    return next((_(title) for name, title in ENCODINGS if name == encoding), encoding)


def named(encoding: str) -> str:
    """Our name of an encoding that a person wrote ("Windows-1254", "latin-5"); "" if there is no such one."""
    asked = re.sub(r"(?i)^windows-?(?=[0-9])", "cp", encoding.strip())
    try:
        asked = codecs.lookup(asked).name
    except (LookupError, ValueError):
        return ""
    known = {codecs.lookup(name).name: name for name, _title in ENCODINGS}
    alike = {"iso8859-1": "cp1252", "ascii": "utf-8", "utf-8-sig": "utf-8", "gbk": "gb18030", "gb2312": "gb18030",
             "shift_jis": "cp932", "euc_kr": "cp949", "tis-620": "cp874", "big5hkscs": "big5",
             "cp950": "big5"}  # fmt: skip
    return alike.get(asked) or known.get(asked, "")


def encoding_of(look: ByteLook, knows: Callable[[str], int]) -> Guess:
    """What the text is written in: what its bytes say, else what its letters make likely.

    `knows` counts the words of a text that known headers use: the strongest evidence there is.
    """
    for mark, name in _MARKS:
        if look.head.startswith(mark):
            return Guess(name)
    if wide := _wide(look.head):
        return Guess(wide)
    if look.utf8_errors == 0:
        return Guess("utf-8")
    return _by_letters(different_cells(look.high_bytes or look.head), look.head, knows)


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


def _by_letters(sample: bytes, head: bytes, knows: Callable[[str], int]) -> Guess:
    """The code page in which the letters are likeliest; only readings that differ are rivals."""
    texts: dict[str, str] = {}
    costs: dict[str, float] = {}
    unicode = sample.decode("utf-8", "replace")
    texts["utf-8"], costs["utf-8"] = unicode, cost_as_unicode(words_in(unicode))
    for page in PAGES:
        text = codecs.getincrementaldecoder(page)("replace").decode(sample)
        broken = text.count("\ufffd")
        if broken * 4 > sum(byte > 0x7F for byte in sample[:2000]) and broken > 4:
            continue
        words = words_in(text)
        texts[page] = text
        costs[page] = cost_in(page, words) - HEADER_WORD * knows(head.decode(page, "replace"))
    best = min(costs, key=lambda page: costs[page])
    rivals = [cost for page, cost in costs.items() if texts[page] != texts[best]]
    lead = min(rivals, default=100.0) - costs[best]
    confidence = 1 / (1 + math.exp(-min(lead, 40.0) / _DOUBT))
    return Guess(best, min(0.99, confidence))
