"""Variants of review apps, business pages and plain files of ratings."""

from __future__ import annotations

import json
from datetime import datetime

from tests.exchange.variants.variant import Variant, table

GOOGLE = {"reviews": [{"reviewId": "g1", "reviewer": {"displayName": "Ann"}, "starRating": "THREE", "comment": "(Translated by Google) Good\n\n(Original)\nGut",
                       "createTime": "2026-03-01T10:00:00Z", "updateTime": "2026-03-05T10:00:00Z"}], "averageRating": 3}  # fmt: skip

REVIEWS = [
    Variant("judgeme:import_dates", "reviews.csv", table("title|body|rating|review_date|reviewer_name|reviewer_email|product_id|product_handle|reply", "Top|Sehr schöne Tasse|5|14/07/2025|Ann|a@example.com|70|mug|"),
            "judgeme_reviews", {"reviews.posted_on": ["2025-07-14"], "reviews.language": ["de"]}),
    Variant("judgeme:semicolons", "reviews.csv", table("title|body|rating|review_date|source|curated|reviewer_name|reviewer_email|product_id|picture_urls", "|Nice|4|2025-03-02 10:12:00 UTC|web|ok|Bo||70|", of=";"),
            "judgeme_reviews", {"reviews.text": ["Nice"], "reviews.title": [None], "reviews.customer_key": [None]}),
    Variant("judgeme:excel", "reviews.xlsx", [["title", "body", "rating", "review_date", "reviewer_name", "product_handle"], ["Top", "Good one", 5, datetime(2025, 3, 2, 10, 12), "Ann", "mug"]],
            "judgeme_reviews", {"reviews.posted_on": ["2025-03-02"], "reviews.stars": [5]}),
    Variant("loox:reordered", "loox.csv", table("rating|review|handle|nickname|date|status", "5|Very good mug|mug|Ann|2025-03-02T10:00:00.000Z|Hidden"), "loox_reviews", {"reviews.reviewer": ["Ann"], "reviews.posted_on": ["2025-03-02"]}),
    Variant("loox:several_photos", "loox.csv", table("id|status|rating|nickname|review|date|productId|handle|img", '1|Active|5|Ann|Good|3/14/2025|7|mug|"https://a/1.jpg, https://a/2.jpg"'), "loox_reviews", {"reviews.photos": [2], "reviews.posted_on": ["2025-03-14"]}),
    Variant("loox:bad_rating", "loox.csv", table("id|status|rating|nickname|review|date|handle", "1|Active|eleven|Ann|Good|2025-03-02|mug"), "loox_reviews", {"reviews.key": []}, rejects=((2, "rating", "Not a number"),)),
    Variant("yotpo:newer_names", "yotpo.csv", table("Review ID|Review Title|Review Content|Review Score|Review Date|Product ID|Reviewer Display Name|Reviewer Email|Review Status", "9|Top|Very good|5|2025-03-15|7|Ana|a@example.com|Published", "10|Bad|Ads|1|2025-03-15|7|X||Rejected"),
            "yotpo_reviews", {"reviews.key": ["9"], "reviews.reviewer": ["Ana"]}, warns="left out"),
    Variant("yotpo:utf16", "yotpo.csv", table("Review Title|Review Content|Review Score|Date|Product ID|Display Name", "Топ|Очень хорошо|5|2025-03-15|7|Аня", of="\t"), "yotpo_reviews", {"reviews.text": ["Очень хорошо"]}, encoding="utf-16"),
    Variant("yotpo:us_dates", "yotpo.csv", table("Review Title|Review Content|Review Score|Date|Display Name", "Top|Good|5|03/15/2025|Ana"), "yotpo_reviews", {"reviews.posted_on": ["2025-03-15"]}),
    Variant("okendo:quotes_and_breaks", "okendo.csv", table("reviewId|productId|rating|title|body|reviewer.name|dateCreated", 'r1|gid://shopify/Product/5|5|T|"Line 1\nLine ""2"""|Ann|2025-03-02T10:00:00Z'), "okendo_reviews", {"reviews.text": ['Line 1\nLine "2"']}),
    Variant("okendo:json", "okendo.json", json.dumps([{"reviewId": "r1", "productId": "5", "rating": 4, "body": "Good", "dateCreated": "2025-03-02T10:00:00Z", "reviewer": {"name": "Ann"}}]), "okendo_reviews", {"reviews.stars": [4], "reviews.reviewer": ["Ann"]}),
    Variant("okendo:without_text", "okendo.csv", table("reviewId|productId|rating|body|dateCreated", "r1|5|4||2025-03-02"), "okendo_reviews", {"reviews.text": [None], "reviews.stars": [4]}),
    Variant("shopifyapp:semicolons", "reviews.csv", table("product_handle|state|rating|title|author|email|body|created_at", "mug|published|5|Top|Ann|a@example.com|Good|2020-03-02 10:12:00 UTC", of=";"), "shopify_reviews", {"reviews.posted_on": ["2020-03-02"]}),
    Variant("shopifyapp:spam", "reviews.csv", table("product_handle|state|rating|author|body|created_at", "mug|spam|5|Bot|Ads|2020-03-02 10:12:00 UTC"), "shopify_reviews", {"reviews.text": []}, warns="left out"),
    Variant("shopifyapp:excel", "reviews.xlsx", [["product_handle", "state", "rating", "author", "body", "created_at"], ["mug", "published", 4, "Ann", "Good", datetime(2020, 3, 2)]], "shopify_reviews", {"reviews.stars": [4]}),
    Variant("trustpilot:shorter", "tp.csv", table("Review Id|Review Created (UTC)|Consumer Name|Review Title|Review Content|Review Stars|Reference ID", "t1|2025-03-02T10:00:00Z|Ann|Top|Good|5|1001"), "trustpilot_reviews", {"reviews.order_number": ["1001"], "reviews.reviewer": ["Ann"]}),
    Variant("trustpilot:excel", "tp.xlsx", [["Review Id", "Review Created (UTC)", "Review Username", "Review Content", "Review Stars"], ["t1", datetime(2025, 3, 2, 10), "Ann", "Good", 1]], "trustpilot_reviews", {"reviews.stars": [1], "reviews.posted_at": ["2025-03-02T10:00:00Z"]}),
    Variant("trustpilot:reply", "tp.csv", table("Review Id|Review Created|Review Stars|Review Content|Company Response|Company Reply Date|Review Language", "t1|02/03/2025 10:00|2|Slow|Sorry|14/03/2025 09:00|en"), "trustpilot_reviews", {"reviews.replied_on": ["2025-03-14"], "reviews.posted_on": ["2025-03-02"]}),
    Variant("google:edited_and_translated", "reviews.json", json.dumps(GOOGLE), "google_business_reviews", {"reviews.text": ["Gut"], "reviews.stars": [3], "reviews.edited_on": ["2026-03-05"]}),
    Variant("google:bare_list", "reviews.json", json.dumps(GOOGLE["reviews"]), "google_business_reviews", {"reviews.key": ["g1"]}),
    Variant("google:cut_text", "reviews.json", json.dumps([{"starRating": "ONE", "createTime": "2026-03-01T10:00:00Z", "comment": ""}, {"starRating": "SIX", "createTime": "2026-03-01T10:00:00Z"}]), "google_business_reviews", {"reviews.stars": [1]}, rejects=((2, "starRating", "Not a number"),)),
    Variant("googleplay:utf8", "play.csv", table("Package Name|Reviewer Language|Review Submit Date and Time|Star Rating|Review Title|Review Text|Review Link", "x|de|2026-06-02T12:00:00Z|2|||https://p/1"), "google_play_reviews", {"reviews.stars": [2], "reviews.text": [None], "reviews.language": ["de"]}),
    Variant("googleplay:utf16_big", "play.csv", "\ufeff" + table("Package Name|Review Submit Date and Time|Star Rating|Review Text", "x|2026-06-02T12:00:00Z|5|很好"), "google_play_reviews", {"reviews.text": ["很好"]}, encoding="utf-16-be"),
    Variant("googleplay:replied", "play.csv", table("Package Name|Review Submit Date and Time|Star Rating|Review Text|Developer Reply Date and Time|Developer Reply Text", "x|2026-06-02T12:00:00Z|5|Nice app|2026-06-03T12:00:00Z|Thanks", of="\t"), "google_play_reviews", {"reviews.replied_on": ["2026-06-03"]}),
    Variant("ozonreviews:relative", "r.csv", table("User review|Review date|Star review", "Хорошо|Вчера, 14:05|5", "Плохо|25 сентября 2025|1", of=";"), "ru_marketplace_reviews", {"reviews.posted_on": ["2026-11-21", "2025-09-25"]}),
    Variant("ozonreviews:pros_and_cons", "wb.csv", table("Отзыв|Достоинства|Недостатки|Оценка|Дата отзыва", "Норм|Тёплая|Маломерит|4|25.09.2025", of=";"), "", {"reviews.text": ["Норм\nДостоинства: Тёплая\nНедостатки: Маломерит"], "reviews.stars": [4]}, encoding="cp1251"),
    Variant("ozonreviews:tab", "r.txt", table("Unnamed: 0|User review|Review date|Star review", "0|Хорошая чашка, очень довольны|2024-10-09|5", of="\t"), "ru_marketplace_reviews", {"reviews.language": ["ru"]}),
    Variant("tokopedia:comma", "t.csv", table("Category|Product Name|Customer Rating|Customer Review", 'Rumah|Cangkir|5|"Barang bagus, pengiriman cepat sekali"'), "tokopedia_reviews", {"reviews.product_title": ["Cangkir"], "reviews.language": ["id"]}),
    Variant("tokopedia:half_star", "t.csv", table("Product Name|Customer Rating|Customer Review", "Cangkir|4.5|Bagus", of=";"), "tokopedia_reviews", {"reviews.rating": [4.5], "reviews.stars": [5]}),
    Variant("tokopedia:excel", "t.xlsx", [["Product Name", "Customer Rating", "Customer Review"], ["Cangkir", 1, "Pecah"]], "tokopedia_reviews", {"reviews.stars": [1]}),
    Variant("plain:stars_as_signs", "r.csv", table("Rating|Review", "★★★★☆|Nice mug and a good price", "★☆☆☆☆|It broke after two days"), "", {"reviews.stars": [4, 1]}),
    Variant("plain:out_of_ten", "r.csv", table("Score|Text", "10|Nice mug and a good price", "1|It broke after two days"), "", {"reviews.stars": [5, 1], "reviews.scale": [10.0, 10.0]}),
    Variant("plain:only_one_star", "r.csv", table("Sterne|Kommentar", "1|Kam zerbrochen an, schade darum", of=";"), "", {"reviews.stars": [1], "reviews.scale": [5.0]}),
    Variant("plain:only_thumbs_up", "r.csv", table("recommended|review", "1|Nice mug and a good price"), "", {"reviews.stars": [5], "reviews.rating": [1.0]}),
    Variant("plain:thumbs", "r.csv", table("label|review", "1|质量很好，包装也不错", "0|太差了，再也不买"), "", {"reviews.stars": [5, 1], "reviews.rating": [1.0, 0.0]}),
    Variant("plain:pasted", "paste.txt", table("Bewertung|Kommentar|Datum", "5|Sehr schöne Tasse, danke|14.07.2026", of="\t"), "", {"reviews.stars": [5], "reviews.posted_on": ["2026-07-14"]}),
]  # fmt: skip
