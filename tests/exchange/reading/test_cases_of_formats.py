"""Small files that went wrong once: reports that mix entries, answers beside reviews, markup, new platforms."""

from __future__ import annotations

import os
from datetime import datetime, timezone
from pathlib import Path

import pytest

from tests.exchange.reading.conftest import Read

CASES = Path(__file__).parent.parent / "cases"
TRANSACTIONS = "orders", "number", "status", "placed_on", "total_minor", "refunded_minor", "currency"


def test_transactions_of_2023_have_dates_money_and_refunds(read: Read) -> None:
    found = read(CASES / "ebay_transaction_date_header.csv")
    assert found.rows(*TRANSACTIONS) == [
        ("26-09366-20825", "paid", "2022-11-21", 1779, 1299, "USD"),
        ("16-09530-33898", "paid", "2023-01-01", 2275, None, "USD"),
        ("15-09518-53603", "paid", "2022-12-29", 2330, None, "USD"),
    ]
    assert found.rows("lines", "order_number", "total_minor") == [
        ("26-09366-20825", 1299), ("16-09530-33898", 1000), ("15-09518-53603", 1800),
    ]  # fmt: skip
    assert found.file.warnings == ("6 rows are not orders (fees, payouts, other entries) and were left out.",)


def test_transactions_under_a_preamble(read: Read) -> None:
    found = read(CASES / "ebay_transaction_preamble_us.csv")
    assert found.rows(*TRANSACTIONS) == [("25-1", "paid", "2026-10-13", 4599, 2499, "USD")]
    assert found.rows("lines", "title", "quantity") == [("Mug", 3), ("Plate", 1)]


def test_a_refund_without_its_order_says_nothing_else_of_it(read: Read) -> None:
    lines = (CASES / "ebay_transaction_preamble_us.csv").read_text().splitlines(keepends=True)
    found = read("t.csv", "".join(line for line in lines if '"Order",' not in line))
    assert found.rows(*TRANSACTIONS) == [("25-1", None, None, None, 2499, "USD")]
    assert found.rows("lines", "seq") == [] == found.rows("products", "seq")


def test_postage_and_handling(read: Read) -> None:
    found = read(CASES / "ebay_au.csv")
    assert found.rows("orders", "shipping_minor", "currency") == [(1450, "AUD"), (500, "AUD")]


def test_order_earnings_of_ebay(read: Read) -> None:
    head = (
        "Order creation date,Order number,Item ID,Item title,Buyer name,Ship to city,Ship to province/region/state,"
        "Ship to zip,Ship to country,Transaction currency,eBay collected tax,Item price,Quantity,Item subtotal,"
        "Shipping and handling,Seller collected tax,Discount,Payout currency,Gross amount,Final Value Fee - fixed,"
        "Shipping labels,Payment Dispute Fee,Expenses,Refunds,Order earnings\n"
    )
    rows = (
        '"Oct 3, 2026",14-1,901,Mug,Ann Made,Austin,TX,78701,US,USD,1.20,10.00,2,20.00,5.00,--,-2.00,USD,23.00,-0.40,'
        "-4.00,--,-4.40,-5.00,13.60\n"
        '"Oct 3, 2026",14-1,902,Plate,Ann Made,Austin,TX,78701,US,USD,0.60,7.00,1,7.00,--,--,--,USD,7.00,-0.40,'
        "--,--,-0.40,--,6.60\n"
    )
    found = read("e.csv", "Order earnings report\nSeller,somebody\n" + head + rows)
    assert found.file.format == "ebay_order_earnings"
    assert found.rows(*TRANSACTIONS, "shipping_minor", "discount_minor") == [
        ("14-1", "paid", "2026-10-03", 3000, 500, "USD", 500, 200)
    ]
    assert found.rows("lines", "title", "quantity", "total_minor") == [("Mug", 2, 2000), ("Plate", 1, 700)]


