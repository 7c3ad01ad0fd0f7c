"""`python -m tests.bench [NAME …] [--json]`: one run of the benches, for people or for scripts.

The figures depend on the machine; the ratios hardly do. Missed targets are told, they don't fail anything.
"""

from __future__ import annotations

import argparse
import importlib
import json
import os
import tempfile
import time
from pathlib import Path

BENCHES = ("start", "import", "list", "search", "report", "themes", "standing")
# Minutes each, so only by name.
LONG = ("alerts", "article_checks", "cases", "causes", "growth", "proposals", "requests", "site", "stalls", "uci")


def main() -> None:
    """Run the named benches, or all short ones, each in a folder of its own that is removed afterwards."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument(
        "names", nargs="*", metavar="NAME", help=f"{', '.join(BENCHES)} (none means these), {', '.join(LONG)}"
    )
    parser.add_argument("--json", action="store_true", help="print a list of figures as JSON")
    chosen = parser.parse_args()
    unknown = set(chosen.names) - set(BENCHES) - set(LONG)
    if unknown:
        parser.error(f"there is no bench called {', '.join(sorted(unknown))}")
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    os.environ.setdefault("QT_LOGGING_RULES", "default.warning=false")  # what the offscreen platform can't do
    told = []
    for name in chosen.names or BENCHES:
        bench = importlib.import_module(f"tests.bench.bench_{name}")
        if not chosen.json:
            print(f"\n{name}: {bench.__doc__.strip().splitlines()[0]}", flush=True)
        began = time.monotonic()
        with tempfile.TemporaryDirectory(prefix="storeapp-bench-") as folder:
            os.environ["STOREAPP_HOME"] = str(Path(folder) / "home")
            for figure in bench.figures(Path(folder)):
                told.append({"bench": name, **figure.plain()})
                if not chosen.json:
                    print("  " + figure.line(), flush=True)
        if not chosen.json:
            print(f"  ({time.monotonic() - began:.0f} s)", flush=True)
    if chosen.json:
        print(json.dumps(told, indent=1))


if __name__ == "__main__":
    main()
