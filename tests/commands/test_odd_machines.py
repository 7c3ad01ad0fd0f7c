"""A wrong clock, a full disk, a folder that can't be written, odd words: a sentence each, and nothing is lost."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from datetime import datetime, timezone
from pathlib import Path

import pytest
import time_machine
from click.testing import CliRunner

from storeapp.commands import cli
from storeapp.derived import DERIVED
from storeapp.exchange.report_file import ReportWriter
from storeapp.kernel import child
from storeapp.kernel.clock import Clock
from storeapp.store import search
from storeapp.store.db import Database

ITEMS = "Order number,Order date,Product,Total,Currency\n1,2026-05-13,Lamp,3.00,EUR\n"
WRONG = [datetime(1975, 5, 1, tzinfo=timezone.utc), datetime(2001, 5, 1, tzinfo=timezone.utc)]


@pytest.fixture
def shop(tmp_path, clock) -> Path:
    place = tmp_path / "orders.csv"
    place.write_text(ITEMS, "utf-8")
    made = tmp_path / "shop"
    assert CliRunner().invoke(cli, ["import", str(place), "--shop", str(made)], obj=clock).exit_code == 0
    return made


def run(when: datetime, *words: object):
    with time_machine.travel(when):
        return CliRunner().invoke(cli, [str(word) for word in words], obj=Clock())


@pytest.mark.parametrize("when", WRONG)
def test_a_wrong_clock_is_said(when, shop, tmp_path):
    for words in (("report", tmp_path / "out.xlsx"), ("import", tmp_path / "orders.csv")):
        refused = run(when, *words, "--shop", shop)
        assert refused.exit_code == 1
        assert refused.stderr.startswith(f"This computer's clock says {when:%Y-%m-%d}.")
    assert not (tmp_path / "out.xlsx").exists()


@pytest.mark.parametrize("when", [*WRONG, datetime(2199, 1, 1, tzinfo=timezone.utc)])
def test_a_wrong_clock_keeps_nobody_from_a_backup(when, shop):
    made = run(when, "backup", "--shop", shop)
    assert (made.exit_code, made.exception) == (0, None)
    assert made.stdout.startswith("Saved the backup")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
def test_a_full_disk_is_said_once(shop, tmp_path):
    script = (
        "import sys\nfrom storeapp.kernel import saving\nfrom storeapp.commands import cli\n"
        "from storeapp.kernel.clock import Clock\nfrom pathlib import Path\n"
        "place = Path(sys.argv[1])\nsaving.part_of = lambda out: place\nsys.argv = ['storeapp', *sys.argv[2:]]\n"
        "cli.main(prog_name='storeapp', obj=Clock())\n"
    )
    full = tmp_path / "part.xlsx"
    full.symlink_to("/dev/full")
    words = [sys.executable, "-c", script, str(full), "report", str(tmp_path / "out.xlsx"), "--shop", str(shop)]
    ran = subprocess.run(words, capture_output=True, text=True, check=False)
    assert ran.returncode == 1
    assert ran.stderr == "The disk is full. Nothing was written; free some space or choose another place.\n"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
def test_no_room_for_unfinished_work_is_said(shop, tmp_path, clock, monkeypatch):
    """Rows are staged into a file that can't grow: the reading process says so in a sentence."""
    script = tmp_path / "reader.py"
    script.write_text(
        "import errno, sys\nfrom storeapp.exchange import child, staging\n"
        "def connect(path, *, fresh=False):\n    open('/dev/full', 'w').write('x' * 100_000)\n"
        "staging.connect = connect\nsys.exit(child.main())\n",
        "utf-8",
    )
    monkeypatch.setattr(child, "command", lambda _name: [sys.executable, str(script)])
    refused = CliRunner().invoke(cli, ["import", str(tmp_path / "orders.csv"), "--shop", str(shop)], obj=clock)
    assert refused.exit_code == 1
    assert refused.stderr.startswith("There is no room for unfinished work")


def test_a_report_of_the_import_that_cannot_be_written_takes_the_import_back(shop, tmp_path, clock, monkeypatch):
    def full(self, verdicts):
        raise OSError(errno.ENOSPC, "No space left on device")

    more = tmp_path / "more.csv"
    more.write_text(ITEMS.replace("\n1,", "\n2,"), "utf-8")
    monkeypatch.setattr(ReportWriter, "finish", full)
    refused = CliRunner().invoke(cli, ["import", str(more), "--shop", str(shop)], obj=clock)
    assert refused.stderr.startswith("There is no room for unfinished work")
    monkeypatch.undo()
    db = Database.open(shop, clock, derived=DERIVED)
    with db.read() as conn:
        assert conn.exec_driver_sql("SELECT count(*) FROM orders").scalar() == 1
    db.close()


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="nothing is closed to the administrator")
def test_a_folder_that_cannot_be_written_is_said(shop, tmp_path, clock):
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o500)
    refused = CliRunner().invoke(cli, ["report", str(closed / "out.xlsx"), "--shop", str(shop)], obj=clock)
    assert refused.exit_code == 1
    assert "can't be written" in refused.stderr


@pytest.mark.parametrize("typed", ["\0", "la\0mp", "lamp\0", '"lamp\0', '"', "*", "(", "\ud800", "\x01", "NEAR(", "-"])
def test_a_search_for_odd_signs_finds_what_is_there(typed, shop, clock):
    db = Database.open(shop, clock, derived=DERIVED)
    with db.read() as conn:
        found = {hit.kind for hit in search.find(conn, typed)}
        for kind in search.KINDS:
            assert search.count(conn, typed, kind) == int(kind in found)
    db.close()
    assert ("products" in found) == (typed.strip('"').startswith("lamp"))