DATE_RANGE = (
    '"Includes Amazon Marketplace, Fulfillment by Amazon (FBA), and Amazon Webstore transactions"\n'
    '"All amounts in USD, unless specified"\n"Definitions:"\n'
    '"date/time","settlement id","type","order id","sku","description","quantity","marketplace","account type",'
    '"fulfillment","order city","order state","order postal","tax collection model","product sales",'
    '"product sales tax","shipping credits","shipping credits tax","gift wrap credits","giftwrap credits tax",'
    '"Regulatory Fee","Tax On Regulatory Fee","promotional rebates","promotional rebates tax",'
    '"marketplace withheld tax","selling fees","fba fees","other transaction fees","other","total"\n'
    '"Sep 4, 2026 1:05:07 AM PDT","1","Order","111-1","MUG-1","Speckled Mug","2","amazon.com","Standard Orders",'
    '"Seller","Testville","CA","00000","","76.00","6.08","5.00","0","0","0","0","0","-4.00","0","-6.08","-11.55","0",'
    '"0","0","65.45"\n'
    '"Sep 9, 2026 3:00:00 PM PDT","1","Refund","111-1","MUG-1","Speckled Mug","1","amazon.com","Standard Orders",'
    '"Seller","Testville","CA","00000","","-38.00","-3.04","0","0","0","0","0","0","2.00","0","3.04","4.62","0","0",'
    '"0","-31.38"\n'
    '"Sep 15, 2026 12:00:00 AM PDT","1","Service Fee","","","Subscription","","amazon.com","","","","","","","0","0",'
    '"0","0","0","0","0","0","0","0","0","0","0","0","-39.99","-39.99"\n'
)


def test_a_date_range_of_amazon(read: Read) -> None:
    found = read("2026Sep.csv", DATE_RANGE)
    assert (found.file.format, found.file.questions) == ("amazon_date_range", ())
    assert found.rows(*TRANSACTIONS, "shipping_minor", "discount_minor") == [
        ("111-1", "paid", "2026-09-04", 7700, 3600, "USD", 500, 400)
    ]
    assert found.rows("lines", "title", "quantity", "total_minor") == [("Speckled Mug", 2, 7600)]
    assert found.column("gift wrap credits").reason == "part of “Order total”"
    assert found.file.warnings == ("1 row is not an order (a fee, a payout, another entry) and was left out.",)


def test_an_amount_in_parts_that_cannot_be_read_is_told(read: Read) -> None:
    found = read("2026Sep.csv", DATE_RANGE.replace('"5.00"', '"five"'))
    assert [(row, column) for row, column, *_ in found.rejected] == [(5, "shipping credits")]


def test_sales_of_tiendanube(read: Read) -> None:
    found = read(CASES / "tiendanube_ventas.csv")
    assert (found.file.format, found.file.encoding) == ("tiendanube_orders", "cp1252")
    assert found.rows("orders", "number", "external_id", "status", "total_minor", "currency", "buyer_name") == [
        ("1001", "9000001", "paid", 5_499_000, "ARS", "Ana Muñoz"),
        ("1002", "9000002", "shipped", 5_570_000, "ARS", "Bob Made"),
    ]
    assert found.rows("lines", "order_number", "total_minor") == [
        ("1001", 5_499_000), ("1002", 5_500_000), ("1002", 500_000),
    ]  # fmt: skip


def test_sales_of_nuvemshop(read: Read) -> None:
    head = (
        "Número do Pedido;E-mail;Data;Status do Pedido;Status do Pagamento;Status do Envio;Subtotal;Desconto;"
        "Valor do Frete;Total;Nome do comprador;CPF / CNPJ;Data de pagamento;Data de envío;Nome do Produto;"
        "Valor do Produto;Quantidade Comprada;SKU;Meio de pagamento\n"
    )
    rows = (
        "1001;ana@example.com;10/01/2026 09:30:00;Aberto;Confirmado;Entregue;179.80;0.00;15.00;194.80;Ana Feita;0;"
        "10/01/2026;12/01/2026;Kit;179.80;1;K-1;Pix\n"
        "1002;bo@example.com;11/01/2026 10:00:00;Aberto;Recusado;Não está embalado;9.90;0.00;0.00;9.90;Bo Feito;0;;;"
        "Mug;9.90;1;M-1;Pix\n"
    )
    found = read("vendas.csv", (head + rows).encode("cp1252"), currency="BRL")
    assert found.rows("orders", "number", "status", "placed_on", "total_minor") == [
        ("1001", "delivered", "2026-01-10", 19_480), ("1002", "canceled", "2026-01-11", 990),
    ]  # fmt: skip


def test_a_statement_of_etsy_names_the_right_files(read: Read) -> None:
    refused = read(CASES / "etsy_statement.csv").file.refused
    assert refused is not None
    assert refused.startswith("etsy_statement.csv is Etsy's monthly statement")
    assert "“Order Items”" in refused


