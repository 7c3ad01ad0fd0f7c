"""What trust rests on: answers put in ways, links checked, rows pasted, and months put together."""

from __future__ import annotations

from datetime import date

import pytest

from storeapp.kernel.errors import UserError
from storeapp.reputation.ratings.rules import StarCounts
from storeapp.reputation.trust.rules import (
    Heard,
    MentionFields,
    OrderMonthSum,
    checked_link,
    checked_mention,
    mention_key,
    pasted_mentions,
    reach_of,
    scorecard_months,
    way_of,
    way_title,
)

TODAY = date(2026, 7, 16)


@pytest.mark.parametrize(
    ("answer", "way"),
    [
        ("A friend told me", "friend"),
        ("朋友推荐的", "friend"),
        ("朋友介紹", "friend"),
        ("por una amiga", "friend"),
        ("Друзья посоветовали", "friend"),
        ("dari teman", "friend"),
        ("Umngane wami", "friend"),
        ("a friend on Instagram", "friend"),
        ("Instagram", "social"),
        ("小红书看到的", "social"),
        ("Google search", "search"),
        ("Поиск Яндекс", "search"),
        ("淘宝", "platform"),
        ("Saw your ad", "ad"),
        ("I read an article", "press"),
        ("老客户", "before"),
        ("craft market", "fair"),
        ("adventure", "own:adventure"),
        ("  the  radio ", "own:the radio"),
        (" ", ""),
    ],
)
def test_an_answer_is_put_in_a_way_or_keeps_its_own_words(answer, way):
    assert way_of(answer) == way


def test_a_way_has_a_title():
    assert way_title("friend") == "Friends and family"
    assert way_title("own:the radio") == "the radio"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("https://example.com/a?b=1", "https://example.com/a?b=1"),
        (" http://example.com ", "http://example.com"),
        ("example.com/post/1", "https://example.com/post/1"),
        ("", ""),
    ],
)
def test_a_link_is_a_web_address(typed, kept):
    assert checked_link(typed) == kept


NO_LINKS = ["javascript:alert(1)", "file:///etc/passwd", "ftp://example.com", "https://", "https://a b.com"]


@pytest.mark.parametrize("typed", [*NO_LINKS, "see the forum", "http://[::1", "data:text/html,x"])
def test_anything_else_is_refused(typed):
    with pytest.raises(UserError, match="not a web address"):
        checked_link(typed)


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        (MentionFields("rumour", "2026-07-01", "A"), "Say what it is"),
        (MentionFields("post", "2026-07-17", "A"), "still to come"),
        (MentionFields("post", "2026-07-01"), "title or a link"),
        (MentionFields("post", "2026-07-01", "A" * 301), "too long"),
    ],
)
def test_a_mention_that_says_nothing_is_refused(fields, why):
    with pytest.raises(UserError, match=why):
        checked_mention(fields, "2026-07-16")


@pytest.mark.parametrize(
    ("text", "reach"),
    [("", None), ("1200", 1200), ("1,200", 1200), ("1.2k", 1200), ("3万", 30_000), ("0", 0), ("12 тыс.", 12_000)],
)
def test_a_reach_is_read_as_people_write_it(text, reach):
    assert reach_of(text) == reach


@pytest.mark.parametrize("text", ["many", "12%", "-5", "99999999999", "1200 people or so"])
def test_a_reach_that_is_no_number_is_refused(text):
    with pytest.raises(UserError, match="number"):
        reach_of(text)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("https://www.blog.example/a/", "http://blog.example/a#top", True),
        ("https://blog.example/a?p=1", "https://blog.example/a?p=2", False),
        ("", "https://blog.example/a", False),
    ],
)
def test_a_mention_is_known_by_its_link(one, other, same):
    keys = [mention_key("post", "2026-07-01", "A", url) for url in (one, other)]
    assert (keys[0] == keys[1]) == same


def test_rows_are_pasted_whatever_the_order_of_their_columns():
    text = "Date\tKind\tTitle\tLink\n2026-07-01\tarticle\tCaring for wool\thttps://blog.example/wool\tby Ann\n"
    text += "https://forum.example/7\tMy new lamp\t2.7.2026\n"
    assert pasted_mentions(text, TODAY) == [
        MentionFields("article", "2026-07-01", "Caring for wool", "https://blog.example/wool", None, "by Ann"),
        MentionFields("post", "2026-07-02", "My new lamp", "https://forum.example/7"),
    ]
    seen = "2026-07-01\thttps://blog.example/a\tMy lamp\t1,200\n2026-07-01\t2026\n2026-07-02\tLamp\t3.5万\n"
    assert [(one.title, one.reach) for one in pasted_mentions(seen, TODAY)] == [
        ("My lamp", 1200), ("2026", None), ("Lamp", 35_000),
    ]  # fmt: skip
    chinese = "2026年7月3日\t回答\t羊毛毯怎么洗\n"
    assert pasted_mentions(chinese, TODAY) == [MentionFields("answer", "2026-07-03", "羊毛毯怎么洗")]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("5/6/2026\tA post", "Row 1: write its day"),
        ("2026-07-01\tA\n2026-07-02\tB\tjavascript://x", "Row 2: This is not a web address"),
        ("2026-08-01\tA", "Row 1: This day is still to come"),
        (" \n", "Nothing to paste"),
    ],
)
def test_a_pasted_row_that_cannot_be_read_is_named(text, why):
    with pytest.raises(UserError) as refused:
        pasted_mentions(text, TODAY)
    assert refused.value.sentence.startswith(why)


def test_months_hold_orders_beside_what_is_said():
    months = scorecard_months(
        ["2026-06", "2026-07"],
        [
            OrderMonthSum("2026-06", placed=12, sold=10, known=7),
            OrderMonthSum("2026-07", placed=3, sold=3, known=0),
        ],
        {"2026-06": 4},
        [Heard("2026-06", "friend", 2, 1), Heard("2026-06", "own:radio", 1, 0), Heard("2026-06", "friend", 1, 0)],
        {"2026-06": StarCounts((1, 0, 0, 1, 8))},
        {("2026-06", "post"): 2, ("2026-07", "article"): 1},
    )
    june, july = months
    assert (june.orders, june.unsold, june.known, june.repeat) == (10, 2, 7, 3)
    assert june.repeat_share == pytest.approx(3 / 7)
    assert (june.says, june.heard, june.by_mouth, june.by_mouth_returning) == (4, {"friend": 3, "own:radio": 1}, 3, 1)
    assert (june.good, june.good_share) == (9, 0.9)
    assert june.likely.low < june.stars.mean < june.likely.high
    assert (june.posts, july.articles, july.orders, july.repeat) == (2, 1, 3, 0)
    assert july.repeat_share is None
    assert july.good_share is None
