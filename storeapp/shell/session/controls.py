"""What the shell's own pages may ask of the running program, besides what every page is handed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from storeapp.qtkit.desk import Desk


class ProgramControls(Protocol):
    """The program as Settings sees it."""

    def speak(self, language: str) -> None:
        """Use another language at once, and from now on."""

    def restyle(self, *, choice: str | None = None, text_scale: int | None = None, still: bool | None = None) -> None:
        """Change colours ("system", "light", "dark"), text size in percent, or movement at once, and from now on."""

    def open(self, folder: Path) -> None:
        """Open another shop in place of this one."""

    def restore(self, backup: Path) -> None:
        """Put a backup in place of the open shop, after a safety copy."""

    def back_up(self, then: Callable[[], None] | None = None) -> None:
        """Make a backup now."""

    def look_again(self) -> None:
        """The shop's name or another fact has changed."""


@dataclass
class ShopDesk(Desk):
    """The desk of the shell's own pages."""

    program: ProgramControls
