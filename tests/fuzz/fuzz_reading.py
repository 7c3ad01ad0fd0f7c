"""Coverage-guided fuzzing of the readers: `python -m tests.fuzz.fuzz_reading [corpus folder] [-max_total_time=60]`.

Needs atheris, which is not among the test requirements; without it, say so.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path


def main() -> int:
    """Fuzz until told to stop."""
    try:
        import atheris
    except ImportError:
        sys.stderr.write("Install atheris first: python -m pip install atheris\n")
        return 2
    with atheris.instrument_imports(include=["storeapp.exchange"]):
        from tests.fuzz.reading import Reader
    reader = Reader(Path(tempfile.mkdtemp(prefix="fuzz-")))
    suffixes = (".csv", ".txt", ".json")

    def one(data: bytes) -> None:
        reader.read(data[1:], suffixes[data[0] % len(suffixes)] if data else ".csv")

    atheris.Setup(sys.argv, one)
    atheris.Fuzz()
    return 0


if __name__ == "__main__":
    sys.exit(main())
