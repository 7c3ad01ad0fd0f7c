"""Reviews: which are one, which are two, what an edit keeps, and how they find their order."""

from __future__ import annotations

from typing import Any

from storeapp.exchange.records import ImportAnswers
from storeapp.exchange.report_file import report_rows
from storeapp.reputation.reviews.service import mark_replied
from storeapp.store.db import Database
from tests.exchange.merging.conftest import BringIn
from tests.exchange.merging.staged import StagedFiles

GOOD = {"order_number": "A1", "rating": 5.0, "text": "Lovely lamp", "posted_on": "2026-02-01", "reviewer": "Ann"}


def rows(db: Database, sql: str) -> list[tuple[Any, ...]]:
    with db.read() as conn:
        return [tuple(row) for row in conn.exec_driver_sql(sql)]


def texts(db: Database) -> list[tuple[Any, ...]]:
    return rows(db, "SELECT rating, text FROM reviews ORDER BY id")


def versions(db: Database) -> list[tuple[Any, ...]]:
    return rows(db, "SELECT rating, text, posted_on FROM review_versions ORDER BY id")


def reviews(*found: dict[str, Any], **file: Any) -> StagedFiles:
    staged = StagedFiles()
    staged.file("reviews.json", **file)
    for review in found:
        staged.review(**review)
    return staged


def order(number: str, *goods: str) -> StagedFiles:
    staged = StagedFiles()
    staged.file("items.csv")
    staged.order(number, placed_on="2026-01-01", customer_kind="handle", customer_key="ann")
    for place, title in enumerate(goods):
        staged.line(number, f"{number}.{place}", listing_key=f"title:{title}", title=title)
    return staged


def test_two_identical_reviews_of_one_order_are_both_kept_and_stay_two(db: Database, bring_in: BringIn) -> None:
    first = bring_in(reviews(GOOD, GOOD))
    again = bring_in(reviews(GOOD, GOOD, GOOD | {"order_number": "A2"}))
    assert (first.files[0].new, again.files[0].new, again.files[0].same) == (2, 1, 2)
    assert len(texts(db)) == 3


def test_the_same_review_in_two_files_of_one_import_is_one(db: Database, bring_in: BringIn) -> None:
    staged = reviews(GOOD, GOOD)
    staged.file("copy.json")
    staged.review(**GOOD)
    report = bring_in(staged)
    assert [(file.new, file.same) for file in report.files] == [(2, 0), (0, 1)]


def test_an_edited_review_keeps_its_earlier_wording(db: Database, bring_in: BringIn) -> None:
    bring_in(order("A1", "lamp"))
    bring_in(reviews(GOOD | {"text": "Arrived broken", "rating": 2.0}))
    changed = GOOD | {"text": "Replaced within days, thank you", "posted_on": "2026-02-20"}
    report = bring_in(reviews(changed))
    assert texts(db) == [(5.0, "Replaced within days, thank you")]
    assert versions(db) == [(2.0, "Arrived broken", "2026-02-01")]
    (row,) = report_rows(report.report, 1, "changed")
    assert ("text", "Arrived broken", "Replaced within days, thank you") in [
        (f.name, f.before, f.after) for f in row.fields
    ]
    assert bring_in(reviews(changed)).files[0].same == 1


def test_an_older_file_brings_the_earlier_wording_only(db: Database, bring_in: BringIn) -> None:
    bring_in(order("A1", "lamp"))
    old, new = GOOD | {"text": "Broken", "rating": 2.0}, GOOD | {"text": "Mended", "posted_on": "2026-02-20"}
    bring_in(reviews(new))
    assert bring_in(reviews(old)).files[0].changed == 1
    assert texts(db) == [(5.0, "Mended")]
    assert versions(db) == [(2.0, "Broken", "2026-02-01")]
    assert bring_in(reviews(old, newest_on="2026-02-01")).files[0].same == 1
    assert len(versions(db)) == 1


def test_a_second_item_of_the_order_may_have_another_review(db: Database, bring_in: BringIn) -> None:
    bring_in(order("A1", "lamp", "shade"))
    bring_in(reviews(GOOD))
    bring_in(reviews(GOOD | {"text": "The shade is a bit dark"}))
    assert len(texts(db)) == 2
    bring_in(reviews(GOOD | {"text": "The shade is a bit dark, but we like it", "posted_on": "2026-03-01"}))
    assert len(texts(db)) == 2
    assert [text for _, text, _ in versions(db)] == ["The shade is a bit dark"]


def test_the_earlier_text_a_file_tells_is_kept_once(db: Database, bring_in: BringIn) -> None:
    first = GOOD | {"text": "Never received", "rating": 1.0}
    revised = GOOD | {"text": "The seller sent another", "earlier_text": "Never received", "posted_on": "2026-03-01"}
    bring_in(reviews(revised))
    assert versions(db) == [(None, "Never received", None)]
    bring_in(reviews(first))
    assert texts(db) == [(5.0, "The seller sent another")]
    assert versions(db) == [(1.0, "Never received", "2026-02-01")]
    assert bring_in(reviews(revised)).files[0].same == 1
    assert len(versions(db)) == 1


def test_a_plain_review_imported_before_its_revision_is_the_same_review(db: Database, bring_in: BringIn) -> None:
    bring_in(reviews(GOOD | {"text": "Never received", "rating": 1.0}))
    bring_in(reviews(GOOD | {"text": "Sent another", "earlier_text": "Never received", "posted_on": "2026-03-01"}))
    assert texts(db) == [(5.0, "Sent another")]
    assert versions(db) == [(1.0, "Never received", "2026-02-01")]


