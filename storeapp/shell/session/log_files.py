"""The log on the disk: five files of 1 MB each, and what was running when the process itself crashed."""

from __future__ import annotations

import faulthandler
import logging
from logging.handlers import RotatingFileHandler
from typing import IO

from storeapp.kernel.paths import log_folder

FILES, BYTES = 5, 1_000_000


def keep_log() -> IO[str] | None:
    """Begin to log; the file for hard crashes, to be kept open, or None where no log can be kept."""
    folder = log_folder()
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        handler = RotatingFileHandler(
            folder / "storeapp.log", maxBytes=BYTES, backupCount=FILES - 1, encoding="utf-8", delay=True
        )
        crashes = (folder / "crash.log").open("a", encoding="utf-8")
    except OSError as why:
        logging.getLogger(__name__).warning("no log is kept: %s", why)
        return None
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    logging.getLogger().addHandler(handler)
    faulthandler.enable(crashes)
    return crashes