def test_listings_of_an_italian_shop(read: Read) -> None:
    found = read("l.csv", "TITOLO,DESCRIZIONE,IMMAGINE1,IMMAGINE2\nVaso raku,Un vaso,https://x.example/1,\n")
    assert found.file.format == "etsy_listings"
    assert found.rows("products", "title") == ["Vaso raku"]


def test_answers_pending_and_spam_of_a_comment_file(read: Read) -> None:
    found = read(CASES / "13a_woo_reviews.csv")
    assert found.rows("reviews", "key", "rating", "reply", "replied_on") == [("11", 5.0, "Thank you!", "2026-03-02")]
    assert found.rows("customers", "email") == ["a@example.com"]
    assert (found.file.rows, found.file.rejected) == (1, 0)
    assert found.file.warnings == ("2 reviews that are not public (pending, rejected, spam, questions) were left out.",)


def test_answers_before_their_review_to_each_other_and_to_nobody(read: Read) -> None:
    head = "comment_ID,comment_author,comment_date,comment_content,comment_parent,rating,comment_approved\n"
    rows = (
        "3,Shop,2026-03-04,Sent again.,2,,1\n2,Ann,2026-03-03,Still broken,1,,1\n4,Shop,2026-03-02,Sorry!,1,,1\n"
        "1,Ann,2026-03-01,Broken,0,2,1\n9,Shop,2026-03-09,Thanks,77,,1\n"
    )
    found = read("c.csv", head + rows)
    assert found.rows("reviews", "key", "text", "reply", "replied_on") == [
        ("1", "Broken", "Sorry!\n\nSent again.", "2026-03-02")
    ]
    assert found.file.warnings == (
        "2 comments were left out: they reply to reviews that are not in this file, "
        "or to reviews of their own writers.",
    )


def test_paid_and_completed_days_of_woocommerce(read: Read) -> None:
    lines = (CASES / "61b_woo_plain.csv").read_text().splitlines()
    found = read("w.csv", f"{lines[0]},Paid Date,Completed Date,Currency\n{lines[1]},2026-03-02,2026-03-04,EUR\n")
    assert found.rows("orders", "paid_on", "shipped_on", "currency") == [("2026-03-02", "2026-03-04", "EUR")]


def test_the_newer_header_of_yotpo(read: Read) -> None:
    found = read(CASES / "18_yotpo_full_header.csv")
    assert found.rows("reviews", "key", "order_number", "text", "rating") == [
        ("501", "1001", "Soft & warm", 5.0), ("505", "1001", "Soft & warm", 4.0),
    ]  # fmt: skip
    assert found.rows("products", "external_id", "sku") == [("77", "S1")]
    assert found.rows("reviews", "reply") == [None, None]  # "Comment Public" says that nobody sees it
    assert found.file.warnings == ("3 reviews that are not public (pending, rejected, spam, questions) were left out.",)


def test_markup_becomes_text_exactly_once(read: Read) -> None:
    found = read(CASES / "09_reviews.json")
    assert found.rows("reviews", "text")[0] == 'It\'s "lovely" & soft ♥ <3'
    for name in ("61a_woo_entity.csv", "61b_woo_plain.csv"):
        assert read(CASES / name).rows("products", "listing_key", "title") == [
            ("title:salt & pepper set", "Salt & Pepper set")
        ]


@pytest.mark.parametrize(
    ("written", "read_as"),
    [
        ("Salt &amp;amp; Pepper, a lovely set", "Salt &amp; Pepper, a lovely set"),
        ("One line<br>another<br />third", "One line\nanother\nthird"),
        ("<p>First part</p><p>Second part</p>", "First part\nSecond part"),
        ("Written as &lt;b&gt;text&lt;/b&gt; by hand", "Written as <b>text</b> by hand"),
        ("R&D & AT&T; I <3 it, a<b and c>d", "R&D & AT&T; I <3 it, a<b and c>d"),
        ("See https://x.example/?a=1&copy=2 for more", "See https://x.example/?a=1&copy=2 for more"),
        ("It&#8217;s &#x2764; what I wanted here", "It’s ❤ what I wanted here"),
    ],
)
def test_markup_of_a_review(written: str, read_as: str, read: Read) -> None:
    assert (
        read("x.csv", f'Rating,Review\n5,"{written}"\n4,"A good mug, thank you all"\n').rows("reviews", "text")[0]
        == read_as
    )


