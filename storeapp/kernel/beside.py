"""What one room says beside a record that another room shows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from storeapp.kernel.targets import Target


@dataclass(frozen=True, slots=True)
class Said:
    """A fact in words, and where it leads."""

    words: str
    target: Target
