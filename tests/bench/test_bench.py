"""The benches themselves: each can still be loaded, so that none is found broken on the day it is needed."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent


def test_every_bench_can_be_loaded():
    names = sorted(f"tests.bench.{file.stem}" for file in HERE.glob("*.py") if not file.stem.startswith(("_", "test_")))
    assert len(names) > 10
    load = "import importlib, sys; [importlib.import_module(name) for name in sys.argv[1:]]"
    ran = subprocess.run([sys.executable, "-c", load, *names], capture_output=True, text=True, cwd=HERE.parents[1])
    assert ran.returncode == 0, ran.stderr