def test_a_web_page_was_undone_already(read: Read) -> None:
    page = (
        "<html><body><table><tr><th>Rating</th><th>Review</th></tr><tr><td>5</td><td>A &amp;amp; B are very nice mugs"
        "</td></tr><tr><td>4</td><td>Good mugs, thank you all</td></tr></table></body></html>"
    )
    assert read("x.html", page).rows("reviews", "text")[0] == "A &amp; B are very nice mugs"


def test_a_note_with_a_line_break_lost_nothing(read: Read) -> None:
    found = read(CASES / "04h_note_crlf.csv")
    assert found.rows("orders", "note") == ["Ring\ntwice"]
    assert found.file.warnings == ()


@pytest.mark.parametrize("name", ["81_0_own_total.csv", "81x_woo_total_row.csv"])
def test_a_row_of_totals_is_no_order(name: str, read: Read) -> None:
    found = read(CASES / name)
    assert len(found.rows("orders", "number")) == 2
    assert (found.file.rows, found.file.rejected) == (2, 0)
    assert found.file.warnings == ("1 row is only a total, a footer or a repeated header and was left out.",)


@pytest.mark.parametrize("word", ["Gesamt:", "合计", "Итого", "TOTAL (2)", "Sum", "المجموع", "Összesen"])
def test_totals_in_any_language(word: str, read: Read) -> None:
    rows = f"A-1,2026-03-01,Ada,Mug,2,40.00\n{word},,,,2,40.00\n"
    assert read("x.csv", "Order number,Date,Customer,Product,Quantity,Total\n" + rows).rows("orders", "number") == [
        "A-1"
    ]
    below = f"{word},,5\n"
    found = read(
        "r.csv", "Product,Review,Rating\nMug,A very good mug indeed,5\nTotal Mug,I like it very much,5\n" + below
    )
    assert found.rows("products", "title") == ["Mug", "Total Mug"]


def test_an_order_whose_number_begins_like_a_total(read: Read) -> None:
    rows = "Total-1,2026-03-01,Ada,Mug,2,40.00\nSum,2026-03-01,Ada,Mug,2,40.00\n"
    found = read("x.csv", "Order number,Date,Customer,Product,Quantity,Total\n" + rows)
    assert found.rows("orders", "number") == ["Total-1", "Sum"]


def test_rows_wrapped_in_one_cell_are_refused(read: Read) -> None:
    refused = read(CASES / "shopify_rows_wrapped_in_one_cell.csv").file.refused
    assert refused is not None
    assert "each whole row is in one cell" in refused


def test_reviews_from_pages_of_trustpilot(read: Read) -> None:
    found = read(CASES / "trustpilot_scraped.csv")
    assert found.file.format == "trustpilot_pages"
    assert found.rows("reviews", "rating", "text", "reply")[2] == (2.0, "Parcel came late and the box was wet.", None)
    assert [(row, reason) for row, _c, _v, reason in found.rejected] == [(14, "Neither a rating nor a text")]


def of_day(path: Path, tmp_path: Path, day: str) -> Path:
    """A copy of a file that was made on a day."""
    copy = tmp_path / path.name
    copy.write_bytes(path.read_bytes())
    made = datetime.fromisoformat(f"{day}T12:00:00").replace(tzinfo=timezone.utc).timestamp()
    os.utime(copy, (made, made))
    return copy


def test_days_that_count_back_from_the_file(read: Read, tmp_path: Path) -> None:
    found = read(of_day(CASES / "69f_relative_dates.csv", tmp_path, "2026-10-31"))
    assert found.rows("reviews", "posted_on") == ["2026-10-17", "2026-10-30", "2026-09-30"]
    assert found.file.warnings == (
        "3 dates were counted back from the day of this file. "
        "One of them is “2 weeks ago”, and the file is of 2026-10-31.",
    )


