"""The import as a whole: channels, backups, cancel, kill, full disk, and files that are none."""

from __future__ import annotations

import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from storeapp.channels import service as channels
from storeapp.channels.rules import ChannelFields
from storeapp.derived import DERIVED
from storeapp.exchange import mending, queries, reading, service
from storeapp.exchange.records import ChannelChoice, ChannelNeeded
from storeapp.kernel.clock import Clock
from storeapp.kernel.errors import Cancelled, UserError
from storeapp.kernel.progress import Progress
from storeapp.store import backup
from storeapp.store.db import Database
from tests.exchange.merging.shop_view import tables
from tests.exchange.merging.staged import StagedFiles
from tests.rotation import times

KILLS = times("kills of imports", 3, 10)
HEAD = "Sale Date,Item Name,Buyer,Quantity,Price,Item Total,Currency,Transaction ID,Listing ID,Order ID\n"


def etsy_rows(count: int, first: int = 0) -> str:
    return HEAD + "".join(
        f"07/{n % 28 + 1:02}/26,Lamp {n % 9},Ann (b{n % 50}),1,5.00,5.00,USD,T{n},{n % 9},{n // 2}\n"
        for n in range(first, first + count)
    )


def number(db: Database, sql: str) -> int:
    with db.read() as conn:
        return int(conn.exec_driver_sql(sql).scalar() or 0)


def staged(count: int = 3, **file: object) -> StagedFiles:
    found = StagedFiles()
    found.file(**file)
    for n in range(count):
        found.order(f"A{n}", placed_on="2026-01-01", customer_kind="handle", customer_key=f"b{n}")
    return found


def test_a_check_says_exactly_what_the_import_then_does(db: Database, tmp_path: Path) -> None:
    path = staged().write(tmp_path / "s.sqlite")
    before = tables(db)
    checked = service.check(db, path)
    assert tables(db) == before
    done = service.bring_in(db, path, backup=False)
    assert done.value.files == checked.files
    assert done.value.sentence == checked.sentence
    assert done.touched >= {"orders", "customers", "imports", "channels", "history"}


def test_the_platforms_only_channel_is_taken_else_one_is_made(db: Database, tmp_path: Path) -> None:
    service.bring_in(db, staged(currency="EUR").write(tmp_path / "1.sqlite"), backup=False)
    service.bring_in(db, staged(4, platform="etsy").write(tmp_path / "2.sqlite"), backup=False)
    with db.read() as conn:
        found = conn.exec_driver_sql("SELECT platform, name, currency FROM channels").all()
    assert [tuple(row) for row in found] == [("etsy", "Etsy", "EUR")]


def test_a_channel_is_named_found_or_asked_for(db: Database, tmp_path: Path) -> None:
    channels.add(db, ChannelFields("etsy", "Paper"))
    channels.add(db, ChannelFields("etsy", "Wood"))
    path = staged().write(tmp_path / "s.sqlite")
    with pytest.raises(ChannelNeeded) as asked:
        service.check(db, path)
    assert asked.value.names == ["Paper", "Wood"]
    assert "file1.csv" in asked.value.sentence
    report = service.bring_in(db, path, ChannelChoice(name="wood"), backup=False).value
    assert report.files[0].channel == "Wood"
    report = service.bring_in(db, path, ChannelChoice(name="Market stall"), backup=False).value
    assert report.files[0].channel == "Market stall"
    assert number(db, "SELECT count(*) FROM orders") == 6


def test_a_backup_is_made_first(db: Database, tmp_path: Path) -> None:
    service.bring_in(db, staged().write(tmp_path / "1.sqlite"))
    service.bring_in(db, staged(5).write(tmp_path / "2.sqlite"))
    made = backup.list_backups(db.folder)
    assert [one.reason for one in made] == ["import", "import"]
    assert sorted(one.counts["orders"] for one in made) == [0, 3]


