"""kill -9 while a message or a private note of a case is typed without a rest: at most a second of it is lost."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from storeapp.aftersales import service
from storeapp.derived import DERIVED
from storeapp.kernel.clock import Clock
from storeapp.store.db import Database

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL is needed"),
]
ROOT = Path(__file__).resolve().parents[2]
LOST = 1.0  # seconds
TYPED = 2.2  # seconds of typing until the kill


@pytest.mark.parametrize("kind", ["out", pytest.param("note", marks=pytest.mark.long)])
def test_a_second_of_typing_is_lost_at_most(db, tmp_path, kind):
    service.open_plain(db, "Torn shade")
    folder = db.folder
    db.close()
    place = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "tests.safety.typist", str(folder), kind]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=place, text=True) as typist:
        assert typist.stdout is not None
        told: list[tuple[int, float]] = []
        for line in typist.stdout:
            number, moment = line.split()
            told.append((int(number), float(moment)))
            if told[-1][1] - told[0][1] >= TYPED:
                break
        typist.kill()
        killed = time.monotonic()
    again = Database.open(folder, Clock(), "Owner", derived=DERIVED)
    with again.read() as conn:
        words = conn.exec_driver_sql(f"SELECT words FROM case_drafts WHERE kind = '{kind}'").scalar() or ""
    safe = [number for number, moment in told if killed - moment > LOST]
    assert safe, "nothing was typed a second before the kill"
    assert [int(one) for one in words.split()][: safe[-1]] == safe
    again.close()
