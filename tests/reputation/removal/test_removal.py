"""Removal help: a ground needs its proof, an honest opinion stays, and the pack tells everything without names."""

from __future__ import annotations

from dataclasses import replace

import pytest

from storeapp.kernel.money import Money
from storeapp.reputation.removal.queries import removal_facts, removal_requests
from storeapp.reputation.removal.rules import (
    DatedWording,
    GroundAnswer,
    RemovalFacts,
    judge,
    lacking,
    masked,
    pack,
    ready,
    successes,
)
from storeapp.reputation.removal.service import ask_removal, decide_removal
from storeapp.rulebook.removal import ground_of, lists_of

FACTS = RemovalFacts(
    review_id=1,
    platform="etsy",
    channel="Etsy",
    shop="Lumen & Loom",
    wordings=(
        DatedWording(
            "1 star", "", "Call Ann Miller, 0660 123 45 67, she is a thief", "2026-07-01", "2026-07-10T09:00:00Z"
        ),
        DatedWording("1 star", "", "She is a thief. UPS lost it.", "2026-07-05"),
    ),
    reviewer="Bob Jones",
    buyer="Bob Jones",
    customer_id=12,
    product="Walnut lamp",
    order_number="3382-1107",
    order_status="delivered",
    placed_on="2026-06-01",
    shipped_on="2026-06-03",
    delivered_on="2026-06-09",
    due_on="2026-06-12",
    total=Money(2000, "EUR"),
    refunded=None,
    gone_at=None,
    reply="Sorry, Bob Jones. Write to me@example.com",
)
(ETSY,) = lists_of("etsy")


def ground(name):
    return ground_of(f"etsy.{name}")[1]


def test_no_ground_means_an_honest_opinion():
    verdict = judge(ETSY, {one.id: GroundAnswer(False) for one in ETSY.grounds}, FACTS)
    assert verdict.ground is None
    assert verdict.sentence == "This review may not be removed: it is an honest opinion. Reply to it instead."
    assert judge(ETSY, {}, FACTS).ground is None


def test_a_ground_needs_words_that_stand_in_the_review():
    assert (
        judge(ETSY, {"etsy.private": GroundAnswer(True)}, FACTS).sentence
        == "A reason may apply, but its proof is missing."
    )
    made_up = judge(ETSY, {"etsy.private": GroundAnswer(True, "call me at home")}, FACTS)
    assert made_up.wanting == {"etsy.private": "These words are not in the review. Copy them from it."}
    fits = judge(ETSY, {"etsy.private": GroundAnswer(True, "ann  miller, 0660 123")}, FACTS)
    assert fits.ground == ground("private")
    assert fits.sentence == "Etsy takes down reviews with identifying private information."


def test_messages_prove_extortion_and_an_order_proves_a_true_buyer():
    assert lacking(ground("extortion"), "", FACTS)
    assert lacking(ground("extortion"), "2 July: refund me or I leave one star", FACTS) == ""
    told = "The shop knows the order behind this review: it is from a buyer."
    assert lacking(ground("shilling"), "Never bought here, I am sure", FACTS) == told
    assert lacking(ground("shilling"), "Looked for the name in all orders", replace(FACTS, order_status="")) == ""


def test_names_mails_and_phones_are_masked():
    text = "Ask Bob Jones, bob@example.com or +43 660 1234567. Order 3382-1107"
    assert masked(text, FACTS) == "Ask •••, ••• or •••. Order 3382-1107"


def whole(**more):
    answers = {"etsy.private": GroundAnswer(True, "0660 123 45 67"), "etsy.spam": GroundAnswer(False)}
    lines = pack(FACTS, ETSY, ground("private"), answers, "Bob Jones was refunded.", "2026-07-16", **more)
    return "\n".join(f"{one.name}|{one.value}" for one in lines)


