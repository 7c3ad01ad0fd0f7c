"""Work in a process beside the window: asked once, heard word by word, held to limits, ended when it is cancelled.

A child may die of what it reads, and may be killed; the window that asked for it goes on. Both sides speak here:
`run` in the window's process, `serve` in the child. A request is one line of JSON, each word that comes back another.
"""

from __future__ import annotations

import json
import os
import queue
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import IO, Any

from storeapp.kernel import text
from storeapp.kernel.errors import UserError
from storeapp.kernel.process_limits import ProcessLimits, hold_back
from storeapp.kernel.progress import Progress
from storeapp.kernel.scratch import for_children, saying_no_room

FLAG = "--child-"  # what the program is called with to become one of its children, their name behind it
LONGEST_SILENCE = 90.0  # seconds without a word from the child
LOOK = 0.05  # seconds between two looks at "cancel asked"
LAST_WORDS = 4000  # characters of a failed child's complaint that a report of the bug keeps

Word = dict[str, Any]


class ChildStoppedError(Exception):
    """The child ended before its work did: a limit, the system or its own silence ended it. It changed nothing here.

    `code` is how it ended, None where it was `silent` for too long; `said` is its complaint, mostly "".
    """

    def __init__(self, name: str, code: int | None, said: str) -> None:
        super().__init__(f"the process {name} ended with {code}: {said}")
        self.code, self.said = code, said

    @property
    def silent(self) -> bool:
        """Whether it was ended because it said nothing any more."""
        return self.code is None


def command(name: str) -> list[str]:
    """What starts a child; a frozen program has no other way than to start itself."""
    start = [sys.executable] if getattr(sys, "frozen", False) else [sys.executable, "-X", "utf8", "-m", "storeapp"]
    return [*start, f"{FLAG}{name}"]


def environment(scratch: str | None = None) -> dict[str, str]:
    """The child finds this very package, and puts its temporary files where they go with `scratch`."""
    package = str(Path(__file__).resolve().parents[2])
    path = os.pathsep.join(filter(None, (package, os.environ.get("PYTHONPATH", ""))))
    temporary = for_children() if scratch is None else dict.fromkeys(("TMPDIR", "TEMP", "TMP"), scratch)
    # Libraries that bring numpy keep no memory for threads: it would count to the child's limit.
    quiet = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
    return {**os.environ, **temporary, **quiet, "PYTHONPATH": path, "PYTHONIOENCODING": "utf-8"}


@saying_no_room()
def run(
    name: str,
    request: Mapping[str, Any],
    progress: Progress,
    heard: Callable[[Word], None] = lambda _word: None,
    silence: float = LONGEST_SILENCE,
) -> None:
    """Let the child `name` do what `request` asks; gives back when it has finished.

    `heard` is told each word but the last; "done", "total" and "note" in a word move the progress. Raises Cancelled
    when the progress is cancelled, the child's own UserError, ChildStoppedError where it was ended or said nothing for
    `silence` seconds, and RuntimeError for a bug over there. However it ends, the process is gone afterwards, and so
    are its temporary files.
    """
    own = tempfile.TemporaryDirectory(prefix="child-", ignore_cleanup_errors=True)
    with own as scratch, tempfile.TemporaryFile() as complaints:
        process = subprocess.Popen(
            command(name), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=complaints, env=environment(scratch),
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )  # fmt: skip
        try:
            words: queue.Queue[Word | None] = queue.Queue()
            threading.Thread(target=_listen, args=(process.stdout, words), daemon=True).start()
            _ask(process.stdin, {"language": text.language(), **request})
            _follow(name, process, words, progress, heard, silence, complaints)
        finally:
            if process.poll() is None:
                process.kill()
            process.wait()
            for pipe in (process.stdin, process.stdout):
                if pipe is not None:
                    with suppress(OSError):
                        pipe.close()


def _ask(stream: IO[bytes] | None, request: Mapping[str, Any]) -> None:
    """The pipe stays open: its end tells the child that whoever asked is gone."""
    assert stream is not None
    with suppress(BrokenPipeError):  # it died at once; its exit says why
        stream.write(json.dumps(request, default=str).encode() + b"\n")
        stream.flush()


def _listen(stream: Any, words: queue.Queue[Word | None]) -> None:
    try:
        for line in stream:
            words.put(json.loads(line))
    except ValueError:  # the pipe was closed, or the child was cut off in the middle of a word
        return
    finally:
        words.put(None)


def _follow(
    name: str,
    process: subprocess.Popen[bytes],
    words: queue.Queue[Word | None],
    progress: Progress,
    heard: Callable[[Word], None],
    silence: float,
    complaints: IO[bytes],
) -> None:
    last = time.monotonic()
    while True:
        progress.check()
        try:
            word = words.get(timeout=LOOK)
        except queue.Empty:
            if time.monotonic() - last > silence:
                raise ChildStoppedError(name, None, "") from None
            continue
        last = time.monotonic()
        if word is None:
            raise _end_of(name, process, complaints)
        if "error" in word:
            raise UserError(str(word["error"]))
        if "end" in word:
            process.wait()
            return
        for field in ("done", "total", "note"):
            if field in word:
                setattr(progress, field, word[field])
        heard(word)


def _end_of(name: str, process: subprocess.Popen[bytes], complaints: IO[bytes]) -> Exception:
    """The child fell silent without an end: killed by a limit, or by a bug, which is not hidden."""
    code = process.wait()
    complaints.seek(0)
    said = complaints.read().decode("utf-8", "replace")[-LAST_WORDS:]
    if code > 0 and "Traceback" in said and "MemoryError" not in said:
        return RuntimeError(f"The process {name} failed:\n{said}")
    return ChildStoppedError(name, code, said)


def say(**words: Any) -> None:
    """In the child: one word to whoever asked."""
    sys.stdout.write(json.dumps(words) + "\n")
    sys.stdout.flush()


def serve(work: Callable[[Word], None], limits: ProcessLimits) -> int:
    """In the child: read the request, do the work under limits, and say how it ended; the exit code."""
    line = sys.stdin.readline()
    if line.endswith("\n"):
        threading.Thread(target=_leave_with_the_asker, daemon=True).start()
    request: Word = json.loads(line)
    hold_back(limits)
    text.use(request.get("language", "en"))
    try:
        with saying_no_room():
            work(request)
    except UserError as why:
        say(error=why.sentence)
        return 1
    say(end=True)
    return 0


def _leave_with_the_asker() -> None:
    """End this process when the one that asked was killed: nobody hears what is still to come."""
    with suppress(OSError):
        while os.read(0, 1 << 12):  # past Python's own buffer, whose lock would be held when this process ends
            pass
    os._exit(1)
