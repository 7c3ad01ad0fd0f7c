"""Small disks for tests: a tmpfs of a few megabytes, which may also be made read-only (Linux, as root)."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Callable[[str], Path]]:
    """Mounts, or mounts anew with other options: `small_disk("size=4m")` gives its folder."""
    if not sys.platform.startswith("linux") or os.geteuid() != 0:
        pytest.skip("mounting a small disk needs Linux and root")
    folder = tmp_path / "disk"
    folder.mkdir()
    mounted = False

    def mount(options: str) -> Path:
        nonlocal mounted
        words = f"remount,{options}" if mounted else options
        made = subprocess.run(
            ["mount", "-t", "tmpfs", "-o", words, "tmpfs", str(folder)], capture_output=True, text=True, check=False
        )
        if made.returncode and not mounted:
            pytest.skip(f"a small disk can't be mounted here: {made.stderr.strip()}")
        assert made.returncode == 0, made.stderr
        mounted = True
        return folder

    yield mount
    if mounted:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)
