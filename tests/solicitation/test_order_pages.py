"""Pages of orders and chats: only known addresses, only for numbers of the known form, nothing guessed."""

from __future__ import annotations

import re
import tomllib
from urllib.parse import parse_qs, urlsplit

import pytest

from storeapp.channels.rules import PLATFORMS
from storeapp.kernel.paths import resource
from storeapp.solicitation.order_pages import chat_page, chats_on, international, order_page, spoken_number

KNOWN = tomllib.loads(resource("solicitation", "order_pages.toml").read_text("utf-8"))


def test_every_address_is_sourced_and_of_a_known_platform():
    for row in KNOWN["page"]:
        assert row["platform"] in PLATFORMS
        assert row["source"]
        assert row["certainty"] in ("V", "S")
        assert row["address"].startswith("https://")
        assert row["address"].count("{number}") == 1
        assert re.compile(row["number"])
    for row in KNOWN["chat"]:
        assert set(row["platforms"]) <= set(PLATFORMS)


@pytest.mark.parametrize(
    ("platform", "number", "seller", "address"),
    [
        ("etsy", "3141592653", "DE", "https://www.etsy.com/your/orders/sold?order_id=3141592653"),
        ("ebay", "19-14964-36556", "US", "https://www.ebay.com/mesh/ord/details?orderid=19-14964-36556"),
        ("ebay", "19-14964-36556", "DE", ""),
        ("ebay", "19-14964-36556", "", ""),
        ("amazon", "111-4599076-5153040", "US", "https://sellercentral.amazon.com/orders-v3/order/111-4599076-5153040"),
        ("amazon", "S01-4599076-5153040", "US", ""),
        ("amazon", "111-4599076-5153040", "GB", ""),
        ("etsy", "3141592653&x=1", "US", ""),
        ("etsy", "../../evil", "US", ""),
        ("etsy", "", "US", ""),
        ("etsy", "31415926\n", "US", ""),
        ("etsy", "٣١٤١٥٩٢٦٥", "US", ""),
        ("jd", "3141592653", "CN", ""),
        ("", "3141592653", "", ""),
    ],
)
def test_an_order_has_a_page_only_where_one_is_known(platform, number, seller, address):
    assert order_page(platform, number, seller) == address


@pytest.mark.parametrize(
    ("phone", "country", "digits"),
    [
        ("+1 (415) 555-0100", "", "14155550100"),
        ("'+44 (0)20 7946 0018", "", "442079460018"),
        ("+86\u00a0138 0013 8000", "", "8613800138000"),
        ("+62-812-3456-789", "DE", "628123456789"),
        ("+39 06 1234 5678", "", "390612345678"),  # Italy keeps its zero
        ("0170 1234567", "DE", "491701234567"),
        ("0044 20 7946 0018", "DE", "442079460018"),
        ("(415) 555-0100", "US", "14155550100"),
        ("138 0013 8000", "CN", "8613800138000"),
        ("0812-3456-789", "ID", "628123456789"),
        ("(415) 555-0100", "", ""),  # of which country?
        ("0044 20 7946 0018", "", ""),  # the way out of a country differs
        ("0170 1234567", "XX", ""),
        ("99999", "DE", ""),
        ("+1 415 555 0100 ext. 5", "US", ""),
        ("+1 415 *** 0100", "US", ""),
        ("+0 415 555 0100", "US", ""),
        ("+12345", "US", ""),
        ("+1234567890123456", "US", ""),
        ("+1 415 555 0100 / +1 415 555 0101", "US", ""),
        ("+00000000000", "US", ""),
        ("call 0170 1234567", "DE", ""),
        ("٠١٧٠١٢٣٤٥٦٧", "DE", ""),
        ("", "US", ""),
    ],
)
def test_a_number_is_read_with_its_own_country_or_the_buyers(phone, country, digits):
    assert international(phone, country) == digits


def test_a_number_is_told_as_people_read_it():
    assert spoken_number("491701234567") == "+49 170 1234567"


@pytest.mark.parametrize(
    ("chat", "place"), [("whatsapp", ("wa.me", "/14155550100")), ("telegram", ("t.me", "/+14155550100"))]
)
def test_the_message_comes_whole_through_the_chats_address(chat, place):
    text = "Hello Zoë & Ann?\nHow is #1: 100% ok + 灯 👍&phone=1"
    digits = "14155550100"
    parts = urlsplit(chat_page(chat, "own", digits, text))
    assert (parts.netloc, parts.path) == place
    assert parse_qs(parts.query) == {"text": [text]}
    assert chat_page(chat, "own", "", text) == ""
    assert chat_page(chat, "etsy", digits, text) == ""
    assert chat_page(chat, "own", digits, "灯" * 2_000) is None


def test_marketplaces_have_no_chats_outside_of_them():
    assert [one.name for one in chats_on("shopify")] == ["WhatsApp", "Telegram"]
    assert not any(chats_on(one) for one in ("amazon", "etsy", "ebay", "taobao"))
