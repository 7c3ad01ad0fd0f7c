"""From a folder to an open shop: all that touches the store when a shop is opened, made or restored."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

from storeapp.derived import DERIVED
from storeapp.kernel.clock import Clock
from storeapp.kernel.progress import Progress
from storeapp.kernel.text import _
from storeapp.shell.session.shop_facts import ShopFacts, shop_facts
from storeapp.store import backup
from storeapp.store.backup import BackupInfo
from storeapp.store.backup_copy import naming_the_way_back
from storeapp.store.before_opening import PlaceReport, ShopLock, check_whole, ended_badly, look_at
from storeapp.store.db import FILE_NAME, Database
from storeapp.store.faults import spoken
from storeapp.store.place import ShopPlace
from storeapp.store.shop_settings import set_shop_setting
from storeapp.store.writers import WINDOW


@dataclass
class OpenShop:
    """One shop that is open in this window. `said` is a sentence to show, `way_back` the backup that undoes it."""

    db: Database
    lock: ShopLock
    facts: ShopFacts
    place: PlaceReport
    newest_backup: BackupInfo | None
    said: str = ""
    way_back: Path | None = None

    def close(self) -> None:
        """Fold everything into one file and let others open the shop."""
        self.db.close()
        self.lock.release()


def open_shop(folder: Path, clock: Clock, who: str, progress: Progress) -> OpenShop:
    """Open the shop in `folder`. UserError where there is none, it is damaged, newer, or open in another window."""
    suspect = ended_badly(folder)
    lock = ShopPlace(folder).lock()
    lock.acquire()
    try:
        if suspect:
            progress.begin(_("Storeapp was stopped suddenly last time, checking the shop"))
            with naming_the_way_back(folder), spoken():
                check_whole(folder / FILE_NAME)
        progress.step(0, _("Reading the shop"))  # what was done before it, as making up the sample shop, stays done
        db = Database.open(folder, clock, who, WINDOW, derived=DERIVED)
        with db.read() as conn:
            facts = shop_facts(conn)
        backups = backup.list_backups(folder)
    except BaseException:
        lock.release()
        raise
    return OpenShop(db, lock, facts, look_at(folder), backups[0] if backups else None)


def create_shop(folder: Path, name: str, clock: Clock, who: str, progress: Progress) -> OpenShop:
    """Make a new empty shop called `name` in `folder`, and open it."""
    db = Database.create(folder, clock, who, WINDOW, derived=DERIVED)
    try:
        with db.write(_("Named the shop {name}").format(name=name), undoable=False) as tx:
            set_shop_setting(tx, "shop_name", name)
    finally:
        db.close()
    return open_shop(folder, clock, who, progress)


def open_sample(folder: Path, clock: Clock, who: str, progress: Progress) -> OpenShop:
    """Open the sample shop in `folder`, made up first where it isn't there."""
    if not (folder / FILE_NAME).exists():
        import_module("storeapp.sample.service").build(folder, clock, progress)
    return open_shop(folder, clock, who, progress)


def restore_shop(folder: Path, copy: Path, clock: Clock, who: str, progress: Progress) -> OpenShop:
    """Put a backup in place of the shop in `folder`, which may be damaged or absent, and open it."""
    lock = ShopPlace(folder).lock()
    folder.mkdir(parents=True, exist_ok=True)
    lock.acquire()
    try:
        safety = backup.restore(folder, copy, clock, progress)
    finally:
        lock.release()
    shop = open_shop(folder, clock, who, progress)
    if safety.suffix == ".zip":
        shop.said, shop.way_back = _("The backup was restored"), safety
    else:
        shop.said = _("The backup was restored. The file that was there is kept in {folder}.").format(folder=safety)
    return shop
