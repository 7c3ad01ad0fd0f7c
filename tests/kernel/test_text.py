from __future__ import annotations

import pytest

from storeapp.kernel import text
from storeapp.kernel.text import N_, _, in_context, plural, recall


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


def test_a_sentence_is_said_again_in_the_language_of_today():
    parts = _(", ").join([_("Order"), plural("{count} review", "{count} reviews", 1200), "Ann"])
    said = _("{title}: {parts}").format(title=_("Undid: {title}").format(title="灯 {x}"), parts=parts)
    rows = plural("Imported {count} row from {{file}}", "Imported {count} rows from {{file}}", 2).format(file="{a}.csv")
    assert recall(said.kept(), "") == said == "Undid: 灯 {x}: Order, 1,200 reviews, Ann"
    assert recall(rows.kept(), "") == rows == "Imported 2 rows from {a}.csv"
    assert recall(_("Reviews").lower().kept(), "") == "reviews"
    text.use("zh_CN")
    assert recall(said.kept(), "") == "已撤销：灯 {x}：订单、1,200 条评价、Ann"
    assert recall(rows.kept(), "") == "从 {a}.csv 导入了 2 行"


@pytest.mark.parametrize(
    "kept",
    [
        None,
        "",
        "{",
        "[]",
        "7",
        "{}",
        '{"message": 7}',
        '{"message": "{count:>999999999}", "values": {"count": 1}}',
        '{"message": "{a.__class__}", "values": {"a": 1}}',
        '{"message": "{a}", "values": {}}',
        '{"one": "{count:>999999999}", "many": "", "count": 1}',
        '{"between": {"message": ", "}}',
    ],
)
def test_what_cannot_be_said_again_stays_as_it_was_said(kept):
    assert recall(kept, "as it was") == "as it was"
