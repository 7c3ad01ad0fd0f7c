"""A damaged shop is reported with exit code 1 and the way to the last good backup, wherever the damage lies."""

from __future__ import annotations

import os
import random
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from storeapp.commands import cli
from storeapp.derived import DERIVED
from storeapp.kernel.clock import Clock
from storeapp.store import backup
from storeapp.store.db import Database
from tests.old_files.make import fill
from tests.safety import worker

PAGE = 4096
TRIES = int(os.environ.get("STOREAPP_DAMAGES", "6"))  # of each kind
Damage = Callable[[bytearray, random.Random], str]


@pytest.fixture(scope="module")
def sound(blank_shop: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A closed shop with an import and a backup that holds everything."""
    folder = tmp_path_factory.mktemp("sound") / "shop"
    shutil.copytree(blank_shop, folder)
    db = Database.open(folder, Clock(), "Owner", derived=DERIVED)
    fill(db)
    with db.write("Import 0", kind="import") as tx:
        worker.bring_in(tx, 0)
    backup.make(db, "a")
    db.close()
    return folder


def zero_page(whole: bytearray, dice: random.Random) -> str:
    page = dice.randrange(len(whole) // PAGE)
    whole[page * PAGE : (page + 1) * PAGE] = bytes(PAGE)
    return f"page {page} zeroed"


def swap_pages(whole: bytearray, dice: random.Random) -> str:
    one, other = dice.sample(range(len(whole) // PAGE), 2)
    kept = whole[one * PAGE : (one + 1) * PAGE]
    whole[one * PAGE : (one + 1) * PAGE] = whole[other * PAGE : (other + 1) * PAGE]
    whole[other * PAGE : (other + 1) * PAGE] = kept
    return f"pages {one} and {other} swapped"


def scramble_page(whole: bytearray, dice: random.Random) -> str:
    page = dice.randrange(len(whole) // PAGE)
    whole[page * PAGE : (page + 1) * PAGE] = dice.randbytes(PAGE)
    return f"page {page} scrambled"


def invert_page(whole: bytearray, dice: random.Random) -> str:
    page = dice.randrange(len(whole) // PAGE)
    for place in range(page * PAGE, (page + 1) * PAGE):
        whole[place] ^= 0xFF
    return f"page {page} inverted"


def cut_off(whole: bytearray, dice: random.Random) -> str:
    size = dice.randrange(len(whole))
    del whole[size:]
    return f"cut at {size}"


def flip_in_header(whole: bytearray, dice: random.Random) -> str:
    place = dice.randrange(100)
    whole[place] ^= 1 << dice.randrange(8)
    return f"header {place} flipped"


def flip(whole: bytearray, dice: random.Random) -> str:
    place = dice.randrange(100, len(whole))
    whole[place] ^= 1 << dice.randrange(8)
    return f"byte {place} flipped"


@pytest.mark.parametrize("damage", [zero_page, swap_pages, scramble_page, invert_page, cut_off, flip_in_header, flip])
def test_a_check_reports_damage_and_the_way_back(sound: Path, tmp_path: Path, damage: Damage) -> None:
    whole, dice = (sound / "shop.sqlite").read_bytes(), random.Random(8)
    saved = next((sound / "backups").glob("*.zip")).name
    for number in range(TRIES):
        folder = Path(shutil.copytree(sound, tmp_path / f"{number}"))
        harmed = bytearray(whole)
        what = damage(harmed, dice)
        (folder / "shop.sqlite").write_bytes(harmed)
        said = CliRunner().invoke(cli, ["check", "--shop", str(folder)], obj=Clock())
        assert said.exception is None or isinstance(said.exception, SystemExit), (what, said.exception)
        if said.exit_code == 0:  # bytes that mean nothing, or pages that were alike
            assert rows_of(folder) == rows_of(sound), what
            continue
        assert said.exit_code == 1, what
        assert saved in said.output or "--mend" in said.output or "newer version of Storeapp" in said.output, (
            what,
            said.output,
        )
        shutil.rmtree(folder)


def rows_of(folder: Path) -> list[object]:
    db = Database.open(folder, Clock(), derived=DERIVED)
    with db.read() as conn:
        tables = ("orders", "order_lines", "reviews", "customers", "channels", "products", "shop_settings")
        found = [conn.exec_driver_sql(f"SELECT * FROM {table} ORDER BY id").all() for table in tables]
    db.close()
    return list(found)
