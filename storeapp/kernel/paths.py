"""Where things lie: the program's own resources, and the owner's folders."""

from __future__ import annotations

import os
import sys
from functools import cache
from pathlib import Path


@cache
def resources() -> Path:
    """The folder `resources`, alike in a checkout, an installed wheel and a frozen program."""
    package = Path(__file__).resolve().parent.parent
    frozen = Path(getattr(sys, "_MEIPASS", package))
    for place in (frozen / "resources", package / "resources", package.parent / "resources"):
        if (place / "themes").is_dir():
            return place
    raise FileNotFoundError("Storeapp's resources folder is missing; install the program again.")


def resource(*parts: str) -> Path:
    """One file or folder inside `resources`."""
    return resources().joinpath(*parts)


def _home() -> Path | None:
    """A single folder for everything, set by STOREAPP_HOME (tests, portable use)."""
    place = os.environ.get("STOREAPP_HOME")
    return Path(place) if place else None


def settings_folder() -> Path:
    """Where the settings of this machine are kept."""
    import platformdirs

    home = _home()
    return home / "settings" if home else Path(platformdirs.user_config_dir("storeapp", appauthor=False))


def shops_folder() -> Path:
    """Where new shops are made unless the owner chooses another place: a local, unsynced folder."""
    import platformdirs

    home = _home()
    return home / "shops" if home else Path(platformdirs.user_data_dir("storeapp", appauthor=False)) / "shops"


def cache_folder() -> Path:
    """Where snapshots and staging files go; may be emptied at any time."""
    import platformdirs

    home = _home()
    return home / "cache" if home else Path(platformdirs.user_cache_dir("storeapp", appauthor=False))


def log_folder() -> Path:
    """Where the program writes its log."""
    import platformdirs

    home = _home()
    return home / "log" if home else Path(platformdirs.user_log_dir("storeapp", appauthor=False))
