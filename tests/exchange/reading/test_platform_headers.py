"""Every verified header line is recognised as its format, and each of its columns has a use or a reason."""

from __future__ import annotations

from pathlib import Path

from tests.exchange.reading.conftest import Read

FORMATS = {
    "amazon/HEADER_all_orders_report.txt": "amazon_all_orders",
    "amazon/HEADER_feedback_report_FROM_MEMORY_english.txt": "amazon_feedback",
    "amazon/HEADER_new_orders_report.txt": "amazon_new_orders",
    "amazon/HEADER_unshipped_orders_report.txt": "amazon_unshipped",
    "ebay/HEADER_orders_report_de_PARTIAL.csv": "ebay_orders",
    "ebay/HEADER_orders_report_uk_PARTIAL.csv": "ebay_orders",
    "ebay/HEADER_orders_report_us_2021.csv": "ebay_orders",
    "ebay/HEADER_orders_report_us_2026.csv": "ebay_orders",
    "etsy/HEADER_EtsySoldOrders.csv": "etsy_orders",
    "jd/HEADER_jd_orders.csv": "jd_orders",
    "lazada/HEADER_lazada_orders_PARTIAL.csv": "lazada_orders",
    "ozon_wildberries/HEADER_ozon_postings.csv": "ozon_postings",
    "pinduoduo/HEADER_pdd_orders.csv": "pdd_orders",
    "review_apps/HEADER_google_play_console_reviews_utf16le.csv": "google_play_reviews",
    "review_apps/HEADER_judgeme_export.csv": "judgeme_reviews",
    "review_apps/HEADER_judgeme_import_template.csv": "judgeme_reviews",
    "review_apps/HEADER_loox_export.csv": "loox_reviews",
    "review_apps/HEADER_loox_import_template.csv": "loox_reviews",
    "review_apps/HEADER_okendo_export_PARTIAL.csv": "okendo_reviews",
    "review_apps/HEADER_okendo_import_template.csv": "okendo_reviews",
    "review_apps/HEADER_trustpilot_business_export.csv": "trustpilot_reviews",
    "review_apps/HEADER_yotpo_export.csv": "yotpo_reviews",
    "shopee/HEADER_shopee_id_orders.csv": "shopee_orders_id",
    "shopify/HEADER_customers_export_2023.csv": "shopify_customers",
    "shopify/HEADER_customers_export_2024.csv": "shopify_customers",
    "shopify/HEADER_orders_export.csv": "shopify_orders",
    "shopify/HEADER_product_reviews_app_legacy.csv": "shopify_reviews",
    "taobao_tmall/HEADER_ExportOrderList_37cols_gbk.csv": "taobao_orders",
    "taobao_tmall/HEADER_orders_with_payment_id_and_refund_variant.csv": "taobao_orders",
    "tokopedia_tiktok/HEADER_tiktok_tokopedia_orders.csv": "tiktok_orders",
    "woocommerce/HEADER_advanced_order_export_plugin.csv": "woo_orders",
    "woocommerce/HEADER_review_comments_export.csv": "woo_reviews",
    "youzan/HEADER_youzan_orders_PARTIAL.csv": "youzan_orders",
}


def test_every_verified_header_is_recognised(read: Read, formats: Path) -> None:
    names = {str(path.relative_to(formats)) for path in formats.glob("*/HEADER_*")}
    assert names == set(FORMATS)
    found = read(*(formats / name for name in FORMATS))
    assert [file.format for file in found.files] == list(FORMATS.values())
    strange = {
        (file.name, column.header)
        for file in found.files
        for column in file.columns
        if not column.field and not column.reason and not column.header.lower().startswith(("attribute ", "meta"))
    }
    assert strange == set()
