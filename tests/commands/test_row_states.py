"""Orders whose rows each bear a state of their own: parcels of which one is called off, pieces sent one by one."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from storeapp.commands import cli
from storeapp.derived import DERIVED
from storeapp.exchange.foreign.tables import CHUNK
from storeapp.store.db import Database

HEAD = "Order number,Date,Product,Quantity,Item total,Currency,Status\n"
ROWS = {
    "sent": "A1,2024-03-13,Mug,1,10.00,EUR,shipped",
    "there": "A1,2024-03-13,Plate,2,30.00,EUR,delivered",
    "off": "A1,2024-03-13,Lamp,1,50.00,EUR,canceled",
    "gone": "A2,2024-03-14,Lamp,1,50.00,EUR,canceled",
}
ORDERS = "SELECT number, status, status_raw, items_minor FROM orders WHERE number < 'B' ORDER BY number"
LINES = (
    "SELECT title, kind, counts FROM order_lines l JOIN orders o ON o.id = l.order_id WHERE o.number < 'B' ORDER BY 1"
)
WHOLE = [("A1", "delivered", "delivered", 4000), ("A2", "canceled", "canceled", 5000)]
SOLD = [("Lamp", "", 0), ("Lamp", "called off", 0), ("Mug", "", 1), ("Plate", "", 1)]


@pytest.fixture
def bring(clock, tmp_path):
    """Import rows into a shop; what the command says of the file."""

    def bring(rows: list[str], name: str = "orders.csv") -> dict:
        file = tmp_path / name
        file.write_text(HEAD + "\n".join(rows) + "\n", "utf-8")
        words = ["import", str(file), "--shop", str(tmp_path / "shop"), "--channel", "Own", "--json", "--yes"]
        result = CliRunner().invoke(cli, words, obj=clock)
        assert result.exit_code == 0, result.output
        return json.loads(result.stdout)[0]

    return bring


def asked(clock, shop: Path, *queries: str) -> list[list[tuple]]:
    db = Database.open(shop, clock, derived=DERIVED)
    try:
        with db.read() as conn:
            return [sorted(tuple(row) for row in conn.exec_driver_sql(sql)) for sql in queries]
    finally:
        db.close()


@pytest.mark.parametrize(
    "order", [("sent", "there", "off", "gone"), ("gone", "off", "there", "sent"), ("off", "sent", "gone", "there")]
)
def test_an_order_is_as_far_as_its_furthest_row_that_stands(order, bring, clock, tmp_path):
    bring([ROWS[name] for name in order])
    assert asked(clock, tmp_path / "shop", ORDERS, LINES) == [WHOLE, sorted(SOLD)]
    again = bring([ROWS[name] for name in order])
    assert (again["new"], again["changed"]) == (0, 0)
    assert asked(clock, tmp_path / "shop", ORDERS, LINES) == [WHOLE, sorted(SOLD)]


def test_rows_of_an_order_may_lie_far_apart(bring, clock, tmp_path):
    filler = [f"B{n},2024-03-14,Mug,1,1.00,EUR,paid" for n in range(CHUNK + 10)]
    bring([ROWS["off"], ROWS["gone"], *filler, ROWS["sent"], ROWS["there"]])
    assert asked(clock, tmp_path / "shop", ORDERS, LINES) == [WHOLE, sorted(SOLD)]


def test_a_line_that_stands_again_counts_again(bring, clock, tmp_path):
    bring([ROWS["sent"], ROWS["off"]], "first.csv")
    assert asked(clock, tmp_path / "shop", ORDERS) == [[("A1", "shipped", "shipped", 1000)]]
    bring([ROWS["sent"], ROWS["off"].replace("canceled", "delivered")], "second.csv")
    assert asked(clock, tmp_path / "shop", ORDERS) == [[("A1", "delivered", "delivered", 6000)]]


def test_a_row_less_leaves_the_other_lines_as_they_are(bring, clock, tmp_path):
    rows = [ROWS[name] for name in ("sent", "there", "off", "gone")]
    bring(rows)
    for left_out in range(len(rows)):
        bring(rows[:left_out] + rows[left_out + 1 :], f"less{left_out}.csv")
    assert asked(clock, tmp_path / "shop", ORDERS, LINES) == [WHOLE, sorted(SOLD)]
