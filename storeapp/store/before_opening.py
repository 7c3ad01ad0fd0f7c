"""Before a shop is opened: is its place safe, is there room, and is it open in another window already?"""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path
from typing import IO

from storeapp.kernel.errors import UserError
from storeapp.kernel.locks import try_lock
from storeapp.kernel.rows import dataclass
from storeapp.kernel.text import N_, _
from storeapp.store.engine import FILE_NAME, connect
from storeapp.store.faults import DAMAGED, DamagedShop

LOCK_NAME = "shop.lock"
LITTLE = 200 << 20  # bytes; below this the owner is told before a write fails

# Parts of paths that the well-known synchronising programs use, lower case; a trailing * stands for more letters.
_CLOUDS = {
    "dropbox*": "Dropbox",
    "onedrive*": "OneDrive",
    "google drive*": "Google Drive",
    "googledrive*": "Google Drive",
    "my drive": "Google Drive",
    "drivefs": "Google Drive",
    "mobile documents": "iCloud Drive",
    "icloud drive*": "iCloud Drive",
    "iclouddrive*": "iCloud Drive",
    "com~apple~clouddocs": "iCloud Drive",
    "mega": "MEGA",
    "megasync*": "MEGA",
    "pcloud*": "pCloud",
    "box": "Box",
    "box sync": "Box",
    "box-box": "Box",
    "baidu*": "Baidu Netdisk",
    "百度*": "Baidu Netdisk",
    "nutstore*": "Nutstore",
    "坚果云*": "Nutstore",
    "nextcloud*": "Nextcloud",
    "owncloud*": "ownCloud",
    "syncthing": "Syncthing",
    "yandex.disk*": "Yandex Disk",
    "yandexdisk*": "Yandex Disk",
}
_NETWORK_SYSTEMS = {
    "9p",
    "afpfs",
    "afs",
    "ceph",
    "cifs",
    "davfs",
    "davfs2",
    "fuse.davfs2",
    "fuse.gvfsd-fuse",
    "fuse.rclone",
    "fuse.sshfs",
    "glusterfs",
    "ncpfs",
    "nfs",
    "nfs4",
    "smb2",
    "smb3",
    "smbfs",
    "webdav",
}
_MARKERS = {".dropbox": "Dropbox", ".stfolder": "Syncthing", ".nextcloudsync.log": "Nextcloud"}

CLOUD = N_(
    "This folder is synchronised by {name}, which can damage a shop while it is open. "
    "Keep the shop on this computer and put its backups into {name}."
)
NETWORK = N_(
    "This folder is on a network drive ({name}), where a shop can be damaged when the connection drops. "
    "Keep the shop on this computer and put its backups on the network drive."
)
FULL = N_("There is little space left on this disk. Free some space before you import large files.")


@dataclass(frozen=True, slots=True)
class PlaceReport:
    """A folder as the place of a shop: `kind` is "local", "cloud" or "network", `name` whose; `sentence` warns."""

    kind: str
    name: str
    free_bytes: int
    sentence: str | None


def look_at(folder: Path) -> PlaceReport:
    """Judge a folder, which need not exist yet, as the live place of a shop."""
    there = folder.absolute()
    while not there.exists() and there != there.parent:
        there = there.parent
    free = shutil.disk_usage(there).free
    cloud = cloud_of(folder)
    if cloud:
        return PlaceReport("cloud", cloud, free, _(CLOUD).format(name=cloud))
    network = network_of(there)
    if network:
        return PlaceReport("network", network, free, _(NETWORK).format(name=network))
    return PlaceReport("local", "", free, _(FULL) if free < LITTLE else None)


def cloud_of(folder: Path) -> str:
    """The name of the program that synchronises a folder, "" if none is known to."""
    absolute = folder.absolute()
    for part in {*absolute.parts, *folder.resolve().parts}:
        word = part.casefold()
        for pattern, name in _CLOUDS.items():
            if word == pattern or (pattern.endswith("*") and word.startswith(pattern[:-1])):
                return name
    for place in (absolute, *absolute.parents):
        for marker, name in _MARKERS.items():
            if (place / marker).exists() and place != Path.home():
                return name
    return ""


def network_of(folder: Path) -> str:
    """The kind of network file system a folder is on, "" for a local disk."""
    if sys.platform == "win32":
        return _windows_share(folder)
    try:
        mounts = Path("/proc/mounts").read_text("utf-8", "surrogateescape")
    except OSError:
        return ""  # macOS has none; its shares are named by `_CLOUDS` or show themselves by being slow
    return system_of(folder.resolve(), mounts)


def system_of(folder: Path, mounts: str) -> str:
    """The network file system among /proc/mounts' lines that holds a folder, "" if it is a local one."""
    best, kind = Path("/"), ""
    for line in mounts.splitlines():
        fields = line.split(" ")
        if len(fields) < 3:
            continue
        point = Path(fields[1].replace("\\040", " ").replace("\\011", "\t").replace("\\134", "\\"))
        if (folder == point or point in folder.parents) and len(point.parts) >= len(best.parts):
            best, kind = point, fields[2]
    return kind if kind in _NETWORK_SYSTEMS else ""


def _windows_share(folder: Path) -> str:
    absolute = folder.absolute()
    if str(absolute).startswith("\\\\") and not str(absolute).startswith("\\\\?\\"):
        return absolute.anchor
    if sys.platform == "win32":
        import ctypes

        if ctypes.windll.kernel32.GetDriveTypeW(absolute.anchor) == 4:  # DRIVE_REMOTE
            return absolute.anchor
    return ""


def ended_badly(folder: Path) -> bool:
    """Whether the last program that wrote to the shop was killed: its log was left, and no window holds the shop."""
    log = folder / (FILE_NAME + "-wal")
    return log.exists() and log.stat().st_size > 0 and not ShopLock.held(folder)


def check_whole(path: Path) -> None:
    """Read the whole file. DamagedShop if SQLite finds anything wrong with it."""
    raw = connect(path, look_only=True)
    try:
        if [row[0] for row in raw.execute("PRAGMA integrity_check(1)").fetchall()] != ["ok"]:
            raise DamagedShop(_(DAMAGED))
    finally:
        raw.close()


class ShopLock:
    """Says that a window has this shop open, so that a second start raises it.

    It guards nothing: SQLite does that, and the command line may write beside the window. The operating system lets go
    of it when the program ends, however it ends.
    """

    def __init__(self, folder: Path) -> None:
        self.file = folder / LOCK_NAME
        self._handle: IO[str] | None = None

    def acquire(self) -> None:
        """Take the lock. UserError if another window holds it."""
        if self._handle is not None:
            return
        try:
            handle = self.file.open("a+", encoding="utf-8")
        except OSError:
            return  # a read-only or absent folder: opening the shop will say so in a better sentence
        if not try_lock(handle):
            handle.close()
            raise UserError(_("This shop is open in another window already."))
        handle.seek(0)
        handle.truncate()
        handle.write(str(os.getpid()))
        handle.flush()
        self._handle = handle

    def release(self) -> None:
        """Let go of it."""
        if self._handle is not None:
            self._handle.close()
            self._handle = None

    @staticmethod
    def held(folder: Path) -> bool:
        """Whether another process's window has the shop open."""
        file = folder / LOCK_NAME
        if not file.exists():
            return False
        try:
            with file.open("a+", encoding="utf-8") as handle:
                if try_lock(handle):
                    return False
                handle.seek(0)
                return handle.read(20) != str(os.getpid())
        except OSError:
            return False
