"""Requests, articles and offers held against the rule book: the cases of the research, every row's own examples."""

from __future__ import annotations

from datetime import date

import pytest

from storeapp.rulebook.messages.engine import check, in_force
from storeapp.rulebook.messages.examples import comes_out
from storeapp.rulebook.messages.facts import DraftFacts, fact, facts_of
from storeapp.rulebook.messages.rules import message_rules, parsed_rules
from storeapp.rulebook.messages.signs import combinations

TODAY = date(2026, 11, 28)
ASK = "Hi Ann, please share your honest opinion, good or bad."
MAIL = f"{ASK} Unsubscribe here. Lumen & Loom, 12 Oak Street, Salem"
TEN_DAYS_AGO = {"delivered_from": date(2026, 11, 18), "delivered_to": date(2026, 11, 18)}
NOTICED = {"address_from_sale": True, "own_similar": True, "told_at_sale": True, "told_in_message": True}


def hits(text, job="request", **values):
    found = check(text, facts_of({"job": job, "today": TODAY, **values}))
    return {one.rule for one in found if one.severity != "FINE"}


# I1 of the research: text, circumstances, exactly these rules

REQUESTS = {
    "FX01": (ASK, {"platform": "amazon", "buyer": "US", **TEN_DAYS_AGO}, set()),
    "FX02": (
        ASK,
        {"platform": "amazon", "buyer": "US", "delivered_from": date(2026, 11, 25), "delivered_to": date(2026, 11, 25)},
        {"AMZ-WINDOW"},
    ),
    "FX03": (ASK, {"platform": "amazon", "buyer": "US", "sent": 1, **TEN_DAYS_AGO}, {"AMZ-ONCE"}),
    "FX04": (
        "If you love it leave 5 stars, if not contact us first",
        {"platform": "amazon", "buyer": "US", **TEN_DAYS_AGO},
        {"AMZ-NEUTRAL"},
    ),
    "FX05": (
        "Scan, review, get $10 gift card",
        {"platform": "amazon", "buyer": "US", "through": "card"},
        {"AMZ-NOPAY", "US-255-5"},
    ),
    "FX06": ("Any honest review earns 50 points, shown as rewarded", {"platform": "own", "buyer": "US"}, set()),
    "FX06b": (ASK, {"platform": "own", "buyer": "US", "reward": "points", "reward_for": "any", "shown": True}, set()),
    "FX07": (
        "Tell us how much you loved it and get 10% off",
        {"platform": "own", "buyer": "US"},
        {"US-465-4"},
    ),
    "FX08": (ASK, {"platform": "own", "buyer": "GB", "reward": "coupon", "shown": False}, {"UK-DMCC"}),
    "FX09": (ASK, {"platform": "google", "chosen_by": "satisfaction"}, {"GOOG-GATE", "ASK-ALL"}),
    "FX10": (
        "Everyone who reviews us takes part in our monthly prize draw",
        {"platform": "trustpilot", "buyer": "GB"},
        {"TP-INCENT", "CT-REVIEW"},
    ),
    "FX11": (ASK, {"platform": "yelp", "buyer": "US"}, {"YELP-NOASK"}),
    "FX12": ("五星好评晒图返3元", {"platform": "taobao", "buyer": "CN"}, {"CN-9-5", "CN-PLAT"}),
    "FX13": ("欢迎如实评价，好坏都行", {"platform": "own", "buyer": "CN"}, set()),
    "FX14": (ASK, {"platform": "own", "buyer": "DE", "through": "email"}, {"DE-ASK"}),
    "FX15": (ASK, {"platform": "own", "buyer": "DE", "through": "email", **NOTICED}, set()),
    "FX16": (
        MAIL,
        {"platform": "own", "buyer": "CA", "through": "email", "last_sale": date(2024, 10, 28)},
        {"CA-CASL"},
    ),
    "FX16b": (MAIL, {"platform": "own", "buyer": "CA", "through": "email", "last_sale": date(2024, 12, 28)}, set()),
    "FX17": (f"{ASK} Unsubscribe here.", {"platform": "own", "buyer": "US", "through": "email"}, {"US-CANSPAM"}),
    "FX17b": (
        f"{ASK} Lumen & Loom, 12 Oak Street",
        {"platform": "own", "buyer": "US", "through": "email"},
        {"US-CANSPAM"},
    ),
    "FX17c": (MAIL, {"platform": "own", "buyer": "US", "through": "email"}, set()),
    "FX18": (
        "кешбэк 100 руб за отзыв",
        {"platform": "wildberries", "buyer": "RU", "through": "card"},
        {"WB-OZON-PAY"},
    ),
    "FX19": (ASK, {"platform": "own", "opted_out": True}, {"OPT-OUT"}),
    "FX19b": (ASK, {"platform": "own", "open_issue": True}, {"ASK-LATER"}),
    "FX20": ("reseña de 5 estrellas", {"platform": "own", "buyer": "US"}, {"LINT-POSITIVE"}),
    "FX20b": (
        "Hello Ann, thank you for buying the lamp, una reseña de 5 estrellas would be great",
        {"platform": "own", "buyer": "US", "language": "en"},
        {"LINT-POSITIVE"},
    ),
}


