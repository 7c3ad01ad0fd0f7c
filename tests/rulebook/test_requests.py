"""When, how often, where and with whose consent reviews may be asked for, by the dated rows."""

from __future__ import annotations

from datetime import date, time

import pytest

from storeapp.rulebook import requests
from storeapp.rulebook.messages.rules import later, message_rules, parsed_rules
from storeapp.rulebook.requests import Permission

TODAY = date(2026, 11, 28)
UNKNOWN = Permission()
NOTICED = Permission(address_from_sale=True, own_similar=True, told_at_sale=True, told_in_message=True)


def lack(buyer, channel="email", permission=UNKNOWN, seller="", today=TODAY):
    return [one.rule for one in requests.consent_lacking(buyer, seller, channel, permission, today)]


def test_days_to_wait_follow_the_type_of_product():
    assert [requests.wait_for(one).days for one in ("soft_goods", "hard_goods", "service")] == [14, 21, 13]
    assert requests.wait_for("what is this").id == requests.ORDINARY
    assert all(one.least <= one.days <= one.most and one.source.source for one in requests.waits())


def test_the_window_of_amazon_spans_the_earliest_and_the_latest_delivery():
    window = requests.window_for("amazon", TODAY)
    assert window is not None
    assert window.stops
    assert window.days(date(2025, 3, 1), date(2025, 3, 3)) == (date(2025, 3, 6), date(2025, 4, 2))
    assert requests.most_requests("amazon") == 1
    assert requests.window_for("own", TODAY) is None
    assert requests.most_requests("own") is None


def test_a_rule_past_its_review_date_stops_nobody():
    window = requests.window_for("amazon", date(2027, 2, 23))
    assert window is not None
    assert not window.stops
    assert requests.asking_on("yelp", TODAY).manner == "never"
    assert requests.asking_on("yelp", date(2027, 3, 1)).manner == "free"


def test_what_nobody_verified_advises_only():
    asking = requests.asking_on("mercadolibre", TODAY)
    assert asking.manner == "free"
    assert [(one.rule, one.stops) for one in asking.words] == [("RV-OTHER", False)]
    assert requests.asking_on("walmart", TODAY).manner == "platform"


@pytest.mark.parametrize(
    ("buyer", "law"),
    [
        ("DE", "DE-ASK"),
        ("FR", "FR-EMAIL"),
        ("ES", "ES-EMAIL"),
        ("NL", "EU-SOFT"),
        ("NO", "EU-SOFT"),
        ("GB", "UK-PECR"),
        ("AU", "AU-SPAM"),
        ("ZA", "ZA-69"),
        ("RU", "RU-18"),
        ("ID", "ID-PDP"),
    ],
)
def test_mail_without_consent_is_held_by_the_law_of_the_buyers_country(buyer, law):
    assert lack(buyer) == [law]
    assert lack(buyer, permission=Permission(given=True)) == []
    assert lack(buyer, "platform") == []
    assert lack(buyer, permission=NOTICED) == ([law] if buyer in ("RU", "ID") else [])


def test_the_sellers_place_counts_beside_the_buyers():
    assert set(lack("FR", seller="DE")) == {"FR-EMAIL", "DE-ASK"}
    assert lack("US", seller="DE") == ["DE-ASK"]
    assert lack("US") == []


def test_a_purchase_in_canada_counts_for_two_years():
    told = {"told_in_message": True}
    assert lack("CA", permission=Permission(last_sale=date(2024, 10, 28), **told)) == ["CA-CASL"]
    assert lack("CA", permission=Permission(last_sale=date(2024, 12, 28), **told)) == []
    assert lack("CA", permission=Permission(last_sale=date(2024, 12, 28))) == ["CA-CASL"]
    assert lack("CA", permission=Permission(last_inquiry=date(2026, 7, 1), **told)) == []


@pytest.mark.parametrize("buyer", ["", "DE", "US", "CN", "ZZ"])
@pytest.mark.parametrize("channel", ["email", "platform", "card", "whatsapp"])
def test_who_opted_out_is_never_written_to(buyer, channel):
    assert "OPT-OUT" in lack(buyer, channel, Permission(given=True, opted_out=True))


def test_rewards_by_platform_and_law():
    assert not requests.rewards_on("amazon", "US", "US", TODAY).allowed
    own = requests.rewards_on("own", "GB", "DE", TODAY)
    assert own.allowed
    assert {one.rule for one in own.shown} == {"UK-DMCC", "SHOPIFY-OWN"}
    assert [one.rule for one in requests.rewards_on("trustpilot", "", "", TODAY).banned] == ["TP-INCENT"]
    assert [one.rule for one in requests.rewards_on("shopee", "ID", "ID", TODAY).advice] == ["SHOPEE"]


def test_caps_hours_and_reminders():
    assert requests.caps().most == ((1, 5), (5, 30))
    assert requests.caps().product_months == 12
    assert (requests.reminders().number, requests.reminders().days, requests.days_after_issue()) == (1, 7, 3)
    hours = requests.hours()
    assert [hours.quiet(time(hour)) for hour in (8, 9, 20, 21, 0)] == [True, False, False, True, True]
    assert hours.best_days == (2, 5)


def test_months_later_keep_to_the_calendar():
    assert later(date(2024, 1, 31), 1) == date(2024, 2, 29)
    assert later(date(2024, 11, 30), 3) == date(2025, 2, 28)
    assert later(date(2026, 11, 22), 12) == date(2027, 11, 22)


def row(**values):
    plain = {"id": "X", "title": "x", "kind": "platform", "severity": "WARN", "certainty": "S", "check": "match"}
    return {**plain, "source": "s", "checked_on": TODAY, "applies_to": ["request"], **values}


@pytest.mark.parametrize(
    "wrong",
    [
        [row(certainty="K", severity="BLOCK")],
        [row(), row()],
        [row(kind="hearsay")],
        [row(severity="STOP")],
        [row(applies_to=["poem"])],
        [row(covered_by=["NOBODY"])],
    ],
)
def test_rows_that_break_the_rules_of_the_book_are_named(wrong):
    with pytest.raises(ValueError, match="X"):
        parsed_rules(wrong)


def test_law_comes_first_and_every_row_tells_its_source():
    kinds = [one.kind for one in message_rules()]
    weight = ["law", "platform", "self_regulation", "evidence", "rule_of_thumb", "house"]
    assert kinds == sorted(kinds, key=weight.index)
    assert all(one.source and one.text and one.instead for one in message_rules())


def test_a_rule_that_is_not_yet_in_force_only_tells():
    (one,) = parsed_rules([row(severity="BLOCK", effective="2027-01")])
    assert [one.severity_on(day) for day in (date(2026, 12, 31), date(2027, 1, 1))] == ["INFO", "BLOCK"]


def test_a_rule_the_owner_switched_off_is_not_asked():
    off = {"AMZ-WINDOW", "AMZ-ONCE", "YELP-NOASK", "DE-ASK", "AMZ-NOPAY"}
    kept = [one for one in message_rules() if one.id not in off]
    assert requests.window_for("amazon", TODAY, kept) is None
    assert requests.most_requests("amazon", kept) is None
    assert requests.asking_on("yelp", TODAY, kept).manner == "free"
    assert requests.consent_lacking("DE", "", "email", UNKNOWN, TODAY, rules=kept) == []
    assert requests.rewards_on("amazon", "", "", TODAY, kept).allowed