def test_the_pack_holds_review_versions_order_rule_source_and_answers():
    text = whole()
    for part in (
        "Shop|Lumen & Loom",
        "Reason for removal|Private information",
        "Source|Etsy Help",
        "https://help.etsy.com/hc/en-us/articles/115015808588",
        "2026-11-22, read in the platform's own text",
        "As it was first seen, until 2026-07-10|1 star, 2026-07-01",
        "As it is now|1 star, 2026-07-05",
        "She is a thief. UPS lost it.",
        "Order|3382-1107",
        "Buyer|Customer 12",
        "Status|Delivered",
        "Delivered|2026-06-09",
        "Promised by|2026-06-12",
        "Is it nothing but advertising or spam?|No",
        "Statement of the shop",
        "Names, e-mail addresses and phone numbers are left out of this evidence.",
    ):
        assert part in text, part


def test_private_data_are_masked_unless_the_owner_wants_them():
    assert not any(part in whole() for part in ("Bob", "Jones", "0660", "me@example.com"))
    assert all(part in whole(mask=False) for part in ("Bob Jones", "0660 123 45 67", "me@example.com"))


def test_a_statement_has_an_end():
    assert ready("Short") == ""
    assert ready("x" * 5000) == "The statement is too long. Use at most 4,000 characters."


def test_success_by_ground():
    rows = [("a", "A", "removed"), ("a", "A", "kept"), ("a", "A", "open"), ("b", "B", "withdrawn"), ("c", "C", "open")]
    found = successes(rows)
    assert [(one.ground, one.asked, one.removed, one.kept) for one in found] == [("a", 3, 1, 1), ("c", 1, 0, 0)]
    assert [one.sentence for one in found] == ["1 of 2 decided were taken down", "1 asked, none decided yet"]


@pytest.fixture
def review(make, db):
    from storeapp.store.tables import ReviewVersion

    channel = make.channel(name="Etsy", platform="etsy")
    order = make.order(channel_id=channel, number="77", status="delivered", delivered_on="2026-06-10")
    number = make.review(channel_id=channel, order_id=order, stars=1, text="Phone her: 0660 123 45 67")
    with db.write("Version") as tx:
        tx.insert_one(ReviewVersion, review_id=number, rating=3.0, text="So so", seen_at="2026-07-01T09:00:00Z")
    return number


def test_the_log_keeps_requests_and_outcomes_and_undoes_both(db, review):
    from datetime import date

    from storeapp.kernel.errors import UserError
    from storeapp.store import journal

    today = date(2026, 7, 16)
    proof = {"etsy.private": GroundAnswer(True, "0660 123 45 67")}
    for bad, said in (
        (("ebay.private", proof, today), "isn't on the platform's list"),
        (("etsy.private", {}, today), "proof for this reason is missing"),
        (("etsy.private", {"etsy.private": GroundAnswer(True, "nothing")}, today), "proof for this reason is missing"),
        (("etsy.private", proof, date(2026, 7, 17)), "still to come"),
    ):
        with pytest.raises(UserError, match=said):
            ask_removal(db, review, *bad)
    made = ask_removal(db, review, "etsy.private", proof, today, "By form").value
    with pytest.raises(UserError, match="open request"):
        ask_removal(db, review, "etsy.private", proof, today)
    with db.read() as conn:
        (row,) = removal_requests(conn, review)
        facts = removal_facts(conn, review)
    assert (row.title, row.outcome, row.note, row.channel) == ("Private information", "open", "By form", "Etsy")
    assert [one.text for one in facts.wordings] == ["So so", "Phone her: 0660 123 45 67"]
    assert [one.stars for one in facts.wordings] == ["3 stars", "1 star"]
    assert facts.delivered_on == "2026-06-10"
    with pytest.raises(UserError, match="can't be before"):
        decide_removal(db, made, "removed", date(2026, 7, 1))
    decide_removal(db, made, "removed", today)
    with db.read() as conn:
        (row,) = removal_requests(conn)
    assert (row.outcome, row.decided_on, row.note) == ("removed", "2026-07-16", "By form")
    journal.undo(db)
    journal.undo(db)
    with db.read() as conn:
        assert removal_requests(conn) == []
