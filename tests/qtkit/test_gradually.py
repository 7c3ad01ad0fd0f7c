"""Long work is done in steps between which the window answers."""

from __future__ import annotations

import time
from collections.abc import Iterator

from PySide6.QtCore import QEventLoop, QObject, QTimer

from storeapp.qtkit.gradually import SHARE, Gradually


def steps(done: list[str], name: str, count: int = 5) -> Iterator[None]:
    for number in range(count):
        end = time.perf_counter() + SHARE * 1.1
        while time.perf_counter() < end:
            pass
        done.append(f"{name}{number}")
        yield


def in_a_loop(qapp, begin, until) -> int:
    """Passes of the event loop until something is so."""
    loop, passes = QEventLoop(), []
    QTimer.singleShot(0, begin)
    beat = QTimer()
    beat.timeout.connect(lambda: (passes.append(1), loop.quit() if until() else None))
    beat.start(0)
    QTimer.singleShot(5000, loop.quit)
    loop.exec()
    return len(passes)


def test_the_window_answers_between_the_steps(qapp):
    owner, done = QObject(), []
    work = Gradually(owner)
    passes = in_a_loop(qapp, lambda: work.begin(steps(done, "a")), lambda: len(done) > 0 and not work.busy)
    assert done == [f"a{number}" for number in range(5)]
    assert passes >= 4


def test_new_work_takes_the_place_of_what_is_not_done(qapp):
    owner, done = QObject(), []
    work = Gradually(owner)

    def begin() -> None:
        work.begin(steps(done, "a"))
        work.begin(steps(done, "b", 2))

    in_a_loop(qapp, begin, lambda: len(done) > 1 and not work.busy)
    assert done == ["a0", "b0", "b1"]


def test_what_is_left_can_be_had_at_once_and_without_a_loop_all_is(qapp):
    owner, done = QObject(), []
    work = Gradually(owner)
    work.begin(steps(done, "a", 3))
    assert (len(done), work.busy) == (3, False)
    in_a_loop(qapp, lambda: (work.begin(steps(done, "b")), work.finish()), lambda: not work.busy)
    assert len(done) == 8
