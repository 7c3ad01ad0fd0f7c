"""Whatever the split and the order of files, the same rows give the same shop; undo gives the shop before."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from storeapp.derived import DERIVED
from storeapp.exchange import service
from storeapp.kernel.clock import FixedClock
from storeapp.store import journal
from storeapp.store.db import Database
from tests.exchange.merging.shop_view import tables, whole
from tests.exchange.merging.staged import StagedFiles
from tests.rotation import CHOSEN, times

slow = settings(
    max_examples=times("convergence", 6, 60),
    deadline=None,
    suppress_health_check=list(HealthCheck),
    derandomize=CHOSEN == "",
)

Row = dict[str, Any]
START = date(2026, 1, 1)


def day(number: int) -> str:
    return (START + timedelta(days=number)).isoformat()


class Shop:
    """A throw-away shop: hypothesis runs many examples inside one test."""

    def __init__(self, blank: Path, clock: FixedClock) -> None:
        self.place = Path(tempfile.mkdtemp())
        shutil.copytree(blank, self.place / "shop")
        self.db = Database.open(self.place / "shop", clock, who="Owner", derived=DERIVED)
        self.count = 0

    def bring_in(self, staged: StagedFiles) -> None:
        self.count += 1
        path = staged.write(self.place / f"{self.count}.sqlite")
        service.bring_in(self.db, path, backup=False)

    def close(self) -> None:
        self.db.close()
        shutil.rmtree(self.place)


@st.composite
def rows(draw: st.DrawFn) -> list[Row]:
    """Rows of a shop's whole export: items of orders with the order repeated, and reviews by the channel's id."""
    found: list[Row] = []
    for number in range(draw(st.integers(1, 5))):
        buyer = draw(st.integers(0, 2))
        order = {
            "number": f"N{number}",
            "placed_on": day(number * 3),
            "shipped_on": draw(st.sampled_from([None, day(number * 3 + 1)])),
            "status": draw(st.sampled_from(["paid", "shipped"])),
            "customer_kind": draw(st.sampled_from(["handle", "email"])),
            "buyer_name": draw(st.sampled_from(["Ann", "Ann B.", None])),
            "ship_country": draw(st.sampled_from(["US", None, "DE"])),
            "currency": "USD",
        }
        order["customer_key"] = f"b{buyer}@x.org" if order["customer_kind"] == "email" else f"b{buyer}"
        if draw(st.booleans()):
            order["buyer_email"] = f"B{buyer}@x.org"
        for place in range(draw(st.integers(1, 3))):
            listing = draw(st.integers(1, 3))
            line = {
                "key": f"T{number}.{place}",
                "listing_key": f"id:{listing}",
                "title": draw(st.sampled_from([f"Lamp {listing}", f"Lamp {listing}, new name"])),
                "total_minor": draw(st.sampled_from([100, 250])),
                "quantity": draw(st.integers(1, 3)),
            }
            found.append({"order": order, "line": line})
        for place in range(draw(st.integers(0, 2))):
            found.append(
                {
                    "review": {
                        "key": f"R{number}.{place}",
                        "order_number": f"N{number}",
                        "rating": draw(st.integers(1, 5)),
                        "text": draw(st.sampled_from(["fine", "so-so", ""])),
                        "posted_on": day(number * 3 + 2),
                        "reviewer": "A.",
                    }
                }
            )
    return found


def staged(parts: Sequence[Sequence[Row]]) -> StagedFiles:
    """Files of these rows, as the reader stages them: an order once a file."""
    out = StagedFiles()
    for part in parts:
        out.file()
        seen = set()
        for row in part:
            if "review" in row:
                out.review(**row["review"])
                continue
            if row["order"]["number"] not in seen:
                seen.add(row["order"]["number"])
                out.order(**row["order"])
                out.line(row["order"]["number"], row=out.files[-1]["rows"] + 1, **row["line"])
            else:
                out.line(row["order"]["number"], **row["line"])
    return out


@slow
@given(data=st.data(), all_rows=rows())
def test_any_split_and_order_of_the_same_rows_gives_the_same_shop(
    blank_shop: Path, clock: FixedClock, data: st.DataObject, all_rows: list[Row]
) -> None:
    one = Shop(blank_shop, clock)
    one.bring_in(staged([all_rows]))
    shuffled = data.draw(st.permutations(all_rows))
    pieces = data.draw(st.integers(1, 4))
    parts: list[list[Row]] = [[] for _ in range(pieces)]
    for row in shuffled:
        parts[data.draw(st.integers(0, pieces - 1))].append(row)
    for row in all_rows:  # and files overlap
        if data.draw(st.booleans()):
            parts[data.draw(st.integers(0, pieces - 1))].append(row)
    parts = [_without_twins(part) for part in parts if part]
    other = Shop(blank_shop, clock)
    if data.draw(st.booleans()):
        other.bring_in(staged(parts))
    else:
        for part in parts:
            other.bring_in(staged([part]))
    assert whole(other.db) == whole(one.db)
    one.close()
    other.close()


def _without_twins(part: list[Row]) -> list[Row]:
    """A file has each row once."""
    found: list[Row] = []
    for row in part:
        if row not in found:
            found.append(row)
    return found


STATES = (
    ("paid", {"paid_on": 0}),
    ("shipped", {"paid_on": 0, "shipped_on": 2}),
    ("delivered", {"paid_on": 0, "shipped_on": 2, "delivered_on": 5}),
    ("refunded", {"paid_on": 0, "shipped_on": 2, "delivered_on": 5, "canceled_on": 9}),
)


def export(orders: Sequence[tuple[int, int]], until: int) -> StagedFiles:
    """What the platform gives out on day `until`: orders as (day placed, number of states they go through)."""
    out = StagedFiles()
    out.file(newest_on=day(until))
    for number, (placed, states) in enumerate(orders):
        if placed > until:
            continue
        status, dates = next(
            (name, when) for name, when in reversed(STATES[:states]) if placed + max(when.values()) <= until
        )
        known = {name: day(placed + later) for name, later in dates.items()}
        refunded = 500 if status == "refunded" else None
        out.order(
            f"N{number}", placed_on=day(placed), status=status, total_minor=1000, refunded_minor=refunded, **known
        )
    return out


@slow
@given(
    orders=st.lists(st.tuples(st.integers(0, 10), st.integers(1, 4)), min_size=1, max_size=5),
    days=st.lists(st.integers(10, 25), min_size=1, max_size=4, unique=True),
    data=st.data(),
)
def test_an_older_export_never_overwrites_newer_facts(
    blank_shop: Path, clock: FixedClock, orders: list[tuple[int, int]], days: list[int], data: st.DataObject
) -> None:
    last = Shop(blank_shop, clock)
    last.bring_in(export(orders, max(days)))
    mixed = Shop(blank_shop, clock)
    for until in data.draw(st.permutations(days)):
        mixed.bring_in(export(orders, until))
    assert whole(mixed.db) == whole(last.db)
    last.close()
    mixed.close()


TEXTS = ("Lovely", "The box was crushed", "Too dark for me", "")


@slow
@given(
    items=st.lists(st.integers(1, 3), min_size=1, max_size=4),
    said=st.lists(st.tuples(st.integers(0, 3), st.sampled_from(TEXTS), st.integers(4, 5)), max_size=8, unique=True),
    data=st.data(),
)
def test_reviews_without_ids_converge_too(
    blank_shop: Path,
    clock: FixedClock,
    items: list[int],
    said: list[tuple[int, str, int]],
    data: st.DataObject,
) -> None:
    lines = [
        {"order": {"number": f"N{n}", "placed_on": day(n)}, "line": {"key": f"T{n}.{k}", "listing_key": f"id:{k}"}}
        for n, count in enumerate(items)
        for k in range(count)
    ]
    reviews = [
        {"review": {"order_number": f"N{n}", "text": text, "rating": rating, "posted_on": day(n), "reviewer": "A."}}
        for n, text, rating in said
        if n < len(items)
    ]
    kept = [
        row
        for place, row in enumerate(reviews)
        if sum(r["review"]["order_number"] == row["review"]["order_number"] for r in reviews[:place])
        < items[int(row["review"]["order_number"][1:])]
    ]
    one = Shop(blank_shop, clock)
    one.bring_in(staged([[*lines, *kept]]))
    parts: list[list[Row]] = [[], [], []]
    for row in data.draw(st.permutations(kept)):
        for place in data.draw(st.sets(st.integers(0, 2), min_size=1)):
            parts[place].append(row)
    parts.insert(data.draw(st.integers(0, 3)), lines)
    other = Shop(blank_shop, clock)
    for part in parts:
        if part:
            other.bring_in(staged([part]))
    assert whole(other.db) == whole(one.db)
    one.close()
    other.close()


@slow
@given(first=rows(), second=rows())
def test_undo_of_an_import_gives_the_tables_before(
    blank_shop: Path, clock: FixedClock, first: list[Row], second: list[Row]
) -> None:
    shop = Shop(blank_shop, clock)
    shop.bring_in(staged([first]))
    before = tables(shop.db)
    changed = [row | {"review": row["review"] | {"text": "other words"}} if "review" in row else row for row in second]
    path = staged([changed]).write(shop.place / "second.sqlite")
    outcome = service.bring_in(shop.db, path, backup=False)
    if outcome.action_id is not None:
        journal.undo(shop.db, outcome.action_id)
    after = tables(shop.db)
    for sums in ("order_months", "review_months"):  # sums have no ids of their own to keep
        before[sums] = sorted(row[1:] for row in before[sums])
        after[sums] = sorted(row[1:] for row in after[sums])
    assert after == before
    shop.close()
