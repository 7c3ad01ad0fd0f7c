"""What the program offers to write about, and what an idea may be."""

from datetime import date

import pytest

from storeapp.articles.ideas import rules
from storeapp.kernel.errors import UserError


def months(**said):
    flat = {f"{year}-{month:02d}": 30 for year in (2024, 2025) for month in range(1, 13)}
    flat |= {f"2026-{month:02d}": 30 for month in range(1, 8)}
    return flat | {name.replace("_", "-").removeprefix("m"): count for name, count in said.items()}


@pytest.mark.parametrize(
    ("orders", "today", "found"),
    [
        (months(m2024_09=90, m2025_09=80), date(2026, 7, 16), [9]),
        (months(m2024_09=90, m2025_09=80), date(2026, 6, 16), []),  # three months ahead
        (months(m2024_09=90), date(2026, 7, 16), []),  # once is no season
        (months(m2025_09=90), date(2026, 7, 16), []),
        (months(m2024_12=90, m2025_12=90), date(2026, 10, 1), [12]),
        (months(m2024_01=90, m2025_01=90, m2026_01=90), date(2026, 11, 30), [1]),  # over the end of the year
        ({"2024-09": 19, "2025-09": 19}, date(2026, 7, 16), []),  # a few orders, and nothing to hold them against
        ({}, date(2026, 7, 16), []),
    ],
)
def test_seasons_of_the_shops_own_orders(orders, today, found):
    assert [month for month, _times in rules.seasons(orders, today)] == found


def test_the_evidence_of_a_season_says_when():
    ((month, times),) = rules.seasons(months(m2024_09=90, m2025_09=80), date(2026, 7, 16))
    offer = rules.season_offer(month, times)
    assert (offer.key, offer.kind) == ("season:9", "season")
    assert offer.evidence == "80 orders in Sep 2025, 90 orders in Sep 2024"


def test_questions_of_several_people_are_one_idea():
    found = rules.questions_in(
        [
            ("a", "Does the shade fit an E27 ring? Thanks."),
            ("a", "Does the shade fit an E27 ring?"),
            ("b", "Hi, will the shade fit an E27 ring?"),
            ("c", "灯罩可以水洗吗？"),
            ("d", "这个灯罩可以水洗吗？"),
            ("e", "Why? Really?"),
            ("f", "Can I wash the wool throw at home?"),
        ]
    )
    assert [len(texts) for _name, texts in found] == [2, 2]
    assert not rules.questions_in([("a", "Does the shade fit an E27 ring?")])


def test_an_offer_is_named_once_and_for_all_and_gone_when_known():
    offers = [
        rules.theme_offer("3", "Size", None, "", 4, 1),
        rules.cause_offer(2, "Cables too short", 5),
        rules.care_offer(7, "Lamp", 9),
    ]
    assert [one.key for one in offers] == ["theme:3", "cause:2", "care:7"]
    assert [one.source for one in rules.best_offers(offers, [])] == ["cause", "theme", "care"]
    assert [one.key for one in rules.best_offers(offers, ["cause:2"])] == ["theme:3", "care:7"]
    many = [rules.care_offer(number, "Lamp", 9) for number in range(9)]
    assert len(rules.best_offers(many, [], each=5)) == 5


def test_kinds_follow_sources():
    assert rules.kind_of("care") == "howto"
    assert rules.kind_of("") == ""
    assert rules.reason_offer("DEL_LATE", "Arrived late", None, "", 4, 1).kind


def test_typed_and_pasted_ideas():
    assert rules.checked_idea("  Lamp   wattage ") == ("Lamp wattage", "")
    assert rules.pasted_ideas("- one\n2) two\n\n• one\n[x] three\n4、四") == ["one", "two", "three", "四"]
    for wrong in (" ", "x" * 301):
        with pytest.raises(UserError):
            rules.checked_idea(wrong)
    with pytest.raises(UserError):
        rules.pasted_ideas(" \n ")
    with pytest.raises(UserError):
        rules.pasted_ideas("\n".join(str(number) for number in range(201)))
