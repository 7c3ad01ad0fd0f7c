"""A short fuzz of the readers on every run: known files with their bytes, cells and lines shuffled and broken."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.exchange.reading.hostile import HOSTILE, plain_book
from tests.exchange.variants.test_variants import ALL
from tests.fuzz.reading import Reader

SEEDS = [variant.bytes() for variant in ALL if isinstance(variant.content, str)]
PIECES = [
    b'"',
    b'""',
    b"\n",
    b"\r",
    b"\x00",
    b"\xff\xfe",
    b"\xef\xbb\xbf",
    b";",
    b",",
    b"\t",
    b"=",
    b"'",
    b"9" * 40,
    b"1E+12",
    b"-",
    b"\xc3",
    b"\\",
]


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Reader:
    return Reader(tmp_path_factory.mktemp("fuzz"))


def broken(seed: bytes, chance: random.Random) -> bytes:
    """A known file with some of its bytes, lines or cells moved, doubled, cut out or replaced."""
    data = bytearray(seed)
    for _ in range(chance.randint(1, 8)):
        at = chance.randrange(len(data) + 1)
        doing = chance.randrange(3)
        if doing == 0:
            data[at:at] = chance.choice(PIECES)
        elif doing == 1:
            del data[at : at + chance.randint(1, 30)]
        elif doing == 2 and data:
            data[min(at, len(data) - 1)] = chance.randrange(256)
        elif doing == 3:
            data[at:at] = data[max(0, at - 40) : at]
        elif doing == 4:
            data = data[:at]
        else:
            lines = bytes(data).split(b"\n")
            chance.shuffle(lines)
            data = bytearray(b"\n".join(lines))
    return bytes(data)


@pytest.mark.parametrize("round_", range(2))
def test_broken_files_of_known_platforms(round_: int, reader: Reader) -> None:
    chance = random.Random(round_)
    for seed in SEEDS:
        reader.read(broken(seed, chance))


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=400), st.sampled_from([".csv", ".txt", ".json", ".xlsx"]))
def test_any_bytes(reader: Reader, content: bytes, suffix: str) -> None:
    reader.read(content, suffix)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.lists(st.text(max_size=12), min_size=1, max_size=6), max_size=12), st.sampled_from(",;\t|"))
def test_any_table(reader: Reader, rows: list[list[str]], delimiter: str) -> None:
    head = delimiter.join(["Order number", "Order date", "Total", "Rating", "Review", "Product"])
    text = "\n".join([head, *(delimiter.join(row) for row in rows)])
    reader.read(text.encode("utf-8", "surrogatepass"))


@pytest.mark.parametrize("round_", range(3))
def test_broken_workbooks(round_: int, reader: Reader) -> None:
    chance = random.Random(round_)
    for _ in range(10):
        reader.read(broken(plain_book(), chance), ".xlsx")


def test_small_hostile_files_in_this_very_process(reader: Reader) -> None:
    for name in (
        "entities.xlsx",
        "lying.xlsx",
        "nested.json",
        "noise.csv",
        "unclosed.csv",
        "truncated.xlsx",
        "far_cell.xlsx",
    ):
        assert reader.read(HOSTILE[name](), Path(name).suffix) == "refused"
