"""What a disk changes in a row is found, whichever byte it is; what the program changes never looks like it."""

from __future__ import annotations

import random
import shutil
from pathlib import Path
from typing import Any

import pytest

from storeapp.store import backup, journal, row_sums
from storeapp.store.db import Database
from storeapp.store.engine import connect
from storeapp.store.row_sums import RowStretch, SumsFound
from storeapp.store.tables import Base, Order, Review
from tests.make import Make
from tests.old_files.make import fill

COUNTED_ANEW = {
    "order_months",
    "rating_months",
    "review_months",
    "review_themes",
    "theme_months",
    "request_verdicts",
    "request_looks",
    "request_counts",
    "delivery_days",
    "case_days",
    "case_proposals",
    "row_sums",
    "derived_versions",
}


def look(path: Path) -> SumsFound:
    raw = connect(path, look_only=True)
    try:
        return row_sums.compare(raw)
    finally:
        raw.close()


def test_every_table_is_summed_or_counted_anew() -> None:
    assert set(row_sums.summed()) == set(Base.metadata.tables) - COUNTED_ANEW


def test_a_new_shop_and_one_with_all_kinds_of_writes_are_sound(db: Database) -> None:
    assert look(db.place.file).wrong == []
    fill(db)
    journal.redo(db)
    journal.undo(db)
    found = look(db.place.file)
    assert found.wrong == []
    assert found.looked_at > 60


def test_what_a_disk_changed_stays_found_when_its_neighbours_change(db: Database, make: Make) -> None:
    orders = [make.order(number=f"{n}", note="lamp") for n in range(70)]
    with db._writes.begin() as conn:
        conn.exec_driver_sql("UPDATE orders SET note = 'lamq' WHERE id = ?", (orders[33],))
    place = orders[33] >> 5
    wrong = [RowStretch("orders", place * 32, place * 32 + 31)]
    assert look(db.place.file).wrong == wrong
    with db.write("All of them") as tx:
        tx.update_many(Order, ("note",), [(order, "desk") for order in orders])
    assert look(db.place.file).wrong == wrong
    journal.undo(db)
    assert look(db.place.file).wrong == wrong


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE reviews SET text = replace(text, 'k', 'c') WHERE id = 1",
        "UPDATE reviews SET posted_on = NULL WHERE id = 1",
        "UPDATE reviews SET text = reply, reply = text WHERE id = 1",
        "UPDATE orders SET total_minor = 2001 WHERE id = 1",
        "DELETE FROM order_lines",
        "UPDATE rating_snapshots SET value = value + 1e-12",
        "UPDATE changes SET image = zeroblob(length(image)) WHERE image IS NOT NULL",
        "UPDATE actions SET at = '2026-07-17T09:00:00Z' WHERE id = 1",
        "UPDATE id_counters SET next_id = 1 WHERE table_name = 'orders'",
        "DELETE FROM row_sums WHERE table_name = 'orders'",
        "INSERT INTO shop_settings (id, key, value) VALUES (99, 'more', '1')",
    ],
)
def test_a_change_past_the_program_is_found(db: Database, sql: str) -> None:
    fill(db)
    raw = connect(db.place.file)
    raw.execute(sql)
    raw.close()
    assert look(db.place.file).wrong


def test_any_flipped_byte_of_a_row_is_found(db: Database, tmp_path: Path) -> None:
    """Over a shop of old_files' rows: a bit of 250 bytes that hold what the owner brought in."""
    fill(db)
    with db.write("More") as tx:
        tx.insert(
            Review, ("channel_id", "text", "posted_on"), [(1, f"A fine lamp {n}", "2026-06-01") for n in range(90)]
        )
    backup.make(db, "a")
    db.close()
    whole, dice = db.place.file.read_bytes(), random.Random(8)
    words = [b"A fine lamp", b"Linen lamp", b"2026-06-01", "灯很漂亮".encode(), b"ann@shop.example", b"4711"]
    places = [start + n for word in words for start in _places(whole, word) for n in range(len(word))]
    other = Path(shutil.copytree(db.folder, tmp_path / "other"))
    missed = []
    for place in dice.sample(places, min(250, len(places))):
        flipped = bytearray(whole)
        flipped[place] ^= 1 << dice.randrange(8)
        (other / "shop.sqlite").write_bytes(flipped)
        if not _anything_wrong(other):
            missed.append((place, whole[place - 10 : place + 10]))
    assert missed == []


def _places(whole: bytes, word: bytes) -> list[int]:
    found, at = [], whole.find(word)
    while at >= 0:
        found.append(at)
        at = whole.find(word, at + 1)
    return found


def _anything_wrong(folder: Path) -> bool:
    """As the check says; reading itself may already fail."""
    raw: Any = connect(folder / "shop.sqlite", look_only=True)
    try:
        pages = raw.execute("PRAGMA integrity_check").fetchall()
        return pages != [("ok",)] or bool(row_sums.compare(raw).wrong)
    finally:
        raw.close()
