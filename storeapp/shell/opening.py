"""From a folder to an open shop: all that touches the store when a shop is opened, made or restored."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from storeapp.kernel.clock import Clock
from storeapp.kernel.progress import Progress
from storeapp.kernel.text import _
from storeapp.store import backup
from storeapp.store.backup import BackupInfo
from storeapp.store.db import Database
from storeapp.store.facts import ShopFacts, shop_facts
from storeapp.store.opening import PlaceReport, ShopLock, look_at
from storeapp.store.shop_settings import set_shop_setting


@dataclass
class OpenShop:
    """One shop that is open in this window."""

    db: Database
    lock: ShopLock
    facts: ShopFacts
    place: PlaceReport
    newest_backup: BackupInfo | None

    def close(self) -> None:
        """Fold everything into one file and let others open the shop."""
        self.db.close()
        self.lock.release()


def open_shop(folder: Path, clock: Clock, who: str, progress: Progress) -> OpenShop:
    """Open the shop in `folder`. UserError where there is none, it is damaged, newer, or open in another window."""
    lock = ShopLock(folder)
    lock.acquire()
    try:
        progress.begin(_("Opening the shop"))
        db = Database.open(folder, clock, who)
        with db.read() as conn:
            facts = shop_facts(conn)
        backups = backup.list_backups(folder)
    except BaseException:
        lock.release()
        raise
    return OpenShop(db, lock, facts, look_at(folder), backups[0] if backups else None)


def create_shop(folder: Path, name: str, clock: Clock, who: str, progress: Progress) -> OpenShop:
    """Make a new empty shop called `name` in `folder`, and open it."""
    progress.begin(_("Making the shop"))
    db = Database.create(folder, clock, who)
    with db.write(_("Named the shop {name}").format(name=name), undoable=False) as tx:
        set_shop_setting(tx, "shop_name", name)
    db.close()
    return open_shop(folder, clock, who, progress)
