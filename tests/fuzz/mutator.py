"""Breaks known files at random: bytes, cells and lines moved, doubled, cut out or replaced."""

from __future__ import annotations

import random
from pathlib import Path

from tests.exchange.variants.test_variants import ALL

CORPUS = Path(__file__).with_name("corpus")
PIECES = (
    b'"', b'""', b"\n", b"\r", b"\r\n\r\n", b"\x00", b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf", b";", b",", b"\t", b"|",
    b"=", b"'", b"9" * 40, b"1E+12", b"-", b"--", b"\xc3", b"\\", b"sep=;\n", b"<table>", b"<tr><td>", b"<![", b"<!--",
    b"[{", b'{"a":', b"31/31/26", b"0000-00-00", b"1,2,3.4.5", "（★）".encode(), "年".encode("gb18030"), b"PK\x03\x04",
)  # fmt: skip


def corpus() -> list[bytes]:
    """Files that once went wrong or nearly did."""
    return [path.read_bytes() for path in sorted(CORPUS.iterdir())]


def seeds() -> list[bytes]:
    """The corpus, and every variant of a known platform's file."""
    return [*corpus(), *(variant.bytes() for variant in ALL)]


def broken(seed: bytes, chance: random.Random) -> bytes:
    """A file with one to eight things done to it."""
    data = seed
    for _ in range(chance.randint(1, 8)):
        data = _once(data, chance)
    return data


def _once(data: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(data) + 1)
    doing = chance.randrange(7)
    if doing == 0:
        return data[:at] + chance.choice(PIECES) + data[at:]
    if doing == 1:
        return data[:at] + data[at + chance.randint(1, 30) :]
    if doing == 2:
        return data[:at] + bytes([chance.randrange(256)]) + data[at + 1 :]
    if doing == 3:
        return data[:at] + data[max(0, at - 40) : at] * chance.choice((1, 2, 50)) + data[at:]
    if doing == 4:
        return data[:at] if at > len(data) // 2 else data
    lines = data.split(b"\n")
    if doing == 5:
        chance.shuffle(lines)
        return b"\n".join(lines)
    line, other = chance.randrange(len(lines)), chance.randrange(len(lines))
    cells, others = lines[line].split(b","), lines[other].split(b",")
    cells[chance.randrange(len(cells))] = chance.choice(others)
    lines[line] = b",".join(cells)
    return b"\n".join(lines)
