"""One number is not one order, and one name is not one buyer: whichever file comes first, in parts and twice."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from storeapp.exchange import reading, service
from storeapp.exchange.records import ChannelChoice, CheckReport
from storeapp.reputation.links.queries.links import loose_review
from storeapp.reputation.links.service.links import link_reviews
from storeapp.reputation.reviews.queries.one_review import review_detail
from storeapp.store.db import Database
from tests.exchange.merging.shop_view import whole

CASES = Path(__file__).resolve().parents[1] / "cases"
Bring = Callable[..., CheckReport]

WOO = (CASES / "66_same_number_one_file.csv").read_text().splitlines()
ORDERS, ITEMS = CASES / "etsy_orders_blank_status.csv", CASES / "etsy_items_same_shop.csv"


@pytest.fixture
def bring(db: Database, tmp_path: Path) -> Bring:
    """Import files (paths, or lines of a text) into `db` as the owner does."""
    count = itertools.count()

    def run(*files: Path | Sequence[str], channel: str = "") -> CheckReport:
        paths = []
        for file in files:
            if not isinstance(file, Path):
                path = tmp_path / f"part{next(count)}.csv"
                path.write_text("\n".join(file) + "\n", "utf-8")
                file = path
            paths.append(file)
        staging = tmp_path / f"{next(count)}.sqlite"
        reading.read_files(paths, staging)
        return service.bring_in(db, staging, ChannelChoice(name=channel) if channel else None, backup=False).value

    return run


def rows(db: Database, sql: str) -> list[tuple[Any, ...]]:
    with db.read() as conn:
        return [tuple(row) for row in conn.exec_driver_sql(sql)]


SOLD = (
    "SELECT o.number, o.placed_on, o.total_minor, c.email, group_concat(l.title) FROM orders o "
    "LEFT JOIN customers c ON c.id = o.customer_id LEFT JOIN order_lines l ON l.order_id = o.id "
    "GROUP BY o.id ORDER BY o.placed_on"
)
TWO_YEARS = [
    ("1001", "2024-05-01", 2500, "old@example.com", "Mug"),
    ("1001", "2026-05-01", 10400, "new@example.com", "Lamp"),
]
TWO_SHOPS = [
    ("#1113", "2026-03-01", 140000, "anna.made@example.com", "Serum"),
    ("#1113", "2026-03-04", 160000, "bob.made@example.com", "Towel"),
]


def parts(names: Sequence[str]) -> list[list[Path]]:
    return [[CASES / f"{name}.csv"] for name in names]


@pytest.mark.parametrize(
    ("imports", "sold"),
    [
        (parts(["60a_year1", "60b_year2"]), TWO_YEARS),
        (parts(["60b_year2", "60a_year1"]), TWO_YEARS),
        ([[CASES / "60b_year2.csv", CASES / "60a_year1.csv"]], TWO_YEARS),
        (parts(["66_same_number_one_file"]), TWO_YEARS),
        (parts(["66_same_number_one_file", "60a_year1", "60b_year2"]), TWO_YEARS),
        (parts(["shopify_shop_a", "shopify_shop_b"]), TWO_SHOPS),
        (parts(["shopify_shop_b", "shopify_shop_a"]), TWO_SHOPS),
        ([[CASES / "shopify_shop_a.csv", CASES / "shopify_shop_b.csv"]], TWO_SHOPS),
    ],
)
def test_a_number_that_was_given_twice_is_two_orders(
    db: Database, bring: Bring, imports: list[list[Path]], sold: list[tuple[Any, ...]]
) -> None:
    said = [warning for files in imports for file in bring(*files).files for warning in file.warnings]
    assert any("Are these two shops?" in warning and sold[0][0] in warning for warning in said)
    assert rows(db, SOLD) == sold
    before = whole(db)
    for files in imports:  # the second time
        report = bring(*files)
        assert not any(report.new.values())
    assert rows(db, SOLD) == sold
    if len(imports) < 3:
        assert whole(db) == before


HEAD = "Order number,Order date,Customer,Email,Total,Product,Quantity"


@pytest.mark.parametrize(
    ("first", "second", "orders"),
    [
        ("7,2026-05-01,Ann Ott,ann@x.org,20.00,Mug,1", "7,2026-05-01,Bo Berg,bo@x.org,20.00,Mug,1", 2),  # the buyer
        ("7,2025-12-20,Ann Ott,ann@x.org,20.00,Mug,1", "7,2026-01-20,Ann Ott,ann@x.org,9.00,Cup,1", 2),  # the year
        ("7,2026-05-01,Ann Ott,,20.00,Mug,1", "7,2026-05-01,Bo Berg,,20.00,Mug,1", 2),  # names alone
        ("7,2025-12-31,Ann Ott,ann@x.org,20.00,Mug,1", "7,2026-01-01,Ann Ott,ann@x.org,20.00,Mug,1", 1),  # midnight
        ("7,2026-05-01,Ann Ott,ann@x.org,20.00,Mug,1", "7,2026-05-01,Ann Ott,ann@y.org,20.00,Mug,1", 1),  # an edit
        ("7,2026-05-01,Ann Ott,ann@x.org,20.00,Mug,1", "7,2026-05-01,Ann Orr,ann@x.org,20.00,Mug,1", 1),
        ("7,2026-05-01,Ann Ott,,20.00,Mug,1", "7,2026-05-01,Ann Otto,,20.00,Mug,1", 1),
        ("7,2026-05-01,Ann Ott,ann@x.org,20.00,Mug,1", "7,2026-06-11,Ann Ott,ann@x.org,20.00,Mug,1", 1),
        ("7,2026-05-01,Ann Ott,ann@x.org,20.00,Mug,1", "7,2026-05-01,,,25.00,Mug,1", 1),
    ],
)
def test_year_and_buyer_decide_where_there_is_no_id(
    db: Database, bring: Bring, first: str, second: str, orders: int
) -> None:
    bring([HEAD, first])
    bring([HEAD, second])
    assert len(rows(db, "SELECT id FROM orders")) == orders
    assert len(rows(db, "SELECT id FROM order_lines")) == orders
    bring([HEAD, second, first])
    assert len(rows(db, "SELECT id FROM orders")) == orders


def test_the_platforms_id_decides_whatever_the_number_says(db: Database, bring: Bring) -> None:
    head, sold = (CASES / "shopify_shop_a.csv").read_text().splitlines()
    bring([head, sold])
    report = bring([head, sold.replace("#1113", "#A-1113").replace("anna.made@", "anna.new@")])
    assert rows(db, "SELECT external_id, total_minor FROM orders") == [("6870379135024", 140000)]
    assert report.new["orders"] == 0


def test_rows_that_could_mean_several_orders_are_left_out_and_said(db: Database, bring: Bring) -> None:
    bring(WOO)
    report = bring(["Order number,Amount refunded", "1001,5.00"], channel="WooCommerce")
    assert [(file.rejected, file.new, file.changed) for file in report.files] == [(1, 0, 0)]
    assert any("1001" in warning and "left out" in warning for warning in report.files[0].warnings)
    assert rows(db, "SELECT refunded_minor FROM orders WHERE refunded_minor > 0") == []


def test_a_review_joins_the_order_it_can_only_mean(db: Database, bring: Bring) -> None:
    head = "Order number,Review date,Reviewer,Rating,Review"
    said = ["1001,2024-06-01,Somebody,5,Fine", "1001,2026-06-01,New Kolt,4,Good", "1001,2026-06-02,Somebody,3,Hm"]
    bring([head, *said], channel="WooCommerce")
    linked = (
        "SELECT r.rating, o.placed_on FROM reviews r LEFT JOIN orders o ON o.id = r.order_id ORDER BY r.rating DESC"
    )
    bring([WOO[0], WOO[1]], channel="WooCommerce")
    bring([WOO[0], WOO[2]], channel="WooCommerce")
    assert rows(db, linked) == [(5, "2024-05-01"), (4, "2026-05-01"), (3, None)]
    ((waiting,),) = rows(db, "SELECT id FROM reviews WHERE rating = 3")
    with db.read() as conn:
        asked, detail = loose_review(conn, waiting), review_detail(conn, waiting)
    assert asked is not None
    assert detail is not None
    assert detail.namesakes == 2
    assert sorted((order.placed_on, order.fit.reasons[0]) for order in asked.candidates) == [
        ("2024-05-01", "number"), ("2026-05-01", "number"),
    ]  # fmt: skip
    newer = max(asked.candidates, key=lambda order: order.placed_on or "").id
    link_reviews(db, [(waiting, newer, 0.4, ("number",))])
    bring(WOO)
    assert rows(db, linked)[2] == (3, "2026-05-01")


BUYERS = (
    "SELECT i.key, group_concat(o.number) FROM customers c JOIN identities i ON i.customer_id = c.id "
    "LEFT JOIN orders o ON o.customer_id = c.id GROUP BY c.id, i.key ORDER BY i.key"
)
THREE = [("annamade1", "2500000001"), ("annamade2", "2500000002"), ("bobmade9", "2500000003,2500000004")]


@pytest.mark.parametrize("imports", [[[ORDERS], [ITEMS]], [[ITEMS], [ORDERS]], [[ITEMS, ORDERS]], [[ORDERS, ITEMS]]])
def test_orders_and_items_of_one_shop_meet_and_leave_no_ghost(
    db: Database, bring: Bring, imports: list[list[Path]]
) -> None:
    for files in imports:
        bring(*files)
    assert rows(db, "SELECT count(*) FROM customers") == [(3,)]
    assert [(key, ",".join(sorted(of.split(",")))) for key, of in rows(db, BUYERS)] == THREE
    assert rows(db, "SELECT number, status FROM orders ORDER BY number") == [
        ("2500000001", "shipped"), ("2500000002", "shipped"), ("2500000003", "paid"), ("2500000004", "shipped"),
    ]  # fmt: skip
    for files in imports:
        assert not any(bring(*files).new.values())


@pytest.mark.parametrize("items_first", [True, False])
def test_two_people_who_share_a_name_stay_two_where_a_file_has_only_names(
    db: Database, bring: Bring, items_first: bool
) -> None:
    named = ITEMS.read_text().replace(" (annamade1)", "").replace(" (annamade2)", "").splitlines()
    for files in (named, ORDERS) if items_first else (ORDERS, named):
        bring(files)
    owners = "SELECT o.number, i.key FROM orders o JOIN identities i USING (customer_id) WHERE i.key NOT LIKE '% %'"
    assert sorted(rows(db, owners)) == [
        ("2500000001", "annamade1"), ("2500000002", "annamade2"),
        ("2500000003", "bobmade9"), ("2500000004", "bobmade9"),
    ]  # fmt: skip
    assert rows(db, "SELECT count(*) FROM customers") == [(3,)]
    assert not any(bring(named).new.values())
    assert not any(bring(ORDERS).new.values())
    assert len(rows(db, "SELECT id FROM customers WHERE order_count = 0")) == 0
