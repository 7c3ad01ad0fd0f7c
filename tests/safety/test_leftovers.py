"""kill -9 of each command: the next start leaves none of what it had half made, and nothing blocks it."""

from __future__ import annotations

import random
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from storeapp.derived import DERIVED
from storeapp.kernel.clock import Clock
from storeapp.store.check import check_data
from storeapp.store.db import Database
from storeapp.store.tables import Channel
from tests.rotation import times
from tests.safety import worker

pytestmark = [
    pytest.mark.slow,
    pytest.mark.timeout(900),
    pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL is needed"),
]
ROOT = Path(__file__).resolve().parents[2]
KILLS = times("leftovers", 1, 10)  # of each command
HEADER = "Order ID,Sale Date,Item Name,Buyer,Quantity,Price,Currency,Transaction ID,Order Shipping,Ship Country"


@pytest.fixture(scope="module")
def base(blank_shop: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A shop that takes a while to save, report and import into, and a file to import."""
    place = tmp_path_factory.mktemp("base")
    shutil.copytree(blank_shop, place / "shop")
    db = Database.open(place / "shop", Clock(), "Owner", derived=DERIVED)
    with db.write("Channel", undoable=False) as tx:
        tx.insert_one(Channel, platform="own", name="Own", created_at=tx.now)
    for number in range(20):
        with db.write(f"Import {number}", kind="import") as tx:
            worker.bring_in(tx, number)
    db.close()
    rows = [f"{n},07/{n % 28 + 1:02}/26,Lamp {n},Buyer {n},1,20.00,USD,{n},3.00,Germany" for n in range(1, 3001)]
    (place / "orders.csv").write_text("\n".join([HEADER, *rows]), "utf-8")
    return place


def words_of(command: str, place: Path) -> list[str]:
    shop = ["--shop", str(place / "shop")]
    return {
        "sample": ["sample", str(place / "sample")],
        "import": ["import", str(place / "orders.csv"), *shop, "--channel", "Etsy"],
        "backup": ["backup", *shop],
        "report": ["report", str(place / "out" / "shop.xlsx"), *shop],
    }[command]


@pytest.mark.parametrize("command", ["sample", "import", "backup", "report"])
def test_the_next_start_sweeps(command: str, base: Path, tmp_path: Path, home: Path) -> None:
    dice = random.Random(command)
    for number in range(KILLS):
        place = Path(shutil.copytree(base, tmp_path / f"{number}"))
        (place / "out").mkdir()
        words = [sys.executable, "-m", "storeapp", *words_of(command, place)]
        process = subprocess.Popen(words, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            process.wait(dice.uniform(0.4, 3.0 if number % 2 else 1.6))
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        if command == "sample" and (place / "sample" / "shop.sqlite").exists():
            shutil.rmtree(place / "sample")  # it was done before the kill
        again = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=False)
        assert again.returncode == 0, again.stderr
        if command == "sample":
            assert again.stdout == f"The sample shop is in {place / 'sample'}.\n"
        left = [path for folder in (place, home) for path in folder.rglob(".*")]
        assert left == []
        assert [path.name for path in (home / "cache").iterdir()] == []
        assert {path.name for path in (place / "out").iterdir()} == ({"shop.xlsx"} if command == "report" else set())
        folder = place / ("sample" if command == "sample" else "shop")
        db = Database.open(folder, Clock(), derived=DERIVED)
        assert check_data(db).sound
        db.close()
        open_to_others = [path for path in (folder, *folder.rglob("*")) if path.stat().st_mode & 0o077]
        assert open_to_others == []
        shutil.rmtree(place)