def test_days_on_pages_of_wildberries(read: Read, tmp_path: Path) -> None:
    found = read(of_day(CASES / "wb_relative_dates.csv", tmp_path, "2026-11-10"))
    assert found.rows("reviews", "posted_on", "photos") == [
        (None, 0), ("2026-11-10", 1), ("2026-11-09", 2), ("2026-10-29", 0), ("2026-04-25", 0),
    ]  # fmt: skip
    assert [warning.partition(".")[0] for warning in found.file.warnings] == [
        "2 dates were counted back from the day of this file",
        "2 dates have no year: the last such day before this file was taken",
    ]


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("vor 3 Wochen", "2026-10-10"),
        ("hace 2 meses", "2026-08-31"),
        ("il y a un an", "2025-10-31"),
        ("3天前", "2026-10-28"),
        ("3 天前", "2026-10-28"),
        ("2 минуты назад", "2026-10-31"),
        ("неделю назад", "2026-10-24"),
        ("2 bulan yang lalu", "2026-08-31"),
        ("8 months ago", "2026-02-28"),
        ("Oct 5", "2026-10-05"),
        ("Dec 5", "2025-12-05"),
    ],
)
def test_a_day_that_counts_back(said: str, day: str, read: Read, tmp_path: Path) -> None:
    (tmp_path / "given").mkdir()
    path = tmp_path / "given/own.csv"
    path.write_text(f"Date,Name,Stars,Comment\n{said},Ann,5,A very good mug indeed\n", "utf-8")
    found = read(of_day(path, tmp_path, "2026-10-31"))
    assert found.rows("reviews", "posted_on") == [day]
    assert len(found.file.warnings) == 1


def test_half_stars_stay_half_stars(read: Read) -> None:
    found = read(CASES / "10_halfstars.csv")
    assert found.rows("reviews", "rating", "scale", "stars", "apart") == [
        (3.5, 5.0, 4, -50), (4.5, 5.0, 5, -50), (2.5, 5.0, 3, -50),
    ]  # fmt: skip


def test_ratings_keep_the_scale_they_state(read: Read) -> None:
    found = read(CASES / "80_judgeme_of_ten.csv")
    assert found.rows("reviews", "rating") == [1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 9.0, 10.0]
    assert set(found.rows("reviews", "scale")) == {10.0}
    assert found.rows("reviews", "stars") == [1, 1, 2, 2, 3, 3, 4, 4, 5, 5]
    found = read(CASES / "69b_percent.csv")
    assert found.rows("reviews", "rating", "scale", "stars") == [(100, 100, 5), (80, 100, 4), (20, 100, 1)]
    found = read(CASES / "73a_own_words.csv")
    assert found.rows("reviews", "rating", "reviewer", "text") == [(5, "Ada Lo", "Nice cup"), (4, "Bo Li", "okay")]
    assert found.rows("products", "title") == ["Mug"]


@pytest.mark.parametrize(
    ("said", "rating", "scale"),
    [
        ("4.5/5", 4.5, 5), ("7 / 10", 7, 10), ("3,5 von 5", 3.5, 5), ("80 %", 80, 100), ("★★★½", 3.5, 5),
        ("4 estrellas", 4, 5), ("17/20", 17, 20), ("9,5 из 10", 9.5, 10), ("4 Sterne", 4, 5),
    ],
)  # fmt: skip
def test_a_rating_on_its_own_scale(said: str, rating: float, scale: float, read: Read) -> None:
    found = read("x.csv", f'Rating,Review\n"{said}","A very good mug, thank you"\n5,"Good mug, thank you all"\n')
    assert found.rows("reviews", "rating", "scale")[0] == (rating, scale)


@pytest.mark.parametrize(
    ("word", "ours"),
    [
        ("Shipped - Delivered to Buyer", "delivered"), ("Shipped - Rejected by Buyer", "returned"),
        ("Shipped - Held at Customs", "shipped"), ("Pending - Waiting for Pick Up", "processing"),
        ("จัดส่งแล้ว", "shipped"), ("เสร็จสมบูรณ์", "delivered"), ("ยกเลิกแล้ว", "canceled"), ("ที่จะจัดส่ง", "processing"),
        ("Dalam pengiriman", "shipped"), ("Selesai", "delivered"), ("Dibatalkan", "canceled"),
    ],
)  # fmt: skip
def test_words_for_the_state_of_an_order(word: str, ours: str, read: Read) -> None:
    found = read("x.csv", f"Order number,Order date,Status,Total\nA-1,2026-03-01,{word},5.00\n", currency="USD")
    assert found.rows("orders", "status") == [ours]
    assert found.file.problems == ()
