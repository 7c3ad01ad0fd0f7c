"""Switching rules, own copies, house rules and looks: kept, undone, and in force where texts are checked."""

from __future__ import annotations

from datetime import date, datetime, timezone

import pytest

from storeapp.kernel.errors import UserError
from storeapp.messages.queries import owner_rules
from storeapp.ownrules import queries, service
from storeapp.rulebook.messages.engine import check
from storeapp.rulebook.messages.facts import facts_of
from storeapp.rulebook.messages.owners import OwnCopy, copy_from_json
from storeapp.rulebook.messages.rules import message_rules
from storeapp.store import journal

TODAY = date(2026, 7, 16)
ASK = {"job": "request", "platform": "own", "today": TODAY}


def rules(db):
    with db.read() as conn:
        return owner_rules(conn)


def book(db, today=TODAY):
    with db.read() as conn:
        return queries.rule_book(conn, today)


def row(db, rule, today=TODAY):
    return next(one for one in book(db, today).rows if one.id == rule)


def hits(db, text, **values):
    return {one.rule for one in check(text, facts_of(ASK | values), rules(db)) if one.severity != "FINE"}


def test_an_untouched_book_is_the_programs_own(db):
    assert rules(db) == message_rules()
    assert len(book(db).rows) == len(message_rules())
    assert all(one.on and not one.copied for one in book(db).rows)


def test_a_rule_that_is_off_says_nothing_until_it_is_on_again(db):
    text = "Please leave us 5 stars"
    assert hits(db, text) == {"LINT-POSITIVE"}
    assert service.switch_rule(db, "LINT-POSITIVE", on=False).value
    assert not service.switch_rule(db, "LINT-POSITIVE", on=False).value
    assert hits(db, text) == set()
    assert not row(db, "LINT-POSITIVE").on
    journal.undo(db)
    assert hits(db, text) == {"LINT-POSITIVE"}
    service.switch_rule(db, "LINT-POSITIVE", on=False)
    service.switch_rule(db, "LINT-POSITIVE", on=True)
    assert rules(db) == message_rules()


def test_an_own_copy_replaces_words_and_strictness(db):
    own = OwnCopy("No stars, ever", "BLOCK", "We ask, we don't beg.", "Ask for an opinion.")
    service.keep_copy(db, "LINT-POSITIVE", own)
    (found,) = [
        one for one in check("Please leave us 5 stars", facts_of(ASK), rules(db)) if one.rule == "LINT-POSITIVE"
    ]
    assert (found.severity, found.sentence) == ("BLOCK", "No stars, ever")
    assert row(db, "LINT-POSITIVE").copied
    service.drop_copy(db, "LINT-POSITIVE")
    assert rules(db) == message_rules()
    journal.undo(db)
    assert row(db, "LINT-POSITIVE").rule.title == "No stars, ever"


def test_what_nobody_verified_may_not_be_made_to_stop(db):
    with pytest.raises(UserError, match="Nobody has verified"):
        service.keep_copy(db, "RV-OTHER", OwnCopy("Platform only", "BLOCK"))
    assert rules(db) == message_rules()


def test_a_house_rule_is_found_in_texts(db):
    own = OwnCopy("No bargains", "WARN", "We are no discounter.", "", ("request", "reply"), ("bargain*", " 清仓 ", ""))
    assert service.save_house_rule(db, "", own).value == "H-1"
    assert service.save_house_rule(db, "", own).value == "H-2"
    assert hits(db, "BARGAINS today") == {"H-1", "H-2"}
    assert hits(db, "全场清仓") == {"H-1", "H-2"}
    service.save_house_rule(db, "H-1", OwnCopy("No deals", "INFO", phrases=("deal",)))
    assert hits(db, "a deal") == {"H-1"}
    service.delete_house_rule(db, "H-1")
    assert hits(db, "a deal") == set()
    journal.undo(db)
    assert hits(db, "a deal") == {"H-1"}
    assert row(db, "H-1").house
    service.switch_rule(db, "H-1", on=False)
    assert hits(db, "a deal") == set()


@pytest.mark.parametrize(
    ("own", "words"),
    [
        (OwnCopy("", "WARN", phrases=("deal",)), "Give the rule a name"),
        (OwnCopy("No deals", "WARN"), "Give at least one word"),
        (OwnCopy("No deals", "WARN", phrases=("x" * 81,)), "at most 50 words"),
        (OwnCopy("No deals", "WARN", phrases=tuple(f"w{n}" for n in range(51))), "at most 50 words"),
        (OwnCopy("x" * 121, "WARN", phrases=("deal",)), "too long"),
        (OwnCopy("No deals", "WARN", applies_to=(), phrases=("deal",)), "Say what the rule is for"),
    ],
)
def test_a_house_rule_that_cannot_be_is_refused_in_a_sentence(db, own, words):
    with pytest.raises(UserError, match=words):
        service.save_house_rule(db, "", own)
    assert rules(db) == message_rules()


def test_a_look_makes_a_rule_trusted_again(db, clock):
    late = date(2027, 3, 1)
    assert row(db, "AMZ-NOPAY", late).past
    assert row(db, "AMZ-NOPAY", late).does == "WARN"
    clock.at = datetime(2027, 3, 1, 9, tzinfo=timezone.utc)
    service.note_look(db, "AMZ-NOPAY")
    assert not row(db, "AMZ-NOPAY", late).past
    assert row(db, "AMZ-NOPAY", late).does == "BLOCK"
    assert row(db, "AMZ-NOPAY", date(2027, 6, 2)).past


def test_rules_that_are_gone_are_said_to_be(db):
    for verb in (service.note_look, service.drop_copy, service.delete_house_rule):
        with pytest.raises(UserError, match="gone"):
            verb(db, "H-9")
    with pytest.raises(UserError, match="gone"):
        service.save_house_rule(db, "H-9", OwnCopy("No deals", "WARN", phrases=("deal",)))


@pytest.mark.parametrize("kept", ["", "{", "[]", '{"title": "x"}', '{"title": "x", "severity": "STOP"}'])
def test_a_copy_that_cannot_be_read_is_none(kept):
    assert copy_from_json(kept) is None
