"""What articles brought: orders shared out, ranks by orders, and no more said than the numbers bear."""

from dataclasses import replace
from datetime import date

import pytest

from storeapp.articles.results import rules
from storeapp.articles.results.rules import CountedOrder, PublicationFigures
from storeapp.kernel.errors import UserError
from storeapp.kernel.money import Money

ROW = rules.PublicationResultRow(
    1, 1, "Lamp sizes", "light", "guide", "value", "channel:1", "Own shop", "own", "2026-07-01",
    PublicationFigures(reads=100), 2.0, (Money(4000, "EUR"),), ("code",), 15, 15, True,
)  # fmt: skip


def row(number, orders, reads=None, minor=0, **said):
    revenue = (Money(minor, "EUR"),) if minor else ()
    return replace(
        ROW, publication_id=number, article_id=number, title=f"Article {number}", orders=orders,
        figures=PublicationFigures(reads=reads), revenue=revenue, **said,
    )  # fmt: skip


def claim(order, publication, share=None, how="code"):
    return CountedOrder(order, publication, how, "2026-07-03", Money(1000, "EUR"), share)


def parts(*claims):
    return {key: sum(part for _one, part in ones) for key, ones in rules.shared_out(claims).items()}


def test_an_order_is_never_counted_twice():
    assert parts(claim(1, 7), claim(1, 7, how="link"), claim(2, 7)) == {7: 2.0}
    assert parts(claim(1, 7), claim(1, 8)) == {7: 0.5, 8: 0.5}


def test_a_noted_share_stands_and_the_rest_is_shared():
    assert parts(claim(1, 7, 0.7), claim(1, 8), claim(1, 9)) == pytest.approx({7: 0.7, 8: 0.15, 9: 0.15})
    assert parts(claim(1, 7, 1.0), claim(1, 8)) == {7: 1.0}
    assert parts(claim(1, 7, 0.9), claim(1, 8, 0.9)) == pytest.approx({7: 0.5, 8: 0.5})


def test_revenue_never_adds_currencies():
    ones = [(claim(1, 7), 0.5), (replace(claim(2, 7), worth=Money(3000, "USD")), 1.0)]
    assert rules.revenue_of(ones) == (Money(3000, "USD"), Money(500, "EUR"))


@pytest.mark.parametrize(
    ("placed", "counts"), [("2026-06-30", False), ("2026-07-01", True), ("2026-07-31", True), ("2026-08-01", False)]
)
def test_the_window_has_both_ends(placed, counts):
    assert rules.in_window("2026-07-01", placed, 30) is counts


def test_ranked_by_orders_then_revenue_never_by_reads():
    rows = [row(1, 3, 2140, 41200), row(2, 14, 610, 186200), row(3, 3, 10, 50000), row(4, 3, 9)]
    assert [one.publication_id for one in rules.ranked(rows)] == [2, 3, 1, 4]


def test_most_read_is_not_best_seller_only_when_true():
    rows = [row(1, 3, 2140), row(2, 14, 610)]
    assert (
        rules.most_read_words(rows) == "“Article 1” was read 2,140 times and brought 3 orders. “Article 2” brought 14."
    )
    assert not rules.most_read_words([row(1, 14, 2140), row(2, 3, 610)])
    assert not rules.most_read_words([row(1, 3, 2140), row(2, 3, 610)])
    assert not rules.most_read_words([row(1, 0, 2140), row(2, 3)])  # nobody said how often the other was read


def test_few_orders_are_compared_by_nobody():
    groups = rules.grouped_by([row(1, 4, 100, topic="a"), row(2, 1, 1000, topic="b")], "topic")
    assert [one.sure for one in groups] == [False, False]
    assert rules.groups_words(groups) == "Too early to compare: fewer than 10 orders each"


def test_a_clear_difference_is_said_with_its_range_and_an_unclear_one_is_not():
    clear = rules.grouped_by([row(1, 60, 1000, topic="a"), row(2, 12, 1000, topic="b")], "topic")
    assert rules.groups_words(clear).startswith("“a” sells best for its reads, likely ")
    unclear = rules.grouped_by([row(1, 14, 1000, topic="a"), row(2, 12, 1000, topic="b")], "topic")
    close = "“A” and “B” are too close to call: their likely ranges overlap"
    assert rules.groups_words(unclear, str.upper) == close
    unread = rules.grouped_by([row(1, 14, 1000, topic="a"), row(2, 12, topic="b"), row(3, 3, 9, topic="c")], "topic")
    assert rules.groups_words(unread) == "Not to be compared: of two at least, reads and 10 orders must be known"
    three = [row(1, 60, 1000, topic="a"), row(2, 55, 1000, topic="b"), row(3, 12, 1000, topic="c")]
    assert rules.groups_words(rules.grouped_by(three, "topic")) == close.replace("A", "a").replace("B", "b")


def test_more_orders_than_reads_have_no_rate():
    (group,) = rules.grouped_by([row(1, 30, 20)], "kind")
    assert (group.per_read, group.likely) == (None, None)


def test_the_latest_word_on_each_figure_counts():
    rows = [
        ("2026-07-08", PublicationFigures(reads=90, saves=3)),
        ("2026-07-02", PublicationFigures(reads=20, views=400)),
        ("2026-07-09", PublicationFigures()),
    ]
    assert rules.latest_figures(rows) == PublicationFigures(views=400, reads=90, saves=3)


@pytest.mark.parametrize(
    ("title", "pattern"),
    [
        ("Which bulb fits an E27 ring?", "question"),
        ("灯坏了怎么办？", "question"),
        ("怎么洗羊毛", "howto"),
        ("Как стирать шерсть", "howto"),
        ("Five lamps, 3 rooms", "number"),
        ("识别假货的五个步骤", "howto"),
        ("亚麻灯罩的五个保养方法", "number"),
        ("Behind the loom", "plain"),
        ("", ""),
    ],
)
def test_patterns_of_titles(title, pattern):
    assert rules.title_pattern(title) == pattern


@pytest.mark.parametrize(
    ("today", "looked", "due"),
    [
        ("2026-07-01", (), None),
        ("2026-07-02", (), 1),
        ("2026-07-08", (), 7),
        ("2026-07-08", ("2026-07-02",), 7),
        ("2026-07-09", ("2026-07-08",), None),
        ("2026-07-31", ("2026-07-08",), 30),
        ("2026-09-15", (), None),
    ],
)
def test_looked_at_again_on_day_1_7_and_30(today, looked, due):
    assert rules.due_checkpoint("2026-07-01", date.fromisoformat(today), looked) == due


def test_figures_and_lessons_must_say_something():
    for wrong in (PublicationFigures(), PublicationFigures(reads=-1), PublicationFigures(cost=Money(-1, "EUR"))):
        with pytest.raises(UserError):
            rules.checked_figures(wrong)
    with pytest.raises(UserError):
        rules.checked_lesson(" ", "\n")
    assert rules.checked_lesson(" short title ", "") == ("short title", "")
    for days in (0, 366):
        with pytest.raises(UserError):
            rules.checked_window(days)
