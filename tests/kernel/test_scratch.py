"""Unfinished work goes with its program: at once, or at the next start if that was killed."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from storeapp.kernel.scratch import HELD, PREFIX, Scratch, scratch, sweep

KILLED = """
import os, signal, sys, tempfile
from pathlib import Path
from storeapp.kernel.scratch import part_of, use_for_process
use_for_process(Path(sys.argv[1]))
part_of(Path(sys.argv[2])).write_text("half a workbook")
Path(tempfile.mkdtemp(), "staging.sqlite").write_text("rows")
os.kill(os.getpid(), signal.SIGKILL)
"""


def test_work_is_private_and_goes_at_the_end(tmp_path: Path) -> None:
    with scratch(tmp_path / "place") as work:
        (work / "rows").write_text("x")
        assert sweep(tmp_path / "place") == 0
        assert (work / "rows").exists()
        if os.name != "nt":
            assert (work.parent.stat().st_mode & 0o777, (tmp_path / "place").stat().st_mode & 0o777) == (0o700, 0o700)
    assert list((tmp_path / "place").iterdir()) == []


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL is needed")
def test_what_a_killed_program_left_is_swept_and_nothing_else(tmp_path: Path) -> None:
    place, out = tmp_path / "cache", tmp_path / "reports" / "shop.xlsx"
    out.parent.mkdir()
    subprocess.run([sys.executable, "-c", KILLED, str(place), str(out)], check=False)
    assert len(list(place.rglob("staging.sqlite"))) == len(list(out.parent.iterdir())) == 1
    (out.parent / ".mine.part.xlsx").write_text("the owner's")
    (place / "watch.json").write_text("{}")
    living = Scratch(place)
    assert sweep(place) == 1
    assert sorted(place.iterdir()) == sorted([living.path, place / "watch.json"])
    assert [path.name for path in out.parent.iterdir()] == [".mine.part.xlsx"]
    living.remove()


def test_a_noted_path_that_is_none_of_ours_is_left_alone(tmp_path: Path) -> None:
    letter = tmp_path / "letter.txt"
    letter.write_text("dear")
    dead = tmp_path / f"{PREFIX}dead"
    dead.mkdir()
    (dead / HELD).touch()
    (dead / "beside").write_text(f"{letter}\n../letter.txt\n\n")
    young = tmp_path / f"{PREFIX}young"
    young.mkdir()
    (tmp_path / f"{PREFIX}link").symlink_to(letter)
    assert sweep(tmp_path) == 1
    assert letter.read_text() == "dear"
    assert young.exists()
    os.utime(young, (time.time() - 3600,) * 2)
    assert sweep(tmp_path) == 1
