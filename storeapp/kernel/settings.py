"""The settings of this machine: one typed set, only what differs from the defaults is written."""

from __future__ import annotations

import json
import logging
import os
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import Any

from storeapp.kernel.paths import settings_folder

log = logging.getLogger(__name__)


@dataclass
class Settings:
    """What the owner chose on this PC. A shop's own settings are in the shop file."""

    language: str = ""  # "" means: as the system speaks
    theme: str = "system"  # system | light | dark
    reduce_motion: bool = False
    text_scale: int = 100  # percent, 100 to 200
    show_names: bool = False  # customers are shown by number unless the owner turns names on
    owner_name: str = ""  # who History names; "" means the system's user
    last_shop: str = ""
    shops: list[str] = field(default_factory=list)  # folders, newest first
    second_backup_place: str = ""
    single_letter_keys: bool = True
    watch_downloads: bool = False  # look for new exports when the program starts
    watch_folder: str = ""  # "" means the system's downloads folder
    watch_dismissed: list[str] = field(default_factory=list)  # SHA-256 of exports that the owner didn't want
    layout: dict[str, Any] = field(default_factory=dict)  # widths, columns, sort per page id

    @staticmethod
    def file() -> Path:
        """Where they are kept."""
        return settings_folder() / "settings.json"

    @classmethod
    def load(cls) -> Settings:
        """The saved settings; unknown keys are dropped with a warning, a broken file means the defaults."""
        try:
            saved = json.loads(cls.file().read_text("utf-8"))
        except FileNotFoundError:
            return cls()
        except (OSError, ValueError) as why:
            log.warning("settings could not be read, defaults are used: %s", why)
            return cls()
        known = {f.name: type(getattr(cls(), f.name)) for f in fields(cls)}
        kept = {}
        for key, value in saved.items() if isinstance(saved, dict) else ():
            if key in known and isinstance(value, known[key]):
                kept[key] = value
            else:
                log.warning("setting %r is unknown or of the wrong kind, dropped", key)
        return cls(**kept)

    def save(self) -> None:
        """Write what differs from the defaults, to a temporary file first."""
        plain = asdict(Settings())
        changed = {key: value for key, value in asdict(self).items() if value != plain[key]}
        file = self.file()
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        temporary = file.with_suffix(".tmp")
        temporary.write_text(json.dumps(changed, ensure_ascii=False, indent=1), "utf-8")
        os.replace(temporary, file)

    def remember_shop(self, folder: Path) -> None:
        """Put a shop first in the list of known shops."""
        place = str(folder)
        self.last_shop = place
        self.shops = [place, *(s for s in self.shops if s != place)][:20]
