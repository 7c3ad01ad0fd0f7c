"""Where a channel is taken to be, and which rows of a platform hold there."""

from __future__ import annotations

import pytest

from storeapp.rulebook.ladders import book
from storeapp.rulebook.regions import region_of, region_title, regions


@pytest.mark.parametrize(
    ("locale", "currency", "region"),
    [
        ("en_US", "", "US"),
        ("pt-BR", "USD", "BR"),
        ("de_AT", "", "EU"),
        ("", "GBP", "GB"),
        ("en", "EUR", "EU"),
        ("", "XXX", ""),
        ("", "", ""),
    ],
)
def test_by_the_country_of_the_locale_then_by_the_currency(locale, currency, region):
    assert region_of(locale, currency) == region


def test_every_region_of_a_rule_is_listed():
    known = {one.id for one in regions()}
    assert {one.region for one in book().ladders} - {"", "*"} <= known
    assert region_title("MX") == "Mexico"


def test_a_platform_names_its_regions():
    assert book().regions("ebay") == ["AU", "US"]
    assert {"AR", "BR", "CL", "CO", "MX"} == set(book().regions("mercadolibre"))
    assert book().regions("etsy") == []


def test_rows_of_elsewhere_hold_only_where_no_own_ones_do():
    def levels(region):
        return [one.id for one in book().of_platform("ebay", region) if one.title == "Seller level"]

    assert levels("US") == ["ebay-seller-level-us"]
    assert levels("GB") == ["ebay-seller-level-elsewhere"]
    assert levels("") == ["ebay-seller-level-us", "ebay-seller-level-au"]
