"""Web pages and XML spreadsheets under the name of a workbook, as some shops export them."""

from __future__ import annotations

import pytest

from tests.exchange.reading.conftest import Read
from tests.exchange.reading.hostile import zip_of

PAGE = """<html xmlns:x="urn:schemas-microsoft-com:office:excel"><head><meta charset="utf-8">
<style>td {{ mso-number-format: "\\@" }}</style><title>Orders</title></head><body>
<!-- made by a shop -->
<table border=1><thead><tr><th>Order number</th><th>Order date</th><th>Customer</th><th>Product</th>
<th>Quantity</th><th>Total</th></tr></thead>
<tr><td>0012</td><td>13.05.2026</td><td>José&nbsp;M&uuml;ller</td><td>Cup<br>blue &amp; big</td>
<td>2</td><td>1.012,50 €</td>
<tr><td>0013<td>14.05.2026<td>陈<td>Mug<td>1<td>3,00 €</table>{more}</body></html>"""


def test_a_page_with_a_plain_table_is_read_with_a_warning(read: Read) -> None:
    found = read("orders.xls", PAGE.format(more=""))
    assert (found.file.refused, found.file.header_row, found.file.date_order) == (None, 1, "dmy")
    assert any("web page with the name of a table" in warning for warning in found.file.warnings)
    assert found.rows("orders", "row", "number", "placed_on", "buyer_name", "total_minor", "currency") == [
        (2, "0012", "2026-05-13", "José Müller", 101_250, "EUR"), (3, "0013", "2026-05-14", "陈", 300, "EUR"),
    ]  # fmt: skip
    assert found.rows("lines", "title", "quantity") == [("Cup\nblue & big", 2), ("Mug", 1)]


def test_cells_that_reach_over_others_keep_the_columns_in_line(read: Read) -> None:
    found = read(
        "orders.xls",
        "<table><tr><td colspan=4>My shop</td></tr><tr><td>Order number<td>Order date<td>Product<td>Total</tr>"
        "<tr><td rowspan='2'>7</td><td rowspan=2>2026-05-13</td><td>Cup</td><td>5.00</td></tr>"
        "<tr><td>Mug</td><td>3.00</td></tr><tr><td>8</td><td>2026-05-14</td><td>Lid</td><td>1.00</td></tr></table>",
    )
    assert found.rows("lines", "row", "order_number", "title") == [(3, "7", "Cup"), (4, "7", "Mug"), (5, "8", "Lid")]


def test_another_table_of_the_page_can_be_chosen(read: Read) -> None:
    more = "<table><tr><td>Rating</td><td>Review</td></tr><tr><td>5</td><td>Very good mug</td></tr></table>"
    page = PAGE.format(more=more)
    assert read("orders.xls", page).file.sheets == ("Table 1", "Table 2")
    assert read("orders.xls", page, sheet="Table 2").rows("reviews", "stars", "text") == [(5, "Very good mug")]


def test_an_xml_spreadsheet(read: Read) -> None:
    content = (
        '<?xml version="1.0"?>\n<?mso-application progid="Excel.Sheet"?>\n'
        '<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" '
        'xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet ss:Name="S"><Table>'
        "<Row><Cell><Data>Order number</Data></Cell><Cell><Data>Order date</Data></Cell>"
        "<Cell><Data>Note</Data></Cell><Cell><Data>Total</Data></Cell></Row>"
        '<Row><Cell><Data ss:Type="String">0012</Data><Comment><Data>seen</Data></Comment></Cell>'
        '<Cell><Data ss:Type="DateTime">2026-07-14T09:30:00.000</Data></Cell>'
        '<Cell ss:Index="4"><Data ss:Type="Number">12.5</Data></Cell></Row>'
        "<Row><Cell><Data>0013</Data></Cell><Cell><Data>2026-07-15T00:00:00.000</Data></Cell><Cell/>"
        "<Cell><Data>3</Data></Cell></Row></Table></Worksheet></Workbook>"
    )
    found = read("orders.xls", content, currency="EUR")
    assert found.rows("orders", "number", "placed_on", "total_minor", "note") == [
        ("0012", "2026-07-14", 1250, None), ("0013", "2026-07-15", 300, None)
    ]  # fmt: skip


def test_a_page_of_an_older_windows(read: Read) -> None:
    rows = "".join(f"<tr><td>{n}</td><td>2026-05-13</td><td>Анна Петрова</td><td>5,00</td></tr>" for n in range(1, 9))
    page = f"<table><tr><th>Номер заказа</th><th>Дата заказа</th><th>Покупатель</th><th>Сумма</th></tr>{rows}</table>"
    found = read("заказы.xls", page.encode("cp1251"), currency="RUB")
    assert found.file.encoding == "cp1251"
    assert found.rows("orders", "buyer_name") == ["Анна Петрова"] * 8


@pytest.mark.parametrize(
    "page",
    [
        "<html><body><p>Please sign in</p></body></html>",
        "<html><table><tr><td><table><tr><td>a</td></tr></table></td><td>menu</td></tr><tr><td>b<td>c</table></html>",
        "<html><table><tr><th>One column</th></tr><tr><td>1</td></tr></table></html>",
        "<html><frameset><frame src=sheet001.htm></frameset></html>",
        "<html><table><tr><td>a<td>b<tr><td>c<td " + 'x="' + "y" * 400_000,
        "<html><![if !x]><![<table><tr><td>a<td>b<tr><td>1<td>2</table>",
        "<html>" + "<table>" * 60 + "<tr><td>a<td>b<tr><td>1<td>2",
    ],
    ids=["sign-in", "layout", "one-column", "frames", "endless-tag", "broken-mark", "many-tables"],
)
def test_other_pages_are_refused_with_a_way_out(page: str, read: Read) -> None:
    found = read("orders.xls", page)
    assert "orders.xls is a web page with the name of a table" in (found.file.refused or "")
    assert found.rows("orders", "seq") == []


def test_pages_inside_folders_of_a_zip(read: Read) -> None:
    packed = zip_of(
        **{
            "2026/07/orders__xls": PAGE.format(more="").encode(),
            "2026/reviews__csv": b"Rating,Review\n5,Lovely mug\n",
            "__MACOSX/2026/._reviews__csv": b"\x00\x05",
            "2026/.hidden__csv": b"x",
            "readme__txt": b"Made by a shop.\n",
        }
    )
    found = read("export.zip", packed)
    assert [file.name for file in found.files] == [
        "export.zip › 2026/07/orders.xls", "export.zip › 2026/reviews.csv", "export.zip › readme.txt",
    ]  # fmt: skip
    assert (found.rows("orders", "number"), found.rows("reviews", "text")) == (["0012", "0013"], ["Lovely mug"])
