"""The window's side of counting phrases: starts the counting process, waits for it, and stops it when asked to."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from storeapp.kernel.errors import UserError
from storeapp.kernel.progress import Progress
from storeapp.kernel.scratch import for_children
from storeapp.kernel.text import _
from storeapp.reputation.themes.records import Found, Phrase

CHILD_FLAG = "--child-phrases"  # what a frozen program is called with to become the counting process
LOOK = 0.05  # seconds between two looks at "cancel asked"


def command() -> list[str]:
    """What starts the process."""
    if getattr(sys, "frozen", False):
        return [sys.executable, CHILD_FLAG]
    return [sys.executable, "-X", "utf8", "-m", "storeapp.reputation.themes.phrase_child"]


def count_phrases(folder: Path, progress: Progress) -> list[Found]:
    """The phrases of the shop in `folder`, one Found a language. UserError if the process failed; nothing changed."""
    with tempfile.TemporaryFile() as answers, tempfile.TemporaryFile() as complaints:
        process = subprocess.Popen(
            command(), stdin=subprocess.PIPE, stdout=answers, stderr=complaints, env=_environment(),
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )  # fmt: skip
        try:
            if process.stdin is not None:
                process.stdin.write(json.dumps({"folder": str(folder)}).encode())
                process.stdin.close()
            while _runs(process):
                progress.check()
        finally:
            if process.poll() is None:
                process.kill()
            process.wait()
        answers.seek(0)
        complaints.seek(0)
        return list(_found(answers, complaints))


def _runs(process: subprocess.Popen[bytes]) -> bool:
    try:
        process.wait(LOOK)
    except subprocess.TimeoutExpired:
        return True
    return False


def _found(answers: IO[bytes], complaints: IO[bytes]) -> Iterator[Found]:
    ended = False
    for line in answers:
        word = json.loads(line)
        ended = "end" in word
        if "found" in word:
            plain = word["found"]
            listed = tuple(Phrase(**phrase) for phrase in plain.pop("phrases"))
            yield Found(**plain, phrases=listed)
    if not ended:
        said = complaints.read().decode("utf-8", "replace")
        if "Traceback" in said:
            raise RuntimeError(f"The counting process failed:\n{said[-4000:]}")
        raise UserError(_("The phrases could not be counted: the work was stopped. Your reviews are unchanged."))


def _environment() -> dict[str, str]:
    """The child finds this very package."""
    package = str(Path(__file__).resolve().parents[2])
    path = os.pathsep.join(filter(None, (package, os.environ.get("PYTHONPATH", ""))))
    return {**os.environ, **for_children(), "PYTHONPATH": path}
