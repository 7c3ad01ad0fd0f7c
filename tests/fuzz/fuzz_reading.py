"""Coverage-guided fuzzing of the readers: `python -m tests.fuzz.fuzz_reading [corpus folder] [-max_total_time=60]`.

Needs atheris, which is not among the test requirements; without it, say so.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path


def main() -> int:
    """Fuzz until told to stop; what is found is written to the present folder as crash-…, timeout-… or oom-…."""
    try:
        import atheris
    except ImportError:
        sys.stderr.write("Install atheris first: python -m pip install atheris\n")
        return 2
    with atheris.instrument_imports(include=["storeapp.exchange"]):
        from tests.fuzz.reading import Reader
    with tempfile.TemporaryDirectory(prefix="fuzz-") as folder:
        reader = Reader(Path(folder))
        atheris.Setup([sys.argv[0], "-timeout=10", "-max_len=6000", *sys.argv[1:]], reader.read)
        atheris.Fuzz()
    return 0


if __name__ == "__main__":
    sys.exit(main())
