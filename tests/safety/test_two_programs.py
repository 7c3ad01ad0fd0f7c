"""The window and the command line write to one shop at the same time: both get through, nothing is mixed up."""

from __future__ import annotations

import multiprocessing
import sys
from typing import Any

import pytest

from storeapp.store.check import check_data
from storeapp.store.db import Database
from tests.make import Make
from tests.safety import worker

EACH = 40


@pytest.mark.skipif(sys.platform == "win32", reason="a fork server is needed")
def test_two_writers_and_a_reader(db: Database, make: Make) -> None:
    make.channel()
    context: Any = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.safety.worker"])
    inboxes, processes = [], []
    for name in ("window", "script"):
        inbox, outbox = context.Pipe(duplex=False)
        process = context.Process(target=worker.write_many, args=(db.folder, name, EACH, outbox))
        process.start()
        outbox.close()
        inboxes.append(inbox)
        processes.append(process)
    seen = []
    while any(process.is_alive() for process in processes):
        with db.read() as conn:
            orders, lines, sums = (
                conn.exec_driver_sql(sql).scalar()
                for sql in (
                    "SELECT count(*) FROM orders",
                    "SELECT count(*) FROM order_lines",
                    "SELECT coalesce(sum(orders), 0) FROM order_months",
                )
            )
        assert orders == lines == sums
        seen.append(orders)
    assert [process.exitcode for process in processes] == [0, 0]
    for inbox in inboxes:
        for number in range(EACH):
            assert inbox.recv_bytes() == b"%d" % number
        inbox.close()
    with db.read() as conn:
        names = conn.exec_driver_sql("SELECT number FROM orders ORDER BY id").scalars().all()
        ids = conn.exec_driver_sql("SELECT id FROM actions ORDER BY id").scalars().all()
    assert sorted(names) == sorted(f"{name}-{n}" for name in ("window", "script") for n in range(EACH))
    assert list(ids) == list(range(1, 2 * EACH + 2))
    assert seen == sorted(seen)
    assert check_data(db).sound
