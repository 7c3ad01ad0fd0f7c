"""Where a shop may lie, who holds it, and what an unclean end means for the next start."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from storeapp.derived import DERIVED
from storeapp.kernel.clock import FixedClock
from storeapp.kernel.errors import UserError
from storeapp.store import before_opening
from storeapp.store.before_opening import ShopLock, cloud_of, look_at, system_of
from storeapp.store.db import Database

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize(
    ("part", "name"),
    [
        ("Dropbox", "Dropbox"),
        ("Dropbox (Personal)", "Dropbox"),
        ("OneDrive - Lumen GmbH", "OneDrive"),
        ("OneDrive", "OneDrive"),
        ("Google Drive", "Google Drive"),
        ("GoogleDrive-ann@shop.example", "Google Drive"),
        ("My Drive", "Google Drive"),
        ("Mobile Documents", "iCloud Drive"),
        ("iCloudDrive", "iCloud Drive"),
        ("MEGA", "MEGA"),
        ("pCloudDrive", "pCloud"),
        ("Box", "Box"),
        ("Box Sync", "Box"),
        ("BaiduNetdiskWorkspace", "Baidu Netdisk"),
        ("百度网盘", "Baidu Netdisk"),
        ("Nutstore Files", "Nutstore"),
        ("坚果云", "Nutstore"),
        ("Inbox", ""),
        ("Megastore", ""),
        ("Boxes", ""),
    ],
)
def test_synchronised_folders_are_known_by_name(tmp_path: Path, part: str, name: str) -> None:
    assert cloud_of(tmp_path / part / "shops") == name


def test_a_link_into_a_synchronised_folder_is_seen_through(tmp_path: Path) -> None:
    (tmp_path / "Dropbox" / "shop").mkdir(parents=True)
    (tmp_path / "shop").symlink_to(tmp_path / "Dropbox" / "shop")
    assert cloud_of(tmp_path / "shop") == "Dropbox"


def test_a_cloud_folder_gets_a_sentence_and_a_local_one_does_not(tmp_path: Path) -> None:
    report = look_at(tmp_path / "Dropbox" / "not there yet")
    assert (report.kind, report.name) == ("cloud", "Dropbox")
    assert report.sentence is not None
    assert "Dropbox" in report.sentence
    local = look_at(tmp_path / "shop")
    assert (local.kind, local.sentence) == ("local", None)
    assert local.free_bytes > 0


@pytest.mark.parametrize(
    ("folder", "kind"),
    [
        ("/home/ann/shop", ""),
        ("/mnt/nas/shop", "cifs"),
        ("/mnt/nas/local/shop", ""),
        ("/mnt/my share/shop", "nfs4"),
        ("/run/user/1000/gvfs/smb/x", "fuse.gvfsd-fuse"),
        ("/mnt/nasty", ""),
    ],
)
def test_network_folders_are_known_by_their_file_system(folder: str, kind: str) -> None:
    mounts = (
        "/dev/sda1 / ext4 rw 0 0\n//nas/share /mnt/nas cifs rw 0 0\n/dev/sdb1 /mnt/nas/local ext4 rw 0 0\n"
        "nas:/x /mnt/my\\040share nfs4 rw 0 0\ngvfsd-fuse /run/user/1000/gvfs fuse.gvfsd-fuse rw 0 0\nbad line\n"
    )
    assert system_of(Path(folder), mounts) == kind


def test_little_space_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(before_opening, "LITTLE", 1 << 60)
    report = look_at(tmp_path)
    assert report.kind == "local"
    assert report.sentence is not None
    assert "space" in report.sentence


def test_a_second_window_is_refused_until_the_first_lets_go(tmp_path: Path) -> None:
    first, second = ShopLock(tmp_path), ShopLock(tmp_path)
    first.acquire()
    first.acquire()
    with pytest.raises(UserError, match="another window"):
        second.acquire()
    assert not ShopLock.held(tmp_path)  # our own
    first.release()
    second.acquire()
    second.release()


def test_the_lock_of_a_killed_window_is_free(tmp_path: Path) -> None:
    code = (
        "import sys, time; from pathlib import Path; from storeapp.store.before_opening import ShopLock; "
        "lock = ShopLock(Path(sys.argv[1])); lock.acquire(); print('held', flush=True); time.sleep(60)"
    )
    window = subprocess.Popen([sys.executable, "-c", code, str(tmp_path)], stdout=subprocess.PIPE, cwd=ROOT)
    assert window.stdout is not None
    assert window.stdout.readline() == b"held\n"
    assert ShopLock.held(tmp_path)
    with pytest.raises(UserError):
        ShopLock(tmp_path).acquire()
    window.kill()
    window.wait()
    window.stdout.close()
    assert not ShopLock.held(tmp_path)
    lock = ShopLock(tmp_path)
    lock.acquire()
    assert (tmp_path / "shop.lock").read_text() == str(os.getpid())
    lock.release()


def test_only_a_left_log_means_an_unclean_end(db: Database, clock: FixedClock) -> None:
    db.close()
    assert not before_opening.ended_badly(db.folder)
    log = db.place.file.with_name("shop.sqlite-wal")
    log.write_bytes(b"x" * 40)
    assert before_opening.ended_badly(db.folder)
    Database.open(db.folder, clock, derived=DERIVED).close()
    assert not before_opening.ended_badly(db.folder)
