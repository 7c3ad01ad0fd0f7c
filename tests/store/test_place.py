"""The place of a shop says where everything of it lies, and holds no connection to what is in it."""

from __future__ import annotations

from pathlib import Path

import pytest

from storeapp.derived import DERIVED
from storeapp.kernel.clock import FixedClock
from storeapp.kernel.errors import UserError
from storeapp.store import backup
from storeapp.store.db import Database
from storeapp.store.faults import AbsentShop
from storeapp.store.place import ShopPlace


def test_a_shop_is_made_and_made_ready_without_a_database(tmp_path: Path, clock: FixedClock) -> None:
    place = ShopPlace(tmp_path / "shop")
    with pytest.raises(AbsentShop, match="no shop in the folder"), place.made_ready(clock):
        raise AssertionError("there is none")
    place.make_file(DERIVED)
    with pytest.raises(UserError, match="a shop in this folder already"):
        place.make_file(DERIVED)
    with place.made_ready(clock):
        assert sorted(one.name for one in place.folder.iterdir() if not one.name.startswith(".")) == ["shop.sqlite"]


def test_data_knows_its_place(db: Database, clock: FixedClock) -> None:
    place = db.place
    assert place.file.is_file()
    assert place.folder == db.folder
    info = place.backup(clock, "asked")
    assert info.path.parent == place.backups
    assert [one.path for one in backup.list_backups(place.folder)] == [info.path]


def test_one_window_holds_a_place(db: Database) -> None:
    first, second = db.place.lock(), db.place.lock()
    first.acquire()
    with pytest.raises(UserError, match="open in another window"):
        second.acquire()
    first.release()
    second.acquire()
    second.release()
