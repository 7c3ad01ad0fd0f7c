"""Shopify, Etsy, eBay, Amazon, WooCommerce: the real file where there is one, else rows under the verified header."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.exchange.reading.conftest import Read
from tests.exchange.reading.platform_files import nothing_personal, rows_under


# whole: one order's rows, cell by cell as the platform writes them
def test_shopify_orders_take_the_order_from_its_first_row(read: Read, formats: Path) -> None:
    first = {
        "Name": "#1001",
        "Id": "5277620000001",
        "Email": "ann@example.com",
        "Financial Status": "partially_refunded",
        "Fulfillment Status": "fulfilled",
        "Accepts Marketing": "no",
        "Currency": "EUR",
        "Subtotal": "30.00",
        "Shipping": "5.00",
        "Taxes": "1.50",
        "Total": "35.00",
        "Created at": "2025-03-20 05:20:57 -0700",
        "Lineitem quantity": "2",
        "Lineitem name": "Mug - Blue",
        "Lineitem price": "10.00",
        "Lineitem sku": "M-B",
        "Billing Name": "Ann Lee",
        "Billing Street": "12 Oak Street",
        "Shipping City": "Köln",
        "Shipping Country": "DE",
        "Notes": "Ring twice\nIP address: 192.0.2.243",
        "Payment Reference": "PAYREF",
        "Refunded Amount": "3.00",
        "Fulfilled at": "2025-03-22 09:00:00 -0700",
        "Note Attributes": "Address: 12 Oak Street",
    }
    second = {
        "Name": "#1001",
        "Email": "ann@example.com",
        "Created at": "2025-03-20 05:20:57 -0700",
        "Lineitem quantity": "1",
        "Lineitem name": "Lamp",
        "Lineitem price": "10.00",
        "Lineitem sku": "",
    }
    voided = {
        **first,
        "Name": "#1002",
        "Id": "5277620000002",
        "Email": "",
        "Financial Status": "voided",
        "Notes": "",
        "Fulfillment Status": "unfulfilled",
        "Cancelled at": "2025-11-05 01:00:00 -0800",
        "Fulfilled at": "",
        "Created at": "2025-11-04 23:30:00 -0800",
    }
    found = read("orders_export.csv", rows_under(formats / "shopify/HEADER_orders_export.csv", first, second, voided))
    assert found.file.format == "shopify_orders"
    assert found.rows(
        "orders", "number", "external_id", "status", "placed_on", "placed_at", "shipped_on", "canceled_on"
    ) == [
        ("#1001", "5277620000001", "shipped", "2025-03-20", "2025-03-20T12:20:57Z", "2025-03-22", None),
        ("#1002", "5277620000002", "canceled", "2025-11-04", "2025-11-05T07:30:00Z", None, "2025-11-05"),
    ]
    assert found.rows(
        "orders", "total_minor", "refunded_minor", "note", "ship_city", "customer_kind", "customer_key"
    ) == [(3500, 300, "Ring twice", "Köln", "email", "ann@example.com"), (3500, 300, None, "Köln", None, None)]
    assert found.rows("lines", "order_number", "title", "quantity", "total_minor", "listing_key") == [
        ("#1001", "Mug - Blue", 2, 2000, "sku:M-B"),
        ("#1001", "Lamp", 1, 1000, "title:lamp"),
        ("#1002", "Mug - Blue", 2, 2000, "sku:M-B"),
    ]
    assert found.rows("customers", "key", "name", "consent") == [("ann@example.com", "Ann Lee", "no")]
    nothing_personal(found)


def test_shopify_orders_saved_by_a_spreadsheet_lose_their_ids_and_are_rejected(read: Read, formats: Path) -> None:
    row = {
        "Name": "1001",
        "Id": "5.27762E+12",
        "Financial Status": "paid",
        "Created at": "20/03/2025 05:20",
        "Lineitem quantity": "1",
        "Lineitem name": "Mug",
        "Lineitem price": "10.00",
        "Currency": "EUR",
        "Total": "10.00",
    }
    found = read("o.csv", rows_under(formats / "shopify/HEADER_orders_export.csv", row))
    ((line, column, value, reason),) = found.rejected
    assert (line, column, value) == (2, "Id", "5.27762E+12")
    assert "download the file again" in reason


def test_an_order_whose_first_row_is_lost_never_comes_in_without_its_head(read: Read, formats: Path) -> None:
    cases = Path(__file__).resolve().parents[1] / "cases"
    text = (cases / "shopify_excel_id_shortened.csv").read_text()
    found = read("ids.csv", text)
    assert [row for row, *_rest in found.rejected] == [2, 3, 4, 5, 6, 7]
    assert found.rows("orders", "number") == found.rows("lines", "order_number") == []
    lines = text.replace("5.27762E+12", "52776200").splitlines()
    lines[1] = lines[1].replace(",89.01,", ",many,")  # the total of the first order
    lines[4] = lines[4].replace(",1,Pandan", ",many,Pandan")  # an item of the second one
    found = read("total.csv", "\n".join(lines) + "\n")
    assert [row for row, *_rest in found.rejected] == [2, 3, 5]
    assert found.rows("orders", "number", "total_minor") == [("#8082", 10994), ("#8081", 5236), ("#8080", 5235)]


def test_a_real_shopify_shop(read: Read, shared_data: Path) -> None:
    found = read(shared_data / "shopify_cod_shop")
    assert [file.refused for file in found.files] == [None] * 9
    assert {(file.format, file.currency, file.rejected) for file in found.files} == {("shopify_orders", "BDT", 0)}
    orders = found.rows("orders", "file_no", "total_minor", "placed_at", "status")
    lines = found.rows("lines", "file_no", "quantity", "total_minor")
    sums = []
    for file in found.files:
        mine, items = ([row for row in rows if row[0] == file.file_no] for rows in (orders, lines))
        placed = [row[2] for row in mine]
        sums.append((len(mine), sum(row[1] for row in mine), min(placed), max(placed)))
        sums[-1] += (len(items), sum(row[1] for row in items), sum(row[2] for row in items))
    # Orders, their sum, first and last instant (the files are at +0400 and +0500); lines, pieces, their sum.
    assert sums == [
        (5, 770_000, "2026-04-05T17:06:21Z", "2026-04-05T21:48:03Z", 6, 6, 760_000),
        (3, 580_000, "2026-04-05T15:50:32Z", "2026-04-05T21:13:55Z", 3, 5, 750_000),
        (50, 7_530_000, "2026-04-04T07:48:49Z", "2026-04-05T21:04:05Z", 50, 53, 7_525_000),
        (7, 1_354_800, "2026-04-05T17:47:04Z", "2026-04-05T20:44:15Z", 10, 13, 1_779_800),
        (10, 2_261_502, "2026-04-05T15:45:56Z", "2026-04-05T20:36:22Z", 10, 11, 2_206_502),
        (9, 1_630_000, "2026-04-05T16:49:28Z", "2026-04-05T21:41:16Z", 9, 12, 1_570_000),
        (6, 1_110_000, "2026-04-04T03:14:36Z", "2026-04-05T19:07:27Z", 6, 6, 1_080_000),
        (2, 185_000, "2026-04-05T16:55:08Z", "2026-04-05T17:29:53Z", 2, 2, 170_000),
        (7, 870_000, "2026-04-05T15:55:39Z", "2026-04-05T19:33:19Z", 7, 7, 835_000),
    ]
    assert [row[0] for row in orders if row[3] == "canceled"] == [7]
    assert not any("IP address" in (note or "") for note in found.rows("orders", "note"))


@pytest.mark.parametrize("year", ["2023", "2024"])
def test_shopify_customers(year: str, read: Read, formats: Path) -> None:
    row = {
        "Customer ID": "'9013808660771",
        "First Name": "Ann",
        "Last Name": "Lee",
        "Email": "ann@example.com",
        "Accepts Email Marketing": "no",
        "Phone": "'+4917112345678",
        "Total Spent": "12.00",
        "Total Orders": "1",
    }
    row["City" if year == "2023" else "Default Address City"] = "Köln"
    row["Address1" if year == "2023" else "Default Address Address1"] = "12 Oak Street"
    found = read("customers_export.csv", rows_under(formats / f"shopify/HEADER_customers_export_{year}.csv", row))
    assert found.rows("customers", "kind", "key", "name", "email", "phone", "city", "consent") == [
        ("account", "9013808660771", "Ann Lee", "ann@example.com", "+4917112345678", "Köln", "no")
    ]
    nothing_personal(found)


@pytest.mark.parametrize(
    ("name", "columns", "rows", "products", "variants", "prices"),
    [
        ("data/shopify_products/2017_bicycles.csv", 44, 1399, 284, 1077, 11_400_939),
        ("data/shopify_products/2017_fashion.csv", 44, 5024, 997, 3676, 130_138_350),
        ("data/shopify_products/2017_jewelry.csv", 44, 30, 19, 0, None),
        ("data/shopify_products/2017_snowdevil.csv", 44, 636, 278, 2, 26_800),
        ("data/shopify_products/apparel.csv", 46, 22, 20, 0, None),
        ("data/shopify_products/home-and-garden.csv", 47, 21, 20, 0, None),
        ("data/shopify_products/jewelery.csv", 46, 41, 20, 0, None),
        ("formats/shopify/REAL_products_export_2022_status_column.csv", 48, 21, 20, 0, None),
        ("formats/shopify/REAL_products_apostrophe_skus_first39rows.csv", 44, 39, 12, 25, 746_000),
    ],
)
def test_real_shopify_products(
    name: str, columns: int, rows: int, products: int, variants: int, prices: int | None, read: Read, shared_data: Path
) -> None:
    found = read(shared_data.parent / name)
    assert (found.file.format, len(found.file.header), found.file.rows, found.rejected) == (
        "shopify_products", columns, rows, [],
    )  # fmt: skip
    keys = found.rows("products", "listing_key", "parent_key")
    assert len(keys) == len({key for key, _parent in keys}) == products + variants
    assert sum(parent is None for _key, parent in keys) == products
    assert found.one("SELECT sum(price_minor) FROM products WHERE parent_key IS NOT NULL") == prices
    assert all(title for title in found.rows("products", "title"))


def test_shopify_codes_lose_the_apostrophe_of_a_spreadsheet(read: Read, formats: Path) -> None:
    found = read(formats / "shopify/REAL_products_apostrophe_skus_first39rows.csv")
    assert found.rows("products", "listing_key", "parent_key", "title", "price_minor")[:3] == [
        ("id:s14-onl-li-4184l-navy", None, "Delicious Camisole", 7800),
        ("id:s14-onl-li-5656-black", None, "Delicious Camisole", 7800),
        ("id:s14-oto-br-br-41-silver", None, "Bracelet 41 in Silver", 57_800),
    ]
    skus = [sku for sku in found.rows("products", "sku") if sku]
    assert (len(skus), "30235" in skus, any(sku.startswith("'") for sku in skus)) == (25, True, False)


def test_etsy_orders(read: Read, formats: Path) -> None:
    row = {
        "Sale Date": "07/14/26",
        "Order ID": "3382",
        "Buyer": "Ann Lee (annlee)",
        "Full Name": "Ann Lee",
        "Number of Items": "2",
        "Date Shipped": "07/15/2026",
        "Street 1": "12 Oak Street",
        "Ship City": "Köln",
        "Ship Country": "Germany",
        "Currency": "USD",
        "Order Value": "$5.00",
        "Discount Amount": "$0.50",
        "Shipping": "$1.00",
        "Sales Tax": "0",
        "Order Total": "$5.50",
        "Status": "Completed",
        "SKU": "sku-a,sku-b",
    }
    content = rows_under(formats / "etsy/HEADER_EtsySoldOrders.csv", row).decode().replace(",", "\t")
    content = content.replace('"sku-a\tsku-b"', "sku-a,sku-b")
    found = read("EtsySoldOrders.csv", content)  # re-saved with tabs
    assert found.file.format == "etsy_orders"
    assert found.rows(
        "orders", "number", "status", "placed_on", "shipped_on", "items_minor", "total_minor", "buyer_name"
    ) == [("3382", "shipped", "2026-07-14", "2026-07-15", 500, 550, "Ann Lee")]
    nothing_personal(found)


def test_etsy_listings(read: Read, formats: Path) -> None:
    found = read(formats / "etsy/REAL_EtsyListingsDownload_AUD.csv")
    assert found.rows("products", "title", "price_minor", "currency")[0] == ("Latte Paw Squishy", 1495, "AUD")
    assert len(found.rows("products", "seq")) == 26


def test_ebay_orders_with_footer(read: Read, formats: Path) -> None:
    found = read(formats / "_constructed_not_real/ebay_orders_report_us_blank_line_footer.csv")
    assert found.file.header_row == 2
    assert found.rows("orders", "number", "total_minor", "placed_on", "due_on", "currency", "customer_key") == [
        ("24-00001-88735", 92_597, "2026-07-25", "2026-08-02", "USD", "fake_buyer1")
    ]
    assert found.rows("lines", "row", "key", "title", "quantity", "total_minor") == [
        (4, "10012345678901", "Vintage Lamp, brass", 1, 90_000),
        (5, "10012345678902", "Lamp shade", 2, 2000),
    ]
    assert found.rows("reviews", "order_number", "rating", "scale", "stars") == [("24-00001-88735", 3, 3, 5)]


def test_ebay_summary_rows_carry_the_total_of_their_order(read: Read, formats: Path) -> None:
    base = {"Sales Record Number": "7", "Order Number": "24-1", "Buyer Username": "bo", "Sale Date": "Jul-25-26"}
    found = read(
        "e.csv",
        rows_under(
            formats / "ebay/HEADER_orders_report_us_2026.csv",
            {**base, "Total Price": "$45.00", "Shipping And Handling": "$5.00", "Quantity": "2"},
            {
                **base,
                "Item Number": "1",
                "Item Title": "Lamp",
                "Quantity": "1",
                "Sold For": "$20.00",
                "Total Price": "$25.00",
                "Transaction ID": "t1",
            },
            {
                **base,
                "Item Number": "2",
                "Item Title": "Shade",
                "Quantity": "1",
                "Sold For": "$20.00",
                "Total Price": "$20.00",
                "Transaction ID": "t2",
            },
        ),
    )
    assert found.rows("orders", "number", "total_minor", "shipping_minor") == [("24-1", 4500, 500)]
    assert found.rows("lines", "key", "title") == [("t1", "Lamp"), ("t2", "Shade")]


def test_ebay_german_orders(read: Read, formats: Path) -> None:
    row = {
        "Verkaufsprotokollnummer": "1",
        "Bestellnummer": "23-12345-12345",
        "Nutzername des Käufers": "käufer1",
        "Name des Käufers": "--",
        "Artikelnummer": "1",
        "Angebotstitel": "Lampe",
        "Bestandseinheit": "L-1",
        "Anzahl": "1",
        "Verkauft für": "1.110,00 €",
        "Verpackung und Versand": "6,99 €",
        "Gesamtbetrag": "1.116,99 €",
        "Verkauft am": "10-Dez-25",
        "Zahlungsdatum": "10-Dez-25",
    }
    content = b"\xef\xbb\xbf\n" + rows_under(formats / "ebay/HEADER_orders_report_de_PARTIAL.csv", row, delimiter=";")
    found = read("bestellungen.csv", content)
    assert (found.file.format, found.file.decimal, found.file.currency) == ("ebay_orders", ",", "EUR")
    assert found.rows("orders", "number", "placed_on", "paid_on", "total_minor", "status", "buyer_name") == [
        ("23-12345-12345", "2025-12-10", "2025-12-10", 111_699, "paid", None)
    ]


def test_ebay_transactions_are_sales_only(read: Read) -> None:
    head = (
        "Transaction creation date,Type,Order number,Buyer username,Buyer name,Ship to city,Ship to zip,Item ID,"
        "Transaction ID,Item title,Custom label,Quantity,Item subtotal,Shipping and handling,Gross transaction amount,"
        "Transaction currency,Description\n"
    )
    preamble = "".join(f"junk {n}\n" for n in range(9)) + "Seller,me\n"
    found = read(
        "t.csv",
        preamble
        + head
        + '"Jan 1, 2023",Order,12-1,bo,Bo Lee,Leeds,LS1,11,91,Lamp,L-1,1,20.00,5.00,25.00,USD,--\n'
        + '"Jan 2, 2023",Refund,12-1,bo,Bo Lee,--,--,11,--,Lamp,--,--,-20.00,--,-20.00,USD,--\n'
        + '"Jan 3, 2023",Payout,--,--,--,--,--,--,--,--,--,--,--,--,-25.00,USD,--\n',
    )
    assert found.file.format == "ebay_transactions"
    assert found.rows("orders", "number", "placed_on", "total_minor", "refunded_minor") == [
        ("12-1", "2023-01-01", 2500, 2000)
    ]
    assert found.rejected == []
    assert any("1 row is not an order" in warning for warning in found.file.warnings)


def test_amazon_all_orders(read: Read, formats: Path) -> None:
    base = {
        "amazon-order-id": "111-1111111-1111111",
        "purchase-date": "2026-07-14T09:00:00+00:00",
        "order-status": "Shipped",
        "quantity": "2",
        "currency": "USD",
        "item-price": "20.00",
        "ship-city": "SEATTLE",
        "ship-country": "US",
        "ship-postal-code": "98101",
    }
    content = rows_under(
        formats / "amazon/HEADER_all_orders_report.txt",
        {**base, "product-name": "Frame 7 inch oak", "sku": "F7", "asin": "B01", "item-tax": "1.00"},
        {
            **base,
            "product-name": "Mug",
            "sku": "M",
            "asin": "B02",
            "quantity": "1",
            "item-price": "8.00",
            "item-tax": "0.50",
        },
        {
            **base,
            "amazon-order-id": "222-2222222-2222222",
            "order-status": "Cancelled",
            "item-price": "",
            "product-name": "Mug",
            "sku": "M",
            "asin": "B02",
        },
        delimiter="\t",
    ).replace(b"7 inch", b'7"')
    found = read("all.txt", content)
    assert found.file.format == "amazon_all_orders"
    assert found.rows("orders", "number", "status", "placed_at", "tax_minor", "customer_kind") == [
        ("111-1111111-1111111", "shipped", "2026-07-14T09:00:00Z", 150, None),
        ("222-2222222-2222222", "canceled", "2026-07-14T09:00:00Z", None, None),
    ]
    assert found.rows("lines", "listing_key", "title", "quantity", "price_minor", "total_minor") == [
        ("id:B01", 'Frame 7" oak', 2, 1000, 2000),
        ("id:B02", "Mug", 1, 800, 800),
        ("id:B02", "Mug", 2, None, None),
    ]


@pytest.mark.parametrize(
    ("name", "form"),
    [("HEADER_unshipped_orders_report.txt", "amazon_unshipped"), ("HEADER_new_orders_report.txt", "amazon_new_orders")],
)
def test_amazon_open_orders_have_no_real_buyer_address(name: str, form: str, read: Read, formats: Path) -> None:
    row = {
        "order-id": "111-1",
        "order-item-id": "77",
        "purchase-date": "2026-07-14T09:00:00+00:00",
        "product-name": "Mug",
        "sku": "M",
        "quantity-purchased": "1",
        "buyer-email": "abc@marketplace.amazon.com",
        "buyer-name": "Ann",
        "ship-address-1": "12 Oak Street",
    }
    found = read("x.txt", rows_under(formats / "amazon" / name, row, delimiter="\t"))
    assert found.file.format == form
    assert found.rows("orders", "number", "buyer_name", "customer_kind") == [("111-1", "Ann", None)]
    assert found.rows("customers", "seq") == []
    nothing_personal(found)


def test_woocommerce_orders(read: Read, formats: Path) -> None:
    base = {
        "Order Number": "88",
        "Order Status": "Completed",
        "Order Date": "2026-07-14 10:00",
        "First Name (Billing)": "Ann",
        "Last Name (Billing)": "Lee",
        "Email (Billing)": "ann@example.com",
        "Address 1&2 (Billing)": "12 Oak Street",
        "Order Total Amount": "28.00",
        "Order Shipping Amount": "5.00",
    }
    found = read(
        "orders.csv",
        rows_under(
            formats / "woocommerce/HEADER_advanced_order_export_plugin.csv",
            {
                **base,
                "Item #": "1",
                "SKU": "M",
                "Name": "Mug",
                "Quantity": "2",
                "Item Cost": "9.00",
                "Order Line Total": "18.00",
            },
            {
                **base,
                "Item #": "2",
                "SKU": "L",
                "Name": "Lid",
                "Quantity": "1",
                "Item Cost": "5.00",
                "Order Line Total": "5.00",
            },
        ),
        currency="EUR",
    )
    assert found.file.format == "woo_orders"
    assert found.rows("orders", "number", "status", "total_minor", "customer_key", "buyer_name") == [
        ("88", "shipped", 2800, "ann@example.com", "Ann Lee")
    ]
    assert found.rows("lines", "key", "title", "total_minor") == [("1", "Mug", 1800), ("2", "Lid", 500)]
    nothing_personal(found)


def test_woocommerce_products(read: Read, formats: Path) -> None:
    found = read(formats / "woocommerce/REAL_sample_products.csv")
    assert (found.file.format, found.file.rows, found.rejected) == ("woo_products", 24, [])
    assert found.rows("products", "external_id", "sku", "title")[0] == ("741", "cc-tee", "T-Shirt")
    variants = [row for row in found.rows("products", "external_id", "parent_key", "title", "price_minor") if row[1]]
    assert variants == [  # the file names their products by code: cc-hoodie, cc-tee
        ("758", "id:742", "Hoodie - Red, No", 4500), ("759", "id:742", "Hoodie - Green, No", 4500),
        ("760", "id:742", "Hoodie - Blue, No", 4500), ("883", "id:741", "T-Shirt - Blue", 2500),
        ("884", "id:741", "T-Shirt - Green", 2500), ("885", "id:741", "T-Shirt - Red", 2500),
        ("894", "id:742", "Hoodie - Red, Yes", 4500), ("895", "id:742", "Hoodie - Blue, Yes", 4500),
        ("897", "id:742", "Hoodie - Green, Yes", 4500),
    ]  # fmt: skip


def test_woocommerce_products_of_an_older_layout(read: Read, formats: Path) -> None:
    found = read(formats / "woocommerce/REAL_importer_unit_test.csv")
    assert (found.file.rows, found.rejected) == (7, [])
    assert found.rows("products", "row", "listing_key", "title", "price_minor") == [
        (2, "sku:WOOLOGO", "Woo Logo", 2000),
        (3, "sku:WOOALBUM", "Woo Album #1", 500),
        (4, "title:woocommerce product csv suite", "WooCommerce Product CSV Suite", 19_900),
        (5, "sku:WOOIDEA", "Ship Your Idea", None),
        (8, "title:best woo products", "Best Woo Products", None),
    ]


def test_woocommerce_products_in_russian_with_a_mark_after_a_tab(read: Read) -> None:
    content = '\n\t\ufeffID,Тип,Артикул,Имя,Опубликован,рекомендуемый?,"Базовая цена",Категории\n'
    content += '5,simple,CUP,Кружка,1,0,"1290,50",Посуда\n'
    found = read("export.csv", content)
    assert found.file.format == "woo_products"
    assert found.rows("products", "listing_key", "title", "price_minor", "category") == [
        ("id:5", "Кружка", 129_050, "Посуда")
    ]
