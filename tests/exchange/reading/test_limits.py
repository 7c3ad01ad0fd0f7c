"""The reading process is held to its memory by the system, whatever it is made to read."""

from __future__ import annotations

import struct
import subprocess
import sys

import pytest

from storeapp.exchange.foreign import limits
from storeapp.kernel.process_limits import job_limits

GREEDY = """
from storeapp.exchange.foreign import limits
from storeapp.kernel.process_limits import hold_back
assert hold_back(limits.READING)
bytearray(64 << 20)
try:
    bytearray(limits.READING.memory + 1)
except MemoryError:
    print("held")
"""


def test_a_process_gets_no_more_memory_than_it_may_have() -> None:
    ran = subprocess.run([sys.executable, "-c", GREEDY], stdout=subprocess.PIPE, text=True, check=True)
    assert ran.stdout.strip() == "held"


@pytest.mark.skipif(struct.calcsize("P") != 8, reason="the layout of a 64-bit system")
def test_the_limits_of_a_windows_job_lie_where_windows_looks_for_them() -> None:
    packed = job_limits(limits.READING)
    assert len(packed) == 144
    assert struct.unpack_from("<q", packed, 0) == (2_400_000_000,)
    assert struct.unpack_from("<I", packed, 16) == (0x502,)
    assert struct.unpack_from("<Q", packed, 112) == (1 << 30,)
    assert not any(packed[20:112])
    assert not any(packed[120:])


@pytest.mark.skipif(sys.platform != "win32", reason="jobs are a thing of Windows")
def test_the_job_of_the_reading_process_says_its_limits() -> None:
    ask = (
        "import ctypes\nfrom storeapp.exchange.foreign.limits import READING\n"
        "from storeapp.kernel.process_limits import hold_back, job_limits\nassert hold_back(READING)\n"
        "told = ctypes.create_string_buffer(144)\n"
        "ask = ctypes.WinDLL('kernel32').QueryInformationJobObject\n"
        "assert ask(None, 9, told, 144, None)\n"
        "assert told.raw[:8] == job_limits(READING)[:8]\n"
        "assert told.raw[112:120] == job_limits(READING)[112:120]\n"
    )
    subprocess.run([sys.executable, "-c", ask], check=True)
