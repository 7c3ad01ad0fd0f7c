""" "Check my data" finds what is wrong, counts it, and mends what is only derived."""

from __future__ import annotations

import hashlib

import pytest

from storeapp.kernel.errors import Cancelled
from storeapp.kernel.progress import Progress
from storeapp.store import archive, backup
from storeapp.store.check import accept, check_data, mend
from storeapp.store.db import Database
from storeapp.store.tables import Review
from tests.make import Make


def problems(db: Database) -> list[int]:
    return [line.problems for line in check_data(db).lines]


@pytest.fixture
def shop(db: Database, make: Make) -> Database:
    channel = make.channel()
    order = make.order(channel_id=channel, customer_id=make.customer("ann", channel, name="Ann"))
    review = make.review(channel_id=channel, order_id=order, text="灯很漂亮，包装好 blue")
    with db.write("Edit") as tx:
        tx.update(Review, review, text="灯很漂亮，包装好 green")
    content = b"photo"
    (db.folder / "attachments").mkdir()
    (db.folder / "attachments" / (hashlib.sha256(content).hexdigest() + ".jpg")).write_bytes(content)
    backup.make(db, "a")
    return db


def test_a_sound_shop_is_sound(shop: Database) -> None:
    found = check_data(shop)
    assert found.sound
    assert [line.looked_at > 0 for line in found.lines] == [True] * 9
    assert found.lines[2].sentence == f"Links between records: {found.lines[2].looked_at} checked, no problem found."


def test_a_new_shop_is_sound(db: Database) -> None:
    assert check_data(db).sound


def test_wrong_sums_and_words_are_counted_and_mended(shop: Database) -> None:
    with shop._writes.begin() as conn:
        conn.exec_driver_sql("UPDATE customers SET order_count = 4")
        conn.exec_driver_sql("INSERT INTO search_index (rowid, words) VALUES (77, 'stray blue')")
    assert problems(shop) == [0, 0, 0, 0, 1, 0, 2, 0, 0]
    mend(shop)
    assert check_data(shop).sound


def test_broken_links_attachments_and_backups_are_found(shop: Database) -> None:
    raw = shop._writes.raw_connection()
    raw.cursor().execute("PRAGMA foreign_keys = 0")
    raw.cursor().execute("UPDATE reviews SET order_id = 99")
    raw.close()
    next((shop.folder / "attachments").iterdir()).write_bytes(b"other")
    saved = backup.list_backups(shop.folder)[0].path
    saved.write_bytes(saved.read_bytes()[:-40])
    found = problems(shop)
    assert found[:3] == [0, 1, 1]
    assert found[7:] == [1, 1]


def test_a_check_can_be_cancelled(shop: Database) -> None:
    progress = Progress()
    progress.cancel()
    with pytest.raises(Cancelled):
        check_data(shop, progress)
    assert not list(shop.folder.glob(".storeapp-*"))


def test_what_a_disk_changed_is_said_in_backups_too_and_taken_only_when_the_owner_says_so(shop: Database) -> None:
    sound = backup.list_backups(shop.folder)[0]
    raw = shop._writes.raw_connection()
    raw.cursor().execute("UPDATE reviews SET posted_on = '2020-01-01'")
    raw.cursor().execute("COMMIT") if raw.in_transaction else None
    raw.close()
    assert [line.name for line in check_data(shop).lines if line.problems and line.acceptable] == [
        "What was written into the shop"
    ]
    info = backup.make(shop, "b")
    assert (info.verified, info.sound, info.wrong) == (True, False, 1)
    assert "Check your data" in info.warning
    assert archive.newest_good(sound.path.parent) == sound.path  # the one before, which has the day as it was
    mend(shop)
    assert not check_data(shop).sound
    accept(shop)
    assert [line.problems for line in check_data(shop).lines][1] == 0
    assert backup.make(shop, "c").sound