def test_a_review_with_an_id_is_updated_by_it(db: Database, bring_in: BringIn) -> None:
    bring_in(reviews(GOOD | {"key": "r1", "text": "Good"}, GOOD | {"key": "r2", "text": "Good"}))
    report = bring_in(reviews(GOOD | {"key": "r1", "text": "Very good", "posted_on": "2026-02-03", "rating": 4.0}))
    assert texts(db) == [(4.0, "Very good"), (5.0, "Good")]
    assert versions(db) == [(5.0, "Good", "2026-02-01")]
    assert report.files[0].changed == 1


def test_an_empty_cell_of_a_review_with_an_id_keeps_its_text(db: Database, bring_in: BringIn) -> None:
    bring_in(reviews(GOOD | {"key": "r1"}))
    report = bring_in(
        reviews({"key": "r1", "rating": 5.0, "text": None, "reply": "Thank you", "replied_on": "2026-02-02"})
    )
    assert texts(db) == [(5.0, "Lovely lamp")]
    assert rows(db, "SELECT reply, replied_on FROM reviews") == [("Thank you", "2026-02-02")]
    assert report.files[0].changed == 1


def test_reviews_without_an_order_are_known_by_day_reviewer_and_words(db: Database, bring_in: BringIn) -> None:
    loose = {"rating": 4.0, "text": "ok", "posted_on": "2026-01-05", "reviewer": "B."}
    bring_in(reviews(loose, loose | {"text": "fine"}, loose, loose | {"posted_on": None}))
    again = bring_in(
        reviews(loose, loose, loose | {"text": "fine"}, loose | {"posted_on": None}, loose | {"reviewer": "C."})
    )
    assert (again.files[0].same, again.files[0].new) == (4, 1)
    assert "5 reviews name no order." in again.sentence
    assert "wait" not in again.sentence


def test_a_review_says_it_waits_and_joins_its_order_when_that_comes(db: Database, bring_in: BringIn) -> None:
    report = bring_in(reviews(GOOD))
    assert report.unlinked == 1
    assert "1 review waits for its order." in report.sentence
    later = bring_in(order("A1", "lamp"))
    assert later.linked_later == 1
    assert rows(db, "SELECT order_id, product_id, customer_id FROM reviews") == [(1, 1, 1)]
    assert rows(db, "SELECT sum(linked) FROM review_months") == [(1,)]


def test_the_product_is_taken_from_an_order_of_one_product_only(db: Database, bring_in: BringIn) -> None:
    bring_in(order("A1", "lamp"))
    bring_in(order("A2", "lamp", "shade"))
    bring_in(reviews(GOOD, GOOD | {"order_number": "A2"}))
    assert rows(db, "SELECT order_number, product_id FROM reviews ORDER BY 1") == [("A1", 1), ("A2", None)]


def test_empty_cells_of_reviews_and_customers_clear_where_chosen(db: Database, bring_in: BringIn) -> None:
    said = {"key": "r1", "customer_kind": "handle", "customer_key": "ann"}
    full = reviews(GOOD | said | {"title": "Fine"})
    full.customer(kind="handle", key="ann", city="Rome", email="a@x.org")
    bring_in(full)
    blank = reviews(GOOD | said | {"title": None}, clear=["reviews.title", "customers.city"])
    blank.customer(kind="handle", key="ann")
    bring_in(blank, answers=ImportAnswers(clear_confirmed=True))
    assert rows(db, "SELECT title, text FROM reviews") == [("", "Lovely lamp")]
    assert rows(db, "SELECT city, email FROM customers") == [("", "a@x.org")]


def test_the_owners_own_reply_is_not_overwritten(db: Database, bring_in: BringIn) -> None:
    bring_in(reviews(GOOD | {"key": "r1"}))
    mark_replied(db, 1, "Our own words", db.clock.now())
    bring_in(reviews(GOOD | {"key": "r1", "reply": "Other words", "replied_on": "2026-05-01", "photos": 2}))
    assert rows(db, "SELECT reply, photos FROM reviews") == [("Our own words", 2)]


def languages(db: Database) -> list[tuple[Any, ...]]:
    return rows(db, "SELECT language FROM reviews ORDER BY id")


def test_another_guess_of_a_language_is_no_news_and_a_told_one_is(db: Database, bring_in: BringIn) -> None:
    known = GOOD | {"key": "r1"}
    bring_in(reviews(known | {"language": "tr", "guessed": 1}))
    again = bring_in(reviews(known | {"language": "en", "guessed": 1}))
    assert (again.files[0].same, again.files[0].changed, languages(db)) == (1, 0, [("tr",)])
    told = bring_in(reviews(known | {"language": "en", "guessed": 0}))
    assert (told.files[0].same, told.files[0].changed, languages(db)) == (0, 1, [("en",)])


def test_a_new_wording_brings_its_own_guess_and_a_first_guess_fills_in(db: Database, bring_in: BringIn) -> None:
    known = GOOD | {"key": "r1"}
    bring_in(reviews(known | {"language": "", "guessed": 1}))
    bring_in(reviews(known | {"language": "en", "guessed": 1}))
    assert languages(db) == [("en",)]
    bring_in(reviews(known | {"text": "Schöne Lampe", "language": "de", "guessed": 1, "posted_on": "2026-03-01"}))
    assert languages(db) == [("de",)]
