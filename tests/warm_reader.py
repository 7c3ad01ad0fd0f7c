"""Reading processes for tests, forked from one that has the reader loaded: a start costs a tenth of a cold one.

A fork is a process of its own, with its own limits, that may be killed: only the loading of modules is shared.
"""

from __future__ import annotations

import gc
import io
import json
import os
import select
import signal
import socket
import subprocess
import sys
import tempfile
import threading
from contextlib import redirect_stdout, suppress
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
USUAL = subprocess.Popen


class Nursery:
    """The loaded process: started when the first reading asks for it, ended with the tests."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._folder = tempfile.TemporaryDirectory(prefix="nursery-")
        self._starting = threading.Lock()  # two readings may ask at once
        self.place = str(Path(self._folder.name) / "door")

    def connect(self) -> socket.socket:
        """A line to a new reading process."""
        with self._starting:
            self._start()
        line = socket.socket(socket.AF_UNIX)
        line.connect(self.place)
        return line

    def _start(self) -> None:
        if self._process is not None:
            return
        command = [sys.executable, "-X", "utf8", "-m", "tests.warm_reader", self.place]
        where = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"}
        where |= {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
        self._process = USUAL(command, cwd=ROOT, env=where, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        assert self._process.stdout is not None
        assert self._process.stdout.readline() == b"ready\n"

    def close(self) -> None:
        """End the loaded process; it goes when nobody holds its standard input."""
        if self._process is not None:
            for pipe in (self._process.stdin, self._process.stdout):
                assert pipe is not None
                pipe.close()
            self._process.wait()
        self._folder.cleanup()


class Reading:
    """What `kernel.child` asks of a Popen, over a forked process."""

    def __init__(self, nursery: Nursery, stderr: Any, env: dict[str, str]) -> None:
        asks = nursery.connect()
        there_in, here_in = os.pipe()
        here_out, there_out = os.pipe()
        words = json.dumps({"env": env, "cwd": os.getcwd()}).encode()
        socket.send_fds(asks, [len(words).to_bytes(4, "big")], [there_in, there_out, stderr.fileno()])
        asks.sendall(words)
        os.close(there_in)
        os.close(there_out)
        self.stdin, self.stdout = os.fdopen(here_in, "wb"), os.fdopen(here_out, "rb")
        self.returncode: int | None = None
        self._line = asks
        self.pid = int.from_bytes(self._take(4), "big")

    def _take(self, count: int) -> bytes:
        taken = b""
        while len(taken) < count:
            piece = self._line.recv(count - len(taken))
            assert piece, "the loaded process is gone"
            taken += piece
        return taken

    def poll(self) -> int | None:
        """The exit code, or None while it runs."""
        if self.returncode is None and select.select([self._line], [], [], 0)[0]:
            self.wait()
        return self.returncode

    def wait(self) -> int:
        """Wait for its end; the exit code, negative for a signal."""
        if self.returncode is None:
            self.returncode = int.from_bytes(self._take(4), "big", signed=True)
            self._line.close()
        return self.returncode

    def kill(self) -> None:
        """End it at once."""
        with suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGKILL)


class WarmSubprocess:
    """Stands where `kernel.child` looks for the module `subprocess`: the usual reader is forked, others started."""

    PIPE = subprocess.PIPE

    def __init__(self, nursery: Nursery, usual: list[str], path: str) -> None:
        self._nursery, self._usual = nursery, (usual, path)

    def Popen(self, command: list[str], **how: Any) -> Any:
        """A reading process."""
        if (command, how["env"]["PYTHONPATH"]) != self._usual:  # the path is read while Python starts
            return USUAL(command, **how)
        return Reading(self._nursery, how["stderr"], how["env"])


def serve(place: str) -> None:
    """Load the reader, let it read something, then fork a process for each that asks."""
    from storeapp.exchange import child

    _warm(child)
    door = socket.socket(socket.AF_UNIX)
    door.bind(place)
    door.listen()
    os.write(1, b"ready\n")
    silent = os.open(os.devnull, os.O_RDWR)
    while True:
        ready, _, _ = select.select([door, 0], [], [])
        if 0 in ready:
            return
        line, _ = door.accept()
        size, files, _, _ = socket.recv_fds(line, 4, 3)
        words = b""
        while len(words) < int.from_bytes(size, "big"):
            words += line.recv(1 << 16)
        if os.fork() == 0:
            door.close()
            os.dup2(silent, 0)
            os.dup2(silent, 1)
            _watch(line, files, json.loads(words), child)
        line.close()
        for file in files:
            os.close(file)
        with suppress(ChildProcessError):
            while os.waitpid(-1, os.WNOHANG) != (0, 0):
                pass


def _warm(child: Any) -> None:
    """Read an order and a review, so that what the reader keeps (formats, words of languages) is there already."""
    texts = {
        "orders.csv": "Order number,Order date,Customer,Product,Quantity,Total\n1001,2026-05-13,Ann,Mug,1,12.50\n",
        "reviews.csv": "Rating,Review,Date\n5,A lovely mug that arrived quickly,2026-05-13\n",
    }
    with tempfile.TemporaryDirectory() as folder, redirect_stdout(io.StringIO()):
        place = Path(folder)
        for name, words in texts.items():
            (place / name).write_text(words, "utf-8")
        request = {"paths": [str(place / name) for name in texts], "staging": str(place / "staging.sqlite")}
        child.run(request | {"scratch": folder, "today": "2026-07-16", "fresh": True})
    gc.collect()
    gc.freeze()  # looking for garbage would write to memory that is shared


def _watch(line: socket.socket, files: list[int], asked: dict[str, Any], child: Any) -> None:
    """Fork the reading process, wait for it and say how it ended."""
    pid = os.fork()
    if pid == 0:
        line.close()
        for number, file in enumerate(files):
            os.dup2(file, number)
            os.close(file)
        os.environ.clear()
        os.environ.update(asked["env"])
        os.chdir(asked["cwd"])
        sys.exit(child.main())
    for file in files:
        os.close(file)
    line.sendall(pid.to_bytes(4, "big"))
    _, status = os.waitpid(pid, 0)
    with suppress(BrokenPipeError):
        line.sendall(os.waitstatus_to_exitcode(status).to_bytes(4, "big", signed=True))
    os._exit(0)


if __name__ == "__main__":
    serve(sys.argv[1])
