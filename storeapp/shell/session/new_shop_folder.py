"""Where a new shop goes."""

from __future__ import annotations

from pathlib import Path


def free_folder(parent: Path, name: str) -> Path:
    """A folder for a new shop of that name, that nothing lies in yet; the name is kept as far as file systems allow."""
    plain = "".join(c if c.isalnum() or c in " -_" else "-" for c in name).strip(" -")[:60] or "shop"
    folder, number = parent / plain, 2
    while folder.exists() and any(folder.iterdir()):
        folder, number = parent / f"{plain} {number}", number + 1
    return folder
