from __future__ import annotations

import pytest

from storeapp.kernel import text
from storeapp.kernel.text import N_, _, in_context, plural


@pytest.fixture(autouse=True)
def english():
    yield
    text.use("en")


def test_the_pseudo_locale_lengthens_words_and_leaves_fields_alone():
    text.use(text.PSEUDO)
    shown = _("Imported {rows} rows from {file}")
    assert shown.startswith("[Împöřtéd".replace("ř", "r"))
    assert shown.format(rows=3, file="a.csv").count("a.csv") == 1
    assert len(shown) > 1.4 * len("Imported {rows} rows from {file}")


def test_a_count_picks_its_form_and_is_grouped():
    assert plural("{count} order", "{count} orders", 1) == "1 order"
    assert plural("{count} order", "{count} orders", 12345) == "12,345 orders"


def test_an_unknown_language_speaks_english():
    text.use("xx")
    assert _("Order") == "Order"
    assert in_context("verb", "Order") == "Order"


def test_a_marked_constant_stays_as_it_is():
    text.use(text.PSEUDO)
    assert N_("Order") == "Order"
