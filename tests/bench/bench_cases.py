"""100,000 cases: their list at any place, its groups, the search in their stories, and one case opened."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

from storeapp.aftersales import queries, service
from storeapp.aftersales.messages.queries import case_desk
from storeapp.aftersales.records import CaseFilters
from storeapp.aftersales.story import service as story
from storeapp.aftersales.story.rules import Entry
from storeapp.derived import DERIVED
from storeapp.kernel.clock import FixedClock
from storeapp.store.db import Database
from storeapp.store.tables import Case, CaseEntry, Promise
from tests.bench.figures import Figure, side_by_side

CASES = 100_000
NOW = datetime(2026, 7, 16, 9, 0, tzinfo=timezone.utc)
FEW = 50


def make(folder: Path, cases: int = CASES) -> Database:
    """A shop with so many cases, each with a promise and two messages; a third of them is open."""
    db = Database.create(folder / "shop", FixedClock(NOW), "Owner", derived=DERIVED)
    dice, today = random.Random(1), NOW.date()
    with db.write("Cases") as tx:
        rows = []
        for number in range(cases):
            closed = number % 3 > 0
            day = f"{today - timedelta(days=dice.randrange(900))}T08:00:00Z"
            rows.append((f"Case {number}", "closed" if closed else "open", day, day if closed else None))
        made = tx.insert(Case, ("title", "state", "opened_at", "closed_at"), rows)
        said = (
            (case, "in", tx.now, f"about lamp {case % 977}, part {part}", tx.now) for case in made for part in (1, 2)
        )
        tx.insert(CaseEntry, ("case_id", "kind", "at", "words", "made_at"), said)
        due = (
            (case, "refund", f"{today + timedelta(days=dice.randrange(-60, 60))}", tx.now,
             None if case % 9 == 0 else f"{today}")
            for case in made
        )  # fmt: skip
        tx.insert(Promise, ("case_id", "kind", "due_on", "made_at", "kept_on"), due)
    return db


def figures(folder: Path, cases: int = CASES) -> Iterator[Figure]:
    """What each look costs, held against a shop with fifty cases."""
    (folder / "few").mkdir()
    few, many = make(folder / "few", FEW), make(folder, cases)
    with few.read() as small, many.read() as large:
        for name, look in looks().items():
            ours, other = side_by_side(lambda look=look: look(large), lambda look=look: look(small))
            yield Figure(name, ours, other, f"with {FEW}")
    for name, verb in verbs().items():
        ours, other = side_by_side(lambda verb=verb: verb(many), lambda verb=verb: verb(few))
        yield Figure(name, ours, other, f"with {FEW}")
    few.close()
    many.close()


def looks() -> dict[str, Callable[[Any], Any]]:
    """What the page reads."""
    asked, closed, searched = CaseFilters(), CaseFilters(state="closed"), CaseFilters(search="lamp 4")

    def middle(conn: Any) -> int:
        return queries.case_count(conn, asked) // 2

    return {
        "first 200 rows": lambda conn: queries.case_rows(conn, asked, 0, 200),
        "200 rows in the middle": lambda conn: queries.case_rows(conn, asked, middle(conn), 200),
        "first 200 closed": lambda conn: queries.case_rows(conn, closed, 0, 200),
        "200 rows with their clocks": lambda conn: queries.CaseListing(FixedClock(NOW)).rows(
            conn, asked, 0, 200, False
        ),
        "groups": lambda conn: queries.case_groups(conn, asked, NOW.date()),
        "groups of one channel": lambda conn: queries.case_groups(conn, CaseFilters(channel=1), NOW.date()),
        "place of a case": lambda conn: queries.case_position(conn, asked, 28),
        "search in stories": lambda conn: queries.case_rows(conn, searched, 0, 200),
        "a case opened": lambda conn: case_desk(conn, 28, NOW),
    }


def verbs() -> dict[str, Callable[[Database], Any]]:
    """What the owner does."""
    return {
        "a message recorded": lambda db: story.record(db, 28, Entry("in", "Hello")),
        "a case closed and opened": lambda db: (service.close(db, 3), service.reopen(db, 3)),
    }
