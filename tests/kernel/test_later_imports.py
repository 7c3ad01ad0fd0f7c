"""Modules that wait are what they stand for as soon as they are used."""

from __future__ import annotations

import subprocess
import sys

import pytest

BEFORE = """
import sys
from storeapp.kernel.later_imports import UNUSED, LateModule, wait_with
wait_with(*UNUSED)
def waiting():
    return [name for name in UNUSED if isinstance(sys.modules.get(name), LateModule)]
import sqlalchemy
assert waiting() == list(UNUSED), waiting()
assert "ssl" not in sys.modules
"""
USED = {
    "the whole of asyncio": """
import asyncio
async def one():
    await asyncio.sleep(0)
    return 1
assert asyncio.run(one()) == 1
from sqlalchemy.util import concurrency
assert concurrency.is_exit_exception(asyncio.CancelledError())
assert not concurrency.is_exit_exception(ValueError())
assert waiting() == ["importlib.metadata"]
""",
    "one name of it": "from asyncio import Queue; assert Queue(3).maxsize == 3; assert 'ssl' in sys.modules",
    "a module of it": "import asyncio.events; assert asyncio.events.get_event_loop_policy; asyncio.sleep",
    "versions of packages": """
import importlib.metadata
assert importlib.metadata.version("sqlalchemy") == sqlalchemy.__version__
from importlib import metadata
assert metadata.entry_points(group="console_scripts")
""",
    "an error in the database": """
from sqlalchemy import create_engine, text
from sqlalchemy.exc import OperationalError
from pysqlite3 import dbapi2
with create_engine("sqlite://", module=dbapi2).connect() as conn:
    assert conn.execute(text("SELECT 1")).scalar() == 1
    try:
        conn.execute(text("SELECT no_such"))
    except OperationalError as error:
        assert "no_such" in str(error)
""",
    "what looks at every module": """
import inspect
for name, module in list(sys.modules.items()):
    getattr(module, "__file__", None), getattr(module, "__warningregistry__", None), hasattr(module, "__spec__")
assert waiting() == list(UNUSED)
""",
}


@pytest.mark.parametrize("use", USED)
def test_what_waits_is_there_when_it_is_used(use: str) -> None:
    ran = subprocess.run([sys.executable, "-c", BEFORE + USED[use]], capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr


def test_what_is_there_already_stays() -> None:
    script = "import asyncio, sys; from storeapp.kernel.later_imports import wait_with; wait_with('asyncio')\n"
    script += "assert sys.modules['asyncio'] is asyncio and asyncio.run"
    subprocess.run([sys.executable, "-c", script], check=True)
