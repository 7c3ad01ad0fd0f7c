"""Pages of orders and chats: only known addresses, only for numbers of the known form, nothing guessed."""

from __future__ import annotations

import re
import tomllib
from urllib.parse import parse_qs, urlsplit

import pytest

from storeapp.channels.rules import PLATFORMS
from storeapp.kernel.paths import resource
from storeapp.solicitation.order_pages import chat_page, international, order_page

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
    ("phone", "digits"),
    [
        ("+1 (415) 555-0100", "14155550100"),
        ("'+44 (0)20 7946 0018", "442079460018"),
        ("+86\u00a0138 0013 8000", "8613800138000"),
        ("+62-812-3456-789", "628123456789"),
        ("(415) 555-0100", ""),  # of which country?
        ("0044 20 7946 0018", ""),  # the way out of a country differs
        ("+1 415 555 0100 ext. 5", ""),
        ("+1 415 *** 0100", ""),
        ("+0 415 555 0100", ""),
        ("+12345", ""),
        ("+1234567890123456", ""),
        ("+1 415 555 0100 / +1 415 555 0101", ""),
        ("+00000000000", ""),
        ("", ""),
    ],
)
def test_a_number_is_never_completed_by_a_guess(phone, digits):
    assert international(phone) == digits


def test_the_message_comes_whole_through_the_chats_address():
    text = "Hello Zoë & Ann?\nHow is #1: 100% ok + 灯 👍&phone=1"
    address = chat_page("own", "+1 415 555 0100", text)
    parts = urlsplit(address)
    assert (parts.netloc, parts.path) == ("wa.me", "/14155550100")
    assert parse_qs(parts.query) == {"text": [text]}
    assert chat_page("own", "415 555 0100", text) == ""
    assert chat_page("etsy", "+1 415 555 0100", text) == ""
    assert chat_page("own", "+1 415 555 0100", "灯" * 2_000) is None
