"""A second start calls the first window and hands its files over."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtNetwork import QLocalSocket

from storeapp.kernel.targets import LookAtFiles
from storeapp.shell.session.single_instance import Door, call
from storeapp.shell.session.system import door_name, may_be_listening

SECOND = """
import sys
from pathlib import Path
from PySide6.QtCore import QCoreApplication
from storeapp.shell.session.single_instance import call
app = QCoreApplication([])
print(call(Path(sys.argv[1]), [Path(name) for name in sys.argv[2:]]))
"""


@pytest.fixture
def door(qapp, home):
    made = Door()
    yield made
    made.close()


def test_nobody_answers_where_no_window_is_open(qapp, home, tmp_path):
    assert not call(tmp_path, [])
    assert sys.platform == "win32" or not may_be_listening(door_name(tmp_path))


def test_files_are_handed_over_by_another_process(qtbot, door, tmp_path):
    door.open_for(tmp_path)
    assert may_be_listening(door_name(tmp_path))
    heard = []
    door.called.connect(heard.append)
    command = [sys.executable, "-c", SECOND, str(tmp_path), "a.csv"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[3]) as second:
        qtbot.waitUntil(lambda: second.poll() is not None, timeout=20_000)
        assert second.stdout.read().strip() == "True"
    assert heard == [[(Path(__file__).parents[3] / "a.csv")]]


@pytest.mark.skipif(sys.platform == "win32", reason="a name that nobody listens at leaves no file there")
def test_a_door_that_a_crash_left_open_is_seen_without_the_network_module(home, tmp_path):
    name = door_name(tmp_path)
    left = """
import socket, sys
socket.socket(socket.AF_UNIX).bind(sys.argv[1])
"""
    place = Path(os.environ.get("TMPDIR") or "/tmp", name)
    subprocess.run([sys.executable, "-c", left, str(place)], check=True)
    try:
        assert place.exists()
        assert not may_be_listening(name)
    finally:
        place.unlink()


def test_shops_have_doors_of_their_own(qtbot, door, tmp_path):
    door.open_for(tmp_path / "one")
    assert door_name(tmp_path / "one") != door_name(tmp_path / "two")
    assert not call(tmp_path / "two", [])


def test_a_name_left_by_a_crash_is_taken_over(qtbot, door, tmp_path):
    first = Door()
    first.open_for(tmp_path)
    door.open_for(tmp_path)
    heard = []
    door.called.connect(heard.append)
    socket = QLocalSocket()
    socket.connectToServer(door_name(tmp_path))
    socket.write(json.dumps([]).encode() + b"\n")
    qtbot.waitUntil(lambda: heard == [[]])
    socket.abort()
    first.close()


@pytest.mark.parametrize("said", [b"nonsense\n", b"{}\n", b"[1]\n"])
def test_nonsense_only_raises_the_window(qtbot, door, tmp_path, said):
    door.open_for(tmp_path)
    heard = []
    door.called.connect(heard.append)
    socket = QLocalSocket()
    socket.connectToServer(door_name(tmp_path))
    socket.write(said)
    qtbot.waitUntil(lambda: len(heard) == 1)
    assert all(isinstance(file, Path) for file in heard[0])
    socket.abort()


def test_a_called_window_comes_forward_with_the_files(program, tmp_path):
    brought = []
    program.navigate = brought.append
    program.door.called.emit([tmp_path / "a.csv"])
    assert brought == [LookAtFiles((tmp_path / "a.csv",))]
    program.door.called.emit([])
    assert len(brought) == 1
