"""Whatever is merged, parted, imported and undone in between: parted again, everyone has what is theirs."""

from __future__ import annotations

import shutil
import tempfile
from collections import Counter
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from storeapp.customers import people
from storeapp.customers import service as customers
from storeapp.derived import DERIVED
from storeapp.exchange import service
from storeapp.kernel.clock import FixedClock
from storeapp.store import journal
from storeapp.store.db import Database
from tests import kept
from tests.exchange.merging.shop_view import whole
from tests.exchange.merging.staged import StagedFiles
from tests.rotation import CHOSEN, times

slow = settings(
    max_examples=times("merges", 10, 200),
    deadline=None,
    suppress_health_check=list(HealthCheck),
    derandomize=CHOSEN == "",
)

Step = tuple[str, Any]
BUYERS = st.tuples(st.integers(0, 3), st.booleans(), st.sampled_from(["etsy", "shopify"]))
FILES = st.lists(st.tuples(st.integers(1, 12), BUYERS, st.integers(1, 20)), min_size=2, max_size=5)
MERGES = st.tuples(st.just("merge"), st.tuples(st.integers(0, 5), st.integers(0, 5)))
IMPORTS = st.tuples(st.just("import"), FILES)
STEPS = st.tuples(
    IMPORTS,
    MERGES,
    IMPORTS,
    st.lists(
        st.one_of(
            IMPORTS, MERGES, st.tuples(st.just("part"), st.integers(0, 5)), st.tuples(st.just("undo"), st.none())
        ),
        max_size=8,
    ),
).map(lambda parts: [*parts[:3], *parts[3]])


class Shop:
    """A throw-away shop: hypothesis runs many examples inside one test."""

    def __init__(self, blank: Path, clock: FixedClock) -> None:
        self.place = Path(tempfile.mkdtemp())
        shutil.copytree(blank, self.place / "shop")
        self.db = Database.open(self.place / "shop", clock, who="Owner", derived=DERIVED)
        self.count = 0

    def bring_in(self, rows: list[tuple[int, tuple[int, bool, str], int]]) -> bool:
        """One file a channel; True if it changed the shop."""
        staged = StagedFiles()
        for platform in ("etsy", "shopify"):
            own = [row for row in rows if row[1][2] == platform]
            if own:
                staged.file(platform=platform)
            for number, (buyer, mailed, _platform), day in {row[0]: row for row in own}.values():
                order = {"number": f"N{number}", "placed_on": f"2026-01-{day:02}", "status": "paid"}
                # Two user names may turn out to be one person by their e-mail address.
                order |= {"customer_kind": "handle", "customer_key": f"b{buyer}", "buyer_name": f"Buyer {buyer}"}
                staged.order(**order, buyer_email=f"b{buyer // 2}@x.org" if mailed else None)
                staged.review(key=f"R{number}", order_number=f"N{number}", rating=5, posted_on=f"2026-02-{day:02}")
        self.count += 1
        path = staged.write(self.place / f"{self.count}.sqlite")
        return service.bring_in(self.db, path, backup=False).action_id is not None

    def ids(self, sql: str) -> list[int]:
        with self.db.read() as conn:
            return list(conn.exec_driver_sql(sql).scalars())

    def close(self) -> None:
        self.db.close()
        shutil.rmtree(self.place)


def check(shop: Shop) -> None:
    """Kept sums equal a recount, and every row is with the person its own customer is."""
    with shop.db.read() as conn:
        assert kept.recount(conn).wrong == 0
        home = people.homes(conn)
        hidden = dict(conn.exec_driver_sql("SELECT id, merged_into FROM customers WHERE merged_into IS NOT NULL").all())  # type: ignore[arg-type]
        assert hidden == home
        for table in people.tables():
            rows = conn.exec_driver_sql(f"SELECT customer_id, merged_from FROM {table.name} WHERE customer_id > 0")
            for customer, own in rows.all():
                assert customer not in home
                assert own is None or home[own] == customer


def take(shop: Shop, step: Step, done: list[Any]) -> None:
    """One step; `done` is what undo takes back, the last one first: the rows of an import, or None."""
    verb, what = step
    if verb == "import":
        if shop.bring_in(what):
            done.append(what)
    elif verb == "merge":
        listed = shop.ids("SELECT id FROM customers WHERE merged_into IS NULL ORDER BY id")
        one, other = (listed[place % len(listed)] for place in what) if listed else (0, 0)
        if one != other:
            customers.merge(shop.db, one, other)
            done.append(None)
    elif verb == "part":
        merged = shop.ids("SELECT lost_id FROM customer_merges ORDER BY lost_id")
        if merged:
            customers.part(shop.db, merged[what % len(merged)])
            done.append(None)
    elif done:
        journal.undo(shop.db)
        done.pop()


def owners(shop: Shop) -> tuple[Any, ...]:
    view = whole(shop.db)
    with shop.db.read() as conn:
        sums = conn.exec_driver_sql("SELECT order_count, first_order_on, last_order_on FROM customers").all()
    return view["orders"], view["reviews"], view["order sums"], Counter(map(tuple, sums))


@slow
@given(steps=STEPS)
def test_parted_again_everyone_has_what_is_theirs(steps: list[Step], blank_shop: Path, clock: FixedClock) -> None:
    shop, plain = Shop(blank_shop, clock), Shop(blank_shop, clock)
    try:
        done: list[Any] = []
        for step in steps:
            take(shop, step, done)
            check(shop)
        while merged := shop.ids("SELECT lost_id FROM customer_merges ORDER BY lost_id"):
            customers.part(shop.db, merged[len(merged) // 2])
            check(shop)
        for rows in done:
            if rows is not None:
                plain.bring_in(rows)
        assert owners(shop) == owners(plain)
    finally:
        shop.close()
        plain.close()
