"""Why orders came back: read from the platforms' own files, whatever order they come in, and proposed as cases."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from storeapp.aftersales.proposals import service as proposing
from storeapp.aftersales.proposals.queries import proposals
from storeapp.exchange import reading, service
from storeapp.store.tables import Order, OrderLine

TODAY = date(2026, 11, 28)
ORDERS = (
    "amazon-order-id\tpurchase-date\torder-status\tproduct-name\tsku\tasin\tquantity\tcurrency\titem-price\n"
    "111-1\t2026-09-01T10:00:00+00:00\tShipped\tLamp\tL1\tB01\t2\tEUR\t40.00\n"
    "111-2\t2026-09-02T10:00:00+00:00\tShipped\tShade\tS1\tB02\t1\tEUR\t20.00\n"
)
HEAD = (
    "return-date\torder-id\tsku\tasin\tfnsku\tproduct-name\tquantity\tfulfillment-center-id\t"
    "detailed-disposition\treason\n"
)
FIRST = "2026-09-20T08:00:00+00:00\t111-1\tL1\tB01\tX1\tLamp\t1\tBER3\tSELLABLE\tUNWANTED_ITEM\n"
SECOND = "2026-09-21T08:00:00+00:00\t111-1\tL1\tB01\tX1\tLamp\t1\tBER3\tDEFECTIVE\tDEFECTIVE\n"
THIRD = "2026-09-22T08:00:00+00:00\t111-2\tS1\tB02\tX2\tShade\t1\tBER3\tCARRIER_DAMAGED\tDAMAGED_BY_CARRIER\n"


@pytest.fixture
def take(db, tmp_path):
    """Import text files, {name: content}, as the reader finds them."""

    def run(**files):
        paths = []
        for name, content in files.items():
            path = tmp_path / f"{name}.txt"
            path.write_text(content, encoding="utf-8")
            paths.append(path)
        reading.read_files(paths, tmp_path / "staging.sqlite")
        return service.bring_in(db, tmp_path / "staging.sqlite", backup=False).value

    return run


def kept(db):
    with db.read() as conn:
        return {
            row.number: (row.return_reason, row.status, row.total_minor or row.items_minor)
            for row in conn.execute(select(Order.__table__))
        }


WHOLE = {"111-1": ("DEFECTIVE; UNWANTED_ITEM", "shipped", 4000), "111-2": ("DAMAGED_BY_CARRIER", "shipped", 2000)}


@pytest.mark.parametrize(
    "files",
    [
        [ORDERS, HEAD + FIRST + SECOND + THIRD],
        [ORDERS, HEAD + THIRD + SECOND + FIRST, HEAD + FIRST + SECOND + THIRD],  # again, in another order
        [HEAD + FIRST, ORDERS, HEAD + SECOND, HEAD + THIRD],  # in parts, the first before its order
        [ORDERS, HEAD + FIRST + SECOND + THIRD, HEAD + THIRD],  # rows less take nothing away
    ],
)
def test_reasons_of_returns_are_kept_whatever_order_files_come_in(db, take, files):
    for number, content in enumerate(files):
        take(**{f"file{number}": content})
    assert kept(db) == WHOLE
    with db.read() as conn:
        found = {one.number: one for one in proposals(conn, TODAY)}
    assert {number: one.reason for number, one in found.items()} == {"111-1": "PRD_DEFECT", "111-2": "DEL_DAMAGE"}
    assert "Reason of the return: DAMAGED_BY_CARRIER" in found["111-2"].why


def test_a_dismissal_survives_the_file_in_every_form(db, take):
    take(orders=ORDERS, back=HEAD + FIRST + THIRD)
    with db.read() as conn:
        mine = next(one for one in proposals(conn, TODAY) if one.number == "111-1")
    proposing.dismiss(db, [mine.record], "settled")
    edited = ORDERS.replace("Shipped\tLamp", "Shipped - Returned to Seller\tLamp")
    for again in (HEAD + THIRD + FIRST, HEAD + THIRD, HEAD + SECOND, edited, ORDERS):
        take(again=again)
        with db.read() as conn:
            assert [one.number for one in proposals(conn, TODAY)] == ["111-2"]


def test_pieces_that_came_back_are_kept_by_line(db, take):
    head = (
        "Order ID,Order Status,Cancelation/Return Type,SKU ID,Seller SKU,Product Name,Quantity,Sku Quantity of return,"
        "SKU Unit Original Price,SKU Subtotal After Discount,Order Refund Amount,Order Amount,Created Time\n"
    )
    row = "5771\t,Completed,Return/Refund,91,L1,Lamp,3,{},10.00,30.00,10.00,30.00,01/09/2026 10:00:00\t\n"
    for back in (1, 1, 2):
        take(tiktok=head + row.format(back))
        with db.read() as conn:
            assert conn.execute(select(OrderLine.quantity, OrderLine.returned)).all() == [(3, back)]


def test_a_table_of_ones_own_may_say_why(db, take):
    table = "Order number,Order date,Product,Quantity,Total,退款原因\nA1,2026-09-01,Lamp,1,30.00,质量问题\n"
    take(own=table + "A2,2026-09-02,Lamp,1,30.00,七天无理由退货\nA3,2026-09-03,Lamp,1,30.00,\n")
    with db.read() as conn:
        assert {one.number: one.reason for one in proposals(conn, TODAY)} == {"A1": "PRD_DEFECT", "A2": "BUY_REMORSE"}
