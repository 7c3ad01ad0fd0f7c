"""The reviews page over 1,000,000 reviews, against plain SQL for the same first rows and against 10,000 reviews."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests.bench.big_shop import build
from tests.bench.figures import Figure

REVIEWS = int(os.environ.get("STOREAPP_BENCH_REVIEWS", "1000000"))
MEMORY = 400.0  # megabytes


def figures(folder: Path) -> Iterator[Figure]:
    """Opening, every order and filter, the jump to the end, and what the window holds in memory."""
    build(folder / "small", REVIEWS // 100).close()
    build(folder / "big", REVIEWS).close()
    small, big = _measured(folder / "small"), _measured(folder / "big")
    yield Figure(f"open the page, {REVIEWS:,} reviews", big["open"], small["open"], "a hundredth of them", target=1.5)
    for name, (ours, plain) in big["lists"].items():
        yield Figure(name, ours, plain, "plain SQL", target=2.0)
    yield Figure("memory of the window", big["memory"], MEMORY, "limit", "MB", 1.0)


def _measured(shop: Path) -> dict[str, Any]:
    ran = subprocess.run(
        [sys.executable, "-m", "tests.bench.list_window", str(shop)], check=True, stdout=subprocess.PIPE, text=True
    )
    told: dict[str, Any] = json.loads(ran.stdout)
    return told