def test_cancelling_at_any_step_leaves_no_trace(db: Database, tmp_path: Path) -> None:
    path = staged(50).write(tmp_path / "s.sqlite")
    before = tables(db)

    class Stubborn(Progress):
        """Lets `left` steps pass, then the owner presses Stop."""

        left = 0

        def check(self) -> None:
            self.left -= 1
            if self.left < 0:
                self.cancel_asked = True
            super().check()

    for steps in range(0, 60, 7):
        progress = Stubborn()
        progress.left = steps
        with pytest.raises(Cancelled):
            service.bring_in(db, path, progress=progress, backup=False)
        assert tables(db) == before
    service.bring_in(db, path, backup=False)
    assert number(db, "SELECT count(*) FROM orders") == 50


def test_the_history_of_imports_and_a_remembered_set_up(db: Database, tmp_path: Path) -> None:
    first = service.bring_in(db, staged(name="a.csv").write(tmp_path / "1.sqlite"), backup=False)
    both = staged(4, name="b.csv")
    both.file("c.csv")
    both.order("Z", placed_on="2026-01-02")
    service.bring_in(db, both.write(tmp_path / "2.sqlite"), backup=False)
    with db.read() as conn:
        past = queries.past_imports(conn)
    assert [[batch.file_name for batch in one.batches] for one in past] == [["b.csv", "c.csv"], ["a.csv"]]
    assert (past[0].batches[0].new, past[0].batches[0].same) == (1, 3)
    assert past[1].action_id == first.action_id
    service.undo_import(db, past[0].action_id)
    with db.read() as conn:
        assert [one.title for one in queries.past_imports(conn)] == ["Imported 3 rows from a.csv"]
    service.save_setup(db, "key", "Mine", {"columns": {"A": "orders.number"}})
    service.save_setup(db, "key", "Mine too", {"columns": {}})
    with db.read() as conn:
        assert queries.setups(conn) == {"key": {"columns": {}}}
        assert queries.setup_names(conn) == {"key": "Mine too"}
    service.forget_setup(db, "key", "Mine too")
    with db.read() as conn:
        assert queries.setups(conn) == {}


BAD = {
    "empty.csv": b"",
    "header.csv": HEAD.encode(),
    "photo.csv": b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40,
    "nul.csv": b"Order ID,Sale Date\n1,\x00\x00\x00\n" * 50,
    "broken.zip": b"PK\x03\x04" + b"\x00" * 200,
    "broken.xlsx": b"PK\x03\x04" + b"\x11" * 400,
    "broken.json": b'[{"reviewer": "A", "date_reviewed": ',
    "words.txt": b"Nothing here is a table.\nIt is a letter.\n",
}


@pytest.mark.parametrize("name", sorted(BAD))
def test_a_file_that_is_none_never_touches_the_shop(db: Database, tmp_path: Path, name: str) -> None:
    file = tmp_path / name
    file.write_bytes(BAD[name])
    staging = tmp_path / "s.sqlite"
    before = tables(db)
    found = reading.read_files([file], staging)
    said = [one.refused or " ".join(one.warnings) for one in found]
    assert all(said), found
    with pytest.raises(UserError) as refused:
        service.bring_in(db, staging, backup=False)
    assert refused.value.sentence
    assert tables(db) == before


def test_a_bad_file_beside_good_ones_stops_nothing(db: Database, tmp_path: Path) -> None:
    good, bad = tmp_path / "good.csv", tmp_path / "bad.csv"
    good.write_text(etsy_rows(6), "utf-8")
    bad.write_bytes(BAD["photo.csv"])
    staging = tmp_path / "s.sqlite"
    reading.read_files([bad, good], staging)
    report = service.bring_in(db, staging, backup=False).value
    assert [(file.file, file.new) for file in report.files] == [("good.csv", 6)]


