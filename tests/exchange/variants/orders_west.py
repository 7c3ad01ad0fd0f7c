"""Variants of Shopify, Etsy, WooCommerce and of plain tills."""

from __future__ import annotations

from datetime import datetime

from tests.exchange.variants.variant import Variant, table

SHORTENED = "A spreadsheet shortened this number"

WEST = [
    # Shopify
    Variant(
        "shopify:semicolons",
        "bestellungen.csv",
        table(
            "Name|Email|Financial Status|Fulfillment Status|Currency|Total|Created at|Lineitem quantity|Lineitem name|Lineitem price|Id",
            "SHOP-77|ann@example.com|paid|fulfilled|EUR|12,50|2026-07-14 09:30:00 +0200|1|Tasse|12,50|5277620000001",
            "SHOP-77|||||||2|Deckel|0,50|",
            of=";",
        ),
        "shopify_orders",
        {
            "orders.number": ["SHOP-77"],
            "orders.total_minor": [1250],
            "orders.placed_at": ["2026-07-14T07:30:00Z"],
            "lines.total_minor": [1250, 100],
            "orders.status": ["shipped"],
        },
    ),
    Variant(
        "shopify:excel",
        "orders.xlsx",
        [
            [
                "Name",
                "Email",
                "Financial Status",
                "Currency",
                "Total",
                "Created at",
                "Lineitem quantity",
                "Lineitem name",
                "Lineitem price",
                "Id",
            ],
            [
                "#1001",
                "ann@example.com",
                "refunded",
                "USD",
                12.5,
                datetime(2026, 7, 14, 9, 30),
                1,
                "Mug",
                12.5,
                5277620000001,
            ],
        ],
        "shopify_orders",
        {
            "orders.number": ["#1001"],
            "orders.external_id": ["5277620000001"],
            "orders.total_minor": [1250],
            "orders.placed_on": ["2026-07-14"],
            "orders.status": ["refunded"],
        },
    ),
    Variant(
        "shopify:saved_by_excel",
        "orders.csv",
        table(
            "Name|Email|Financial Status|Currency|Total|Created at|Lineitem quantity|Lineitem name|Lineitem price|Id",
            "#1001|a@example.com|paid|USD|12.50|14/07/2026 09:30|1|Mug|12.50|5.27762E+12",
            "#1002|b@example.com|paid|USD|3.00|13/07/2026 09:30|1|Lid|3.00|",
        ),
        "shopify_orders",
        {"orders.number": ["#1002"], "orders.placed_on": ["2026-07-13"]},
        rejects=((2, "Id", SHORTENED),),
    ),
    Variant(
        "shopify:products_2025",
        "products.csv",
        table(
            "Title|URL handle|Description|Vendor|Product category|Type|Tags|Published on online store|Status|SKU|Option1 name|Option1 value|Price",
            "Mug|mug|<p>x</p>|Me||Cups||TRUE|Active|M-B|Color|Blue|12.50",
            "|mug|||||||Active|M-R|Color|Red|13.00",
        ).replace("|||||||Active", ",,,,,,,Active"),
        "shopify_products",
        {
            "products.listing_key": ["id:mug", "sku:M-B", "sku:M-R"],
            "products.parent_key": [None, "id:mug", "id:mug"],
            "products.title": ["Mug", "Mug", "Mug"],
        },
    ),
    Variant(
        "shopify:customers_metafields",
        "customers.csv",
        table(
            "Customer ID|First Name|Last Name|Email|Accepts Email Marketing|Default Address City|Phone|Total Spent|Total Orders|Shoe size (customer.metafields.my.size)",
            "'77|Zoë|Núñez|z@example.com|yes|Lyon|'+33612345678|5.00|1|38",
        ),
        "shopify_customers",
        {
            "customers.key": ["77"],
            "customers.name": ["Zoë Núñez"],
            "customers.consent": ["yes"],
            "customers.phone": ["+33612345678"],
        },
    ),
    Variant(
        "shopify:customers_2023_semicolons",
        "customers.csv",
        table(
            "Customer ID|First Name|Last Name|Email|Accepts Email Marketing|Company|Address1|City|Country Code|Phone|Accepts SMS Marketing|Total Spent|Total Orders|Tags|Note|Tax Exempt",
            "'77|Zoë|Núñez|z@example.com|no||12 Oak Street|Lyon|FR|'+33612345678|no|5,00|1|||no",
            "'78|||g@example.com|yes|||Wien|AT|||0,00|0|||no",
            of=";",
        ),
        "shopify_customers",
        {
            "customers.key": ["77", "78"],
            "customers.consent": ["no", "yes"],
            "customers.city": ["Lyon", "Wien"],
            "customers.name": ["Zoë Núñez", None],
        },
        encoding="cp1252",
    ),
    Variant(
        "shopify:products_with_images_only",
        "products.csv",
        table(
            "Handle|Title|Body (HTML)|Vendor|Type|Tags|Published|Option1 Name|Option1 Value|Variant SKU|Variant Inventory Qty|Variant Price|Image Src",
            'mug|Mug|"<p>Line 1</p>\n<p>Line, 2</p>"|Me|Cups||TRUE|Color|Blue|\'0030235|-2|12.50|https://x/1.jpg',
            "mug||||||||Red|'0030236|-1|13.00|",
            "mug|||||||||||https://x/2.jpg",
        ).replace("|", ","),
        "shopify_products",
        {
            "products.listing_key": ["id:mug", "sku:0030235", "sku:0030236"],
            "products.title": ["Mug", "Mug", "Mug"],
            "products.price_minor": [1250, 1250, 1300],
        },
    ),
    # Etsy
    Variant(
        "etsy:items_2026_day_first",
        "EtsySoldOrderItems2026.csv",
        table(
            "Sale Date|Item Name|Buyer|Quantity|Price|Item Total|Currency|Transaction ID|Listing ID|Date Shipped|Order ID|SKU",
            "14/07/26|Lamp|Zoë (zoe1)|2|74.00|148.00|GBP|1|9|15/07/2026|77|",
            "01/07/26|Shade|zoe1|1|12.00|12.00|GBP|2|9||78|",
        ),
        "etsy_order_items",
        {
            "orders.placed_on": ["2026-07-14", "2026-07-01"],
            "orders.shipped_on": ["2026-07-15", None],
            "lines.total_minor": [14800, 1200],
            "orders.currency": ["GBP", "GBP"],
        },
    ),
    Variant(
        "etsy:items_excel",
        "items.xlsx",
        [
            [
                "Sale Date",
                "Item Name",
                "Buyer",
                "Quantity",
                "Price",
                "Item Total",
                "Currency",
                "Transaction ID",
                "Listing ID",
                "Order ID",
            ],
            [datetime(2026, 7, 14), "Lamp", "zoe1", 1, 148, 148, "EUR", 4102887716, 9, 3382110733],
        ],
        "etsy_order_items",
        {
            "orders.number": ["3382110733"],
            "lines.key": ["4102887716"],
            "lines.price_minor": [14800],
            "orders.placed_on": ["2026-07-14"],
        },
    ),
    Variant(
        "etsy:orders_older",
        "EtsySoldOrders2019.csv",
        table(
            "Sale Date|Order ID|Buyer User ID|Full Name|First Name|Last Name|Number of Items|Date Shipped|Ship City|Ship Country|Currency|Order Value|Shipping|Order Total|Status|Buyer",
            "12/31/19|1899|77|Ann Lee|Ann|Lee|1|01/02/2020|Köln|Germany|EUR|10.00|2.00|12.00|Paid|annlee",
        ),
        "etsy_orders",
        {
            "orders.placed_on": ["2019-12-31"],
            "orders.items_minor": [1000],
            "orders.status": ["paid"],
            "orders.buyer_name": ["Ann Lee"],
        },
    ),
    Variant(
        "etsy:reviews_one_a_line",
        "reviews.json",
        '{"reviewer":"Ann","date_reviewed":"07/12/2026","star_rating":4,"message":"Good\\n\\nreally","order_id":null}\n'
        '{"reviewer":"Bo","date_reviewed":"07/13/2026","star_rating":1,"message":"Revised: Fine now","order_id":"77"}\n',
        "etsy_reviews",
        {
            "reviews.posted_on": ["2026-07-12", "2026-07-13"],
            "reviews.order_number": [None, "77"],
            "reviews.text": ["Good\n\nreally", "Fine now"],
        },
    ),
    Variant(
        "etsy:listings_german",
        "listings.csv",
        table(
            "TITEL|BESCHREIBUNG|PREIS|WÄHRUNGSCODE|STÜCKZAHL|TAGS|MATERIALIEN|BILD1|BESTANDSEINHEIT",
            'Lampe|"Zeile 1\nZeile 2"|12,5|EUR|1||||L-1',
            of=";",
        ),
        "etsy_listings",
        {
            "products.title": ["Lampe"],
            "products.price_minor": [1250],
            "products.sku": ["L-1"],
            "products.currency": ["EUR"],
        },
        encoding="cp1252",
    ),
    Variant(
        "etsy:orders_saved_by_a_european_excel",
        "EtsySoldOrders2026.csv",
        table(
            "Sale Date|Order ID|Buyer|Full Name|Number of Items|Date Shipped|Ship City|Ship Country|Currency|Order Value|Shipping|Order Total|Status",
            "31.12.2026|3900000001|zoe1|Zoë Núñez|2||Málaga|Spain|EUR|1.010,00|2,00|1.012,00|Paid",
            "14.07.2026|3900000002|ann|Ann Lee|1|16.07.2026|Köln|Germany|EUR|10,00|2,00|12,00|Completed",
            of=";",
        ),
        "etsy_orders",
        {
            "orders.number": ["3900000002"],
            "orders.placed_on": ["2026-07-14"],
            "orders.total_minor": [1200],
            "orders.shipped_on": ["2026-07-16"],
        },
        encoding="cp1252",
        rejects=((2, "Sale Date", "Not a likely date"),),
    ),
    Variant(
        "etsy:listings_french",
        "annonces.csv",
        table(
            "TITRE|DESCRIPTION|PRIX|CODE_DEVISE|QUANTITÉ|MOTS-CLÉS|MATÉRIAUX|IMAGE1|SKU",
            'Lampe|"Ligne 1\nLigne 2, avec une longue suite de mots"|"12,50"|EUR|1|||https://i/1.jpg|L-1',
        ),
        "",
        {
            "products.title": ["Lampe"],
            "products.price_minor": [1250],
            "products.currency": ["EUR"],
            "products.sku": ["L-1"],
        },
    ),
    Variant(
        "etsy:listings_xlsx",
        "listings.xlsx",
        [
            ["TITLE", "DESCRIPTION", "PRICE", "CURRENCY_CODE", "QUANTITY", "TAGS", "SKU"],
            ["Lamp", "Line 1\nLine 2", 12.5, "GBP", 3, "a,b", "0012"],
        ],
        "etsy_listings",
        {"products.sku": ["0012"], "products.price_minor": [1250], "products.currency": ["GBP"]},
    ),
    # WooCommerce
    Variant(
        "woocommerce:orders_german_numbers",
        "orders.csv",
        table(
            "Order Number|Order Status|Order Date|First Name (Billing)|Last Name (Billing)|Email (Billing)|Item #|SKU|Name|Quantity|Item Cost|Order Line Total|Order Total Amount",
            "88|In Bearbeitung|14.07.2026 10:00|Ann|Lee|ann@example.com|1|M|Tasse|2|9,00|18,00|1.028,00",
            of=";",
        ),
        "woo_orders",
        {
            "orders.placed_at": ["2026-07-14T10:00:00Z"],
            "orders.total_minor": [102_800],
            "orders.status": ["processing"],
            "lines.total_minor": [1800],
        },
        choice={"currency": "EUR"},
    ),
    Variant(
        "woocommerce:products_french",
        "wc.csv",
        table(
            "ID|Type|UGS|Nom|Publié|Mis en avant ?|Description courte|Tarif promo|Tarif régulier|Catégories|Images",
            '9|simple|T-1|Tasse|1|0|x||"12,50"|Cuisine|https://x/1.jpg',
        ),
        "woo_products",
        {
            "products.title": ["Tasse"],
            "products.price_minor": [1250],
            "products.sku": ["T-1"],
            "products.category": ["Cuisine"],
        },
        choice={"currency": "EUR"},
    ),
    Variant(
        "woocommerce:products_german_and_unknown_columns",
        "wc.csv",
        table(
            "ID|Typ|Artikelnummer|Name|Veröffentlicht|Regulärer Preis|Kategorien|Meta: _x|Marken",
            "9|variation|T-1-R|Tasse rot|1|12.50|Küche|1|Me",
        ),
        "woo_products",
        {"products.external_id": ["9"], "products.title": ["Tasse rot"], "products.category": ["Küche"]},
        choice={"currency": "EUR"},
    ),
    Variant(
        "woocommerce:products_italian_with_variants",
        "wc.csv",
        table(
            "ID|Tipo|SKU|Nome|Breve descrizione|Descrizione|Pubblicato|Magazzino|Prezzo di listino|Prezzo in offerta|Genitore",
            '10|variable|SHIRT|Camicia|x|y|1|8|"20,00"||',
            '11|variation|SHIRT-BLU|"Camicia, blu"|||1|3|"22,50"|"18,00"|SHIRT',
            '12|variation|SHIRT-R|Camicia rossa|||1|3|"22,50"||id:10',
        ),
        "woo_products",
        {
            "products.title": ["Camicia", "Camicia, blu", "Camicia rossa"],
            "products.price_minor": [2000, 2250, 2250],
            "products.parent_key": [None, "id:10", "id:10"],
        },
        choice={"currency": "EUR"},
    ),
    Variant(
        "woocommerce:products_polish",
        "produkty.csv",
        table(
            "ID|Typ|SKU|Nazwa|Opublikowano|Wyróżniony produkt?|Krótki opis|Opis|Cena promocyjna|Cena|Kategorie|Element nadrzędny",
            "7|simple|K-1|Kubek żółty|1|0|x|y||12,50|Kuchnia|",
            of=";",
        ),
        "woo_products",
        {"products.title": ["Kubek żółty"], "products.price_minor": [1250], "products.category": ["Kuchnia"]},
        encoding="cp1250",
        choice={"currency": "PLN"},
    ),
    Variant(
        "woocommerce:products_dutch_xlsx",
        "producten.xlsx",
        [
            ["ID", "Type", "SKU", "Naam", "Gepubliceerd", "Reguliere prijs", "Categorieën"],
            [7, "simple", "0012", "Mok", 1, 12.5, "Keuken"],
        ],
        "woo_products",
        {"products.sku": ["0012"], "products.price_minor": [1250], "products.title": ["Mok"]},
        choice={"currency": "EUR"},
    ),
    Variant(
        "woocommerce:reviews",
        "comments.csv",
        table(
            "comment_ID|comment_author|comment_date|comment_content|comment_approved|rating|product_title",
            "1|Ann|2026-07-14 10:00:00|Good mug|1|5|Mug",
            "2|Bot|2026-07-14 10:00:00|Buy pills|spam|5|Mug",
        ),
        "woo_reviews",
        {"reviews.key": ["1"], "reviews.product_title": ["Mug"]},
        warns="left out",
    ),
    # a till, by hand
    Variant(
        "own:till_in_german",
        "Kasse.csv",
        table(
            "Rechnungsnummer|Datum|Kunde|Artikel|Menge|Einzelpreis|Summe|Währung",
            "R-1|14.07.2026|Ann|Tasse|2|12,50|25,00|EUR",
            "R-2|31.12.2026|Bo|Lampe|1|1.012,50|1.012,50|EUR",
            of=";",
        ),
        "",
        {"orders.number": ["R-1"], "orders.total_minor": [2500], "lines.title": ["Tasse"]},
        rejects=((3, "Datum", "Not a likely date"),),
        encoding="cp1252",
    ),
    Variant(
        "own:till_in_chinese",
        "订单.csv",
        table("订单号|下单时间|客户|商品名称|数量|单价|订单金额", "1|2026年7月14日|张伟|杯子|2|59.00|118.00"),
        "",
        {
            "orders.number": ["1"],
            "orders.placed_on": ["2026-07-14"],
            "lines.title": ["杯子"],
            "lines.price_minor": [5900],
            "orders.buyer_name": ["张伟"],
        },
        encoding="gb18030",
    ),
    Variant(
        "own:till_in_russian",
        "заказы.csv",
        table(
            "Номер заказа|Дата заказа|Покупатель|Товар|Количество|Цена|Сумма",
            "1|14.07.2026|Анна|Кружка|2|1 290,00|2 580,00",
            of=";",
        ),
        "",
        {
            "orders.number": ["1"],
            "orders.placed_on": ["2026-07-14"],
            "lines.title": ["Кружка"],
            "orders.total_minor": [258_000],
        },
        encoding="cp1251",
        choice={"currency": "RUB"},
    ),
]
