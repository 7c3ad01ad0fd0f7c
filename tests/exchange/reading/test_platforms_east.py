"""Taobao, JD, Pinduoduo, Youzan, Shopee, Lazada, TikTok, Ozon and a big table of invoices, with their traps."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.exchange.reading.conftest import Read
from tests.exchange.reading.platform_files import nothing_personal, rows_under


def test_taobao_orders(read: Read, formats: Path) -> None:
    found = read(formats / "_constructed_not_real/taobao_ExportOrderList_gbk.csv")
    assert (found.file.format, found.file.encoding, found.file.currency) == ("taobao_orders", "gb18030", "CNY")
    assert found.rows(
        "orders", "number", "status", "placed_at", "total_minor", "customer_kind", "cancel_reason", "note"
    ) == [("3912345678901234567", "delivered", "2024-11-10T16:03:21Z", 5900, None, None, "请发顺丰,谢谢")]


def test_a_real_tmall_report(read: Read, shared_data: Path) -> None:
    found = read(shared_data / "tmall_orders" / "tmall_order_report.csv")
    assert (found.file.format, found.file.rows, found.file.rejected) == ("tmall_report", 28_010, 0)
    assert found.one("SELECT count(*) FROM orders WHERE paid_on IS NULL") == 3923
    assert found.one("SELECT count(*) FROM orders WHERE refunded_minor > 0") == 5646
    assert found.one("SELECT count(*) FROM orders WHERE status = 'created'") == 3923
    assert found.one("SELECT count(*) FROM orders WHERE status = 'refunded' AND refunded_minor < total_minor") == 0


def test_tmall_products(read: Read, shared_data: Path) -> None:
    found = read(shared_data / "tmall_orders" / "tmall_cosmetics_products.csv")
    assert (found.file.format, found.file.rows, found.file.currency) == ("tmall_products", 27_598, "CNY")


def test_jd_orders(read: Read, formats: Path) -> None:
    base = {
        "订单号": "2001",
        "下单时间": "2024-11-11 00:03:21",
        "订单金额": "118.00",
        "订单状态": "完成",
        "下单帐号": "jd_abc",
        "客户姓名": "李**",
        "客户地址": "12 Oak Street",
        "联系电话": "1******6198",
        "付款确认时间": "2024-11-11 00:05:00",
    }
    content = rows_under(
        formats / "jd/HEADER_jd_orders.csv",
        {**base, "商品ID": "9", "商品名称": "杯子", "订购数量": "1", "京东价": "59.00"},
        {**base, "商品ID": "10", "商品名称": "盖子", "订购数量": "1", "京东价": "59.00"},
        encoding="gb18030",
    )
    found = read("jd.csv", content)
    assert found.file.format == "jd_orders"
    assert found.rows("orders", "number", "status", "total_minor", "customer_key", "buyer_name", "buyer_phone") == [
        ("2001", "delivered", 11_800, "jd_abc", None, None)
    ]
    assert found.rows("lines", "listing_key", "price_minor") == [("id:9", 5900), ("id:10", 5900)]
    nothing_personal(found)


def test_pinduoduo_orders(read: Read, formats: Path) -> None:
    row = {
        "商品": "陶瓷杯",
        "订单号": "240711-001\t",
        "订单状态": "已收货",
        "商品总价(元)": "59.00",
        "邮费(元)": "0",
        "用户实付金额(元)": "55.00",
        "商家实收金额(元)": "57.00",
        "商品数量(件)": "2",
        "市": "杭州市",
        "订单成交时间": "2024-07-11 10:00:00\t",
        "支付时间": "2024-07-11 10:01:00\t",
        "商品id": "77\t",
        "商品规格": "大号",
        "售后状态": "退款成功",
        "用户购买手机号": "138****0001",
    }
    found = read("pdd.csv", rows_under(formats / "pinduoduo/HEADER_pdd_orders.csv", row))
    assert found.file.format == "pdd_orders"
    assert found.rows("orders", "number", "status", "placed_on", "total_minor", "ship_city") == [
        ("240711-001", "refunded", "2024-07-11", 5700, "杭州市")
    ]
    assert found.rows("lines", "title", "quantity", "total_minor", "options") == [("陶瓷杯", 2, 5900, "大号")]


def test_youzan_orders(read: Read, formats: Path) -> None:
    row = {
        "订单号": "E2024",
        "买家付款时间": "2024-07-11 10:01:00",
        "订单实付金额": "55.00",
        "订单状态": "交易完成",
        "收货人手机号/提货人手机号": "13800000001",
    }
    found = read("y.csv", rows_under(formats / "youzan/HEADER_youzan_orders_PARTIAL.csv", row))
    assert found.rows("orders", "number", "status", "paid_minor", "customer_kind") == [
        ("E2024", "delivered", 5500, "phone")
    ]


def test_shopee_orders_sum_repeated_totals_once(read: Read, formats: Path) -> None:
    base = {
        "No. Pesanan": "2407AB",
        "Status Pesanan": "Selesai",
        "Waktu Pesanan Dibuat": "2024-07-11 10:00",
        "Total Pembayaran": "250.000",
        "Username (Pembeli)": "budi",
        "Alamat Pengiriman": "12 Oak Street",
        "Ongkos Kirim Dibayar oleh Pembeli": "10.000",
        "Kota/Kabupaten": "BANDUNG",
    }
    found = read(
        "order.csv",
        rows_under(
            formats / "shopee/HEADER_shopee_id_orders.csv",
            {
                **base,
                "Nama Produk": "Cangkir",
                "Harga Setelah Diskon": "120.000",
                "Jumlah": "1",
                "Total Harga Produk": "120.000",
            },
            {
                **base,
                "Nama Produk": "Tutup",
                "Harga Setelah Diskon": "60.000",
                "Jumlah": "2",
                "Total Harga Produk": "120.000",
            },
        ),
    )
    assert (found.file.format, found.file.currency) == ("shopee_orders_id", "IDR")
    assert found.rows("orders", "number", "status", "total_minor", "shipping_minor") == [
        ("2407AB", "delivered", 25_000_000, 1_000_000)
    ]
    assert found.rows("lines", "title", "quantity", "price_minor") == [
        ("Cangkir", 1, 12_000_000),
        ("Tutup", 2, 6_000_000),
    ]
    nothing_personal(found)


def test_lazada_orders_are_one_row_a_unit(read: Read, formats: Path) -> None:
    base = {
        "orderNumber": "31",
        "invoiceNumber": "PAYREF",
        "paidPrice": "9.50",
        "unitPrice": "10.00",
        "itemName": "Cup",
        "lazadaSku": "77",
    }
    found = read(
        "l.csv",
        rows_under(
            formats / "lazada/HEADER_lazada_orders_PARTIAL.csv",
            {**base, "orderItemId": "1"},
            {**base, "orderItemId": "2"},
        ),
        currency="SGD",
    )
    assert found.rows("lines", "order_number", "key", "quantity", "total_minor") == [
        ("31", "1", 1, 950),
        ("31", "2", 1, 950),
    ]
    nothing_personal(found)


@pytest.mark.parametrize(
    ("created", "order", "at"),
    [
        ("14/07/2026 21:05:11\t", "dmy", "2026-07-14T21:05:11Z"),
        ("07/14/2026 9:05:11 PM\t", "mdy", "2026-07-14T21:05:11Z"),
    ],
)
def test_tiktok_orders_with_a_row_of_explanations(created: str, order: str, at: str, read: Read, formats: Path) -> None:
    explained = {
        "Order ID": "Platform unique order ID.",
        "Order Status": "Current order status.",
        "Quantity": "The quantity of the SKU.",
    }
    row = {
        "Order ID": "57638\t",
        "Order Status": "Completed",
        "SKU ID": "1729\t",
        "Product Name": "Cup",
        "Quantity": "1",
        "SKU Unit Original Price": "12.50",
        "SKU Subtotal After Discount": "11.00",
        "Order Amount": "14.00",
        "Created Time": created,
        "Recipient": "A**",
        "Detail Address": "12 Oak Street",
        "Buyer Username": "budi77",
        "Order Refund Amount": "",
    }
    found = read(
        "t.csv",
        b"\xef\xbb\xbf" + rows_under(formats / "tokopedia_tiktok/HEADER_tiktok_tokopedia_orders.csv", explained, row),
        currency="USD",
    )
    assert (found.file.format, found.file.date_order) == ("tiktok_orders", order)
    assert found.rejected == []
    assert found.rows("orders", "row", "number", "status", "placed_at", "total_minor") == [
        (3, "57638", "delivered", at, 1400)
    ]
    nothing_personal(found)


def test_ozon_postings(read: Read, formats: Path) -> None:
    found = read(formats / "_constructed_not_real/ozon_postings.csv")
    assert found.rows("orders", "number", "status", "placed_on", "placed_at", "paid_minor") == [
        ("00012345-0101", "delivered", "2025-09-25", "2025-09-25T11:03:00Z", 110_350)
    ]
    assert found.rows("lines", "key", "listing_key", "price_minor", "title") == [
        ("00012345-0101-1|id:412345678", "id:412345678", 129_000, "Кружка керамическая, 350 мл")
    ]


def test_uci_retail_has_cancelled_invoices(read: Read) -> None:
    head = "Invoice,StockCode,Description,Quantity,InvoiceDate,Price,Customer ID,Country\n"
    found = read(
        "u.csv",
        head
        + "489434,85048,BALL,12,2009-12-01 07:45:00,6.95,13085.0,United Kingdom\n" * 2
        + "C489449,22087,PAPER,-12,2009-12-01 10:33:00,2.95,,Australia\n",
    )
    assert found.rows("orders", "number", "status", "customer_key", "ship_country") == [
        ("489434", None, "13085", "GB"),
        ("C489449", "canceled", None, "AU"),
    ]
    assert found.rows("lines", "key", "quantity", "total_minor") == [
        ("sku:85048|#1", 12, 8340),
        ("sku:85048|#2", 12, 8340),
        ("sku:22087|#1", -12, -3540),
    ]