@pytest.mark.parametrize("name", REQUESTS)
def test_requests_give_exactly_the_named_rules(name):
    text, values, expected = REQUESTS[name]
    assert hits(text, **values) == expected


@pytest.mark.parametrize("country", ["US", "DE", "GB", "CN", "RU", "CA", "AU", "ZA", "ID", "JP", "TW", "BR", ""])
def test_an_opt_out_stops_everywhere(country):
    found = check(
        ASK, facts_of({"job": "request", "today": TODAY, "buyer": country, "through": "email", "opted_out": True})
    )
    assert ("OPT-OUT", "BLOCK") in {(one.rule, one.severity) for one in found}


def test_an_open_issue_puts_off_and_drops_nothing():
    found = check(ASK, facts_of({"job": "request", "today": TODAY, "open_issue": True}))
    (one,) = [one for one in found if one.severity != "FINE"]
    assert one.code == "postponed"
    assert "3 days" in one.sentence


# I2: articles

ARTICLES = {
    "FX21": ("种草一盏胡桃木台灯，链接在这里", {"buyer": "CN", "shop_link": True}, {"CN-AD-LABEL"}),
    "FX21b": ("广告 种草一盏胡桃木台灯，链接在这里", {"buyer": "CN", "shop_link": True}, set()),
    "FX22": ("国家级工艺，全网第一", {"buyer": "CN"}, {"CN-ABS"}),
    "FX23": ("我们追求最佳服务", {"buyer": "CN"}, {"CN-ABS-EXC"}),
    "FX24": ("三个护眼小知识", {"buyer": "CN", "topic": "health", "shop_link": True}, {"CN-HEALTH"}),
    "FX25": ("Новая лампа уже в магазине", {"buyer": "RU", "place": "social", "promotes": True}, {"RU-ERID"}),
    "FX25b": ("Новая лампа уже в магазине", {"buyer": "RU", "place": "newsletter", "promotes": True}, set()),
    "FX26": ("produk nomor satu", {"buyer": "ID"}, {"ID-EPI"}),
    "FX27": ("#gifted Look at this lamp", {"buyer": "GB", "paid": "gift", "place": "social"}, {"UK-ASA"}),
    "FX27b": ("#sp Look at this lamp", {"buyer": "GB", "paid": "gift", "place": "social"}, {"UK-ASA"}),
    "FX27c": ("Ad: look at this lamp", {"buyer": "GB", "paid": "gift", "place": "social"}, set()),
    "FX28": (
        "Presented by Lumen. How light helps",
        {"buyer": "US", "paid": "payment", "place": "guest"},
        {"US-NATIVE"},
    ),
    "FX28b": ("Advertisement\nHow light helps", {"buyer": "US", "paid": "payment", "place": "guest"}, set()),
    "FX29": ("How light changes a room", {"place": "guest", "followed_link": True}, {"SEO-LINK"}),
    "FX30": ("clinically proven, 30% faster", {}, {"CLAIM-PROOF"}),
    "FX30b": ("clinically proven, 30% faster", {"proved": True}, set()),
}


