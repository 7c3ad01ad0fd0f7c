"""Requests on full and closed disks and under kills: one sentence, nothing half sent, and nothing twice afterwards."""

from __future__ import annotations

import email
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from email import policy
from pathlib import Path

import pytest

from storeapp.kernel.errors import Cancelled, UserError
from storeapp.kernel.progress import Progress
from storeapp.solicitation import service
from storeapp.store.check import check_data
from storeapp.store.db import Database
from storeapp.store.tables import Contact, ReviewRequest
from tests.safety.request_shop import lay, opened, standing
from tests.safety.test_full_disk import Disk, fill

ROOT = Path(__file__).resolve().parents[2]
MANY = 24


@pytest.fixture(scope="module")
def laid(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A closed shop with 24 requests that are due."""
    folder = tmp_path_factory.mktemp("laid") / "shop"
    lay(folder, MANY)
    return folder


@pytest.fixture
def shop(laid: Path, tmp_path: Path) -> Path:
    folder = tmp_path / "shop"
    shutil.copytree(laid, folder)
    return folder


@pytest.fixture
def due(shop: Path) -> Iterator[Database]:
    db = opened(shop)
    yield db
    db.close()


@pytest.fixture
def out(tmp_path: Path) -> Path:
    folder = tmp_path / "mails"
    folder.mkdir()
    return folder


def whole(folder: Path) -> set[str]:
    """Whom the mails in a folder go to; every one is whole, nobody has two, and nothing else lies there."""
    found = []
    for file in folder.iterdir():
        if file.name == "ballast":
            continue
        assert file.suffix == ".eml", file
        mail = email.message_from_bytes(file.read_bytes(), policy=policy.default)
        assert "1 Elm Street, Troy" in mail.get_content(), file
        found.append(str(mail["To"]))
    assert len(set(found)) == len(found)
    return set(found)


def noted(db: Database) -> tuple[int, int]:
    """Messages that are noted, and lines of the ledger."""
    with db.read() as conn:
        return len(conn.execute(ReviewRequest.__table__.select()).all()), len(
            conn.execute(Contact.__table__.select()).all()
        )


def test_a_full_disk_gets_no_mail_and_the_second_try_all(due: Database, small_disk: Disk) -> None:
    disk = small_disk("size=1m")
    fill(disk, 30_000)
    with pytest.raises(UserError, match=r"disk is full\. Nothing was written"):
        service.save_mails(due, disk)
    assert (whole(disk), standing(due), noted(due)) == (set(), {"ready": MANY}, (0, 0))
    (disk / "ballast").unlink()
    assert len(service.save_mails(due, disk).value.written) == MANY
    assert (len(whole(disk)), standing(due), noted(due)) == (MANY, {"asked": MANY}, (MANY, MANY))
    assert service.save_mails(due, disk).value.written == ()
    assert (len(whole(disk)), noted(due)) == (MANY, (MANY, MANY))


def test_a_folder_that_is_closed_to_writing_is_said(due: Database, small_disk: Disk) -> None:
    disk = small_disk("size=4m")
    small_disk("ro")
    with pytest.raises(UserError, match=r"can't be written to\. Choose another place\. Nothing was written"):
        service.save_mails(due, disk)
    assert (whole(disk), standing(due)) == (set(), {"ready": MANY})


def test_a_full_disk_under_the_shop_takes_the_mails_back(laid: Path, small_disk: Disk, out: Path) -> None:
    disk = small_disk("size=16m")
    shutil.copytree(laid, disk / "shop")
    db = opened(disk / "shop")
    service.refresh(db)
    fill(disk, 4_096)
    for work in (
        lambda: service.save_mails(db, out),
        lambda: service.mark_sent(db, list(range(1, MANY + 1))),
    ):
        with pytest.raises(UserError, match="full"):
            work()
        assert (whole(out), noted(db)) == (set(), (0, 0))
    (disk / "ballast").unlink()
    assert len(service.save_mails(db, out).value.written) == MANY
    assert (len(whole(out)), noted(db)) == (MANY, (MANY, MANY))
    assert check_data(db, Progress()).sound
    db.close()


@pytest.mark.parametrize("steps", [3, MANY + 3, MANY * 2 - 1])
def test_cancelling_leaves_nothing(due: Database, out: Path, steps: int) -> None:
    """While the mails are checked and while they are written."""

    class Impatient(Progress):
        left = steps

        def check(self) -> None:
            Impatient.left -= 1
            if Impatient.left < 0:
                self.cancel()
            super().check()

    service.refresh(due)
    with pytest.raises(Cancelled):
        service.save_mails(due, out, Impatient())
    assert (whole(out), standing(due), noted(due)) == (set(), {"ready": MANY}, (0, 0))
    assert len(service.save_mails(due, out).value.written) == MANY


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="kills as Unix does")
@pytest.mark.parametrize(
    ("way", "place", "seen", "asked"),
    [
        ("save", "written:7", 0, 0),
        ("save", "seen:7", 7, 0),
        ("save", "kept", MANY, MANY),
        ("mark", "noted", 0, 0),
        ("mark", "kept", 0, MANY),
    ],
)
def test_a_kill_half_way_leaves_whole_mails_and_the_second_run_doubles_nothing(
    shop: Path, out: Path, way: str, place: str, seen: int, asked: int
) -> None:
    command = [sys.executable, "-m", "tests.safety.request_shop", way, str(shop), str(out), place]
    died = subprocess.run(command, cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}, check=False)
    assert died.returncode == -signal.SIGKILL
    assert len(list(out.glob("*.eml"))) == seen
    db = opened(shop)
    assert (standing(db).get("asked", 0), noted(db)) == (asked, (asked, asked))
    assert check_data(db, Progress()).sound
    orders = list(range(1, MANY + 1))
    second = service.save_mails(db, out).value.written if way == "save" else service.mark_sent(db, orders).value.sent
    assert len(second) == MANY - asked
    assert (standing(db), noted(db)) == ({"asked": MANY}, (MANY, MANY))
    third = service.save_mails(db, out).value.written if way == "save" else service.mark_sent(db, orders).value.sent
    assert (third, noted(db)) == ((), (MANY, MANY))
    assert len(whole(out)) == (MANY if way == "save" else 0)
    db.close()
