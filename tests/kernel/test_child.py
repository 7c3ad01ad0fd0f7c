"""Work in a child process: what it says is heard, and it is gone with its files however it ends."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

import pytest

from storeapp.__main__ import CHILDREN
from storeapp.evidence import preparing
from storeapp.exchange import reading
from storeapp.kernel import child
from storeapp.kernel.errors import Cancelled, UserError
from storeapp.kernel.progress import Progress
from storeapp.reputation.themes import phrase_counting
from storeapp.solicitation.smtp.service import accounts as mailing

WORKER = """
import os, sys, tempfile, time
from storeapp.kernel.child import say, serve
from storeapp.kernel.errors import UserError
from storeapp.kernel.process_limits import ProcessLimits

def work(asked):
    left = tempfile.NamedTemporaryFile(delete=False)
    left.write(b"half a picture")
    say(pid=os.getpid(), left=left.name, done=3, total=7, note=asked["kind"])
    if asked["kind"] == "refuse":
        raise UserError("This can't be done.")
    if asked["kind"] == "bug":
        raise LookupError("nobody thought of it")
    if asked["kind"] == "greedy":
        bytearray(1 << 30)
    if asked["kind"] == "endless":
        while True:
            pass
    if asked["kind"] == "silent":
        time.sleep(60)
    if asked["kind"] == "killed":
        os.kill(os.getpid(), 9)

sys.exit(serve(work, ProcessLimits(memory=400 << 20, seconds=1)))
"""
ASKER = """
import sys
from storeapp.kernel import child
from storeapp.kernel.progress import Progress
child.command = lambda name: [sys.executable, sys.argv[1]]
child.run("worker", {"kind": "silent"}, Progress(), lambda word: print(word["pid"], flush=True))
"""


@pytest.fixture
def worker(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    script = tmp_path / "worker.py"
    script.write_text(WORKER, "utf-8")
    monkeypatch.setattr(child, "command", lambda _name: [sys.executable, str(script)])
    return script


def runs(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    state = Path(f"/proc/{pid}/stat")
    return not state.exists() or state.read_text().rpartition(")")[2].split()[0] != "Z"


def ask(kind: str, progress: Progress | None = None, then: Callable[[], None] = lambda: None, **how: float) -> None:
    """Run the worker; it and its temporary file must be gone afterwards, whatever became of it."""
    words: list[child.Word] = []

    def hear(word: child.Word) -> None:
        words.append(word)
        then()

    try:
        child.run("worker", {"kind": kind}, progress or Progress(), hear, **how)
    finally:
        assert not runs(words[0]["pid"])
        assert not Path(words[0]["left"]).exists()


def test_words_are_heard_and_move_the_progress(worker: Path) -> None:
    progress = Progress()
    ask("fine", progress)
    assert (progress.done, progress.total, progress.note) == (3, 7, "fine")


def test_a_refusal_comes_home_as_one(worker: Path) -> None:
    with pytest.raises(UserError) as why:
        ask("refuse")
    assert why.value.sentence == "This can't be done."


def test_a_bug_over_there_is_told_with_its_trace(worker: Path) -> None:
    with pytest.raises(RuntimeError, match="nobody thought of it"):
        ask("bug")


@pytest.mark.parametrize("kind", ["greedy", "endless", "killed"])
@pytest.mark.skipif(sys.platform == "win32", reason="the limits of Windows end it without a signal")
def test_one_that_takes_too_much_is_stopped_and_is_no_bug(worker: Path, kind: str) -> None:
    with pytest.raises(child.ChildStoppedError) as why:
        ask(kind)
    assert not why.value.silent


def test_one_that_says_nothing_any_more_is_stopped(worker: Path) -> None:
    with pytest.raises(child.ChildStoppedError) as why:
        ask("silent", silence=4)
    assert why.value.silent


def test_one_that_is_cancelled_is_ended_at_once(worker: Path) -> None:
    progress = Progress()
    began = time.monotonic()
    with pytest.raises(Cancelled):
        ask("silent", progress, progress.cancel)
    assert time.monotonic() - began < 30


@pytest.mark.skipif(sys.platform == "win32", reason="kills by signal")
def test_it_leaves_with_whoever_asked(worker: Path) -> None:
    command = [sys.executable, "-c", ASKER, str(worker)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, env=child.environment()) as asker:
        assert asker.stdout is not None
        pid = int(asker.stdout.readline())
        assert runs(pid)
        asker.send_signal(signal.SIGKILL)
    until = time.monotonic() + 20
    while runs(pid) and time.monotonic() < until:
        os.sched_yield()
    assert not runs(pid)


def test_the_program_knows_each_of_its_children() -> None:
    asked = {child.command(name)[-1] for name in (reading.CHILD, phrase_counting.CHILD, preparing.CHILD, mailing.CHILD)}
    assert asked == set(CHILDREN)
    for module in CHILDREN.values():
        assert callable(import_module(module).main)


TALKER = """
import sys
from storeapp.kernel.child import say, serve, told
from storeapp.kernel.process_limits import ProcessLimits

def work(asked):
    say(ready=asked["name"])
    while "bye" not in (word := told()):
        say(answer=word["text"][::-1])

sys.exit(serve(work, ProcessLimits(memory=400 << 20, seconds=5)))
"""


def test_a_child_is_told_more_while_it_works_and_ends_with_the_talk(tmp_path, monkeypatch):
    script = tmp_path / "talker.py"
    script.write_text(TALKER, "utf-8")
    monkeypatch.setattr(child, "command", lambda _name: [sys.executable, str(script)])
    with child.talking("talker", {"name": "Ann"}) as talk:
        assert talk.hear(Progress()) == {"ready": "Ann"}
        for words in ("one\ntwo", "été", "x" * 200_000):
            talk.tell(text=words)
            assert talk.hear(Progress()) == {"answer": words[::-1]}
        talk.tell(bye=True)
        assert talk.hear(Progress()) == {"end": True}
    with child.talking("talker", {"name": "Ann"}) as talk:
        talk.hear(Progress())
        assert talk.within(0.01, Progress()) is None
        with pytest.raises(Cancelled):
            talk.hear(Progress(cancel_asked=True))
        process = talk._process
    assert process.returncode is not None
