"""Variants of eBay and Amazon."""

from __future__ import annotations

from datetime import datetime

from tests.exchange.variants.variant import Variant, table

MARKETS = [
    # eBay
    Variant(
        "ebay:uk",
        "orders.csv",
        "sep=,\n"
        + table(
            "Sales record number|Order number|Buyer username|Buyer name|Post to city|Post to postcode|Post to country|Item number|Item title|Custom label|Quantity|Sold for|Postage and packaging|Total price|Sale date|Dispatched on date",
            '1|04-15250-08826|bo_uk|Bo Lee|Leeds|LS1|United Kingdom|11|Lamp|L-1|1|"£1,020.00"|£3.00|"£1,023.00"|14-Jul-26|15-Jul-26',
        )
        + "\n83,record(s) downloaded\nSeller ID : me\n",
        "ebay_orders",
        {
            "orders.number": ["04-15250-08826"],
            "orders.total_minor": [102_300],
            "orders.currency": ["GBP"],
            "orders.shipped_on": ["2026-07-15"],
        },
    ),
    Variant(
        "ebay:german_transactions",
        "Transaktionsbericht.csv",
        "--,--,--\nTransaktionsbericht\n"
        + table(
            "Datum der Transaktionserstellung|Typ|Bestellnummer|Nutzername des Käufers|Name des Käufers|Versandziel - Ort|Versandziel - PLZ|Versandziel - Land|Artikelnr.|Angebotstitel|Bestandseinheit|Stückzahl|Zwischensumme Artikel|Verpackung und Versand|Transaktionsbetrag (inkl. Kosten)|Beschreibung",
            '"Dez 29, 2025"|Bestellung|08-14033-47175|käufer1|Ben I|Bremen|28357|DE|267|2× Lüfter|SKU-1|1|"19,9"|"6,19"|"26,09"|--',
            '"Dez 29, 2025"|Andere Gebühr|08-14033-47175|käufer1|Ben I|--|--|--|--|--|--|--|--|--|"-2,00"|--',
            of=";",
        ),
        "ebay_transactions",
        {
            "orders.number": ["08-14033-47175"],
            "orders.placed_on": ["2025-12-29"],
            "orders.total_minor": [2609],
            "lines.total_minor": [1990],
        },
        choice={"currency": "EUR"},
        warns="1 row is not an order",
    ),
    Variant(
        "ebay:saved_by_excel",
        "ebay.xlsx",
        [
            [
                "Sales Record Number",
                "Order Number",
                "Buyer Username",
                "Item Number",
                "Item Title",
                "Quantity",
                "Sold For",
                "Total Price",
                "Sale Date",
                "Transaction ID",
            ],
            [7, "24-1", "bo", 318508625049, "Lamp", 1, 20, 25, datetime(2026, 7, 25), 10012345678901],
            [8, "24-2", "cy", 318508625049, "Lamp", 1, 20, 25, "Jul-26-26", 10012345678902],
        ],
        "ebay_orders",
        {
            "orders.placed_on": ["2026-07-25", "2026-07-26"],
            "lines.external_id": ["318508625049"] * 2,
            "lines.key": ["10012345678901", "10012345678902"],
        },
        choice={"currency": "USD"},
    ),
    Variant(
        "ebay:transactions_in_the_uk",
        "transactions.csv",
        "".join(f"Line {n} of the preamble\n" for n in range(1, 11))
        + table(
            "Transaction creation date|Type|Order number|Buyer username|Buyer name|Post to city|Item ID|Transaction ID|Item title|Custom label|Quantity|Item subtotal|Postage and packaging|Gross transaction amount|Transaction currency|Description",
            '"25 Jul 2026"|Order|04-1|bo_uk|Bo Lee|Leeds|11|91|"Lamp, brass"|L-1|2|40.00|5.00|45.00|GBP|--',
            '"26 Jul 2026"|Postage label|04-1|--|--|--|--|--|--|--|--|--|--|-3.35|GBP|--',
            '"27 Jul 2026"|Refund|04-1|bo_uk|Bo Lee|--|11|--|"Lamp, brass"|--|--|-40.00|--|-40.00|GBP|--',
        ),
        "ebay_transactions",
        {
            "orders.number": ["04-1"],
            "orders.placed_on": ["2026-07-25"],
            "orders.total_minor": [4500],
            "orders.shipping_minor": [500],
            "orders.refunded_minor": [4000],
            "lines.title": ["Lamp, brass"],
        },
        warns="1 row is not an order",
    ),
    Variant(
        "ebay:orders_in_a_web_page",
        "orders.xls",
        "<html><body><table><tr><th>Sales Record Number</th><th>Order Number</th><th>Buyer Username</th><th>Item Number"
        "</th><th>Item Title</th><th>Quantity</th><th>Sold For</th><th>Total Price</th><th>Sale Date</th></tr>"
        "<tr><td>7</td><td>24-1</td><td>bo</td><td>318508625049</td><td>Lamp &amp; shade</td><td>1</td><td>$1,020.00</td>"
        "<td>$1,025.00</td><td>Jul-25-26</td></tr></table></body></html>",
        "ebay_orders",
        {"orders.total_minor": [102_500], "orders.placed_on": ["2026-07-25"], "lines.title": ["Lamp & shade"]},
        warns="web page with the name of a table",
    ),
    # Amazon
    Variant(
        "amazon:older_without_three_columns",
        "12345.txt",
        table(
            "amazon-order-id|merchant-order-id|purchase-date|last-updated-date|order-status|product-name|sku|asin|quantity|currency|item-price",
            '302-1111111-1111111||2024-02-29T23:30:00+00:00|2024-03-01T00:00:00+00:00|Shipped - Delivered to Buyer|Tasse "groß|T|B01|1|EUR|12.50',
            of="\t",
        ),
        "amazon_all_orders",
        {
            "orders.status": ["delivered"],
            "orders.placed_on": ["2024-02-29"],
            "lines.title": ['Tasse "groß'],
            "lines.total_minor": [1250],
        },
        encoding="cp1252",
    ),
    Variant(
        "amazon:commas",
        "orders.csv",
        table(
            "amazon-order-id|purchase-date|order-status|product-name|sku|asin|quantity|currency|item-price",
            '302-2|2026-07-14T23:30:00Z|Pending|"Mug, blue"|M|B02|1|JPY|',
        ),
        "amazon_all_orders",
        {"orders.status": ["created"], "lines.total_minor": [None], "lines.title": ["Mug, blue"]},
    ),
    Variant(
        "amazon:feedback_french",
        "feedback.txt",
        table(
            "Date|Note|Commentaires|Votre réponse|Numéro de commande|E-mail de l'acheteur",
            "14/07/24|5|Envoi très rapide, merci beaucoup||402-2222222-3333333|a@marketplace.amazon.fr",
            "28/12/23|1|Colis écrasé, très déçue|Désolé|402-2222222-4444444|b@marketplace.amazon.fr",
            of="\t",
        ),
        "",
        {
            "reviews.stars": [5, 1],
            "reviews.posted_on": ["2024-07-14", "2023-12-28"],
            "reviews.order_number": ["402-2222222-3333333", "402-2222222-4444444"],
        },
        encoding="cp1252",
    ),
    Variant(
        "amazon:unshipped_in_japan",
        "orders.txt",
        table(
            "order-id|order-item-id|purchase-date|payments-date|buyer-email|buyer-name|buyer-phone-number|sku|product-name|quantity-purchased|quantity-shipped|quantity-to-ship|ship-service-level|recipient-name|ship-address-1|ship-city|ship-country",
            '250-1111111-2222222|77|2026-07-14T09:00:00+09:00|2026-07-14T09:01:00+09:00|x1@marketplace.amazon.co.jp|山田太郎||M|マグカップ "大"|2|0|2|Standard|山田太郎|1-2-3|東京|JP',
            of="\t",
        ),
        "amazon_unshipped",
        {
            "orders.number": ["250-1111111-2222222"],
            "orders.placed_on": ["2026-07-14"],
            "orders.placed_at": ["2026-07-14T00:00:00Z"],
            "lines.title": ['マグカップ "大"'],
            "lines.quantity": [2],
            "orders.customer_key": [None],
        },
        encoding="cp932",
    ),
    Variant(
        "amazon:new_orders_saved_by_excel",
        "neu.xlsx",
        [
            [
                "order-id",
                "order-item-id",
                "purchase-date",
                "buyer-name",
                "sku",
                "product-name",
                "quantity-purchased",
                "currency",
                "item-price",
                "item-tax",
                "shipping-price",
            ],
            [
                "302-1111111-1111111",
                60123456789012,
                datetime(2026, 7, 14, 9),
                "Ann",
                "T",
                "Tasse",
                2,
                "EUR",
                25.5,
                4.07,
                3.9,
            ],
        ],
        "amazon_new_orders",
        {"lines.key": ["60123456789012"], "lines.total_minor": [2550], "orders.placed_on": ["2026-07-14"]},
    ),
    Variant(
        "amazon:feedback_spanish",
        "feedback.txt",
        table(
            "Fecha|Puntuación|Comentarios|Tu respuesta|Número de pedido|Correo electrónico",
            "14/7/24|5|Envío muy rápido, gracias||404-2222222-3333333|a@marketplace.amazon.es",
            "28/12/23|2|Llegó roto y tarde|Lo siento|404-2222222-4444444|b@marketplace.amazon.es",
            of="\t",
        ),
        "",
        {
            "reviews.stars": [5, 2],
            "reviews.posted_on": ["2024-07-14", "2023-12-28"],
            "reviews.reply": [None, "Lo siento"],
            "reviews.customer_key": [None, None],
        },
        encoding="cp1252",
    ),
]
