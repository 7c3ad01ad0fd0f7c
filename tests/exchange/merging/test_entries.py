"""Refunds and payments that files list one by one: apart, together, twice, in any order, the sum is that of all."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from storeapp.derived import DERIVED
from storeapp.exchange import reading, service, staging
from storeapp.kernel.clock import FixedClock
from storeapp.kernel.progress import Progress
from storeapp.store import archive
from storeapp.store.db import Database
from storeapp.store.engine import connect
from tests.exchange.merging.conftest import BringIn
from tests.exchange.merging.shop_view import whole
from tests.exchange.merging.staged import StagedFiles
from tests.exchange.merging.test_convergence import Shop

TRANSACTIONS = (
    "Transaction creation date,Type,Order number,Buyer username,Item ID,Transaction ID,Item title,Quantity,"
    "Item subtotal,Shipping and handling,Gross transaction amount,Transaction currency,Net amount{more}\n"
)
SALE = '"{day}",Order,25-1,deals,{item},{item}1,Mug,1,{price},5.00,{gross},USD,1'
BACK = '"{day}",Refund,25-1,deals,--,--,--,--,--,--,-{back},USD,-1'
EARNINGS = (
    "Order creation date,Order number,Item ID,Item title,Buyer username,Quantity,Item subtotal,Gross amount,"
    "Transaction currency,Order earnings,Refunds\n"
)
RANGE = (
    "date/time,settlement id,type,order id,sku,description,quantity,product sales,shipping credits,"
    "promotional rebates,total\n"
)
PAYMENTS = "order_id,payment_sequential,payment_type,payment_value\n"
EBAY = TRANSACTIONS.format(more="")
REFERRED = TRANSACTIONS.format(more=",Reference ID")
OCT = "Oct {day}, 2026".format
SALES = [
    SALE.format(day=OCT(day=13), item=1001, price="30.00", gross="35.00"),
    SALE.format(day=OCT(day=13), item=1002, price="10.00", gross="15.00"),
]
BACKS = [BACK.format(day=OCT(day=day), back=back) for day, back in ((14, "24.99"), (14, "5.00"), (20, "5.00"))]
TEXTS = {
    "ebay0": EBAY + "\n".join(SALES),
    **{f"ebay{n}": EBAY + back for n, back in enumerate(BACKS, 1)},
    "ebay_all": EBAY + "\n".join([*BACKS, *SALES]),
    "ebay_sale1": EBAY + SALES[0],
    "ebay_sale2": EBAY + "\n".join([SALES[1], BACKS[0], BACKS[2]]),
    "ebay_less": EBAY + "\n".join([*SALES, BACKS[1]]),
    "ebay_two_alike": EBAY + "\n".join([BACKS[1], BACKS[1]]),
    "ebay_referred": REFERRED + "\n".join(f"{back},R-{n}" for n, back in enumerate(BACKS)),
    "earnings": EARNINGS + '"Oct 13, 2026",25-1,1001,Mug,deals,1,30.00,35.00,USD,1.00,-29.99\n'
    '"Oct 13, 2026",25-1,1002,Mug,deals,1,10.00,15.00,USD,1.00,-5.00',
    "amazon1": RANGE + '"Mar 1, 2026 1:02:03 PM PST",7,Order,111-1,A,Mug,1,20.00,3.00,-1.00,20\n'
    '"Mar 2, 2026 1:02:03 PM PST",7,Refund,111-1,A,Mug,1,-4.00,0,0,-4',
    "amazon2": RANGE + '"Mar 2, 2026 5:02:03 PM PST",7,Refund,111-1,A,Mug,1,-4.00,0,0,-4\n'
    '"Mar 2, 2026 5:02:03 PM PST",7,Order,111-1,B,Bowl,1,10.00,2.00,0,12',
    "payments1": PAYMENTS + "o1,1,voucher,10.00\no1,2,voucher,10.00",
    "payments2": PAYMENTS + "o1,3,voucher,10.00",
}  # fmt: skip
Build = Callable[..., StagedFiles]


@pytest.fixture(scope="module")
def build(tmp_path_factory: pytest.TempPathFactory) -> Build:
    """Staging files of the texts named, as the real reader reads them; all are read once."""
    folder = tmp_path_factory.mktemp("entries")
    for name, text in TEXTS.items():
        (folder / f"{name}.csv").write_text(text, "utf-8")
    read = reading.read_files([folder / f"{name}.csv" for name in TEXTS], folder / "s.sqlite", today=date(2026, 11, 22))
    assert all(file.format and not file.rejected for file in read)

    def staged(*names: str) -> StagedFiles:
        out = StagedFiles()
        for file in [file for name in names for file in read if file.name == f"{name}.csv"]:
            out.file(file.name, platform=file.platform, format=file.format, currency=file.currency)
            with closing(staging.look(folder / "s.sqlite")) as connection:
                for record, columns in staging.COLUMNS.items():
                    sql = f"SELECT {', '.join(columns)} FROM {record} WHERE file_no = ? ORDER BY seq"
                    for row in connection.execute(sql, (file.file_no,)):
                        values = dict(zip(columns, row, strict=True))
                        out.add(record, **{name: value for name, value in values.items() if name != "file_no"})
        return out

    return staged


def amounts(db: Database) -> list[tuple[Any, ...]]:
    with db.read() as conn:
        sql = "SELECT total_minor, shipping_minor, refunded_minor, paid_minor FROM orders ORDER BY id"
        return [tuple(row) for row in conn.exec_driver_sql(sql)]


def test_refunds_in_files_of_their_own_add_up_and_come_again_as_the_same(
    db: Database, build: Build, bring_in: BringIn
) -> None:
    assert [bring_in(build(name)).files[0].changed for name in ("ebay0", "ebay1", "ebay2", "ebay3")] == [0, 1, 1, 1]
    assert amounts(db) == [(5000, 1000, 3499, None)]
    for name in ("ebay1", "ebay0", "ebay3", "ebay2", "ebay_all", "ebay_less"):
        again = bring_in(build(name))
        assert [(file.new, file.changed) for file in again.files] == [(0, 0)], name
        assert not any(again.changed.values())
        assert not again.unsettled
    assert amounts(db) == [(5000, 1000, 3499, None)]


@pytest.mark.parametrize(
    ("names", "sums"),
    [
        (("ebay0", "ebay1", "ebay2", "ebay3"), (5000, 1000, 3499, None)),
        (("ebay_sale1", "ebay_sale2", "ebay2"), (5000, 1000, 3499, None)),
        (("amazon1", "amazon2"), (3400, 500, 800, None)),
        (("payments1", "payments2"), (None, None, None, 3000)),
    ],
    ids=["refunds", "items", "amazon", "payments"],
)
def test_files_in_any_order_or_at_once_make_the_same_shop(
    names: Sequence[str], sums: tuple[Any, ...], build: Build, blank_shop: Path, clock: FixedClock
) -> None:
    found = []
    for order in (names, names[::-1], (*names[1:], names[0]), None):
        shop = Shop(blank_shop, clock)
        for files in [names] if order is None else [[name] for name in order]:
            shop.bring_in(build(*files))
        assert amounts(shop.db) == [sums], order
        found.append(whole(shop.db)["orders"])
        shop.close()
    assert all(one == found[0] for one in found)


def test_two_refunds_alike_in_one_file_are_two(db: Database, build: Build, bring_in: BringIn) -> None:
    for name in ("ebay0", "ebay2", "ebay_two_alike", "ebay_two_alike"):
        bring_in(build(name))
    assert amounts(db) == [(5000, 1000, 1000, None)]


@pytest.mark.parametrize("names", [("ebay_referred", "ebay_all"), ("ebay_all", "ebay_referred")])
def test_a_refund_is_known_again_where_only_one_file_gives_its_reference(
    names: Sequence[str], db: Database, build: Build, bring_in: BringIn
) -> None:
    for name in (*names, *names):
        bring_in(build(name))
    assert amounts(db) == [(5000, 1000, 3499, None)]
    assert bring_in(build(names[0])).files[0].changed == 0


@pytest.mark.parametrize(
    "names", [("earnings", "ebay_all"), ("ebay_all", "earnings"), ("ebay1", "earnings", "ebay_all")]
)
def test_the_same_money_in_another_report_is_not_paid_back_twice(
    names: Sequence[str], db: Database, build: Build, bring_in: BringIn
) -> None:
    for name in (*names, *names):
        bring_in(build(name))
    assert amounts(db) == [(5000, 1000, 3499, None)]


def test_a_whole_amount_and_its_entries_meet(db: Database, build: Build, bring_in: BringIn) -> None:
    stated = StagedFiles()
    stated.file("own.csv", platform="ebay", kinds=["orders"])
    stated.order("25-1", refunded_minor=3499, placed_on="2026-10-13")
    for staged in (build("ebay_all"), stated, build("ebay1"), stated):
        bring_in(staged)
        assert amounts(db)[0][2] == 3499
    assert not any(bring_in(stated).changed.values())


@pytest.mark.parametrize(
    ("names", "back"),
    [
        (("ebay_all",), 3499),
        (("ebay1", "ebay2", "ebay3"), 3499),
        (("ebay3",), 3499 + 500),
        (("ebay2", "ebay_all"), 3499),
    ],
    ids=["the same file", "its parts", "one more", "a part, then all"],
)
def test_an_older_shop_takes_up_what_its_refunds_were_made_of(
    names: Sequence[str], back: int, build: Build, tmp_path: Path, clock: FixedClock
) -> None:
    """Revision 0003 kept one amount: the refunds of the file that came last."""
    old = Path(__file__).resolve().parents[2] / "old_files" / "0003.zip"
    archive.unpack(old, tmp_path / "shop", Progress())
    raw = connect(tmp_path / "shop" / "shop.sqlite")
    raw.execute("UPDATE channels SET platform = 'ebay', currency = 'USD' WHERE id = 1")
    raw.execute("UPDATE import_batches SET format = 'ebay_transactions'")
    raw.execute(
        "UPDATE orders SET number = '25-1', refunded_minor = 3499, total_minor = 5000, shipping_minor = 1000, "
        "currency = 'USD', source_batch = (SELECT id FROM import_batches) WHERE id = 1"
    )
    raw.close()
    db = Database.open(tmp_path / "shop", clock, derived=DERIVED)
    for number, name in enumerate((*names, *names)):
        path = build(name).write(tmp_path / f"{number}.sqlite")
        service.bring_in(db, path, backup=False)
    assert amounts(db)[0][2] == back
    db.close()
