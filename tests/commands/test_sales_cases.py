"""Files whose canceled orders, shipping lines and test orders once counted as sales, through the command line."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from storeapp.commands import cli
from storeapp.kernel.clock import FixedClock

CASES = Path(__file__).parents[1] / "exchange" / "cases"
CANCELED, REFUNDS = "06_shopify_canceled_counts.csv", "70_woo_negative_refund_eur.csv"
LINES, TESTS = "74b_own_orders_shipping_line.csv", "93_shopify_discounts.csv"


class Shop:
    """A shop that the command line fills."""

    def __init__(self, folder: Path, clock: FixedClock) -> None:
        self.folder, self.clock = folder, clock

    def bring(self, name: str) -> dict[str, Any]:
        """What was said of one of the cases."""
        words = ["import", str(CASES / name), "--shop", str(self.folder), "--channel", "Real", "--json"]
        said = CliRunner().invoke(cli, words, obj=self.clock)
        assert said.exit_code == 0, said.output
        found: dict[str, Any] = json.loads(said.stdout)[0]
        return found

    def stats(self, *names: str) -> tuple[Any, ...]:
        """Some figures of the shop."""
        said = CliRunner().invoke(cli, ["stats", "--shop", str(self.folder), "--json"], obj=self.clock)
        found = json.loads(said.stdout)
        return tuple(found[name] for name in names)

    def sql(self, sql: str) -> list[tuple[Any, ...]]:
        with sqlite3.connect(self.folder / "shop.sqlite") as raw:
            return raw.execute(sql).fetchall()


@pytest.fixture
def shop(tmp_path: Path, clock: FixedClock) -> Shop:
    return Shop(tmp_path / "shop", clock)


def test_canceled_and_voided_orders_count_nowhere(shop: Shop) -> None:
    shop.bring(CANCELED)
    assert shop.stats("orders", "orders_sold", "sales", "units") == (3, 1, {"EUR": "20.00"}, 1)
    assert shop.stats("products_sold", "repeat_customers", "last_sale_on") == (1, 0, "2026-03-01")


def test_refunds_add_up_whatever_their_sign(shop: Shop) -> None:
    shop.bring(REFUNDS)
    assert shop.sql("SELECT kinds FROM import_batches") == [("customers products orders lines",)]
    assert shop.stats("sales", "refunds") == ({"EUR": "20.00"}, {"EUR": "20.00"})


def test_shipping_and_discounts_are_no_products(shop: Shop) -> None:
    said = shop.bring(LINES)
    assert said["warnings"][-1].startswith("2 items are shipping, discounts")
    assert shop.stats("products", "units", "products_sold", "order_lines") == (1, 3, 1, 4)
    assert shop.sql("SELECT number, items_minor, shipping_minor FROM orders") == [
        ("A-1", 3500, 500),
        ("A-2", 2000, None),
    ]
    again = shop.bring(LINES)
    assert (again["new"], again["changed"]) == (0, 0)
    assert shop.stats("sales") == ({"": "55.00"},)


def test_a_shop_that_took_shipping_for_a_product_learns_it_from_the_same_file(shop: Shop) -> None:
    """Keys of lines stay what they were, so that nothing comes in twice."""
    shop.bring(LINES)
    before = shop.sql("SELECT key, title FROM order_lines")
    with sqlite3.connect(shop.folder / "shop.sqlite") as raw:
        raw.execute("UPDATE order_lines SET kind = ''")
        raw.execute("UPDATE orders SET items_minor = 4000, shipping_minor = NULL WHERE number = 'A-1'")
        raw.execute("UPDATE order_months SET sales_minor = 6000")
    again = shop.bring(LINES)
    assert (again["new"], again["changed"]) == (0, 2)
    assert shop.sql("SELECT key, title FROM order_lines") == before
    assert shop.sql("SELECT kind FROM order_lines ORDER BY title") == [("discount",), ("",), ("",), ("shipping",)]
    assert shop.stats("units", "sales") == (3, {"": "55.00"})


def test_test_orders_are_left_out_with_a_word(shop: Shop) -> None:
    said = shop.bring(TESTS)
    assert (said["rows"], said["warnings"]) == (2, ["1 test order was left out."])
    assert shop.stats("orders", "units", "sales", "customers") == (2, 3, {"EUR": "56.00"}, 1)
    assert shop.bring(TESTS)["new"] == 0


@pytest.mark.parametrize("ids", [True, False], ids=["lines with ids", "lines by name"])
def test_an_older_shop_knows_names_with_entities_again(ids: bool, shop: Shop, tmp_path: Path) -> None:
    """Before entities were undone they were stored as the file has them: no second product, no second line."""
    text = (CASES / "61a_woo_entity.csv").read_text("utf-8")
    place = tmp_path / "woo.csv"
    place.write_text(text if ids else text.replace("Item #", "Nothing"), "utf-8")
    shop.bring(str(place))
    names = "SELECT l.key, l.title, p.title, e.title FROM listings l JOIN products p ON p.id = l.product_id "
    names += "JOIN order_lines e ON e.product_id = p.id"
    before = shop.sql(names)
    assert before == [("title:salt & pepper set", *["Salt & Pepper set"] * 3)]
    lines = shop.sql("SELECT key FROM order_lines")
    with sqlite3.connect(shop.folder / "shop.sqlite") as raw:
        for table, columns in (
            ("listings", ("key", "title")),
            ("products", ("title",)),
            ("order_lines", ("key", "title")),
        ):
            for column in columns:
                raw.execute(f"UPDATE {table} SET {column} = replace({column}, '&', '&#038;')")
    again = shop.bring(str(place))
    assert (again["new"], again["changed"]) == (0, 0)
    assert "1 product name of an older import held signs like “&amp;”: it was put right." in again["warnings"]
    assert shop.sql(names) == before
    assert shop.sql("SELECT key FROM order_lines") == lines
    assert shop.stats("products", "order_lines", "units") == (1, 1, shop.stats("units")[0])
    assert not [one for one in shop.bring(str(place))["warnings"] if "older import" in one]
