"""Ideas kept, dismissed for good, and made into articles; and what the shop's own records offer."""

from datetime import date

from storeapp.aftersales.causes.rules import CauseFields
from storeapp.aftersales.causes.service import add_cause
from storeapp.articles.drafts.queries import article as read_article
from storeapp.articles.ideas import queries, service
from storeapp.store import journal
from storeapp.store.tables import CaseEntry
from tests.aftersales.causes.laid import case
from tests.articles.making import article

TODAY = date(2026, 7, 16)


def board(db, state):
    with db.read() as conn:
        return queries.idea_rows(conn, state, TODAY)


def offered(db, source):
    return [one for one in board(db, "offered") if one.source == source]


def test_typed_and_pasted_ideas_come_once(db):
    service.add_idea(db, "Lamp wattage explained")
    assert service.paste_ideas(db, "- lamp wattage explained\n- Can wool live with a cat?").value == 1
    assert service.paste_ideas(db, "Can wool live with a cat?").value == 0
    assert {one.words for one in board(db, "open")} == {"Lamp wattage explained", "Can wool live with a cat?"}


def test_dismissed_ideas_come_back_only_when_asked(db):
    idea = service.add_idea(db, "A day in our dye room").value
    service.dismiss_ideas(db, [idea])
    assert not board(db, "open")
    assert len(board(db, "dismissed")) == 1
    service.dismiss_ideas(db, [idea], dismissed=False)
    assert len(board(db, "open")) == 1


def test_an_article_of_an_idea_has_its_outline_and_is_made_once(db):
    idea = service.add_idea(db, "Which bulb fits an E27 ring?", "answer").value
    made = service.write_idea(db, idea, "zh_CN").value
    assert service.write_idea(db, idea, "zh_CN").value == made
    with db.read() as conn:
        found = read_article(conn, made)
        prompt = queries.prompting(conn, made)
    assert (found.title, found.kind, found.language) == ("Which bulb fits an E27 ring?", "answer", "zh-Hans")
    assert found.body.startswith("## 答案")
    assert prompt.words == found.title
    assert [one.article_id for one in board(db, "used")] == [made]


def test_recurring_reasons_causes_and_unmended_ones_are_offered_with_evidence(db, make):
    lamp = make.product(title="Walnut reading lamp")
    with db.write("cases") as tx:
        cases = [case(tx, f"2026-06-{day}", "PRD_DESC", product_id=lamp) for day in (10, 20, 28)]
    add_cause(db, CauseFields("Cables are cut by eye"), cases[:2])
    (reason,) = offered(db, "reason")
    assert reason.evidence == "3 cases in 90 days, 0 in the 90 days before"
    assert "Walnut reading lamp" in reason.words
    (cause,) = offered(db, "cause")
    assert cause.evidence == "2 cases have this cause"


def test_what_was_dismissed_is_never_offered_again_even_with_more_evidence(db, make):
    for number in range(12):
        line_of(make, number, "2026-05-01")
    (care,) = offered(db, "care")
    service.dismiss_offer(db, care.offer)
    assert not offered(db, "care")
    journal.undo(db)
    assert offered(db, "care")
    service.dismiss_offer(db, care.offer)
    line_of(make, 20, "2026-07-01")
    assert not offered(db, "care")


def line_of(make, number, day):
    if not hasattr(make, "lamp"):
        make.lamp = make.product(title="Walnut reading lamp")
    make.line(make.order(number=str(number), placed_on=day, status="delivered"), product_id=make.lamp)


def test_a_product_with_a_care_guide_needs_none(db, make):
    line_of(make, 1, "2026-05-01")
    (care,) = offered(db, "care")
    assert care.evidence.startswith("1 order in the last 12 months")
    made = service.write_offer(db, care.offer).value
    with db.read() as conn:
        assert [name for _id, name in read_article(conn, made).products] == ["Walnut reading lamp"]
    assert not offered(db, "care")
    other = article(db, "Buying lamps", kind="guide", products=[make.lamp])
    assert other


def test_questions_of_reviews_and_cases_are_offered_together(db, make):
    make.review(text="Nice. Does the shade fit an E27 ring?", stars=4)
    with db.write("case") as tx:
        one = case(tx, "2026-07-01", "INQ")
        tx.insert_one(
            CaseEntry, case_id=one, kind="in", at=tx.now, made_at=tx.now, words="Hello, will the shade fit an E27 ring?"
        )
    (question,) = offered(db, "question")
    assert question.evidence == "Asked 2 times"


def test_seasons_come_from_the_shops_own_months(db, make):
    for year in (2024, 2025):
        for month in range(1, 13):
            for number in range(30 if month == 9 else 2):
                make.order(number=f"{year}{month}{number}", placed_on=f"{year}-{month:02d}-15", status="delivered")
    (season,) = offered(db, "season")
    assert season.words == "What buyers need before September"
    assert season.evidence == "30 orders in Sep 2025, 30 orders in Sep 2024"
