"""Jobs: where results come home, the three ends, cancelling, and the news after a write."""

from __future__ import annotations

import threading
import time

import pytest
from PySide6.QtCore import QThread, QTimer

from storeapp.kernel.errors import Cancelled, UserError
from storeapp.kernel.outcome import Outcome
from storeapp.qtkit.jobs import AT_ONCE, InlineJobs, Jobs
from storeapp.qtkit.notices import Notices


@pytest.fixture
def notices(qapp):
    return Notices()


@pytest.fixture
def jobs(notices):
    made = Jobs(notices)
    yield made
    made.close()


def test_work_runs_beside_and_comes_home_to_the_window(qtbot, jobs):
    seen = {}
    jobs.read(
        lambda progress: threading.get_ident(), lambda worker: seen.update(worker=worker, home=threading.get_ident())
    )
    qtbot.waitUntil(lambda: "home" in seen)
    assert seen["worker"] != seen["home"] == threading.get_ident()
    assert QThread.currentThread() is jobs.thread()


def test_writes_keep_their_order_and_tell_topics_once_before_done(qtbot, jobs):
    heard = []
    jobs.changed.connect(lambda topics: heard.append(sorted(topics)))
    for number in range(3):
        jobs.write(
            "w",
            lambda p, n=number: Outcome(n, frozenset({"orders", f"t{n}"})),
            lambda outcome: heard.append(outcome.value),
        )
    jobs.write("nothing", lambda p: Outcome("same"), lambda outcome: heard.append(outcome.value))
    qtbot.waitUntil(lambda: heard[-1:] == ["same"])
    assert heard == [["orders", "t0"], 0, ["orders", "t1"], 1, ["orders", "t2"], 2, "same"]


def test_a_refusal_is_said_a_cancel_is_silent_a_bug_is_told(qtbot, jobs, notices):
    bugs, refused, stopped = [], [], []
    jobs.bug.connect(bugs.append)

    def refuse(progress):
        raise UserError("The file is open elsewhere.", way_out="import.open")

    def stop(progress):
        raise Cancelled

    def fall(progress):
        raise ZeroDivisionError

    jobs.write("a", refuse)
    jobs.write("b", refuse, failed=lambda error: refused.append(error.sentence))
    jobs.write("c", stop, cancelled=lambda: stopped.append(True))
    with qtbot.waitSignal(jobs.idle):
        jobs.write("d", fall)
    assert [(n.text, n.kind, n.way_out) for n in notices.log] == [
        ("The file is open elsewhere.", "problem", "import.open")
    ]
    assert refused == ["The file is open elsewhere."]
    assert stopped == [True]
    assert [type(bug) for bug in bugs] == [ZeroDivisionError]


def test_cancel_reaches_running_work_and_drops_waiting_work(qtbot, jobs):
    ends, running, go = [], threading.Event(), threading.Event()

    def work(progress):
        running.set()
        go.wait(5)
        progress.check()

    first = jobs.write("first", work, cancelled=lambda: ends.append("first"))
    second = jobs.write("second", lambda progress: ends.append("ran"), cancelled=lambda: ends.append("second"))
    assert running.wait(5)
    first.cancel()
    second.cancel()
    with qtbot.waitSignal(jobs.idle):
        go.set()
    assert sorted(ends) == ["first", "second"]
    assert first.state == second.state == "cancelled"


def test_long_work_is_shown_in_the_strip_and_short_work_is_not(qtbot, jobs):
    shown, ended, go = [], [], threading.Event()
    jobs.started.connect(lambda job: (shown.append(job.title), go.set()))
    jobs.ended.connect(lambda job: ended.append(job.title))
    with qtbot.waitSignal(jobs.idle):
        jobs.write("short", lambda progress: Outcome(None))
    with qtbot.waitSignal(jobs.idle):
        jobs.files("long", lambda progress: go.wait(5), lambda result: None)
    assert shown == ended == ["long"]
    assert not jobs._watch.isActive()


def test_closing_waits_and_nothing_comes_home_after(qtbot, notices):
    jobs, running, seen = Jobs(notices), threading.Event(), []

    def work(progress):
        running.set()
        while not progress.cancel_asked:
            threading.Event().wait(0.001)
        progress.check()

    job = jobs.read(work, seen.append, cancelled=lambda: seen.append("cancelled"))
    assert running.wait(5)
    jobs.close()
    assert job.future is not None
    assert job.future.done()
    assert jobs.read(lambda progress: 1, seen.append).state == "cancelled"
    assert seen == []


def test_inline_jobs_take_the_same_path_in_one_step(qapp, notices):
    jobs, heard = InlineJobs(notices), []
    jobs.changed.connect(lambda topics: heard.append(sorted(topics)))
    jobs.write("w", lambda progress: Outcome(7, frozenset({"orders"})), lambda outcome: heard.append(outcome.value))
    job = jobs.write("x", lambda progress: (_ for _ in ()).throw(UserError("No.")))
    assert heard == [["orders"], 7]
    assert job.state == "failed"
    assert notices.log[-1].text == "No."


def test_closing_writes_what_was_handed_over_last(qtbot, jobs):
    gate, written = threading.Event(), []
    jobs.write("first", lambda p: (gate.wait(10), written.append("first"), Outcome(1))[2])
    jobs.write("last words", lambda p: (written.append("last words"), Outcome(2))[1])
    threading.Timer(0.05, gate.set).start()
    jobs.close()
    assert written == ["first", "last words"]


def test_closing_stops_a_long_write_and_still_does_the_short_one_behind_it(qtbot, jobs):
    written = []

    def long(progress):
        while True:
            progress.check()
            threading.Event().wait(0.005)

    with qtbot.waitSignal(jobs.started):
        jobs.write("import", long)
    jobs.write("last words", lambda p: (written.append("last words"), Outcome(2))[1])
    jobs.close()
    assert written == ["last words"]


def test_all_is_saved_only_while_no_letters_are_loose_and_nothing_is_being_written(qtbot, jobs):
    told, gate, editor = [], threading.Event(), object()
    jobs.saved.connect(told.append)
    jobs.hold(editor, True)
    jobs.hold(editor, True)
    assert told == [False]
    jobs.write("draft", lambda p: (gate.wait(10), Outcome(1))[1])
    jobs.hold(editor, False)
    assert told == [False]
    with qtbot.waitSignal(jobs.idle):
        gate.set()
    assert told == [False, True]


def test_the_window_has_its_turn_between_answers_that_come_together(qtbot, jobs):
    told = []

    def show(name):
        until = time.perf_counter() + 2 * AT_ONCE
        while time.perf_counter() < until:
            pass  # as laying out a page does
        told.append(name)

    reads = [jobs.read(lambda _progress, n=name: n, show) for name in ("first", "second", "third")]
    for job in reads:
        job.future.result()
    QTimer.singleShot(0, lambda: told.append("window"))
    qtbot.waitUntil(lambda: len(told) == 4)
    assert told.index("window") < told.index("second")
    assert [name for name in told if name != "window"] == ["first", "second", "third"]
