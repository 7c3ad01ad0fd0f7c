"""Whatever is killed while mails go out, nobody gets one twice, and what nobody knows is said."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from storeapp.solicitation import service
from storeapp.solicitation.queries import order_request
from storeapp.solicitation.smtp.service import sending
from storeapp.solicitation.smtp.service.sending import post as send
from tests.solicitation.smtp.mail_server import PASSWORD

pytestmark = pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="kills as Unix does")
ROOT = Path(__file__).resolve().parents[3]
NAMES = ("ann", "bob", "cat")


def stands(db, order):
    service.refresh(db)
    with db.read() as conn:
        row = order_request(conn, order).row
    return row.state if row.state != "held" else row.reason


@pytest.mark.parametrize(("place", "victim"), [("rcpt", "bob"), ("taken", "ann"), ("taken", "cat")])
def test_a_killed_program_never_sends_twice(db, due, post, place, victim):
    orders = dict(zip(NAMES, due(*NAMES), strict=True))
    program = subprocess.Popen(
        [sys.executable, "-m", "tests.solicitation.smtp.sender", str(db.folder)],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )

    def kill(where: str, name: str) -> None:
        if (where, name) == (place, victim) and post.heard.count(name) == 1:
            program.kill()
            program.wait()

    post.watching = kill
    assert program.wait(60) == -signal.SIGKILL
    post.watching = lambda _where, _name: None
    assert stands(db, orders[victim]) == "mail_unsure"
    done = send(db, password=PASSWORD).value
    before = NAMES[: NAMES.index(victim)]
    assert done.sent == tuple(orders[name] for name in NAMES if name not in (*before, victim))
    assert {stands(db, orders[name]) for name in NAMES if name != victim} == {"asked"}
    assert stands(db, orders[victim]) == "mail_unsure"
    counted = Counter(post.to)
    assert set(counted.values()) == {1}
    assert set(counted) >= set(NAMES) - {victim}
    assert place == "taken" or victim not in counted


@pytest.mark.parametrize(("place", "state"), [("rcpt", "ready"), ("taken", "mail_unsure")])
def test_a_killed_mail_process_is_told_from_its_last_word(db, due, post, monkeypatch, place, state):
    orders = due(*NAMES)
    talks = []
    usual = sending.Run.begin

    def begun(run):
        talks.append(run._talk)
        usual(run)

    monkeypatch.setattr(sending.Run, "begin", begun)
    post.watching = lambda where, name: (
        os.kill(talks[0]._process.pid, signal.SIGKILL) if (where, name) == (place, "bob") and len(talks) == 1 else None
    )
    done = send(db, password=PASSWORD).value
    assert (done.sent, done.waiting) == ((orders[0],), 1)
    assert "broke off" in done.stopped
    assert stands(db, orders[1]) == state
    again = send(db, password=PASSWORD).value
    assert again.sent == (tuple(orders[1:]) if state == "ready" else (orders[2],))
    assert set(Counter(post.to).values()) == {1}
