"""The last look of a shop, kept small so that the next start can paint before anything is read."""

from __future__ import annotations

import json
import logging
import os
import zlib
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from storeapp.kernel.paths import cache_folder

log = logging.getLogger(__name__)


@dataclass
class Snapshot:
    """What the shell shows before the shop is open.

    `counts` holds per page id a number and whether it is red; `today` holds the page's own lines:
    {"heading", "detail", "groups": [{"title", "count", "rows": [{"title", "detail", "tag"}]}]}, as they were shown.
    """

    shop: str = ""
    sample: bool = False
    channels: int = 0
    language: str = ""
    counts: dict[str, tuple[int, bool]] = field(default_factory=dict)
    today: dict[str, Any] = field(default_factory=dict)
    status: dict[str, str] = field(default_factory=dict)


def file_of(folder: Path) -> Path:
    """Where the snapshot of a shop lies."""
    name = f"{folder.name[:40]}-{zlib.crc32(str(folder).encode()):08x}.json"
    return cache_folder() / "today" / name


def load(folder: Path) -> Snapshot:
    """The shop's snapshot; an empty one where there is none or it can't be read."""
    try:
        saved = json.loads(file_of(folder).read_text("utf-8"))
        counts = {str(page): (int(count[0]), bool(count[1])) for page, count in saved.pop("counts", {}).items()}
        return Snapshot(**saved, counts=counts)
    except FileNotFoundError:
        return Snapshot()
    except (OSError, ValueError, TypeError, AttributeError, LookupError) as why:
        log.warning("the last look of %s is not readable, it is left out: %s", folder, why)
        return Snapshot()


def save(folder: Path, snapshot: Snapshot) -> None:
    """Keep the snapshot; a cache that can't be written is no reason to stop."""
    file = file_of(folder)
    try:
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        temporary = file.with_suffix(".tmp")
        temporary.write_text(json.dumps(asdict(snapshot), ensure_ascii=False), "utf-8")
        os.replace(temporary, file)
    except OSError as why:
        log.warning("the last look could not be kept: %s", why)
