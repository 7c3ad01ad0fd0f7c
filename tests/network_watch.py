"""Watches every Python process that a test starts for what reaches a network, and for who loads the mail library."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
_WATCHER = """
import atexit, os, sys

_LOG = os.environ.get("NETWORK_LOG")
_WHO = " ".join(sys.orig_argv[1:])


def _note(*words):
    with open(_LOG, "a", encoding="utf-8") as log:
        log.write("\\t".join((*words, _WHO.replace("\\n", " "))) + "\\n")


def _watch(event, arguments):
    # An address on a network is a tuple; a socket between programs of one machine has a path.
    if event in ("socket.connect", "socket.sendto", "socket.bind") and isinstance(arguments[-1], tuple):
        _note("reached", f"{event} {arguments[-1]}")
    elif event in ("socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr"):
        _note("reached", f"{event} {arguments[0]}")


if _LOG:
    sys.addaudithook(_watch)
    _note("began", "")
    atexit.register(lambda: _note("mail library", "") if "smtplib" in sys.modules else None)
"""


def watched_processes(monkeypatch: pytest.MonkeyPatch, place: Path) -> Path:
    """Let all Python processes that are started from now on be watched; gives the log."""
    folder = place / "network_watch"
    folder.mkdir()
    (folder / "sitecustomize.py").write_text(_WATCHER, "utf-8")
    log = folder / "log"
    log.touch()
    monkeypatch.setenv("NETWORK_LOG", str(log))
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join((str(folder), str(ROOT))))
    return log


def began(log: Path) -> list[str]:
    """The commands of the processes that were watched."""
    return [row[2] for row in _rows(log) if row[0] == "began"]


def reached(log: Path) -> list[tuple[str, str]]:
    """(what, by which command) of everything that reached for a network, or loaded what could."""
    return [(f"{kind} {what}".strip(), who) for kind, what, who in _rows(log) if kind != "began"]


def _rows(log: Path) -> list[list[str]]:
    return [line.split("\t") for line in log.read_text("utf-8").splitlines()]
