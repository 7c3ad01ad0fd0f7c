"""What the owner says of findings: evidence, opinions, acceptances; claims turn amber when their figure changes."""

from __future__ import annotations

import pytest

from storeapp.articles.checks import queries, service
from storeapp.articles.checks.records import ClaimLink
from storeapp.articles.drafts import service as drafts
from storeapp.articles.drafts.rules import ArticleFields, MeantPlace
from storeapp.kernel.errors import UserError
from storeapp.store import journal

SENTENCE = "After 268 reviews we know what people ask."
BODY = f"# Reading lamps\n\n{SENTENCE}\n\nOurs is the best lamp on the market.\n"


@pytest.fixture
def lamps(db):
    fields = ArticleFields("Lamps", "en", body=BODY, country="GB", relation="gifted")
    return drafts.new_article(db, fields).value


def checked(db, number, place=None):
    with db.read() as conn:
        found = queries.checked_article(conn, number, db.clock, place)
    assert found is not None
    return found


def rules_of(db, number):
    return {(one.rule, one.line) for one in checked(db, number).findings if one.severity in ("BLOCK", "WARN")}


def test_a_claim_is_settled_by_evidence_and_turns_amber_with_its_figure(db, make, lamps):
    make.review()
    assert ("CLAIM-PROOF", 3) in rules_of(db, lamps)
    number = service.link_claim(db, lamps, SENTENCE, ClaimLink("figure", ref_text="reviews")).value
    assert ("CLAIM-PROOF", 3) not in rules_of(db, lamps)
    (claim,) = [one for one in checked(db, lamps).claims if one.line == 3]
    assert (claim.state, claim.claim_id) == ("evidence", number)
    make.review()
    (claim,) = [one for one in checked(db, lamps).claims if one.line == 3]
    assert claim.state == "changed"
    (amber,) = [one for one in checked(db, lamps).findings if one.code == "changed"]
    assert amber.severity == "WARN"
    # Linked anew, the figure of today counts; it stays one claim.
    assert service.link_claim(db, lamps, SENTENCE, ClaimLink("figure", ref_text="reviews")).value == number
    assert ("CLAIM-PROOF", 3) not in rules_of(db, lamps)


def test_evidence_that_is_gone_is_no_evidence(db, make, lamps):
    order = make.order(number="A-1")
    service.link_claim(db, lamps, SENTENCE, ClaimLink("order", order))
    with db.read() as conn:
        (row,) = queries.claims(conn, lamps)
    assert (row.figure, row.now, row.changed) == ("A-1", "A-1", False)
    with pytest.raises(UserError, match="gone"):
        service.link_claim(db, lamps, SENTENCE, ClaimLink("review", 99))
    with pytest.raises(UserError, match="https"):
        service.link_claim(db, lamps, SENTENCE, ClaimLink("link", ref_text="javascript:alert(1)"))
    with pytest.raises(ValueError, match="nothing"):
        service.link_claim(db, lamps, SENTENCE, ClaimLink("figure", ref_text="nothing"))


def test_an_opinion_is_marked_and_taken_back(db, lamps):
    sentence = "Ours is the best lamp on the market."
    number = service.mark_opinion(db, lamps, f" {sentence} ").value
    assert ("CLAIM-PROOF", 5) not in rules_of(db, lamps)
    journal.undo(db)
    assert ("CLAIM-PROOF", 5) in rules_of(db, lamps)
    journal.redo(db)
    assert service.unlink_claim(db, number).value
    assert not service.unlink_claim(db, number).value
    assert ("CLAIM-PROOF", 5) in rules_of(db, lamps)


def test_a_blocker_stops_publishing_until_it_is_mended_or_accepted(db, lamps):
    def stopped():
        with db.read() as conn:
            return [one.rule for one in queries.blockers(conn, lamps, db.clock)]

    assert stopped() == ["UK-ASA"]
    with pytest.raises(UserError, match="why"):
        service.accept_finding(db, lamps, "UK-ASA", "", "  ")
    kept = service.accept_finding(db, lamps, "UK-ASA", "", "The label stands in the picture").value
    assert stopped() == []
    assert service.accept_finding(db, lamps, "UK-ASA", "", "Another reason").value == kept
    (one,) = [one for one in checked(db, lamps).findings if one.rule == "UK-ASA"]
    assert (one.accepted, one.stops) == ("Another reason", False)
    assert service.withdraw_acceptance(db, lamps, "UK-ASA", "").value
    assert stopped() == ["UK-ASA"]
    # Saving is never stopped; the label mends it.
    drafts.save_text(db, lamps, "Lamps", f"Ad\n\n{BODY}")
    assert stopped() == []


def test_an_accepted_word_counts_again_where_it_stands_elsewhere(db, lamps):
    service.accept_finding(db, lamps, "CLAIM-PROOF", "the best", "Quoted from a test")
    assert ("CLAIM-PROOF", 5) in {(one.rule, one.line) for one in checked(db, lamps).findings if one.accepted}
    drafts.save_text(db, lamps, "Lamps", BODY + "\nIt is the finest lamp of all shops.\n")
    assert [one.line for one in checked(db, lamps).findings if one.rule == "CLAIM-PROOF" and not one.accepted] == [3, 7]


def test_other_articles_are_looked_at_and_not_itself(db, lamps):
    text = "Put the lamp to your left, so that the hand you write with throws no shadow on the paper."
    drafts.save_text(db, lamps, "Lamps", f"# One\n\n{text}")
    assert "SAME-TEXT" not in {rule for rule, _line in rules_of(db, lamps)}
    drafts.new_article(db, ArticleFields("Desks", "en", body=f"# Two\n\n{text}"))
    (same,) = [one for one in checked(db, lamps).findings if one.rule == "SAME-TEXT"]
    assert same.sentence == "100% like “Desks”: 1 paragraph"


def test_the_place_decides_the_law(db, make):
    channel = make.channel(name="Taobao", platform="taobao", currency="CNY", locale="zh-CN")
    number = drafts.new_article(db, ArticleFields("灯", "zh", body="国家级工艺。"), places=[MeantPlace(channel)]).value
    assert "CN-ABS" in {one.rule for one in checked(db, number).findings}
    assert "CN-ABS" not in {one.rule for one in checked(db, number, MeantPlace()).findings}
