"""The sample shop is laid through the doors of an owner's data: imports with their batches, verbs in the journal."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import datetime, timezone
from pathlib import Path

import pytest
from sqlalchemy import Connection, text

from storeapp.derived import DERIVED
from storeapp.exchange import service as exchange
from storeapp.exchange.records import ChannelChoice
from storeapp.kernel.clock import FixedClock
from storeapp.kernel.progress import Progress
from storeapp.sample.doubles import plant
from storeapp.sample.exports import Exports
from storeapp.sample.imports import import_days
from storeapp.sample.rules import Traders
from storeapp.sample.script import load
from storeapp.sample.service.bringing_in import ReadDay, reading_ahead, staging_of
from storeapp.sample.voices import Voices
from storeapp.solicitation import sums as requests
from storeapp.store.db import Database

MIDNIGHT = datetime(2026, 7, 16, tzinfo=timezone.utc)
FROM_FILES = ("orders", "reviews", "customers")
LAID = (
    *("channels", "customers", "identities", "products", "listings", "orders", "order_lines", "reviews", "cases"),
    *("review_versions", "promises", "mentions", "rivals", "rival_snapshots", "removal_requests", "customer_merges"),
    *("rating_snapshots", "review_requests", "request_stops", "contacts", "import_setups", "import_batches"),
)


@pytest.fixture(scope="module")
def conn(laid_sample: Path) -> Iterator[Connection]:
    db = Database.open(laid_sample, FixedClock(MIDNIGHT.replace(hour=9)), derived=DERIVED)
    with db.read() as connection:
        yield connection
    db.close()


@pytest.mark.parametrize("table", LAID)
def test_the_journal_knows_every_row(conn: Connection, table: str) -> None:
    ids = set(conn.execute(text(f"SELECT id FROM {table}")).scalars())
    made: set[int] = set()
    ranges = "SELECT first_id, last_id FROM changes WHERE table_name = :table AND op = 'insert'"
    for first, last in conn.execute(text(ranges), {"table": table}):
        made |= set(range(first, last + 1))
    assert ids
    assert ids <= made


@pytest.mark.parametrize("table", FROM_FILES)
def test_every_row_of_a_file_names_it(conn: Connection, table: str) -> None:
    strange = f"SELECT count(*) FROM {table} WHERE source_batch IS NULL OR source_row IS NULL OR source_row < 2"
    lists = "SELECT count(DISTINCT b.imported_at) FROM orders o JOIN import_batches b ON b.id = o.source_batch"
    assert conn.execute(text(strange)).scalar_one() == 0
    assert conn.execute(text(lists)).scalar_one() > 5


def test_files_came_in_on_many_days_and_nothing_was_left_out(conn: Connection) -> None:
    batches = conn.execute(text("SELECT action_id, rows, new + changed + same, rejected, sha256 FROM import_batches"))
    for action, rows, told, rejected, digest in batches:
        assert action
        assert (rows, rejected) == (told, 0)
        assert len(digest) == 64
    platforms = conn.execute(text("SELECT DISTINCT format FROM import_batches WHERE format <> ''")).scalars()
    wanted = {"shopify_orders", "shopify_products", "yotpo_reviews", "etsy_order_items", "ebay_orders"}
    assert wanted | {"amazon_all_orders", "taobao_orders"} <= set(platforms)


def test_actions_follow_each_other_up_to_this_morning(conn: Connection) -> None:
    times = list(conn.execute(text("SELECT at FROM actions ORDER BY id")).scalars())
    assert times == sorted(times)
    assert times[0] < "2025-08-02"
    assert "2026-07-16T07:00:00Z" < times[-1] <= "2026-07-16T09:00:00Z"


def test_its_own_files_add_nothing_again(laid_sample: Path, tmp_path: Path) -> None:
    clock = FixedClock(MIDNIGHT.replace(hour=9))
    script = load()
    traders = Traders(script, MIDNIGHT)
    traders.trade_all()
    plant(script, traders.trade)
    voices = Voices(script, traders).hear_all()
    db = Database.open(shutil.copytree(laid_sample, tmp_path / "shop"), clock, derived=DERIVED)
    try:
        days = import_days(script, MIDNIGHT)
        with reading_ahead(Exports(script, traders, voices), [days[0], *days[-4:]], tmp_path) as reads:
            for read in reads:
                _nothing_new(db, read)
    finally:
        db.close()


def _nothing_new(db: Database, read: ReadDay) -> None:
    with staging_of(read, Progress()) as staging:
        own = len(read.day.pulls) == 1 and read.day.pulls[0].place == 0
        found = exchange.check(db, staging, ChannelChoice(name="Own shop") if own else None)
    assert found.new == dict.fromkeys(found.new, 0)
    assert all(file.already_imported_on for file in found.files)


def test_requests_show_life(conn: Connection) -> None:
    found = requests.counts(conn)
    for state in ("ready", "held", "too_early", "asked", "reminded", "reviewed", "no_answer", "opted_out"):
        assert found[state] > 0, state
    kinds = dict(conn.execute(text("SELECT kind, count(*) FROM review_requests GROUP BY 1")).all())
    assert kinds["first"] > 100
    assert kinds["reminder"] > 30
    assert kinds["photo"] > 5
    variants = dict(conn.execute(text("SELECT variant, count(*) FROM review_requests GROUP BY 1")).all())
    assert min(variants["A"], variants["B"]) > 30
    answered = conn.execute(
        text(
            "SELECT count(DISTINCT q.order_id) FROM review_requests q JOIN reviews r ON r.order_id = q.order_id "
            "WHERE q.kind = 'first' AND r.posted_at > q.sent_at"
        )
    ).scalar_one()
    assert answered > 10
    kinds_of_stops = set(conn.execute(text("SELECT DISTINCT kind FROM request_stops")).scalars())
    assert kinds_of_stops == {"hold", "not_arrived"}