def test_mended_rejected_rows_import_cleanly(db: Database, tmp_path: Path) -> None:
    file, mended = tmp_path / "items.csv", tmp_path / "mended.csv"
    lines = etsy_rows(5).splitlines()
    lines[2] = "31/31/26" + lines[2][8:]
    file.write_text("\n".join(lines), "utf-8")
    staging = tmp_path / "s.sqlite"
    reading.read_files([file], staging)
    report = service.bring_in(db, staging, backup=False).value
    assert (report.files[0].new, report.files[0].rejected) == (4, 1)
    mending.save_rejected(staging, 1, mended)
    mended.write_text(mended.read_text("utf-8-sig").replace("31/31/26", "07/02/26"), "utf-8")
    reading.read_files([mended], tmp_path / "again.sqlite")
    report = service.bring_in(db, tmp_path / "again.sqlite", backup=False).value
    assert (report.files[0].new, report.files[0].rejected) == (1, 0)
    assert number(db, "SELECT count(*) FROM order_lines") == 5


WORKER = """
import sys
from pathlib import Path
from storeapp.derived import DERIVED
from storeapp.exchange import service
from storeapp.kernel.clock import Clock
from storeapp.store.db import Database

db = Database.open(Path(sys.argv[1]), Clock(), "Owner", derived=DERIVED)
print("ready", flush=True)
service.bring_in(db, Path(sys.argv[2]), backup=False)
print("done", flush=True)
db.close()
"""


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL is needed")
def test_kill_during_an_import_leaves_all_or_nothing(blank_shop: Path, tmp_path: Path) -> None:
    file, staging = tmp_path / "items.csv", tmp_path / "s.sqlite"
    file.write_text(etsy_rows(20_000), "utf-8")
    reading.read_files([file], staging)
    for attempt in range(KILLS):
        shop = tmp_path / f"shop{attempt}"
        shutil.copytree(blank_shop, shop)
        worker = subprocess.Popen([sys.executable, "-c", WORKER, str(shop), str(staging)], stdout=subprocess.PIPE)
        assert worker.stdout is not None
        assert worker.stdout.readline() == b"ready\n"
        moment = time.monotonic() + 0.1 + 0.5 * attempt
        while worker.poll() is None and time.monotonic() < moment:
            time.sleep(0.005)
        worker.send_signal(signal.SIGKILL)
        said = worker.stdout.read()
        worker.wait()
        worker.stdout.close()
        db = Database.open(shop, Clock(), "Owner", derived=DERIVED)
        kept = number(db, "SELECT count(*) FROM order_lines")
        assert kept in (0, 20_000)
        assert kept == 20_000 or b"done" not in said
        assert number(db, "SELECT coalesce(sum(orders), 0) FROM order_months") == kept // 2
        report = service.bring_in(db, staging, backup=False).value
        assert number(db, "SELECT count(*) FROM order_lines") == 20_000
        assert report.rejected == 0
        db.close()
        shutil.rmtree(shop)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="a limit on file size is set as Linux does")
def test_a_full_disk_is_said_in_a_sentence_and_changes_nothing(blank_shop: Path, tmp_path: Path) -> None:
    file, staging, shop = tmp_path / "items.csv", tmp_path / "s.sqlite", tmp_path / "shop"
    file.write_text(etsy_rows(20_000), "utf-8")
    reading.read_files([file], staging)
    shutil.copytree(blank_shop, shop)
    code = (
        "import resource, signal\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (2_000_000, 2_000_000))\n"
        "from storeapp.kernel.errors import UserError\n"
        "try:\n"
        + "".join("    " + line + "\n" for line in WORKER.strip().splitlines())
        + "except UserError as error:\n"
        "    print('refused:', error.sentence, flush=True)\n"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code, str(shop), str(staging)], capture_output=True, text=True, check=False
    )
    assert "refused: " in ran.stdout, ran.stderr[-2000:]
    db = Database.open(shop, Clock(), "Owner", derived=DERIVED)
    assert number(db, "SELECT count(*) FROM orders") == 0
    assert number(db, "SELECT count(*) FROM actions") == 0
    db.close()
