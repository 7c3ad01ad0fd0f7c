"""The longest pass of the event loop on every page, tab and list of the sample and the UCI shop, with its cause.

Counted in the window's own processor time: what other programs take of the machine is no fault of this one. The other
figure of a line is what a person doesn't notice; only what comes near it is told.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from storeapp.kernel.clock import Clock
from storeapp.sample.service import build
from tests.bench.bench_growth import UCI, lines
from tests.bench.big_shop import shared_file
from tests.bench.figures import Figure

STALL = 50.0  # milliseconds
TOLD = 0.8  # of it


def figures(folder: Path) -> Iterator[Figure]:
    """What stalls, the worst first, on each of the two shops."""
    file = lines(folder / "lines.csv", 0, 2000)
    yield from _shop("sample", build(folder / "sample", Clock()), file)
    words = ("-m", "storeapp", "import", str(shared_file(UCI)), "--shop", str(folder / "uci"), "--channel", "Retail")
    subprocess.run([sys.executable, *words], check=True, stdout=subprocess.DEVNULL)
    yield from _shop("UCI", folder / "uci", file)


def _shop(name: str, shop: Path, file: Path) -> Iterator[Figure]:
    ran = subprocess.run(
        [sys.executable, "-m", "tests.bench.stalls_window", str(shop), str(file)], check=True, stdout=subprocess.PIPE
    )
    seen: list[dict[str, Any]] = sorted(json.loads(ran.stdout), key=lambda one: -one["own"])
    yield Figure(f"{name}: the longest of {len(seen)} steps", seen[0]["own"], STALL, "limit", target=1.0)
    for one in seen:
        if one["own"] > STALL * TOLD:
            cause = f"limit, {one['clock']:.0f} ms by the clock, in {one['cause'] or 'Qt'};"
            yield Figure(f"{name}: {one['step']}", one["own"], STALL, cause, target=1.0)