@pytest.mark.parametrize("name", ARTICLES)
def test_articles_give_exactly_the_named_rules(name):
    text, values, expected = ARTICLES[name]
    assert hits(text, "article", **values) == expected


def severities(text, **values):
    return {(one.code, one.severity) for one in check(text, facts_of({"job": "article", "today": TODAY, **values}))}


def test_words_of_the_statute_stop_and_the_other_absolutes_warn():
    assert severities("国家级工艺，全网第一", buyer="CN") == {("tier1", "BLOCK"), ("tier2", "WARN")}
    assert severities("全网销量第一", buyer="CN") == {("tier2", "WARN")}
    assert severities("优质台灯", buyer="CN") == {("tier3", "INFO")}
    assert severities("最佳食用时间：早晨", buyer="CN") == {("excused", "INFO")}
    assert severities("第一步：拧紧灯座，最后通电", buyer="CN") == set()


def test_risky_labels_warn_and_refused_ones_stop():
    gifted = {"buyer": "GB", "paid": "gift", "place": "social"}
    assert severities("#gifted Look at this lamp", **gifted) == {("label", "WARN")}
    assert severities("#sp Look at this lamp", **gifted) == {("label", "BLOCK")}
    assert severities("Look at this lamp", **gifted) == {("label", "BLOCK")}
    paid = {"buyer": "US", "paid": "payment", "place": "guest"}
    assert severities("Presented by Lumen. How light helps", **paid) == {("label", "WARN")}


# I4: offers

OFFERS = {
    "FX37": ("Ends in 10 minutes", {"restarts": True}, {"FX-URGENCY"}),
    "FX38": ("only 3 left", {"stock": 240}, {"FX-STOCK"}),
    "FX39": ("10 people viewing now", {"viewing_hours": 24}, {"FX-STOCK", "FX-POP"}),
    "FX40": ("-23%", {"buyer": "FR", "price": 1.29, "lowest_30": 1.29}, {"FX-PRICE-EU"}),
    "FX40b": ("直降 -30%", {"buyer": "CN", "price": 70.0, "lowest_7": 70.0}, {"FX-PRICE-CN"}),
    "FX41": ("Buy to enter the draw", {"buyer": "US", "chance": True, "must_buy": True}, {"CT-LOTTERY"}),
    "FX41b": ("Win one of ten lamps", {"buyer": "US", "prizes": 6000, "states": ("NY",)}, {"CT-BOND"}),
    "FX41c": ("Win a walnut lamp in our prize draw", {"buyer": "GB"}, {"CT-UK"}),
    "FX42": ("抽奖赢手机", {"buyer": "CN", "top_prize": 6000, "chance": True}, set()),
    "FX42b": ("抽奖赢汽车", {"buyer": "CN", "top_prize": 120_000, "chance": True}, {"CT-CN"}),
    "FX43": ("No thanks, I hate saving money", {}, {"FX-SHAME"}),
}


@pytest.mark.parametrize("name", OFFERS)
def test_offers_give_exactly_the_named_rules(name):
    text, values, expected = OFFERS[name]
    assert hits(text, "offer", **values) == expected


# Each row's own examples

EXAMPLES = [(rule.id, number) for rule in message_rules() for number in range(len(rule.examples))]


@pytest.mark.parametrize(("rule_id", "number"), EXAMPLES)
def test_the_examples_of_a_rule_come_out_as_it_says(rule_id, number):
    (rule,) = [one for one in message_rules() if one.id == rule_id]
    example = rule.examples[number]
    assert comes_out(rule, example, TODAY)


def test_every_rule_but_those_on_other_replies_has_an_example_of_both_sorts():
    bare = {one.id for one in message_rules() if {example.hit for example in one.examples} != {True, False}}
    assert bare == {"RP-AI", "RP-SAME", "RP-LOOKED", "LINT-LOOKED"}


# What holds when and where


