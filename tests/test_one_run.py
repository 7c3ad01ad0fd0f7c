"""What all processes of a run share is made once, and by one of them at a time."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.one_run import for_all_processes

ROOT = Path(__file__).resolve().parent.parent
MAKER = """
import sys
from pathlib import Path
from tests.one_run import for_all_processes
with for_all_processes(None, "thing") as place:
    if not place.exists():
        print("makes", flush=True)
        sys.stdin.read(1)
        place.write_text("whole")
    print(place.read_text(), flush=True)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="there each process makes its own")
def test_the_first_process_makes_it_and_the_others_wait(tmp_path, monkeypatch):
    monkeypatch.setenv("STOREAPP_TEST_RUN", str(tmp_path))

    def start():
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
        return subprocess.Popen([sys.executable, "-c", MAKER], cwd=ROOT, **pipes)

    first = start()
    assert first.stdout.readline() == "makes\n"
    second = start()  # waits, whenever it comes to its block: what is made is not there yet
    assert first.communicate("x", timeout=60)[0] == "whole\n"
    assert second.communicate("", timeout=60)[0] == "whole\n"


def test_without_a_named_folder_a_run_alone_has_its_own(tmp_path_factory, monkeypatch):
    monkeypatch.delenv("STOREAPP_TEST_RUN", raising=False)
    monkeypatch.delenv("PYTEST_XDIST_WORKER", raising=False)
    with for_all_processes(tmp_path_factory, "thing") as place:
        assert place.is_relative_to(tmp_path_factory.getbasetemp())
        assert not place.exists()
