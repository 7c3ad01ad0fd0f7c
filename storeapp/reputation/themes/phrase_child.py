"""The counting process: reads the newest reviews of a shop, counts their phrases, and tells them on standard output.

Cutting Chinese into words and counting take seconds of pure work; in a process of its own they never hold the window.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

from storeapp.kernel.child import say, serve
from storeapp.kernel.clock import Clock
from storeapp.kernel.process_limits import ProcessLimits
from storeapp.kernel.progress import Progress
from storeapp.reputation.themes.phrases import CUT, phrases
from storeapp.reputation.themes.queries.phrases import NEWEST, NEWEST_CUT, phrase_texts, text_languages
from storeapp.reputation.themes.records import LanguagePhrases
from storeapp.store.db import Database
from storeapp.store.place import ShopPlace

COUNTING = ProcessLimits(memory=4 << 30, seconds=900)  # a million reviews took a tenth of both


def counted(db: Database, progress: Progress) -> Iterator[LanguagePhrases]:
    """The phrases of each language that has reviews of 1, 2 or 5 stars with text."""
    with db.read() as conn:
        for language, written in sorted(text_languages(conn).items()):
            most = NEWEST_CUT if language in CUT else NEWEST
            bad, good = (phrase_texts(conn, written, kind, most) for kind in (True, False))
            if bad or good:
                yield phrases(bad, good, language, progress)


def count(request: dict[str, Any]) -> None:
    """Answer the request {folder} with one word a language: {found}."""
    db = Database(ShopPlace(Path(request["folder"])), Clock(), derived=())  # it only reads
    try:
        for found in counted(db, Progress()):
            say(found=asdict(found))
    finally:
        db.close()


def main() -> int:
    """Count; the exit code."""
    return serve(count, COUNTING)


if __name__ == "__main__":
    sys.exit(main())