def test_law_comes_before_platform_before_tip():
    text = "Leave a 5 star review and get $10. Our small family shop lives by it, think of our kids."
    found = check(text, facts_of({"job": "request", "today": TODAY, "platform": "etsy", "buyer": "US"}))
    order = [(one.severity, next(rule.kind for rule in message_rules() if rule.id == one.rule)) for one in found]
    assert order[:2] == [("BLOCK", "law"), ("BLOCK", "platform")]
    assert {one.rule for one in found} >= {"US-465-4", "ETSY-INCENT", "LINT-PRESSURE"}


def test_the_sellers_place_is_looked_at_too():
    assert "US-465-4" in hits("Tell us how much you loved it and get 10% off", platform="own", buyer="MX", seller="US")
    assert "US-465-4" not in hits("Tell us how much you loved it and get 10% off", platform="own", buyer="MX")


def test_past_its_review_date_a_rule_warns():
    late = {"job": "request", "platform": "amazon", "reward": "coupon", "today": date(2027, 2, 23)}
    (one,) = [one for one in check(ASK, facts_of(late)) if one.rule == "AMZ-NOPAY"]
    assert one.severity == "WARN"
    (one,) = [one for one in check(ASK, facts_of(late | {"today": date(2027, 2, 22)})) if one.rule == "AMZ-NOPAY"]
    assert one.severity == "BLOCK"


def test_an_empty_request_is_judged_by_its_circumstances():
    assert hits("", platform="amazon", sent=1, **TEN_DAYS_AGO) == {"AMZ-ONCE"}


def test_own_rules_of_words_are_found_in_any_case_and_form():
    (own,) = parsed_rules(
        [
            {
                "id": "H-1",
                "title": "No cheap talk",
                "kind": "house",
                "severity": "WARN",
                "certainty": "house",
                "check": "match",
                "source": "ours",
                "checked_on": TODAY,
                "applies_to": ["request", "reply"],
                "values": {"phrases": ["bargain*", "for next to nothing", "清仓"]},
            }
        ]
    )
    facts = DraftFacts(job="request", today=TODAY)
    for text in ("BARGAINS here", "yours for next  to nothing", "全场清仓啦"):
        assert [one.rule for one in check(text, facts, [own])] == ["H-1"]
    assert check("a fair price", facts, [own]) == []


def test_facts_are_found_by_name_and_wrong_names_refused():
    facts = facts_of({"job": "offer", "stock": 3, "given": True, "buyer": "DE", "paid": "gift"})
    assert [fact(facts, name) for name in ("stock", "given", "buyer", "paid")] == [3, True, "DE", "gift"]
    with pytest.raises(KeyError, match="weather"):
        facts_of({"weather": "fine"})
    with pytest.raises(KeyError, match="weather"):
        fact(facts, "weather")


def test_each_rule_reads_facts_that_there_are():
    conditions = [one for rule in message_rules() for key in ("when", "when_any") for one in rule.values.get(key, ())]
    assert conditions
    for one in conditions:
        fact(DraftFacts(), one["fact"])


def test_signs_a_rule_waits_for_are_made():
    made = {one.code for one in combinations()}
    wanted = {sign for rule in message_rules() for sign in rule.values.get("signs", ())}
    assert wanted <= made
    assert {one.id for one in in_force(message_rules(), DraftFacts(job="request", platform="etsy"))} >= {
        "ETSY-INCENT",
        "ASK-ALL",
    }


def test_where_there_are_no_words_nothing_is_claimed():
    def looked(text, language):
        found = check(text, facts_of({"job": "request", "today": TODAY, "language": language}))
        return [one.severity for one in found if one.code == "looked"]

    assert looked(ASK, "en") == ["FINE"]
    assert looked("Sicela usitshele iqiniso ngesibani sakho, okuhle nokubi, siyacela.", "zu") == ["FINE"]
    assert looked("Prosimy o szczerą opinię o lampie, dobrą albo złą, dla innych kupujących.", "pl") == ["FINE"]
    assert looked("Berätta ärligt för andra köpare vad du tycker om lampan, bra eller dåligt.", "sv") == ["INFO"]
    reply = check("Siyaxolisa ngesibani esiphukile, sizokuthumelela esisha ngeviki elizayo.", DraftFacts(language="zu"))
    assert [one.severity for one in reply if one.code == "looked"] == ["INFO"]
