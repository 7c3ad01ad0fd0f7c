"""A short fuzz of the readers on every run: no crash, no hang, no exception but a sentence, whatever the bytes."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
from collections import Counter
from importlib.util import find_spec
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.exchange.reading.hostile import HOSTILE, plain_book
from tests.fuzz.mutator import CORPUS, broken, corpus, seeds
from tests.fuzz.reading import Reader
from tests.rotation import times

SECONDS = float(os.environ.get("STOREAPP_FUZZ_SECONDS", "15"))
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Reader:
    return Reader(tmp_path_factory.mktemp("fuzz"))


def test_the_corpus(reader: Reader) -> None:
    outcomes = Counter(reader.read(content) for content in corpus())
    assert sum(outcomes.values()) >= 12
    assert 0 < outcomes["refused"] < sum(outcomes.values())


@pytest.mark.skipif(find_spec("atheris") is not None, reason="atheris does it better")
def test_broken_files_of_known_platforms(reader: Reader) -> None:
    chance, files = random.Random(20), seeds()
    outcomes = Counter[str]()
    for _ in range(times("broken files", 60, 400)):
        content = broken(chance.choice(files), chance)
        try:
            outcomes[reader.read(content)] += 1
        except BaseException:
            (Path.cwd() / "fuzz-found.bin").write_bytes(content)  # for the corpus
            raise
    assert len(outcomes) > 10, outcomes  # the breaking left enough for many formats to be recognised


@pytest.mark.slow
@pytest.mark.skipif(find_spec("atheris") is None, reason="atheris is not installed")
def test_guided_by_coverage(tmp_path: Path) -> None:
    found = tmp_path / "corpus"
    found.mkdir()
    for number, content in enumerate(seeds()):
        (found / str(number)).write_bytes(content)
    command = [sys.executable, "-m", "tests.fuzz.fuzz_reading", str(found), f"-max_total_time={SECONDS:.0f}"]
    where = {**os.environ, "PYTHONPATH": os.pathsep.join((str(ROOT), os.environ.get("PYTHONPATH", "")))}
    ran = subprocess.run(command, cwd=tmp_path, env=where, capture_output=True, text=True, check=False)
    for path in tmp_path.glob("*-*"):
        shutil.copy(path, Path.cwd())
    assert ran.returncode == 0, ran.stderr[-4000:]


@settings(
    max_examples=times("fuzz", 20, 400), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.binary(max_size=400), st.sampled_from([".csv", ".txt", ".json", ".xlsx"]))
def test_any_bytes(reader: Reader, content: bytes, suffix: str) -> None:
    reader.read(content, suffix)


@settings(
    max_examples=times("fuzz", 20, 400), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
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


def test_the_corpus_is_small() -> None:
    assert sum(path.stat().st_size for path in CORPUS.iterdir()) < 64_000
