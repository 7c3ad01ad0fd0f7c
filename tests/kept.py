"""Whether the kept sums of a shop are what a full count gives, for tests that write."""

from __future__ import annotations

from sqlalchemy import Connection

from storeapp.derived import DERIVED
from storeapp.kernel.progress import Progress
from storeapp.store.derived import Derived, Recount


def kinds_of(title: str) -> list[Derived]:
    """The kinds of derived data that "Check my data" calls so."""
    return [kind() for kind in DERIVED if kind.title == title]


def recount(conn: Connection, title: str = "Saved totals") -> Recount:
    """Compare what is kept under a title with what it is derived from."""
    return sum((kind.recount(conn, Progress()) for kind in kinds_of(title)), Recount(0, 0))


def rebuild(conn: Connection, title: str = "Saved totals") -> None:
    """Derive it anew."""
    for kind in kinds_of(title):
        kind.rebuild(conn)
