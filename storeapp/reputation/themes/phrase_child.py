"""The counting process: reads the newest reviews of a shop, counts their phrases, and tells them on standard output.

Cutting Chinese into words and counting take seconds of pure work; in a process of its own they never hold the window.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

from storeapp.kernel.clock import Clock
from storeapp.kernel.progress import Progress
from storeapp.reputation.themes.phrases import CUT, phrases
from storeapp.reputation.themes.queries.phrases import NEWEST, NEWEST_CUT, phrase_texts, text_languages
from storeapp.reputation.themes.records import Found
from storeapp.store.db import Database


def counted(db: Database, progress: Progress) -> Iterator[Found]:
    """The phrases of each language that has reviews of 1, 2 or 5 stars with text."""
    with db.read() as conn:
        for language, written in sorted(text_languages(conn).items()):
            most = NEWEST_CUT if language in CUT else NEWEST
            bad, good = (phrase_texts(conn, written, kind, most) for kind in (True, False))
            if bad or good:
                yield phrases(bad, good, language, progress)


def main() -> int:
    """Read the request {folder} and answer one line of JSON a language, then {"end": true}."""
    request = json.load(sys.stdin)
    db = Database(Path(request["folder"]), Clock(), derived=())  # it only reads
    try:
        for found in counted(db, Progress()):
            _say({"found": asdict(found)})
    finally:
        db.close()
    _say({"end": True})
    return 0


def _say(words: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(words) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
