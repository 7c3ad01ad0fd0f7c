"""Search in 1,000,000 reviews, first 50 hits, against the same query put to the bare index."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from storeapp.store import search
from storeapp.store.engine import connect
from tests.bench.big_shop import build
from tests.bench.figures import Figure, side_by_side

REVIEWS = int(os.environ.get("STOREAPP_BENCH_REVIEWS", "1000000"))
QUERIES = {
    "an English word": "comfortable",
    "two words": "produto qualidade",
    "the start of a word": "embal",
    "a Russian word": "хорошо",
    "Chinese, one character": "好",
    "Chinese, two characters": "质量",
    "Chinese, three characters": "质量好",
    "a word nobody wrote": "xylophonist",
}
BARE = "SELECT rowid FROM search_index WHERE search_index MATCH ? ORDER BY rowid DESC LIMIT 50"


def figures(folder: Path) -> Iterator[Figure]:
    """One figure for each kind of query."""
    db = build(folder / "shop", REVIEWS)
    bare = connect(db.place.file, look_only=True)
    with db.read() as conn:
        for what, query in QUERIES.items():
            match = search.match_query(query)
            found = len(search.find(conn, query, ("reviews",), 50))
            expected = len(bare.execute(BARE, (match,)).fetchall())
            assert found == expected, f"{query}: {found} hits, the bare index has {expected}"
            ours, other = side_by_side(
                lambda q=query: search.find(conn, q, ("reviews",), 50),
                lambda m=match: bare.execute(BARE, (m,)).fetchall(),
                rounds=200,
            )
            yield Figure(f"{what} ({found} hits)", ours, other, "bare index", target=1.5)
    bare.close()
    db.close()
