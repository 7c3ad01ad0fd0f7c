"""Work in a process beside the window: asked once, heard word by word, held to limits, ended when it is cancelled.

A child may die of what it reads, and may be killed; the window that asked for it goes on. Both sides speak here: `run`
and `talking` in the window's process, `serve` and `told` in the child. A request is one line of JSON, each further word
another.
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
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
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
_TOLD: queue.Queue[Word] = queue.Queue()  # in the child: what it was told and has not taken yet


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
    with talking(name, request) as talk:
        while "end" not in (word := talk.hear(progress, silence)):
            for field in ("done", "total", "note"):
                if field in word:
                    setattr(progress, field, word[field])
            heard(word)


class Talk:
    """What is said to a child and heard of it, word by word."""

    def __init__(self, name: str, process: subprocess.Popen[bytes], complaints: IO[bytes]) -> None:
        self._name, self._process, self._complaints = name, process, complaints
        self._words: queue.Queue[Word | None] = queue.Queue()
        threading.Thread(target=_listen, args=(process.stdout, self._words), daemon=True).start()

    def tell(self, **word: Any) -> None:
        """Say one more word to the child, which takes it with `told`."""
        _say_to(self._process.stdin, word)

    def hear(self, progress: Progress, silence: float = LONGEST_SILENCE) -> Word:
        """The child's next word, the last one being {"end": True}. Raises what `run` does."""
        until = time.monotonic() + silence
        while (word := self.within(LOOK, progress)) is None:
            if time.monotonic() > until:
                raise ChildStoppedError(self._name, None, "")
        return word

    def within(self, seconds: float, progress: Progress) -> Word | None:
        """The child's next word, None where it says none for so long. Raises what `run` does but for its silence."""
        progress.check()
        try:
            word = self._words.get(timeout=seconds)
        except queue.Empty:
            return None
        if word is None:
            self._words.put(None)  # for whoever asks again
            raise _end_of(self._name, self._process, self._complaints)
        if "error" in word:
            raise UserError(str(word["error"]))
        if "end" in word:
            self._process.wait()
        return word

    def stop(self) -> list[Word]:
        """End the child now; the words it had said by then that nobody has heard yet."""
        self._process.kill()
        self._process.wait()
        heard = list(iter(self._words.get, None))
        self._words.put(None)
        return heard


@contextmanager
def talking(name: str, request: Mapping[str, Any]) -> Iterator[Talk]:
    """Start the child `name` with a request; it is gone after the block, and so are its temporary files."""
    own = tempfile.TemporaryDirectory(prefix="child-", ignore_cleanup_errors=True)
    with own as scratch, tempfile.TemporaryFile() as complaints:
        process = subprocess.Popen(
            command(name), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=complaints, env=environment(scratch),
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )  # fmt: skip
        try:
            talk = Talk(name, process, complaints)
            talk.tell(language=text.language(), **request)
            yield talk
        finally:
            if process.poll() is None:
                process.kill()
            process.wait()
            for pipe in (process.stdin, process.stdout):
                if pipe is not None:
                    with suppress(OSError):
                        pipe.close()


def _say_to(stream: IO[bytes] | None, word: Mapping[str, Any]) -> None:
    """The pipe stays open: its end tells the child that whoever asked is gone."""
    assert stream is not None
    with suppress(BrokenPipeError):  # it died at once; its exit says why
        stream.write(json.dumps(word, default=str).encode() + b"\n")
        stream.flush()


def _listen(stream: Any, words: queue.Queue[Word | None]) -> None:
    try:
        for line in stream:
            words.put(json.loads(line))
    except ValueError:  # the pipe was closed, or the child was cut off in the middle of a word
        return
    finally:
        words.put(None)


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
        threading.Thread(target=_hear_the_asker, daemon=True).start()
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


def told() -> Word:
    """In the child: the next word of whoever asked, who first has to hear one of ours."""
    return _TOLD.get()


def _hear_the_asker() -> None:
    """Keep what is told, and end this process when the one that asked was killed: nobody hears what is still to come.

    Read past Python's own buffer, whose lock would be held when this process ends.
    """
    heard = b""
    with suppress(OSError, ValueError):
        while part := os.read(0, 1 << 16):
            *whole, heard = (heard + part).split(b"\n")
            for line in whole:
                _TOLD.put(json.loads(line))
    os._exit(1)
