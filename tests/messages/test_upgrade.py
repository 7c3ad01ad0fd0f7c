"""The owner's templates of replies become templates of their kind, and what History keeps of them goes with them."""

from __future__ import annotations

from pathlib import Path

from storeapp.derived import DERIVED
from storeapp.kernel.clock import FixedClock
from storeapp.kernel.progress import Progress
from storeapp.messages.queries import own_templates
from storeapp.store import archive, journal
from storeapp.store.db import Database
from storeapp.store.engine import connect

OLD = Path(__file__).resolve().parents[1] / "old_files" / "0004.zip"


def test_a_template_of_an_old_shop_can_still_be_taken_back(tmp_path: Path, clock: FixedClock) -> None:
    archive.unpack(OLD, tmp_path / "shop", Progress())
    raw = connect(tmp_path / "shop" / "shop.sqlite")
    raw.execute("BEGIN")
    raw.execute("INSERT INTO reply_templates VALUES (7, 'Mine', 'en', 'late', 'Hi {{ first_name }}', 1)")
    raw.execute("INSERT INTO id_counters VALUES ('reply_templates', 8)")
    raw.execute(
        "INSERT INTO actions (id, title, kind, who, at, rows, undoable, state) "
        "VALUES (900, 'Saved the reply template “Mine”', 'edit', 'Owner', '2026-07-01T00:00:00Z', 1, 1, 'done')"
    )
    raw.execute(
        "INSERT INTO changes (action_id, table_name, op, first_id, last_id, rows) "
        "VALUES (900, 'reply_templates', 'insert', 7, 7, 1)"
    )
    raw.execute("UPDATE id_counters SET next_id = 901 WHERE table_name = 'actions'")
    raw.execute("COMMIT")
    raw.close()
    db = Database.open(tmp_path / "shop", clock, who="Owner", derived=DERIVED)
    with db.read() as conn:
        (mine,) = own_templates(conn, "replies")
        assert own_templates(conn, "requests") == []
    assert (mine.id, mine.name, mine.situation, mine.body) == (7, "Mine", "late", "Hi {{ first_name }}")
    journal.undo(db, 900)
    with db.read() as conn:
        assert own_templates(conn, "replies") == []
    db.close()
