"""The journeys without any network interface, and nothing that tries to reach one."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
pytestmark = [pytest.mark.window, pytest.mark.slow]


@pytest.mark.skipif(sys.platform != "linux" or os.geteuid() != 0, reason="needs root for a namespace of its own")
@pytest.mark.timeout(400)
def test_the_first_day_needs_no_network():
    if shutil.which("unshare") is None or subprocess.run(["unshare", "-n", "true"], check=False).returncode:
        pytest.skip("unshare -n is not allowed here")
    command = ["unshare", "-n", sys.executable, "-m", "pytest", "-q", "-p", "no:xdist", "-p", "no:cacheprovider"]
    command += ["tests/journeys/test_first_day.py", "-k", "sample_shop or own_files"]
    ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stdout[-4000:]
    assert " passed" in ran.stdout
