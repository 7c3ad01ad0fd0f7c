"""The memory and processor time that the system lets this process have, and no more."""

from __future__ import annotations

import math
import struct
import sys
from dataclasses import dataclass

_JOB_LAYOUT = "@qqINNINII6Q4N"  # the basic limits, counters of input and output, memory limits and peaks
_JOB_EXTENDED_LIMITS = 9
_JOB_PROCESS_TIME, _JOB_PROCESS_MEMORY, _JOB_DIE_ON_UNHANDLED = 0x2, 0x100, 0x400


@dataclass(frozen=True, slots=True)
class ProcessLimits:
    """`memory`: bytes of address space. `seconds`: of processor time."""

    memory: int
    seconds: int


def hold_back(limits: ProcessLimits) -> bool:
    """Ask the system to hold this process to its memory and processor time; whether it does."""
    if sys.platform == "win32":
        return _hold_back_in_a_job(limits)
    else:  # noqa: RET505 - the type checker looks at one of the two branches
        import resource

        wanted = (
            (resource.RLIMIT_AS, limits.memory),
            (resource.RLIMIT_CPU, limits.seconds),
            (resource.RLIMIT_CORE, 0),
        )
        for what, limit in wanted:
            _soft, hard = resource.getrlimit(what)
            top = limit if hard == resource.RLIM_INFINITY else min(limit, hard)
            resource.setrlimit(what, (top, hard))
        return True


def allow_more_time(seconds: float) -> None:
    """Let this process, where it is held back, compute for so many seconds from now; the system ends it then.

    Not on Windows, where whoever started it waits for its silence.
    """
    if sys.platform != "win32":
        import resource

        soft, hard = resource.getrlimit(resource.RLIMIT_CPU)
        if soft == resource.RLIM_INFINITY:  # nobody holds this process back
            return
        used = resource.getrusage(resource.RUSAGE_SELF)
        until = math.ceil(used.ru_utime + used.ru_stime + seconds)
        resource.setrlimit(resource.RLIMIT_CPU, (until if hard == resource.RLIM_INFINITY else min(until, hard), hard))


def job_limits(limits: ProcessLimits) -> bytes:
    """Windows' JOBOBJECT_EXTENDED_LIMIT_INFORMATION for one process."""
    flags = _JOB_PROCESS_TIME | _JOB_PROCESS_MEMORY | _JOB_DIE_ON_UNHANDLED
    basic = (limits.seconds * 10_000_000, 0, flags, 0, 0, 0, 0, 0, 0)  # time in units of 100 ns
    return struct.pack(_JOB_LAYOUT, *basic, *[0] * 6, limits.memory, 0, 0, 0)


if sys.platform == "win32":

    def _hold_back_in_a_job(limits: ProcessLimits) -> bool:
        """Put this process into a job of its own, which lives as long as the process keeps its handle."""
        import ctypes
        from ctypes import wintypes

        system = ctypes.WinDLL("kernel32", use_last_error=True)
        system.CreateJobObjectW.restype = wintypes.HANDLE
        system.CreateJobObjectW.argtypes = (ctypes.c_void_p, wintypes.LPCWSTR)
        system.SetInformationJobObject.argtypes = (wintypes.HANDLE, ctypes.c_int, ctypes.c_void_p, wintypes.DWORD)
        system.AssignProcessToJobObject.argtypes = (wintypes.HANDLE, wintypes.HANDLE)
        system.GetCurrentProcess.restype = wintypes.HANDLE
        job = system.CreateJobObjectW(None, None)
        if not job:
            return False
        told = job_limits(limits)
        taken = system.SetInformationJobObject(job, _JOB_EXTENDED_LIMITS, told, len(told))
        return bool(taken and system.AssignProcessToJobObject(job, system.GetCurrentProcess()))
