"""What the system the program runs on says of itself."""

from __future__ import annotations

import os
import sys
import zlib
from importlib import import_module
from pathlib import Path

from PySide6.QtCore import QLocale

from storeapp.kernel.paths import settings_folder
from storeapp.kernel.text import LANGUAGES


def system_language() -> str:
    """The system's language where the program speaks it, else English."""
    for name in QLocale.system().uiLanguages():
        if name.startswith("zh"):
            return "zh_CN"
        if name[:2] in LANGUAGES:
            return name[:2]
    return "en"


def door_name(shop: Path | None) -> str:
    """The name of the local socket under which this person's window of this shop can be called."""
    whose, which = (zlib.crc32(str(place).encode()) for place in (settings_folder(), shop or ""))
    return f"storeapp-{whose:08x}-{which:08x}"


def may_be_listening(door: str) -> bool:
    """Whether a window may listen behind this local socket; cheap, so that no usual start needs the network module."""
    if sys.platform == "win32":
        return True
    place = Path(os.environ.get("TMPDIR") or "/tmp", door)  # where Qt puts its local sockets
    if not place.exists():
        return False
    bare = import_module("_socket")  # what is around it takes as long to import as the window to be built
    knock = bare.socket(bare.AF_UNIX, bare.SOCK_STREAM)
    try:
        knock.connect(os.fspath(place))
    except ConnectionRefusedError:  # left behind by a program that was stopped suddenly
        return False
    except OSError:
        return True  # nobody knows: ask in full
    finally:
        knock.close()
    return True
