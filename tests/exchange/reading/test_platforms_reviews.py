"""Reviews and feedback of platforms and review apps, and real sets of review texts."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.exchange.reading.conftest import Read
from tests.exchange.reading.platform_files import nothing_personal, rows_under


def test_amazon_feedback(read: Read, formats: Path) -> None:
    found = read(formats / "_constructed_not_real/amazon_feedback_us.txt")
    assert found.rows("reviews", "posted_on", "stars", "text", "reply", "order_number", "customer_kind") == [
        ("2024-03-04", 5, "Fast shipping, great seller", None, "111-2222222-3333333", None),
        ("2023-12-28", 2, "Box was crushed", "Sorry!", "111-2222222-4444444", None),
    ]


@pytest.mark.parametrize(
    ("encoding", "content", "days"),
    [
        (
            "cp1252",
            "Datum\tBewertung\tKommentare\tAntwort\tBestellnummer\tE-Mail\n"
            "4.3.24\t5\tSehr schneller Versand, schön\t\t303-2222222-3333333\ta@marketplace.amazon.de\n"
            "28.12.23\t2\tKarton zerdrückt, schade darum\t\t303-2222222-4444444\tb@marketplace.amazon.de\n",
            ["2024-03-04", "2023-12-28"],
        ),
        (
            "cp932",
            "日付\t評価\tコメント\t返信\t注文番号\tEメール\n"
            "24/3/4\t5\tとても早い発送でした、ありがとう\t\t250-2222222-3333333\ta@marketplace.amazon.co.jp\n"
            "23/12/28\t2\t箱が潰れていました、残念です\t\t250-2222222-4444444\tb@marketplace.amazon.co.jp\n",
            ["2024-03-04", "2023-12-28"],
        ),
    ],
)
def test_amazon_feedback_in_other_languages(encoding: str, content: str, days: list[str], read: Read) -> None:
    found = read("feedback.txt", content.encode(encoding))
    assert found.rows("reviews", "posted_on") == days
    assert found.rows("reviews", "stars") == [5, 2]
    assert all(number[3] == "-" for number in found.rows("reviews", "order_number"))
    assert found.rows("customers", "seq") == []


def test_judgeme_leaves_spam_out(read: Read, formats: Path) -> None:
    found = read(formats / "_constructed_not_real/judgeme_export.csv")
    assert found.rows("reviews", "posted_at", "stars", "text", "photos", "customer_key", "listing_key", "language") == [
        ("2025-03-02T10:12:00Z", 5, "Très joli, merci", 2, "p@example.com", "id:7012345678", "fr")
    ]


def test_yotpo_in_french_excel(read: Read, formats: Path) -> None:
    found = read(formats / "_constructed_not_real/yotpo_semicolon_fr.csv")
    assert found.rows("reviews", "title", "text", "posted_on", "product_title", "reviewer") == [
        ("Super", 'Très joli ; je recommande "vraiment"', "2025-03-15", "Sac cuir", "Ana L.")
    ]


def test_google_business_reviews(read: Read, formats: Path) -> None:
    found = read(formats / "_constructed_not_real/google_business_reviews.json")
    assert found.rows(
        "reviews", "key", "stars", "text", "posted_at", "reply", "replied_on", "reviewer", "edited_on"
    ) == [
        (
            "accounts/1/locations/2/reviews/r1",
            5,
            "Great shop",
            "2026-03-01T10:00:00Z",
            "Thanks!",
            "2026-03-02",
            "Pat E.",
            None,
        ),
        ("accounts/1/locations/2/reviews/r2", 2, None, "2026-02-01T10:00:00Z", None, None, None, None),
    ]


def test_google_play_reviews(read: Read, formats: Path) -> None:
    found = read(formats / "_constructed_not_real/google_play_reviews_utf16le.csv")
    assert found.file.encoding == "utf-16"
    assert found.rows("reviews", "stars", "text", "language", "posted_at") == [
        (2, "Order never came\nno reply", "en", "2026-06-02T12:00:00Z")
    ]


@pytest.mark.parametrize(
    ("header", "form", "row", "expected"),
    [
        (
            "loox_export",
            "loox_reviews",
            {
                "id": "7",
                "status": "Active",
                "rating": "4",
                "email": "a@example.com",
                "nickname": "Ann",
                "full_name": "Ann Lee",
                "review": "Good mug, good price",
                "date": "2025-03-02",
                "productId": "55",
                "handle": "mug",
                "img": "https://x/1.jpg",
            },
            ("7", 4, "Good mug, good price", "2025-03-02", "Ann", 1),
        ),
        (
            "loox_import_template",
            "loox_reviews",
            {
                "product_handle": "mug",
                "rating": "5",
                "author": "Bo",
                "email": "b@example.com",
                "body": "Nice and warm colour",
                "created_at": "2025-03-02",
            },
            (None, 5, "Nice and warm colour", "2025-03-02", "Bo", None),
        ),
        (
            "okendo_export_PARTIAL",
            "okendo_reviews",
            {
                "reviewId": "r1",
                "productId": "gid://shopify/Product/555",
                "rating": "5",
                "body": "Lovely thing",
                "reviewer.name": "Cy",
                "dateCreated": "2025-03-02T10:00:00Z",
            },
            ("r1", 5, "Lovely thing", "2025-03-02", "Cy", None),
        ),
        (
            "okendo_import_template",
            "okendo_reviews",
            {"productId": "555", "rating": "2", "name": "Di", "body": "Came too late", "dateCreated": "2025-03-02"},
            (None, 2, "Came too late", "2025-03-02", "Di", None),
        ),
        (
            "trustpilot_business_export",
            "trustpilot_reviews",
            {
                "Review Id": "t1",
                "Review Created (UTC)": "2025-03-02 10:00:00",
                "Review Username": "Ed",
                "Review Content": "Fast",
                "Review Stars": "5",
                "Reference Id": "1001",
            },
            ("t1", 5, "Fast", "2025-03-02", "Ed", None),
        ),
    ],
)
def test_review_apps(
    header: str, form: str, row: dict[str, str], expected: tuple[object, ...], read: Read, formats: Path
) -> None:
    found = read("r.csv", rows_under(formats / f"review_apps/HEADER_{header}.csv", row))
    assert found.file.format == form
    assert found.rows("reviews", "key", "stars", "text", "posted_on", "reviewer", "photos") == [expected]


def test_the_old_shopify_review_app(read: Read, formats: Path) -> None:
    row = {
        "product_handle": "mug",
        "state": "published",
        "rating": "5",
        "title": "Top",
        "author": "Ann",
        "email": "a@example.com",
        "location": "Köln",
        "body": "Very good mug",
        "reply": "Thanks",
        "created_at": "2020-03-02 10:12:00 UTC",
        "replied_at": "2020-03-03 10:12:00 UTC",
    }
    found = read("r.csv", rows_under(formats / "shopify/HEADER_product_reviews_app_legacy.csv", row))
    assert found.rows("reviews", "title", "text", "posted_on", "reply", "replied_on") == [
        ("Top", "Very good mug", "2020-03-02", "Thanks", "2020-03-03")
    ]


def test_woocommerce_reviews(read: Read, formats: Path) -> None:
    row = {
        "comment_ID": "9",
        "comment_author": "Ann",
        "comment_author_email": "a@example.com",
        "comment_author_IP": "192.0.2.243",
        "comment_date": "2026-07-14 10:00:00",
        "comment_content": "Good mug",
        "rating": "5",
        "product_SKU": "M",
        "product_title": "Mug",
    }
    found = read("c.csv", rows_under(formats / "woocommerce/HEADER_review_comments_export.csv", row))
    assert found.rows("reviews", "key", "stars", "text", "listing_key") == [("9", 5, "Good mug", "sku:M")]
    nothing_personal(found)


@pytest.mark.parametrize(
    ("name", "form", "stars", "texts", "days"),
    [
        (
            "ru_marketplaces/ozon_reviews.csv",
            "ru_marketplace_reviews",
            (31, 24, 39, 55, 478),
            627,
            ("2022-10-04", "2024-10-10"),
        ),
        (
            "ru_marketplaces/wb_reviews.csv",
            "ru_marketplace_reviews",
            (88, 31, 38, 56, 762),
            975,
            ("2021-11-05", "2024-10-01"),
        ),
        ("id_marketplaces/PRDECT-ID_Dataset.csv", "tokopedia_reviews", (1832, 561, 462, 395, 2150), 5400, (None, None)),
        ("amazon_reviews/amazon_fine_food_first100.csv", "", (8, 4, 9, 12, 67), 100, ("2005-02-08", "2012-10-26")),
    ],
)
def test_real_review_sets(
    name: str,
    form: str,
    stars: tuple[int, ...],
    texts: int,
    days: tuple[str | None, ...],
    read: Read,
    shared_data: Path,
) -> None:
    found = read(shared_data / name)
    assert (found.file.format, found.file.rows, found.file.rejected) == (form, sum(stars), 0)
    given = found.rows("reviews", "stars", "text", "posted_on")
    assert tuple(sum(row[0] == star for row in given) for star in range(1, 6)) == stars
    assert sum(row[1] is not None for row in given) == texts
    posted = [row[2] for row in given if row[2]]
    assert (min(posted, default=None), max(posted, default=None)) == days


@pytest.mark.parametrize(
    ("name", "rows", "texts", "liked"),
    [
        ("etsy_reviews_text/etsy_reviews.csv", 7691, 7691, None),
        ("chinese_nlp/ChnSentiCorp_htl_all.csv", 7766, 7765, 5322),
    ],
)
def test_real_review_texts_without_stars(
    name: str, rows: int, texts: int, liked: int | None, read: Read, shared_data: Path
) -> None:
    found = read(shared_data / name)
    assert (found.file.rows, found.file.rejected) == (rows, 0)
    assert found.one("SELECT count(text) FROM reviews") == texts
    assert found.one("SELECT sum(rating = 1) FROM reviews") == liked
    assert found.one("SELECT count(stars) FROM reviews") == (0 if liked is None else rows)
    assert not any("\ufeff" in (text or "") for text in found.rows("reviews", "text"))
