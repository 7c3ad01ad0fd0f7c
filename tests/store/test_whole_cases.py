"""What cases of an older shop have after they were brought up to date."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from storeapp.derived import DERIVED
from storeapp.kernel.clock import FixedClock
from storeapp.store import journal, row_sums, search
from storeapp.store.db import FILE_NAME, Database
from storeapp.store.engine import connect

OLD = Path(__file__).parents[1] / "old_files" / "0009.zip"


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """A shop of revision 0009 with three cases: two of one action with an order each, one of another without."""
    folder = tmp_path / "shop"
    with zipfile.ZipFile(OLD) as packed:
        packed.extractall(folder)
    raw = connect(folder / FILE_NAME)
    orders = [row[0] for row in raw.execute("SELECT id FROM orders ORDER BY id LIMIT 2")]
    raw.executemany(
        "INSERT INTO actions (id, title, kind, who, at, rows, undoable, state) "
        "VALUES (?, ?, 'edit', 'Owner', ?, ?, 1, 'done')",
        [(901, "Opened two", "2026-07-01T08:00:00Z", 2), (902, "Opened one", "2026-07-02T08:00:00Z", 2)],
    )
    raw.executemany(
        "INSERT INTO cases (id, title, reason, state, order_id, opened_at, closed_at, note) "
        "VALUES (?, ?, '', ?, ?, ?, ?, ?)",
        [
            (1, "A torn shade", "open", orders[0], "2026-07-01T08:00:00Z", None, "灯罩破损"),
            (2, "No rose", "closed", orders[1], "2026-07-01T08:00:00Z", "2026-07-03T08:00:00Z", ""),
            (3, "A question", "open", None, "2026-07-02T08:00:00Z", None, ""),
        ],
    )
    raw.execute(
        "INSERT INTO promises (id, case_id, kind, words, amount_minor, currency, due_on, made_at) "
        "VALUES (1, 3, 'refund', 'half of it', 900, 'EUR', '2026-07-09', '2026-07-02T08:00:00Z')"
    )
    raw.executemany(
        "INSERT INTO changes (action_id, table_name, op, first_id, last_id, rows) VALUES (?, ?, 'insert', ?, ?, ?)",
        [(901, "cases", 1, 2, 2), (902, "cases", 3, 3, 1), (902, "promises", 1, 1, 1)],
    )
    raw.executemany("INSERT INTO id_counters VALUES (?, ?)", [("cases", 4), ("promises", 2)])
    raw.execute("UPDATE id_counters SET next_id = 903 WHERE table_name = 'actions'")
    row_sums.rebuild(raw.cursor())
    raw.close()
    return folder


def test_old_cases_keep_everything(old: Path, clock: FixedClock) -> None:
    db = Database.open(old, clock, "Owner", derived=DERIVED)
    with db.read() as conn:
        found = conn.exec_driver_sql("SELECT id, title, state, note, root_id, turn_at, open_promises FROM cases").all()
        orders = conn.exec_driver_sql("SELECT case_id, order_id FROM case_orders ORDER BY case_id").all()
        promised = conn.exec_driver_sql("SELECT case_id, amount_minor, currency, due_on FROM promises").all()
        hits = search.find(conn, "灯罩"), search.find(conn, "torn"), search.find(conn, "half of")
    db.close()
    assert [row[:5] for row in found] == [
        (1, "A torn shade", "open", "灯罩破损", 1),
        (2, "No rose", "closed", "", 2),
        (3, "A question", "open", "", 3),
    ]
    assert [row[5:] for row in found] == [("9999", 0), ("9999", 0), ("2026-07-09 24:00", 1)]
    assert [row[0] for row in orders] == [1, 2]
    assert promised == [(3, 900, "EUR", "2026-07-09")]
    assert hits == ([("cases", 1)], [("cases", 1)], [("cases", 3)])


def test_opening_an_old_case_is_taken_back_with_its_order(old: Path, clock: FixedClock) -> None:
    db = Database.open(old, clock, "Owner", derived=DERIVED)
    for action in (902, 901):
        journal.undo(db, action)
    with db.read() as conn:
        left = [conn.exec_driver_sql(f"SELECT count(*) FROM {table}").scalar() for table in ("cases", "case_orders")]
        assert left == [0, 0]
        assert search.find(conn, "torn") == []
    db.close()
