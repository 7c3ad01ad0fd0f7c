"""A real window with real threads, driven as an owner drives it."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from storeapp.qtkit.jobs import Jobs
from storeapp.shell.session.program import Program
from tests.network_watch import reached, watched_processes
from tests.programs import english, kept_shop, look, make_program, opened_before, own_sample, sample_shop, shop

__all__ = ["english", "kept_shop", "look", "make_program", "opened_before", "own_sample", "sample_shop", "shop"]


_reached: list[object] = []


def _watch(event: str, arguments: tuple[object, ...]) -> None:
    # An address on a network is a tuple; a socket between programs of one machine has a path.
    if event in ("socket.connect", "socket.sendto", "socket.getaddrinfo") and isinstance(arguments[-1], tuple):
        _reached.append((event, arguments[-1]))


sys.addaudithook(_watch)


@pytest.fixture(autouse=True)
def nothing_reaches_out(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    """No journey tries to reach another machine, nor do the processes beside the window."""
    _reached.clear()
    log = watched_processes(monkeypatch, tmp_path)
    yield
    assert _reached == []
    assert reached(log) == []


@pytest.fixture
def start(qtbot, make_program):
    """Starts the program in its first window, with real threads, and waits until it is painted."""

    def begin(settings=None) -> Program:
        program = make_program(settings, lanes=Jobs)
        program.start(None)
        qtbot.waitExposed(program.window, timeout=60_000)
        return program

    return begin
